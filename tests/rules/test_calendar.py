"""Months and years between days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar import add_months, months_between, whole_years

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAYS, DAYS)
def test_the_months_between_are_the_most_that_do_not_pass_the_end(start, end):
    months = months_between(start, end)
    assert add_months(start, months) <= end < add_months(start, months + 1)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1976, 6, 1), date(2021, 6, 1), 45),
        (date(1976, 6, 2), date(2021, 6, 1), 44),
        (date(1976, 2, 29), date(2021, 2, 28), 45),
        (date(1976, 2, 29), date(2021, 2, 27), 44),
        (date(1976, 2, 29), date(2020, 2, 28), 43),
    ],
)
def test_a_year_is_full_on_the_birthday(born, day, age):
    assert whole_years(born, day) == age


def test_a_month_without_the_day_ends_on_its_last():
    assert add_months(date(2021, 1, 31), 1) == date(2021, 2, 28)
    assert add_months(date(2021, 1, 31), 2) == date(2021, 3, 31)
    assert add_months(date(2021, 3, 31), -1) == date(2021, 2, 28)
    assert months_between(date(2021, 1, 31), date(2021, 2, 28)) == 1
    assert months_between(date(2021, 1, 31), date(2021, 2, 28) - timedelta(days=1)) == 0


def test_a_day_outside_the_calendar_is_refused():
    with pytest.raises(OverflowError):
        add_months(date(9999, 12, 1), 1)
