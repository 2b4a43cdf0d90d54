"""Sums, products and functions of spans: each from what its ends come to."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

from rules import calendar
from rules.evaluation import tiered
from rules.possible.values import ANY_NUMBER, NEVER, Possible, Span, is_unbounded, truth


def combined(operator: str) -> Callable[[Span, Span], Possible]:
    """Return what `+ - * / //` makes of two spans."""
    return _COMBINED[operator]


def monotone(function: Callable[..., Any], spans: Sequence[Span]) -> Span:
    """Apply a function that grows, or stays, with each of its arguments."""
    low, high = function(*(span.low for span in spans)), function(*(span.high for span in spans))
    return Span(low, high, any(span.gap for span in spans))


def _plus(one: Span, other: Span) -> Possible:
    return Span(one.low + other.low, one.high + other.high, one.gap or other.gap)


def _minus(one: Span, other: Span) -> Possible:
    return Span(one.low - other.high, one.high - other.low, one.gap or other.gap)


def _times(one: Span, other: Span) -> Possible:
    return _corners(lambda left, right: left * right, one, other)


def _divided(divide: Callable[[Any, Any], Any]) -> Callable[[Span, Span], Possible]:
    """By nothing cannot be divided: then there is no value, and near it there is no bound."""

    def compute(one: Span, other: Span) -> Possible:
        if other.low == other.high == 0:
            return NEVER
        return ANY_NUMBER if other.low <= 0 <= other.high else _corners(divide, one, other)

    return compute


def _corners(compute: Callable[[Any, Any], Any], one: Span, other: Span) -> Span:
    ends = [compute(left, right) for left, right in product(one[:2], other[:2])]
    return Span(min(ends), max(ends), one.gap or other.gap)


_COMBINED: dict[str, Callable[[Span, Span], Possible]] = {
    "+": _plus,
    "-": _minus,
    "*": _times,
    "/": _divided(lambda one, other: Fraction(one) / other),
    "//": _divided(lambda one, other: one // other),
}


def _between(count: Callable[[date, date], int]) -> Callable[[Span, Span], Possible]:
    """Count from one day to another: less the later it begins, more the later it ends."""
    return lambda start, end: Span(count(start.high, end.low), count(start.low, end.high), start.gap or end.gap)


def _working_days(start: Span, end: Span) -> Possible:
    """Count working days; outside the years whose holidays are known there is no number."""
    first, last = date(calendar.FIRST_YEAR, 1, 1), date(calendar.LAST_YEAR, 12, 31)
    inside = [Span(max(span.low, first), min(span.high, last), span.gap) for span in (start, end)]
    if any(span.low > span.high for span in inside):
        return NEVER
    counted = _between(lambda one, other: calendar.working_days_between(one, other) or 0)(*inside)
    gap = any(kept != span or span.gap for kept, span in zip(inside, (start, end), strict=True))
    return Span(counted.low, counted.high, gap) if isinstance(counted, Span) else counted


#: What the functions of two days come to.
OF_DAYS: dict[str, Callable[[Span, Span], Possible]] = {
    "months_between": _between(calendar.months_between),
    "days_between": _between(lambda start, end: (end - start).days),
    "whole_years": _between(calendar.whole_years),
    "working_days_between": _working_days,
}


def later(day: Span, months: Span) -> Span:
    """Add months to a day; beyond the calendar there is no day."""
    if is_unbounded(months):
        return Span(date.min, date.max, True)
    low, high = _added(day.low, months.low), _added(day.high, months.high)
    return Span(low or date.min, high or date.max, day.gap or months.gap or None in (low, high))


def _added(day: date, months: int) -> date | None:
    try:
        return calendar.add_months(day, months)
    except OverflowError:
        return None


def cut(item: Span, brackets: Sequence[tuple[int, Any]]) -> Possible:
    """Return what `tiered` gives over a span: between two thresholds it is a straight line."""
    inside = [above for above, _ in brackets if item.low < above < item.high]
    values = [tiered(each, brackets) for each in (item.low, item.high, *inside)]
    known = [value for value in values if value is not None]
    return Span(min(known), max(known), item.gap) if known else NEVER


def within(item: Span, options: frozenset[Any]) -> Possible:
    """Return whether a number or day can be one of some."""
    found = [option for option in options if item.low <= option <= item.high]
    return truth(bool(found), not found or item.low != item.high, item.gap)


def compared(operator: str) -> Callable[[Possible, Possible], Possible]:
    """Return how two spans can compare."""
    compare = _COMPARED[operator]

    def compute(one: Possible, other: Possible) -> Possible:
        if not (isinstance(one, Span) and isinstance(other, Span)):
            return NEVER
        return truth(*compare(one, other), one.gap or other.gap)

    return compute


def _equal(one: Span, other: Span) -> tuple[bool, bool]:
    return one.low <= other.high and other.low <= one.high, not (one.low == one.high == other.low == other.high)


#: Per comparison, whether it can hold and whether it can fail.
_COMPARED: dict[str, Callable[[Span, Span], tuple[bool, bool]]] = {
    "<": lambda one, other: (one.low < other.high, one.high >= other.low),
    "<=": lambda one, other: (one.low <= other.high, one.high > other.low),
    ">": lambda one, other: (one.high > other.low, one.low <= other.high),
    ">=": lambda one, other: (one.high >= other.low, one.low < other.high),
    "==": _equal,
    "!=": lambda one, other: _equal(one, other)[::-1],
}
