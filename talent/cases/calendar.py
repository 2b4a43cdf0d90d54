"""Working days: the holidays and make-up days that the State Council sets, and the days an officer entered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
import structlog

from talent.cases.office_days.queries import set_days

log = structlog.get_logger()

SATURDAY = 5
OCTOBER = 10
#: How many Mondays to Fridays are off in a year at least: those that fall on a weekend are made up for.
#: Source: Regulation on Public Holidays for National Annual Festivals and Memorial Days, in force since 2025.
LEAST_DAYS_OFF = 13


@dataclass(frozen=True)
class UnknownYear:
    """A year whose holidays nobody has told us. entered: days off of it that an officer entered; needed: at least."""

    year: int
    entered: int
    needed: int = LEAST_DAYS_OFF


def is_working_day(day: date) -> bool:
    """Return whether offices work on a day. Past the years known, Monday to Friday count, with a warning."""
    if not is_known(day):
        log.warning("holidays not known, Monday to Friday count as working days", year=day.year)
    return _works(day)


def is_known(day: date) -> bool:
    """Return whether the holidays of a day's year have been published, or entered by an officer."""
    return _is_published(day) or _entered(day.year) >= LEAST_DAYS_OFF


def unknown_year(on: date) -> UnknownYear | None:
    """Return this year, or from 1 October on the next, where its holidays are not known; None where they are."""
    asked = [on.year, on.year + 1] if on.month >= OCTOBER else [on.year]
    unknown = (UnknownYear(year, _entered(year)) for year in asked if not is_known(date(year, 1, 1)))
    return next(unknown, None)


def works_as_published(day: date) -> bool:
    """Return whether offices work on a day by the published calendar; past the years known, Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < SATURDAY


def add_working_days(day: date, count: int) -> date:
    """Return the working day `count` working days after a day, which itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_before(day: date, count: int) -> date:
    """Return the working day `count` working days before a day, which itself does not count."""
    while count > 0:
        day -= timedelta(days=1)
        count -= _works(day)
    return day


def working_days(after: date, until: date) -> int:
    """Return how many working days lie after a day, up to and with another; 0 when that is not later."""
    return sum(_works(day) for day in _days(after, until))


def holidays(after: date, until: date) -> list[date]:
    """Return the Mondays to Fridays after a day, up to and with another, on which offices do not work."""
    return [day for day in _days(after, until) if day.weekday() < SATURDAY and not _works(day)]


def make_up_days(after: date, until: date) -> list[date]:
    """Return the Saturdays and Sundays after a day, up to and with another, on which offices work."""
    return [day for day in _days(after, until) if day.weekday() >= SATURDAY and _works(day)]


def _days(after: date, until: date) -> Iterator[date]:
    return (after + timedelta(days=number) for number in range(1, (until - after).days + 1))


def _works(day: date) -> bool:
    entered = set_days().get(day)
    return works_as_published(day) if entered is None else entered


def _is_published(day: date) -> bool:
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def _entered(year: int) -> int:
    """Return how many Mondays to Fridays of a year were entered as days off."""
    return sum(day.year == year and day.weekday() < SATURDAY and not works for day, works in set_days().items())
