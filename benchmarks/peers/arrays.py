"""Expressions as formulas over NumPy arrays, an entry for each person, as one writes them for openfisca-core.

A choice stands as its place among the choices, several choices as one array of yes and no for each. Nothing is unknown.
"""

import operator
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Any, Protocol

import numpy as np

from rules.expressions import (
    And,
    Arithmetic,
    Call,
    Compare,
    Either,
    HasAny,
    Kind,
    Literal,
    Lookup,
    Member,
    Name,
    Node,
    Not,
    Or,
    Type,
)

Array = Any


class Reading(Protocol):
    """What a formula reads."""

    def values(self, name: str) -> Array:
        """Return a fact, a term, a table or the day of application."""

    def number(self, parameter: str, keys: tuple[str, ...]) -> float:
        """Return a number of the day, 0 where the policy gives none."""


Formula = Callable[[Reading], Array]


def formula(node: Node) -> Formula:
    """Compile a typed tree to a formula. Raises NotImplementedError for what the default policy does not use."""
    compile_ = _COMPILERS.get(type(node))
    if compile_ is None:
        raise NotImplementedError(f"arrays: {node}")
    return compile_(node)


def _literal(node: Literal) -> Formula:
    constant = _constant(node.type, node.value)
    return lambda reading: constant


def _constant(type_: Type, value: Any) -> Any:
    if type_.kind is Kind.CHOICE:
        return np.int16(type_.choices.index(value))
    if type_.kind is Kind.DATE:
        return np.datetime64(value, "D")
    if type_.kind is Kind.SHARE:
        return value / 10_000
    return float(value) if isinstance(value, Fraction) else value


def _applied(function: Callable[..., Array], nodes: Any) -> Formula:
    parts = [formula(node) for node in nodes]
    return lambda reading: function(*[part(reading) for part in parts])


def _has_any(node: HasAny) -> Formula:
    if not isinstance(node.item, Name):
        raise NotImplementedError(f"arrays: {node}")
    names = [f"{node.item.name}_{key}" for key in node.options]
    return lambda reading: reduce(operator.or_, map(reading.values, names))


def _member(node: Member) -> Formula:
    values = [_constant(node.item.type, option) for option in node.options]
    return _applied(lambda array: reduce(operator.or_, [array == value for value in values]), [node.item])


def _lookup(node: Lookup) -> Formula:
    """A number per choice, picked by the places of the choices."""
    choices = [key.type.choices for key in node.keys]
    places = [formula(key) for key in node.keys]

    def picked(reading: Reading) -> Array:
        numbers = np.array([reading.number(node.parameter, keys) for keys in product(*choices)])
        return numbers.reshape([len(each) for each in choices])[tuple(place(reading) for place in places)]

    return picked


def months_between(start: Array, end: Array) -> Array:
    """Return the greatest number of months that, added to `start`, does not pass `end`, as rules.calendar counts."""
    first, last = start.astype("datetime64[M]"), end.astype("datetime64[M]")
    ends_month = (end + 1).astype("datetime64[M]") != last
    full = ((end - last.astype("datetime64[D]")) >= (start - first.astype("datetime64[D]"))) | ends_month
    return (last - first).astype(np.int64) - ~full


_SIGNS: dict[str, Callable[[Array, Array], Array]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
}
_FUNCTIONS: dict[str, Callable[..., Array]] = {
    "min": lambda *arrays: reduce(np.minimum, arrays),
    "max": lambda *arrays: reduce(np.maximum, arrays),
    "floor": np.floor,
    "ceil": np.ceil,
    "months_between": months_between,
    "whole_years": lambda start, end: months_between(start, end) // 12,
    "days_between": lambda start, end: (end - start).astype(np.int64),
}
_COMPILERS: dict[type[Node], Callable[[Any], Formula]] = {
    Literal: _literal,
    Name: lambda node: lambda reading: reading.values(node.name),
    Lookup: _lookup,
    HasAny: _has_any,
    Member: _member,
    Either: lambda node: _applied(np.where, [node.test, node.yes, node.no]),
    Not: lambda node: _applied(operator.invert, [node.item]),
    And: lambda node: _applied(lambda *parts: reduce(operator.and_, parts), node.items),
    Or: lambda node: _applied(lambda *parts: reduce(operator.or_, parts), node.items),
    Compare: lambda node: _applied(_SIGNS[node.operator], [node.left, node.right]),
    Arithmetic: lambda node: _applied(_SIGNS[node.operator], [node.left, node.right]),
    Call: lambda node: _applied(_FUNCTIONS[node.function], node.arguments),
}
