"""Working days, with the holidays and make-up days that the State Council sets for each year."""

from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar
import structlog

log = structlog.get_logger()

SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Return whether offices work on a day. Past the years known, Monday to Friday count, with a warning."""
    if not is_known(day):
        log.warning("holidays not known, Monday to Friday count as working days", year=day.year)
    return _works(day)


def is_known(day: date) -> bool:
    """Return whether the holidays of a day's year have been set."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


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
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < SATURDAY
