"""Exact numbers in columns: a whole numerator over a whole denominator, never a float.

Constants stay Python integers as long as possible, so that what can be reduced is reduced before DuckDB sees it; a
column is always int64. DuckDB raises an error where a number leaves int64 (about 9.2 * 10**18, or 92 quadrillion yuan
in fen): a sum of money times a share keeps to that up to the 10**13 fen a fact may hold.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any, TypeAlias

import ibis
from ibis.expr import types as ir

#: A whole number: of every person the same, or in a column.
Whole: TypeAlias = int | ir.IntegerValue


@ibis.udf.scalar.builtin(name="divide", signature=(("int64", "int64"), "int64"))  # type: ignore[untyped-decorator]
def _divided(one: int, other: int) -> int:  # type: ignore[empty-body]
    """Whole division as DuckDB does it, toward zero: Ibis' own goes through floats."""


def null(dtype: str) -> ir.Value:
    """Return what nobody knows. Ibis takes a bare NULL in a comparison for the question whether something is known."""
    return ibis.ifelse(False, ibis.null(dtype), ibis.null(dtype))


def column(value: Whole) -> ir.IntegerValue:
    """Return a whole number as a column that DuckDB keeps in 64 bits."""
    return ibis.literal(value).cast("int64") if isinstance(value, int) else value.cast("int64")


def lesser(one: Whole, other: Whole) -> ir.IntegerValue:
    """Return the lesser of two, unknown where one is: SQL's LEAST would pass over it."""
    one, other = column(one), column(other)
    return ibis.cases((one <= other, one), (one > other, other))


def greater(one: Whole, other: Whole) -> ir.IntegerValue:
    """Return the greater of two, unknown where one is."""
    one, other = column(one), column(other)
    return ibis.cases((one >= other, one), (one < other, other))


def quotient(value: Whole, over: Whole) -> ir.IntegerValue:
    """Return a whole division cut toward zero; `over` is above zero or unknown."""
    return _divided(column(value), over)


@dataclass(frozen=True, slots=True)
class Exact:
    """A number. over: above zero, or unknown where the number is."""

    value: Whole
    over: Whole = 1

    @classmethod
    def of(cls, number: Any) -> "Exact":
        """Return a number that is the same for everybody; None is unknown."""
        if number is None:
            return cls(null("int64"))
        ratio = Fraction(number)
        return cls(ratio.numerator, ratio.denominator)

    @property
    def whole(self) -> ir.IntegerValue:
        """The number as one column, where its type says that it has no fractions."""
        if isinstance(self.over, int) and self.over == 1:
            return column(self.value)
        raise ValueError("a number with fractions stands where a whole one is needed")

    def is_known(self) -> ir.BooleanValue:
        """Tell whether it is known."""
        parts = [part.notnull() for part in (self.value, self.over) if not isinstance(part, int)]
        return parts[0] if len(parts) == 1 else parts[0] & parts[1] if parts else ibis.literal(True)

    def __add__(self, other: "Exact") -> "Exact":
        one, two, over = _alike(self, other)
        return Exact(one + two, over)

    def __sub__(self, other: "Exact") -> "Exact":
        one, two, over = _alike(self, other)
        return Exact(one - two, over)

    def __mul__(self, other: "Exact") -> "Exact":
        return _reduced(self.value * other.value, self.over * other.over)

    def __truediv__(self, other: "Exact") -> "Exact":
        """Divide; by zero it is unknown."""
        if isinstance(other.value, int):
            turned = None if other.value == 0 else 1 / Fraction(other.value)
            return self * Exact.of(turned) * Exact(other.over)
        sign, size = other.value.sign().cast("int64"), other.value.abs().nullif(0)
        return Exact(self.value * sign * other.over, self.over * size)

    def __floordiv__(self, other: "Exact") -> "Exact":
        return (self / other).floor()

    def floor(self) -> "Exact":
        """Round down."""
        if isinstance(self.over, int) and self.over == 1:
            return self
        value = column(self.value)
        down = -quotient(self.over - 1 - value, self.over)
        return Exact(ibis.cases((value >= 0, quotient(value, self.over)), (value < 0, down)))

    def ceil(self) -> "Exact":
        """Round up."""
        return -((-self).floor())

    def __neg__(self) -> "Exact":
        return Exact(-self.value, self.over)

    def half_up(self) -> "Exact":
        """Round to a whole number, a half away from zero."""
        if isinstance(self.over, int) and self.over == 1:
            return self
        value, over = column(self.value), column(self.over)
        return Exact(quotient(2 * value + ibis.cases((value >= 0, over), (value < 0, -over)), 2 * over))


def chosen(test: ir.BooleanValue, yes: Exact, no: Exact) -> Exact:
    """Return one number or the other; unknown where the test is."""
    one, two, over = _alike(yes, no)
    return Exact(ibis.cases((test, column(one)), (~test, column(two))), over)


def least(one: Exact, other: Exact) -> Exact:
    """Return the lesser of two numbers; unknown where one is."""
    first, second, over = _alike(one, other)
    return Exact(lesser(first, second), over)


def greatest(one: Exact, other: Exact) -> Exact:
    """Return the greater of two numbers; unknown where one is."""
    first, second, over = _alike(one, other)
    return Exact(greater(first, second), over)


def _alike(one: Exact, other: Exact) -> tuple[Whole, Whole, Whole]:
    """Return two numerators over one denominator."""
    if isinstance(one.over, int) and isinstance(other.over, int):
        over = lcm(one.over, other.over)
        return one.value * (over // one.over), other.value * (over // other.over), over
    return one.value * other.over, other.value * one.over, one.over * other.over


def _reduced(value: Whole, over: Whole) -> Exact:
    if isinstance(value, int) and isinstance(over, int):
        shared = gcd(value, over)
        return Exact(value // shared, over // shared)
    return Exact(value, over)
