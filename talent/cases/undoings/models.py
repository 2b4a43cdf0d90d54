"""A decision that was taken back."""

from datetime import date, datetime

from sqlalchemy import DDL, JSON, CheckConstraint, ForeignKey, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.cases.models import Case, CaseOutcome
from talent.cases.undoings.triggers import TRIGGERS
from talent.database import Base, choice_of


class CaseUndoing(Base):
    """That a decision was taken back by who approved it, on the policy day it was made. It is never changed.

    taken: what was taken back: the number of the letter, and what was granted, in yuan.
    """

    __tablename__ = "case_undoing"
    __table_args__ = (
        UniqueConstraint("case_id", "decided_at"),
        CheckConstraint("length(reason) BETWEEN 10 AND 2000", name="says_why"),
        CheckConstraint("undone_on = decided_on", name="within_the_day"),
        CheckConstraint("undone_at >= decided_at", name="undone_after_decided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    approver_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime]
    decided_on: Mapped[date]
    outcome: Mapped[CaseOutcome] = mapped_column(choice_of(CaseOutcome, "outcome"))
    undone_at: Mapped[datetime]
    undone_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    taken: Mapped[dict[str, object]] = mapped_column(JSON)

    case: Mapped[Case] = relationship()
    approver: Mapped[Person] = relationship()


for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(CaseUndoing.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
