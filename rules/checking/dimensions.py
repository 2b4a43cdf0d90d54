"""What conditions compare: dimensions of a person's case, cut into cells between whose values no condition tells apart.

A dimension is what stands beside written-out values: a fact, one choice of several, the months from a day to the day of
application, the output of a table, or anything else as a value of its own. Whatever is taken for independent here may
hang together in life: what no cell allows, no person is; what a cell allows still has to be shown by a person.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from rules.dependencies import DAY
from rules.evaluation import Env, closure
from rules.expressions import Call, Compare, HasAny, Kind, Name, Node
from rules.facts import EARLIEST, LATEST, highest, lowest
from rules.policy import Fact, FactType, Policy

#: Coded values from one up to, but not including, another.
Span = tuple[int, int]

#: Beyond every number a condition can name.
_FAR = 10**18


class Dimension:
    """One thing that conditions compare, its values coded as whole numbers in rising order.

    A choice is coded by its rank, a day by its ordinal, money in fen, yes and no as 1 and 0, a comparison of two values
    as -1, 0 or 1. Cells are numbered from 0; the last, `unknown`, is for where there is no value. A set of cells is a
    whole number with a bit for each: a mask.

    fact: the one fact that it is read from, so that it has a value exactly where the fact has one. table: likewise.
    low, high: the least and the greatest value.
    """

    def __init__(self, subject: Node, number: int, low: int, high: int) -> None:
        self.subject, self.number, self.low, self.high = subject, number, low, high
        self.fact: str | None = None
        self.table: str | None = None
        self._cuts = {low, high + 1}
        self.starts: list[int] = []
        self._read = _reader(subject)

    def cut(self, spans: Iterable[Span]) -> None:
        """Let the cells tell apart what lies in some spans from what does not."""
        for bound in (bound for span in spans for bound in span):
            if self.low < bound <= self.high:
                self._cuts.add(bound)

    def settle(self) -> None:
        """Number the cells; after this there is no further cut."""
        self.starts = sorted(self._cuts)
        self._places = {start: place for place, start in enumerate(self.starts)}
        cells = len(self.starts) - 1
        self.unknown = 1 << cells
        self.known = self.unknown - 1

    def mask(self, spans: Iterable[Span]) -> int:
        """Return the cells that some spans, by which it was cut, consist of."""
        found = 0
        for start, end in spans:
            low, high = max(start, self.low), min(end, self.high + 1)
            if low < high:
                found |= (1 << self._places[high]) - (1 << self._places[low])
        return found

    def spans(self, mask: int) -> Iterator[Span]:
        """Yield the values of a set of cells, in rising order."""
        for first, end in runs(mask & self.known):
            yield self.starts[first], self.starts[end]

    def cell(self, env: Env) -> int:
        """Return the cell of what is known, as a mask."""
        value = self._read(env)
        return self.unknown if value is None else self.cell_of(value)

    def cell_of(self, value: int) -> int:
        """Return the cell of a coded value, as a mask."""
        return 1 << (bisect_right(self.starts, min(max(value, self.low), self.high)) - 1)


def runs(mask: int) -> Iterator[tuple[int, int]]:
    """Yield where the bits of a mask begin and end, run by run."""
    edges = mask ^ (mask << 1)
    while edges:
        first = edges & -edges
        edges ^= first
        end = edges & -edges
        edges ^= end
        yield first.bit_length() - 1, end.bit_length() - 1


def code(value: Any, choices: Sequence[str]) -> int:
    """Return a value as the whole number that stands for it. choices: those that a choice is one of."""
    if isinstance(value, str):
        return choices.index(value)
    return value.toordinal() if isinstance(value, date) else int(value)


def _reader(subject: Node) -> Callable[[Env], int | None]:
    """Compile what a dimension is read from to a function that returns its coded value."""
    if isinstance(subject, Compare):
        return _order(subject)
    compute, choices = closure(subject), subject.type.choices

    def read(env: Env) -> int | None:
        value = compute(env)
        return None if value is None else code(value, choices)

    return read


def _order(subject: Compare) -> Callable[[Env], int | None]:
    """Compile a comparison of two values to -1, 0 or 1: the left is less, they are alike, the left is greater."""
    left, right = _reader(subject.left), _reader(subject.right)

    def read(env: Env) -> int | None:
        one, other = left(env), right(env)
        return None if one is None or other is None else (one > other) - (one < other)

    return read


def dimension_of(subject: Node, number: int, policy: Policy) -> Dimension:
    """Return the dimension of an expression, with the bounds that its facts give it."""
    dimension = Dimension(subject, number, *_bounds(subject, policy))
    match subject:
        case Name(name=name) | HasAny(item=Name(name=name)):
            dimension.fact = name if name in policy.facts else None
            dimension.table = name if name in policy.tables else None
        case Call(function=function, arguments=(Name(name=name), Name(name=day))) if (function, day) in COUNTED:
            dimension.fact = name if name in policy.facts else None
    return dimension


#: What counts from a day to the day of application.
COUNTED = (("months_between", DAY), ("days_between", DAY))


def _bounds(subject: Node, policy: Policy) -> Span:
    """Return the least and the greatest coded value."""
    match subject:
        case Compare():
            return -1, 1
        case Name(name=name) if name in policy.facts:
            return of_fact(policy.facts[name])
        case Name(name=name) if name == DAY:
            return EARLIEST.toordinal(), LATEST.toordinal()
        case Call(function=function, arguments=(Name(name=name), Name(name=day))) if (
            (function, day) in COUNTED and name in policy.facts and not policy.facts[name].allows_future
        ):
            return 0, _FAR
    if subject.type.kind is Kind.CHOICE:
        return 0, len(subject.type.choices) - 1
    return (0, 1) if subject.type.kind is Kind.BOOLEAN else (-_FAR, _FAR)


def of_fact(fact: Fact) -> Span:
    """Return the least and the greatest coded answer to a question that is no choice of several."""
    if fact.type is FactType.CHOICE:
        return 0, len(fact.choices) - 1
    if fact.type is FactType.BOOLEAN:
        return 0, 1
    return code(lowest(fact), ()), code(highest(fact), ())
