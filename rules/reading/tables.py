"""Reads decision tables: what each gives, how its rows combine, its rows."""

from collections.abc import Mapping as Map
from typing import NamedTuple

from rules.expressions import Kind, Type
from rules.policy import HitPolicy, Output, Row, Table, Text
from rules.reading.definitions import UNITS, Definitions, unit_type
from rules.reading.document import Entry, Mapping, Scalar
from rules.types import BOOLEAN

_NUMBERS = (Kind.NUMBER, Kind.MONEY, Kind.SHARE)
#: What a row must give for its hit policy to combine it.
_COMBINES = {
    HitPolicy.SUM: (_NUMBERS, "numbers, money or shares", "write gives: number or gives: CNY"),
    HitPolicy.COLLECT: ((Kind.CHOICE,), "choices", "write gives: choice of …"),
}


class _Declared(NamedTuple):
    """What a table gives: the type of a row's output, its unit, and what its choices are called."""

    type: Type
    unit: str
    labels: Map[str, Text]
    hit: HitPolicy


class Tables:
    """The part of the reader that knows tables. Declare them all before any expression names one."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.shapes = definitions.shapes
        self.problems = definitions.problems
        self._declared: dict[str, _Declared] = {}

    def declare(self, entry: Entry | None) -> None:
        """Read what every table gives, so that expressions can name it."""
        whole = self.shapes.mapping(entry, "tables")
        for name, each in whole:
            table, line = self.shapes.mapping(each, f"table {name}"), whole.lines[name]
            declared = self._gives(name, table, line)
            self._declared[name] = declared
            value = Table(name, Text("", ""), declared.hit, declared.labels, (), type=declared.type).value_type
            self.definitions.declare(name, line, value)

    def _gives(self, name: str, table: Mapping, line: int) -> _Declared:
        hits = [str(each) for each in HitPolicy]
        hit = HitPolicy(self.shapes.one_of(table.entries.get("hit"), hits, "hit", line))
        entry = table.entries.get("gives")
        if entry is None and hit is HitPolicy.COUNT:
            entry = Scalar(line, "boolean")
        unit = entry.text.strip() if isinstance(entry, Scalar) else ""
        if unit in UNITS:
            declared = _Declared(unit_type(unit), unit, {}, hit)
        elif unit == "boolean":
            declared = _Declared(BOOLEAN, unit, {}, hit)
        else:
            labels = self._labels(name, entry, line)
            declared = _Declared(Type(Kind.CHOICE, None, tuple(labels)), "choice", labels, hit)
        kinds, needed, mend = _COMBINES.get(hit, ((declared.type.kind,), "", ""))
        if declared.type.kind not in kinds:
            self.problems.add(table.lines["hit"], f"{name}: {hit} combines {needed}, not {declared.unit}", mend)
        return declared

    def _labels(self, name: str, entry: Entry | None, line: int) -> Map[str, Text]:
        """Read 'choice of none, B, A' or {none: {zh, en}, …}, in rising order."""
        if isinstance(entry, Scalar) and entry.text.startswith("choice of "):
            keys = [key.strip() for key in entry.text.removeprefix("choice of ").split(",")]
            return {self.shapes.word(key, "an output", entry.line): Text(key, key) for key in keys}
        if entry is None:
            self.problems.add(line, f"Table {name} does not say what it gives", "write gives: choice of none, B, A")
        elif isinstance(entry, Scalar):
            mend = f"write choice of …, boolean or a unit: {', '.join(UNITS)}"
            self.problems.add(entry.line, f"Table {name} cannot give '{entry.text[:40]}'", mend)
            return {}
        outputs = self.shapes.mapping(entry, f"what table {name} gives")
        return {
            self.shapes.word(key, "an output", outputs.lines[key]): self.shapes.text(each, key, each.line)
            for key, each in outputs
        }

    def read(self, entry: Entry | None) -> dict[str, Table]:
        """Read every table with its rows."""
        return self.shapes.named(entry, self._table, "tables")

    def _table(self, name: str, line: int, entry: Mapping) -> Table:
        self.shapes.mapping(entry, f"table {name}", ("title", "hit", "gives", "rows", "otherwise"))
        title = entry.entries.get("title")
        rows = self.shapes.items(entry.entries.get("rows"), f"the rows of {name}")
        if not rows:
            self.problems.add(line, f"Table {name} has no rows", "write rows: with when:, gives: and source:")
        declared, otherwise = self._declared[name], entry.entries.get("otherwise")
        left_open = isinstance(otherwise, Scalar) and otherwise.text == "unknown" and "unknown" not in declared.labels
        return Table(
            name,
            Text(name, name) if title is None else self.shapes.text(title, f"the title of {name}", line),
            declared.hit,
            declared.labels,
            tuple(row for each in rows if (row := self._row(name, declared, each)) is not None),
            None if otherwise is None or left_open else self._output(name, declared, otherwise),
            declared.type,
            left_open,
            line,
        )

    def _row(self, table: str, declared: _Declared, entry: Entry) -> Row | None:
        row = self.shapes.mapping(entry, f"a row of {table}", ("when", "gives", "source", "says"))
        line = entry.line
        when = self.definitions.condition(row.entries.get("when"), f"a row of {table}", line)
        source = self.definitions.source(row, f"a row of {table}", line)
        if "gives" not in row.entries and declared.hit is not HitPolicy.COUNT:
            mend = f"write gives: {' or '.join(declared.labels) or declared.unit}"
            self.problems.add(line, f"A row of {table} gives nothing", mend)
            return None
        gives = self._output(table, declared, row.entries.get("gives", Scalar(line, "true")))
        says = self.shapes.optional_text(row.entries.get("says"), f"says of a row of {table}")
        return None if when is None else Row(when, gives, source, says, line)

    def _output(self, name: str, declared: _Declared, entry: Entry) -> Output:
        if declared.type.kind is Kind.BOOLEAN:
            return self.shapes.truth(entry, f"what {name} gives")
        if declared.type.kind is not Kind.CHOICE:
            return self.definitions.number(declared.unit, entry, f"what {name} gives")
        text = self.shapes.plain(entry, f"what a row of {name} gives", entry.line)
        if text and text not in declared.labels:
            self.problems.add(entry.line, f"Table {name} gives no '{text[:40]}'", f"use {', '.join(declared.labels)}")
        return text
