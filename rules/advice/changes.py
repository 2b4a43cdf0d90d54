"""What would change an outcome: the nearest change of one fact that would grant an incentive refused.

Candidates are the values a fact is compared with, and those beside them. Only facts the policy marks as changeable
are tried, so nobody is told to be younger or born elsewhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from rules.closures import decide
from rules.decision import Change, Decision, Outcome, Verdict
from rules.expressions import Compare, Literal, Member, Name, Node, walk
from rules.facts import Value, highest, lowest, written
from rules.policy import Fact, FactType, Policy

#: Most changes named for one incentive.
MOST_CHANGES = 3


def advised(policy: Policy, decision: Decision, facts: Mapping[str, Value]) -> Decision:
    """Return a decision whose refused incentives say which single change would grant them.

    facts: the typed values that were decided. Computed with closures: one decision per candidate.
    """
    refused = [name for name, outcome in decision.incentives.items() if outcome.verdict is Verdict.REFUSED]
    if not refused:
        return decision
    changes: dict[str, list[Change]] = {name: [] for name in refused}
    for fact, value in _candidates(policy, facts):
        tried = decide(policy, {**facts, fact.name: value}, on=decision.on)
        for name in refused:
            outcome = tried.incentives[name]
            known = any(change.fact == fact.name for change in changes[name])
            if outcome.verdict is Verdict.GRANTED and not known:
                changes[name].append(_change(fact, facts.get(fact.name), value, outcome))
    outcomes = {
        name: outcome._replace(would_change=tuple(changes.get(name, ())[:MOST_CHANGES]))
        for name, outcome in decision.incentives.items()
    }
    return replace(decision, incentives=outcomes)


def _change(fact: Fact, before: Value | None, after: Value, outcome: Outcome) -> Change:
    return Change(fact.name, written(fact, before), written(fact, after), outcome.verdict, outcome.fen)


def _candidates(policy: Policy, facts: Mapping[str, Value]) -> Iterator[tuple[Fact, Value]]:
    """Yield, per changeable and known fact, its other values worth trying, the nearest first."""
    constants = _constants(policy)
    for fact in policy.facts.values():
        now = facts.get(fact.name)
        if fact.changeable and now is not None and fact.type is not FactType.CHOICES:
            for value in sorted(_values(fact, constants.get(fact.name, set())), key=lambda each: _far(fact, now, each)):
                if value != now:
                    yield fact, value


def _values(fact: Fact, constants: set[Any]) -> set[Any]:
    if fact.type is FactType.BOOLEAN:
        return {True, False}
    if fact.type is FactType.CHOICE:
        return set(fact.choices)
    step: Any = timedelta(days=1) if fact.type is FactType.DATE else 1
    beside = {each for constant in constants for each in (constant - step, constant, constant + step)}
    low: Any = lowest(fact)
    high: Any = highest(fact)
    return {each for each in beside if low <= each <= high}


def _far(fact: Fact, now: Any, value: Any) -> int:
    if fact.type is FactType.CHOICE:
        keys = list(fact.choices)
        return abs(keys.index(now) - keys.index(value))
    return abs((value - now).days) if isinstance(value, date) else abs(int(value) - int(now))


def _constants(policy: Policy) -> dict[str, set[Any]]:
    """Return, per fact, the values written beside it in a comparison."""
    found: dict[str, set[Any]] = {}
    for tree in _trees(policy):
        for node in walk(tree):
            match node:
                case Compare(left=Name(name=name), right=Literal(value=value)):
                    found.setdefault(name, set()).add(value)
                case Compare(left=Literal(value=value), right=Name(name=name)):
                    found.setdefault(name, set()).add(value)
                case Member(item=Name(name=name), options=options):
                    found.setdefault(name, set()).update(options)
    return found


def _trees(policy: Policy) -> Iterator[Node]:
    yield from (term.meaning.tree for term in policy.terms.values())
    for table in policy.tables.values():
        yield from (row.when.tree for row in table.rows)
    for incentive in policy.incentives.values():
        yield from (line.condition.tree for line in incentive.lines)
