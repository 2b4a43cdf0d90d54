"""Decides by compiled closures alone, with no engine: for the pre-check, the advice and as its independent witness."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from rules.assembly import assemble
from rules.decision import Decision
from rules.evaluation import closure, judge
from rules.facts import Value
from rules.plan import Judge, Plan, parameters_on, plan_of
from rules.policy import Part, Policy


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


def still_due(policy: Policy, part: Part, facts: Mapping[str, Value], *, on: date) -> bool | None:
    """Tell whether what must still hold for an instalment holds on its day; None where it cannot be told.

    facts: what is known on that day. A part that is owed on a promise in words alone is always due.
    """
    if part.condition is None:
        return True
    decision = decide(policy, facts, on=on)
    result: bool | None = closure(part.condition.tree)({**parameters_on(policy, on), **decision.answers.env, **facts})
    return result
