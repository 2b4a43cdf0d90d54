"""A policy laid out in the order it is decided: what every evaluator follows, whoever judges the conditions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from rules.dependencies import definitions, facts_read, in_order, levels, tables_read
from rules.evaluation import Closure, Env, closure
from rules.expressions import Either, Expression, Lookup, Name, Node, Type, children
from rules.policy import Incentive, Parameter, ParameterValue, Policy, Table, Text


@dataclass(frozen=True, slots=True)
class Condition:
    """A row's or a line's condition with all that its reason needs.

    facts: what it reads, directly and through terms. terms: the terms and tables it names, with the type of a term.
    tables: those it reads, also through terms.
    """

    expression: Expression
    source: str
    facts: tuple[str, ...]
    terms: tuple[tuple[str, Type | None], ...]
    tables: tuple[str, ...]
    holds: Text
    fails: Text


@dataclass(frozen=True, slots=True)
class Stage:
    """What can be judged together: the rows of some tables or, in the last stage, the lines of the incentives.

    terms: to be computed before. places: per table or incentive where its conditions begin and end.
    """

    terms: tuple[tuple[str, Closure], ...]
    conditions: tuple[Condition, ...]
    tables: tuple[tuple[Table, int, int], ...] = ()
    incentives: tuple[tuple[Incentive, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class AmountPlan:
    """The closures of an amount, the numbers it may look up and the facts it reads."""

    formula: Closure
    at_most: Closure | None
    less: Closure | None
    months: Closure | None
    parts: tuple[Closure | None, ...]
    lookups: tuple["LookupPlan", ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookupPlan:
    """A number that an amount looks up. guards: the tests on the way to it, and how each must come out."""

    guards: tuple[tuple[Closure, bool], ...]
    parameter: str
    keys: tuple[Closure, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The stages of a policy and the closures of its amounts. Compared by identity: one is made per policy."""

    policy: Policy
    stages: tuple[Stage, ...]
    amounts: dict[str, AmountPlan]


#: Says of every condition of a stage, in their order, whether it holds, fails or, with None, cannot be told.
Judge = Callable[[int, Env], Sequence[bool | None]]


def plan_of(policy: Policy) -> Plan:
    """Lay a policy out, once per digest.

    Raises Circular when terms or tables are defined by one another; `reading` refuses such a policy before.
    """
    return _plan_of(_ByDigest(policy))


