"""Conditions written over dimensions: their terms unfolded, every comparison a set of values of one dimension."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rules.checking.dimensions import Dimension, Span, code, dimension_of
from rules.dependencies import DAY
from rules.expressions import And, Call, Compare, HasAny, Kind, Literal, Lookup, Member, Name, Node, Not, Or, Type
from rules.policy import Policy
from rules.types import BOOLEAN
from rules.units import BETWEEN

_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
#: Beyond the bounds of every dimension.
_ANYTHING = 10**30
#: As many months from any day that can be answered stay within the calendar.
_MOST_MONTHS = 12_000
#: Of a dimension that is yes or no.
YES: tuple[Span, ...] = ((1, 2),)


@dataclass(frozen=True, slots=True)
class Within:
    """Holds where a dimension has a value within the spans, fails where it has another, else cannot be told."""

    dimension: Dimension
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Denied:
    """Kleene's not."""

    part: "Logic"


@dataclass(frozen=True, slots=True)
class Joined:
    """Kleene's and (`every`) or or. Of no parts: always holds, or never."""

    every: bool
    parts: tuple["Logic", ...]


Logic = Within | Denied | Joined


class Dimensions:
    """All dimensions of a policy. Read every condition first, then settle; only then are there cells."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.all: list[Dimension] = []
        self._read: dict[Node, tuple[Dimension, int]] = {}
        self._by_subject: dict[Node, Dimension] = {}
        self._terms: dict[str, Logic] = {}

    def settle(self) -> None:
        """Cut every dimension by all that was read."""
        for dimension in self.all:
            dimension.settle()

    def read(self, node: Node) -> Logic:
        """Write a condition over dimensions, cutting them by what it names."""
        match node:
            case Not(item=item):
                return Denied(self.read(item))
            case And(items=items) | Or(items=items):
                return Joined(isinstance(node, And), tuple([self.read(item) for item in items]))
            case Name(name=name) if name in self.policy.terms:
                if name not in self._terms:
                    self._terms[name] = self.read(self.policy.terms[name].meaning.tree)
                return self._terms[name]
            case _:
                return self._leaf(node)

    def _leaf(self, node: Node) -> Logic:
        match node:
            case Literal(value=value):
                return Joined(bool(value), ())
            case HasAny(item=item, options=options):
                return Joined(False, tuple([self._flag(item, key) for key in options]))
            case Member(item=item, options=options) if item.type.whole and item.type.kind is not Kind.SHARE:
                codes = [code(option, item.type.choices) for option in options]
                return self._within(item, tuple([(each, each + 1) for each in codes]))
            case Compare():
                return self._compared(node)
            case _:
                return self._within(node, YES)

    def _flag(self, item: Node, key: str) -> Logic:
        return self._within(HasAny(BOOLEAN, self._unfolded(item), (key,)), YES)

    def _compared(self, node: Compare) -> Logic:
        """Write a comparison with a value over what it compares, of two others over how they compare."""
        sign, left, right = node.operator, self._constant(node.left), self._constant(node.right)
        if isinstance(left, Literal):
            sign, left, right = _MIRRORED[sign], right, left
        if isinstance(right, Literal):
            return self._within(left, _spans(sign, code(right.value, right.type.choices)))
        if repr(left) > repr(right):
            sign, left, right = _MIRRORED[sign], right, left
        return self._counted(sign, left, right) or self._within(Compare(BOOLEAN, "==", left, right), _spans(sign, 0))

    def _constant(self, node: Node) -> Node:
        """Put the number that a parameter has as long as the policy is in force, if it is but one, in its place."""
        if not isinstance(node, Lookup) or not all(isinstance(key, Literal) for key in node.keys):
            return node
        keys = tuple(key.value for key in node.keys if isinstance(key, Literal))
        values = self.policy.parameters[node.parameter].values
        numbers = [each.values[keys] for each in values if keys in each.values]
        is_one = {each.start for each in values} == {values[0].start} and values[0].start <= self.policy.in_force_from
        return Literal(node.type, numbers[0]) if is_one and len(numbers) == 1 else node

    def _counted(self, sign: str, left: Node, right: Node) -> Logic | None:
        """Write a comparison of days over what is counted between them, where that says the same."""
        if _is_applied_on(right):
            sign, left, right = _MIRRORED[sign], right, left
        if not _is_applied_on(left):
            return None
        match right:
            case Name():
                return self._within(_between("days_between", right, left), _spans(sign, 0))
            case Call(function="add_months", arguments=(Name() as day, Literal(value=int(months)))) if (
                sign in (">=", "<") and abs(months) <= _MOST_MONTHS
            ):
                return self._within(_between("months_between", day, left), _spans(sign, months))
        return None

    def _within(self, subject: Node, spans: tuple[Span, ...]) -> Logic:
        known = self._read.get(subject)
        if known is None:
            known = self._read[subject] = self._found(subject)
        dimension, scale = known
        if scale != 1:
            spans = tuple((start * scale, end * scale) for start, end in spans)
        dimension.cut(spans)
        return Within(dimension, spans)

    def _found(self, subject: Node) -> tuple[Dimension, int]:
        """Return the dimension of an expression, and what its values are to be multiplied by: years are 12 months."""
        subject, scale = self._unfolded(subject), 1
        if isinstance(subject, Call) and subject.function == "whole_years":
            subject, scale = _between("months_between", *subject.arguments), 12
        if subject not in self._by_subject:
            self._by_subject[subject] = dimension_of(subject, len(self.all), self.policy)
            self.all.append(self._by_subject[subject])
        return self._by_subject[subject], scale

    def _unfolded(self, node: Node) -> Node:
        """Put the meaning of a term in its place, also where days are counted."""
        while isinstance(node, Name) and node.name in self.policy.terms:
            node = self.policy.terms[node.name].meaning.tree
        if isinstance(node, Call) and node.function in BETWEEN:
            return replace(node, arguments=tuple(self._unfolded(each) for each in node.arguments))
        return node


def _is_applied_on(node: Node) -> bool:
    return isinstance(node, Name) and node.name == DAY


def _between(function: str, start: Node, end: Node) -> Node:
    return Call(Type(Kind.NUMBER, BETWEEN[function]), function, (start, end))


def _spans(sign: str, value: int) -> tuple[Span, ...]:
    """Return the values that stand in a relation to one."""
    below, alike, above = (-_ANYTHING, value), (value, value + 1), (value + 1, _ANYTHING)
    by_sign: dict[str, Sequence[Span]] = {
        "==": (alike,),
        "!=": (below, above),
        "<": (below,),
        "<=": (below, alike),
        ">": (above,),
        ">=": (alike, above),
    }
    return tuple(by_sign[sign])
