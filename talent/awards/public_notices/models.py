"""A public notice of what a case was granted, and the objections to it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, String, Text, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.awards.payments.models import Payment
from talent.awards.public_notices.triggers import OF_PAYMENTS, TRIGGERS
from talent.cases.models import Case
from talent.database import Base, choice_of


class Finding(StrEnum):
    """What an objection came to. UPHELD: nothing is paid; DISMISSED: the notice goes on."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"


class PublicNotice(Base):
    """What a case was granted, on show for the working days of the policy. Nothing is paid before it has ended.

    opens_on: the day of the decision, which does not count; closes_on: the last day on show and of objections.
    """

    __tablename__ = "public_notice"
    __table_args__ = (
        CheckConstraint("closes_on > opens_on", name="closes_after_it_opens"),
        Index(
            "ix_public_notice_running",
            "closes_on",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), unique=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    #: Since when what was granted is final. Never while an objection is open or was upheld.
    ended_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship()
    objections: Mapped[list["Objection"]] = relationship(back_populates="notice", order_by="Objection.id")

    @property
    def is_stopped(self) -> bool:
        """Whether an objection was upheld: nothing is paid."""
        return any(each.finding is Finding.UPHELD for each in self.objections)

    @property
    def is_contested(self) -> bool:
        """Whether an objection waits to be decided."""
        return any(each.is_open for each in self.objections)


class Objection(Base):
    """What somebody has against a grant on show; decided once, by an approver who had no part in the case.

    person_id: who was signed in, if anybody. It is kept as it was sent; who sent it is told to nobody but the bureau.
    """

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint(
            "(finding IS NULL) = (decided_at IS NULL) AND (finding IS NULL) = (approver_id IS NULL)"
            " AND (finding IS NULL) = (finding_reason IS NULL)",
            name="finding_is_whole",
        ),
        CheckConstraint("approver_id <> person_id", name="not_decided_by_who_raised_it"),
        CheckConstraint("decided_at >= raised_at", name="decided_after_raised"),
        CheckConstraint("reason <> ''", name="says_why"),
        Index(
            "ix_objection_open",
            "raised_at",
            sqlite_where=text("finding IS NULL"),
            postgresql_where=text("finding IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("public_notice.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    reason: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime]

    finding: Mapped[Finding | None] = mapped_column(choice_of(Finding, "finding"))
    finding_reason: Mapped[str | None] = mapped_column(Text)
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]

    notice: Mapped[PublicNotice] = relationship(back_populates="objections")
    approver: Mapped[Person | None] = relationship(foreign_keys=approver_id)

    @property
    def is_open(self) -> bool:
        """Whether it waits to be decided."""
        return self.finding is None


def _refuse_changes() -> None:
    """Have the triggers made with the tables they watch."""
    for table, by_dialect in ((Objection.__table__, TRIGGERS), (Payment.__table__, OF_PAYMENTS)):
        for dialect, statements in by_dialect.items():
            for statement in statements:
                ddl = DDL(statement)  # type: ignore[no-untyped-call]
                event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


_refuse_changes()
