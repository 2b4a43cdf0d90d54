"""Set a day that differs from the published calendar, and take it away. Days already promised stay."""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from talent.accounts.models import Person
from talent.audit.operations import record
from talent.cases.calendar import works_as_published
from talent.cases.office_days import queries
from talent.cases.office_days.errors import DayAsPublished, DayFar, DayOver, DaySet, NoSuchDay, NoteUnfit
from talent.cases.office_days.models import CalendarDay
from talent.database import db
from talent.web.days import policy_day

#: How long it may be where a day was announced; how many years ahead days are set.
SHORTEST, LONGEST = 2, 200
YEARS_AHEAD = 2


def set_day(day: date, *, works: bool, note: str, officer: Person, at: datetime) -> CalendarDay:
    """Have a day count as a working day, or not. Raises DayOver, DayFar, DayAsPublished, NoteUnfit, DaySet."""
    note = note.strip()
    _refuse_over(day, at)
    if day.year > policy_day(at).year + YEARS_AHEAD:
        raise DayFar
    if not SHORTEST <= len(note) <= LONGEST:
        raise NoteUnfit
    if queries.day_of(day) is not None:
        raise DaySet
    if works_as_published(day) == works:
        raise DayAsPublished
    row = CalendarDay(day=day, works=works, note=note, setter=officer, set_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise DaySet from error
    queries.forget()
    details: dict[str, object] = {"works": works, "note": note}
    record("day set", by=officer.id, about=row.about, at=at, details=details)
    return row


def take_away(day: date, *, officer: Person, at: datetime) -> None:
    """Have a day count as the published calendar says. Raises NoSuchDay, DayOver."""
    row = queries.day_of(day)
    if row is None:
        raise NoSuchDay
    _refuse_over(day, at)
    details: dict[str, object] = {"works": row.works, "note": row.note}
    record("day taken away", by=officer.id, about=row.about, at=at, details=details)
    db.session.delete(row)
    db.session.flush()
    queries.forget()


def _refuse_over(day: date, at: datetime) -> None:
    if day < policy_day(at):
        raise DayOver
