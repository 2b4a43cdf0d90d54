"""durable-rules, the closures and Ibis say the same of everybody; a flipped comparison in one of them is noticed."""

import operator
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from rules import engine
from rules.closures import judge_of
from rules.engine import conditions
from rules.evaluation import Source
from rules.expressions import Compare
from rules.library import FOLDER
from rules.plan import plan_of
from rules.policy import Policy
from rules.population import expressions as in_ibis
from rules.reading import PolicyInvalid, read, read_file
from tests.rules.agreement import differences
from tests.rules.conftest import DAY as SMALL_DAY
from tests.rules.conftest import SMALL
from tests.rules.policies_made_up import DAY, people, policies

FILES = sorted(FOLDER.rglob("*.yaml"))


@settings(max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(policies())
def test_all_three_say_the_same_of_people_made_up_under_policies_made_up(text):
    try:
        policy = read(text, "made-up.yaml", checked=False)
    except PolicyInvalid:  # a condition too large for one
        assume(False)
    assert differences(policy, people(policy, 0, 200), on=DAY) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_all_three_say_the_same_of_people_made_up_under_a_real_policy(file):
    policy = read_file(file)
    day = max(example.on for example in policy.examples)
    assert differences(policy, people(policy, 1, 300), on=day) == []


def fresh(name: str) -> Policy:
    """The small policy under a digest of its own, so that no evaluator has compiled it before."""
    return read(SMALL + f"# {name}\n", f"{name}.yaml", checked=False)


def crowd(policy: Policy) -> Sequence[dict]:
    return people(policy, 2, 300)


def test_the_unchanged_evaluators_agree_on_the_people_the_mutants_are_tried_on():
    policy = fresh("unchanged")
    assert differences(policy, crowd(policy), on=SMALL_DAY) == []


def test_a_flipped_comparison_in_durable_rules_is_noticed(monkeypatch):
    monkeypatch.setitem(conditions._SIGNS, ">=", "$gt")
    policy = fresh("engine")
    assert differences(policy, crowd(policy), on=SMALL_DAY) != []


def test_a_flipped_comparison_in_the_closures_is_noticed(monkeypatch):
    right = Source._compare

    def wrong(self, node: Compare) -> str:
        return right(self, replace(node, operator=">") if node.operator == ">=" else node)

    monkeypatch.setattr(Source, "_compare", wrong)
    policy = fresh("closures")
    judge_of(plan_of(policy))
    monkeypatch.undo()
    engine.decide(policy, {}, on=SMALL_DAY)
    assert differences(policy, crowd(policy), on=SMALL_DAY) != []


def test_a_flipped_comparison_in_ibis_is_noticed(monkeypatch):
    monkeypatch.setitem(in_ibis._COMPARISONS, ">=", operator.gt)
    policy = fresh("population")
    assert differences(policy, crowd(policy), on=SMALL_DAY) != []
