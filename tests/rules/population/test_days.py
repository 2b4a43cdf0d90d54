"""Months, years and working days in columns are those of rules.calendar."""

from datetime import date, timedelta
from itertools import product

import ibis
import pyarrow as pa

from rules import calendar
from rules.population.days import add_months, days_between, months_between, whole_years, working_days_between

#: Month ends, leap days and their neighbours, in and out of the years whose holidays are known.
EDGES = [
    *(date(year, month, 1) + timedelta(days=step) for year in (1900, 2000, 2020, 2021) for month in (1, 2, 3, 12)
      for step in (-1, 0, 1, 27)),
    *(date(2020, 2, 28), date(2020, 2, 29), date(2021, 1, 31), date(2021, 2, 28), date(2021, 10, 1)),
    *(date(2003, 12, 31), date(2004, 1, 1), date(2199, 12, 31)),
]  # fmt: skip
PAIRS = list(product(EDGES, EDGES))
DAYS = ibis.memtable(
    pa.table({"place": range(len(PAIRS)), "start": [one for one, _ in PAIRS], "end": [other for _, other in PAIRS]})
)


def column(expression):
    """Return what an expression comes to for each pair of days."""
    return DAYS.select("place", it=expression).order_by("place").to_pyarrow()["it"].to_pylist()


def test_months_and_years_are_counted_alike_at_month_ends_and_leap_days():
    assert column(months_between(DAYS.start, DAYS.end).whole) == [calendar.months_between(*pair) for pair in PAIRS]
    assert column(whole_years(DAYS.start, DAYS.end).whole) == [calendar.whole_years(*pair) for pair in PAIRS]


def test_days_are_counted_alike():
    assert column(days_between(DAYS.start, DAYS.end).whole) == [(end - start).days for start, end in PAIRS]


def test_working_days_are_counted_alike_and_unknown_outside_the_years_published():
    counted = [calendar.working_days_between(*pair) for pair in PAIRS]
    assert column(working_days_between(DAYS.start, DAYS.end).whole) == counted
    assert None in counted


def test_a_later_month_ends_alike_and_a_day_outside_the_calendar_is_unknown():
    for months in (-25, -1, 0, 1, 13, 600):
        later = [calendar.add_months(start, months) for start, _ in PAIRS]
        assert column(add_months(DAYS.start, ibis.literal(months).cast("int64"))) == later
    for months in (-(10**6), 10**6, 8_200 * 12):
        assert set(column(add_months(DAYS.start, ibis.literal(months).cast("int64")))) == {None}
