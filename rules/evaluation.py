"""Expressions compiled to closures: Kleene's three values, exact integers, money in fen. None means not known."""

import math
import operator
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from rules import calendar
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
)

#: What an expression reads: facts, terms, tables and, under their own names, the parameters of the day.
Env = dict[str, Any]
Closure = Callable[[Env], Any]

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": operator.floordiv,
}


def closure(node: Node) -> Closure:
    """Compile a typed tree to a function of what is known.

    The function returns the value (money in fen, a choice by key, fractions exactly), or None when it cannot be told.
    Source: S. C. Kleene, Introduction to Metamathematics, 1952, §64, for and, or, not.
    """
    return _COMPILERS[type(node)](node)


def _literal(node: Literal) -> Closure:
    value = Fraction(node.value, 10_000) if node.type.kind is Kind.SHARE else node.value
    return lambda env: value


def _name(node: Name) -> Closure:
    name = node.name
    return lambda env: env.get(name)


def _lookup(node: Lookup) -> Closure:
    name, keys = node.parameter, [closure(key) for key in node.keys]
    return lambda env: env[name].get(tuple(key(env) for key in keys))


def _not(node: Not) -> Closure:
    item = closure(node.item)

    def denied(env: Env) -> bool | None:
        value = item(env)
        return None if value is None else not value

    return denied


def _and(node: And) -> Closure:
    return _joined(node.items, decisive=False)


def _or(node: Or) -> Closure:
    return _joined(node.items, decisive=True)


def _joined(items: tuple[Node, ...], *, decisive: bool) -> Closure:
    closures = [closure(item) for item in items]

    def joined(env: Env) -> bool | None:
        result: bool | None = not decisive
        for item in closures:
            value: bool | None = item(env)
            if value is decisive:
                return decisive
            if value is None:
                result = None
        return result

    return joined


def _compare(node: Compare) -> Closure:
    compare, left, right = COMPARISONS[node.operator], closure(node.left), closure(node.right)
    if node.left.type.kind is Kind.CHOICE:
        rank = {key: place for place, key in enumerate(node.left.type.choices)}
        return _strict(lambda one, other: compare(rank[one], rank[other]), left, right)
    return _strict(compare, left, right)


def _strict(function: Callable[[Any, Any], Any], left: Closure, right: Closure) -> Closure:
    """Apply to two known values; not known when either is not."""

    def applied(env: Env) -> Any:
        one, other = left(env), right(env)
        return None if one is None or other is None else function(one, other)

    return applied


def _member(node: Member) -> Closure:
    item, options = closure(node.item), frozenset(node.options)

    def member(env: Env) -> bool | None:
        value = item(env)
        return None if value is None else value in options

    return member


def _has_any(node: HasAny) -> Closure:
    item, options = closure(node.item), frozenset(node.options)

    def has_any(env: Env) -> bool | None:
        value = item(env)
        return None if value is None else not options.isdisjoint(value)

    return has_any


def _known(node: Known) -> Closure:
    item = closure(node.item)
    return lambda env: item(env) is not None


def _either(node: Either) -> Closure:
    test, yes, no = closure(node.test), closure(node.yes), closure(node.no)

    def either(env: Env) -> Any:
        value = test(env)
        return None if value is None else yes(env) if value else no(env)

    return either


def _arithmetic(node: Arithmetic) -> Closure:
    left, right = closure(node.left), closure(node.right)
    if node.operator in ("/", "//"):
        divide = operator.floordiv if node.operator == "//" else Fraction
        return _strict(lambda one, other: None if other == 0 else divide(one, other), left, right)
    return _strict(_ARITHMETIC[node.operator], left, right)


def half_up(value: Fraction | int) -> int:
    """Round to a whole number, a half away from zero, as sums of money are rounded by hand."""
    return math.floor(value + Fraction(1, 2)) if value >= 0 else -math.floor(-value + Fraction(1, 2))


def _call(node: Call) -> Closure:
    arguments = [closure(argument) for argument in node.arguments]
    function = _function(node)

    def called(env: Env) -> Any:
        values = [argument(env) for argument in arguments]
        return None if None in values else function(*values)

    return called


def _function(node: Call) -> Callable[..., Any]:
    if node.function in ("min", "max"):
        pick: Callable[..., Any] = min if node.function == "min" else max
        choices = node.type.choices
        return (lambda *values: pick(values, key=choices.index)) if choices else (lambda *values: pick(values))
    return _FUNCTIONS[node.function]


def _later(day: date, months: int) -> date | None:
    """A day outside the calendar is a day nobody can tell."""
    try:
        return calendar.add_months(day, months)
    except OverflowError:
        return None


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "floor": math.floor,
    "ceil": math.ceil,
    "round": half_up,
    "months_between": calendar.months_between,
    "days_between": lambda start, end: (end - start).days,
    "whole_years": calendar.whole_years,
    "add_months": _later,
}
_COMPILERS: dict[type[Node], Callable[[Any], Closure]] = {
    Literal: _literal,
    Name: _name,
    Lookup: _lookup,
    Not: _not,
    And: _and,
    Or: _or,
    Compare: _compare,
    Member: _member,
    HasAny: _has_any,
    Known: _known,
    Either: _either,
    Arithmetic: _arithmetic,
    Call: _call,
}
