"""Conditions as durable-rules writes them, and the properties a message needs for them. Only whole numbers cross over.

A property that is missing makes every comparison of it not fire: that is how the engine is told that a fact is not
known. Choices cross as their rank, days as day numbers, money in fen, yes and no as 1 and 0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.evaluation import Env, closure
from rules.expressions import And, Compare, HasAny, Kind, Known, Literal, Member, Name, Node, Not, Or
from rules.policy import Policy
from rules.types import BOOLEAN

#: Reads a property of a message from what is known: a whole number, or None when it is not known.
Property = Callable[[Env], int | None]
Written = dict[str, Any]

#: Beyond this the engine compares as floats do.
EXACT = 2**53 - 1
#: Most comparisons of one condition, its terms written out.
MOST_COMPARISONS = 30
#: Most comparisons in one ruleset: the engine overflows at 64 that match one message at once.
MOST_MATCHES = 60
#: Most ands and ors, one within another, in one rule: the engine refuses 16 with error 113.
MOST_GROUPS = 12
#: Longest list that becomes one comparison for each entry; a longer one becomes a flag.
LONGEST_LIST = 12
_SIGNS = {"==": "", "!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
#: A property that is always there, for conditions that are written out as true or false.
ALWAYS = "always"
#: With the place of a condition, the property that asks for its negation.
ASKED = "asked."


@dataclass(slots=True)
class Properties:
    """The properties the conditions of one ruleset read, by name, shared where they read the same."""

    read: dict[str, Property] = field(default_factory=dict)
    _computed: dict[Node, str] = field(default_factory=dict)
    _touched: dict[str, None] = field(default_factory=dict)

    def of(self, node: Node) -> str:
        """Return the property that holds a value: a name's own, or one computed for this place."""
        if isinstance(node, Name):
            name = node.name
        else:
            name = self._computed.setdefault(node, f"computed.{len(self._computed)}")
        return self.keep(name, _reader(node))

    def flag(self, node: Node, key: str, reads: Property) -> str:
        """Return a property that is 1 or 0, or missing when not known."""
        return self.keep(f"{self.of_name(node)}.{key}", reads)

    def keep(self, name: str, reads: Property) -> str:
        """Keep how a property is read and return its name."""
        self.read.setdefault(name, reads)
        self._touched[name] = None
        return name

    def taken(self) -> list[str]:
        """Return the properties read since the last time."""
        names = list(self._touched)
        self._touched.clear()
        return names

    def of_name(self, node: Node) -> str:
        """Return a name for a value without promising to post it."""
        return node.name if isinstance(node, Name) else self._computed.setdefault(node, f"set.{len(self._computed)}")


def written(node: Node, policy: Policy, properties: Properties, *, holds: bool) -> Written:
    """Write a condition (`holds`) or its negation pushed down to the comparisons, as durable-rules reads it.

    The negation fires exactly where Kleene's `not` is true, so that a fact not known makes neither fire.
    """
    match node:
        case Not(item=item):
            return written(item, policy, properties, holds=not holds)
        case And(items=items) | Or(items=items):
            both = isinstance(node, And) is holds
            sign = "$and" if both else "$or"
            return _joined(sign, [written(item, policy, properties, holds=holds) for item in items])
        case Name(name=name) if name in policy.terms:
            return written(policy.terms[name].meaning.tree, policy, properties, holds=holds)
        case _:
            return _leaf(node, properties, holds)


def asked(place: int, negation: Written) -> Written:
    """Return a negation that fires only in answer to a message that asks it."""
    return {"$and": [{f"{ASKED}{place}": 1}, *negation.get("$and", [negation])]}


def _joined(sign: str, parts: list[Written]) -> Written:
    """Join conditions without repeating one and without nesting alike in alike: the engine counts both."""
    flat: list[Written] = []
    for part in parts:
        flat += [each for each in part.get(sign, [part]) if each not in flat]
    return flat[0] if len(flat) == 1 else {sign: flat}


def fits(node: Node, policy: Policy) -> bool:
    """Tell whether a condition, whose size is in bounds, and its negation fit into one rule each."""
    both = (written(node, policy, Properties(), holds=holds) for holds in (True, False))
    return all(_groups(condition) <= MOST_GROUPS for condition in both)


def _groups(condition: Written) -> int:
    parts = condition.get("$and") or condition.get("$or")
    return 1 + sum(_groups(part) for part in parts) if parts else 0


