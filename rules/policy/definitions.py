"""What a policy defines: numbers by day, terms, decision tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.expressions import Expression, Kind, Type
from rules.policy.sources import Text


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """The numbers of a parameter from a day on. values: {(): n} for a scalar, {(key, …): n} otherwise; fen for money.

    brackets: for `tiered`, each threshold with the number that holds above it, rising from 0; then no values.
    Several may begin on one day, each for other keys and with its own source; all that began before are over then.
    """

    start: date
    values: Mapping[tuple[str, ...], int]
    source: str
    brackets: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated number, a number per choice, or a number per bracket.

    by: the facts or tables whose value selects it. above: the unit of the thresholds of brackets.
    """

    name: str
    unit: str
    by: tuple[str, ...]
    values: tuple[ParameterValue, ...]
    title: Text | None = None
    above: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A named expression."""

    name: str
    meaning: Expression
    source: str
    title: Text | None = None


class HitPolicy(StrEnum):
    """How the rows of a decision table that match make one output (DMN 1.3, section 8.2.8)."""

    UNIQUE = "unique"
    ANY = "any"
    FIRST = "first"
    PRIORITY = "priority"
    COLLECT = "collect"
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    COUNT = "count"


_CHOICE = Type(Kind.CHOICE)

#: What a row gives: a choice by key; a number, fen or share; yes or no.
Output = str | int | bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a decision table: when it matches, what it gives."""

    when: Expression
    gives: "Output"
    source: str
    says: Text | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table.

    type: of the output of one row. outputs: the choices it can give, in rising order, with what they are called;
    empty where it gives numbers or yes and no. otherwise: the output where no row matches.
    left_open: whether the text itself leaves the rest open, as `otherwise: unknown` says.
    """

    name: str
    title: Text
    hit: HitPolicy
    outputs: Mapping[str, Text]
    rows: tuple[Row, ...]
    otherwise: Output | None = None
    type: Type = _CHOICE
    left_open: bool = False
    line: int = 0

    @property
    def value_type(self) -> Type:
        """The type of what the whole table comes to: several choices where it collects, a number where it counts."""
        if self.hit is HitPolicy.COLLECT:
            return Type(Kind.CHOICES, None, self.type.choices)
        return Type(Kind.NUMBER) if self.hit is HitPolicy.COUNT else self.type
