"""A policy laid out in the order it is decided: what every evaluator of one person follows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from rules.decision import TableOutcome
from rules.dependencies import definitions, facts_read, in_order, levels
from rules.evaluation import Closure, Env, LookedUp, closure, lookups
from rules.evaluation import definitions as compiled_terms
from rules.expressions import Either, Expression, Lookup, Name, Node, Tiered, children
from rules.missing import Missing
from rules.policy import Incentive, Parameter, ParameterValue, Policy, Table, Text
from rules.reasons import Condition, Reason

Of = TypeVar("Of")
Known = TypeVar("Known")
#: Truths that are kept of one table or incentive. Few of the many that could be are ever met.
_MOST_KNOWN = 1000


@dataclass(frozen=True, slots=True)
class Stage:
    """What can be judged together: the rows of some tables or, in the last stage, the lines of the incentives.

    compute: writes the terms of the stage into what is known.
    """

    compute: Callable[[Env], None]
    conditions: tuple[Condition, ...]
    trees: tuple[Node, ...]
    tables: tuple["Span[Table, TableOutcome]", ...] = ()
    incentives: tuple["Span[Incentive, tuple[Reason, ...]]", ...] = ()


class Span(NamedTuple, Generic[Of, Known]):
    """A table or an incentive, where its conditions begin and end, and what it came to for truths met before.

    Where every condition can be told, table and reasons are the same for everybody of whom the same holds.
    """

    of: Of
    start: int
    end: int
    known: dict[tuple[bool | None, ...], Known]

    def keep(self, truths: tuple[bool | None, ...], known: Known) -> Known:
        """Keep what some truths come to, and return it."""
        if len(self.known) < _MOST_KNOWN:
            self.known[truths] = known
        return known


@dataclass(frozen=True, slots=True)
class AmountPlan:
    """The closures of an amount and what it reads. lookups: the parameter and keys of each number it looks up."""

    formula: Closure | None
    at_most: Closure | None
    less: Closure | None
    months: Closure | None
    parts: tuple[Closure | None, ...]
    lookups: Callable[[Env], tuple[tuple[Any, ...] | None, ...]]
    read: tuple[Expression, ...]
    asks: Condition


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The stages of a policy and the closures of its amounts. Compared by identity: one is made per policy."""

    policy: Policy
    stages: tuple[Stage, ...]
    amounts: dict[str, AmountPlan]
    missing: Missing


#: Says of every condition of a stage, in their order, whether it holds, fails or, with None, cannot be told.
Judge = Callable[[int, Env], tuple[bool | None, ...]]

#: Plans that are kept, by digest. A bureau has a few policies in force and some drafts.
_MOST_PLANS = 256
_plans: dict[str, Plan] = {}


def plan_of(policy: Policy) -> Plan:
    """Lay a policy out, once per digest.

    Raises Circular when terms or tables are defined by one another; `reading` refuses such a policy before.
    """
    plan = _plans.get(policy.digest)
    if plan is None:
        if len(_plans) >= _MOST_PLANS:
            _plans.clear()
        plan = _plans[policy.digest] = _planned(policy)
    return plan


def _planned(policy: Policy) -> Plan:
    level = levels(policy)
    last = max((level[name] + 1 for name in policy.tables), default=0)
    ordered = [name for name in in_order(definitions(policy)) if name in policy.terms]
    computed = [
        compiled_terms([(name, policy.terms[name].meaning.tree) for name in ordered if level[name] == place])
        for place in range(last + 1)
    ]
    stages = [
        _table_stage(policy, [policy.tables[name] for name in policy.tables if level[name] == place], computed[place])
        for place in range(last)
    ]
    stages.append(_incentive_stage(policy, computed[last]))
    amounts = {name: _amount(policy, each) for name, each in policy.incentives.items()}
    return Plan(policy, tuple(stages), amounts, Missing(policy))


def _table_stage(policy: Policy, tables: list[Table], compute: Callable[[Env], None]) -> Stage:
    conditions: list[Condition] = []
    places: list[Span[Table, TableOutcome]] = []
    for table in tables:
        start = len(conditions)
        conditions += [_condition(policy, row.when, row.source, row.says, None) for row in table.rows]
        places.append(Span(table, start, len(conditions), {}))
    return Stage(compute, tuple(conditions), _trees(conditions), tables=tuple(places))


def _incentive_stage(policy: Policy, compute: Callable[[Env], None]) -> Stage:
    conditions: list[Condition] = []
    places: list[Span[Incentive, tuple[Reason, ...]]] = []
    for incentive in policy.incentives.values():
        start = len(conditions)
        conditions += [
            _condition(policy, line.condition, line.source, line.says, line.otherwise) for line in incentive.lines
        ]
        places.append(Span(incentive, start, len(conditions), {}))
    return Stage(compute, tuple(conditions), _trees(conditions), incentives=tuple(places))


