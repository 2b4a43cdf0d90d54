"""Decides by closures alone, with no engine: for the pre-check, the advice and as the engine's independent witness."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from rules.assembly import assemble
from rules.decision import Decision
from rules.evaluation import Env, closure
from rules.facts import Value
from rules.plan import Plan, plan_of
from rules.policy import Policy


def decide(policy: Policy, facts: Mapping[str, Value], *, on: date) -> Decision:
    """Decide one person; the same answer as `engine.decide`, which is tested.

    facts: typed values as `parse_facts` returns them; None or absent where not known. on: the day of application.
    """
    plan = plan_of(policy)
    return assemble(plan, facts, on, judge_of(plan))


@lru_cache(maxsize=256)
def judge_of(plan: Plan) -> Callable[[int, Env], list[bool | None]]:
    """Return the judge of a plan that follows its trees."""
    judges = [[closure(condition.expression.tree) for condition in stage.conditions] for stage in plan.stages]

    def judge(stage: int, env: Env) -> list[bool | None]:
        return [judged(env) for judged in judges[stage]]

    return judge
