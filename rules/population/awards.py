"""Incentives in columns: who is granted them, how much it comes to, and in which instalments. Exact fen.

Instalments are told by the sums paid up to each: what is taken off the earliest, cut from the last or rounded bounds
those sums, and a part is what its sum has above the one before.
"""

import operator
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

import ibis
from ibis.expr import types as ir

from rules.expressions import Node
from rules.policy import Incentive, Policy
from rules.population.exact import quotient
from rules.population.expressions import WHOLE, Expressions, balanced
from rules.population.sheet import Sheet

#: Months in each period an amount can be paid per.
_PERIODS = {"month": 1, "year": 12}
#: Most instalments one incentive is paid in: fifty years of months.
_MOST_PERIODS = 600
#: The column that says whether the lines hold that every incentive has.
_SHARED = "shared lines"


@ibis.udf.scalar.builtin(name="list_resize", signature=(("array<int64>", "int64", "int64"), "array<int64>"))  # type: ignore[untyped-decorator]
def _filled(first: list[int], length: int, filler: int) -> list[int]:  # type: ignore[empty-body]
    """A list made as long as said by repeating a number at its end."""


def line_name(incentive: str, n: int) -> str:
    """Return the column that says whether the nth line holds, from 1."""
    return f"{incentive} line {n}"


def granted_name(incentive: str) -> str:
    """Return the column that says whether an incentive is granted; NULL: unknown."""
    return f"{incentive} granted"


def due_name(incentive: str) -> str:
    """Return the column of what an incentive comes to before overlaps; NULL where a line is not met."""
    return f"{incentive} due"


def paid_name(incentive: str) -> str:
    """Return the column of the instalments."""
    return f"{incentive} paid"


def decide_incentives(sheet: Sheet, *, reasons: bool) -> None:
    """Write whether every incentive is granted and what it comes to, before overlaps and, for reasons, every line."""
    awards = [_Award(sheet, incentive) for incentive in sheet.policy.incentives.values()]
    if reasons:
        sheet.write({name: line for award in awards for name, line in award.lines().items()})
    shared = _asked_by_all(sheet.policy)
    expressions = Expressions(sheet)
    if shared:
        sheet.write({_SHARED: balanced(operator.and_, [expressions.test(tree) for tree in shared])})
    sheet.write({award.met_name: award.met(shared) for award in awards})
    sheet.write({name: value for award in awards for name, value in award.numbers().items()})
    sheet.write({due_name(award.id): award.due() for award in awards})
    sheet.write({granted_name(award.id): award.granted() for award in awards})


def _asked_by_all(policy: Policy) -> list[Node]:
    """Return the conditions that every incentive has, so that they are judged once."""
    each = [[line.condition.tree for line in incentive.lines] for incentive in policy.incentives.values()]
    return [tree for tree in each[0] if all(tree in trees for trees in each[1:])] if len(each) > 1 else []


def pay(sheet: Sheet, amounts: Mapping[str, Sequence[str]]) -> None:
    """Write the instalments of those who are granted something, empty for the others.

    amounts: per incentive the columns of what it came to, before overlaps and after each that reduced it.
    """
    awards = [_Award(sheet, incentive) for incentive in sheet.policy.incentives.values()]
    nothing = ibis.literal([], "array<int64>")
    sheet.write(
        {
            paid_name(award.id): ibis.cases((sheet.test(granted_name(award.id)), award.instalments()), else_=nothing)
            for award in awards
        }
    )
    for incentive, columns in amounts.items():
        for whole, left in pairwise(columns):
            paid = sheet[paid_name(incentive)]
            reduced = _scaled(paid, sheet.whole(whole), sheet.whole(left))
            unchanged = (paid.length() == 0) | (sheet.whole(whole) == sheet.whole(left))
            sheet.write({paid_name(incentive): ibis.cases((unchanged, paid), else_=reduced)})


