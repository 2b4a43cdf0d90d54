"""What an expression can still come to: one small method per kind of node, as `evaluation` has one for what it is.

A number stays between bounds, as in interval arithmetic; parts are taken as independent of one another, so the result
may hold values that no person brings about, but never lacks one that somebody does.
"""

import math
import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import product
from typing import Any

from rules.dependencies import facts_read
from rules.evaluation import half_up
from rules.expressions import (
    And,
    Arithmetic,
    Call,
    Compare,
    Either,
    Expression,
    HasAny,
    Kind,
    Known,
    Literal,
    Lookup,
    Member,
    Name,
    Node,
    Not,
    Or,
    Tiered,
    walk,
)
from rules.policy import Policy
from rules.possible.arithmetic import OF_DAYS, combined, compared, cut, later, monotone, within
from rules.possible.values import (
    ANY_NUMBER,
    NEVER,
    NO,
    YES,
    Choices,
    Possible,
    Several,
    Span,
    among,
    either,
    exactly,
    has_gap,
    is_unbounded,
    truth,
    with_gap,
)

#: What facts, terms and tables can be, by name; and the parameters of the day, each under its own.
Env = dict[str, Any]
Reckon = Callable[[Env], Any]

#: Under this name, which no policy can use, `Env` keeps the answers given.
GIVEN = "the answers given"


def reckoning(policy: Policy, node: Node) -> Reckon:
    """Compile a typed tree to a function that returns what it can still come to."""
    return _Reckoning(policy).of(node)


