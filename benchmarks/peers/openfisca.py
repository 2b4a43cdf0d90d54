"""The same policy for openfisca-core: a tax and benefit system with a vectorial variable per fact, term, table, line,
verdict and amount, made from the parsed policy.

It knows no unknown: a fact that is not known counts as 0, no, the first choice or 1970-01-01. Its whole numbers have 32
bits, so that money in fen is given 64. Of instalments, sources and sentences it has none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit, Period, period
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.peers.arrays import Array, Formula, Reading, formula
from rules.amounts import PERIODS
from rules.dependencies import DAY
from rules.expressions import Expression, Kind, Type
from rules.policy import Fact, FactType, HitPolicy, Incentive, Overlap, Parameter, Policy, Table

PERSON = build_entity(key="person", plural="persons", label="Person", is_person=True)
BOOLEAN, MONEY = Type(Kind.BOOLEAN), Type(Kind.MONEY)
VERDICT = Type(Kind.CHOICE, None, ("refused", "granted"))
_VALUES = {Kind.BOOLEAN: bool, Kind.NUMBER: int, Kind.MONEY: int, Kind.DATE: date, Kind.CHOICE: Enum}
_KINDS = {FactType.CHOICE: Kind.CHOICE, FactType.DATE: Kind.DATE, FactType.BOOLEAN: Kind.BOOLEAN}


class OpenFiscaPolicy:
    """A policy as a tax and benefit system.

    results: the columns it answers, of those that `decide_population` has. choices: per variable that is a choice, what
    its places mean.
    """

    def __init__(self, policy: Policy, results: Sequence[str]) -> None:
        self.policy, self.results = policy, results
        self.choices: dict[str, tuple[str, ...]] = {}
        self._system = TaxBenefitSystem([PERSON])
        self._system.parameters = ParameterNode(data={name: _dated(each) for name, each in policy.parameters.items()})
        for fact in policy.facts.values():
            self._add_fact(fact)
        for name, term in policy.terms.items():
            self._add(name, term.meaning.type, formula(term.meaning.tree))
        for table in policy.tables.values():
            self._add(table.name, table.type, _first(table))
        for incentive in policy.incentives.values():
            self._add_incentive(incentive)

    def decide(self, facts: Mapping[str, Array], *, on: date) -> dict[str, Array]:
        """Decide many people. facts: an array per fact; a choice by its place, several choices as `<fact>_<choice>`.

        Returns an array per result, choices and verdicts by their places.
        """
        day = period(on.isoformat())
        count = len(next(iter(facts.values())))
        simulation = SimulationBuilder().build_default_simulation(self._system, count)
        for name, values in facts.items():
            simulation.set_input(name, day, values)
        return {name: np.asarray(simulation.calculate(name, day)) for name in self.results}

    def _add_fact(self, fact: Fact) -> None:
        if fact.type is FactType.CHOICES:
            for key in fact.choices:
                self._add(f"{fact.name}_{key}", BOOLEAN)
        else:
            self._add(fact.name, Type(_KINDS.get(fact.type, Kind.MONEY), None, tuple(fact.choices)))

    def _add_incentive(self, incentive: Incentive) -> None:
        id_ = incentive.id
        lines = [f"{id_}_line_{place}" for place in range(len(incentive.lines))]
        for name, line in zip(lines, incentive.lines, strict=True):
            self._add(name, BOOLEAN, formula(line.condition.tree))
        self._add(_alone(id_), MONEY, _granted(lines, _amount(incentive)))
        overlap = next((each for each in self.policy.overlaps if id_ in each.among), None)
        self._add(f"{id_}_fen", MONEY, _alone_amount(id_) if overlap is None else _chosen(self.policy, overlap, id_))
        self._add(f"{id_}_verdict", VERDICT, lambda reading: (reading.values(f"{id_}_fen") > 0).astype(np.int16))

    def _add(self, name: str, type_: Type, compute: Formula | None = None) -> None:
        said: dict[str, Any] = {"value_type": _VALUES[type_.kind], "entity": PERSON, "definition_period": DateUnit.DAY}
        if type_.kind is Kind.CHOICE:
            self.choices[name] = type_.choices
            said["possible_values"] = Enum(name, [(key, key) for key in type_.choices])
            said["default_value"] = said["possible_values"][type_.choices[0]]
        if compute is not None:
            said["formula"] = _as_openfisca_calls(compute)
        variable = self._system.add_variable(type(name, (Variable,), said))
        if type_.kind is Kind.MONEY:
            variable.dtype = np.int64


@dataclass(frozen=True, slots=True)
class _Simulated(Reading):
    """What a formula reads, out of a running simulation."""

    persons: Any
    day: Period
    parameters: Any

    def values(self, name: str) -> Array:
        return np.datetime64(self.day.start.date, "D") if name == DAY else np.asarray(self.persons(name, self.day))

    def number(self, parameter: str, keys: tuple[str, ...]) -> float:
        found, key = getattr(self.parameters(self.day), parameter), "__".join(keys)
        if keys and key not in found:
            return 0
        return found[key] if keys else found


def _as_openfisca_calls(compute: Formula) -> Callable[..., Array]:
    def formula(persons: Any, day: Period, parameters: Any) -> Array:
        return compute(_Simulated(persons, day, parameters))

    return formula


def _dated(parameter: Parameter) -> dict[str, Any]:
    """Write a parameter as openfisca-core keeps it: the numbers by the day on which they begin, per key if by keys."""
    starts = sorted({each.start for each in parameter.values})
    numbers: dict[tuple[str, ...], dict[date, int | None]] = {}
    for each in parameter.values:
        for keys, number in each.values.items():
            numbers.setdefault(keys, dict.fromkeys(starts))[each.start] = number
    written = {
        "__".join(keys): {"values": {str(start): {"value": number} for start, number in dated.items()}}
        for keys, dated in numbers.items()
    }
    return written.get("", written)


def _first(table: Table) -> Formula:
    if table.hit is not HitPolicy.FIRST or table.otherwise is None:
        raise NotImplementedError(f"openfisca-core: hit policy {table.hit}")
    place = {key: np.int16(number) for number, key in enumerate(table.type.choices)}
    rows = [(formula(row.when.tree), place[str(row.gives)]) for row in table.rows]
    otherwise = place[str(table.otherwise)]
    gives = [output for _, output in rows]
    return lambda reading: np.select([condition(reading) for condition, _ in rows], gives, otherwise)


def _amount(incentive: Incentive) -> Formula:
    amount = incentive.amount
    if amount.formula is None:
        raise NotImplementedError("openfisca-core: parts with amounts of their own")
    whole, at_most = formula(amount.formula.tree), _optional(amount.at_most)
    less, months = _optional(amount.less), _optional(amount.months)

    def computed(reading: Reading) -> Array:
        fen = whole(reading)
        if at_most is not None:
            fen = np.minimum(fen, at_most(reading))
        if months is not None:
            fen = fen * np.maximum(0, months(reading) // PERIODS[amount.per or "month"])
        return np.maximum(0, fen if less is None else fen - less(reading))

    return computed


def _optional(expression: Expression | None) -> Formula | None:
    return None if expression is None else formula(expression.tree)


def _granted(lines: list[str], amount: Formula) -> Formula:
    def computed(reading: Reading) -> Array:
        return np.where(reduce(np.logical_and, map(reading.values, lines)), amount(reading), 0)

    return computed


def _alone(id_: str) -> str:
    """Name the amount of an incentive before overlaps."""
    return f"{id_}_alone"


def _alone_amount(id_: str) -> Formula:
    return lambda reading: reading.values(_alone(id_))


def _chosen(policy: Policy, overlap: Overlap, id_: str) -> Formula:
    """What is left of one of two or more between which a person chooses; the greatest where the chosen was refused."""
    if overlap.rule != "choose" or overlap.by is None:
        raise NotImplementedError(f"openfisca-core: overlap {overlap.rule}")
    own, by = overlap.among.index(id_), overlap.by
    places = np.array([overlap.among.index(key) for key in policy.facts[by].choices])

    def computed(reading: Reading) -> Array:
        amounts = np.stack([reading.values(_alone(name)) for name in overlap.among])
        standing = amounts > 0
        chosen = places[reading.values(by)]
        kept = np.where(np.take_along_axis(standing, chosen[None], 0)[0], chosen, amounts.argmax(axis=0))
        return np.where((standing.sum(axis=0) > 1) & (kept != own), 0, amounts[own])

    return computed