class _Award:
    """One incentive while it is decided.

    What an amount is reckoned from is asked to be known first, since SQL's LEAST and GREATEST pass over NULL.
    """

    def __init__(self, sheet: Sheet, incentive: Incentive) -> None:
        self.sheet, self.incentive, self.id = sheet, incentive, incentive.id
        self.met_name = f"{incentive.id} met"
        amount = incentive.amount
        own = {f"part {n}": part.amount for n, part in enumerate(incentive.parts)}
        given = {"formula": amount.formula, "at most": amount.at_most, "less": amount.less, "months": amount.months}
        self.given = {name: each for name, each in (given | own).items() if each is not None}

    def lines(self) -> dict[str, ir.BooleanValue]:
        """Whether each line holds."""
        expressions = Expressions(self.sheet)
        trees = [line.condition.tree for line in self.incentive.lines]
        return {line_name(self.id, n): expressions.test(tree) for n, tree in enumerate(trees, 1)}

    def met(self, shared: Sequence[Node]) -> ir.BooleanValue:
        """Whether every line holds. shared: those that are judged already."""
        expressions = Expressions(self.sheet)
        trees = [line.condition.tree for line in self.incentive.lines]
        own = [expressions.test(tree) for tree in trees if tree not in shared]
        return balanced(operator.and_, [self.sheet.test(_SHARED), *own] if shared else own)

    def numbers(self) -> dict[str, ir.IntegerValue]:
        """What the amount is reckoned from, for those who meet every line; what is written out later left out."""
        expressions, met = Expressions(self.sheet), self.sheet.test(self.met_name)
        return {
            f"{self.id} {name}": ibis.cases((met, expressions.number(each.tree).whole))
            for name, each in self.given.items()
            if expressions.is_large(each.tree)
        }

    def due(self) -> ir.IntegerValue:
        """What is paid in all to those who meet every line, never below zero; unknown where a number is."""
        known = [self._number(name).notnull() for name in self.given]
        return ibis.cases((balanced(operator.and_, [self.sheet.test(self.met_name), *known]), self._due()))

    def _due(self) -> ir.IntegerValue:
        if self.incentive.amount.formula is None:
            return self._upto_own_parts()[-1]
        whole = self._capped() if self.incentive.amount.per is None else self._capped() * self._periods()
        return ibis.greatest(whole - self._less(), 0)

    def granted(self) -> ir.BooleanValue:
        """Whether every line holds and something is left to pay."""
        return self.sheet.test(self.met_name) & (self.sheet.whole(due_name(self.id)) > 0)

    def instalments(self) -> ir.ArrayValue:
        """What is paid at each date, before overlaps, for those who are granted it."""
        if self.incentive.amount.formula is None:
            return _parts(self._upto_own_parts())
        if self.incentive.amount.per is None:
            return _parts(self._upto_shares())
        amount, less = self._capped(), self._less()
        gone = quotient(less, amount.nullif(0))
        first = amount - (less - gone * amount)
        return _filled(ibis.array([first]), self._periods() - gone, amount)

    def _number(self, name: str) -> ir.IntegerValue:
        column = f"{self.id} {name}"
        if column in self.sheet:
            return self.sheet.whole(column)
        return Expressions(self.sheet).number(self.given[name].tree).whole

    def _capped(self) -> ir.IntegerValue:
        """The amount, of one period where it is paid by periods."""
        amount = self._number("formula")
        if "at most" in self.given:
            amount = ibis.least(amount, self._number("at most"))
        return ibis.greatest(amount, 0)

    def _less(self) -> ir.IntegerValue | int:
        return ibis.greatest(self._number("less"), 0) if "less" in self.given else 0

    def _periods(self) -> ir.IntegerValue:
        step = _PERIODS[self.incentive.amount.per or "month"]
        months = ibis.greatest(self._number("months"), 0)
        return ibis.least(months if step == 1 else quotient(months, step), _MOST_PERIODS)

    def _upto_own_parts(self) -> list[ir.IntegerValue]:
        """What is paid up to each part that has an amount of its own."""
        own = [ibis.greatest(self._number(f"part {n}"), 0) for n in range(len(self.incentive.parts))]
        upto = [ibis.greatest(total - self._less(), 0) for total in accumulate(own)]
        if "at most" not in self.given:
            return upto
        most = ibis.greatest(self._number("at most"), 0)
        return [ibis.least(total, most) for total in upto]

    def _upto_shares(self) -> list[ir.IntegerValue]:
        """What is paid up to each part that has a share, rounded half up so that the parts add to the whole."""
        total = self.sheet.whole(due_name(self.id))
        shares = accumulate(part.share or 0 for part in self.incentive.parts)
        upto = [total if share == WHOLE else quotient(total * (2 * share) + WHOLE, 2 * WHOLE) for share in shares]
        return upto or [total]


def _parts(upto: Sequence[ir.IntegerValue]) -> ir.ArrayValue:
    """Return what each sum has above the one before; parts of nothing are left out."""
    parts = [upto[0], *(later - earlier for earlier, later in pairwise(upto))]
    return ibis.array(parts) if len(parts) == 1 else ibis.array(parts).filter(lambda fen: fen > 0)


def _scaled(paid: ir.ArrayValue, whole: ir.IntegerValue, left: ir.IntegerValue) -> ir.ArrayValue:
    """Return the instalments of a smaller whole in the same proportions.

    DuckDB sums lists in 128 bits, so that the sums times a whole amount stay exact; Ibis takes them for 64.
    """

    def upto(n: ir.IntegerValue) -> ir.IntegerValue:
        doubled = paid[:n].sums().fill_null(0) * left * 2
        return quotient(doubled + whole, whole * 2).cast("decimal(38, 0)").cast("int64")

    parts = ibis.range(paid.length()).map(lambda n: upto(n + 1) - upto(n))
    return parts.filter(lambda fen: fen > 0)
