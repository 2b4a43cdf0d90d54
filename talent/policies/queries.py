"""A policy's rules and numbers, arranged for the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from rules.expressions import Expression
from rules.policy import Example, Incentive, Line, Parameter, Policy, Text
from talent.database import db
from talent.policies.errors import NoSuchPolicy
from talent.policies.library import library, policy_by_digest
from talent.policies.models import PolicyText


class Number(NamedTuple):
    """A number in force and the id of the source it stands on."""

    value: int
    source: str


@dataclass(frozen=True)
class Grid:
    """Numbers that depend on the same choices.

    rows: what the choices are called, best first, then one number, or None, for each parameter.
    """

    parameters: list[Parameter]
    rows: list[tuple[list[Text], list[Number | None]]]


@dataclass(frozen=True)
class Offer:
    """An incentive as the page shows it.

    lines: its own conditions, without those all incentives share. grids, single: the numbers its amount is made of.
    sources: the ids of the sources these stand on, each once.
    """

    incentive: Incentive
    lines: list[Line]
    grids: list[Grid]
    single: list[tuple[Parameter, Number]]
    sources: list[str]


def policy(policy_id: str, *, on: date) -> Policy:
    """Return the version in force on a day, or the last there was. Raises NoSuchPolicy."""
    found = library().in_force(policy_id, on) or library().policies.get(policy_id)
    if found is None:
        raise NoSuchPolicy
    return found


class Version(NamedTuple):
    """One text a policy has had. code: what its address calls it. until: the last day it was in force, if over."""

    code: str
    since: date
    until: date | None
    current: bool


def version(policy_id: str, code: str) -> Policy:
    """Return the version of a policy that an address names. Raises NoSuchPolicy."""
    digest = next((digest for digest in _digests(policy_id) if version_code(digest) == code), None)
    if digest is None:
        raise NoSuchPolicy
    return policy_by_digest(digest)


def versions(policy_id: str, *, on: date) -> list[Version]:
    """Return every text of a policy that is known here, the newest first."""
    in_force = library().in_force(policy_id, on)
    texts = (policy_by_digest(digest) for digest in _digests(policy_id))
    known = sorted(texts, key=lambda each: each.in_force_from)
    found = []
    for place, each in enumerate(known):
        following = known[place + 1].in_force_from - timedelta(days=1) if place + 1 < len(known) else None
        until = min((day for day in (each.in_force_to, following) if day is not None), default=None)
        current = in_force is not None and each.digest == in_force.digest
        found.append(Version(version_code(each.digest), each.in_force_from, None if current else until, current))
    return found[::-1]


def version_code(digest: str) -> str:
    """Return what an address calls a version: the first twelve digits of its digest."""
    return digest.removeprefix("sha256:")[:12]


def _digests(policy_id: str) -> list[str]:
    """The digests of the versions in the files and of those kept because somebody applied under them."""
    kept = db.session.scalars(select(PolicyText.digest).where(PolicyText.policy_id == policy_id))
    files = [policy.digest for policy in library().all() if policy.id == policy_id]
    return list(dict.fromkeys([*files, *kept]))


def cases_of(policy: Policy, name: str) -> list[Example]:
    """Return the policy's own examples that say how a table or an incentive comes out."""
    return [example for example in policy.examples if name in example.expect]


def shared_lines(policy: Policy) -> list[Line]:
    """Return the conditions that every incentive of a policy has."""
    incentives = list(policy.incentives.values())
    if len(incentives) < 2:
        return []
    asked = [{_asks(line) for line in incentive.lines} for incentive in incentives]
    return [line for line in incentives[0].lines if all(_asks(line) in others for others in asked)]


def offer(policy: Policy, incentive: Incentive, *, on: date) -> Offer:
    """Return an incentive with the numbers of a day."""
    shared = {_asks(line) for line in shared_lines(policy)}
    lines = [line for line in incentive.lines if _asks(line) not in shared]
    read = [policy.parameters[name] for name in _parameters_read(policy, incentive)]
    grids = [
        _grid(policy, [each for each in read if each.by == by], on) for by in dict.fromkeys(p.by for p in read) if by
    ]
    single = [(each, numbers[()]) for each in read if () in (numbers := _numbers(each, on))]
    in_grids = [number.source for grid in grids for _called, row in grid.rows for number in row if number]
    owed = [incentive.obligation.source] if incentive.obligation else []
    stands_on = (*(line.source for line in lines), *in_grids, *(number.source for _each, number in single), *owed)
    return Offer(incentive, lines, grids, single, list(dict.fromkeys(stands_on)))


def _asks(line: Line) -> tuple[str, str]:
    return line.condition.text, line.source


def _parameters_read(policy: Policy, incentive: Incentive) -> list[str]:
    """Return the parameters an amount reads, directly and through terms, in the order met."""
    amount, parts = incentive.amount, (part.amount for part in incentive.parts)
    named = (amount.formula, amount.at_most, amount.less, amount.months, *parts)
    waiting: list[Expression] = [expression for expression in named if expression is not None]
    parameters: dict[str, None] = {}
    seen: set[str] = set()
    while waiting:
        expression = waiting.pop(0)
        parameters |= dict.fromkeys(expression.parameters)
        terms = [name for name in expression.names if name in policy.terms and name not in seen]
        seen.update(terms)
        waiting += [policy.terms[name].meaning for name in terms]
    return list(parameters)


def _numbers(parameter: Parameter, on: date) -> dict[tuple[str, ...], Number]:
    """Return the numbers that began last: several entries may begin on one day, each with its own source."""
    begun = [each for each in parameter.values if each.start <= on]
    last = max((each.start for each in begun), default=None)
    current = [each for each in begun if each.start == last]
    return {keys: Number(value, each.source) for each in current for keys, value in each.values.items()}


def _grid(policy: Policy, parameters: Sequence[Parameter], on: date) -> Grid:
    numbers = [_numbers(parameter, on) for parameter in parameters]
    choices = [_choices(policy, name) for name in parameters[0].by]
    ranks = [list(each) for each in choices]
    keys = sorted(
        {keys for each in numbers for keys in each},
        key=lambda keys: [-rank.index(key) for rank, key in zip(ranks, keys, strict=True)],
    )
    rows = [
        ([called[key] for called, key in zip(choices, each, strict=True)], [number.get(each) for number in numbers])
        for each in keys
    ]
    return Grid(list(parameters), rows)


def _choices(policy: Policy, name: str) -> dict[str, Text]:
    """Return what the choices of a fact or the outputs of a table are called, in rising order."""
    return dict(policy.facts[name].choices if name in policy.facts else policy.tables[name].outputs)
