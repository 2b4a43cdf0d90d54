"""The values of a number, sum or day from which on some comparison of the policy comes out otherwise."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from rules.dependencies import DAY, definitions, facts_read, in_order
from rules.evaluation import Closure, Env, closure
from rules.evaluation import definitions as compiled_terms
from rules.expressions import Call, Compare, Expression, Kind, Literal, Member, Name, Node, Tiered, walk
from rules.facts import highest, lowest
from rules.plan import Plan
from rules.policy import Fact, FactType, Incentive, Policy
from rules.types import BOOLEAN

_ORDERED = (Kind.NUMBER, Kind.MONEY, Kind.DATE)
#: The facts whose values have an order in which a comparison turns.
ORDERED_FACTS = (FactType.INTEGER, FactType.MONEY, FactType.DATE)


class Boundaries:
    """Where the comparisons of one policy turn, those within terms and those hidden in an amount's caps included."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._written: dict[str, set[Any]] = {}
        self._sides: dict[str, list[Closure]] = {}
        ordered = in_order(definitions(policy))
        for tree in dict.fromkeys(_comparisons(policy)):
            written = _written(policy, tree)
            if written is not None:
                self._written.setdefault(written[0], set()).add(written[1])
            else:
                self._compile(tree, ordered)

    def _compile(self, tree: Node, ordered: list[str]) -> None:
        expression = Expression("", tree, tuple(part.name for part in walk(tree) if isinstance(part, Name)))
        side = _side(self.policy, expression, ordered)
        for name in facts_read(self.policy, [expression]):
            if self.policy.facts[name].type in ORDERED_FACTS:
                self._sides.setdefault(name, []).append(side)

    def of(self, fact: Fact, env: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return, rising, the first value after each turn.

        env: the parameters and everything else that is known; a comparison that reads more than that does not turn.
        A comparison that turns back again before the highest value is not noticed.
        """
        scratch = dict(env)
        low, high = (_value(fact, place) for place in _ordinals(fact, env))
        turns = {turn for turn in self._written.get(fact.name, ()) if low < turn <= high}
        found = (_turn(side, scratch, fact) for side in self._sides.get(fact.name, ()))
        return tuple(sorted(turns.union(turn for turn in found if turn is not None)))


@lru_cache(maxsize=256)
def boundaries_of(plan: Plan) -> Boundaries:
    """Find the comparisons of a policy, once per plan."""
    return Boundaries(plan.policy)


def step_of(fact: Fact) -> Any:
    """Return the least by which two values of a fact that has an order differ: a fen, a day, one."""
    return timedelta(days=1) if fact.type is FactType.DATE else 1


def _next(fact: Fact, value: Any) -> Any:
    """Return the value that follows; the last day of the calendar has none after it."""
    return value if value == date.max else value + step_of(fact)


def _written(policy: Policy, tree: Node) -> tuple[str, Any] | None:
    """Return the fact and the first value after the turn where a comparison is with a value written out."""
    match tree:
        case Compare(operator=sign, left=Name(name=name), right=Literal(value=value)) if name in policy.facts:
            return name, value if sign == "<" else _next(policy.facts[name], value)
        case Compare(operator=sign, left=Literal(value=value), right=Name(name=name)) if name in policy.facts:
            return name, value if sign == "<=" else _next(policy.facts[name], value)
    return None


def _side(policy: Policy, expression: Expression, ordered: list[str]) -> Closure:
    """Compile a comparison with the terms it builds on."""
    read, waiting = set(), list(expression.names)
    while waiting:
        name = waiting.pop()
        if name in policy.terms and name not in read:
            read.add(name)
            waiting.extend(policy.terms[name].meaning.names)
    define = compiled_terms([(name, policy.terms[name].meaning.tree) for name in ordered if name in read])
    compare = closure(expression.tree)

    def side(env: Env) -> Any:
        define(env)
        return compare(env)

    return side


def _turn(side: Closure, scratch: Env, fact: Fact) -> Any:
    """Return by bisection the first value at which a comparison comes out other than at the lowest, if any does."""
    low, high = _ordinals(fact, scratch)

    def holds(place: int) -> Any:
        scratch[fact.name] = _value(fact, place)
        return side(scratch)

    first = holds(low)
    if first is None or holds(high) in (first, None):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) == first else (low, middle)
    return _value(fact, high)


def _ordinals(fact: Fact, env: Mapping[str, Any]) -> tuple[int, int]:
    low: Any = lowest(fact)
    high: Any = highest(fact)
    if fact.type is not FactType.DATE:
        return low, high
    latest = high if fact.allows_future else min(high, env[DAY])
    return low.toordinal(), latest.toordinal()


def _value(fact: Fact, place: int) -> Any:
    return date.fromordinal(place) if fact.type is FactType.DATE else place


def conditions(policy: Policy) -> Iterator[Node]:
    """Yield the trees of every term, row and line."""
    yield from (term.meaning.tree for term in policy.terms.values())
    for table in policy.tables.values():
        yield from (row.when.tree for row in table.rows)
    for incentive in policy.incentives.values():
        yield from (line.condition.tree for line in incentive.lines)


def _comparisons(policy: Policy) -> Iterator[Node]:
    for tree in conditions(policy):
        yield from _compared(policy, tree)
    for incentive in policy.incentives.values():
        yield from _amounts(policy, incentive)


def _amounts(policy: Policy, incentive: Incentive) -> Iterator[Node]:
    """Yield the comparisons an amount makes without a sign: with its cap, with what is taken off it, with nothing."""
    amount = incentive.amount
    formulas = [amount.formula, amount.months, *(part.amount for part in incentive.parts)]
    for expression in (*formulas, amount.at_most, amount.less):
        if expression is not None:
            yield from _compared(policy, expression.tree)
            yield _compare("<=", expression.tree, Literal(expression.type, 0))
    for bound in (amount.at_most, amount.less):
        if amount.formula is not None and bound is not None:
            yield _compare("<", amount.formula.tree, bound.tree)


def _compared(policy: Policy, tree: Node) -> Iterator[Node]:
    for node in walk(tree):
        match node:
            case Compare(operator=sign, left=left, right=right) if left.type.kind in _ORDERED:
                yield from (_compare(each, left, right) for each in _SIDES[sign])
            case Member(item=item, options=options) if item.type.kind in _ORDERED:
                yield from (
                    _compare(each, item, Literal(item.type, option)) for option in options for each in ("<", "<=")
                )
            case Call(function="min" | "max", arguments=(first, *others)) if node.type.kind in _ORDERED:
                yield from (_compare("<", first, other) for other in others)
            case Tiered(parameter=parameter, item=item):
                brackets = {above for value in policy.parameters[parameter].values for above, _ in value.brackets}
                yield from (_compare("<", item, Literal(item.type, above)) for above in sorted(brackets))


def _compare(sign: str, left: Node, right: Node) -> Compare:
    return Compare(BOOLEAN, sign, left, right)


#: Per comparison the signs at which it turns: an equation turns twice.
_SIDES: dict[str, tuple[str, ...]] = {
    "<": ("<",),
    ">=": ("<",),
    "<=": ("<=",),
    ">": ("<=",),
    "==": ("<", "<="),
    "!=": ("<", "<="),
}
