"""The cases a policy can meet, as far as its conditions tell them apart, and its rows and lines as boxes among them.

A case is a person who has answered every question that concerns them, on the day of application.
"""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from rules.checking.boxes import FAILS, HOLDS, Box, TooMany, Wanted, boxes, meet
from rules.checking.conditions import YES, Dimensions, Logic
from rules.checking.covering import Budget
from rules.checking.dimensions import Dimension, code
from rules.expressions import Arithmetic, Call, Known, Lookup, Name, Node, Tiered, children
from rules.policy import HitPolicy, Policy, Table

#: Steps that all searches in one policy may take: about a second.
_STEPS = 1_000_000


class Space:
    """Every condition of a policy over the dimensions they have in common."""

    def __init__(self, policy: Policy) -> None:
        self.policy, self.budget = policy, Budget(_STEPS)
        self._gives: dict[str, bool] = {}
        dimensions = Dimensions(policy)
        facts, tables, incentives = policy.facts.values(), policy.tables.values(), policy.incentives.values()
        self.asked = {fact.name: dimensions.read(fact.asked_when.tree) for fact in facts if fact.asked_when is not None}
        self.rows = {table.name: [dimensions.read(row.when.tree) for row in table.rows] for table in tables}
        self.lines = {each.id: [dimensions.read(line.condition.tree) for line in each.lines] for each in incentives}
        never = [dimensions.read(each.never.tree) for each in policy.contradictions]
        dimensions.settle()
        self._never = [box for each in never for box in self.written(each, HOLDS) or []]
        self.dimensions = dimensions.all
        #: Per fact of which a condition asks whether it is known, that dimension.
        self.tested = {
            dimension.subject.item.name: dimension
            for dimension in self.dimensions
            if isinstance(dimension.subject, Known) and isinstance(dimension.subject.item, Name)
        }
        self.everything = [self._cells(dimension) for dimension in self.dimensions]

    def written(self, logic: Logic, wanted: Wanted) -> list[Box] | None:
        """Return a condition as boxes, None where it takes too many."""
        try:
            return boxes(logic, wanted)
        except TooMany:
            return None

    def _cells(self, dimension: Dimension) -> int:
        """Return the cells that a case can be in, each dimension by itself."""
        subject, policy = dimension.subject, self.policy
        if dimension.fact is not None:
            if policy.facts[dimension.fact].at_review:
                return dimension.unknown
            may_lack = dimension.fact in self.asked or dimension.fact in self.tested
            return dimension.known | (dimension.unknown if may_lack else 0)
        cells = dimension.known
        if dimension.table is not None and isinstance(subject, Name):
            cells = self._outputs(policy.tables[dimension.table], dimension)
        return cells if self._has_value(subject) else cells | dimension.unknown

    def _outputs(self, table: Table, dimension: Dimension) -> int:
        if table.hit in (HitPolicy.SUM, HitPolicy.COUNT):
            return dimension.known
        given = {row.gives for row in table.rows} | ({table.otherwise} if table.otherwise is not None else set())
        codes = [code(each, table.type.choices) for each in given]
        return reduce(or_, map(dimension.cell_of, codes), 0)

    def _has_value(self, node: Node) -> bool:
        """Tell whether an expression has a value in every case."""
        match node:
            case Name(name=name) if name in self.policy.facts:
                fact = self.policy.facts[name]
                return fact.asked_when is None and not fact.at_review and name not in self.tested
            case Name(name=name) if name in self.policy.terms or name in self.policy.tables:
                if name not in self._gives:
                    self._gives[name] = self._always_gives(name)
                return self._gives[name]
            case Known():
                return True
            case Lookup() | Tiered() | Arithmetic(operator="/" | "//") | Call(function="add_months"):
                return False
            case Call(function="working_days_between"):
                return False
        return all(self._has_value(child) for child in children(node))

    def _always_gives(self, name: str) -> bool:
        if name in self.policy.terms:
            return self._has_value(self.policy.terms[name].meaning.tree)
        table = self.policy.tables[name]
        ends = table.otherwise is not None or table.hit in (HitPolicy.COUNT, HitPolicy.COLLECT)
        return ends and all(self._has_value(row.when.tree) for row in table.rows)

    def impossible(self, numbers: Iterable[int]) -> list[Box]:
        """Return boxes that no case lies in: answers to what is not asked, none to what is, and contradictory ones.

        numbers: of the dimensions that matter; what decides whether their facts are asked comes to matter too.
        """
        found: list[Box] = []
        waiting, seen = list(numbers), set[int]()
        while waiting:
            number = waiting.pop()
            if number not in seen:
                seen.add(number)
                contradictory = [box for box in self._never if number in box and box not in found]
                new = [*self._impossible(self.dimensions[number]), *contradictory]
                found += new
                waiting += [other for box in new for other in box]
        return found

    def _impossible(self, dimension: Dimension) -> Iterator[Box]:
        number, has, lacks = dimension.number, dimension.known, dimension.unknown
        fact, tested = dimension.fact, None
        if isinstance(dimension.subject, Known) and isinstance(dimension.subject.item, Name):
            fact, has, lacks = dimension.subject.item.name, dimension.mask(YES), 0
        elif fact in self.tested:
            tested = self.tested[fact]
            yield {number: lacks, tested.number: tested.mask(YES)}
            yield {number: has, tested.number: tested.known & ~tested.mask(YES)}
        if fact in self.asked:
            yield from _both({number: has}, self.written(self.asked[fact], FAILS) or [])
            if lacks and tested is None:
                yield from _both({number: lacks}, self.written(self.asked[fact], HOLDS) or [])


def _both(one: Box, others: Iterable[Box]) -> Iterator[Box]:
    for other in others:
        both = meet(one, other)
        if both is not None:
            yield both
