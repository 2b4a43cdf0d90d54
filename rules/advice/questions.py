"""Which question to ask next, so that a person is told as early as possible what can be granted and what cannot."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from rules import hits
from rules.advice.boundaries import boundaries_of, step_of
from rules.dependencies import DAY, facts_read
from rules.evaluation import Env
from rules.expressions import Expression
from rules.facts import Value, highest, lowest
from rules.plan import Plan, parameters_on, plan_of
from rules.policy import Fact, FactType, Policy, Table
from rules.possible import Prospect
from rules.possible.reckoning import GIVEN
from rules.possible.values import told

#: Facts to be asked, in the order of the policy.
Questions = tuple[str, ...]
#: Most answers to one question that are tried.
MOST_ANSWERS = 12


def next_question(policy: Policy, facts: Mapping[str, Value], *, on: date, besides: Collection[str] = ()) -> str | None:
    """Return the fact whose answer is most likely to settle what can be granted; None when nothing more can change.

    facts: typed values as `parse_facts` returns them; None or absent where not known. on: the day of application.
    besides: facts that are not to be asked, since the person does not know them.
    Answers that lead to different outcomes are taken as equally likely; of two questions alike the policy's first.
    """
    return _next_question(plan_of(policy), frozenset(facts.items()), on, frozenset(besides))


@lru_cache(maxsize=4096)
def _next_question(plan: Plan, facts: frozenset[tuple[str, Value]], on: date, besides: frozenset[str]) -> str | None:
    asking = _Asking(plan, Prospect.of(plan.policy, dict(facts), on=on), on)
    open_ = [name for name in asking.open if name not in besides]
    if len(open_) < 2:
        return next(iter(open_), None)
    return min(open_, key=asking.left_after)


def open_questions(policy: Policy, facts: Mapping[str, Value], *, on: date) -> Questions:
    """Return the facts that can still change an outcome, in the order of the policy."""
    return _Asking(plan_of(policy), Prospect.of(policy, facts, on=on), on).open


def settled(policy: Policy, facts: Mapping[str, Value], *, on: date) -> bool:
    """Tell whether no answer to an open question changes an outcome any more."""
    return not open_questions(policy, facts, on=on)


class Standing(NamedTuple):
    """What the overlaps may leave. choices: the facts by which the person has to choose between what is sure."""

    incentives: frozenset[str]
    choices: tuple[str, ...]


def standing_of(policy: Policy, prospect: Prospect) -> Standing:
    """Return what is possible after the overlaps: an incentive goes where another surely takes its place."""
    given, choices = prospect.env[GIVEN], []
    sure = {name: each.surely for name, each in prospect.outlooks.items() if each.can_be_granted}
    for overlap in policy.overlaps:
        among = [name for name in overlap.among if name in sure]
        if len(among) < 2:
            continue
        kept = among[0] if overlap.rule == "stop" else given.get(overlap.by)
        if overlap.by is not None and kept is None and sum(sure[name] for name in among) > 1:
            choices.append(overlap.by)
        others = [name for name in among if name != kept]
        if kept in among and sure[kept]:
            sure = {name: each for name, each in sure.items() if name not in others}
        else:
            sure |= dict.fromkeys(others, False)
    return Standing(frozenset(sure), tuple(choices))


class _Asking:
    """What is still to be asked of one person. tables: per table the questions that would tell it, where known."""

    def __init__(self, plan: Plan, prospect: Prospect, on: date, tables: Mapping[str, Questions] | None = None) -> None:
        self.plan, self.prospect, self.on = plan, prospect, on
        self.policy, self.tables = plan.policy, dict(tables or {})
        self.standing = standing_of(plan.policy, prospect)

    @cached_property
    def open(self) -> Questions:
        """The questions that can still change an outcome."""
        env, missing = self._known(), self.plan.missing
        self._ask_tables(env)
        open_ = {expression.text: expression for expression in self._open_expressions()}
        asked = {*missing.asked(self.standing.choices, env), *missing.of(list(open_.values()), env, self.tables)}
        return tuple(name for name in self.policy.facts if name in asked)

    def _open_expressions(self) -> Iterator[Expression]:
        """Yield the conditions that can still come out one way or the other; amounts only where no condition can."""
        for judged in self.prospect.network.incentives:
            if judged.id in self.standing.incentives and not self.prospect.outlooks[judged.id].is_settled:
                lines = zip(self.policy.incentives[judged.id].lines, judged.lines, strict=True)
                open_ = [line.condition for line, holds in lines if told(holds(self.prospect.env)) is None]
                yield from open_ or self.plan.amounts[judged.id].read

    def _known(self) -> Env:
        """Return everything that is known, terms and tables that can come to one thing only included."""
        possible, given = self.prospect.env, self.prospect.env[GIVEN]
        env: Env = {**parameters_on(self.policy, self.on), DAY: self.on}
        for step in self.prospect.network.steps:
            value = given.get(step.name) if step.name in self.policy.facts else told(possible[step.name])
            if value is not None:
                env[step.name] = value
        return env

    def _ask_tables(self, env: Env) -> None:
        """Find the questions of the tables that cannot be told."""
        for step in self.prospect.network.steps:
            table = self.policy.tables.get(step.name)
            if table is not None and table.name not in env and table.name not in self.tables:
                truths = [told(row(self.prospect.env)) for row in self.prospect.network.rows[table.name]]
                open_ = [table.rows[place].when for place in _deciding(table, truths) if truths[place] is None]
                self.tables[table.name] = self.plan.missing.of(open_, env, self.tables)

    def left_after(self, name: str) -> Fraction:
        """Return how many questions are left after one, on the average of its answers."""
        touched = _tables_beyond(self.plan)[name]
        kept = {table: names for table, names in self.tables.items() if table not in touched}
        answers = self._answers(self.policy.facts[name])
        after = [_Asking(self.plan, self.prospect.answered(name, answer), self.on, kept) for answer in answers]
        return Fraction(sum(len(asking.open) for asking in after), len(after))

    def _answers(self, fact: Fact) -> Sequence[Value]:
        """Return an answer for each way in which a comparison may come out, at most a dozen."""
        if fact.type is FactType.BOOLEAN:
            return (False, True)
        if fact.type is FactType.CHOICE:
            return _some(list(fact.choices))
        if fact.type is FactType.CHOICES:
            return _some([frozenset[str](), *(frozenset((key,)) for key in fact.choices)])
        turns = boundaries_of(self.plan).of(fact, self._known())
        return _some([turns[0] - step_of(fact), *turns]) if turns else [_middle(fact)]


@lru_cache(maxsize=256)
def _tables_beyond(plan: Plan) -> Mapping[str, frozenset[str]]:
    """Return, per fact, the tables whose questions hang on it: it is read for them, or says what is asked for them."""
    policy = plan.policy
    beyond: dict[str, set[str]] = {name: set() for name in policy.facts}
    for table in policy.tables.values():
        read = facts_read(policy, [row.when for row in table.rows], through_tables=True)
        waiting, seen = list(read), set(read)
        while waiting:
            name = waiting.pop()
            beyond[name].add(table.name)
            when = policy.facts[name].asked_when
            controlling = [each for each in when.names if each not in seen] if when is not None else []
            seen.update(controlling)
            waiting.extend(controlling)
    return {name: frozenset(tables) for name, tables in beyond.items()}


def _deciding(table: Table, truths: Sequence[bool | None]) -> Sequence[int]:
    """Return the rows that can decide a table; none where rows contradict one another."""
    try:
        return hits.output(table, truths)[1]
    except hits.Conflict:
        return ()


def _some(answers: Sequence[Value]) -> Sequence[Value]:
    """Return at most a dozen answers, evenly chosen."""
    return answers[:: -(-len(answers) // MOST_ANSWERS)]


def _middle(fact: Fact) -> Value:
    low: Any = lowest(fact)
    high: Any = highest(fact)
    middle: Value = low + (high - low) // 2
    return middle
