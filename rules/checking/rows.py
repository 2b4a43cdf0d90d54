"""The rows of a table as boxes, and which of them match in a case."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_

from rules.checking.boxes import HOLDS, MAY_HOLD, Box
from rules.checking.covering import Covering
from rules.checking.space import Space
from rules.evaluation import Env, closure
from rules.hits import Told, output, rank
from rules.policy import HitPolicy, Output, Table


class Laid:
    """Unions of boxes laid over the space, and with them what is impossible. Sets of unions have a bit for each box."""

    def __init__(self, space: Space, unions: Iterable[Sequence[Box]]) -> None:
        self.boxes = list(unions)
        boxes: list[Box] = []
        #: Per union its boxes, as bits, and per box the union it belongs to.
        self.bits: list[int] = []
        self.owners: list[int] = []
        for place, union in enumerate(self.boxes):
            self.bits.append(((1 << len(union)) - 1) << len(boxes))
            self.owners += [place] * len(union)
            boxes += union
        impossible = space.impossible({number for box in boxes for number in box})
        self.impossible = ((1 << len(impossible)) - 1) << len(boxes)
        self.covering = Covering([*boxes, *impossible], space.everything, space.budget)

    def some(self, places: Iterable[int]) -> int:
        """Return the boxes of some unions, and what is impossible."""
        return reduce(or_, (self.bits[place] for place in places), self.impossible)

    def meeting(self, box: Box) -> list[int]:
        """Return the unions that a box has a case in common with, each dimension taken by itself."""
        bits, found = self.covering.meeting(box) & ~self.impossible, dict[int, None]()
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            found[self.owners[lowest.bit_length() - 1]] = None
        return list(found)

    def leaves(self, box: Box, bits: int) -> bool:
        """Tell whether a box has a possible case outside some boxes. Raises TooMany."""
        return self.covering.leaves(box, bits | self.impossible)


class Rows:
    """The rows of one table.

    holds, may_hold: per row the boxes where it holds, and those where it does not fail; none for a row that takes too
    many, which is in `unwritten`.
    """

    def __init__(self, space: Space, table: Table) -> None:
        self.space, self.table = space, table
        written = [(space.written(each, HOLDS), space.written(each, MAY_HOLD)) for each in space.rows[table.name]]
        self.unwritten = {place for place, (one, other) in enumerate(written) if one is None or other is None}
        self.holds = Laid(space, [one or [] for one, _ in written])
        self.may_hold = Laid(space, [other or [] for _, other in written])
        self._numbers = {*self.holds.covering.columns, *self.may_hold.covering.columns}
        self._closures = {place: closure(table.rows[place].when.tree) for place in self.unwritten}

    def truths(self, env: Env) -> dict[int, bool | None]:
        """Return of every row that does not fail whether it holds or, with None, cannot be told.

        env: facts, the tables it names and the parameters of the day.
        """
        point = {number: self.space.dimensions[number].cell(env) for number in self._numbers}
        truths: dict[int, bool | None] = dict.fromkeys(self.may_hold.meeting(point))
        truths.update(dict.fromkeys(self.holds.meeting(point), True))
        truths.update((place, compute(env)) for place, compute in self._closures.items())
        return dict(sorted(truths.items()))

    def output(self, env: Env) -> tuple[Told, tuple[int, ...]]:
        """Return what the table comes to and the rows that hold and decided it. Raises Conflict."""
        truths = self.truths(env)
        left = replace(self.table, rows=tuple(self.table.rows[place] for place in truths))
        told, deciding = output(left, list(truths.values()))
        places = list(truths)
        return told, tuple(places[place] for place in deciding if truths[places[place]])

    def beating(self, laid: Laid) -> list[int]:
        """Return per row the boxes of those that, where they hold, keep it from being the one that decides.

        laid: `holds` or `may_hold`.
        """
        hit = self.table.hit
        if hit not in _DECIDED_BY_ONE:
            return [0] * len(self.table.rows)
        better = {} if hit in (HitPolicy.FIRST, HitPolicy.ANY) else self._better(laid)
        above, alike, found = 0, dict[Output, int](), list[int]()
        for row, bits in zip(self.table.rows, laid.bits, strict=True):
            same = alike.get(row.gives, 0)
            found.append(above if hit is HitPolicy.FIRST else same | better.get(row.gives, 0))
            above, alike[row.gives] = above | bits, same | bits
        return found

    def _better(self, laid: Laid) -> dict[Output, int]:
        """Return per output the boxes of the rows with a better one."""
        of_output: dict[Output, int] = {}
        for row, bits in zip(self.table.rows, laid.bits, strict=True):
            of_output[row.gives] = of_output.get(row.gives, 0) | bits
        better, found = 0, dict[Output, int]()
        lowest_first = self.table.hit is HitPolicy.MIN
        for gives in sorted(of_output, key=lambda each: rank(self.table, each), reverse=not lowest_first):
            found[gives] = better
            better |= of_output[gives]
        return found


#: Hit policies under which the row decides whose output is taken; of rows that give the same the first.
_DECIDED_BY_ONE = (HitPolicy.FIRST, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.MAX, HitPolicy.MIN)
