"""A table of 2,000 rows, each reached by an example, is read and checked; how long it takes is for the bench."""

import pytest

from rules.reading import read
from tests.rules.conftest import SMALL

DEGREES = ("none", "bachelor", "doctor")


def points(number):
    """Return a condition, and answers that meet it."""
    return f"pay == {number}", f"pay: {number}"


def grid(number):
    """The grid of degree, age and pay."""
    degree, age, pay = DEGREES[number % 3], 20 + number // 3 % 34, number // 102
    condition = f"degree == {degree} and age >= {age} and age < {age + 1} and pay >= {pay}_000 and pay < {pay + 1}_000"
    return condition, f"degree: {degree}, born_on: {2021 - age}-06-01, pay: {pay}_500"


def intervals(number):
    """Intervals of pay, for each degree their own."""
    degree, pay = DEGREES[number % 3], number // 3 * 10
    return f"pay >= {pay} and pay < {pay + 10} and degree == {degree}", f"degree: {degree}, pay: {pay + 9}"


def policy_of(shape, hit):
    """Return the text of the small policy with a table of 2,000 rows of a shape, and an example for each."""
    rows, examples = [], []
    for number in range(2_000):
        condition, answers = shape(number)
        rows.append(f"      - {{when: {condition}, gives: A, source: law}}\n")
        examples.append(
            f"  - name: Row {number}\n    on: 2021-06-01\n    given: {{{answers}}}\n    expect: {{big: A}}\n"
        )
    table = f"  big:\n    hit: {hit}\n    gives: choice of none, A\n    rows:\n{''.join(rows)}    otherwise: none\n"
    return SMALL.replace("tables:\n", f"tables:\n{table}") + "".join(examples)


@pytest.mark.parametrize("hit", ["unique", "first"])
@pytest.mark.parametrize("shape", [points, grid, intervals])
def test_two_thousand_rows_are_read_and_found_without_a_problem(shape, hit):
    policy = read(policy_of(shape, hit), "big.yaml")
    assert len(policy.tables["big"].rows) == 2_000
