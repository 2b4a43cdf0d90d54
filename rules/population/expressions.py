"""Typed trees as columns: one small method per kind of node. NULL: not known, as in Kleene's logic.

SQL's `and`, `or`, `not` and comparisons follow Kleene by themselves; what would take NULL for no, as CASE and LEAST do,
is written so that it does not.
"""

import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Any

import ibis
from ibis.expr import types as ir

from rules.expressions import (
    And,
    Arithmetic,
    Call,
    Compare,
    Either,
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
    Type,
    walk,
)
from rules.policy import Fact, FactType
from rules.population.days import BETWEEN, add_months
from rules.population.exact import Exact, chosen, column, greatest, least, null
from rules.population.sheet import Sheet, Value

NUMBERS = (Kind.NUMBER, Kind.MONEY, Kind.SHARE)
#: The day of application, under this name in every expression.
DAY = "applied_on"
#: Most parts of a value that is written out wherever it is read; a larger one becomes a column.
_WRITTEN_OUT = 6
#: A share of everything.
WHOLE = 10_000

_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: dict[str, Callable[[Exact, Exact], Exact]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
}
_DTYPES = {Kind.BOOLEAN: "boolean", Kind.DATE: "date", Kind.CHOICE: "int64", Kind.CHOICES: "array<string>"}


def rank(type_: Type, key: str) -> int:
    """Return the place of a choice in rising order, from 1: so choices are kept, and compare as meant."""
    return type_.choices.index(key) + 1


def unknown(type_: Type) -> Value:
    """Return what nobody knows."""
    return Exact.of(None) if type_.kind in NUMBERS else null(_DTYPES[type_.kind])


def balanced(combine: Callable[[Any, Any], Any], parts: Sequence[Any]) -> Any:
    """Combine parts two by two, so that thousands of them do not nest thousands deep."""
    while len(parts) > 1:
        pairs = zip(parts[::2], parts[1::2], strict=False)
        parts = [combine(one, other) for one, other in pairs] + ([parts[-1]] if len(parts) % 2 else [])
    return parts[0]


def is_told(value: ir.Value) -> ir.BooleanValue:
    """Tell whether a value is known.

    Of yes and no the cast is asked: Ibis writes `NOT x IS NULL` for the question of a denial, which SQL reads as the
    denial of the question.
    """
    return (value.cast("int8") if value.type().is_boolean() else value).notnull()


@ibis.udf.scalar.builtin(name="list_extract", signature=(("array<int64>", "int64"), "int64"))  # type: ignore[untyped-decorator]
def _element(numbers: list[int], place: int) -> int:  # type: ignore[empty-body]
    """The number at a place from 1."""


def number_at(numbers: Sequence[int | None], place: ir.IntegerValue) -> ir.IntegerValue:
    """Return the number at a place from 1; None there is unknown."""
    return _element(ibis.array([ibis.null("int64") if each is None else column(each) for each in numbers]), place)


