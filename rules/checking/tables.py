"""Rows that overlap, rows that no case reaches, cases that no row takes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice

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
#: How many rows that cover another are named.
_MOST_NAMED = 8


def check_tables(rows: Mapping[str, Rows], people: People, problems: Problems) -> None:
    """Note what is wrong with the rows of every table taken together.

    Nothing is said where the search grows too large, and nothing of a gap or an overlap without a person who shows it.
    """
    for each in rows.values():
        checked = _Checked(each, people, problems)
        with suppress(TooMany):
            reached = [place for place in range(len(each.table.rows)) if checked.is_reached(place)]
            checked.overlaps(reached)
            checked.gap()


class _Checked:
    """The checks of one table."""

    def __init__(self, rows: Rows, people: People, problems: Problems) -> None:
        self.rows, self.people, self.problems = rows, people, problems
        self.table, self.holds = rows.table, rows.holds
        self._beating = rows.beating(rows.holds)

    def is_reached(self, place: int) -> bool:
        """Tell whether a case reaches a row, or may; note it where none does."""
        boxes = self.holds.boxes[place]
        if place in self.rows.unwritten or any(self.holds.leaves(box, self._beating[place]) for box in boxes):
            return True
        line, message = self.table.rows[place].line, "No case reaches this row"
        if not any(self.holds.leaves(box, 0) for box in boxes):
            self.problems.add(line, f"{message}: its condition is false for everyone", "mend the condition")
            return False
        why, mend = self._covered_by(place)
        self.problems.add(line, f"{message}: {why}", mend)
        return False

    def _covered_by(self, place: int) -> tuple[str, str]:
        """Say which rows cover another, as few as it takes."""
        row, boxes = self.table.rows[place], self.holds.boxes[place]
        found = dict.fromkeys(other for box in boxes for other in self.holds.meeting(box))
        needed = [other for other in found if self.holds.bits[other] & self._beating[place]]
        for other in list(needed) if len(needed) <= 4 * _MOST_NAMED else ():
            fewer = [each for each in needed if each != other]
            if not any(self.holds.leaves(box, self.holds.some(fewer)) for box in boxes):
                needed = fewer
        lines = [self.table.rows[other].line for other in needed]
        if len(needed) > 1:
            return f"{_named(lines)} take every case of it", "mend its condition or remove it"
        other_row = self.table.rows[needed[0]]
        if other_row.when.tree == Literal(BOOLEAN, True):
            return f"line {lines[0]} always matches", "put it before"
        if other_row.when.text == row.when.text:
            return f"line {lines[0]} has the same condition", "remove one or mend its condition"
        return f"line {lines[0]} takes every case of it", "put it before or mend its condition"

    def overlaps(self, places: Sequence[int]) -> None:
        """Note rows of a `unique` or `any` table that contradict one another."""
        if self.table.hit not in (HitPolicy.UNIQUE, HitPolicy.ANY):
            return
        for place in places:
            row = self.table.rows[place]
            for other in islice(self._contradicting(place), _MOST_OTHERS):
                person = self._taken_by_both(place, other)
                if person is not None:
                    self.problems.add(row.line, *self._contradiction(self.table.rows[other], person))
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
        boxes = self.holds.boxes
        both = (meet(one, another) for one in boxes[place] for another in boxes[other])

        def shows(env: Env) -> bool:
            return all(compute(env) for compute in closures)

        return self.people.showing((box for box in both if box is not None), shows, conditions)

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
        holes = may_hold.covering.holes({}, may_hold.covering.all)
        person = self._taken_by_none(islice(holes, _MOST_HOLES))
        if person is not None:
            mend = "add a row, or write otherwise: … or otherwise: unknown"
            self.problems.add(table.line, f"No row of {table.name} takes some people, e.g. {person}", mend)

    def _taken_by_none(self, holes: Iterable[Box]) -> str | None:
        conditions = [row.when for row in self.table.rows]
        judged = judge([condition.tree for condition in conditions])

        def shows(env: Env) -> bool:
            return all(holds is False for holds in judged(env))

        return self.people.showing(holes, shows, conditions)


def _named(lines: Sequence[int]) -> str:
    if len(lines) > _MOST_NAMED:
        return f"lines {lines[0]} to {lines[-1]}"
    return f"lines {', '.join(map(str, lines[:-1]))} and {lines[-1]}"
