"""What can still be granted while questions are open: never too little, and as little as the answers allow."""

from datetime import date, timedelta
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rules import calendar
from rules.closures import decide
from rules.facts import is_asked, parse_facts
from rules.hits import Conflict
from rules.possible import Prospect, outlook
from rules.possible.values import Several, Span, has_gap, told
from rules.reading import PolicyInvalid
from tests.rules.conftest import DAY, small
from tests.rules.test_agreement import CONDITIONS, JINHUA, people, whole_people

SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SMALL = small()


def of(policy=SMALL, **facts):
    """Return what is possible for somebody who has answered these questions of the small policy."""
    return Prospect.of(policy, parse_facts(policy, facts, on=DAY), on=DAY)


def with_condition(condition, *edits):
    """Return the small policy whose bonus hangs on another condition."""
    return small(("is: not owns or price <= 100", f"is: '{condition}'"), *edits, checked=False)


def before_overlaps(policy, facts, on=DAY):
    """Return per incentive whether its own lines and amount grant it; nobody where rows contradict one another."""
    try:
        decision = decide(policy, facts, on=on)
    except Conflict:
        return {}
    count = {name: len(incentive.lines) for name, incentive in policy.incentives.items()}
    return {
        name: all(reason.holds for reason in outcome.reasons[: count[name]])
        and not any(reason.line == policy.incentives[name].amount.formula.text for reason in outcome.reasons)
        for name, outcome in decision.incentives.items()
    }


def as_asked(policy, facts):
    """Return a person's answers to the questions that are asked."""
    asked = {}
    for name, fact in policy.facts.items():
        if name in facts and is_asked(fact, asked) is not False:
            asked[name] = facts[name]
    return asked


def test_nothing_answered_leaves_everything_possible():
    outlooks = outlook(SMALL, {}, on=DAY)
    assert [(each.can_be_granted, each.surely) for each in outlooks.values()] == [(True, False), (True, False)]
    assert (outlooks["grant"].least, outlooks["grant"].most) == (100_000, 300_000)


def test_a_line_that_fails_whatever_else_is_said_refuses():
    assert not of(months=5).outlooks["grant"].can_be_granted
    assert of(months=6).outlooks["grant"].can_be_granted


def test_a_refusal_is_seen_through_a_table():
    """No medal and no doctorate leave only the output `none`, whatever the age."""
    assert of(honours=[], degree="bachelor").env["level"] == {"none"}
    assert not of(honours=[], degree="bachelor").outlooks["grant"].can_be_granted
    assert of(honours=[], degree="doctor").env["level"] == {"none", "B"}


def test_a_grant_is_sure_before_everything_is_known():
    grant = of(honours=["medal"], months=6).outlooks["grant"]
    assert (grant.surely, grant.least, grant.most) == (True, 300_000, 300_000)


def test_a_verdict_is_told_once_it_is_sure():
    assert of(honours=["medal"]).outlooks["grant"].verdict == "unknown"
    assert of(honours=["medal"], months=6).outlooks["grant"].verdict == "granted"
    assert of(honours=["medal"], months=5).outlooks["grant"].verdict == "refused"
    assert of(owns=False).outlooks["bonus"].verdict == "unknown"


def test_bounds_of_a_question_settle_a_comparison():
    policy = with_condition("months >= 0 and months <= 600")
    assert of(policy, pay=10, owns=False).outlooks["bonus"].surely
    assert not of(with_condition("months > 600"), pay=10).outlooks["bonus"].can_be_granted


def test_a_day_to_come_is_not_possible_unless_the_question_allows_it():
    policy = with_condition("born_on > 2021-06-01")
    assert not of(policy).outlooks["bonus"].can_be_granted
    future = with_condition(
        "born_on > 2021-06-01", ("born_on: {section: one,", "born_on: {section: one, future: true,")
    )
    assert of(future).outlooks["bonus"].can_be_granted


def test_what_is_never_asked_has_no_value():
    policy = with_condition("price <= 100")
    assert not of(policy, owns=False).outlooks["bonus"].can_be_granted
    assert of(policy, owns=True).outlooks["bonus"].can_be_granted
    assert of(policy).outlooks["bonus"].can_be_granted


def test_an_amount_that_can_only_come_to_nothing_is_no_grant():
    assert not of(pay=0).outlooks["bonus"].can_be_granted
    assert of(owns=False).outlooks["bonus"].most == 50_000


