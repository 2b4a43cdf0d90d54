"""A change that a person reported, and what it was found to mean when they sent it."""

from datetime import date, datetime

from sqlalchemy import DDL, JSON, CheckConstraint, ForeignKey, Index, String, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.applications.models import Application
from talent.awards.life_events.triggers import TRIGGERS
from talent.database import Base


class ReportedChange(Base):
    """Something happened to an applicant. event: of the policy.

    facts_before, facts_after: the facts it changes, written as answers are.

    It is kept as it was sent; the person may withdraw it until a clerk has acknowledged it.
    """

    __tablename__ = "reported_change"
    __table_args__ = (
        CheckConstraint("withdrawn_at IS NULL OR acknowledged_at IS NULL", name="withdrawn_or_acknowledged"),
        CheckConstraint("(acknowledged_at IS NULL) = (clerk_id IS NULL)", name="acknowledged_by_somebody"),
        CheckConstraint("acknowledged_at >= reported_at", name="acknowledged_after_reported"),
        CheckConstraint("withdrawn_at >= reported_at", name="withdrawn_after_reported"),
        Index(
            "uq_reported_change_standing",
            "application_id",
            "event",
            "happened_on",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    event: Mapped[str] = mapped_column(String(80))
    happened_on: Mapped[date]
    reported_at: Mapped[datetime] = mapped_column(index=True)
    facts_before: Mapped[dict[str, object]] = mapped_column(JSON)
    facts_after: Mapped[dict[str, object]] = mapped_column(JSON)
    #: What was shown before it was sent, as `Consequences.as_json`.
    consequences: Mapped[dict[str, object]] = mapped_column(JSON)
    withdrawn_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    clerk_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    application: Mapped[Application] = relationship()
    clerk: Mapped[Person | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether it waits for a clerk, and may still be withdrawn."""
        return self.withdrawn_at is None and self.acknowledged_at is None


for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(ReportedChange.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
