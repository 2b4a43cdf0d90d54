"""What a person can still be granted while some questions are open, and how one more answer narrows it."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from rules.decision import Verdict
from rules.dependencies import DAY, definitions, in_order
from rules.facts import Value, highest, lowest
from rules.plan import Plan, parameters_on, plan_of
from rules.policy import Fact, FactType, Incentive, Policy, Table
from rules.possible.amounts import AmountBounds
from rules.possible.reckoning import GIVEN, Env, Reckon, reckoning
from rules.possible.tables import outputs
from rules.possible.values import NEVER, NO, YES, Choices, Possible, Several, Span, exactly, truth, with_gap


class Outlook(NamedTuple):
    """What one incentive can still come to, before overlaps, which may take it away but never give it.

    can_be_granted: False where no answers to what is still open grant it. surely: whether all answers do.
    least, most: what it can pay where it is granted, in whole fen; most is infinite where no bound is known.
    """

    can_be_granted: bool
    surely: bool
    least: float
    most: float

    @property
    def is_settled(self) -> bool:
        """Whether no answer changes its verdict or amount any more."""
        return self.verdict is not Verdict.UNKNOWN

    @property
    def verdict(self) -> Verdict:
        """The verdict that is sure already: granted only where the amount is sure too."""
        if not self.can_be_granted:
            return Verdict.REFUSED
        return Verdict.GRANTED if self.surely and self.least == self.most else Verdict.UNKNOWN


class Step(NamedTuple):
    """A fact that hangs on another, a term or a table, by name. reads: the names it is made of."""

    name: str
    reads: frozenset[str]
    compute: Reckon


class Judged(NamedTuple):
    """An incentive. lines: whether each of its conditions can hold; amount: what it can come to."""

    id: str
    reads: frozenset[str]
    lines: tuple[Reckon, ...]
    amount: AmountBounds


class Network:
    """A policy compiled to what each of its parts can still be, in the order in which one builds on another."""

    def __init__(self, plan: Plan) -> None:
        policy = plan.policy
        self.policy, self._amounts = policy, plan.amounts
        self.rows = {
            name: tuple(reckoning(policy, row.when.tree) for row in table.rows) for name, table in policy.tables.items()
        }
        self.steps = (*map(self._fact, policy.facts.values()), *map(self._definition, in_order(definitions(policy))))
        self.incentives = tuple(self._judged(incentive) for incentive in policy.incentives.values())

    def _fact(self, fact: Fact) -> Step:
        when = fact.asked_when
        asked = reckoning(self.policy, when.tree) if when is not None else None
        reads = frozenset(when.names) if when is not None else frozenset[str]()
        return Step(fact.name, reads, _fact_reckoning(fact, asked))

    def _definition(self, name: str) -> Step:
        if name in self.policy.terms:
            meaning = self.policy.terms[name].meaning
            return Step(name, frozenset(meaning.names), reckoning(self.policy, meaning.tree))
        table = self.policy.tables[name]
        reads = frozenset(used for row in table.rows for used in row.when.names)
        return Step(name, reads, _table_reckoning(table, self.rows[name]))

    def _judged(self, incentive: Incentive) -> Judged:
        conditions = [line.condition for line in incentive.lines]
        read = (*conditions, *self._amounts[incentive.id].read)
        names = frozenset(name for expression in read for name in expression.names)
        lines = tuple(reckoning(self.policy, condition.tree) for condition in conditions)
        return Judged(incentive.id, names, lines, AmountBounds(self.policy, incentive))


@lru_cache(maxsize=256)
def network_of(plan: Plan) -> Network:
    """Compile a policy, once per plan."""
    return Network(plan)


class Prospect:
    """All that is possible for one person, given some answers.

    env: what facts, terms and tables can be, by name. outlooks: per incentive.
    """

    def __init__(self, network: Network, env: Env, outlooks: Mapping[str, Outlook]) -> None:
        self.network, self.env, self.outlooks = network, env, outlooks

    @classmethod
    def of(cls, policy: Policy, facts: Mapping[str, Value], *, on: date) -> "Prospect":
        """Reckon everything from the answers given.

        facts: typed values as `parse_facts` returns them; None or absent where not known. on: the day of application.
        """
        network = network_of(plan_of(policy))
        given = {name: value for name, value in facts.items() if value is not None}
        env: Env = {**parameters_on(policy, on), DAY: Span(on, on), GIVEN: given}
        for step in network.steps:
            env[step.name] = step.compute(env)
        return cls(network, env, {judged.id: _outlook(judged, env) for judged in network.incentives})

    def answered(self, name: str, value: Value) -> "Prospect":
        """Return what is possible after one more answer, or another."""
        return self._after(name, {**self.env[GIVEN], name: value})

    def unanswered(self, name: str) -> "Prospect":
        """Return what would be possible if a question were still open."""
        return self._after(name, {each: value for each, value in self.env[GIVEN].items() if each != name})

    def _after(self, name: str, given: Mapping[str, Value]) -> "Prospect":
        """Reckon again only what hangs on one answer."""
        env: Env = {**self.env, GIVEN: given}
        changed = {name}
        for step in self.network.steps:
            if step.name == name or not step.reads.isdisjoint(changed):
                env[step.name] = step.compute(env)
                if env[step.name] != self.env[step.name]:
                    changed.add(step.name)
        outlooks = {
            judged.id: self.outlooks[judged.id] if judged.reads.isdisjoint(changed) else _outlook(judged, env)
            for judged in self.network.incentives
        }
        return Prospect(self.network, env, outlooks)


def outlook(policy: Policy, facts: Mapping[str, Value], *, on: date) -> Mapping[str, Outlook]:
    """Return per incentive what can still be granted, whatever the open questions are answered.

    facts: typed values as `parse_facts` returns them; None or absent where not known. on: the day of application.
    Bounds are kept on the safe side: an incentive that cannot be granted is granted by no answers, but one that can
    may still turn out never to be.
    """
    return Prospect.of(policy, facts, on=on).outlooks


def _outlook(judged: Judged, env: Env) -> Outlook:
    surely = True
    for line in judged.lines:
        holds: Choices = line(env)
        if True not in holds:
            return Outlook(False, False, 0, 0)
        surely = surely and holds == YES
    amount = judged.amount(env)
    if not isinstance(amount, Span) or amount.high <= 0:
        return Outlook(False, False, 0, 0)
    return Outlook(True, surely and amount.low > 0 and not amount.gap, amount.low, amount.high)


def _table_reckoning(table: Table, rows: tuple[Reckon, ...]) -> Reckon:
    return lambda env: outputs(table, [row(env) for row in rows])


def _fact_reckoning(fact: Fact, asked: Reckon | None) -> Reckon:
    """Compile what a fact can be: as answered, anything within its bounds, or nothing where it is not asked."""
    everything = _answers(fact)
    always = NO if fact.at_review else YES

    def compute(env: Env) -> Possible:
        value = env[GIVEN].get(fact.name)
        concerns: Choices = asked(env) if asked is not None else always
        if value is None and True not in concerns and None not in concerns:
            return NEVER
        possible = exactly(value) if value is not None else everything(env)
        return possible if concerns == YES else with_gap(possible)

    return compute


def _answers(fact: Fact) -> Callable[[Env], Any]:
    """Return what a question can be answered, on the day of application."""
    if fact.type is FactType.BOOLEAN:
        return lambda env: truth(True, True)
    keys = frozenset(fact.choices)
    if fact.type is FactType.CHOICE:
        return lambda env: keys
    if fact.type is FactType.CHOICES:
        return lambda env: Several(frozenset(), keys)
    low: Any = lowest(fact)
    high: Any = highest(fact)
    if fact.type is FactType.DATE and not fact.allows_future:
        return lambda env: Span(low, min(high, env[DAY].high))
    return lambda env: Span(low, high)