def test_an_answer_may_still_fall_away_with_the_question():
    policy = with_condition("price is known")
    assert not of(policy, price=5, pay=5).outlooks["bonus"].surely
    assert of(policy, owns=True, price=5, pay=5).outlooks["bonus"].surely


def test_an_amount_lies_between_what_is_taken_off_at_most_and_at_least():
    policy = small(
        ("at_most: 500", "at_most: 500, less: price"),
        ("price: {section: one,", "price: {section: one, min: 10, max: 40,"),
        checked=False,
    )
    bonus = of(policy, pay=1_000, owns=True).outlooks["bonus"]
    assert (bonus.least, bonus.most) == (6_000, 9_000)


def test_a_question_left_open_may_stay_unknown():
    policy = with_condition("pay is not known")
    assert of(policy).outlooks["bonus"].can_be_granted
    assert not of(policy, pay=5).outlooks["bonus"].can_be_granted


@pytest.mark.parametrize(
    ("hit", "rows", "known", "comes_to"),
    [
        ("first", [("owns", "A"), ("months >= 6", "B")], {}, {"A", "B", "none"}),
        ("first", [("owns", "A"), ("months >= 6", "B")], {"months": 6}, {"A", "B"}),
        ("unique", [("owns", "A"), ("months >= 6", "B")], {"months": 6}, {"B"}),
        ("any", [("owns", "B"), ("months >= 6", "B")], {}, {"B", "none"}),
        ("max", [("owns", "A"), ("months >= 6", "B")], {"months": 6}, {"A", "B"}),
        ("max", [("owns", "A"), ("months >= 6", "B")], {"owns": True}, {"A"}),
        ("priority", [("owns", "B"), ("months >= 6", "B")], {"owns": True}, {"B"}),
        ("min", [("owns", "A"), ("months >= 6", "B")], {"owns": True}, {"A", "B"}),
        ("min", [("owns", "A"), ("months >= 6", "B")], {"months": 6}, {"B"}),
    ],
)
def test_a_table_that_gives_one_output_can_still_give_these(hit, rows, known, comes_to):
    policy = small(
        (f"hit: first\n    gives: {'choice of none, B, A'}", f"hit: {hit}\n    gives: choice of none, B, A"),
        ("      - {when: honours has any of (medal), gives: A, source: law}\n", ""),
        ("      - {when: degree == doctor and age <= 45, gives: B, source: law}\n",
         "".join(f"      - {{when: {when}, gives: {gives}, source: law}}\n" for when, gives in rows)),
        checked=False,
    )  # fmt: skip
    assert of(policy, **known).env["level"] == comes_to


@pytest.mark.parametrize(
    ("hit", "unit", "known", "comes_to"),
    [
        ("sum", "number", {}, Span(0, 40)),
        ("sum", "number", {"owns": True}, Span(5, 12)),
        ("count", "boolean", {"owns": True}, Span(1, 2)),
        ("max", "CNY", {"months": 6}, Span(700, 700)),
        ("first", "CNY", {"owns": False}, Span(700, 4_000)),
    ],
)
def test_a_table_of_numbers_can_still_give_these(hit, unit, known, comes_to):
    gives = ("true", "true") if hit == "count" else ("5", "7")
    table = (
        f"tables:\n  points:\n    hit: {hit}\n    gives: {unit}\n    rows:\n"
        f"      - {{when: owns, gives: {gives[0]}, source: law}}\n"
        f"      - {{when: months >= 6, gives: {gives[1]}, source: law}}\n"
        + ("    otherwise: 40\n" if hit != "count" else "")
    )
    assert of(small(("tables:\n", table), checked=False), **known).env["points"] == comes_to


def test_a_table_that_collects_surely_holds_some_and_possibly_others():
    table = (
        "tables:\n  found:\n    hit: collect\n    gives: choice of x, y\n    rows:\n"
        "      - {when: owns, gives: x, source: law}\n      - {when: months >= 6, gives: y, source: law}\n"
    )
    found = of(small(("tables:\n", table), checked=False), owns=True).env["found"]
    assert found == Several(frozenset("x"), frozenset("xy"))


@SLOW
@given(st.data())
def test_what_cannot_be_granted_is_granted_by_no_answers(data):
    """The whole point: a person told early is told rightly. Judged before overlaps, which only take away."""
    whole = as_asked(JINHUA, data.draw(whole_people(JINHUA)))
    some = as_asked(JINHUA, {name: whole[name] for name in data.draw(st.sets(st.sampled_from(sorted(whole))))})
    outlooks, granted = outlook(JINHUA, some, on=DAY), before_overlaps(JINHUA, whole)
    for name, each in outlooks.items():
        assert each.can_be_granted or not granted[name]
        assert granted[name] or not each.surely


