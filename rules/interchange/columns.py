"""What a column of a decision table is in our language: its name, its choices, its conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rules.interchange.decision_table import Cell, Range, Value, ValueType, shown


@dataclass(frozen=True, slots=True)
class Column:
    """A fact or table of our language that stands for a column.

    keys: how each literal is called, where the column becomes a choice. other: the key for any text not listed.
    places: decimals of its numbers, which our language counts in steps: 3.5 is 35 with one place.
    least, most: inclusive bounds, in steps.
    """

    key: str
    label: str
    type: ValueType
    keys: Mapping[Value, str] = field(default_factory=dict)
    other: str | None = None
    places: int = 0
    least: int | date | None = None
    most: int | date | None = None

    def written(self, value: Value) -> str:
        """Write a literal in our language."""
        if self.keys:
            return self.keys[value]
        return str(steps(value, self.places)) if isinstance(value, Decimal) else shown(value)

    def holds(self, value: int | date) -> bool:
        """Whether a number in steps or a day lies within the bounds."""
        low, high = self.least, self.most
        return (low is None or low <= value) and (high is None or value <= high)  # type: ignore[operator]

    def bound(self, bound: int | date | None) -> str:
        """Write a bound as people know it."""
        if bound is None:
            return "any"
        return f"{Decimal(bound).scaleb(-self.places).normalize():f}" if isinstance(bound, int) else bound.isoformat()

    def condition(self, cell: Cell) -> str | None:
        """Write the cell of an input as a condition; None for the dash."""
        if cell.always:
            return None
        if self.type in (ValueType.STRING, ValueType.BOOLEAN) or all(each.is_one for each in cell.ranges):
            return self._one_of([self.written(value) for value in cell.values()], cell.negated)
        parts = [self._within(each) for each in cell.ranges]
        if cell.negated:
            return f"not ({' or '.join(parts)})"
        return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"

    def _one_of(self, values: Sequence[str], negated: bool) -> str:
        if self.type is ValueType.BOOLEAN and len(values) == 1:
            return self.key if (values[0] == "true") is not negated else f"not {self.key}"
        if len(values) == 1:
            return f"{self.key} {'!=' if negated else '=='} {values[0]}"
        return f"{self.key} {'not in' if negated else 'in'} ({', '.join(values)})"

    def _within(self, each: Range) -> str:
        if each.is_one and each.low is not None:
            return f"{self.key} == {self.written(each.low)}"
        if each.high is None and each.low is not None:
            return f"{self.key} {'>=' if each.includes_low else '>'} {self.written(each.low)}"
        low = "" if each.low is None else f"{self.written(each.low)} {'<=' if each.includes_low else '<'} "
        high = "" if each.high is None else f" {'<=' if each.includes_high else '<'} {self.written(each.high)}"
        return f"{low}{self.key}{high}"


def steps(value: Decimal, places: int) -> int:
    """Count a number in steps of its decimals."""
    return int(value.scaleb(places))


def decimals(value: Value) -> int:
    """Return how many decimals a number needs; none for other literals."""
    exponent = value.normalize().as_tuple().exponent if isinstance(value, Decimal) else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0
