"""Conditions as unions of boxes: a disjunctive normal form over the cells of dimensions.

A box is a set of cases, {number of a dimension: mask of its cells}; where it names no dimension, any cell will do.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rules.checking.conditions import Denied, Logic, Within

Box = dict[int, int]

#: Most boxes one condition is written out in. Beyond it, nothing is said of the condition.
MOST_BOXES = 256


class TooMany(Exception):  # noqa: N818  it names what happened
    """Something is too large to be searched; nothing is said of it."""


class Wanted(NamedTuple):
    """How a condition is to come out: as `value`, or also such that it cannot be told."""

    value: bool
    or_unknown: bool = False


HOLDS, FAILS = Wanted(True), Wanted(False)
#: Holds or cannot be told; fails or cannot be told.
MAY_HOLD, MAY_FAIL = Wanted(True, True), Wanted(False, True)


def boxes(logic: Logic, wanted: Wanted) -> list[Box]:
    """Return the cases in which a condition comes out as wanted. Raises TooMany."""
    if isinstance(logic, Within):
        dimension, mask = logic.dimension, logic.dimension.mask(logic.spans)
        mask = mask if wanted.value else dimension.known & ~mask
        mask |= dimension.unknown if wanted.or_unknown else 0
        return [{dimension.number: mask}] if mask else []
    if isinstance(logic, Denied):
        return boxes(logic.part, wanted._replace(value=not wanted.value))
    parts = [boxes(part, wanted) for part in logic.parts]
    return _in_all(parts) if logic.every is wanted.value else _bounded([box for part in parts for box in part])


def _in_all(parts: Iterable[list[Box]]) -> list[Box]:
    found: list[Box] = [{}]
    for part in parts:
        found = _bounded([both for one in found for other in part if (both := meet(one, other)) is not None])
    return found


def _bounded(found: list[Box]) -> list[Box]:
    if len(found) > MOST_BOXES:
        raise TooMany
    return found


def meet(one: Box, other: Box) -> Box | None:
    """Return the cases that lie in both boxes, None where there are none."""
    both = one.copy()
    for number, mask in other.items():
        common = both[number] & mask if number in both else mask
        if not common:
            return None
        both[number] = common
    return both