def size(node: Node, policy: Policy, terms: dict[str, int]) -> int:
    """Return how many comparisons a condition becomes at most, its terms written out.

    terms: the sizes of the terms seen so far, so that terms of terms are counted once and not unfolded.
    """
    match node:
        case Not(item=item):
            return size(item, policy, terms)
        case And(items=items) | Or(items=items):
            return sum(size(item, policy, terms) for item in items)
        case Name(name=name) if name in policy.terms:
            if name not in terms:
                terms[name] = size(policy.terms[name].meaning.tree, policy, terms)
            return terms[name]
        case Member(options=options) | HasAny(options=options):
            return min(len(options), LONGEST_LIST)
        case Compare(left=left, right=right) if not isinstance(left, Literal) and not isinstance(right, Literal):
            return 2
        case _:
            return 1


def _leaf(node: Node, properties: Properties, holds: bool) -> Written:
    match node:
        case Compare(operator=sign, left=left, right=right):
            return _comparison(sign if holds else _OPPOSITE[sign], left, right, properties)
        case Member(item=item, options=options):
            return _member(item, options, properties, holds)
        case HasAny(options=options) if len(options) <= LONGEST_LIST:
            flags: list[Written] = [{_flag(node, key, properties): 1 if holds else 0} for key in options]
            return _joined("$or" if holds else "$and", flags)
        case Known(item=item):
            known = closure(item)
            flag = properties.flag(node, "known", lambda env: int(known(env) is not None))
            return {flag: 1 if holds else 0}
        case Literal(value=value):
            return {properties.keep(ALWAYS, lambda env: 1): 1 if value is holds else 0}
        case _:
            return {properties.of(node): 1 if holds else 0}


def _comparison(sign: str, left: Node, right: Node, properties: Properties) -> Written:
    if isinstance(left, Literal) and not isinstance(right, Literal):
        left, right, sign = right, left, _MIRRORED[sign]
    name = properties.of(left)
    if isinstance(right, Literal):
        return _compared(sign, name, _number(right)(right.value))
    other = properties.of(right)
    # With the property on the right missing every comparison fires, so that it must be there is asked as well.
    return {"$and": [{"$gte": {other: -EXACT}}, _compared(sign, name, {"$m": other})]}


def _compared(sign: str, name: str, other: Any) -> Written:
    return {_SIGNS[sign]: {name: other}} if _SIGNS[sign] else {name: other}


def _member(item: Node, options: tuple[Any, ...], properties: Properties, holds: bool) -> Written:
    if item.type.kind is Kind.CHOICE and not holds:
        others = tuple(key for key in item.type.choices if key not in options)
        if 0 < len(others) <= len(options):
            options, holds = others, True
    if len(options) > LONGEST_LIST:
        return {properties.of(Member(BOOLEAN, item, options)): 1 if holds else 0}
    name, number = properties.of(item), _number(item)
    each = [{name: number(option)} if holds else {"$neq": {name: number(option)}} for option in options]
    return _joined("$or" if holds else "$and", each)


def _flag(node: HasAny, key: str, properties: Properties) -> str:
    item = closure(node.item)

    def reads(env: Env) -> int | None:
        value = item(env)
        return None if value is None else int(key in value)

    return properties.flag(node.item, key, reads)


def _reader(node: Node) -> Property:
    compute, number = closure(node), _number(node)
    if isinstance(node, Name):
        # Facts are bounded when they are parsed, and the engine's border is crossed for every one of them.
        name = node.name
        if node.type.kind is Kind.CHOICE:
            ranks: dict[Any, int] = {key: rank for rank, key in enumerate(node.type.choices)}
            return lambda env: ranks.get(env.get(name))
        if node.type.kind is Kind.BOOLEAN:
            return lambda env: env.get(name)

    def reads(env: Env) -> int | None:
        value = compute(env)
        return None if value is None else number(value)

    return reads


def _number(node: Node) -> Callable[[Any], int]:
    kind = node.type.kind
    if kind is Kind.CHOICE:
        ranks: Mapping[str, int] = {key: rank for rank, key in enumerate(node.type.choices)}
        return ranks.__getitem__
    if kind is Kind.DATE:
        return date.toordinal
    return _bounded


def _bounded(value: int) -> int:
    return int(value) if -EXACT <= value <= EXACT else EXACT if value > 0 else -EXACT
