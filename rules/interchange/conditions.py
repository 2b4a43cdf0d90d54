"""Conditions of a policy as unary tests: what each row asks of one name at a time, or why that cannot be said."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from itertools import product
from operator import and_, or_

from rules.expressions import And, Compare, HasAny, Kind, Literal, Member, Name, Node, Not, Or, Type, walk
from rules.interchange.decision_table import Cell, Range, Value
from rules.interchange.spread import Cut, Spread, compared
from rules.types import BOOLEAN

#: What a rule asks of each name.
Asked = dict[str, Spread]
#: Most rules that one row may become.
MOST_RULES = 64
_ANY_DAY = date(2000, 1, 1).toordinal()
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Unsayable(Exception):  # noqa: N818  it names what happened
    """A part of a condition that no unary test says."""


def alternatives(node: Node, types: dict[str, Type]) -> list[Asked]:
    """Return the rules that together match where a condition holds.

    types: receives the types of the names asked. A fact of several choices is asked choice by choice, as yes or no.
    Rules that nobody can meet are left out. Raises Unsayable.
    """
    return [each for each in _alternatives(node, types, holds=True) if _can_be_met(each, types)]


def _alternatives(node: Node, types: dict[str, Type], *, holds: bool) -> list[Asked]:
    names = {each.name: each.type for each in walk(node) if isinstance(each, Name)}
    several = len(names) > 1 or any(each.kind is Kind.CHOICES for each in names.values())
    match node:
        case Literal(value=bool() as value):
            return [{}] if value is holds else []
        case Not(item=item):
            return _alternatives(item, types, holds=not holds)
        case HasAny(item=Name() as item, options=options):
            flags = {f"{item.name} has {key}": compared("==", int(holds)) for key in options}
            types.update(dict.fromkeys(flags, BOOLEAN))
            return [{flag: spread} for flag, spread in flags.items()] if holds else [flags]
        case And(items=items) | Or(items=items) if several:
            parts = [_alternatives(item, types, holds=holds) for item in items]
            return _all_of(parts) if isinstance(node, And) is holds else [each for part in parts for each in part]
    if len(names) != 1:
        raise Unsayable(f"a cell tests one name, not {' and '.join(names) or 'none'}")
    types.update(names)
    spread = _spread(node)
    return [{name: spread if holds else ~spread} for name in names]


def _all_of(parts: list[list[Asked]]) -> list[Asked]:
    if reduce(lambda count, part: count * len(part), parts, 1) > MOST_RULES:
        raise Unsayable(f"it would become more than {MOST_RULES} rules")
    return [reduce(_both, chosen) for chosen in product(*parts)]


def _both(one: Asked, two: Asked) -> Asked:
    shared = {name: one[name] & spread if name in one else spread for name, spread in two.items()}
    return {**one, **shared}


def _spread(node: Node) -> Spread:
    """Return the values of the one name in a condition that meet it."""
    match node:
        case Not(item=item):
            return ~_spread(item)
        case And(items=items):
            return reduce(and_, map(_spread, items))
        case Or(items=items):
            return reduce(or_, map(_spread, items))
        case Compare(operator=sign, left=left, right=right):
            return _compared(sign, left, right)
        case Member(item=Name(type=type_), options=options):
            return reduce(or_, (compared("==", number(option, type_)) for option in options))
        case Name(type=type_) if type_.kind is Kind.BOOLEAN:
            return compared("==", 1)
    raise Unsayable("a cell compares one name with written-out values, and no more")


def _compared(sign: str, left: Node, right: Node) -> Spread:
    if isinstance(left, Literal):
        left, right, sign = right, left, _MIRRORED[sign]
    if isinstance(left, Name) and isinstance(right, Literal):
        return compared(sign, number(right.value, left.type))
    raise Unsayable("a cell compares one name with written-out values, and no more")


def number(value: object, type_: Type) -> int:
    """Return a value as the whole number that orders it: the rank of a choice, fen, the number of a day."""
    if isinstance(value, str):
        return type_.choices.index(value)
    return value.toordinal() if isinstance(value, date) else int(value)  # type: ignore[call-overload,no-any-return]


def literal(value: int, type_: Type) -> Value:
    """Return what a whole number stands for in a decision table: money in yuan, a share as a fraction."""
    if type_.kind is Kind.CHOICE:
        return type_.choices[value]
    if type_.kind is Kind.DATE:
        return date.fromordinal(value)
    if type_.kind is Kind.BOOLEAN:
        return bool(value)
    return Decimal(value) / {Kind.MONEY: 100, Kind.SHARE: 10_000}.get(type_.kind, 1)


def _can_be_met(asked: Asked, types: Mapping[str, Type]) -> bool:
    for name, spread in asked.items():
        every = _every(types[name])
        if not spread.stretches() or (every and not any(each in spread for each in every)):
            return False
    return True


def cell(spread: Spread, type_: Type) -> Cell:
    """Write a spread as a cell: the values or stretches that meet it, or those that do not where they are fewer."""
    if type_.kind in (Kind.CHOICE, Kind.BOOLEAN):
        meet, fail = ([each for each in _every(type_) if (each in spread) is holds] for holds in (True, False))
        negated = type_.kind is Kind.CHOICE and 0 < len(fail) < len(meet)
        return any_of([literal(each, type_) for each in (fail if negated else meet)], negated=negated)
    if not spread.cuts:
        # Any value will do, but there must be one: the dash would match without.
        middle = literal(_ANY_DAY if type_.kind is Kind.DATE else 0, type_)
        return Cell((Range(None, middle), Range(middle, None, includes_low=False)))
    gaps = (~spread).stretches()
    negated = all(low is not None and high is not None and low[0] == high[0] for low, high in gaps)
    return Cell(tuple(_range(each, type_) for each in (gaps if negated else spread.stretches())), negated)


def any_of(values: list[Value], *, negated: bool = False) -> Cell:
    """Return the cell that lists some values."""
    return Cell(tuple(Range(value, value) for value in values), negated)


def _every(type_: Type) -> range:
    """Return the whole numbers a value can be: none for numbers and days, which have no end."""
    return range(2 if type_.kind is Kind.BOOLEAN else len(type_.choices))


def _range(stretch: tuple[Cut | None, Cut | None], type_: Type) -> Range:
    low, high = stretch
    return Range(
        None if low is None else literal(low[0], type_),
        None if high is None else literal(high[0], type_),
        low is None or low[1] == 0,
        high is None or high[1] == 1,
    )
