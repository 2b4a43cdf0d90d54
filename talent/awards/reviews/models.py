"""A review of what was granted, and what was decided of each instalment."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.awards.models import Instalment
from talent.cases.models import Case
from talent.database import Base, choice_of

_OPEN = text("decided_at IS NULL")


class Outcome(StrEnum):
    """What becomes of an instalment."""

    CONTINUE = "continue"
    STOP = "stop"


class Review(Base):
    """What a person was asked after the grant, what they confirmed, and when it was decided.

    facts_before, facts: written as answers are; facts is None until the person has confirmed. answer_by: after this day
    it may be decided without them. One at a time of a case.
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("(facts IS NULL) = (confirmed_at IS NULL)", name="confirmed_is_dated"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by_somebody"),
        CheckConstraint("decided_at >= asked_at", name="decided_after_asked"),
        Index("uq_review_open", "case_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    answer_by: Mapped[date]
    facts_before: Mapped[dict[str, object]] = mapped_column(JSON)
    facts: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    confirmed_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    case: Mapped[Case] = relationship()
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    decisions: Mapped[list["ReviewDecision"]] = relationship(
        back_populates="review", order_by="ReviewDecision.instalment_id"
    )

    @property
    def about(self) -> str:
        """What the audit calls the thing it is about."""
        return self.case.about


class ReviewDecision(Base):
    """What a review decided of one instalment. rules_say: None where the rules could not tell."""

    __tablename__ = "review_decision"
    __table_args__ = (
        UniqueConstraint("review_id", "instalment_id"),
        CheckConstraint(
            "coalesce(rules_say, '') = outcome OR (reason <> '' AND clause <> '')", name="otherwise_with_a_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    instalment_id: Mapped[int] = mapped_column(ForeignKey("instalment.id"), index=True)
    rules_say: Mapped[Outcome | None] = mapped_column(choice_of(Outcome, "rules_say"))
    outcome: Mapped[Outcome] = mapped_column(choice_of(Outcome, "outcome"))
    reason: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    #: The clause of the policy that it stands on, where it is not what the rules say.
    clause: Mapped[str] = mapped_column(String(80), default="", server_default="")

    review: Mapped[Review] = relationship(back_populates="decisions")
    instalment: Mapped[Instalment] = relationship()
