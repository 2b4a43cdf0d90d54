"""One decision put together from judged conditions: tables, incentives, amounts, overlaps, and what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from rules import hits, overlaps
from rules.amounts import WHOLE, due
from rules.decision import Decision, Outcome, TableOutcome, Verdict
from rules.dependencies import DAY
from rules.evaluation import Env
from rules.expressions import Kind
from rules.facts import Value
from rules.plan import Judge, Plan, Span, Stage, amount_sources, numbers_on
from rules.policy import Incentive, Table
from rules.reasons import Answers, Condition, Reason

Truths = tuple[bool | None, ...]


def assemble(plan: Plan, facts: Mapping[str, Value], on: date, judge: Judge) -> Decision:
    """Decide one person with whatever judges the conditions of each stage.

    facts: typed values by fact name, None or absent where not known. on: the day of application.
    Raises Conflict when rows of a `unique` or `any` table contradict one another.
    """
    case = _Case(plan, facts, on)
    for place, stage in enumerate(plan.stages):
        stage.compute(case.env)
        truths = judge(place, case.env)
        case.decide_tables(stage, truths)
        if stage.incentives:
            case.decide_incentives(stage, truths)
    return case.decision()


class _Case:
    """The state of one decision while its stages are judged."""

    def __init__(self, plan: Plan, facts: Mapping[str, Value], on: date) -> None:
        policy = plan.policy
        self.plan, self.policy, self.on = plan, policy, on
        known = {name: value for name, value in facts.items() if value is not None and name in policy.facts}
        self.env: Env = {**numbers_on(plan, on), **known, DAY: on}
        self.answers = Answers(policy, self.env)
        self.tables: dict[str, TableOutcome] = {}
        self.outcomes: dict[str, Outcome] = {}
        #: The questions that would settle a table that cannot be told.
        self.open: dict[str, tuple[str, ...]] = {}

    def decide_tables(self, stage: Stage, truths: Truths) -> None:
        for span in stage.tables:
            table, judged = span.of, truths[span.start : span.end]
            outcome = span.known.get(judged) or self._table(stage, span, judged)
            told = outcome.output
            self.tables[table.name] = outcome
            self.env[table.name] = _value(table, told)
            if told is None:
                self.open[table.name] = self._asked(reason.missing for reason in outcome.reasons)

    def _table(self, stage: Stage, span: "Span[Table, TableOutcome]", judged: Truths) -> TableOutcome:
        told, deciding = hits.output(span.of, judged)
        conditions = stage.conditions[span.start : span.end]
        reasons = tuple(self._reason(conditions[place], judged[place]) for place in deciding)
        outcome = TableOutcome(told, reasons)
        return outcome if None in judged else span.keep(judged, outcome)

    def decide_incentives(self, stage: Stage, truths: Truths) -> None:
        for span in stage.incentives:
            judged = truths[span.start : span.end]
            reasons = span.known.get(judged) or self._lines(stage, span, judged)
            if False in judged:
                outcome = Outcome(Verdict.REFUSED, None, (), reasons)
            elif None in judged:
                missing = self._asked(reason.missing for reason in reasons)
                outcome = Outcome(Verdict.UNKNOWN, None, (), reasons, missing=missing)
            else:
                outcome = self._amount(span.of, reasons)
            self.outcomes[span.of.id] = outcome

    def _lines(self, stage: Stage, span: "Span[Incentive, tuple[Reason, ...]]", judged: Truths) -> tuple[Reason, ...]:
        reasons = tuple(map(self._reason, stage.conditions[span.start : span.end], judged))
        return reasons if None in judged else span.keep(judged, reasons)

    def decision(self) -> Decision:
        outcomes, applied = overlaps.apply(self.policy, self.outcomes, self.answers)
        missing = self._asked(outcome.missing for outcome in outcomes.values())
        return Decision(
            self.policy.id, self.policy.digest, self.on, self.answers, self.tables, outcomes, applied, missing
        )

    def _amount(self, incentive: Incentive, reasons: tuple[Reason, ...]) -> Outcome:
        plan = self.plan.amounts[incentive.id]
        sources = amount_sources(self.plan, incentive, self.env, self.on)
        result = due(incentive, plan, self.env, self.on)
        if result is None:
            missing = self.plan.missing.of(plan.read, self.env, self.open)
            reasons = (*reasons, plan.asks.left_open(missing, self.answers))
            return Outcome(Verdict.UNKNOWN, None, (), reasons, sources, missing=missing)
        if result.fen == 0:
            return Outcome(Verdict.REFUSED, None, (), (*reasons, plan.asks.came_out(holds=False)), sources)
        return Outcome(Verdict.GRANTED, result.fen, result.paid, reasons, sources)

    def _reason(self, condition: Condition, holds: bool | None) -> Reason:
        if holds is not None:
            return condition.came_out(holds=holds)
        return condition.left_open(self.plan.missing.of([condition.expression], self.env, self.open), self.answers)

    def _asked(self, each: Iterable[Sequence[str]]) -> tuple[str, ...]:
        """Return the questions of several, once each and in the order of the policy."""
        asked = {name for names in each for name in names}
        return tuple([name for name in self.policy.facts if name in asked]) if asked else ()


def _value(table: Table, told: hits.Told) -> object:
    """Return what expressions read of a table: several choices as a set, a share as the fraction it is."""
    if isinstance(told, tuple):
        return frozenset(told)
    return Fraction(int(told), WHOLE) if told is not None and table.value_type.kind is Kind.SHARE else told
