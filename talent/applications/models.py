"""An application, its answers and the documents that prove them."""

import secrets
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import DDL, JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.applications.triggers import TRIGGERS
from talent.database import Base, choice_of
from talent.pilots.models import Pilot

#: Letters and digits that cannot be mistaken for one another when read aloud.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Stage(StrEnum):
    """Before the applicant has handed it in, after, and taken back before it was decided."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class Source(StrEnum):
    """Where an answer comes from that was not typed in: an earlier application, proved there or not; the spouse's."""

    VERIFIED = "verified"
    COPIED = "copied"
    SPOUSE = "spouse"


def new_reference() -> str:
    """Return a reference such as '7KQ2-M4XD'."""
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


class Application(Base):
    """A person's wish for incentives in one pilot, pinned to the text of one policy."""

    __tablename__ = "application"
    __table_args__ = (
        CheckConstraint("(stage <> 'draft') = (submitted_at IS NOT NULL)", name="submission_is_dated"),
        CheckConstraint("(stage <> 'draft') = (declared_at IS NOT NULL)", name="submission_is_declared"),
        CheckConstraint("(stage = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawal_is_dated"),
        CheckConstraint("withdrawn_reason IS NULL OR withdrawn_at IS NOT NULL", name="withdrawal_has_reason"),
        CheckConstraint("(stage = 'draft') OR (decision IS NOT NULL)", name="submission_is_decided"),
        Index(
            "uq_application_draft",
            "applicant_id",
            "pilot_id",
            "policy_id",
            unique=True,
            sqlite_where=text("stage = 'draft'"),
            postgresql_where=text("stage = 'draft'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(9), unique=True, default=new_reference)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"), index=True)
    policy_id: Mapped[str] = mapped_column(String(120))
    #: Digest of the policy text the questions come from and the application is decided under.
    policy_digest: Mapped[str] = mapped_column(ForeignKey("policy_text.digest"))
    stage: Mapped[Stage] = mapped_column(choice_of(Stage, "stage"), default=Stage.DRAFT)
    started_at: Mapped[datetime]
    declared_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None] = mapped_column(index=True)
    #: What the engine decided when it was submitted, as `Decision.as_json`.
    decision: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    withdrawn_at: Mapped[datetime | None]
    #: Why it was withdrawn, where the applicant said so.
    withdrawn_reason: Mapped[str | None] = mapped_column(String(500))

    applicant: Mapped[Person] = relationship()
    pilot: Mapped[Pilot] = relationship()
    answers: Mapped[list["Answer"]] = relationship(cascade="all, delete-orphan", back_populates="application")
    evidence: Mapped[list["Evidence"]] = relationship(
        cascade="all, delete-orphan", back_populates="application", order_by="Evidence.id"
    )


class Answer(Base):
    """What the applicant says of one fact. value: as `rules.facts.written` gives it.

    source: the reference of the application it was taken from; source_on: the day it was proved or answered there; of a
    spouse's application, the day it was handed in or decided.
    """

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("application_id", "fact"),
        CheckConstraint(
            "(source IS NULL) = (source_kind IS NULL) AND (source IS NULL) = (source_on IS NULL)",
            name="source_is_whole",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    fact: Mapped[str] = mapped_column(String(80))
    value: Mapped[object] = mapped_column(JSON)
    answered_at: Mapped[datetime]
    source: Mapped[str | None] = mapped_column(String(9))
    source_kind: Mapped[Source | None] = mapped_column(choice_of(Source, "source_kind"))
    source_on: Mapped[date | None]
    #: Who filled it in where that was not the applicant.
    filled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    application: Mapped[Application] = relationship(back_populates="answers")
    filled_by: Mapped[Person | None] = relationship()


class KeptFile:
    """A file that is kept. stored_as: its name under EVIDENCE, given by us."""

    filename: Mapped[str] = mapped_column(String(255))
    content_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    stored_as: Mapped[str] = mapped_column(String(64), unique=True)
    uploaded_at: Mapped[datetime]
    #: The date on the document and the last day it is valid, for kinds that expire.
    issued_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    #: Who added it where that was not the applicant.
    filled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @property
    def version(self) -> str:
        """What tells this file from another in the same place, for addresses and forms."""
        return self.sha256[:16]

    def is_over(self, on: date) -> bool:
        """Whether it is no longer valid on a day."""
        return self.valid_until is not None and self.valid_until < on


class Evidence(KeptFile, Base):
    """A document. kind: an evidence kind of the policy."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("application_id", "kind", "sha256"),
        Index("ix_evidence_valid_until", "valid_until"),
        Index("ix_evidence_sha256_id", "sha256", "id"),
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("(issued_on IS NULL) = (valid_until IS NULL)", name="validity_is_whole"),
        CheckConstraint("valid_until > issued_on", name="valid_after_issued"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(80))
    #: When the applicant was told that it runs out.
    announced_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(back_populates="evidence")
    filled_by: Mapped[Person | None] = relationship()
    former: Mapped["FormerEvidence | None"] = relationship(back_populates="evidence", cascade="all, delete-orphan")


class FormerEvidence(KeptFile, Base):
    """The file whose place another took, kept until the application is handed in: a replacement can be undone."""

    __tablename__ = "former_evidence"
    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("(issued_on IS NULL) = (valid_until IS NULL)", name="validity_is_whole"),
        CheckConstraint("replaced_at >= uploaded_at", name="replaced_after_uploaded"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id", ondelete="CASCADE"), unique=True)
    replaced_at: Mapped[datetime]

    evidence: Mapped[Evidence] = relationship(back_populates="former")


for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        event.listen(
            Application.__table__,
            "after_create",
            DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
        )
