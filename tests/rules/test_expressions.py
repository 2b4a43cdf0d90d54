"""Expressions: what can be written, what types it has, what it comes to, and what is refused."""

from datetime import date
from fractions import Fraction
from time import perf_counter

import pytest

from rules.evaluation import closure
from rules.expressions import ExpressionError, Kind, Type
from rules.types import BOOLEAN, DATE, MONEY, NUMBER, Scope, typed

DEGREES = ("none", "bachelor", "doctor")
TYPES = {
    "degree": Type(Kind.CHOICE, None, DEGREES),
    "honours": Type(Kind.CHOICES, None, ("medal", "prize")),
    "months": Type(Kind.NUMBER, "month"),
    "years": Type(Kind.NUMBER, "year"),
    "count": NUMBER,
    "pay": MONEY,
    "rent": Type(Kind.MONEY, "CNY/month"),
    "born_on": DATE,
    "applied_on": DATE,
    "owns": BOOLEAN,
    "rich": BOOLEAN,
}
SCOPE = Scope(lambda: list(TYPES), TYPES.__getitem__, {"sums": ((TYPES["degree"],), MONEY), "flat": ((), MONEY)})
KNOWN = {
    "degree": "doctor",
    "honours": frozenset({"medal"}),
    "months": 6,
    "count": 4,
    "pay": 100_00,
    "rent": 5_00,
    "born_on": date(1976, 6, 1),
    "applied_on": date(2021, 6, 1),
    "owns": False,
    "sums": {("doctor",): 200_00},
    "flat": {(): 7_00},
}


def value(text):
    """Return what an expression comes to."""
    return closure(typed(text, SCOPE).tree)(dict(KNOWN))


@pytest.mark.parametrize(
    ("text", "comes_to"),
    [
        ("degree >= bachelor", True),
        ("degree == none", False),
        ("doctor == degree", True),
        ("degree in (none, doctor)", True),
        ("degree not in (none, doctor)", False),
        ("honours has any of (prize)", False),
        ("honours has any of (prize, medal)", True),
        ("months in (5, 6)", True),
        ("pay >= 100", True),
        ("pay > 100", False),
        ("pay == 100.00", True),
        ("100.01 > pay", True),
        ("not owns", True),
        ("owns == false", True),
        ("3 < months <= 6", True),
        ("6 < months <= 9", False),
        ("whole_years(born_on, applied_on) == 45", True),
        ("months_between(born_on, applied_on)", 540),
        ("days_between(2020-02-28, 2020-03-01)", 2),
        ("add_months(2021-01-31, 1)", date(2021, 2, 28)),
        ("sums[degree]", 200_00),
        ("sums[bachelor]", None),
        ("flat", 7_00),
        ("pay * 30%", 30_00),
        ("floor(pay / 3)", 33_33),
        ("ceil(pay / 3)", 33_34),
        ("round(pay / 3)", 33_33),
        ("pay // 3", 33_33),
        ("pay - 30 - 20", 50_00),
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("-months + 10", 4),
        ("min(pay, 50, 70)", 50_00),
        ("max(pay, 50)", 100_00),
        ("max(bachelor, degree)", "doctor"),
        ("min(degree, bachelor)", "bachelor"),
        ("pay if owns else 20", 20_00),
        ("rent * months", 30_00),
        ("pay / 20", Fraction(500)),
        ("pay // flat", 14),
        ("rich is known", False),
        ("rich is not known", True),
        ("degree is known", True),
    ],
)
def test_an_expression_comes_to(text, comes_to):
    assert value(text) == comes_to


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        ("true", "true", True, True),
        ("true", "false", False, True),
        ("true", "rich", None, True),
        ("false", "rich", False, None),
        ("rich", "false", False, None),
        ("rich", "true", None, True),
        ("rich", "rich", None, None),
        ("false", "false", False, False),
    ],
)
def test_and_and_or_follow_kleene(left, right, both, either):
    assert value(f"{left} and {right}") is both
    assert value(f"{left} or {right}") is either


def test_what_is_not_known_stays_so():
    for text in ("not rich", "years >= 1", "years + 1", "1 if rich else 2", "min(years, 3)", "years in (1, 2)"):
        assert value(text) is None


def test_a_half_is_rounded_away_from_zero():
    assert value("round(pay / 16)") == 625
    assert value("round((pay + 0.08) / 16)") == 626
    assert value("round((0 - pay - 0.08) / 16)") == -626


def test_not_binds_closer_than_and_and_and_closer_than_or():
    assert value("true or true and false") is True
    assert value("not false and false") is False


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "empty"),
        ("pay >=", "stops too early"),
        ("pay = 3", "cannot be read"),
        ("pay >= 3 $ 4", "cannot be read"),
        ("degre == doctor", "'degre' is not known"),
        ("degree == master", "'master' is not known"),
        ("pay >= months", "cannot go together"),
        ("months >= years", "cannot go together"),
        ("degree >= 3", "cannot go together"),
        ("pay >= rent", "cannot go together"),
        ("pay + months", "cannot go together"),
        ("pay * pay", "cannot be combined"),
        ("born_on + 1", "cannot go together"),
        ("owns > false", "does not compare"),
        ("honours == medal", "several choices"),
        ("pay and owns", "condition is needed"),
        ("not pay", "condition is needed"),
        ("pay / 3 >= 10", "fractions"),
        ("pay / 0", "zero"),
        ("pay >= 1.001", "parts of a fen"),
        ("sums", "looked up by 1 keys"),
        ("sums[pay]", "not looked up by"),
        ("born_on > 2023-02-30", "not a day"),
        ("sqrt(pay)", "no function"),
        ("floor(degree)", "does not take"),
        ("months_between(born_on, pay)", "does not take"),
        ("pay.real > 1", "cannot be read"),
        ("degree in (doctor, pay)", "written-out"),
        ("degree has any of (doctor)", "needs several"),
    ],
)
def test_what_cannot_be_meant_is_refused(text, part):
    with pytest.raises(ExpressionError, match=part) as caught:
        typed(text, SCOPE)
    assert caught.value.mend


def test_an_unknown_name_is_answered_with_a_near_one():
    with pytest.raises(ExpressionError) as caught:
        typed("mnths >= 3", SCOPE)
    assert caught.value.mend == "did you mean 'months'?"


def test_an_amount_must_be_money_without_fractions():
    assert typed("5_000", SCOPE, expected=MONEY).tree.value == 500_000
    for text in ("months", "pay / 3", "owns", "rent"):
        with pytest.raises(ExpressionError):
            typed(text, SCOPE, expected=MONEY)


@pytest.mark.parametrize(
    "text",
    ["(" * 10_000 + "owns" + ")" * 10_000, "not " * 400 + "owns", "owns or " * 150_000 + "owns", "-" * 500 + "1",
     "1 if owns else " * 120 + "1", "sums[" * 60],
)  # fmt: skip
def test_depth_and_length_are_bounded_at_once(text):
    start = perf_counter()
    with pytest.raises(ExpressionError):
        typed(text, SCOPE)
    assert perf_counter() - start < 0.5


def test_an_expression_tells_what_it_reads():
    expression = typed("sums[degree] if owns else flat", SCOPE)
    assert set(expression.names) == {"degree", "owns"}
    assert set(expression.parameters) == {"sums", "flat"}
