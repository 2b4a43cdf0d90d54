"""Whole months and years between days, counted as the Civil Code of China counts periods."""

from calendar import monthrange
from datetime import date


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


def months_between(start: date, end: date) -> int:
    """Return the greatest number of months that, added to `start`, does not pass `end`; negative before `start`."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if end.day >= start.day or end.day == monthrange(end.year, end.month)[1]:
        return months
    return months - 1


def whole_years(start: date, end: date) -> int:
    """Return the whole years from `start` to `end`, as an age in years is counted."""
    return months_between(start, end) // 12
