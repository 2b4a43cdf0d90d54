"""A decision that was drawn to be looked at again."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, event
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.cases.models import Case
from talent.cases.spot_checks.triggers import TRIGGERS
from talent.database import Base, choice_of

_WAITING = sql("checked_at IS NULL")


class Finding(StrEnum):
    """What the second officer would have decided: the same, or otherwise."""

    AGREES = "agrees"
    DIFFERS = "differs"


class SpotCheck(Base):
    """That the decision of a case of an instant was drawn, and what an officer who had no part found of it.

    It is of that one decision: where it was taken back since, it is not waited for any more.
    """

    __tablename__ = "spot_check"
    __table_args__ = (
        UniqueConstraint("case_id", "decided_at"),
        CheckConstraint(
            "(finding IS NULL) = (checked_at IS NULL) AND (finding IS NULL) = (officer_id IS NULL)",
            name="finding_is_whole",
        ),
        CheckConstraint("finding <> 'differs' OR length(reason) >= 10", name="difference_says_why"),
        CheckConstraint("length(reason) <= 2000", name="reason_fits"),
        CheckConstraint("checked_at >= decided_at", name="checked_after_decided"),
        Index("ix_spot_check_waiting", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    decided_at: Mapped[datetime] = mapped_column(index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    checked_at: Mapped[datetime | None]
    finding: Mapped[Finding | None] = mapped_column(choice_of(Finding, "finding"))
    reason: Mapped[str] = mapped_column(Text, default="")

    case: Mapped[Case] = relationship()
    officer: Mapped[Person | None] = relationship()


for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(SpotCheck.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
