"""Working days, with the holidays and make-up days that the State Council sets for each year."""

from datetime import date, timedelta

import chinese_calendar
import structlog

log = structlog.get_logger()

SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Return whether offices work on a day. Past the years known, Monday to Friday count, with a warning."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        log.warning("holidays not known, Monday to Friday count as working days", year=day.year)
        return day.weekday() < SATURDAY


def add_working_days(day: date, count: int) -> date:
    """Return the working day `count` working days after a day, which itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
