"""A day that differs from the published calendar."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.database import Base


class CalendarDay(Base):
    """Whether offices work on a day, where the published calendar says otherwise or nothing.

    note: where it was announced. setter: the officer who said so.
    """

    __tablename__ = "calendar_day"
    __table_args__ = (CheckConstraint("length(note) BETWEEN 2 AND 200", name="says_where"),)

    day: Mapped[date] = mapped_column("date", primary_key=True)
    works: Mapped[bool]
    note: Mapped[str] = mapped_column(String(200))
    setter_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    set_at: Mapped[datetime]

    setter: Mapped[Person] = relationship()

    @property
    def about(self) -> str:
        """What the audit record calls it."""
        return f"day:{self.day.isoformat()}"
