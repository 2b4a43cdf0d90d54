"""Messages on their way, and letters as they were issued."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Dialect, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from talent.database import Base
from talent.notices.letters import LetterContent


class LetterJSON(TypeDecorator[LetterContent]):
    """A letter's content as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: LetterContent | None, dialect: Dialect) -> dict[str, Any] | None:
        """Store the content as plain data."""
        return None if value is None else value.to_json()

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> LetterContent | None:
        """Read the content back."""
        return None if value is None else LetterContent.from_json(value)


class OutboxMessage(Base):
    """A message to a person: written in the transaction it tells of, delivered after it."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("language IN ('zh', 'en')", name="language"),
        CheckConstraint("attempts >= 0", name="attempts_counted"),
        CheckConstraint("sent_at IS NULL OR attempts > 0", name="sent_by_an_attempt"),
        Index("ix_outbox_message_person_id_id", "person_id", "id"),
        Index(
            "ix_outbox_message_unread",
            "person_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What the message tells of: telling it twice is one message.
    key: Mapped[str] = mapped_column(String(200), unique=True)
    recipient: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2), default="zh")
    created_at: Mapped[datetime]
    #: Not tried before this instant: whoever tries it puts it off first, so that nobody else tries meanwhile.
    due_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    #: Whose notification it is, where the recipient has an account; None for mails that let into an account.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    read_at: Mapped[datetime | None]
    #: The path of the page that shows what it tells of.
    link: Mapped[str | None] = mapped_column(String(300))
    #: The same in the language it was not sent in, for who reads the page in that one.
    other_subject: Mapped[str | None] = mapped_column(String(300))
    other_body: Mapped[str | None] = mapped_column(Text)

    def said(self, language: str) -> "Said":
        """Return what it says in a language, or as it was sent where it was written in one only."""
        if language == self.language or self.other_subject is None or self.other_body is None:
            return Said(self.subject, self.body, self.language)
        return Said(self.other_subject, self.other_body, language)


@dataclass(frozen=True)
class Said:
    """A message in one language."""

    subject: str
    body: str
    language: str

    @property
    def sentence(self) -> str:
        """The first paragraph after the greeting."""
        paragraphs = [each.strip() for each in self.body.split("\n\n") if each.strip()]
        return " ".join(paragraphs[min(1, len(paragraphs) - 1)].split()) if paragraphs else ""


class Letter(Base):
    """A decision letter as it was issued. Its words are never changed; a new decision is a new letter."""

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Printed on the letter: 'L-2026-7KQ2M4'.
    number: Mapped[str] = mapped_column(String(20), unique=True)
    #: Unguessable: whoever holds the letter can have it confirmed.
    code: Mapped[str] = mapped_column(String(40), unique=True)
    case_reference: Mapped[str] = mapped_column(String(20), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    content: Mapped[LetterContent] = mapped_column(LetterJSON)
    issued_at: Mapped[datetime]
    #: Since when it no longer counts; it stays readable, and its words are as they were.
    withdrawn_at: Mapped[datetime | None]
