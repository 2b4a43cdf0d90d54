"""Rows that overlap, rows that no case reaches, cases that no row takes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice, product

from rules.checking.boxes import Box, TooMany, meet
from rules.checking.people import People
from rules.checking.rows import Rows
from rules.evaluation import Env, closure, judge
from rules.expressions import Literal
from rules.policy import HitPolicy, Row
from rules.reading.problems import Problems
from rules.types import BOOLEAN

#: Hit policies under which a person whom no row takes has no output.
_LEAVING_GAPS = frozenset(HitPolicy) - {HitPolicy.COLLECT, HitPolicy.COUNT}
#: How many holes are tried for a person, and rows for one who meets both.
_MOST_HOLES = 20
_MOST_OTHERS = 5
#: How many rows that cover another are named, and how many rows of a table are told of.
_MOST_NAMED = 8
_MOST_TOLD = 20


def check_tables(rows: Mapping[str, Rows], people: People, problems: Problems) -> set[tuple[str, int]]:
    """Note what is wrong with the rows of every table taken together; return those said to be out of reach.

    Nothing is said where the search grows too large, and nothing of a gap or an overlap without a person who shows it.
    """
    unreached: set[tuple[str, int]] = set()
    for name, each in rows.items():
        checked = _Checked(each, people, problems)
        with suppress(TooMany):
            checked.reach()
            checked.overlaps()
            checked.gap()
        unreached.update((name, place) for place in checked.unreached)
    return unreached


class _Checked:
    """The checks of one table."""

    def __init__(self, rows: Rows, people: People, problems: Problems) -> None:
        self.rows, self.people, self.problems = rows, people, problems
        self.table, self.holds = rows.table, rows.holds
        self._beating = rows.beating(rows.holds)
        #: The rows that were noted because they decide no case.
        self.unreached: set[int] = set()

    def reach(self) -> None:
        """Note rows that decide no case."""
        for place in islice(self._unreached(), _MOST_TOLD):
            line = self.table.rows[place].line
            self.unreached.add(place)
            if self._leaves(self.holds.boxes[place], 0):
                why, mend = self._covered_by(place)
            else:
                why, mend = "its condition is false for everyone", "mend the condition"
            self.problems.add(line, f"No case reaches this row: {why}", mend)

    def _unreached(self) -> Iterator[int]:
        for place, boxes in enumerate(self.holds.boxes):
            if place not in self.rows.unwritten and not self._leaves(boxes, self._beating[place]):
                yield place

    def _leaves(self, boxes: Sequence[Box], bits: int) -> bool:
        return any(self.people.upstream.leaves(self.holds, box, bits) for box in boxes)

    def _covered_by(self, place: int) -> tuple[str, str]:
        """Say which rows cover another, as few as it takes."""
        row, boxes = self.table.rows[place], self.holds.boxes[place]
        met = dict.fromkeys(other for box in boxes for other in self.holds.meeting(box))
        needed = _fewest(
            [other for other in met if self.holds.bits[other] & self._beating[place]],
            lambda places: not self._leaves(boxes, self.holds.some(places)),
        )
        others = [self.table.rows[each] for each in needed]
        if len(others) > 1:
            return f"{_lines(others)} take every case of it", "mend its condition or remove it"
        if others[0].when.tree == Literal(BOOLEAN, True):
            return f"line {others[0].line} always matches", "put it before"
        if others[0].when.text == row.when.text:
            return f"line {others[0].line} has the same condition", "remove one or mend its condition"
        return f"line {others[0].line} takes every case of it", "put it before or mend its condition"

    def overlaps(self) -> None:
        """Note rows of a `unique` or `any` table that contradict one another."""
        if self.table.hit in (HitPolicy.UNIQUE, HitPolicy.ANY):
            for row, other, person in islice(self._overlapping(), _MOST_TOLD):
                self.problems.add(row.line, *self._contradiction(other, person))

    def _overlapping(self) -> Iterator[tuple[Row, Row, str]]:
        """Yield each row that overlaps one above it, with that one and a person whom both take."""
        rows = self.table.rows
        for place in (place for place in range(len(rows)) if place not in self.unreached):
            for other in islice(self._contradicting(place), _MOST_OTHERS):
                person = self._taken_by_both(place, other)
                if person is not None:
                    yield rows[place], rows[other], person
                    break

    def _contradicting(self, place: int) -> Iterator[int]:
        rows, boxes = self.table.rows, self.holds.boxes[place]
        may_agree = self.table.hit is HitPolicy.ANY
        for other in sorted({each for box in boxes for each in self.holds.meeting(box) if each < place}):
            if not (may_agree and rows[other].gives == rows[place].gives):
                yield other

    def _taken_by_both(self, place: int, other: int) -> str | None:
        conditions = [self.table.rows[each].when for each in (other, place)]
        closures = [closure(condition.tree) for condition in conditions]

        def shows(env: Env) -> bool:
            return all(compute(env) for compute in closures)

        return self.people.showing(islice(self._in_both(place, other), _MOST_HOLES), shows, conditions)

    def _in_both(self, place: int, other: int) -> Iterator[Box]:
        """Yield boxes of cases that two rows have in common, with what lets the questions be asked."""
        for one, another in product(self.holds.boxes[place], self.holds.boxes[other]):
            both = meet(one, another)
            if both is not None:
                yield from self.holds.covering.holes(both, self.holds.impossible)

    def _contradiction(self, other: Row, person: str) -> tuple[str, str]:
        if self.table.hit is HitPolicy.ANY:
            message = f"This row and line {other.line} take the same person with different outputs, e.g. {person}"
            return message, "mend one of the conditions or outputs, or write hit: first"
        message = f"This row and line {other.line} take the same person, e.g. {person}"
        return message, "mend one of the conditions, or write hit: first"

    def gap(self) -> None:
        """Note that a table has no output for somebody."""
        table = self.table
        if table.hit not in _LEAVING_GAPS or table.otherwise is not None or table.left_open:
            return
        may_hold = self.rows.may_hold
        holes = list(islice(may_hold.covering.holes({}, may_hold.covering.all), _MOST_HOLES))
        person = self._taken_by_none(holes) if holes else None
        if person is not None:
            mend = "add a row, or write otherwise: … or otherwise: unknown"
            self.problems.add(table.line, f"No row of {table.name} takes some people, e.g. {person}", mend)

    def _taken_by_none(self, holes: Sequence[Box]) -> str | None:
        conditions = [row.when for row in self.table.rows]
        judged = judge([condition.tree for condition in conditions])

        def shows(env: Env) -> bool:
            return all(holds is False for holds in judged(env))

        return self.people.showing(holes, shows, conditions)


def _fewest(places: list[int], suffice: Callable[[list[int]], bool]) -> list[int]:
    """Leave out, by halves and then by less, whatever is not needed."""
    step = len(places)
    while step:
        for start in range(len(places) - 1, -1, -step):
            fewer = places[: max(0, start - step + 1)] + places[start + 1 :]
            if suffice(fewer):
                places = fewer
        step //= 2
    return places


def _lines(rows: Sequence[Row]) -> str:
    lines = [str(row.line) for row in rows]
    if len(lines) > _MOST_NAMED:
        return f"{len(lines)} rows between line {lines[0]} and line {lines[-1]}"
    return f"lines {', '.join(lines[:-1])} and {lines[-1]}"
