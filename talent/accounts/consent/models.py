"""What a person agreed to, in which words, from when to when."""

from datetime import datetime

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.consent.purposes import Purpose
from talent.accounts.consent.triggers import TRIGGERS
from talent.accounts.models import Person
from talent.database import Base, choice_of


class Consent(Base):
    """A consent to one purpose. version: of the text that was shown; at most one stands for each purpose."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("withdrawn_at >= given_at", name="withdrawn_after_given"),
        CheckConstraint("version > 0", name="version_counts"),
        Index(
            "uq_consent_standing",
            "person_id",
            "purpose",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(choice_of(Purpose, "purpose"))
    version: Mapped[int]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(Consent.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
