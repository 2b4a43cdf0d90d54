"""A case as the inbox shows it, and a person's saved filters."""

from datetime import date, datetime

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.cases.correspondence.models import CaseMessage
from talent.cases.inbox.triggers import TRIGGERS
from talent.cases.models import Case, CaseIncentive, CaseStage
from talent.cases.requests.models import Request
from talent.database import Base, Fen, choice_of

#: Compared byte by byte on both databases, so that an index finds what begins with a word.
Key = String().with_variant(String(collation="C"), "postgresql")
#: How many filters a person can save.
MOST_FILTERS = 20


def _some(name: str, *columns: str, sqlite: str, postgresql: str) -> Index:
    return Index(name, *columns, sqlite_where=text(sqlite), postgresql_where=text(postgresql))


class InboxEntry(Base):
    """One row for every case: who works on it, and copies of what lists filter and sort by, kept by triggers."""

    __tablename__ = "inbox_entry"
    __table_args__ = (
        CheckConstraint("(assignee_id IS NULL) = (assigned_at IS NULL)", name="assignment_is_dated"),
        CheckConstraint("fast_reason <> ''", name="fast_says_why"),
        Index("ix_inbox_entry_due", "due_by", "case_id"),
        Index("ix_inbox_entry_arrived", "arrived_at", "case_id"),
        Index("ix_inbox_entry_stage_due", "stage", "due_by", "case_id"),
        Index("ix_inbox_entry_stage_arrived", "stage", "arrived_at", "case_id"),
        Index("ix_inbox_entry_pilot_due", "pilot_id", "due_by", "case_id"),
        Index("ix_inbox_entry_policy_due", "policy_id", "due_by", "case_id"),
        Index("ix_inbox_entry_category_due", "category", "due_by", "case_id"),
        Index("ix_inbox_entry_assignee_due", "assignee_id", "due_by", "case_id"),
        Index("ix_inbox_entry_assignee_arrived", "assignee_id", "arrived_at", "case_id"),
        Index("ix_inbox_entry_fen", "fen", "case_id"),
        Index("ix_inbox_entry_name", "name_key", "case_id"),
        _some("ix_inbox_entry_unread", "due_by", "case_id", sqlite="unread = 1", postgresql="unread"),
        _some("ix_inbox_entry_open", "arrived_at", "case_id", sqlite="is_open = 1", postgresql="is_open"),
        _some(
            "ix_inbox_entry_fast",
            "due_by",
            "case_id",
            sqlite="fast_reason IS NOT NULL AND is_open = 1",
            postgresql="fast_reason IS NOT NULL AND is_open",
        ),
        _some(
            "ix_inbox_entry_unassigned",
            "due_by",
            "case_id",
            sqlite="assignee_id IS NULL AND is_open = 1",
            postgresql="assignee_id IS NULL AND is_open",
        ),
    )

    case_id: Mapped[int] = mapped_column(
        ForeignKey("case_file.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime | None]
    #: Why the case goes by the green channel; None where it does not.
    fast_reason: Mapped[str | None] = mapped_column(String(500))

    reference: Mapped[str] = mapped_column(Key, unique=True)
    #: The applicant's name in small letters.
    name_key: Mapped[str] = mapped_column(Key)
    stage: Mapped[CaseStage] = mapped_column(choice_of(CaseStage, "stage"))
    is_open: Mapped[bool]
    arrived_at: Mapped[datetime]
    #: The last day for the next step: the bureau's to decide, the applicant's to answer; `NEVER` once closed.
    due_by: Mapped[date]
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"))
    policy_id: Mapped[str] = mapped_column(String(120))
    #: What the policy's table of this name gives; None where it has none.
    category: Mapped[str | None] = mapped_column(String(40))
    #: Of all that the rules grant.
    fen: Mapped[int] = mapped_column(Fen)
    #: Whether the applicant has written what no clerk has seen.
    unread: Mapped[bool]

    case: Mapped[Case] = relationship()
    assignee: Mapped[Person | None] = relationship()


class SavedFilter(Base):
    """A filter of the inbox that a person kept under a name. query: as in the address."""

    __tablename__ = "saved_filter"
    __table_args__ = (
        UniqueConstraint("person_id", "name"),
        CheckConstraint("name <> ''", name="name_is_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]


for _table in (CaseIncentive, Request, CaseMessage):
    InboxEntry.__table__.add_is_dependent_on(_table.__table__)  # type: ignore[attr-defined]
for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        _ddl = DDL(_statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
        event.listen(InboxEntry.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
