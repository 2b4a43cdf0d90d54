"""A request, the things it asks for with what was answered, and the files that came with the answer."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import DDL, JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.cases.models import Case
from talent.cases.requests.triggers import TRIGGERS
from talent.database import Base, choice_of

OPEN = "answered_at IS NULL AND withdrawn_at IS NULL"


class ItemKind(StrEnum):
    """What is asked for: an answer to a question of the policy, a document, or the answer to a question of our own."""

    ANSWER = "answer"
    DOCUMENT = "document"
    QUESTION = "question"


class Request(Base):
    """What a clerk asks of the applicant at one time; a case has at most one that is open."""

    __tablename__ = "case_request"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        UniqueConstraint("case_id", "key"),
        Index("uq_case_request_open", "case_id", unique=True, sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        Index("ix_case_request_due_on", "due_on", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        CheckConstraint("answered_at IS NULL OR withdrawn_at IS NULL", name="closed_once"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawal_is_whole"),
        CheckConstraint("answered_at >= asked_at AND withdrawn_at >= asked_at", name="closed_after_asked"),
        CheckConstraint("(answered_at IS NULL) = (result IS NULL)", name="answer_is_weighed"),
        CheckConstraint("days_left >= 0", name="days_left_counted"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    #: Counts the requests of a case from 1.
    number: Mapped[int]
    #: Drawn with the form: asking twice with one form is one request.
    key: Mapped[str] = mapped_column(String(32))
    clerk_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    #: The last day to answer.
    due_on: Mapped[date]
    reminded_at: Mapped[datetime | None]
    #: When the decision was due as it was asked, and how many working days of the promise were left then.
    decision_due_on: Mapped[date]
    days_left: Mapped[int]

    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: What the rules said before and after the answer: {'before': …, 'after': …} as `weighing.weighed`.
    result: Mapped[dict[str, dict[str, list[object]]] | None] = mapped_column(JSON(none_as_null=True))

    case: Mapped[Case] = relationship()
    clerk: Mapped[Person] = relationship(foreign_keys=clerk_id)
    items: Mapped[list["RequestItem"]] = relationship(
        back_populates="request", order_by="RequestItem.number", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        """Whether the applicant is awaited."""
        return self.answered_at is None and self.withdrawn_at is None

    @property
    def closed_at(self) -> datetime | None:
        """When the applicant had no longer to act."""
        return self.answered_at or self.withdrawn_at

    @property
    def unanswered(self) -> list["RequestItem"]:
        """What nothing is said to yet."""
        return [item for item in self.items if not item.is_answered]


class RequestItem(Base):
    """One thing that is asked for.

    value: of an answer, as `rules.facts.written`; before: what it was until the answer was sent.
    """

    __tablename__ = "request_item"
    __table_args__ = (
        UniqueConstraint("request_id", "number"),
        UniqueConstraint("request_id", "kind", "subject"),
        CheckConstraint("(kind = 'question') = (subject IS NULL)", name="a_question_has_no_subject"),
        CheckConstraint("why <> ''", name="says_why"),
        CheckConstraint("length(said) <= 2000", name="said_is_short"),
        CheckConstraint("kind = 'answer' OR (value IS NULL AND before IS NULL)", name="only_answers_have_values"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("case_request.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[ItemKind] = mapped_column(choice_of(ItemKind, "kind"))
    #: A fact or an evidence kind of the policy; None for a question of our own.
    subject: Mapped[str | None] = mapped_column(String(80))
    #: What is wrong or missing, or the question.
    why: Mapped[str] = mapped_column(String(500))
    #: Whether the clerk did not ask for it: it follows from another answer of the request.
    follows: Mapped[bool] = mapped_column(default=False)

    value: Mapped[object | None] = mapped_column(JSON(none_as_null=True))
    before: Mapped[object | None] = mapped_column(JSON(none_as_null=True))
    #: The answer to a question of our own; else why the applicant cannot give what is asked.
    said: Mapped[str] = mapped_column(Text, default="")
    #: Counts what was saved, so that an old page in another tab overwrites nothing.
    version: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime | None]

    request: Mapped[Request] = relationship(back_populates="items")
    documents: Mapped[list["RequestDocument"]] = relationship(
        back_populates="item", order_by="RequestDocument.id", cascade="all, delete-orphan"
    )

    @property
    def is_answered(self) -> bool:
        """Whether something was given, or it was said why not."""
        return self.value is not None or bool(self.said) or bool(self.documents)

    @property
    def is_changed(self) -> bool:
        """Whether an answer is another one than before."""
        return self.value is not None and self.value != self.before


class RequestDocument(Base):
    """A file given in answer; it becomes evidence of the application when the answer is sent."""

    __tablename__ = "request_document"
    __table_args__ = (
        UniqueConstraint("item_id", "sha256"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("request_item.id", ondelete="CASCADE"))
    filename: Mapped[str] = mapped_column(String(255))
    content_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    stored_as: Mapped[str] = mapped_column(String(64), unique=True)
    uploaded_at: Mapped[datetime]

    item: Mapped[RequestItem] = relationship(back_populates="documents")


def _keep_the_clock_honest() -> None:
    """Have the triggers made with the last of the tables they watch."""
    for dialect, statements in TRIGGERS.items():
        for statement in statements:
            ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(RequestDocument.__table__, "after_create", ddl.execute_if(dialect=dialect))


_keep_the_clock_honest()
