"""Where incentives exclude one another a person sees what each choice gives, the best first."""

from datetime import date

from rules.bundles import bundles
from rules.facts import parse_facts
from tests.rules.conftest import DAY, small

DOCTOR = {"degree": "doctor", "honours": [], "months": 6, "born_on": "1976-06-01", "owns": False, "pay": 3_000}


def options(policy=None, **others):
    policy = policy or small()
    return bundles(policy, parse_facts(policy, {**DOCTOR, **others}, on=DAY), on=DAY)


def test_each_choice_is_shown_with_its_sum_the_greatest_first():
    found = options()
    assert [(bundle.choices, list(bundle.granted), bundle.fen) for bundle in found] == [
        ({"prefers": "grant"}, ["grant"], 100_000),
        ({"prefers": "bonus"}, ["bonus"], 30_000),
    ]


def test_what_was_chosen_before_does_not_hide_the_other():
    assert [bundle.choices["prefers"] for bundle in options(prefers="bonus")] == ["grant", "bonus"]


def test_of_two_sums_alike_the_one_paid_earlier_comes_first():
    policy = small(("at_most: 500", "at_most: 5_000"))
    assert [bundle.choices["prefers"] for bundle in options(policy, pay=10_000)] == ["bonus", "grant"]


def test_where_only_one_can_be_had_there_is_nothing_to_choose():
    assert options(months=5) == []


def test_what_cannot_be_told_yet_is_named():
    best, other = options(pay=None)
    assert (best.open, other.open, other.fen) == ((), ("bonus",), 0)


def test_what_is_paid_by_a_day_is_told():
    best = options()[0]
    assert [best.by(day) for day in (date(2021, 5, 31), DAY, date(2022, 6, 1), date(2030, 1, 1))] == [
        0,
        40_000,
        70_000,
        100_000,
    ]


def test_a_policy_without_a_choice_has_no_options():
    assert options(small(rule="highest")) == []
