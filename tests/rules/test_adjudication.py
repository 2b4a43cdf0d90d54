"""A decision that durable-rules and the closures do not agree on is no decision."""

import pytest

from rules import adjudication, closures, engine
from rules.adjudication import Disagreement, adjudicate
from rules.facts import parse_facts
from rules.hits import Conflict
from tests.rules.conftest import DAY, small

DOCTOR = {"degree": "doctor", "honours": [], "months": 6, "born_on": "1976-06-01", "owns": False, "prefers": "grant"}


def facts(policy, **others):
    return parse_facts(policy, {**DOCTOR, **others}, on=DAY)


@pytest.fixture
def a_month_short(monkeypatch):
    """Let the closures decide a person insured for a month less: an evaluator with one comparison wrong."""
    right = closures.decide

    def wrong(policy, given, *, on):
        return right(policy, {**given, "months": given["months"] - 1}, on=on)

    monkeypatch.setattr(adjudication.closures, "decide", wrong)


def test_where_both_agree_the_engine_decides():
    policy = small()
    assert adjudicate(policy, facts(policy), on=DAY) == engine.decide(policy, facts(policy), on=DAY)


def test_where_they_differ_there_is_no_decision_but_both_answers(a_month_short):
    policy = small()
    with pytest.raises(Disagreement) as caught:
        adjudicate(policy, facts(policy), on=DAY)
    assert "incentives.grant.verdict" in caught.value.differences
    verdicts = [answer["incentives"]["grant"]["verdict"] for answer in caught.value.answers.values()]
    assert (list(caught.value.answers), verdicts) == (["durable-rules", "closures"], ["granted", "refused"])


def test_the_answers_that_are_logged_leave_out_what_the_person_said(a_month_short):
    policy = small()
    with pytest.raises(Disagreement) as caught:
        adjudicate(policy, facts(policy), on=DAY)
    assert "1976" not in repr(caught.value.answers)


def contradicting():
    """A policy whose table is hit twice by a doctor with a medal."""
    return small(("hit: first", "hit: unique"), checked=False)


def test_a_policy_that_contradicts_itself_is_no_disagreement():
    policy = contradicting()
    with pytest.raises(Conflict) as caught:
        adjudicate(policy, facts(policy, honours=["medal"]), on=DAY)
    assert caught.value.table == "level"


def test_a_contradiction_that_only_one_evaluator_sees_is_a_disagreement(monkeypatch):
    policy, without, decide = contradicting(), small(), closures.decide
    monkeypatch.setattr(adjudication.closures, "decide", lambda _, given, *, on: decide(without, given, on=on))
    with pytest.raises(Disagreement) as caught:
        adjudicate(policy, facts(policy, honours=["medal"]), on=DAY)
    assert "contradict" in caught.value.answers["durable-rules"]["conflict"]
