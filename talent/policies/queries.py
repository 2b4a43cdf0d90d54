"""A policy's numbers, arranged for the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rules.expressions import Expression
from rules.policy import Incentive, Parameter, ParameterValue, Policy, Text
from talent.policies.errors import NoSuchPolicy
from talent.policies.library import library


@dataclass(frozen=True)
class Amounts:
    """The numbers an incentive's amount is made of on a day.

    columns: the parameters that have a number per choice; rows: per choice, best first, one number or None for each
    column; single: the parameters that are one number. Each comes with the value in force.
    """

    columns: list[tuple[Parameter, ParameterValue]]
    rows: list[tuple[Text, list[int | None]]]
    single: list[tuple[Parameter, ParameterValue]]


def policy(policy_id: str, *, on: date) -> Policy:
    """Return the version in force on a day, or the last there was. Raises NoSuchPolicy."""
    found = library().in_force(policy_id, on) or library().policies.get(policy_id)
    if found is None:
        raise NoSuchPolicy
    return found


def amounts(policy: Policy, incentive: Incentive, *, on: date) -> Amounts:
    """Return the numbers behind an incentive's amount on a day."""
    amount = incentive.amount
    expressions = [amount.formula, amount.at_most, amount.less, amount.months, *(part.amount for part in incentive.parts)]
    names = _parameters_read(policy, [expression for expression in expressions if expression is not None])
    valued = [(policy.parameters[name], _value(policy.parameters[name], on)) for name in names]
    known = [(parameter, value) for parameter, value in valued if value is not None]
    columns = [pair for pair in known if len(pair[0].by) == 1]
    return Amounts(columns, _rows(policy, columns), [pair for pair in known if not pair[0].by])


def sources_of(policy: Policy, incentive: Incentive, *, on: date) -> list[str]:
    """Return the ids of every source an incentive stands on, each once, in the order of the page."""
    found = amounts(policy, incentive, on=on)
    numbers = [value.source for _parameter, value in (*found.columns, *found.single)]
    owed = [incentive.obligation.source] if incentive.obligation else []
    return list(dict.fromkeys((*(line.source for line in incentive.lines), incentive.amount.source, *numbers, *owed)))


def _parameters_read(policy: Policy, expressions: list[Expression]) -> list[str]:
    """Return the parameters that expressions read, directly and through terms, in the order met."""
    parameters: dict[str, None] = {}
    waiting, seen = list(expressions), set[str]()
    while waiting:
        expression = waiting.pop(0)
        parameters |= dict.fromkeys(expression.parameters)
        terms = [name for name in expression.names if name in policy.terms and name not in seen]
        seen.update(terms)
        waiting += [policy.terms[name].meaning for name in terms]
    return list(parameters)


def _value(parameter: Parameter, on: date) -> ParameterValue | None:
    begun = [value for value in parameter.values if value.start <= on]
    return max(begun, key=lambda value: value.start, default=None)


def _rows(policy: Policy, columns: Iterable[tuple[Parameter, ParameterValue]]) -> list[tuple[Text, list[int | None]]]:
    columns = list(columns)
    keys: dict[str, Text] = {}
    for parameter, value in columns:
        called = _choices(policy, parameter.by[0])
        keys |= {key: called[key] for key in called if (key,) in value.values}
    order = list(keys)[::-1]
    return [(keys[key], [value.values.get((key,)) for _parameter, value in columns]) for key in order]


def _choices(policy: Policy, name: str) -> dict[str, Text]:
    """What the choices of a fact or the outputs of a table are called, in rising order."""
    return dict(policy.facts[name].choices if name in policy.facts else policy.tables[name].outputs)
