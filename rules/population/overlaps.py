"""Incentives that may not simply be added, in columns: choose, highest, stop, top_up, deduct.

`granted` has three values throughout: yes, no, and NULL for unknown. Who is not refused stands.
"""

import operator
from collections.abc import Callable

import ibis
from ibis.expr import types as ir

from rules.expressions import Kind, Type
from rules.policy import Overlap
from rules.population.awards import due_name, granted_name
from rules.population.expressions import balanced, is_told, rank, unknown
from rules.population.sheet import Sheet

#: Per incentive the columns of what it came to, before overlaps and after each that reduced it.
Amounts = dict[str, list[str]]


def apply(sheet: Sheet) -> Amounts:
    """Write who is still granted what after every overlap of the policy, in the order written."""
    amounts = {incentive: [due_name(incentive)] for incentive in sheet.policy.incentives}
    for overlap in sheet.policy.overlaps:
        _RULES[overlap.rule](_Overlapping(sheet, overlap, amounts))
    return amounts


class _Overlapping:
    """One overlap while it is applied."""

    def __init__(self, sheet: Sheet, overlap: Overlap, amounts: Amounts) -> None:
        self.sheet, self.overlap, self.amounts = sheet, overlap, amounts
        self.among = tuple(dict.fromkeys(overlap.among))
        self.granted = {name: sheet.test(granted_name(name)) for name in self.among}

    def choose(self) -> None:
        """Keep what the person chose; the greatest where that was refused."""
        chosen, choices = self._chosen()
        keys = {name: rank(choices, name) for name in self.among}
        several = balanced(operator.add, [self._stands(name).cast("int64") for name in self.among]) > 1
        met = balanced(operator.or_, [(chosen == keys[name]) & self._stands(name) for name in self.among])
        self._become(
            {
                name: ibis.cases(
                    (~granted, False),
                    (~several, granted),
                    (chosen.isnull(), None),
                    (chosen == keys[name], granted),
                    (met, False),
                    else_=self._if_greatest(name),
                )
                for name, granted in self.granted.items()
            }
        )

    def highest(self) -> None:
        """Keep the greatest amount, the first of two alike."""
        self._become({name: self._if_greatest(name) for name in self.among})

    def stop(self) -> None:
        """The first that is granted ends the others."""
        stopped: list[tuple[ir.BooleanValue, bool | None]] = []
        becomes = {}
        for name, granted in self.granted.items():
            becomes[name] = ibis.cases((~granted, False), *stopped, else_=granted)
            stopped += [(granted, False), (~is_told(granted), None)]
        self._become(becomes)

    def reduce(self) -> None:
        """The first is paid in full; each later one pays only what it has above those before it."""
        fen = {name: self._fen(name) for name in self.among}
        becomes, left = {}, {}
        for place, (name, granted) in enumerate(self.granted.items()):
            before = ibis.greatest(0, *(fen[other] for other in self.among[:place]))
            becomes[name] = ibis.cases((granted & self._waits(), None), (granted, fen[name] > before), else_=granted)
            if place:
                left[f"{self.amounts[name][-1]} reduced"] = ibis.cases((granted, fen[name] - before))
                self.amounts[name].append(f"{self.amounts[name][-1]} reduced")
        self._become(becomes, left)

    def _chosen(self) -> tuple[ir.Value, Type]:
        fact = self.sheet.policy.facts.get(self.overlap.by or "")
        choices = Type(Kind.CHOICE, None, tuple(fact.choices) if fact else self.among)
        known = fact is not None and not fact.at_review
        return self.sheet[fact.name] if fact and known else unknown(choices), choices

    def _stands(self, name: str) -> ir.BooleanValue:
        return self.granted[name].fill_null(True)

    def _fen(self, name: str) -> ir.IntegerValue:
        """What an incentive pays, 0 unless granted."""
        return ibis.cases((self.granted[name], self.sheet.whole(self.amounts[name][-1])), else_=0)

    def _waits(self) -> ir.BooleanValue:
        """Whether one is unknown, so that its amount could decide."""
        return balanced(operator.or_, [~is_told(granted) for granted in self.granted.values()])

    def _if_greatest(self, name: str) -> ir.BooleanValue:
        place, fen = self.among.index(name), self._fen(name)
        above = [fen > self._fen(other) for other in self.among[:place]]
        at_least = [fen >= self._fen(other) for other in self.among[place + 1 :]]
        granted, greatest = self.granted[name], balanced(operator.and_, above + at_least)
        return ibis.cases((granted & self._waits(), None), (granted, greatest), else_=granted)

    def _become(self, granted: dict[str, ir.BooleanValue], left: dict[str, ir.IntegerValue] | None = None) -> None:
        self.sheet.write({**{granted_name(name): each for name, each in granted.items()}, **(left or {})})


_RULES: dict[str, Callable[[_Overlapping], None]] = {
    "choose": _Overlapping.choose,
    "highest": _Overlapping.highest,
    "stop": _Overlapping.stop,
    "top_up": _Overlapping.reduce,
    "deduct": _Overlapping.reduce,
}
