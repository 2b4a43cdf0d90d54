"""Fractions in columns are rounded and compared exactly, below zero and at the size of a state's budget."""

import math
from fractions import Fraction
from itertools import product

import ibis
import pyarrow as pa
import pytest

from rules.evaluation import half_up
from rules.population.exact import Exact, chosen, greatest, least
from tests.rules.agreement import differences
from tests.rules.conftest import DAY, small

#: The most fen that a fact may hold, and what lies around halves.
NUMBERS = [0, 1, 2, 3, 5, 7, 50, 99, 100, 10**13, 10**13 - 1, *(-number for number in (1, 2, 3, 5, 7, 50, 10**13))]
PAIRS = [*product(NUMBERS, NUMBERS), (None, 3), (3, None)]
TABLE = ibis.memtable(
    pa.table({"place": range(len(PAIRS)), "a": [one for one, _ in PAIRS], "b": [other for _, other in PAIRS]})
)
A, B = Exact(TABLE.a), Exact(TABLE.b)


def column(number):
    """Return what a whole number comes to for each pair."""
    return TABLE.select("place", it=number.whole).order_by("place").to_pyarrow()["it"].to_pylist()


def expected(compute):
    """Return what a function of two numbers gives for each pair; None where one is not known."""
    return [None if None in pair else compute(*pair) for pair in PAIRS]


@pytest.mark.parametrize(("ours", "theirs"), [(Exact.floor, math.floor), (Exact.ceil, math.ceil),
                                              (Exact.half_up, half_up)])  # fmt: skip
@pytest.mark.parametrize("share", [Fraction(1, 10), Fraction(3333, 10_000), Fraction(1, 2), Fraction(-2, 3)], ids=str)
def test_a_share_is_rounded_exactly(ours, theirs, share):
    assert column(ours(A * Exact.of(share))) == [None if a is None else theirs(a * share) for a, _ in PAIRS]


def test_a_quotient_is_cut_as_in_arithmetic_and_unknown_by_zero():
    assert column(A // B) == expected(lambda a, b: None if b == 0 else a // b)
    assert column((A / B).half_up()) == expected(lambda a, b: None if b == 0 else half_up(Fraction(a, b)))
    assert column(A // Exact.of(-7)) == [None if a is None else a // -7 for a, _ in PAIRS]
    assert set(column(A / Exact.of(0))) == {None}


def test_fractions_are_added_and_ordered_exactly():
    third, quarter = A / Exact.of(3), B * Exact.of(Fraction(1, 4))
    assert column((third + quarter).floor()) == expected(lambda a, b: math.floor(Fraction(a, 3) + Fraction(b, 4)))
    assert column((third - quarter).ceil()) == expected(lambda a, b: math.ceil(Fraction(a, 3) - Fraction(b, 4)))
    assert column(least(third, quarter).floor()) == expected(
        lambda a, b: math.floor(min(Fraction(a, 3), b / Fraction(4)))
    )
    assert column(greatest(third, quarter).ceil()) == expected(
        lambda a, b: math.ceil(max(Fraction(a, 3), b / Fraction(4)))
    )


def test_a_choice_between_numbers_is_unknown_where_its_test_is():
    either = chosen(TABLE.a > 2, A / Exact.of(2), B)
    assert column(either.floor()) == [None if a is None else a // 2 if a > 2 else b for a, b in PAIRS]


def test_the_instalments_of_a_reduced_amount_are_exact_at_a_hundred_million_yuan():
    sums = ("is: 'sum_of[level]'", "is: '100_000_000 - 1'"), ("is: floor(pay * 10%), at_most: 500", "is: 33_333_333.33")
    policy = small(*sums, rule="deduct", checked=False)
    person = {"degree": "doctor", "honours": frozenset(), "months": 6, "born_on": DAY.replace(year=1990), "owns": False}
    assert differences(policy, [person, {**person, "owns": None}], on=DAY) == []
