"""How much an incentive can still come to: `amounts.due` with bounds in place of numbers."""

import math
from typing import Any

from rules.amounts import MOST_PERIODS, PERIODS
from rules.expressions import Expression
from rules.policy import Incentive, Policy
from rules.possible.reckoning import Env, Reckon, reckoning
from rules.possible.values import NEVER, Possible, Span


class AmountBounds:
    """The least and the most of one incentive's whole amount."""

    def __init__(self, policy: Policy, incentive: Incentive) -> None:
        def compiled(expression: Expression | None, otherwise: Any) -> Reckon:
            always = Span(otherwise, otherwise)
            return reckoning(policy, expression.tree) if expression is not None else lambda env: always

        amount = incentive.amount
        self.step = PERIODS[amount.per] if amount.per else 0
        formulas = [part.amount for part in incentive.parts] if amount.formula is None else [amount.formula]
        self.formulas = [compiled(formula, 0) for formula in formulas]
        self.has_own_parts = amount.formula is None
        self.at_most = compiled(amount.at_most, math.inf)
        self.months, self.less = compiled(amount.months, 0), compiled(amount.less, 0)

    def __call__(self, env: Env) -> Possible:
        """Return what the whole amount can still be, in fen; it is never below zero."""
        spans = [formula(env) for formula in self.formulas]
        at_most, months, less = self.at_most(env), self.months(env), self.less(env)
        everything = [*spans, at_most, months, less]
        if NEVER in everything:
            return NEVER
        low = self._total(sum(max(0, span.low) for span in spans), at_most.low, months.low, less.high)
        high = self._total(sum(max(0, span.high) for span in spans), at_most.high, months.high, less.low)
        return Span(low, high, any(span.gap for span in everything))

    def _total(self, amount: Any, at_most: Any, months: Any, less: Any) -> Any:
        """Parts of their own are capped after what is taken off them, one formula before."""
        if self.has_own_parts:
            return max(0, min(amount - max(0, less), at_most))
        whole = max(0, min(amount, at_most))
        if self.step:
            count = min(MOST_PERIODS * self.step, max(0, months)) // self.step
            whole = whole * count if count else 0
        return max(0, whole - max(0, less))
