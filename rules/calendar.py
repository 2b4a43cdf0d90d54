"""Whole months, years and working days between days, counted as the Civil Code of China counts periods."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from chinese_calendar import constants

#: The years whose holidays and make-up days have been published and are known here.
FIRST_YEAR = min(day.year for day in constants.holidays)
LAST_YEAR = max(day.year for day in constants.holidays)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or that month's last day where it has no such day.

    Source: Civil Code of the People's Republic of China, article 202.
    Raises OverflowError beyond the years 1 to 9999.
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    if not 1 <= year <= 9999:
        raise OverflowError(f"{day} and {months} months leaves the calendar")
    return date(year, month, day.day if day.day <= 28 else min(day.day, monthrange(year, month)[1]))


def month_end(day: date) -> date:
    """Return the last day of the month of a day."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_between(start: date, end: date) -> int:
    """Return the greatest number of months that, added to `start`, does not pass `end`; negative before `start`."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if end.day >= start.day or end.day == monthrange(end.year, end.month)[1]:
        return months
    return months - 1


def whole_years(start: date, end: date) -> int:
    """Return the whole years from `start` to `end`, as an age in years is counted."""
    return months_between(start, end) // 12


def working_days_between(start: date, end: date) -> int | None:
    """Return the working days after `start` up to and including `end`; negative where `end` lies before `start`.

    None where a day lies outside the years whose holidays are known.
    Source: Civil Code, article 201: the day on which a period begins is not counted.
    """
    counted = working_days_counted()
    first, last = (day.toordinal() - date(FIRST_YEAR, 1, 1).toordinal() for day in (start, end))
    if not (0 <= first < len(counted) and 0 <= last < len(counted)):
        return None
    return counted[last] - counted[first]


@lru_cache(maxsize=1)
def working_days_counted() -> tuple[int, ...]:
    """Return, for each day from 1 January of the first year known, the working days up to and including it."""
    first = date(FIRST_YEAR, 1, 1)
    days = [first + timedelta(days=place) for place in range((date(LAST_YEAR, 12, 31) - first).days + 1)]
    return tuple(accumulate(_is_worked(day) for day in days))


def _is_worked(day: date) -> bool:
    return day in constants.workdays or (day.weekday() < 5 and day not in constants.holidays)
