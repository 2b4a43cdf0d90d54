"""A decision table as DMN knows it, whatever it was written in: inputs left, outputs right, one rule a row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

#: A literal: text, a number, yes or no, a day.
Value = str | Decimal | bool | date


class ValueType(StrEnum):
    """What the cells of a column hold, by its name in DMN."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"


def type_of(value: Value) -> ValueType:
    """Return the type of a literal."""
    if isinstance(value, bool):
        return ValueType.BOOLEAN
    if isinstance(value, Decimal):
        return ValueType.NUMBER
    return ValueType.STRING if isinstance(value, str) else ValueType.DATE


def shown(value: Value) -> str:
    """Return a literal as people read it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value).lower() if isinstance(value, bool) else str(value)


class Hit(StrEnum):
    """What happens when several rules match: the mark in the corner of a drawn table (DMN 1.3, section 8.2.8)."""

    UNIQUE = "U"
    ANY = "A"
    PRIORITY = "P"
    FIRST = "F"
    RULE_ORDER = "R"
    OUTPUT_ORDER = "O"
    COLLECT = "C"
    SUM = "C+"
    MIN = "C<"
    MAX = "C>"
    COUNT = "C#"

    @property
    def lists(self) -> bool:
        """Whether the table gives the outputs of every rule that matches."""
        return self in (Hit.RULE_ORDER, Hit.OUTPUT_ORDER, Hit.COLLECT)

    @property
    def aggregates(self) -> bool:
        """Whether the table makes one number of the rules that match."""
        return self in (Hit.SUM, Hit.MIN, Hit.MAX, Hit.COUNT)

    @property
    def ranks(self) -> bool:
        """Whether the order of the output values decides."""
        return self in (Hit.PRIORITY, Hit.OUTPUT_ORDER)


@dataclass(frozen=True, slots=True)
class Range:
    """The values from low to high; None where there is no bound. A single value reaches from itself to itself."""

    low: Value | None
    high: Value | None
    includes_low: bool = True
    includes_high: bool = True

    @property
    def is_one(self) -> bool:
        """Whether it holds a single value."""
        return self.low is not None and self.low == self.high

    @property
    def is_empty(self) -> bool:
        """Whether no value lies in it."""
        if self.low is None or self.high is None:
            return False
        both = self.includes_low and self.includes_high
        return self.low > self.high or (self.low == self.high and not both)  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Cell:
    """The cell of an input: in one of the ranges, or in none of them. No ranges: the dash, which always matches."""

    ranges: tuple[Range, ...] = ()
    negated: bool = False

    @property
    def always(self) -> bool:
        """Whether it is the dash."""
        return not self.ranges

    @property
    def is_list(self) -> bool:
        """Whether it lists the values that match, one by one."""
        return not self.negated and all(each.is_one for each in self.ranges)

    def values(self) -> Iterator[Value]:
        """Yield every literal written in it."""
        for each in self.ranges:
            ends = (each.low,) if each.is_one else (each.low, each.high)
            yield from (end for end in ends if end is not None)


ALWAYS = Cell()


@dataclass(frozen=True, slots=True)
class Input:
    """A column of conditions. name: what data it reads. allowed: the values it may have; the dash for any."""

    name: str
    label: str
    type: ValueType
    allowed: Cell = ALWAYS


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results. values: those it may give, the most important first. default: where no rule matches."""

    name: str
    type: ValueType
    values: tuple[Value, ...] = ()
    default: Value | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: a cell per input, a value per output."""

    cells: tuple[Cell, ...]
    gives: tuple[Value, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A decision table. Its rules are numbered from 1 in the order written."""

    name: str
    hit: Hit
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]

    def ordered(self) -> list[tuple[int, Rule]]:
        """Return the rules with their numbers as the hit policy orders them: by output priority for P and O.

        Priority is decided from the left output to the right one, over those that list their values.
        """
        numbered = list(enumerate(self.rules, 1))
        if not self.hit.ranks:
            return numbered
        ranked = [(place, output.values) for place, output in enumerate(self.outputs) if output.values]
        return sorted(numbered, key=lambda each: [values.index(each[1].gives[place]) for place, values in ranked])
