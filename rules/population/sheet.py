"""A table of people that fills up, column by column, with what is decided of them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeAlias, TypeVar

from ibis.expr import types as ir

from rules.expressions import Expression, Name, walk
from rules.policy import Parameter, ParameterValue, Policy
from rules.population.exact import Exact, column

#: What a column can hold: the rank of a choice, a day, yes and no, several choices; or a number, perhaps a fraction.
Value: TypeAlias = ir.Value | Exact
V = TypeVar("V", ir.Value, Exact)


class Sheet:
    """People under one policy on one day.

    Columns are called by the policy's own words; those that no word names have a blank in theirs. Each writing is a
    projection of its own over the one before, so that what is read often is computed once.
    """

    def __init__(self, policy: Policy, people: ir.Table, on: date) -> None:
        self.policy, self.people, self.on = policy, people, on
        self.readings = readings(policy)
        #: Facts whose column holds only the answers of those whom the question concerns.
        self.cleaned: set[str] = set()
        #: Denominators other than 1; None where each person has their own, in a column.
        self._over: dict[str, int | None] = {}
        self._kept = 0

    def write(self, columns: Mapping[str, Value]) -> None:
        """Write columns, all of which read the sheet as it was before."""
        plain: dict[str, ir.Value] = {}
        for name, value in columns.items():
            self._over.pop(name, None)
            if isinstance(value, Exact):
                plain[name] = column(value.value)
                self._over[name] = value.over if isinstance(value.over, int) else None
                if self._over[name] is None:
                    plain[_over(name)] = column(value.over)
            else:
                plain[name] = value
        if plain:
            self.people = self.people.mutate(**plain)

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a column."""
        return name in self.people.columns

    def __getitem__(self, name: str) -> ir.Value:
        """Return a column that holds no number."""
        return self.people[name]

    def number(self, name: str) -> Exact:
        """Return a number."""
        over = self._over.get(name, 1)
        return Exact(self.people[name], self.people[_over(name)] if over is None else over)

    def test(self, name: str) -> ir.BooleanValue:
        """Return a column of yes and no."""
        test: ir.BooleanValue = self.people[name]
        return test

    def whole(self, name: str) -> ir.IntegerValue:
        """Return a number that has no fractions."""
        return self.number(name).whole

    def keep(self, value: V) -> V:
        """Write a value that will be read several times, and return it as it then stands in its column."""
        self._kept += 1
        name = f"kept {self._kept}"
        self.write({name: value})
        return self.number(name) if isinstance(value, Exact) else self[name]

    def in_force(self, parameter: str) -> list[ParameterValue]:
        """Return the numbers of a parameter that hold on the day: those that began last, none before the first."""
        return numbers_in_force(self.policy.parameters[parameter], self.on)


def numbers_in_force(parameter: Parameter, on: date) -> list[ParameterValue]:
    """Return the numbers that began last; several entries may begin on one day."""
    begun = [each for each in parameter.values if each.start <= on]
    last = max((each.start for each in begun), default=on)
    return [each for each in begun if each.start == last]


def readings(policy: Policy) -> Counter[str]:
    """Count how often each fact, term and table is read when an application is decided."""
    counted = Counter(
        part.name for expression in _expressions(policy) for part in walk(expression.tree) if isinstance(part, Name)
    )
    for overlap in policy.overlaps:
        if overlap.by is not None:
            counted[overlap.by] += len(overlap.among)
    for fact in reversed(list(policy.facts.values())):
        if counted[fact.name] and fact.asked_when is not None:
            counted.update(fact.asked_when.names)
    return counted


def _expressions(policy: Policy) -> Iterator[Expression]:
    yield from (term.meaning for term in policy.terms.values())
    yield from (row.when for table in policy.tables.values() for row in table.rows)
    for incentive in policy.incentives.values():
        amount, parts = incentive.amount, (part.amount for part in incentive.parts)
        yield from (line.condition for line in incentive.lines)
        each = (amount.formula, amount.at_most, amount.less, amount.months, *parts)
        yield from (expression for expression in each if expression is not None)


def _over(name: str) -> str:
    return f"{name} over"
