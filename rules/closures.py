"""Decides by compiled closures alone, with no engine: for the pre-check, the advice and as its independent witness."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from rules.assembly import assemble
from rules.decision import Decision
from rules.evaluation import judge
from rules.facts import Value
from rules.plan import Judge, Plan, plan_of
from rules.policy import Policy


def decide(policy: Policy, facts: Mapping[str, Value], *, on: date) -> Decision:
    """Decide one person; the same answer as `engine.decide`, which is tested.

    facts: typed values as `parse_facts` returns them; None or absent where not known. on: the day of application.
    Raises Conflict when rows of a `unique` or `any` table contradict one another.
    """
    plan = plan_of(policy)
    return assemble(plan, facts, on, judge_of(plan))


@lru_cache(maxsize=256)
def judge_of(plan: Plan) -> Judge:
    """Return the judge of a plan that follows its trees."""
    judges = [judge(stage.trees) for stage in plan.stages]
    return lambda stage, env: judges[stage](env)
