"""How much and when: an incentive's amount with its cap, what is taken off it, and its instalments. Exact fen."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache, partial
from itertools import chain, repeat
from typing import Any, NamedTuple

from rules.calendar import add_months
from rules.decision import Instalment
from rules.evaluation import Closure, Env
from rules.plan import AmountPlan
from rules.policy import Incentive, Part

#: Months in each period an amount can be paid per.
PERIODS = {"month": 1, "year": 12}
#: Most instalments one incentive is paid in: fifty years of months.
MOST_PERIODS = 600
#: A share of everything.
WHOLE = 10_000
#: Makes an Instalment of its three fields without a Python frame for each: rent has one for every month.
_instalment: Callable[[Iterable[object]], Instalment] = partial(tuple.__new__, Instalment)


class Due(NamedTuple):
    """A whole amount in fen and when it is paid."""

    fen: int
    paid: tuple[Instalment, ...]


def due(incentive: Incentive, plan: AmountPlan, env: Env, on: date) -> Due | None:
    """Return what an incentive that is granted on a day comes to, or None where a number is not known.

    A cap holds for one period where the amount is paid by month or year, else for the whole; parts with amounts of
    their own are then cut from the last. What was received before is taken off the whole, off the earliest
    instalments first. An amount is never below zero.
    """
    at_most, less = _value(plan.at_most, env, None), _value(plan.less, env, 0)
    if less is None or (plan.at_most is not None and at_most is None):
        return None
    if plan.formula is None:
        return _own(incentive, [_value(part, env, 0) for part in plan.parts], at_most, less, on)
    amount = plan.formula(env)
    if amount is None:
        return None
    capped = max(0, amount if at_most is None else min(amount, at_most))
    if incentive.amount.per is None:
        total = max(0, capped - max(0, less))
        return Due(total, _shares(incentive.parts, total, on))
    months = _value(plan.months, env, None)
    return None if months is None else _by_period(incentive, capped, max(0, months), less, on)


def _value(compute: Closure | None, env: Env, otherwise: Any) -> Any:
    return otherwise if compute is None else compute(env)


def _own(incentive: Incentive, amounts: list[Any], at_most: int | None, less: int, on: date) -> Due | None:
    """Parts with amounts of their own."""
    if None in amounts:
        return None
    left = _reduced([max(0, amount) for amount in amounts], less)
    if at_most is not None:
        left = _reduced(left[::-1], sum(left) - max(0, at_most))[::-1]
    parts = zip(incentive.parts, left, strict=True)
    paid = tuple(Instalment(add_months(on, part.after_months), fen, part.provided) for part, fen in parts if fen)
    return Due(sum(left), paid)


def _by_period(incentive: Incentive, amount: int, months: int, less: int, on: date) -> Due:
    step = PERIODS[incentive.amount.per or "month"]
    count = min(MOST_PERIODS, months // step)
    provided = incentive.parts[0].provided if incentive.parts else None
    left = _reduced([amount] * count, less)
    promises = chain((None,), repeat(provided))
    paid = map(_instalment, zip(_days(on, count, step), left, promises, strict=False))
    return Due(sum(left), tuple(paid) if left and left[0] else tuple(part for part in paid if part.fen))


@lru_cache(maxsize=256)
def _days(start: date, count: int, step: int) -> tuple[date, ...]:
    return tuple(add_months(start, place * step) for place in range(count))


def _reduced(amounts: list[int], less: int) -> list[int]:
    """Take something off the first amounts."""
    if less <= 0:
        return amounts
    left = []
    for amount in amounts:
        taken = min(amount, less)
        less -= taken
        left.append(amount - taken)
    return left


def _shares(parts: tuple[Part, ...], total: int, on: date) -> tuple[Instalment, ...]:
    """Split by shares; each cumulated share is rounded half up, so that the parts add up to the whole."""
    if not parts:
        return (Instalment(on, total),) if total else ()
    paid, share, before = [], 0, 0
    for part in parts:
        share += part.share or 0
        upto = (2 * total * share + WHOLE) // (2 * WHOLE)
        if upto > before:
            paid.append(Instalment(add_months(on, part.after_months), upto - before, part.provided))
        before = upto
    return tuple(paid)
