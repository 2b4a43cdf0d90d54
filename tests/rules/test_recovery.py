"""What is owed back of what was paid, to the fen."""

from datetime import date

import pytest

from rules.policy import Obligation
from rules.recovery import Recovery, recovery

GRANTED = date(2026, 3, 2)


def owed(kind, paid, until, *, serve=5, hold=None):
    return recovery(kind, Obligation(serve, hold, kind, "law"), paid, since=GRANTED, until=until)


@pytest.mark.parametrize(
    ("until", "unserved", "fen"),
    [
        (date(2026, 3, 2), 60, 20_000_000),
        (date(2026, 4, 1), 60, 20_000_000),
        (date(2026, 4, 2), 59, 19_666_667),
        (date(2026, 9, 2), 54, 18_000_000),
        (date(2031, 3, 1), 1, 333_333),
        (date(2031, 3, 2), 0, 0),
        (date(2040, 1, 1), 0, 0),
        (date(2026, 1, 1), 60, 20_000_000),
    ],
)
def test_pro_rata_is_the_share_of_the_months_that_were_not_served(until, unserved, fen):
    assert owed("pro_rata", 20_000_000, until) == Recovery("pro_rata", fen, 20_000_000, unserved, 60)


def test_half_a_fen_is_rounded_up():
    assert owed("pro_rata", 1, date(2028, 9, 2)).fen == 1
    assert owed("pro_rata", 1, date(2028, 10, 2)).fen == 0


def test_the_longer_promise_counts():
    assert owed("pro_rata", 1_200, date(2027, 3, 2), serve=1, hold=2).fen == 600


@pytest.mark.parametrize(("until", "fen"), [(date(2031, 3, 1), 700), (date(2031, 3, 2), 0)])
def test_full_is_everything_until_the_promised_time_is_served(until, fen):
    assert owed("full", 700, until).fen == fen


def test_full_without_a_time_is_everything():
    assert owed("full", 700, date(2050, 1, 1), serve=None).fen == 700


def test_a_share_of_a_time_nobody_named_cannot_be_told():
    assert owed("pro_rata", 700, date(2027, 1, 1), serve=None).fen is None


@pytest.mark.parametrize("kind", ["stop", "nothing"])
def test_where_payment_only_stops_nothing_is_owed(kind):
    assert owed(kind, 700, date(2026, 9, 1)).fen == 0
    assert recovery(kind, None, 700, since=GRANTED, until=GRANTED).fen == 0
