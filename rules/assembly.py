"""One decision put together from judged conditions: tables, incentives, amounts, overlaps, and what is missing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rules import hits, overlaps
from rules.amounts import due
from rules.decision import Decision, Outcome, Reason, TableOutcome, Verdict
from rules.dependencies import DAY
from rules.evaluation import Env, closure
from rules.facts import Value, written
from rules.plan import Judge, Plan, Stage, amount_sources, parameters_on, values_of
from rules.policy import Incentive, Policy, Text
from rules.reasons import cannot_tell, reason

_NOTHING_LEFT = Text(
    "可享受金额为零：已领取的金额不少于本次金额", "Nothing is left to pay: no less was already received"
)


def assemble(plan: Plan, facts: Mapping[str, Value], on: date, judge: Judge) -> Decision:
    """Decide one person with whatever judges the conditions of each stage.

    facts: typed values by fact name, None or absent where not known. on: the day of application.
    """
    case = _Case(plan, facts, on)
    for place, stage in enumerate(plan.stages):
        env = values_of(stage, case.env)
        truths = judge(place, env)
        case.decide_tables(stage, truths)
        if stage.incentives:
            case.decide_incentives(stage, truths)
    return case.decision()


class _Case:
    """The state of one decision while its stages are judged."""

    def __init__(self, plan: Plan, facts: Mapping[str, Value], on: date) -> None:
        policy = plan.policy
        self.plan, self.policy, self.on = plan, policy, on
        known = {name: facts[name] for name in policy.facts if facts.get(name) is not None}
        self.written = {name: written(policy.facts[name], value) for name, value in known.items()}
        self.env: Env = {**parameters_on(policy, on), **known, DAY: on}
        self.tables: dict[str, TableOutcome] = {}
        self.outcomes: dict[str, Outcome] = {}
        #: Facts that would settle a table that cannot be told.
        self.open: dict[str, tuple[str, ...]] = {}

    def decide_tables(self, stage: Stage, truths: Sequence[bool | None]) -> None:
        for table, start, end in stage.tables:
            told, deciding = hits.output(table, truths[start:end])
            reasons = [self._reason(stage, start + place, truths[start + place]) for place in deciding]
            self.tables[table.name] = TableOutcome(told, tuple(reasons))
            self.env[table.name] = told
            if told is None:
                self.open[table.name] = self._missing(stage, [start + place for place in deciding])

    def decide_incentives(self, stage: Stage, truths: Sequence[bool | None]) -> None:
        for incentive, start, end in stage.incentives:
            reasons = tuple(self._reason(stage, place, truths[place]) for place in range(start, end))
            judged = truths[start:end]
            if False in judged:
                outcome = Outcome(Verdict.REFUSED, None, (), reasons)
            elif None in judged:
                open_ = [place for place in range(start, end) if truths[place] is None]
                outcome = Outcome(Verdict.UNKNOWN, None, (), reasons, missing=self._missing(stage, open_))
            else:
                outcome = self._amount(incentive, reasons)
            self.outcomes[incentive.id] = outcome

    def decision(self) -> Decision:
        outcomes, applied = overlaps.apply(self.policy, self.outcomes, self.env)
        asked = {name for outcome in outcomes.values() for name in outcome.missing}
        return Decision(
            self.policy.id,
            self.policy.digest,
            self.on,
            self.written,
            self.tables,
            outcomes,
            applied,
            tuple(name for name in self.policy.facts if name in asked),
        )

    def _amount(self, incentive: Incentive, reasons: tuple[Reason, ...]) -> Outcome:
        plan = self.plan.amounts[incentive.id]
        sources = amount_sources(self.plan, incentive, self.env, self.on)
        result = due(incentive, plan, self.env, self.on)
        formula, source = incentive.amount.formula.text, incentive.amount.source
        if result is None:
            missing = self._asked(plan.facts)
            says = cannot_tell(self.policy, missing)
            facts: dict[str, Any] = {name: self.written.get(name) for name in plan.facts}
            reasons = (*reasons, Reason(formula, None, facts, source, says))
            return Outcome(Verdict.UNKNOWN, None, (), reasons, sources, missing=missing)
        if result.fen == 0:
            return Outcome(
                Verdict.REFUSED, None, (), (*reasons, Reason(formula, False, {}, source, _NOTHING_LEFT)), sources
            )
        return Outcome(Verdict.GRANTED, result.fen, result.paid, reasons, sources)

    def _reason(self, stage: Stage, place: int, holds: bool | None) -> Reason:
        condition = stage.conditions[place]
        says = condition.holds if holds else condition.fails
        if holds is None:
            says = cannot_tell(self.policy, self._missing(stage, [place]))
        return reason(condition, holds, says, self.written, self.env)

    def _missing(self, stage: Stage, places: list[int]) -> tuple[str, ...]:
        """The unknown facts that conditions read, also through the tables that cannot be told because of them."""
        read: dict[str, None] = {}
        for place in places:
            condition = stage.conditions[place]
            read.update(dict.fromkeys(condition.facts))
            for table in condition.tables:
                read.update(dict.fromkeys(self.open.get(table, ())))
        return self._asked(tuple(read))

    def _asked(self, names: Sequence[str]) -> tuple[str, ...]:
        """Of some facts, those not known; one that is asked only by another answer gives way to that question."""
        asked: dict[str, None] = {}
        waiting = [name for name in names if name not in self.written]
        while waiting:
            name = waiting.pop(0)
            controls = _controls(self.policy, name)
            open_ = [other for other in controls if other not in self.written]
            if open_:
                waiting.extend(open_)
            elif not controls or self._concerns(name):
                asked[name] = None
        return tuple(name for name in self.policy.facts if name in asked)

    def _concerns(self, name: str) -> bool:
        when = self.policy.facts[name].asked_when
        return when is None or closure(when.tree)(self.env) is not False


def _controls(policy: Policy, name: str) -> tuple[str, ...]:
    when = policy.facts[name].asked_when
    return () if when is None else when.names