@SLOW
@given(CONDITIONS, st.data())
def test_any_condition_keeps_to_what_was_possible(condition, data):
    try:
        policy = with_condition(condition)
    except PolicyInvalid:
        assume(False)
    whole = as_asked(policy, data.draw(people(policy)))
    some = as_asked(policy, {name: whole[name] for name in whole if data.draw(st.booleans())})
    prospect = Prospect.of(policy, some, on=DAY)
    for name, granted in before_overlaps(policy, whole).items():
        assert prospect.outlooks[name].can_be_granted or not granted
    for name, value in whole.items():
        if name not in some:
            some = {**some, name: value}
            prospect = prospect.answered(name, value)
            assert prospect.outlooks == Prospect.of(policy, some, on=DAY).outlooks


@pytest.mark.parametrize("example", JINHUA.examples, ids=lambda example: example.name.partition(" / ")[2])
def test_all_answered_leaves_exactly_what_is_decided(example):
    facts = parse_facts(JINHUA, example.given, on=example.on)
    decision, outlooks = decide(JINHUA, facts, on=example.on), outlook(JINHUA, facts, on=example.on)
    for name, outcome in decision.incentives.items():
        if outcome.verdict == "granted":
            assert (outlooks[name].surely, outlooks[name].least, outlooks[name].most) == (
                True,
                outcome.fen,
                outcome.fen,
            )


DAYS = st.dates(date(2015, 1, 1), date(2027, 12, 31))


@SLOW
@given(DAYS, DAYS, DAYS, DAYS, st.sampled_from(["months_between", "days_between", "whole_years"]))
def test_days_between_spans_stay_between_the_ends(one, two, start, end, function):
    policy = small(("whole_years(born_on, applied_on)", f"{function}(born_on, applied_on)"), checked=False)
    low, high = sorted((one, two))
    policy_on = max(high, start, end)
    env = {**Prospect.of(policy, {}, on=policy_on).env, "born_on": Span(low, high)}
    step = next(each for each in Prospect.of(policy, {}, on=policy_on).network.steps if each.name == "age")
    counted = step.compute(env)
    day = min(high, max(low, start))
    assert counted.low <= getattr(calendar, function, lambda a, b: (b - a).days)(day, policy_on) <= counted.high


def test_a_span_of_one_day_is_told():
    assert told(Span(DAY, DAY)) == DAY
    assert told(Span(DAY, DAY + timedelta(days=1))) is None


UNITLESS = (
    ("unit: month, min: 0", "min: 0"),
    ("terms:\n", "  steps:\n    unit: number\n    above: number\n    values:\n"
                 "      - {from: 2020-01-01, brackets: {0: 2, 10: -1, 40: 3}, source: law}\nterms:\n"
                 "  tiers: {is: 'tiered(months, steps)', source: law}\n"
                 "  gap: {is: '(price // 1_000) // (pay // 1_000)', source: law}\n"),
    ("whole_years(born_on, applied_on)", "days_between(born_on, applied_on) // days_between(2020-01-01, 2020-01-04)"),
)  # fmt: skip


@pytest.mark.parametrize(
    "expression",
    [
        "7 + months - age",
        "(months - 30) * (months - 300)",
        "(0 - 3) * months // 7",
        "min(months, 40) - max(months, 6, 12)",
        "ceil(age / (months + 1)) - floor(age / 7)",
        "(age - 9_000) // (months - 36)",
        "floor((age - 9_000) / (0 - 2))",
        "4 if owns else months",
        "(tiers if owns else gap) * 2",
        "tiers - months",
        "tiers",
        "months * gap",
        "(months if pay > price else 0 - age)",
    ],
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_number_stays_within_its_span(expression, data):
    policy = with_number(expression)
    whole = as_asked(policy, data.draw(whole_people(policy)))
    known = data.draw(st.sets(st.sampled_from(sorted(whole))))
    span = Prospect.of(policy, {name: whole[name] for name in known}, on=DAY).env["made"]
    made = decide(policy, whole, on=DAY).answers.env["made"]
    assert has_gap(span) if made is None else span.low <= made <= span.high


@lru_cache(maxsize=1)
def with_number(expression):
    """Return the small policy with a term that makes a number."""
    return small(*UNITLESS, ("terms:\n", f"terms:\n  made: {{is: '{expression}', source: law}}\n"), checked=False)
