"""An appeal against a decided case, and its answer."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import DDL, CheckConstraint, ForeignKey, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.cases.appeals.triggers import TRIGGERS
from talent.cases.models import Case, CaseIncentive
from talent.database import Base, choice_of

#: How many characters the reasons of an appeal may have, and its answer.
SHORTEST, LONGEST, LONGEST_ANSWER = 10, 4000, 2000


class AppealState(StrEnum):
    """FILED: it waits for an answer. STANDS: the decision stands. SENT_BACK: the case is decided anew, in a round of
    its own. WITHDRAWN: by the applicant.
    """

    FILED = "filed"
    STANDS = "stands"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


class Appeal(Base):
    """A wish to have a decision looked at again: one of each case."""

    __tablename__ = "appeal"
    __table_args__ = (
        CheckConstraint(f"length(reasons) BETWEEN {SHORTEST} AND {LONGEST}", name="reasons_have_length"),
        CheckConstraint("(state IN ('stands', 'sent_back')) = (decided_at IS NOT NULL)", name="answer_is_dated"),
        CheckConstraint("(decided_at IS NULL) = (answer IS NULL)", name="answer_is_given"),
        CheckConstraint("decided_at IS NULL OR officer_id IS NOT NULL", name="answer_is_somebodys"),
        CheckConstraint("state <> 'stands' OR clause IS NOT NULL", name="standing_names_clause"),
        CheckConstraint("clause IS NULL OR decided_at IS NOT NULL", name="clause_of_answer"),
        CheckConstraint("(state = 'sent_back') = (round_id IS NOT NULL)", name="sent_back_has_round"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawal_is_dated"),
        CheckConstraint("decided_at >= filed_at", name="answered_after_filed"),
        CheckConstraint("withdrawn_at >= filed_at", name="withdrawn_after_filed"),
        CheckConstraint("round_id <> case_id", name="round_is_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), unique=True)
    state: Mapped[AppealState] = mapped_column(choice_of(AppealState, "state"), default=AppealState.FILED, index=True)
    reasons: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[datetime]
    #: The last day of the time in which it is to be answered.
    due_on: Mapped[date] = mapped_column(index=True)
    #: Who took it on, and then answered.
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)
    #: The id of the policy's clause on which the decision stands.
    clause: Mapped[str | None] = mapped_column(String(80))
    withdrawn_at: Mapped[datetime | None]
    #: The case in which a case that was sent back is decided anew.
    round_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), unique=True)

    case: Mapped[Case] = relationship(foreign_keys=case_id)
    round: Mapped[Case | None] = relationship(foreign_keys=round_id)
    officer: Mapped[Person | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state is AppealState.FILED


Appeal.__table__.add_is_dependent_on(CaseIncentive.__table__)  # type: ignore[attr-defined]
for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(Appeal.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
