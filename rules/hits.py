"""How the rows that match make one output, where some rows cannot be told (DMN 1.3, section 8.2.8)."""

from collections.abc import Callable, Sequence

from rules.policy import HitPolicy, Output, Table

Truths = Sequence[bool | None]
#: What a table comes to: one output, the outputs of every row that matched, or None when it cannot be told.
Told = Output | tuple[Output, ...] | None
#: What a table can still come to. More than one: it cannot be told.
Outputs = set[Output | None]


class Conflict(Exception):  # noqa: N818  it names what happened
    """Rows of a `unique` or `any` table contradict one another for a person. lines: where they stand in the file."""

    def __init__(self, table: Table, places: Sequence[int]) -> None:
        self.table = table.name
        self.lines = tuple(table.rows[place].line for place in places)
        named = " and ".join(map(str, self.lines))
        super().__init__(f"The rows in lines {named} of table {table.name} contradict one another")


def output(table: Table, truths: Truths) -> tuple[Told, Sequence[int]]:
    """Return what a table comes to and the places of the rows that decided it.

    truths: per row whether it matches, None where that cannot be told. The output is None when the rows that cannot
    be told could still change it; then the places are those of the rows that could.
    Raises Conflict when a `unique` table is hit twice or an `any` table with different outputs.
    """
    matched = [place for place, holds in enumerate(truths) if holds]
    if table.hit in _CONFLICTS:
        _CONFLICTS[table.hit](table, matched)
    if None not in truths:
        return _settled(table, truths, matched)
    open_ = [place for place in _RELEVANT[table.hit](table, truths, matched) if truths[place] is None]
    if not open_:
        return _settled(table, truths, matched)
    possible = _POSSIBLE.get(table.hit)
    outputs: Outputs = possible(table, matched, open_) if possible else {None}
    if len(outputs) == 1 and None not in outputs:
        told = outputs.pop()
        return told, tuple(place for place in matched if table.rows[place].gives == told)[:1] or tuple(open_)
    return None, tuple(open_)


def _settled(table: Table, truths: Truths, matched: list[int]) -> tuple[Told, Sequence[int]]:
    """Every row that matters can be told."""
    if not matched and table.hit not in (HitPolicy.COUNT, HitPolicy.COLLECT):
        return table.otherwise, range(len(truths))
    combine = _COMBINED.get(table.hit)
    if combine is not None:
        return combine(table, matched), tuple(matched)
    best = _best(table, matched)
    return table.rows[best].gives, (best,)


def _refuse_twice(table: Table, matched: list[int]) -> None:
    if len(matched) > 1:
        raise Conflict(table, matched)


def _refuse_different(table: Table, matched: list[int]) -> None:
    if len({table.rows[place].gives for place in matched}) > 1:
        raise Conflict(table, matched)


def _best(table: Table, matched: list[int]) -> int:
    """The place of one of the rows that matched: the first, or the first of the highest or lowest output."""
    if table.hit in _EXTREMES:
        return _EXTREMES[table.hit](matched, key=lambda place: rank(table, table.rows[place].gives))
    return matched[0]


def rank(table: Table, gives: Output) -> int:
    """Return the place of an output in rising order."""
    return int(gives) if not isinstance(gives, str) else table.type.choices.index(gives)


def _until_sure(table: Table, truths: Truths, matched: list[int]) -> Sequence[int]:
    return range(matched[0] if matched else len(truths))


def _unless_sure(table: Table, truths: Truths, matched: list[int]) -> Sequence[int]:
    """At most one output can match, so a row that does settles it."""
    return () if matched else range(len(truths))


def _better(table: Table, truths: Truths, matched: list[int]) -> Sequence[int]:
    if not matched:
        return range(len(truths))
    sign = -1 if table.hit is HitPolicy.MIN else 1
    best = sign * rank(table, table.rows[_best(table, matched)].gives)
    return [place for place in range(len(truths)) if sign * rank(table, table.rows[place].gives) > best]


def _that_add(table: Table, truths: Truths, matched: list[int]) -> Sequence[int]:
    """A row that gives nothing changes no sum, unless it is the only one and so the sum itself."""
    return [place for place in range(len(truths)) if table.rows[place].gives or not matched]


def _all(table: Table, truths: Truths, matched: list[int]) -> Sequence[int]:
    return range(len(truths))


def _first_or_another(table: Table, matched: list[int], open_: list[int]) -> Outputs:
    sure = table.rows[matched[0]].gives if matched else table.otherwise
    return {sure, *(table.rows[place].gives for place in open_)}


_CONFLICTS: dict[HitPolicy, Callable[[Table, list[int]], None]] = {
    HitPolicy.UNIQUE: _refuse_twice,
    HitPolicy.ANY: _refuse_different,
}
_EXTREMES: dict[HitPolicy, Callable[..., int]] = {HitPolicy.PRIORITY: max, HitPolicy.MAX: max, HitPolicy.MIN: min}
#: Per hit policy, the places of the rows whose match can matter, given those that match.
_RELEVANT: dict[HitPolicy, Callable[[Table, Truths, list[int]], Sequence[int]]] = {
    HitPolicy.FIRST: _until_sure,
    HitPolicy.UNIQUE: _unless_sure,
    HitPolicy.ANY: _unless_sure,
    HitPolicy.PRIORITY: _better,
    HitPolicy.MAX: _better,
    HitPolicy.MIN: _better,
    HitPolicy.SUM: _that_add,
    HitPolicy.COUNT: _all,
    HitPolicy.COLLECT: _all,
}
#: Per hit policy that gives the output of one row, what it can still be.
_POSSIBLE: dict[HitPolicy, Callable[[Table, list[int], list[int]], Outputs]] = dict.fromkeys(
    (HitPolicy.FIRST, HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.MAX, HitPolicy.MIN),
    _first_or_another,
)
#: Per hit policy that combines rows, what they make.
_COMBINED: dict[HitPolicy, Callable[[Table, list[int]], Told]] = {
    HitPolicy.SUM: lambda table, matched: sum(int(table.rows[place].gives) for place in matched),
    HitPolicy.COUNT: lambda table, matched: len(matched),
    HitPolicy.COLLECT: lambda table, matched: tuple(table.rows[place].gives for place in matched),
}
