"""Decision tables in columns: how the rows that match make one output, where some rows cannot be told (DMN 1.3, 8.2.8).

Rows that give the same are joined by Kleene's `or`, in the order in which they count. Each way to decide yields its
columns step by step, so that those of several tables are written side by side.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

import ibis
from ibis.expr import types as ir

from rules.expressions import Kind
from rules.policy import HitPolicy, Output, Table
from rules.population.exact import Exact
from rules.population.expressions import NUMBERS, WHOLE, Expressions, balanced, rank
from rules.population.sheet import Sheet, Value

Step = dict[str, Value]


class Group(NamedTuple):
    """Rows that give the same. code: what they give, as a column holds it. rows: their places."""

    code: int
    rows: tuple[int, ...]


def decide_tables(sheet: Sheet, tables: Iterable[Table]) -> None:
    """Write what tables come to that do not read one another: their rows, what contradicts itself, their outputs."""
    expressions = Expressions(sheet)
    written = [(table, [expressions.test(row.when.tree) for row in table.rows]) for table in tables]
    sheet.write({row_name(table, n): row for table, rows in written for n, row in enumerate(rows, 1)})
    deciding = [_WAYS[table.hit](_Deciding(sheet, table)) for table, _ in written]
    for steps in zip_longest(*deciding, fillvalue={}):
        sheet.write({name: value for step in steps for name, value in step.items()})


def row_name(table: Table, n: int) -> str:
    """Return the column that says whether the nth row matches, from 1."""
    return f"{table.name} row {n}"


def conflict_name(table: Table) -> str:
    """Return the column that says whether rows contradict one another, where `can_conflict`."""
    return f"{table.name} conflict"


def can_conflict(table: Table) -> bool:
    """Tell whether rows of a table could contradict one another."""
    return table.hit in (HitPolicy.UNIQUE, HitPolicy.ANY)


class _Deciding:
    """One table while it is decided. Each way is named after a hit policy and ends with the table's own column."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        self.sheet, self.table = sheet, table

    def first(self) -> Iterator[Step]:
        """The first row that matches, unless one before it cannot be told and gives another output."""
        same = groupby(range(len(self.table.rows)), key=lambda place: self._code(self.table.rows[place].gives))
        yield from self._first_of([Group(code, tuple(places)) for code, places in same])

    def highest(self) -> Iterator[Step]:
        """The highest output: the first in falling order."""
        yield from self._first_of(self._by_output()[::-1])

    def lowest(self) -> Iterator[Step]:
        """The lowest output: the first in rising order."""
        yield from self._first_of(self._by_output())

    def _first_of(self, groups: Sequence[Group]) -> Iterator[Step]:
        yield self._joined(groups)
        matches, otherwise = self._matches(groups), self._otherwise()
        sure = [(matches, group.code) for matches, group in zip(matches, groups, strict=True)]
        name = f"{self.table.name} sure"
        yield {name: self._typed(ibis.cases(*sure, else_=otherwise))}
        told = []
        for match, group in zip(self._matches(groups), groups, strict=True):
            told += [(match, group.code), (match.isnull() & ~self.sheet[name].identical_to(group.code), None)]
        yield {self.table.name: self._output(ibis.cases(*told, else_=otherwise))}

    def unique(self) -> Iterator[Step]:
        """The one row that matches; it settles the table whatever the others are."""
        groups = self._by_output()
        rows = [self._row(place) for place in range(len(self.table.rows))]
        yield {**self._joined(groups), conflict_name(self.table): _several(rows)}
        yield self._only(groups)

    def any(self) -> Iterator[Step]:
        """What all rows that match give; one of them settles the table whatever the others are."""
        groups = self._by_output()
        yield self._joined(groups)
        yield {conflict_name(self.table): _several(self._matches(groups))}
        yield self._only(groups)

    def _only(self, groups: Sequence[Group]) -> Step:
        matches, otherwise = self._matches(groups), self._otherwise()
        told = [(match, group.code) for match, group in zip(matches, groups, strict=True)]
        others = [match for match, group in zip(matches, groups, strict=True) if group.code != otherwise]
        nobody = ~balanced(operator.or_, others) if others else ibis.literal(True)
        return {
            self.table.name: self._output(
                ibis.cases((self.sheet[conflict_name(self.table)], None), *told, (nobody, otherwise))
            )
        }

    def sum(self) -> Iterator[Step]:
        """The sum of the rows that match; a row that gives nothing changes it only where no other matches."""
        rows = [self._row(place) for place in range(len(self.table.rows))]
        gives = [self._code(row.gives) for row in self.table.rows]
        parts = [row.cast("int64") * code for row, code in zip(rows, gives, strict=True) if code]
        some = balanced(operator.or_, rows)
        total = balanced(operator.add, parts) if parts else 0
        yield {self.table.name: self._output(ibis.cases((some, total), (~some, self._otherwise())))}

    def count(self) -> Iterator[Step]:
        """How many rows match."""
        rows = [self._row(place).cast("int64") for place in range(len(self.table.rows))]
        yield {self.table.name: Exact(balanced(operator.add, rows))}

    def collect(self) -> Iterator[Step]:
        """The outputs of the rows that match, in their order."""
        rows = [self._row(place) for place in range(len(self.table.rows))]
        each = [ibis.cases((row, str(given.gives))) for row, given in zip(rows, self.table.rows, strict=True)]
        told = balanced(operator.and_, [row.notnull() for row in rows])
        yield {self.table.name: ibis.cases((told, ibis.array(each).filter(lambda key: key.notnull())))}

    def _by_output(self) -> list[Group]:
        """Rows that give the same, in rising order of what they give."""
        codes = [self._code(row.gives) for row in self.table.rows]
        return [Group(code, tuple(n for n, each in enumerate(codes) if each == code)) for code in sorted(set(codes))]

    def _joined(self, groups: Sequence[Group]) -> Step:
        return {
            self._group_name(group): balanced(operator.or_, [self._row(place) for place in group.rows])
            for group in groups
            if len(group.rows) > 1
        }

    def _matches(self, groups: Sequence[Group]) -> list[ir.BooleanValue]:
        alone = [len(group.rows) == 1 for group in groups]
        return [
            self._row(group.rows[0]) if one else self.sheet.test(self._group_name(group))
            for one, group in zip(alone, groups, strict=True)
        ]

    def _group_name(self, group: Group) -> str:
        return f"{self.table.name} rows from {group.rows[0] + 1}"

    def _row(self, place: int) -> ir.BooleanValue:
        return self.sheet.test(row_name(self.table, place + 1))

    def _code(self, gives: Output) -> int:
        """Return an output as a column holds it."""
        return rank(self.table.type, gives) if isinstance(gives, str) else int(gives)

    def _otherwise(self) -> int | None:
        return None if self.table.otherwise is None else self._code(self.table.otherwise)

    def _typed(self, codes: ir.Value) -> ir.Value:
        return codes.cast("int64" if self.table.type.kind in NUMBERS else "int16")

    def _output(self, codes: ir.Value) -> Value:
        """Return codes as what the table's own column holds."""
        kind = self.table.type.kind
        if kind in NUMBERS:
            return Exact(codes.cast("int64"), WHOLE if kind is Kind.SHARE else 1)
        return codes.cast("boolean" if kind is Kind.BOOLEAN else "int16")


def _several(matches: Sequence[ir.BooleanValue]) -> ir.BooleanValue:
    """Tell whether more than one surely matches."""
    return balanced(operator.add, [match.fill_null(False).cast("int64") for match in matches]) > 1


_WAYS: dict[HitPolicy, Callable[[_Deciding], Iterator[Step]]] = {
    HitPolicy.FIRST: _Deciding.first,
    HitPolicy.PRIORITY: _Deciding.highest,
    HitPolicy.MAX: _Deciding.highest,
    HitPolicy.MIN: _Deciding.lowest,
    HitPolicy.UNIQUE: _Deciding.unique,
    HitPolicy.ANY: _Deciding.any,
    HitPolicy.SUM: _Deciding.sum,
    HitPolicy.COUNT: _Deciding.count,
    HitPolicy.COLLECT: _Deciding.collect,
}
