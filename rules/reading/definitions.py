"""Reads what a policy defines: parameters, terms, tables."""

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Map
from itertools import pairwise
from typing import NamedTuple

from rules.dependencies import DAY
from rules.expressions import Expression, Kind, Type
from rules.hits import SUPPORTED
from rules.policy import Fact, HitPolicy, Parameter, ParameterValue, Row, Table, Term, Text
from rules.reading.document import Entry, Mapping, Scalar
from rules.reading.questions import fact_type
from rules.reading.shapes import Shapes
from rules.types import BOOLEAN, DATE, Scope

_UNITS = ("CNY", "CNY/month", "CNY/year", "month", "year", "day", "number", "share")


_Number = tuple[tuple[str, ...], int]


class _Declared(NamedTuple):
    """A parameter as far as its numbers need it."""

    name: str
    by: tuple[Type, ...]
    unit: str


class Definitions:
    """The part of the reader that knows parameters, terms and tables; it gives expressions their scope."""

    def __init__(self, shapes: Shapes, facts: Map[str, Fact], sources: Map[str, object]) -> None:
        self.shapes = shapes
        self.problems = shapes.problems
        self.facts = facts
        self.sources = sources
        self.types: dict[str, Type] = {DAY: DATE, **{name: fact_type(fact) for name, fact in facts.items()}}
        self.parameter_types: dict[str, tuple[tuple[Type, ...], Type]] = {}
        self._unread: dict[str, Callable[[], None]] = {}
        self._reading: list[str] = []
        self.scope = Scope(lambda: [*self.types, *self._unread], self._type_of, self.parameter_types)

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

    def tables_declared(self, entry: Entry | None) -> dict[str, Map[str, Text]]:
        """Read what every table gives, before any expression names a table."""
        whole = self.shapes.mapping(entry, "tables")
        outputs = {}
        for name, each in whole:
            table = self.shapes.mapping(each, f"table {name}")
            outputs[name] = self._outputs(name, table.entries.get("gives"), whole.lines[name])
            self._declare(name, whole.lines[name], Type(Kind.CHOICE, None, tuple(outputs[name])))
        return outputs

    def _declare(self, name: str, line: int, type_: Type) -> None:
        self.shapes.word(name, "a term or table", line)
        if name in self.types or name in self.parameter_types:
            self.problems.add(line, f"'{name}' is the name of something else already", "give it another name")
        self.types[name] = type_

    def _outputs(self, name: str, entry: Entry | None, line: int) -> Map[str, Text]:
        """Read 'choice of none, B, A' or {none: {zh, en}, …}, in rising order."""
        if isinstance(entry, Scalar) and entry.text.startswith("choice of "):
            keys = [key.strip() for key in entry.text.removeprefix("choice of ").split(",")]
            return {self.shapes.word(key, "an output", entry.line): Text(key, key) for key in keys}
        if entry is None:
            self.problems.add(line, f"Table {name} does not say what it gives", "write gives: choice of none, B, A")
        outputs = self.shapes.mapping(entry, f"what table {name} gives")
        return {
            self.shapes.word(key, "an output", outputs.lines[key]): self.shapes.text(each, key, each.line)
            for key, each in outputs
        }

    def parameters(self, entry: Entry | None) -> dict[str, Parameter]:
        """Read the parameters."""
        return self.shapes.named(entry, self._parameter, "parameters")

    def _parameter(self, name: str, line: int, entry: Mapping) -> Parameter:
        self.shapes.mapping(entry, f"parameter {name}", ("unit", "by", "values", "title"))
        unit = self.shapes.one_of(entry.entries.get("unit"), _UNITS, "unit", line)
        by = self._keys(name, line, entry.entries.get("by"))
        if name in self.types:
            self.problems.add(line, f"'{name}' is the name of something else already", "give it another name")
        self.shapes.word(name, "a parameter", line)
        keys = tuple(self.types[each] for each in by if each in self.types)
        self.parameter_types[name] = (keys, _unit_type(unit))
        values = [
            self._values(name, keys, unit, self.shapes.mapping(each, f"the values of {name}"))
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
        return Parameter(name, unit, by, tuple(values), title)

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

    def _values(self, name: str, by: tuple[Type, ...], unit: str, entry: Mapping) -> ParameterValue:
        start = self.shapes.day(entry.entries.get("from"), f"from of {name}", entry.line)
        source = self.source(entry, f"the numbers of {name}", entry.line)
        declared = _Declared(name, by, unit)
        numbers = dict(
            number
            for key, each in entry
            if key not in ("from", "source")
            for number in self._numbers(declared, (key,), each)
        )
        if not numbers:
            self.problems.add(entry.line, f"{name} has no number here", "write value: or a number for each choice")
        return ParameterValue(start, numbers, source)

    def _numbers(self, declared: _Declared, keys: tuple[str, ...], entry: Entry) -> Iterator[_Number]:
        """Yield the keys and the number of each choice written under `keys`."""
        name, by, unit = declared.name, declared.by, declared.unit
        if not by and keys != ("value",):
            self.problems.add(entry.line, f"'{keys[0]}' is not known in {name}", "write value: and the number")
        elif by and keys[-1] not in by[len(keys) - 1].choices:
            options = ", ".join(by[len(keys) - 1].choices)
            self.problems.add(entry.line, f"No choice of {name} is called '{keys[-1]}'", f"use {options}")
        elif isinstance(entry, Mapping) and len(keys) < len(by):
            for key, each in entry:
                yield from self._numbers(declared, (*keys, key), each)
        elif unit == "share":
            yield keys if by else (), self.shapes.share(entry, name) or 0
        else:
            scale = 100 if unit.startswith("CNY") else 1
            yield keys if by else (), self.shapes.number(entry, f"{name} {' '.join(keys)}", entry.line, scale=scale)

    def terms(self, entry: Entry | None) -> dict[str, Term]:
        """Read the terms, each after those it names."""
        whole = self.shapes.mapping(entry, "terms")
        self._term_lines = dict(whole.lines)
        read: dict[str, Term] = {}
        for name, each in whole:
            if name in self.types or name in self.parameter_types:
                self.problems.add(whole.lines[name], f"'{name}' is the name of something else already", "rename it")
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

    def tables(self, entry: Entry | None, outputs: Map[str, Map[str, Text]]) -> dict[str, Table]:
        """Read the rows of every table."""

        def read(name: str, line: int, table: Mapping) -> Table:
            return self._table(name, line, table, outputs.get(name, {}))

        return self.shapes.named(entry, read, "tables")

    def _table(self, name: str, line: int, entry: Mapping, outputs: Map[str, Text]) -> Table:
        self.shapes.mapping(entry, f"table {name}", ("title", "hit", "gives", "rows", "otherwise"))
        title = entry.entries.get("title")
        rows = self.shapes.items(entry.entries.get("rows"), f"the rows of {name}")
        if not rows:
            self.problems.add(line, f"Table {name} has no rows", "write rows: with when:, gives: and source:")
        otherwise = entry.entries.get("otherwise")
        return Table(
            name,
            Text(name, name) if title is None else self.shapes.text(title, f"the title of {name}", line),
            self._hit(name, entry, line),
            outputs,
            tuple(row for each in rows if (row := self._row(name, each, outputs)) is not None),
            None if otherwise is None else self._output(name, otherwise, outputs),
        )

    def _hit(self, name: str, entry: Mapping, line: int) -> HitPolicy:
        hit = HitPolicy(self.shapes.one_of(entry.entries.get("hit"), [str(each) for each in HitPolicy], "hit", line))
        if hit not in SUPPORTED:
            options = ", ".join(SUPPORTED)
            self.problems.add(entry.lines["hit"], f"Tables cannot yet {hit}; {name} does", f"use {options}")
            return HitPolicy.FIRST
        return hit

    def _output(self, name: str, entry: Entry | None, outputs: Map[str, Text]) -> str:
        line = 0 if entry is None else entry.line
        text = self.shapes.plain(entry, f"what a row of {name} gives", line)
        if text and text not in outputs:
            self.problems.add(line, f"Table {name} gives no '{text[:40]}'", f"use {', '.join(outputs)}")
        return text

    def _row(self, table: str, entry: Entry, outputs: Map[str, Text]) -> Row | None:
        row = self.shapes.mapping(entry, f"a row of {table}", ("when", "gives", "source", "says"))
        line = entry.line
        when = self.condition(row.entries.get("when"), f"a row of {table}", line)
        source = self.source(row, f"a row of {table}", line)
        if "gives" not in row.entries:
            self.problems.add(line, f"A row of {table} gives nothing", f"write gives: {' or '.join(outputs)}")
            return None
        gives = self._output(table, row.entries["gives"], outputs)
        says = self.shapes.optional_text(row.entries.get("says"), f"says of a row of {table}")
        return None if when is None else Row(when, gives, source, says, line)


def _unit_type(unit: str) -> Type:
    if unit.startswith("CNY"):
        return Type(Kind.MONEY, unit)
    if unit == "share":
        return Type(Kind.SHARE)
    return Type(Kind.NUMBER, None if unit == "number" else unit)
