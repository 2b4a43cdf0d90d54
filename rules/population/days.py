"""Months, years and working days between days in columns, as the Civil Code of China counts periods."""

from collections.abc import Callable
from datetime import date, timedelta

import ibis
from ibis.expr import types as ir

from rules.calendar import FIRST_YEAR, working_days_counted
from rules.population.exact import Exact

#: The months of the years 1 to 9999: a day outside them is a day nobody can tell.
_CALENDAR = (12, 10_000 * 12 - 1)


def months_between(start: ir.DateValue, end: ir.DateValue) -> Exact:
    """Return the greatest number of months that, added to `start`, does not pass `end`.

    The last month is full when the day is reached or its month has no such day. Source: Civil Code, article 202.
    """
    ends_month = (end + ibis.interval(days=1)).day() == 1
    full = (end.day() >= start.day()) | ends_month
    return Exact(_months(end) - _months(start) - (~full).cast("int64"))


def whole_years(start: ir.DateValue, end: ir.DateValue) -> Exact:
    """Return the whole years from `start` to `end`."""
    return months_between(start, end) // Exact(12)


def days_between(start: ir.DateValue, end: ir.DateValue) -> Exact:
    """Return the days from `start` to `end`."""
    return Exact(end.delta(start, unit="day"))


def working_days_between(start: ir.DateValue, end: ir.DateValue) -> Exact:
    """Return the working days after `start` up to and including `end`; unknown outside the years published."""
    counted = working_days_counted()
    first = date(FIRST_YEAR, 1, 1)
    last = first + timedelta(days=len(counted) - 1)
    table = ibis.literal(list(counted), "array<int64>")

    def upto(day: ir.DateValue) -> ir.IntegerValue:
        return ibis.cases((day.between(first, last), table[day.delta(first, unit="day")]))

    return Exact(upto(end) - upto(start))


def add_months(day: ir.DateValue, months: ir.IntegerValue) -> ir.DateValue:
    """Return the same day of a later month, or that month's last day where it has no such day."""
    later = (day + months.as_interval("M")).cast("timestamp").cast("date")
    return ibis.cases(((_months(day) + months - 1).between(*_CALENDAR), later))


def _months(day: ir.DateValue) -> ir.IntegerValue:
    return (day.year() * 12 + day.month()).cast("int64")


#: The functions of two days, by their names in the language.
BETWEEN: dict[str, Callable[[ir.DateValue, ir.DateValue], Exact]] = {
    "months_between": months_between,
    "whole_years": whole_years,
    "days_between": days_between,
    "working_days_between": working_days_between,
}
