"""A case that is on hold, and was."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.cases.models import Case
from talent.database import Base

_OPEN = sql("released_at IS NULL")


class CaseHold(Base):
    """Why a case waits for something that is not the applicant's to do, and when somebody looks again.

    One at a time of each case. look_on: a policy day. releaser: who took it off hold.
    """

    __tablename__ = "case_hold"
    __table_args__ = (
        CheckConstraint("length(reason) BETWEEN 10 AND 2000", name="says_why"),
        CheckConstraint("(released_at IS NULL) = (releaser_id IS NULL)", name="release_is_somebodys"),
        CheckConstraint("released_at >= held_at", name="released_after_held"),
        Index("uq_case_hold_open", "case_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_case_hold_look_on", "look_on", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    held_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    look_on: Mapped[date]
    released_at: Mapped[datetime | None]
    releaser_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    case: Mapped[Case] = relationship()
    officer: Mapped[Person] = relationship(foreign_keys=officer_id)
    releaser: Mapped[Person | None] = relationship(foreign_keys=releaser_id)

    @property
    def is_open(self) -> bool:
        """Whether the case is on hold still."""
        return self.released_at is None
