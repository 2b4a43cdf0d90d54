"""How the rows that match make one output, where some rows cannot be told (DMN 1.3, section 8.2.8)."""

from collections.abc import Callable, Sequence

from rules.policy import HitPolicy, Table

Output = str | int | bool
#: What a table can still come to, given what its rows came to. More than one: it cannot be told.
Outputs = set[Output | None]


def output(table: Table, truths: Sequence[bool | None]) -> tuple[Output | None, tuple[int, ...]]:
    """Return what a table comes to and the places of the rows that decided it.

    truths: per row whether it matches, None where that cannot be told.
    The output is None when the rows that cannot be told could still change it.
    """
    possible = _POSSIBLE[table.hit](table, truths)
    told = possible.pop() if len(possible) == 1 else None
    return told, _deciding(table, truths, told)


def _deciding(table: Table, truths: Sequence[bool | None], told: Output | None) -> tuple[int, ...]:
    if told is None:
        return tuple(place for place, holds in enumerate(truths) if holds is None)
    matched = [place for place, holds in enumerate(truths) if holds and table.rows[place].gives == told]
    return tuple(matched[:1]) if matched else tuple(place for place, holds in enumerate(truths) if holds is False)


def _first(table: Table, truths: Sequence[bool | None]) -> Outputs:
    outputs: Outputs = set()
    for row, holds in zip(table.rows, truths, strict=True):
        if holds is not False:
            outputs.add(row.gives)
        if holds:
            return outputs
    return outputs | {table.otherwise}


def _unique(table: Table, truths: Sequence[bool | None]) -> Outputs:
    """At most one row matches, so one that does rules the others out."""
    for row, holds in zip(table.rows, truths, strict=True):
        if holds:
            return {row.gives}
    return _first(table, truths)


def _greatest(table: Table, truths: Sequence[bool | None]) -> Outputs:
    return _extreme(table, truths, 1)


def _least(table: Table, truths: Sequence[bool | None]) -> Outputs:
    return _extreme(table, truths, -1)


def _extreme(table: Table, truths: Sequence[bool | None], sign: int) -> Outputs:
    rank = {key: sign * place for place, key in enumerate(table.outputs)}
    sure = [row.gives for row, holds in zip(table.rows, truths, strict=True) if holds]
    open_ = {row.gives for row, holds in zip(table.rows, truths, strict=True) if holds is None}
    if not sure:
        return {*open_, table.otherwise}
    best = max(sure, key=lambda gives: rank[str(gives)])
    return {best, *(gives for gives in open_ if rank[str(gives)] > rank[str(best)])}


_POSSIBLE: dict[HitPolicy, Callable[[Table, Sequence[bool | None]], Outputs]] = {
    HitPolicy.FIRST: _first,
    HitPolicy.UNIQUE: _unique,
    HitPolicy.ANY: _unique,
    HitPolicy.PRIORITY: _greatest,
    HitPolicy.MAX: _greatest,
    HitPolicy.MIN: _least,
}
#: The hit policies that can be decided.
SUPPORTED = tuple(_POSSIBLE)
