"""What a review finds: which instalments are still due, and what is owed back."""

import pytest

from rules import examples
from rules.closures import decide
from rules.facts import parse_facts
from rules.review import owed_back, still_due
from tests.rules.conftest import DAY, small

STILL = "  still: {section: one, type: boolean, asked: review, ask: {zh: 仍在, en: Still here}}\n"
GONE = "  gone_on: {section: one, type: date, asked: review, ask: {zh: 离开日期, en: Left on}}\n"
WHILE = ("while: {zh: 在职, en: Employed}", "while: {is: still, says: {zh: 仍在, en: Still here}}")
OBLIGES = (
    "  bonus:\n    kind",
    "    obliges: {serve_years: 5, recovery: full, broken: 'gone_on < 2026-06-01', source: law}\n  bonus:\n    kind",
)
ASKED = ("parameters:\n", STILL + GONE + "parameters:\n")


def reviewed(found, **given):
    policy = small(ASKED, WHILE, OBLIGES, checked=False)
    facts = parse_facts(policy, given, on=DAY, reviewing=True)
    return found(policy, policy.incentives["grant"], facts, on=DAY)


@pytest.mark.parametrize(("given", "due"), [(True, True), (False, False), (None, None)])
def test_a_later_instalment_is_due_while_its_condition_holds(given, due):
    assert reviewed(still_due, still=given) == (True, due, True)


@pytest.mark.parametrize(("left", "owed"), [("2021-05-31", "full"), (None, None)])
def test_a_broken_promise_is_owed_back_as_the_policy_says(left, owed):
    assert reviewed(owed_back, gone_on=left) == owed


def test_a_promise_that_was_kept_costs_nothing():
    policy = small()
    assert owed_back(policy, policy.incentives["grant"], {}, on=DAY) == "nothing"


def test_a_question_of_the_review_is_not_asked_at_application():
    policy = small(ASKED, WHILE, checked=False)
    assert parse_facts(policy, {"still": True}, on=DAY) == {}


def test_words_on_a_later_instalment_are_what_the_letter_says():
    policy = small(ASKED, WHILE, checked=False)
    assert policy.incentives["grant"].parts[1].provided.en == "Still here"


def test_a_bare_condition_on_a_later_instalment_stands_in_for_its_words():
    policy = small(ASKED, ("while: {zh: 在职, en: Employed}", "while: still"), checked=False)
    assert policy.incentives["grant"].parts[1].provided.en == "still"


@pytest.mark.parametrize(("expected", "differs"), [("[true, false, true]", False), ("[true, true, true]", True)])
def test_an_example_says_what_a_review_finds(expected, differs):
    policy = small(
        ASKED,
        WHILE,
        ("prefers: grant}", "prefers: grant, still: false}"),
        ("paid: [400, 300, 300]}}", f"still_due: {expected}, owed_back: nothing}}}}"),
        checked=False,
    )
    assert bool(examples.differences(policy, policy.examples[0], decide)) is differs
