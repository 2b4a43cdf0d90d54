"""An application that was begun for somebody else."""

from datetime import datetime

from sqlalchemy import DDL, CheckConstraint, ForeignKey, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.employers.models import Mandate
from talent.accounts.models import Person
from talent.applications.models import Application
from talent.applications.on_behalf.triggers import TRIGGERS
from talent.database import Base


class OnBehalf(Base):
    """An application an employer's HR began with the applicant's consent. told_ready_at: when they said it is ready."""

    __tablename__ = "on_behalf"
    __table_args__ = (CheckConstraint("told_ready_at >= begun_at", name="ready_after_begun"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"), index=True)
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime]
    told_ready_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    mandate: Mapped[Mandate] = relationship()
    begun_by: Mapped[Person] = relationship()


for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(OnBehalf.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
