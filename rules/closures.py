"""Decides by closures alone, with no engine: for the pre-check, the advice and as the engine's independent witness."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from rules.assembly import assemble
from rules.decision import Decision
from rules.evaluation import Closure, Env, closure
from rules.facts import Value
from rules.plan import Plan, plan_of
from rules.policy import Policy


def decide(policy: Policy, facts: Mapping[str, Value], *, on: date) -> Decision:
    """Decide one person; the same answer as `engine.decide`, which is tested.

    facts: typed values as `parse_facts` returns them; None or absent where not known. on: the day of application.
    """
    plan = plan_of(policy)
    judges = _judges(plan)

    def judge(stage: int, env: Env) -> list[bool | None]:
        return [judged(env) for judged in judges[stage]]

    return assemble(plan, facts, on, judge)


@lru_cache(maxsize=256)
def _judges(plan: Plan) -> tuple[tuple[Closure, ...], ...]:
    return tuple(
        tuple(closure(condition.expression.tree) for condition in stage.conditions) for stage in plan.stages
    )
