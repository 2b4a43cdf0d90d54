"""From cases told by what tables come to, back to cases told by facts alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rules.checking.boxes import Box, meet
from rules.checking.dimensions import Dimension, code
from rules.checking.rows import Laid, Rows
from rules.checking.space import Space
from rules.dependencies import levels
from rules.expressions import Name
from rules.hits import rank
from rules.policy import HitPolicy, Table


class Upstream:
    """Traces what tables come to back to facts. rows: by the name of their table."""

    def __init__(self, space: Space, rows: Mapping[str, Rows]) -> None:
        self.space, self.rows = space, rows
        self.levels = levels(space.policy)

    def leaves(self, laid: Laid, box: Box, bits: int) -> bool:
        """Tell whether a box has a case outside some boxes, or may, tables being traced. Raises TooMany."""
        if not laid.leaves(box, bits):
            return False
        if not self._traced((*laid.covering.order, *box)):
            return True
        holes = laid.covering.holes(box, bits | laid.impossible)
        return any(next(self.over_facts(hole), None) is not None for hole in holes)

    def over_facts(self, box: Box) -> Iterator[Box]:
        """Yield boxes over facts, within a box, in which its tables come to what it says; none where no case does so.

        What a table makes of several rows together is left out of the boxes. Raises TooMany.
        """
        traced = self._traced(box)
        if not traced:
            yield box
            return
        last = max(traced, key=lambda each: self.levels[each.table or ""])
        rest = {number: mask for number, mask in box.items() if number != last.number}
        for start, rivals in _ways(self.rows[last.table or ""], last, box[last.number]):
            both = meet(rest, start)
            if both is not None:
                laid = Laid(self.space, [*rivals, [both]])
                for hole in laid.covering.holes(both, laid.some(range(len(rivals)))):
                    yield from self.over_facts(hole)

    def _traced(self, numbers: Iterable[int]) -> list[Dimension]:
        """Return the dimensions that are the output of a table which one of its rows gives."""
        return [each for each in map(self.space.dimensions.__getitem__, numbers) if self._is_told_by_a_row(each)]

    def _is_told_by_a_row(self, dimension: Dimension) -> bool:
        if dimension.table is None or not isinstance(dimension.subject, Name):
            return False
        return self.rows[dimension.table].table.hit not in (HitPolicy.SUM, HitPolicy.COUNT, HitPolicy.COLLECT)


def _ways(rows: Rows, dimension: Dimension, wanted: int) -> Iterator[tuple[Box, list[Sequence[Box]]]]:
    """Yield where a table comes to one of some outputs: a box, and the rows that must not hold there."""
    table = rows.table
    if rows.unwritten or wanted & dimension.unknown:
        yield {}, []
        return
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
