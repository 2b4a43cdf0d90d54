"""Expressions compiled to Python functions: Kleene's three values, exact integers, money in fen. None: not known.

Each node becomes a piece of Python source in which every name is one of the policy's words with a prefix and every
constant is bound from outside, so that nothing a policy writes is ever executed as text.
Source of the logic: S. C. Kleene, Introduction to Metamathematics, 1952, §64.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

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
    Tiered,
    walk,
)

#: What an expression reads: facts, terms, tables and, under their own names, the parameters of the day.
Env = dict[str, Any]
Closure = Callable[[Env], Any]

#: Most parts of an and or or that are written side by side: Python's own parser is recursive.
_SIDE_BY_SIDE = 12


def closure(node: Node) -> Closure:
    """Compile a typed tree to a function of what is known.

    The function returns the value (money in fen, a choice by key, fractions exactly), or None when it cannot be told.
    """
    source = Source()
    written = source.written(node)
    compiled: Closure = source.function([node], [f"return {written}"])
    return compiled


def judge(conditions: Sequence[Node]) -> Callable[[Env], tuple[bool | None, ...]]:
    """Compile conditions to one function that says of each whether it holds, fails or, with None, cannot be told."""
    source = Source()
    listed = ", ".join(source.written(each) for each in conditions)
    return source.function(conditions, [f"return ({listed}{',' if conditions else ''})"])


def definitions(terms: Sequence[tuple[str, Node]]) -> Callable[[Env], None]:
    """Compile terms, each after those it names, to one function that writes their values into what is known."""
    source = Source()
    lines = [f"env[{name!r}] = v_{name} = {source.written(node)}" for name, node in terms]
    own = {name for name, _ in terms}
    return source.function([node for _, node in terms], lines or ["pass"], own)


class LookedUp(NamedTuple):
    """A number that an expression looks up. guards: the tests on the way to it, and how each must come out."""

    guards: tuple[tuple[Node, bool], ...]
    parameter: str
    keys: tuple[Node, ...]


def lookups(found: Sequence[LookedUp]) -> Callable[[Env], tuple[tuple[Any, ...] | None, ...]]:
    """Compile lookups to one function that says of each which parameter and keys it reads; None: it is not reached."""
    source = Source()
    listed = "".join(f"{source.reached(each)}, " for each in found)
    nodes = [node for each in found for node in (*(test for test, _ in each.guards), *each.keys)]
    return source.function(nodes, [f"return ({listed})"])


class Source:
    """Writes nodes as Python, one small method per kind of node, and keeps the constants they need."""

    def __init__(self) -> None:
        self.constants: dict[str, Any] = dict(_FUNCTIONS)
        self._temporaries = 0

    def function(self, nodes: Iterable[Node], lines: Sequence[str], own: Iterable[str] = ()) -> Callable[[Env], Any]:
        """Return a function of `env` with these lines. own: the names its lines define themselves."""
        parts = [part for node in nodes for part in walk(node)]
        names = dict.fromkeys(part.name for part in parts if isinstance(part, Name))
        numbers = dict.fromkeys(part.parameter for part in parts if isinstance(part, Lookup | Tiered))
        read = [f"v_{name} = env.get({name!r})" for name in names if name not in set(own)]
        read += [f"p_{name} = env[{name!r}]" for name in numbers]
        body = "\n    ".join([*read, *lines])
        scope = dict(self.constants)
        exec(compile(f"def compiled(env):\n    {body}\n", "<policy>", "exec"), scope)  # noqa: S102  see the docstring
        compiled: Callable[[Env], Any] = scope["compiled"]
        return compiled

    def written(self, node: Node) -> str:
        """Return a node as an expression whose value is None where it cannot be told."""
        method: Callable[[Any], str] = getattr(self, f"_{type(node).__name__.lower()}")
        return method(node)

    def reached(self, lookup: LookedUp) -> str:
        """Return a lookup as a tuple of its parameter and keys, or None where a guard comes out otherwise."""
        guards = " and ".join(f"{self.written(test)} is {wanted}" for test, wanted in lookup.guards)
        keys = "".join(f", {self.written(key)}" for key in lookup.keys)
        return f"(({lookup.parameter!r},{keys.removeprefix(',')}) if {guards or True} else None)"

    def _constant(self, value: Any) -> str:
        if isinstance(value, (bool, int)):
            return repr(value)
        name = f"c{len(self.constants)}"
        self.constants[name] = value
        return name

    def _known(self, node: Known) -> str:
        return f"({self.written(node.item)} is not None)"

    def _strict(self, nodes: Sequence[Node], pattern: str) -> str:
        """Fill a pattern with values, all of them known; None where one is not."""
        tests, values = [], []
        for node in nodes:
            test, value = self._value(node)
            values.append(value)
            if test:
                tests.append(f"{test} is None")
        filled = pattern.format(*values)
        return f"(None if {' or '.join(tests)} else {filled})" if tests else f"({filled})"

    def _value(self, node: Node) -> tuple[str, str]:
        """Return what to ask whether a value is known ('' where it always is) and how to write it after that."""
        written = self.written(node)
        if isinstance(node, Literal | Known):
            return "", written
        if isinstance(node, Name):
            return written, written
        kept = self._temporary()
        return f"({kept} := {written})", kept

    def _temporary(self) -> str:
        self._temporaries += 1
        return f"t{self._temporaries}"

    def _literal(self, node: Literal) -> str:
        return self._constant(Fraction(node.value, 10_000) if node.type.kind is Kind.SHARE else node.value)

    def _name(self, node: Name) -> str:
        return f"v_{node.name}"

    def _lookup(self, node: Lookup) -> str:
        return f"p_{node.parameter}.get(({''.join(f'{self.written(key)}, ' for key in node.keys)}))"

    def _tiered(self, node: Tiered) -> str:
        return self._strict([node.item], f"tiered({{}}, p_{node.parameter})")

    def _not(self, node: Not) -> str:
        return self._strict([node.item], "not {}")

    def _and(self, node: And) -> str:
        return self._joined(node, node.items, "False", "True")

    def _or(self, node: Or) -> str:
        return self._joined(node, node.items, "True", "False")

    def _joined(self, node: And | Or, items: Sequence[Node], decisive: str, otherwise: str) -> str:
        if len(items) > _SIDE_BY_SIDE:
            groups = range(0, len(items), _SIDE_BY_SIDE)
            items = [type(node)(node.type, tuple(items[start : start + _SIDE_BY_SIDE])) for start in groups]
            return self._joined(node, items, decisive, otherwise)
        asked, open_ = [], []
        for item in items:
            test, value = self._value(item)
            asked.append(f"{decisive} if {test or value} is {decisive} else ")
            if test:
                open_.append(f"{value} is None")
        unknown = f"None if {' or '.join(open_)} else " if open_ else ""
        return f"({''.join(asked)}{unknown}{otherwise})"

    def _compare(self, node: Compare) -> str:
        if node.left.type.kind is not Kind.CHOICE or node.operator in ("==", "!="):
            return self._strict([node.left, node.right], f"{{}} {node.operator} {{}}")
        ranks = self._constant({key: rank for rank, key in enumerate(node.left.type.choices)})
        return self._strict([node.left, node.right], f"{ranks}[{{}}] {node.operator} {ranks}[{{}}]")

    def _member(self, node: Member) -> str:
        return self._strict([node.item], f"{{}} in {self._constant(frozenset(node.options))}")

    def _hasany(self, node: HasAny) -> str:
        return self._strict([node.item], f"not {self._constant(frozenset(node.options))}.isdisjoint({{}})")

    def _either(self, node: Either) -> str:
        test, value = self._value(node.test)
        chosen = f"{self.written(node.yes)} if {value} else {self.written(node.no)}"
        return f"(None if {test} is None else {chosen})" if test else f"({chosen})"

    def _arithmetic(self, node: Arithmetic) -> str:
        if node.operator in ("/", "//"):
            name = "quotient" if node.operator == "/" else "whole_quotient"
            return self._strict([node.left, node.right], f"{name}({{}}, {{}})")
        return self._strict([node.left, node.right], f"{{}} {node.operator} {{}}")

    def _call(self, node: Call) -> str:
        listed = ", ".join("{}" for _ in node.arguments)
        if node.function in ("min", "max") and node.type.choices:
            listed += f", key={self._constant(node.type.choices)}.index"
        return self._strict(node.arguments, f"{node.function}({listed})")


def half_up(value: Fraction | int) -> int:
    """Round to a whole number, a half away from zero, as sums of money are rounded by hand."""
    return math.floor(value + Fraction(1, 2)) if value >= 0 else -math.floor(-value + Fraction(1, 2))


def tiered(value: int, brackets: Sequence[tuple[int, Fraction | int]]) -> Fraction | int | None:
    """Cut a value at thresholds and add each part times the number of its bracket; None where there are none."""
    return sum(part * number for part, number in _cut(value, brackets)) if brackets else None


def _cut(value: int, brackets: Sequence[tuple[int, Fraction | int]]) -> Iterator[tuple[int, Fraction | int]]:
    for place, (above, number) in enumerate(brackets):
        upto = brackets[place + 1][0] if place + 1 < len(brackets) else max(value, above)
        yield max(0, min(value, upto) - above), number


def _later(day: date, months: int) -> date | None:
    """A day outside the calendar is a day nobody can tell."""
    try:
        return calendar.add_months(day, months)
    except OverflowError:
        return None


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "floor": math.floor,
    "ceil": math.ceil,
    "round": half_up,
    "tiered": tiered,
    "quotient": lambda one, other: None if other == 0 else Fraction(one) / other,
    "whole_quotient": lambda one, other: None if other == 0 else one // other,
    "months_between": calendar.months_between,
    "days_between": lambda start, end: (end - start).days,
    "whole_years": calendar.whole_years,
    "working_days_between": calendar.working_days_between,
    "add_months": _later,
    "month_end": calendar.month_end,
}
