"""What the rules say of every instalment that is still to come, on the facts as they are now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.facts import Value
from rules.policy import Policy
from rules.recovery import Recovery
from rules.review import NOTHING, owed_back, still_due
from talent.awards.life_events.consequences import RECEIVED, Standing
from talent.awards.models import Award, Instalment, InstalmentState
from talent.awards.reviews.models import Outcome

Facts = Mapping[str, Value]


@dataclass(frozen=True)
class PartAdvice:
    """An instalment still to come. says: None where the rules cannot tell."""

    part: Instalment
    says: Outcome | None


@dataclass(frozen=True)
class AwardAdvice:
    """What the rules say of an award. broken_on: the day its promise was broken, None where it holds.

    owed: what of the money paid is owed back. clause: that it all stands on.
    """

    award: Award
    parts: tuple[PartAdvice, ...]
    owed: Recovery
    broken_on: date | None
    clause: str


def advise(policy: Policy, award: Award, days: Sequence[tuple[date, Facts]]) -> AwardAdvice:
    """Return what the rules say of an award.

    days: the facts as they were on each day something was stated, oldest first; the last are those of the review.
    """
    incentive = policy.incentives[award.incentive]
    broken_on = _broken_on(policy, award, days)
    on, facts = days[-1]
    now = Standing(policy, incentive, award, facts, broken_on or on)
    paid = sum(part.fen for part in award.instalments if part.state in RECEIVED)
    owed = now.owed(now.kind if broken_on else NOTHING, paid)
    coming = [part for part in award.instalments if part.state is InstalmentState.DUE]
    parts = tuple(PartAdvice(part, _says(now, part, broken_on)) for part in coming)
    obligation = incentive.obligation
    return AwardAdvice(award, parts, owed, broken_on, obligation.source if obligation else incentive.amount.source)


def _broken_on(policy: Policy, award: Award, days: Sequence[tuple[date, Facts]]) -> date | None:
    """Return the day on which the promise was broken for good: it is broken now, and was ever since."""
    found = None
    for on, facts in days:
        broken = Standing(policy, policy.incentives[award.incentive], award, facts, on).is_broken
        found = (found or on) if broken else None
    return found


def _says(now: Standing, part: Instalment, broken_on: date | None) -> Outcome | None:
    condition = _condition(now, part)
    if condition is False:
        return Outcome.STOP
    if broken_on is not None:
        if part.due_on > broken_on:
            return Outcome.STOP
        #: It was due before: paid, a share of it would be owed back at once, and an officer has to weigh that.
        return Outcome.CONTINUE if condition and now.kind == "stop" else None
    unknown = owed_back(now.policy, now.incentive, now.facts, on=now.on) is None
    return None if condition is None or unknown else Outcome.CONTINUE


def _condition(now: Standing, part: Instalment) -> bool | None:
    """Return whether what the instalment needs holds on its day; True where it needs nothing."""
    place = now.place(part)
    if place is None or now.incentive.parts[place].condition is None:
        return True
    return still_due(now.policy, now.incentive, now.facts, on=part.due_on)[place]
