"""What a decision table can still come to, given what each of its rows can (DMN 1.3, section 8.2.8)."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from rules import hits
from rules.expressions import Kind
from rules.policy import HitPolicy, Output, Table
from rules.possible.values import YES, Choices, Possible, Several, Span, among, either, with_gap

#: The outputs of the rows that surely match, and of those that may, in the order of the table.
Outputs = Sequence[Output]


def outputs(table: Table, truths: Sequence[Choices]) -> Possible:
    """Return what a table can still come to.

    truths: per row whether it can match, fail or, with None, not be told. A row that cannot be told may match.
    """
    if table.hit is HitPolicy.FIRST:
        return _values(table, _first(table, truths))
    may = [row.gives for row, each in zip(table.rows, truths, strict=True) if True in each or None in each]
    surely = [row.gives for row, each in zip(table.rows, truths, strict=True) if each == YES]
    found = _OUTPUTS[table.hit](table, surely, may)
    return with_gap(found) if any(None in each for each in truths) else found


def _first(table: Table, truths: Sequence[Choices]) -> Iterable[Output | None]:
    for row, each in zip(table.rows, truths, strict=True):
        if None in each:
            yield None
        if True in each or None in each:
            yield row.gives
        if each == YES:
            return
    yield table.otherwise


def _values(table: Table, given: Iterable[Output | None]) -> Possible:
    """Return what is one of some outputs; None: no value."""
    return among(_value(table, gives) for gives in given)


def _value(table: Table, gives: Output | None) -> Any:
    is_share = table.type.kind is Kind.SHARE and isinstance(gives, int)
    return Fraction(gives, 10_000) if is_share else gives  # type: ignore[arg-type]


def _one(table: Table, surely: Outputs, may: Outputs) -> Possible:
    """At most one output can match, so a row that does settles it."""
    return _values(table, surely or [*may, table.otherwise])


def _extreme(sign: int) -> Callable[[Table, Outputs, Outputs], Possible]:
    """The highest or, with -1, the lowest: what may match counts where it goes beyond what surely does."""

    def compute(table: Table, surely: Outputs, may: Outputs) -> Possible:
        if not surely:
            return _values(table, [*may, table.otherwise])
        least = max(sign * hits.rank(table, gives) for gives in surely)
        return _values(table, [gives for gives in may if sign * hits.rank(table, gives) >= least])

    return compute


def _sum(table: Table, surely: Outputs, may: Outputs) -> Possible:
    numbers, sure = [_value(table, gives) for gives in may], sum(_value(table, gives) for gives in surely)
    for gives in surely:
        numbers.remove(_value(table, gives))
    low, high = (sure + sum(each for each in numbers if each * sign > 0) for sign in (-1, 1))
    if surely:
        return Span(low, high)
    nobody = _values(table, [table.otherwise])
    return either(Span(low, high), nobody) if may else nobody


_OUTPUTS: dict[HitPolicy, Callable[[Table, Outputs, Outputs], Possible]] = {
    HitPolicy.UNIQUE: _one,
    HitPolicy.ANY: _one,
    HitPolicy.PRIORITY: _extreme(1),
    HitPolicy.MAX: _extreme(1),
    HitPolicy.MIN: _extreme(-1),
    HitPolicy.SUM: _sum,
    HitPolicy.COUNT: lambda table, surely, may: Span(len(surely), len(may)),
    HitPolicy.COLLECT: lambda table, surely, may: Several(frozenset(map(str, surely)), frozenset(map(str, may))),
}
