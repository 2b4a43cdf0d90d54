"""Decision tables in columns: how the rows that match make one output, where some rows cannot be told (DMN 1.3, 8.2.8).

Most people are decided by the rows that surely match, in a CASE that DuckDB leaves at the first; only where something
that the table reads is not known are the rows asked again with care. Each way to decide yields its columns step by
step, so that those of several tables are written side by side.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from operator import itemgetter

import ibis
from ibis.expr import types as ir

from rules.expressions import And, Compare, Either, HasAny, Kind, Known, Literal, Member, Name, Not, Or, walk
from rules.policy import HitPolicy, Output, Table
from rules.population.exact import Exact
from rules.population.expressions import NUMBERS, WHOLE, Expressions, balanced, is_told, number_at, rank
from rules.population.sheet import Sheet, Value
from rules.types import BOOLEAN

Step = dict[str, Value]
#: Nodes that can be told wherever the names in them are known.
_TOLD_BY_NAMES = (And, Or, Not, Compare, Member, HasAny, Either, Known, Literal, Name)


def decide_tables(sheet: Sheet, tables: Iterable[Table], *, reasons: bool) -> None:
    """Write what tables come to that do not read one another and, for reasons, which of their rows match."""
    expressions = Expressions(sheet)
    judged = [(table, [expressions.test(row.when.tree) for row in table.rows]) for table in tables]
    if reasons:
        sheet.write({row_name(table, n): row for table, rows in judged for n, row in enumerate(rows, 1)})
        judged = [(table, [sheet.test(row_name(table, n + 1)) for n in range(len(rows))]) for table, rows in judged]
    deciding = [_WAYS[table.hit](_Deciding(sheet, table, rows)) for table, rows in judged]
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

    def __init__(self, sheet: Sheet, table: Table, rows: Sequence[ir.BooleanValue]) -> None:
        self.sheet, self.table, self.rows = sheet, table, rows
        self.codes = [self._code(row.gives) for row in table.rows]
        self.otherwise = None if table.otherwise is None else self._code(table.otherwise)

    def first(self) -> Iterator[Step]:
        """The first row that matches, unless one before it cannot be told and gives another output."""
        yield from self._first_of(range(len(self.rows)))

    def highest(self) -> Iterator[Step]:
        """The highest output: the first in falling order."""
        yield from self._first_of(sorted(range(len(self.rows)), key=self.codes.__getitem__, reverse=True))

    def lowest(self) -> Iterator[Step]:
        """The lowest output: the first in rising order."""
        yield from self._first_of(sorted(range(len(self.rows)), key=self.codes.__getitem__))

    def _first_of(self, order: Iterable[int]) -> Iterator[Step]:
        """Decide by the first row that surely matches; with care where one before it cannot be told."""
        rows = [(n, self.rows[place], self.codes[place]) for n, place in enumerate(order, 1)]
        place, sure = f"{self.table.name} place", f"{self.table.name} sure"
        yield {place: ibis.cases(*((row, n) for n, row, _ in rows), else_=len(rows) + 1).cast("int64")}
        yield {sure: number_at([*(code for _, _, code in rows), self.otherwise], self.sheet[place])}
        careful: list[tuple[ir.BooleanValue, int | None]] = []
        for n, row, code in rows:
            other = ~self.sheet[sure].identical_to(code)
            careful += [(self.sheet[place] == n, code), (other & ~is_told(row), None)]
        told = ibis.cases(*careful, else_=self.otherwise)
        known = self._all_known()
        yield self._own(told if known is None else ibis.cases((known, self.sheet[sure]), else_=told))

    def unique(self) -> Iterator[Step]:
        """The one row that matches; it settles the table whatever the others are."""
        yield from self._only(range(len(self.rows)))

    def any(self) -> Iterator[Step]:
        """What all rows that match give; one of them settles the table whatever the others are."""
        yield from self._only(self.codes)

    def _only(self, said: Sequence[int]) -> Iterator[Step]:
        """Decide where all rows that match must say the same: the least that one says is the most."""
        rising = sorted(zip(said, self.rows, strict=True), key=itemgetter(0))
        least, most = (ibis.cases(*((row, each) for each, row in rows)) for rows in (rising, rising[::-1]))
        yield {conflict_name(self.table): least != most}
        told = zip(self.rows, self.codes, strict=True)
        others = [row for row, code in zip(self.rows, self.codes, strict=True) if code != self.otherwise]
        nobody = ~balanced(operator.or_, others) if others else ibis.literal(True)
        contradicted = self.sheet.test(conflict_name(self.table))
        yield self._own(ibis.cases((contradicted, None), *told, (nobody, self.otherwise)))

    def sum(self) -> Iterator[Step]:
        """The sum of the rows that match; a row that gives nothing changes it only where no other matches."""
        parts = [row.cast("int64") * code for row, code in zip(self.rows, self.codes, strict=True) if code]
        some = balanced(operator.or_, self.rows)
        total = balanced(operator.add, parts) if parts else 0
        yield self._own(ibis.cases((some, total), (~some, self.otherwise)))

    def count(self) -> Iterator[Step]:
        """How many rows match."""
        yield {self.table.name: Exact(balanced(operator.add, [row.cast("int64") for row in self.rows]))}

    def collect(self) -> Iterator[Step]:
        """The outputs of the rows that match, in their order."""
        each = [ibis.cases((row, str(given.gives))) for row, given in zip(self.rows, self.table.rows, strict=True)]
        told = balanced(operator.and_, [is_told(row) for row in self.rows])
        yield {self.table.name: ibis.cases((told, ibis.array(each).filter(lambda key: key.notnull())))}

    def _code(self, gives: Output) -> int:
        """Return an output as a column holds it."""
        return rank(self.table.type, gives) if isinstance(gives, str) else int(gives)

    def _own(self, codes: ir.Value) -> Step:
        """Return the table's own column, which holds codes as what they mean."""
        kind = self.table.type.kind
        if kind in NUMBERS:
            return {self.table.name: Exact(codes.cast("int64"), WHOLE if kind is Kind.SHARE else 1)}
        return {self.table.name: codes.cast("boolean" if kind is Kind.BOOLEAN else "int64")}

    def _all_known(self) -> ir.BooleanValue | None:
        """Tell whether all is known that the rows read; None where they could be unknown all the same."""
        parts = [part for row in self.table.rows for part in walk(row.when.tree)]
        if not all(isinstance(part, _TOLD_BY_NAMES) for part in parts):
            return None
        names = dict.fromkeys(part for part in parts if isinstance(part, Name))
        expressions = Expressions(self.sheet)
        return balanced(operator.and_, [expressions.test(Known(BOOLEAN, name)) for name in names]) if names else None


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