def _trees(conditions: Sequence[Condition]) -> tuple[Node, ...]:
    return tuple(each.expression.tree for each in conditions)


def _condition(
    policy: Policy, expression: Expression, source: str, says: Text | None, otherwise: Text | None
) -> Condition:
    asks = says or Text(expression.text, expression.text)
    terms = tuple((name, policy.terms[name].meaning.type) for name in expression.names if name in policy.terms)
    tables = tuple((name, policy.tables[name].value_type) for name in expression.names if name in policy.tables)
    facts = facts_read(policy, [expression])
    return Condition(expression.text, source, asks, otherwise or asks, facts, terms + tables, expression)


_NOTHING_LEFT = Text("按规定计算，没有可发的金额", "The amount comes to nothing, so nothing is left to pay")


def _amount(policy: Policy, incentive: Incentive) -> AmountPlan:
    amount = incentive.amount
    parts = tuple(part.amount for part in incentive.parts)
    all_ = (amount.formula, amount.at_most, amount.less, amount.months, *parts)
    read = tuple(each for each in all_ if each is not None)
    facts = facts_read(policy, read, through_tables=True)
    return AmountPlan(
        _optional(amount.formula),
        _optional(amount.at_most),
        _optional(amount.less),
        _optional(amount.months),
        tuple(_optional(part) for part in parts),
        lookups([lookup for each in read for lookup in _lookups(policy, each.tree, ())]),
        read,
        Condition(read[0].text, amount.source, _NOTHING_LEFT, _NOTHING_LEFT, facts, (), read[0]),
    )


def _optional(expression: Expression | None) -> Closure | None:
    return None if expression is None else closure(expression.tree)


def parameters_on(policy: Policy, day: date) -> dict[str, Any]:
    """Return the numbers of every parameter that are in force on a day, none before the first; shares as fractions.

    Per parameter {keys: number}, or its brackets as (threshold, number) in rising order.
    """
    return numbers_on(plan_of(policy), day)


@lru_cache(maxsize=1024)
def numbers_on(plan: Plan, day: date) -> dict[str, Any]:
    """Return the same for a policy that has been laid out."""
    return {name: _numbers(parameter, day) for name, parameter in plan.policy.parameters.items()}


def _numbers(parameter: Parameter, day: date) -> Any:
    def scaled(number: int) -> Any:
        return Fraction(number, 10_000) if parameter.unit == "share" else number

    begun = _in_force(parameter, day)
    if parameter.above is not None:
        return tuple((above, scaled(number)) for each in begun for above, number in each.brackets)
    return {keys: scaled(number) for each in begun for keys, number in each.values.items()}


def _in_force(parameter: Parameter, day: date) -> list[ParameterValue]:
    """The numbers that began last; several entries may begin on one day, each with its own source."""
    started = [each.start for each in parameter.values if each.start <= day]
    return [each for each in parameter.values if started and each.start == max(started)]


def amount_sources(plan: Plan, incentive: Incentive, env: Env, day: date) -> tuple[str, ...]:
    """Return the sources an amount stands on: its own, then those of the numbers it looked up for this person."""
    numbers = _sources_on(plan, day)
    sources = [numbers.get(lookup) for lookup in plan.amounts[incentive.id].lookups(env) if lookup]
    return tuple(dict.fromkeys([incentive.amount.source, *[source for source in sources if source]]))


@lru_cache(maxsize=1024)
def _sources_on(plan: Plan, day: date) -> dict[tuple[Any, ...], str]:
    return {
        (name, *keys): each.source
        for name, parameter in plan.policy.parameters.items()
        for each in _in_force(parameter, day)
        for keys in (each.values or ((),))
    }


def _lookups(policy: Policy, node: Node, guards: tuple[tuple[Node, bool], ...]) -> Iterator[LookedUp]:
    match node:
        case Either(test=test, yes=yes, no=no):
            yield from _lookups(policy, yes, (*guards, (test, True)))
            yield from _lookups(policy, no, (*guards, (test, False)))
        case Name(name=name) if name in policy.terms:
            yield from _lookups(policy, policy.terms[name].meaning.tree, guards)
        case Lookup(parameter=parameter, keys=keys):
            yield LookedUp(guards, parameter, keys)
        case Tiered(parameter=parameter, item=item):
            yield LookedUp(guards, parameter, ())
            yield from _lookups(policy, item, guards)
        case _:
            for child in children(node):
                yield from _lookups(policy, child, guards)
