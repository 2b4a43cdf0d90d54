"""The types that functions and arithmetic give: the one place that knows how units combine."""

from collections.abc import Sequence
from dataclasses import replace

from rules.expressions import ExpressionError, Kind, Type

#: Unit of the result of a function of two dates.
BETWEEN = {
    "months_between": "month",
    "days_between": "day",
    "whole_years": "year",
    "working_days_between": "working_day",
}
_ROUNDING = ("floor", "ceil", "round")


def call_type(function: str, arguments: Sequence[Type]) -> Type:
    """Return the type a function gives. Raises ExpressionError for another function or other arguments."""
    kinds = [argument.kind for argument in arguments]
    if function in BETWEEN and kinds == [Kind.DATE, Kind.DATE]:
        return Type(Kind.NUMBER, BETWEEN[function])
    if function == "add_months" and kinds == [Kind.DATE, Kind.NUMBER] and arguments[1].unit in (None, "month"):
        return Type(Kind.DATE)
    if function == "month_end" and kinds == [Kind.DATE]:
        return Type(Kind.DATE)
    if function in _ROUNDING and len(kinds) == 1 and kinds[0] in (Kind.NUMBER, Kind.MONEY):
        return replace(arguments[0], whole=True)
    if function in ("min", "max") and len(kinds) > 1 and kinds[0] not in (Kind.BOOLEAN, Kind.CHOICES):
        return replace(arguments[0], whole=all(argument.whole for argument in arguments))
    known = (*BETWEEN, "add_months", "month_end", *_ROUNDING, "min", "max", "tiered")
    if function not in known:
        raise ExpressionError(f"There is no function '{function}'", f"use one of {', '.join(known)}")
    given = ", ".join(str(argument) for argument in arguments)
    raise ExpressionError(f"{function} does not take ({given})", 'see docs/policy-language.md, "Functions"')


def arithmetic_type(sign: str, left: Type, right: Type) -> Type:
    """Return the type of `left sign right`. Raises ExpressionError where the two do not combine."""
    result = {"+": _sum, "-": _sum, "*": _product}.get(sign, _quotient)(left, right)
    if result is None:
        raise ExpressionError(f"A {left} and a {right} cannot be combined by '{sign}'", "check kinds and units")
    whole = sign == "//" or (sign != "/" and left.whole and right.whole and Kind.SHARE not in (left.kind, right.kind))
    return replace(result, whole=whole or result.kind is Kind.SHARE)


def _sum(left: Type, right: Type) -> Type | None:
    summable = left.kind in (Kind.NUMBER, Kind.MONEY, Kind.SHARE)
    return left if summable and (left.kind, left.unit) == (right.kind, right.unit) else None


def _product(left: Type, right: Type) -> Type | None:
    if left.kind in (Kind.NUMBER, Kind.SHARE) and right.kind is Kind.MONEY:
        left, right = right, left
    if left.kind is Kind.MONEY and right.kind is Kind.NUMBER and right.unit is not None:
        whole, _, per = (left.unit or "").partition("/")
        return replace(left, unit=whole) if per == right.unit else None
    if left.kind is Kind.MONEY and right.kind in (Kind.NUMBER, Kind.SHARE):
        return left
    if left.kind is Kind.SHARE and right.kind is Kind.NUMBER:
        left, right = right, left
    if left.kind is Kind.NUMBER and right.kind is Kind.SHARE:
        return left
    if left.kind is right.kind is Kind.NUMBER and None in (left.unit, right.unit):
        return left if right.unit is None else right
    return None


def _quotient(left: Type, right: Type) -> Type | None:
    if left.kind is right.kind and left.kind in (Kind.MONEY, Kind.NUMBER) and left.unit == right.unit:
        return Type(Kind.NUMBER)
    if left.kind in (Kind.MONEY, Kind.NUMBER) and right.kind is Kind.NUMBER and right.unit is None:
        return left
    return None
