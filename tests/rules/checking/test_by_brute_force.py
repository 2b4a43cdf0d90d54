"""Whatever is said of a table is held against every person there can be."""

import os
from datetime import date
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.checking.rows import Rows
from rules.checking.space import Space
from rules.evaluation import closure
from rules.facts import is_asked
from rules.hits import output, rank
from rules.plan import plan_of
from rules.policy import HitPolicy
from tests.rules.checking.frame import FIRST_ROW, TABLE, found, policy_of

ON = date(2021, 6, 1)
VALUES = {
    "degree": ("none", "bachelor", "doctor"),
    "school": ("other", "famous", None),
    "honours": tuple(frozenset(keys) for keys in ((), ("medal",), ("prize",), ("medal", "prize"))),
    "months": (*range(6),),
    "owns": (True, False),
}

comparisons = st.sampled_from(
    ["degree == none", "degree >= bachelor", "degree in (none, doctor)", "degree != bachelor", "school == famous",
     "school != famous", "honours has any of (medal)", "honours has any of (medal, prize)", "months >= 2", "months < 4",
     "months == 3", "1 < months <= 4", "months in (0, 5)", "owns", "settled", "school is known", "true", "false"]
)  # fmt: skip
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not {}".format, inner),
    ),
    max_leaves=6,
)
with_tables = st.recursive(
    comparisons | st.sampled_from(["tier == high", "tier >= middle", "tier == low"]),
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner) | st.builds("not {}".format, inner)
    ),
    max_leaves=4,
)


def rows_of(condition):
    row = st.builds("{} -> {}".format, condition, st.sampled_from("CBA"))
    return st.lists(row, min_size=1, max_size=5)


def people(policy):
    """Return everybody there can be, as facts. Who may be silent where a condition asks whether an answer is known."""
    may_be_silent = "is known" in policy.text
    for values in product(*VALUES.values()):
        facts = {name: value for name, value in zip(VALUES, values, strict=True) if value is not None}
        is_told, asked = "school" in facts, is_asked(policy.facts["school"], facts)
        if is_told is asked or (may_be_silent and not is_told):
            yield facts


def judged(policy):
    """Return per person what is known of them, and whether each row of the table holds, by compiled closures."""
    plan, tier = plan_of(policy), policy.tables["tier"]
    rows = [closure(row.when.tree) for row in policy.tables["level"].rows]
    first = [closure(row.when.tree) for row in tier.rows]
    everybody = []
    for facts in people(policy):
        env = {**facts, "applied_on": ON}
        env["tier"] = output(tier, [compute(env) for compute in first])[0]
        for stage in plan.stages:
            stage.compute(env)
        everybody.append((env, [compute(env) for compute in rows]))
    return everybody


def has_answered(policy, facts):
    return "school" in facts or not is_asked(policy.facts["school"], facts)


def beats(policy, one, other):
    """Tell whether a row, where both hold, keeps another from being the one that decides."""
    table = policy.tables["level"]
    mine, yours = (rank(table, table.rows[place].gives) for place in (one, other))
    if table.hit is HitPolicy.FIRST:
        return one < other
    if table.hit is HitPolicy.UNIQUE:
        return False
    better = {HitPolicy.ANY: False, HitPolicy.MIN: mine < yours}.get(table.hit, mine > yours)
    return better or (mine == yours and one < other)


def reached(policy):
    """Return the rows that hold for somebody for whom no row that beats them does."""
    places = range(len(policy.tables["level"].rows))
    return {
        place
        for _, truths in judged(policy)
        for place in places
        if truths[place] and not any(truths[other] and beats(policy, other, place) for other in places)
    }


def named(problems, text):
    """Return the rows of which something is said, the first is 0."""
    return {problem.line - FIRST_ROW for problem in problems if text in problem.message}


EXAMPLES = int(os.environ.get("EX", "40"))
relaxed = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
hits = st.sampled_from(["first", "unique", "any", "priority", "min", "max"])


@relaxed
@given(rows_of(conditions | with_tables))
def test_boxes_say_of_every_person_what_closures_say(rows):
    policy = policy_of(*rows)
    space = Space(policy)
    laid = Rows(space, policy.tables["level"])
    for env, truths in judged(policy):
        told = laid.truths(env)
        assert [told.get(place, False) for place in range(len(rows))] == truths


@relaxed
@given(rows_of(conditions | with_tables), hits)
def test_a_row_is_said_to_be_out_of_reach_exactly_where_it_is(rows, hit):
    policy = policy_of(*rows, hit=hit)
    assert named(found(*rows, hit=hit), "No case reaches") == set(range(len(rows))) - reached(policy)


@relaxed
@given(rows_of(conditions | with_tables), hits)
def test_a_gap_is_told_exactly_where_somebody_falls_through(rows, hit):
    policy = policy_of(*rows, hit=hit, otherwise=None)
    falls = any(set(truths) == {False} for env, truths in judged(policy) if has_answered(policy, env))
    told = [each for each in found(*rows, hit=hit, otherwise=None) if "takes some people" in each.message]
    assert bool(told) is falls
    assert all(each.line == TABLE for each in told)


@relaxed
@given(rows_of(conditions | with_tables), st.sampled_from(["unique", "any"]))
def test_an_overlap_is_told_exactly_where_somebody_meets_both(rows, hit):
    policy = policy_of(*rows, hit=hit)
    gives = [row.gives for row in policy.tables["level"].rows]
    later = {
        place
        for env, truths in judged(policy)
        for place, holds in enumerate(truths)
        for other in range(place)
        if has_answered(policy, env) and holds and truths[other] and (hit == "unique" or gives[other] != gives[place])
    }
    problems = found(*rows, hit=hit)
    assert named(problems, "take the same person") == later - named(problems, "No case reaches")


@relaxed
@given(st.lists(conditions | with_tables, min_size=1, max_size=4))
def test_lines_are_said_to_be_met_by_nobody_or_by_everybody_exactly_where_they_are(lines):
    policy = policy_of("owns -> A", lines=lines)
    met = [closure(line.condition.tree) for line in policy.incentives["grant"].lines]
    everybody = [[compute(env) for compute in met] for env, _ in judged(policy)]
    messages = [problem.message for problem in found("owns -> A", lines=lines)]
    meets_all = any(all(truths) for truths in everybody)
    assert any(message.startswith("Nobody can") for message in messages) is not meets_all
    certain = any(all(truths[place] for truths in everybody) for place in range(len(lines)))
    assert any("always holds" in message for message in messages) is (certain and lines != ["true"])