class _ByDigest:
    """A policy as a key of a cache: two readings of one text are the same policy."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def __hash__(self) -> int:
        return hash(self.policy.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and other.policy.digest == self.policy.digest


@lru_cache(maxsize=256)
def _plan_of(key: _ByDigest) -> Plan:
    policy = key.policy
    level = levels(policy)
    last = max((level[name] + 1 for name in policy.tables), default=0)
    ordered = [name for name in in_order(definitions(policy)) if name in policy.terms]
    stages = [
        _table_stage(policy, [policy.tables[name] for name in policy.tables if level[name] == place])
        for place in range(last)
    ]
    stages.append(_incentive_stage(policy))
    terms = [
        tuple((name, closure(policy.terms[name].meaning.tree)) for name in ordered if level[name] == place)
        for place in range(last + 1)
    ]
    complete = tuple(
        Stage(computed, stage.conditions, stage.tables, stage.incentives)
        for computed, stage in zip(terms, stages, strict=True)
    )
    return Plan(policy, complete, {name: _amount(policy, each) for name, each in policy.incentives.items()})


def _table_stage(policy: Policy, tables: list[Table]) -> Stage:
    conditions: list[Condition] = []
    places = []
    for table in tables:
        start = len(conditions)
        conditions += [_condition(policy, row.when, row.source, row.says, None) for row in table.rows]
        places.append((table, start, len(conditions)))
    return Stage((), tuple(conditions), tables=tuple(places))


def _incentive_stage(policy: Policy) -> Stage:
    conditions: list[Condition] = []
    places = []
    for incentive in policy.incentives.values():
        start = len(conditions)
        conditions += [
            _condition(policy, line.condition, line.source, line.says, line.otherwise) for line in incentive.lines
        ]
        places.append((incentive, start, len(conditions)))
    return Stage((), tuple(conditions), incentives=tuple(places))


def _condition(
    policy: Policy, expression: Expression, source: str, says: Text | None, otherwise: Text | None
) -> Condition:
    asks = says or Text(expression.text, expression.text)
    return Condition(
        expression,
        source,
        facts_read(policy, [expression]),
        tuple(
            (name, policy.terms[name].meaning.type if name in policy.terms else None)
            for name in expression.names
            if name in policy.terms or name in policy.tables
        ),
        tables_read(policy, expression),
        asks,
        otherwise or asks,
    )


def _amount(policy: Policy, incentive: Incentive) -> AmountPlan:
    amount = incentive.amount
    parts = tuple(part.amount for part in incentive.parts)
    read = [each for each in (amount.formula, amount.at_most, amount.less, amount.months, *parts) if each is not None]
    return AmountPlan(
        closure(amount.formula.tree),
        _optional(amount.at_most),
        _optional(amount.less),
        _optional(amount.months),
        tuple(_optional(part) for part in parts),
        tuple(lookup for each in read for lookup in _lookups(policy, each.tree, ())),
        facts_read(policy, read, through_tables=True),
    )


def _optional(expression: Expression | None) -> Closure | None:
    return None if expression is None else closure(expression.tree)


def parameters_on(policy: Policy, day: date) -> dict[str, dict[tuple[str, ...], int]]:
    """Return the numbers of every parameter that are in force on a day; none before the first."""
    return _parameters_on(_ByDigest(policy), day)


@lru_cache(maxsize=1024)
def _parameters_on(key: _ByDigest, day: date) -> dict[str, dict[tuple[str, ...], int]]:
    return {
        name: {keys: number for each in _in_force(parameter, day) for keys, number in each.values.items()}
        for name, parameter in key.policy.parameters.items()
    }


def _in_force(parameter: Parameter, day: date) -> list[ParameterValue]:
    """The numbers that began last; several entries may begin on one day, each with its own source."""
    started = [each.start for each in parameter.values if each.start <= day]
    return [each for each in parameter.values if started and each.start == max(started)]


def amount_sources(plan: Plan, incentive: Incentive, env: Env, day: date) -> tuple[str, ...]:
    """Return the sources an amount stands on: its own, then those of the numbers it looked up for this person."""
    sources = {incentive.amount.source: None}
    numbers = _sources_on(_ByDigest(plan.policy), day)
    for lookup in plan.amounts[incentive.id].lookups:
        if all(test(env) is wanted for test, wanted in lookup.guards):
            source = numbers.get((lookup.parameter, *(key(env) for key in lookup.keys)))
            if source is not None:
                sources[source] = None
    return tuple(sources)


@lru_cache(maxsize=1024)
def _sources_on(key: _ByDigest, day: date) -> dict[tuple[str, ...], str]:
    return {
        (name, *keys): each.source
        for name, parameter in key.policy.parameters.items()
        for each in _in_force(parameter, day)
        for keys in each.values
    }


def _lookups(policy: Policy, node: Node, guards: tuple[tuple[Closure, bool], ...]) -> Iterator[LookupPlan]:
    match node:
        case Either(test=test, yes=yes, no=no):
            tested = closure(test)
            yield from _lookups(policy, yes, (*guards, (tested, True)))
            yield from _lookups(policy, no, (*guards, (tested, False)))
        case Name(name=name) if name in policy.terms:
            yield from _lookups(policy, policy.terms[name].meaning.tree, guards)
        case Lookup(parameter=parameter, keys=keys):
            yield LookupPlan(guards, parameter, tuple(closure(key) for key in keys))
        case _:
            for child in children(node):
                yield from _lookups(policy, child, guards)


def values_of(stage: Stage, env: Env) -> dict[str, Any]:
    """Compute the terms of a stage into `env` and return it."""
    for name, compute in stage.terms:
        env[name] = compute(env)
    return env
