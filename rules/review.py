"""What must still hold when an instalment falls due, and what is owed back when a promise is broken."""

from collections.abc import Mapping
from datetime import date

from rules.closures import decide
from rules.evaluation import closure
from rules.expressions import Expression
from rules.facts import Value
from rules.policy import Incentive, Policy

#: What is owed back where nothing is.
NOTHING = "nothing"


def still_due(policy: Policy, incentive: Incentive, facts: Mapping[str, Value], *, on: date) -> tuple[bool | None, ...]:
    """Return for each part of the payment whether what it needs holds; None where that cannot be told.

    facts: what is known at the review, as `parse_facts(…, reviewing=True)` returns it. on: the day of the review, which
    the conditions read as `applied_on`. A part that rests on words alone counts as due.
    """
    return tuple(_told(policy, part.condition, facts, on, otherwise=True) for part in incentive.parts)


def owed_back(policy: Policy, incentive: Incentive, facts: Mapping[str, Value], *, on: date) -> str | None:
    """Return how an incentive is recovered, 'pro_rata', 'full' or 'stop', 'nothing', or None where it cannot be told.

    facts, on: as for `still_due`.
    """
    obligation = incentive.obligation
    if obligation is None:
        return NOTHING
    broken = _told(policy, obligation.broken, facts, on, otherwise=False)
    return None if broken is None else obligation.recovery if broken else NOTHING


def _told(
    policy: Policy, condition: Expression | None, facts: Mapping[str, Value], on: date, *, otherwise: bool
) -> bool | None:
    if condition is None:
        return otherwise
    result: bool | None = closure(condition.tree)(decide(policy, facts, on=on).answers.env)
    return result
