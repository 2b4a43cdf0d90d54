"""From cases told by what tables come to, back to cases told by facts alone."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from rules.checking.boxes import Box, meet
from rules.checking.dimensions import Dimension, code
from rules.checking.rows import Laid, Rows
from rules.checking.space import Space
from rules.expressions import Name
from rules.hits import rank
from rules.policy import HitPolicy, Table

#: How many holes are tried of each way in which a table comes to an output.
_MOST_HOLES = 2


def over_facts(space: Space, rows: Mapping[str, Rows], levels: Mapping[str, int], box: Box) -> Iterator[Box]:
    """Yield boxes over facts, within a box, in which its tables come to what it says. Raises TooMany.

    rows: by the name of their table. levels: of the tables, so that those decided last are traced back first. What a
    table makes of several rows is left to be found by trying.
    """
    traced = [each for each in space.dimensions if each.number in box and _is_told_by_rows(each, rows)]
    if not traced:
        yield box
        return
    last = max(traced, key=lambda each: levels[each.table or ""])
    rest = {number: mask for number, mask in box.items() if number != last.number}
    for start, rivals in _ways(rows[last.table or ""], last, box[last.number]):
        both = meet(rest, start)
        if both is not None:
            laid = Laid(space, [*rivals, [both]])
            holes = laid.covering.holes(both, laid.some(range(len(rivals))))
            for hole in islice(holes, _MOST_HOLES):
                yield from over_facts(space, rows, levels, hole)


def _is_told_by_rows(dimension: Dimension, rows: Mapping[str, Rows]) -> bool:
    if dimension.table is None or not isinstance(dimension.subject, Name):
        return False
    return rows[dimension.table].table.hit not in (HitPolicy.SUM, HitPolicy.COUNT, HitPolicy.COLLECT)


def _ways(rows: Rows, dimension: Dimension, wanted: int) -> Iterator[tuple[Box, list[Sequence[Box]]]]:
    """Yield where a table comes to one of some outputs: a box, and the rows that must not hold there."""
    table = rows.table
    for place, row in enumerate(table.rows):
        if dimension.cell_of(code(row.gives, table.type.choices)) & wanted:
            rivals = [rows.may_hold.boxes[other] for other in _rivals(table, place)]
            yield from ((box, rivals) for box in rows.holds.boxes[place])
    if table.otherwise is not None and dimension.cell_of(code(table.otherwise, table.type.choices)) & wanted:
        yield {}, list(rows.may_hold.boxes)


def _rivals(table: Table, place: int) -> list[int]:
    """Return the rows that, where they hold, make a table come to something else than a row gives."""
    gives = table.rows[place].gives
    others = [other for other, row in enumerate(table.rows) if row.gives != gives]
    if table.hit is HitPolicy.FIRST:
        return [other for other in others if other < place]
    if table.hit is HitPolicy.UNIQUE:
        return [other for other in range(len(table.rows)) if other != place]
    if table.hit is HitPolicy.ANY:
        return others
    sign = -1 if table.hit is HitPolicy.MIN else 1
    own = rank(table, gives)
    return [other for other in others if sign * rank(table, table.rows[other].gives) > sign * own]
