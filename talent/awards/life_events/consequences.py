"""What follows from a change: which instalments still come, what is owed back, what a decision would become."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.calendar import add_months
from rules.closures import decide
from rules.decision import Outcome
from rules.facts import Value, yuan
from rules.policy import Incentive, Policy, Text
from rules.recovery import Recovery, recovery
from rules.review import NOTHING, owed_back, still_due
from talent.applications.queries import applied_on
from talent.awards.models import Award, Instalment, InstalmentState
from talent.web.days import policy_day

Facts = Mapping[str, Value]

#: What the person has had: in money, or by owing so much less.
RECEIVED = frozenset({InstalmentState.PAID, InstalmentState.OFFSET})


class Effect(StrEnum):
    """What becomes of an instalment. HELD: it fell due before, is not paid yet, and is looked at before it is."""

    PAID = "paid"
    COMES = "comes"
    HELD = "held"
    STOPS = "stops"


@dataclass(frozen=True)
class Part:
    """An instalment before and after the change."""

    number: int
    due_on: date
    fen: int
    before: Effect
    after: Effect

    @property
    def is_touched(self) -> bool:
        """Whether it has to be reviewed: it was to come, and now stops or waits."""
        return self.before != self.after


@dataclass(frozen=True)
class AwardEffect:
    """What becomes of one award. owed: of what was paid. held: what would be owed of what is due and not paid yet.

    source: the clause that what stops or is owed back stands on.
    """

    incentive: str
    parts: tuple[Part, ...]
    owed: Recovery
    held: Recovery
    source: str

    @property
    def is_touched(self) -> bool:
        """Whether the change makes a difference to this award."""
        return self.owed.kind != NOTHING or any(part.is_touched for part in self.parts)


@dataclass(frozen=True)
class Verdicts:
    """An incentive that would be decided otherwise. because: the conditions that fail then, with their clauses."""

    incentive: str
    before: str
    fen_before: int | None
    after: str
    fen_after: int | None
    because: tuple[tuple[Text, str], ...]


@dataclass(frozen=True)
class Consequences:
    """Everything that follows from a change, of what was granted or of what is still being decided."""

    awards: tuple[AwardEffect, ...] = ()
    verdicts: tuple[Verdicts, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return plain data that stays readable when this code has changed; money in yuan as text."""
        return {
            "awards": [_award_json(each) for each in self.awards],
            "verdicts": [_verdicts_json(each) for each in self.verdicts],
        }


def of_awards(policy: Policy, awards: Iterable[Award], before: Facts, after: Facts, *, on: date) -> Consequences:
    """Return what becomes of what was granted. before, after: all facts known. on: the day of the change."""
    return Consequences(awards=tuple(_of_award(policy, award, before, after, on) for award in awards))


def of_decision(policy: Policy, before: Facts, after: Facts, *, on: date) -> Consequences:
    """Return which incentives would be decided otherwise. on: the day of the application."""
    then, now = (decide(policy, facts, on=on).incentives for facts in (before, after))
    changed = [name for name in then if _came(then[name]) != _came(now[name])]
    return Consequences(verdicts=tuple(_verdicts(name, then[name], now[name]) for name in changed))


def _came(outcome: Outcome) -> tuple[str, int | None]:
    return outcome.verdict.value, outcome.fen


def _verdicts(name: str, then: Outcome, now: Outcome) -> Verdicts:
    failed = tuple((reason.says, reason.source) for reason in now.reasons if reason.holds is False)
    return Verdicts(name, *_came(then), *_came(now), failed)


def _of_award(policy: Policy, award: Award, before: Facts, after: Facts, on: date) -> AwardEffect:
    incentive = policy.incentives[award.incentive]
    was, now = (Standing(policy, incentive, award, facts, on) for facts in (before, after))
    parts = tuple(
        Part(part.number, part.due_on, part.fen, was.effect(part), now.effect(part)) for part in award.instalments
    )
    newly = now.kind if not was.is_broken else NOTHING
    paid = sum(part.fen for part in parts if part.after is Effect.PAID)
    held = sum(part.fen for part in parts if part.after is Effect.HELD)
    obligation = incentive.obligation
    source = obligation.source if obligation else incentive.amount.source
    return AwardEffect(award.incentive, parts, now.owed(newly, paid), now.owed(newly, held), source)


class Standing:
    """How an award stands under some facts."""

    def __init__(self, policy: Policy, incentive: Incentive, award: Award, facts: Facts, on: date) -> None:
        self.policy, self.incentive, self.facts, self.on = policy, incentive, facts, on
        self.since = policy_day(award.granted_at)
        self.applied_on = applied_on(award.case.application)
        found = owed_back(policy, incentive, facts, on=on)
        #: A promise whose time was served is kept, whatever happens after; what cannot be told is held against nobody.
        self.kind = NOTHING if found is None or self.owed(found, 0).unserved == 0 else found

    @property
    def is_broken(self) -> bool:
        return self.kind != NOTHING

    def owed(self, kind: str, fen: int) -> Recovery:
        return recovery(kind, self.incentive.obligation, fen, since=self.since, until=self.on)

    def effect(self, part: Instalment) -> Effect:
        if part.state in RECEIVED:
            return Effect.PAID
        if part.state is InstalmentState.STOPPED:
            return Effect.STOPS
        if part.due_on <= self.on:
            return Effect.HELD if self.is_broken else Effect.COMES
        return Effect.STOPS if self.is_broken or self._fails(part) else Effect.COMES

    def _fails(self, part: Instalment) -> bool:
        """Return whether what an instalment needs is known not to hold on its day."""
        place = self.place(part)
        if place is None or self.incentive.parts[place].condition is None:
            return False
        return still_due(self.policy, self.incentive, self.facts, on=part.due_on)[place] is False

    def place(self, part: Instalment) -> int | None:
        """Return which part of the policy an instalment comes from. Those of a period share one, after the first."""
        parts = self.incentive.parts
        if self.incentive.amount.per is not None:
            return 0 if parts and part.due_on > self.applied_on else None
        days = [add_months(self.applied_on, each.after_months) for each in parts]
        return days.index(part.due_on) if part.due_on in days else None


def _award_json(effect: AwardEffect) -> dict[str, object]:
    return {
        "incentive": effect.incentive,
        "source": effect.source,
        "owed": _recovery_json(effect.owed),
        "held": _recovery_json(effect.held),
        "instalments": [
            {
                "number": part.number,
                "due_on": part.due_on.isoformat(),
                "yuan": yuan(part.fen),
                "before": part.before.value,
                "after": part.after.value,
            }
            for part in effect.parts
        ],
    }


def _recovery_json(owed: Recovery) -> dict[str, object]:
    return {
        "kind": owed.kind,
        "yuan": None if owed.fen is None else yuan(owed.fen),
        "of_yuan": yuan(owed.paid),
        "months_unserved": owed.unserved,
        "months_promised": owed.promised,
    }


def _verdicts_json(verdicts: Verdicts) -> dict[str, object]:
    return {
        "incentive": verdicts.incentive,
        "before": {"verdict": verdicts.before, "yuan": _yuan(verdicts.fen_before)},
        "after": {"verdict": verdicts.after, "yuan": _yuan(verdicts.fen_after)},
        "because": [{"zh": says.zh, "en": says.en, "source": source} for says, source in verdicts.because],
    }


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else yuan(fen)
