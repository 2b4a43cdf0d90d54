"""What a value can still be: a set of choices or of yes and no, a span of numbers or days, several choices.

Every form may hold more than can really come, never less: what is not in it cannot come.
Source of the method: P. and R. Cousot, Abstract interpretation, POPL 1977.
"""

import math
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

#: Choices by key, or yes and no. None among them: it may have no value.
Choices = frozenset[Any]


class Span(NamedTuple):
    """A number, sum or day from `low` to `high`, both inclusive. gap: it may also have no value."""

    low: Any
    high: Any
    gap: bool = False


class Several(NamedTuple):
    """A set of choices: those surely in it, those that may be. gap: it may also have no value."""

    surely: frozenset[str]
    possibly: frozenset[str]
    gap: bool = False


Possible = Choices | Span | Several

#: There surely is no value, of whatever kind.
NEVER: Choices = frozenset((None,))
#: A number of which nothing is known.
ANY_NUMBER = Span(-math.inf, math.inf, True)


def truth(holds: bool, fails: bool, gap: bool = False) -> Choices:
    """Return what a condition can still come out as: True, False, and None where it may have no value."""
    return _TRUTHS[holds + 2 * fails + 4 * gap]


_TRUTHS = tuple(
    frozenset(value for bit, value in enumerate((True, False, None)) if bits & 1 << bit) for bits in range(8)
)
#: Yes for sure, and no for sure.
YES, NO = truth(True, False), truth(False, True)


def exactly(value: Any) -> Possible:
    """Return the one value something has; None: it has none."""
    if isinstance(value, frozenset):
        return Several(value, value)
    if value is None or isinstance(value, (bool, str)):
        return frozenset((value,))
    return Span(value, value)


def told(possible: Possible) -> Any:
    """Return the only value it can be; None where there are others, or none."""
    if isinstance(possible, Span):
        return possible.low if possible.low == possible.high and not possible.gap else None
    if isinstance(possible, Several):
        return possible.surely if possible.surely == possible.possibly and not possible.gap else None
    return next(iter(possible)) if len(possible) == 1 else None


def has_gap(possible: Possible) -> bool:
    """Tell whether it may have no value."""
    return None in possible if isinstance(possible, frozenset) else possible.gap


def with_gap(possible: Possible) -> Possible:
    """Return the same, which may also have no value."""
    return possible | NEVER if isinstance(possible, frozenset) else possible._replace(gap=True)


def either(one: Possible, other: Possible) -> Possible:
    """Return what is the one or the other."""
    if one is NEVER or other is NEVER:
        return with_gap(other if one is NEVER else one)
    match one, other:
        case Span(), Span():
            return Span(min(one.low, other.low), max(one.high, other.high), one.gap or other.gap)
        case Several(), Several():
            return Several(one.surely & other.surely, one.possibly | other.possibly, one.gap or other.gap)
        case frozenset(), frozenset():
            return one | other
    raise TypeError(f"{one} and {other} are not of one kind")


def among(values: Iterable[Any]) -> Possible:
    """Return what is one of some numbers, sums, days, choices, or yes and no; None: it may have no value."""
    listed = list(values)
    present = [value for value in listed if value is not None]
    if not present:
        return NEVER
    if isinstance(present[0], (bool, str)):
        return frozenset(listed)
    return Span(min(present), max(present), len(present) < len(listed))


def is_unbounded(span: Span) -> bool:
    """Tell whether nothing is known of a number."""
    return not isinstance(span.low, date) and (span.low == -math.inf or span.high == math.inf)
