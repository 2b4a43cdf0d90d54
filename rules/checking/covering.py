"""Whether boxes cover others: a search for the cases that none of them holds, dimension by dimension."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import reduce

from rules.checking.boxes import Box, TooMany, meet
from rules.checking.dimensions import runs

#: Boxes fewer than which cut a mask faster than the columns do.
_FEW = 24
#: Most dimensions that are split: a search goes as deep.
_MOST_DIMENSIONS = 200


class Budget:
    """How much may still be searched."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Take steps off. Raises TooMany when none are left."""
        self.left -= steps
        if self.left < 0:
            raise TooMany


class Covering:
    """Boxes laid over a space. Sets of boxes are whole numbers with a bit for each, in the order given.

    everything: per number of a dimension the cells there are. budget: for all searches.
    """

    def __init__(self, boxes: Sequence[Box], everything: Sequence[int], budget: Budget) -> None:
        self.everything, self.budget = everything, budget
        named: dict[int, list[int]] = {}
        for place, box in enumerate(boxes):
            for number in box:
                named.setdefault(number, []).append(place)
        self.all = (1 << len(boxes)) - 1
        self.columns = {number: _Columns(number, boxes, places, self.all) for number, places in named.items()}
        #: The dimensions in the order in which they are split: first those with the fewest columns.
        self.order = sorted(named, key=lambda number: len(self.columns[number].starts))
        #: Per place in the order, the boxes that name no dimension from there on.
        self.unbound = [self.all] * (len(self.order) + 1)
        for place in range(len(self.order) - 1, -1, -1):
            self.unbound[place] = self.unbound[place + 1] & ~self.columns[self.order[place]].naming

    def meeting(self, box: Box) -> int:
        """Return the boxes that have a case in common with a box, taken dimension by dimension."""
        found = self.all
        for number, mask in box.items():
            if found and number in self.columns:
                found &= self.columns[number].meeting(mask)
        return found

    def leaves(self, box: Box, among: int) -> bool:
        """Tell whether a box has a case outside some boxes. Raises TooMany."""
        start = self._with_cells_there_are(box)
        corners = (self._at(start, corner) & among for corner in (_lowest, _highest)) if start is not None else ()
        return not all(corners) or next(self.holes(box, among), None) is not None

    def holes(self, box: Box, among: int) -> Iterator[Box]:
        """Yield parts of a box that none of some boxes touches; none where they cover it. Raises TooMany.

        among: the boxes that count. Each hole lies within the box and consists of cells there are.
        """
        if len(self.order) > _MOST_DIMENSIONS:
            raise TooMany
        start = self._with_cells_there_are(box)
        if start is not None:
            yield from _Search(self).holes(0, start, among & self.meeting(start))

    def _with_cells_there_are(self, box: Box) -> Box | None:
        return meet({number: self.everything[number] for number in (*self.order, *box)}, box)

    def _at(self, box: Box, corner: Callable[[int], int]) -> int:
        """Return the boxes that hold one case of a box: where rows rise or fall, one of its corners is left over."""
        found = self.all
        for number in self.order:
            found &= self.columns[number].at(corner(box[number]))
        return found


class _Columns:
    """One dimension, cut into columns throughout which the same boxes lie."""

    def __init__(self, number: int, boxes: Sequence[Box], places: Sequence[int], everything: int) -> None:
        changes: dict[int, int] = {}
        for place in places:
            for first, end in runs(boxes[place][number]):
                changes[first] = changes.get(first, 0) ^ (1 << place)
                changes[end] = changes.get(end, 0) ^ (1 << place)
        self.naming = reduce(lambda found, place: found | (1 << place), places, 0)
        self.starts = [0]
        self.patterns = [everything & ~self.naming]
        for start in sorted(changes):
            self.starts.append(start)
            self.patterns.append(self.patterns[-1] ^ changes[start])
        self.masks = {place: boxes[place][number] for place in places}
        self._meeting: dict[int, int] = {}

    def at(self, cell: int) -> int:
        """Return the boxes that lie at a cell, given by its number."""
        return self.patterns[bisect_right(self.starts, cell) - 1]

    def meeting(self, mask: int) -> int:
        found = self._meeting.get(mask)
        if found is None:
            found = self._meeting[mask] = reduce(lambda one, column: one | column[1], self.within(mask), 0)
        return found

    def parts(self, mask: int, active: int) -> dict[int, int]:
        """Cut a mask by some boxes: return per set of boxes the cells at which exactly these lie."""
        named = active & self.naming
        if named.bit_count() > _FEW:
            found: dict[int, int] = {}
            for cells, pattern in self.within(mask):
                found[active & pattern] = found.get(active & pattern, 0) | cells
            return found
        found = {active & ~named: mask}
        while named:
            lowest = named & -named
            named ^= lowest
            found = dict(_cut(found, lowest, self.masks[lowest.bit_length() - 1]))
        return found

    def within(self, mask: int) -> Iterator[tuple[int, int]]:
        """Yield the columns that meet a mask: the cells they have in common, and the boxes that lie there."""
        for first, end in runs(mask):
            place = bisect_right(self.starts, first) - 1
            while place < len(self.starts) and self.starts[place] < end:
                start = max(first, self.starts[place])
                stop = min(end, self.starts[place + 1]) if place + 1 < len(self.starts) else end
                if start < stop:
                    yield (1 << stop) - (1 << start), self.patterns[place]
                place += 1


class _Search:
    """One search for holes. What was found covered once is not searched again."""

    def __init__(self, covering: Covering) -> None:
        self.covering = covering
        self.covered: set[tuple[int, int]] = set()

    def holes(self, place: int, box: Box, active: int) -> Iterator[Box]:
        """Yield what is left of a box, split up to a place in the order; active: the boxes that meet it."""
        if not active:
            yield box
        if not active or active & self.covering.unbound[place] or (place, active) in self.covered:
            return
        number = self.covering.order[place]
        parts = self.covering.columns[number].parts(box[number], active)
        self.covering.budget.spend(len(parts) + active.bit_count())
        found = False
        for rest, cells in parts.items():
            for hole in self.holes(place + 1, {**box, number: cells}, rest):
                found = True
                yield hole
        if not found:
            self.covered.add((place, active))


def _cut(parts: dict[int, int], box: int, mask: int) -> Iterator[tuple[int, int]]:
    """Cut parts in two, by whether a box lies there."""
    for others, cells in parts.items():
        if cells & ~mask:
            yield others, cells & ~mask
        if cells & mask:
            yield others | box, cells & mask


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def _highest(mask: int) -> int:
    return mask.bit_length() - 1
