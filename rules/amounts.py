"""How much and when: an incentive's amount with its cap, what is taken off it, and its instalments. Exact fen."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from rules.calendar import add_months
from rules.decision import Instalment
from rules.evaluation import Closure, Env, half_up
from rules.plan import AmountPlan
from rules.policy import Amount, Incentive, Part

#: Months in each period an amount can be paid per.
PERIODS = {"month": 1, "year": 12}
#: Most instalments one incentive is paid in: fifty years of months.
MOST_PERIODS = 600
#: A share of everything.
WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Due:
    """A whole amount in fen and when it is paid."""

    fen: int
    paid: tuple[Instalment, ...]


def due(incentive: Incentive, plan: AmountPlan, env: Env, on: date) -> Due | None:
    """Return what an incentive that is granted on a day comes to, or None where a number is not known.

    A cap holds for one period where the amount is paid by month or year. What was received before is taken off the
    whole, off the earliest instalments first. An amount is never below zero.
    """
    amounts = _own_amounts(incentive, plan, env) if plan.parts and plan.parts[0] else _amounts(incentive, plan, env)
    less = _value(plan.less, env, 0)
    if amounts is None or less is None:
        return None
    if incentive.amount.per is None and not plan_has_own(plan):
        total = max(0, sum(amounts) - less)
        return Due(total, _shares(incentive.parts, total, on))
    left = _reduced(amounts, less)
    months, texts = _schedule(incentive, len(left))
    paid = tuple(
        Instalment(add_months(on, after), fen, text)
        for after, fen, text in zip(months, left, texts, strict=True)
        if fen > 0
    )
    return Due(sum(left), paid)


def plan_has_own(plan: AmountPlan) -> bool:
    """Tell whether the parts have amounts of their own instead of shares."""
    return any(part is not None for part in plan.parts)


def _own_amounts(incentive: Incentive, plan: AmountPlan, env: Env) -> list[int] | None:
    amounts = [_value(part, env, 0) for part in plan.parts]
    return None if None in amounts else [max(0, amount) for amount in amounts]


def _amounts(incentive: Incentive, plan: AmountPlan, env: Env) -> list[int] | None:
    """The amount once, or the amount of each period."""
    amount, at_most = _value(plan.formula, env, None), _value(plan.at_most, env, None)
    if amount is None or (plan.at_most is not None and at_most is None):
        return None
    capped = amount if at_most is None else min(amount, at_most)
    if incentive.amount.per is None:
        return [capped]
    months = _value(plan.months, env, None)
    if months is None:
        return None
    return [max(0, capped)] * min(MOST_PERIODS, max(0, months) // PERIODS[incentive.amount.per])


def _value(compute: Closure | None, env: Env, otherwise: Any) -> Any:
    return otherwise if compute is None else compute(env)


def _reduced(amounts: list[int], less: int) -> list[int]:
    if less <= 0:
        return amounts
    left = []
    for amount in amounts:
        taken = min(amount, less)
        less -= taken
        left.append(amount - taken)
    return left


def _schedule(incentive: Incentive, count: int) -> tuple[list[int], list[Any]]:
    if incentive.amount.per is None:
        return [part.after_months for part in incentive.parts], [part.provided for part in incentive.parts]
    provided = incentive.parts[0].provided if incentive.parts else None
    step = PERIODS[incentive.amount.per]
    return [place * step for place in range(count)], [provided if place else None for place in range(count)]


def _shares(parts: tuple[Part, ...], total: int, on: date) -> tuple[Instalment, ...]:
    """Split by shares; each cumulated share is rounded, so that the parts add up to the whole."""
    if not parts:
        return (Instalment(on, total),) if total else ()
    paid, share, before = [], 0, 0
    for part in parts:
        share += part.share or 0
        upto = half_up(Fraction(total * share, WHOLE))
        if upto > before:
            paid.append(Instalment(add_months(on, part.after_months), upto - before, part.provided))
        before = upto
    return tuple(paid)


def per_period(amount: Amount) -> int | None:
    """Return the months of one period, or None when the amount is paid once."""
    return None if amount.per is None else PERIODS[amount.per]
