"""A wish to be deleted, and what became of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.database import Base, choice_of


class WishOutcome(StrEnum):
    """What became of a wish."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Ground(StrEnum):
    """The clause a refusal stands on."""

    RETENTION = "retention"
    PURPOSE = "purpose"
    TECHNICAL = "technical"


class DeletionWish(Base):
    """A person asks that the bureau forgets them. Decided once, by somebody else; one may wait at a time."""

    __tablename__ = "deletion_wish"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="outcome_is_dated"),
        CheckConstraint("(outcome IN ('accepted', 'refused')) = (decider_id IS NOT NULL)", name="outcome_is_somebodys"),
        CheckConstraint("decider_id <> person_id", name="decided_by_somebody_else"),
        CheckConstraint("outcome <> 'refused' OR (ground IS NOT NULL AND answer <> '')", name="refusal_says_why"),
        CheckConstraint("decided_at >= asked_at", name="decided_after_asked"),
        Index(
            "uq_deletion_wish_waiting",
            "person_id",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    outcome: Mapped[WishOutcome | None] = mapped_column(choice_of(WishOutcome, "outcome"))
    decided_at: Mapped[datetime | None]
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    ground: Mapped[Ground | None] = mapped_column(choice_of(Ground, "ground"))
    #: What the person is told.
    answer: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    decider: Mapped[Person | None] = relationship(foreign_keys=decider_id)