class _Reckoning:
    """Compiles the nodes of one expression."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def of(self, node: Node) -> Reckon:
        method: Callable[[Any], Reckon] = getattr(self, f"_{type(node).__name__.lower()}")
        return method(node)

    def _all(self, nodes: Sequence[Node]) -> tuple[Reckon, ...]:
        return tuple(self.of(node) for node in nodes)

    def _literal(self, node: Literal) -> Reckon:
        value = exactly(Fraction(node.value, 10_000) if node.type.kind is Kind.SHARE else node.value)
        return lambda env: value

    def _name(self, node: Name) -> Reckon:
        name = node.name
        return lambda env: env[name]

    def _lookup(self, node: Lookup) -> Reckon:
        name, keys = node.parameter, self._all(node.keys)
        return lambda env: among(env[name].get(each) for each in product(*(key(env) for key in keys)))

    def _tiered(self, node: Tiered) -> Reckon:
        name = node.parameter
        return _of_spans([self.of(node.item)], lambda env, item: cut(item, env[name]))

    def _not(self, node: Not) -> Reckon:
        item = self.of(node.item)
        return lambda env: _NOT[item(env)]

    def _and(self, node: And) -> Reckon:
        return _joined(self._all(node.items), False)

    def _or(self, node: Or) -> Reckon:
        return _joined(self._all(node.items), True)

    def _known(self, node: Known) -> Reckon:
        """Not known is also what is still to be answered."""
        names = tuple(part.name for part in walk(node.item) if isinstance(part, Name))
        facts = facts_read(self.policy, [Expression("", node.item, names)], through_tables=True)
        item = self.of(node.item)

        def compute(env: Env) -> Choices:
            value = item(env)
            answered = all(name in env[GIVEN] for name in facts)
            return truth(value != NEVER, has_gap(value) or not answered)

        return compute

    def _compare(self, node: Compare) -> Reckon:
        left, right = self.of(node.left), self.of(node.right)
        if node.left.type.kind not in (Kind.CHOICE, Kind.BOOLEAN):
            compare = compared(node.operator)
            return lambda env: compare(left(env), right(env))
        compare_keys = _of_keys(node.operator, node.left.type.choices)
        return lambda env: compare_keys(left(env), right(env))

    def _member(self, node: Member) -> Reckon:
        item, options = self.of(node.item), frozenset(node.options)
        if node.item.type.kind in (Kind.CHOICE, Kind.BOOLEAN):
            return lambda env: frozenset(None if key is None else key in options for key in item(env))
        return _of_spans([item], lambda env, span: within(span, options))

    def _hasany(self, node: HasAny) -> Reckon:
        item, options = self.of(node.item), frozenset(node.options)

        def compute(env: Env) -> Choices:
            value = item(env)
            if not isinstance(value, Several):
                return NEVER
            return truth(not options.isdisjoint(value.possibly), options.isdisjoint(value.surely), value.gap)

        return compute

    def _either(self, node: Either) -> Reckon:
        test, yes, no = self.of(node.test), self.of(node.yes), self.of(node.no)

        def compute(env: Env) -> Possible:
            holds: Choices = test(env)
            ways = [way(env) for way, value in ((yes, True), (no, False)) if value in holds]
            chosen = ways[0] if len(ways) == 1 else either(*ways) if ways else NEVER
            return with_gap(chosen) if None in holds else chosen

        return compute

    def _arithmetic(self, node: Arithmetic) -> Reckon:
        combine = combined(node.operator)
        return _of_spans(self._all((node.left, node.right)), lambda env, one, other: combine(one, other))

    def _call(self, node: Call) -> Reckon:
        arguments = self._all(node.arguments)
        if node.function in OF_DAYS:
            count = OF_DAYS[node.function]
            return _of_spans(arguments, lambda env, start, end: count(start, end))
        if node.function == "add_months":
            return _of_spans(arguments, lambda env, day, months: later(day, months), later(Span(0, 0), ANY_NUMBER))
        if node.type.kind is Kind.CHOICE:
            return _of_ranks(arguments, _FUNCTIONS[node.function], node.type.choices)
        function = _FUNCTIONS[node.function]
        return _of_spans(arguments, lambda env, *spans: monotone(function, spans))


def _of_spans(parts: Sequence[Reckon], compute: Callable[..., Possible], unbounded: Possible = ANY_NUMBER) -> Reckon:
    """Compile what is made of spans; there is no value where one of them has none.

    compute: takes what is known and the spans. unbounded: what comes of a number of which nothing is known.
    """

    def reckon(env: Env) -> Possible:
        spans = [part(env) for part in parts]
        if NEVER in spans:
            return NEVER
        return unbounded if any(map(is_unbounded, spans)) else compute(env, *spans)

    return reckon


def _joined(items: Sequence[Reckon], decisive: bool) -> Reckon:
    """Compile an and, decided by what fails, or an or, decided by what holds: Kleene's logic over possibilities."""
    decided = YES if decisive else NO

    def reckon(env: Env) -> Choices:
        may_be_decided, may_be_all, gap = False, True, False
        for item in items:
            each = item(env)
            may_be_decided = may_be_decided or decisive in each
            if (not decisive) not in each:
                may_be_all = False
                if None not in each:
                    return decided
            gap = gap or None in each
        return truth(may_be_decided, may_be_all, gap) if decisive else truth(may_be_all, may_be_decided, gap)

    return reckon


def _of_keys(sign: str, choices: Sequence[str]) -> Callable[[Choices, Choices], Choices]:
    """Compile the comparison of two choices, by their order, or of two answers of yes and no."""
    compare = _COMPARISONS[sign]
    ranks = {key: rank for rank, key in enumerate(choices)} if choices else {False: 0, True: 1}

    @lru_cache(maxsize=1024)
    def compute(left: Choices, right: Choices) -> Choices:
        pairs = product(left, right)
        return frozenset(None if None in pair else compare(*map(ranks.__getitem__, pair)) for pair in pairs)

    return compute


def _of_ranks(parts: Sequence[Reckon], function: Callable[..., Any], choices: Sequence[str]) -> Reckon:
    """Compile the highest or lowest of some choices."""

    def highest_of(one: Choices, other: Choices) -> Choices:
        pairs = product(one, other)
        return frozenset(None if None in pair else function(pair, key=choices.index) for pair in pairs)

    return lambda env: reduce(highest_of, [part(env) for part in parts])


_NOT = {truth(holds, fails, gap): truth(fails, holds, gap) for holds, fails, gap in product((False, True), repeat=3)}
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "floor": math.floor,
    "ceil": math.ceil,
    "round": half_up,
}