class Expressions:
    """Writes nodes over what a sheet holds now."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def value(self, node: Node) -> Value:
        """Return a node as a column or, where it is a number, exactly. Raises AttributeError for an unknown node."""
        method: Callable[[Any], Value] = getattr(self, f"_{type(node).__name__.lower()}")
        return method(node)

    def test(self, node: Node) -> ir.BooleanValue:
        """Return a condition as a column."""
        return self._plain(node)

    def number(self, node: Node) -> Exact:
        """Return a number exactly."""
        value = self.value(node)
        assert isinstance(value, Exact)  # noqa: S101  types.py has seen to it
        return value

    def _plain(self, node: Node) -> Any:
        """Return what is no number as a column."""
        value = self.value(node)
        assert not isinstance(value, Exact)  # noqa: S101  types.py has seen to it
        return value

    def answer(self, fact: Fact) -> Value:
        """Return an answer, unknown where the question does not concern the person."""
        number = fact.type in (FactType.MONEY, FactType.INTEGER)
        given = self.sheet.whole(fact.name) if number else self.sheet[fact.name]
        if fact.asked_when is not None:
            given = ibis.cases((~self.test(fact.asked_when.tree), None), else_=given)
        return Exact(given) if number else given

    def is_large(self, node: Node) -> bool:
        """Tell whether a value had better become a column than be written out wherever it is read."""
        return self._size(node) > _WRITTEN_OUT

    def _size(self, node: Node) -> int:
        meanings = [self._meaning(part) for part in walk(node)]
        return sum(1 if meaning is None else self._size(meaning) for meaning in meanings)

    def _meaning(self, node: Node) -> Node | None:
        """Return what a term means that has no column, since it is read but once."""
        if not isinstance(node, Name) or node.name not in self.sheet.policy.terms or node.name in self.sheet:
            return None
        return self.sheet.policy.terms[node.name].meaning.tree

    def _settled(self, node: Node) -> Any:
        """Return a value that will be read more than once."""
        value = self.value(node)
        return self.sheet.keep(value) if self.is_large(node) else value

    def _literal(self, node: Literal) -> Value:
        kind = node.type.kind
        if kind in NUMBERS:
            return Exact.of(Fraction(node.value, WHOLE) if kind is Kind.SHARE else node.value)
        if kind is Kind.CHOICE:
            return ibis.literal(rank(node.type, node.value))
        return ibis.literal(node.value)

    def _name(self, node: Name) -> Value:
        if node.name == DAY:
            return ibis.literal(self.sheet.on)
        meaning, fact = self._meaning(node), self.sheet.policy.facts.get(node.name)
        if meaning is not None:
            return self.value(meaning)
        if fact is not None and fact.at_review:
            return unknown(node.type)
        if fact is not None and fact.name not in self.sheet.cleaned:
            return self.answer(fact)
        return self.sheet.number(node.name) if node.type.kind in NUMBERS else self.sheet[node.name]

    def _known(self, node: Known) -> ir.BooleanValue:
        value = self._settled(node.item)
        return value.is_known() if isinstance(value, Exact) else is_told(value)

    def _not(self, node: Not) -> ir.BooleanValue:
        return ~self.test(node.item)

    def _and(self, node: And) -> ir.BooleanValue:
        return balanced(operator.and_, [self.test(each) for each in node.items])

    def _or(self, node: Or) -> ir.BooleanValue:
        return balanced(operator.or_, [self.test(each) for each in node.items])

    def _compare(self, node: Compare) -> ir.BooleanValue:
        compare = _COMPARISONS[node.operator]
        if node.left.type.kind in NUMBERS:
            return compare(self.number(node.left).whole, self.number(node.right).whole)
        return compare(self._plain(node.left), self._plain(node.right))

    def _member(self, node: Member) -> ir.BooleanValue:
        kind = node.item.type.kind
        if kind in NUMBERS:
            return self.number(node.item).whole.isin(node.options)
        if kind is Kind.CHOICE:
            return self._plain(node.item).isin([rank(node.item.type, key) for key in node.options])
        if kind is Kind.BOOLEAN:  # As of `is_told`: SQL would deny what it finds in the list.
            return self._plain(node.item).cast("int8").isin([int(each) for each in node.options])
        return self._plain(node.item).isin(node.options)

    def _hasany(self, node: HasAny) -> ir.BooleanValue:
        several = self._settled(node.item)
        return balanced(operator.or_, [several.contains(key) for key in node.options])

    def _either(self, node: Either) -> Value:
        test, yes, no = self._settled(node.test), self.value(node.yes), self.value(node.no)
        if isinstance(yes, Exact) and isinstance(no, Exact):
            return chosen(test, yes, no)
        return ibis.cases((test, yes), (~test, no))

    def _arithmetic(self, node: Arithmetic) -> Exact:
        whole = node.type.whole and node.operator in ("+", "-", "*")
        read = self.number if whole else self._settled
        return _ARITHMETIC[node.operator](read(node.left), read(node.right))

    def _call(self, node: Call) -> Value:
        arguments = [self._settled(each) for each in node.arguments]
        if node.function in BETWEEN:
            return BETWEEN[node.function](*arguments)
        method: Callable[..., Value] = getattr(self, f"_call_{node.function}")
        return method(*arguments)

    def _call_add_months(self, day: ir.DateValue, months: Exact) -> ir.DateValue:
        return add_months(day, months.whole)

    def _call_floor(self, number: Exact) -> Exact:
        return number.floor()

    def _call_ceil(self, number: Exact) -> Exact:
        return number.ceil()

    def _call_round(self, number: Exact) -> Exact:
        return number.half_up()

    def _call_min(self, *values: Any) -> Value:
        return self._extreme(values, least, operator.le)

    def _call_max(self, *values: Any) -> Value:
        return self._extreme(values, greatest, operator.ge)

    def _extreme(
        self, values: Sequence[Any], of_numbers: Callable[[Exact, Exact], Exact], before: Callable[[Any, Any], Any]
    ) -> Value:
        """Return the first of values in an order; unknown where one is."""

        def first(one: Any, other: Any) -> Any:
            if isinstance(one, Exact):
                return self.sheet.keep(of_numbers(one, other))
            return self.sheet.keep(ibis.cases((before(one, other), one), (~before(one, other), other)))

        return reduce(first, values)

    def _lookup(self, node: Lookup) -> Exact:
        entries = {keys: number for each in self.sheet.in_force(node.parameter) for keys, number in each.values.items()}
        over = WHOLE if node.type.kind is Kind.SHARE else 1
        written = [key.value for key in node.keys if isinstance(key, Literal)]
        if len(written) == len(node.keys):
            number = entries.get(tuple(written))
            return Exact.of(None if number is None else Fraction(number, over))
        combinations = product(*(key.type.choices for key in node.keys))
        return Exact(number_at([entries.get(keys) for keys in combinations], self._place(node.keys)), over)

    def _place(self, keys: Sequence[Node]) -> ir.IntegerValue:
        """Return the place of a combination of keys among all of them, from 1."""
        ranks = [self._plain(key).cast("int64") for key in keys]
        return ranks[0] if len(ranks) == 1 else (ranks[0] - 1) * len(keys[1].type.choices) + ranks[1]

    def _tiered(self, node: Tiered) -> Exact:
        """Add what the brackets below give and the part within the bracket times its number."""
        value = self._settled(node.item).whole
        share = self.sheet.policy.parameters[node.parameter].unit == "share"
        brackets = [bracket for each in self.sheet.in_force(node.parameter) for bracket in each.brackets]
        below, cases = 0, []
        for place, (above, number) in enumerate(brackets):
            cases.append((value > above, below + (value - above) * number))
            below += (brackets[place + 1][0] - above) * number if place + 1 < len(brackets) else 0
        if not cases:
            return Exact.of(None)
        return Exact(ibis.cases(*cases[::-1], (value <= 0, 0)).cast("int64"), WHOLE if share else 1)
