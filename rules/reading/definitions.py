"""Reads what a policy defines: parameters and terms; `tables` reads the tables."""

from collections import ChainMap
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Map
from itertools import pairwise
from typing import NamedTuple

from rules.dependencies import DAY
from rules.expressions import Expression, ExpressionError, Kind, Type
from rules.policy import Fact, Parameter, ParameterValue, Term
from rules.reading.document import Entry, Mapping, Scalar
from rules.reading.questions import fact_type
from rules.reading.shapes import Shapes
from rules.types import BOOLEAN, DATE, Scope
from rules.units import arithmetic_type

UNITS = ("CNY", "CNY/month", "CNY/year", "month", "year", "day", "working_day", "number", "share")

_Number = tuple[tuple[str, ...], int]


class _Declared(NamedTuple):
    """A parameter as far as its numbers need it."""

    name: str
    by: tuple[Type, ...]
    unit: str
    above: str | None


class Definitions:
    """The part of the reader that knows parameters, terms and tables; it gives expressions their scope."""

    def __init__(self, shapes: Shapes, facts: Map[str, Fact], sources: Map[str, object]) -> None:
        self.shapes = shapes
        self.problems = shapes.problems
        self.facts = facts
        self.sources = sources
        self.types: dict[str, Type] = {DAY: DATE, **{name: fact_type(fact) for name, fact in facts.items()}}
        self.parameter_types: dict[str, tuple[tuple[Type, ...], Type]] = {}
        self.bracket_types: dict[str, tuple[Type, Type]] = {}
        self._unread: dict[str, Callable[[], None]] = {}
        self._reading: list[str] = []
        names = ChainMap[str, object](self.types, self._unread)  # type: ignore[arg-type]
        self.scope = Scope(lambda: names, self._type_of, self.parameter_types, self.bracket_types)

    def _type_of(self, name: str) -> Type:
        """Return the type of a name; a term not yet read is read first."""
        if name not in self.types and name in self._unread:
            if name in self._reading:
                circle = " → ".join([*self._reading[self._reading.index(name) :], name])
                line = self._term_lines[name]
                self.problems.add(line, f"Terms are defined by one another: {circle}", "define one of them by facts")
                return BOOLEAN
            self._reading.append(name)
            self._unread[name]()
            self._reading.remove(name)
        return self.types.get(name, BOOLEAN)

    def source(self, entry: Mapping, what: str, line: int, key: str = "source") -> str:
        """Return the source a rule or number names; every one needs one."""
        name = self.shapes.plain(entry.entries.get(key), f"the source of {what}", line)
        if name and name not in self.sources:
            place = entry.lines.get(key, line)
            self.problems.add(place, f"There is no source '{name[:40]}'", "add it under sources or name another")
        return name

    def declare(self, name: str, line: int, type_: Type) -> None:
        self.shapes.word(name, "a term or table", line)
        self._refuse_taken(name, line)
        self.types[name] = type_

    def _refuse_taken(self, name: str, line: int) -> None:
        if name in self.types or name in self.parameter_types or name in self.bracket_types:
            self.problems.add(line, f"'{name}' is the name of something else already", "give it another name")

    def parameters(self, entry: Entry | None) -> dict[str, Parameter]:
        """Read the parameters."""
        return self.shapes.named(entry, self._parameter, "parameters")

    def _parameter(self, name: str, line: int, entry: Mapping) -> Parameter:
        self.shapes.mapping(entry, f"parameter {name}", ("unit", "by", "above", "values", "title"))
        unit = self.shapes.one_of(entry.entries.get("unit"), UNITS, "unit", line)
        by = self._keys(name, line, entry.entries.get("by"))
        self._refuse_taken(name, line)
        self.shapes.word(name, "a parameter", line)
        above = self._above(name, by, unit, entry)
        declared = _Declared(name, tuple(self.types[each] for each in by if each in self.types), unit, above)
        if above is None:
            self.parameter_types[name] = (declared.by, unit_type(unit))
        values = [
            self._values(declared, self.shapes.mapping(each, f"the values of {name}"))
            for each in self.shapes.items(entry.entries.get("values"), f"the values of {name}")
        ]
        if not values:
            self.problems.add(line, f"Parameter {name} has no values", "write values: with from: and source:")
        if any(later.start < earlier.start for earlier, later in pairwise(values)):
            self.problems.add(line, f"The values of {name} are not in the order of their days", "order them by from:")
        given = [(value.start, keys) for value in values for keys in value.values]
        if len(set(given)) < len(given):
            self.problems.add(line, f"{name} gives one number twice for the same day", "keep one of them")
        title = self.shapes.optional_text(entry.entries.get("title"), f"the title of {name}")
        return Parameter(name, unit, by, tuple(values), title, above)

    def _above(self, name: str, by: tuple[str, ...], unit: str, entry: Mapping) -> str | None:
        """Read the unit of the thresholds of a parameter that has brackets, and declare it."""
        given = entry.entries.get("above")
        if given is None:
            return None
        above = self.shapes.one_of(given, UNITS, "unit", given.line)
        if by:
            self.problems.add(given.line, f"{name} has brackets and keys", "write either above: or by:")
        try:
            arithmetic_type("*", unit_type(above), unit_type(unit))
        except ExpressionError as error:
            self.problems.add(given.line, f"{name}: {error.message}", error.mend)
            above = "number"
        self.bracket_types[name] = (unit_type(above), unit_type(unit))
        return above

    def _keys(self, name: str, line: int, entry: Entry | None) -> tuple[str, ...]:
        if entry is None:
            return ()
        named = [entry] if isinstance(entry, Scalar) else self.shapes.items(entry, f"by of {name}")
        keys = tuple(self.shapes.plain(each, f"by of {name}", line) for each in named)
        for key in keys:
            if key not in self.types or self.types[key].kind is not Kind.CHOICE:
                self.problems.add(
                    entry.line, f"'{key[:40]}' is no choice to look {name} up by", "name a choice or table"
                )
        return keys[:2]

    def _values(self, declared: _Declared, entry: Mapping) -> ParameterValue:
        name = declared.name
        start = self.shapes.day(entry.entries.get("from"), f"from of {name}", entry.line)
        source = self.source(entry, f"the numbers of {name}", entry.line)
        if declared.above is not None:
            return ParameterValue(start, {}, source, self._brackets(declared, entry))
        numbers = dict(
            number
            for key, each in entry
            if key not in ("from", "source")
            for number in self._numbers(declared, (key,), each)
        )
        if not numbers:
            self.problems.add(entry.line, f"{name} has no number here", "write value: or a number for each choice")
        return ParameterValue(start, numbers, source)

    def _brackets(self, declared: _Declared, entry: Mapping) -> tuple[tuple[int, int], ...]:
        """Read thresholds with their numbers, the first threshold 0, each above the one before."""
        name = declared.name
        self.shapes.mapping(entry, f"the values of {name}", ("from", "source", "brackets"))
        whole = self.shapes.mapping(entry.entries.get("brackets"), f"the brackets of {name}")
        brackets = []
        for key, each in whole:
            threshold = Scalar(whole.lines[key], key)
            above = self.shapes.number(
                threshold, f"a threshold of {name}", each.line, scale=_scale(declared.above or "")
            )
            brackets.append((above, self.number(declared.unit, each, f"{name} above {key}")))
        if not brackets or brackets[0][0] != 0 or any(low >= high for (low, _), (high, _) in pairwise(brackets)):
            self.problems.add(entry.line, f"The brackets of {name} do not rise from 0", "write {0: …, 100: …}")
        return tuple(brackets)

    def _numbers(self, declared: _Declared, keys: tuple[str, ...], entry: Entry) -> Iterator[_Number]:
        """Yield the keys and the number of each choice written under `keys`."""
        name, by = declared.name, declared.by
        if not by and keys != ("value",):
            self.problems.add(entry.line, f"'{keys[0]}' is not known in {name}", "write value: and the number")
        elif by and keys[-1] not in by[len(keys) - 1].choices:
            options = ", ".join(by[len(keys) - 1].choices)
            self.problems.add(entry.line, f"No choice of {name} is called '{keys[-1]}'", f"use {options}")
        elif isinstance(entry, Mapping) and len(keys) < len(by):
            for key, each in entry:
                yield from self._numbers(declared, (*keys, key), each)
        else:
            yield keys if by else (), self.number(declared.unit, entry, f"{name} {' '.join(keys)}")

    def number(self, unit: str, entry: Entry | None, what: str, line: int = 0) -> int:
        """Return a number of a unit: fen for money, 1/10,000 for a share."""
        if unit == "share":
            return self.shapes.share(entry, what) or 0
        return self.shapes.number(entry, what, line if entry is None else entry.line, scale=_scale(unit))

    def terms(self, entry: Entry | None) -> dict[str, Term]:
        """Read the terms, each after those it names."""
        whole = self.shapes.mapping(entry, "terms")
        self._term_lines = dict(whole.lines)
        read: dict[str, Term] = {}
        for name, each in whole:
            self._refuse_taken(name, whole.lines[name])
            mapping = self.shapes.mapping(each, f"term {name}", ("is", "source", "title"))
            self._unread[name] = lambda name=name, mapping=mapping: self._term(name, mapping, read)  # type: ignore[misc]
        for name in whole.entries:
            self._type_of(name)
        return {name: read[name] for name in whole.entries if name in read}

    def _term(self, name: str, entry: Mapping, read: dict[str, Term]) -> None:
        line = self._term_lines[name]
        self.shapes.word(name, "a term", line)
        source = self.source(entry, f"term {name}", line)
        meaning = self.shapes.expression(entry.entries.get("is"), self.scope, f"term {name}", line)
        title = self.shapes.optional_text(entry.entries.get("title"), f"the title of {name}")
        self.types[name] = BOOLEAN if meaning is None else meaning.type
        if meaning is not None:
            read[name] = Term(name, meaning, source, title)

    def condition(self, entry: Entry | None, what: str, line: int) -> Expression | None:
        """Read an expression that is yes or no."""
        return self.shapes.expression(entry, self.scope, what, line, BOOLEAN)


def unit_type(unit: str) -> Type:
    """Return the type of a number of a unit."""
    if unit.startswith("CNY"):
        return Type(Kind.MONEY, unit)
    if unit == "share":
        return Type(Kind.SHARE)
    return Type(Kind.NUMBER, None if unit == "number" else unit)


def _scale(unit: str) -> int:
    return 100 if unit.startswith("CNY") else 1
