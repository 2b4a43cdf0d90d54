"""What may be reported of an application, what was, and what would follow."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select

from rules.dependencies import facts_read
from rules.facts import FactErrors, Value, is_asked, parse_facts, written
from rules.hits import Conflict
from rules.policy import Fact, LifeEvent, Policy
from talent.applications import queries as applications
from talent.applications.errors import DecisionStopped
from talent.applications.models import Application
from talent.awards.life_events.consequences import Consequences, of_awards, of_decision
from talent.awards.life_events.errors import AnswerMissing, DayUnfit, NoSuchChange, NothingAtStake
from talent.awards.life_events.models import ReportedChange
from talent.awards.models import Award
from talent.awards.queries import awards_of
from talent.cases.models import CLOSED, Case
from talent.cases.queries import case_of_application
from talent.database import db
from talent.web.days import policy_day

#: How far ahead of the day it is reported a change may lie.
AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Situation:
    """What a change could touch. awards: what was granted, none while it is being decided.

    raw: every answer known, with the changes that stand. since: the first day on which a change can lie.
    """

    application: Application
    case: Case
    policy: Policy
    awards: Sequence[Award]
    changes: Sequence[ReportedChange]
    since: date

    @property
    def is_open(self) -> bool:
        """Whether the application is still being decided."""
        return self.case.stage not in CLOSED

    @property
    def raw(self) -> dict[str, object]:
        """Every answer known, written as answers are, with the changes that stand."""
        return self.with_changes([(each.happened_on, each.facts_after) for each in self.changes])

    def with_changes(self, changes: Sequence[tuple[date, Mapping[str, object]]]) -> dict[str, object]:
        """Return every answer known after some changes, in the order of their days."""
        policy, facts = self.policy, applications.facts_of(self.application)
        raw = {name: written(policy.facts[name], value) for name, value in facts.items()}
        for _day, changed in sorted(changes, key=lambda each: each[0]):
            raw |= changed
        return raw


@dataclass(frozen=True)
class Report:
    """A change as it would be sent. before, after: the facts it changes, written as answers are."""

    event: LifeEvent
    happened_on: date
    before: dict[str, object]
    after: dict[str, object]
    consequences: Consequences

    @property
    def fingerprint(self) -> str:
        """What tells whether the person has seen this, and not something that was true before."""
        said = [self.event.id, self.happened_on.isoformat(), self.after, self.consequences.as_json()]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def changes_of(application: Application) -> Sequence[ReportedChange]:
    """Return what was reported of an application, newest first."""
    query = select(ReportedChange).where(ReportedChange.application_id == application.id)
    return db.session.scalars(query.order_by(ReportedChange.id.desc())).all()


def change(application: Application, number: int) -> ReportedChange:
    """Return one report of an application. Raises NoSuchChange."""
    found = db.session.get(ReportedChange, number)
    if found is None or found.application_id != application.id:
        raise NoSuchChange
    return found


def situation(application: Application) -> Situation:
    """Return what a change of an application could touch. Raises NothingAtStake."""
    case = case_of_application(application)
    awards = awards_of(case) if case is not None else []
    if case is None or not (case.stage not in CLOSED or awards):
        raise NothingAtStake
    standing = [each for each in changes_of(application) if each.withdrawn_at is None]
    decided_at = case.decided_at
    since = policy_day(decided_at) if decided_at else applications.applied_on(application)
    return Situation(application, case, applications.policy_of(application), awards, standing[::-1], since)


def at_stake(now: Situation) -> set[str]:
    """Return the names of the facts that could change anything: all while it is decided, then what reviews read."""
    if now.is_open:
        return {name for name, fact in now.policy.facts.items() if not fact.at_review}
    granted = [now.policy.incentives[award.incentive] for award in now.awards]
    conditions = [part.condition for each in granted for part in each.parts]
    conditions += [each.obligation.broken for each in granted if each.obligation is not None]
    return set(facts_read(now.policy, [each for each in conditions if each is not None], through_tables=True))


def offered(now: Situation) -> list[LifeEvent]:
    """Return the events that could change anything and have not happened yet."""
    stake, raw = at_stake(now), now.raw
    return [event for event in now.policy.events.values() if _concerns(event, now.policy, stake, raw)]


def _concerns(event: LifeEvent, policy: Policy, stake: set[str], raw: Mapping[str, object]) -> bool:
    if event.sets:
        return any(
            raw.get(name) != written(policy.facts[name], value) for name, value in event.sets.items() if name in stake
        )
    return bool(stake & set(event.facts))


def asked(now: Situation, event: LifeEvent) -> list[Fact]:
    """Return the questions of an event that could change anything."""
    stake = at_stake(now)
    return [now.policy.facts[name] for name in event.asks if name in stake]


def report(
    now: Situation, event: LifeEvent, *, happened_on: date, answers: Mapping[str, Value | None], today: date
) -> Report:
    """Return what a person would send, and what would follow.

    answers: typed, to the questions of `asked`. Raises DayUnfit, AnswerMissing, DecisionStopped.
    """
    refuse_unfit_day(now, happened_on, today)
    policy, raw = now.policy, now.raw
    given = {name: written(policy.facts[name], value) for name, value in (*event.sets.items(), *answers.items())}
    if event.day:
        given[event.day] = happened_on.isoformat()
    before = {name: raw.get(name) for name in given}
    changes = [(each.happened_on, each.facts_after) for each in now.changes]
    changed = now.with_changes([*changes, (happened_on, given)])
    latest = max(today, happened_on)
    facts, facts_after = (typed(policy, each, latest) for each in (raw, changed))
    for name in answers:
        if name not in facts_after and (policy.facts[name].at_review or is_asked(policy.facts[name], facts_after)):
            raise AnswerMissing(name)
    return Report(event, happened_on, before, given, _consequences(now, facts, facts_after, happened_on))


def refuse_unfit_day(now: Situation, happened_on: date, today: date) -> None:
    """Refuse a day too far ahead, or before the decision or the application. Raises DayUnfit."""
    if not now.since <= happened_on <= today + AHEAD:
        raise DayUnfit(now.since, today + AHEAD)


def _consequences(now: Situation, before: Mapping[str, Value], after: Mapping[str, Value], on: date) -> Consequences:
    if not now.is_open:
        return of_awards(now.policy, now.awards, before, after, on=on)
    try:
        return of_decision(now.policy, before, after, on=applications.applied_on(now.application))
    except Conflict as error:
        raise DecisionStopped from error


def typed(policy: Policy, raw: Mapping[str, object], latest: date) -> dict[str, Value]:
    """Return the answers typed, those of reviews too; one that does not fit counts as not given."""
    try:
        return parse_facts(policy, raw, on=latest, reviewing=True)
    except FactErrors as errors:
        unfit = {error.name for error in errors.errors}
        kept = {name: value for name, value in raw.items() if name not in unfit}
        return parse_facts(policy, kept, on=latest, reviewing=True)


def waiting(*, answered: bool) -> Select[Any]:
    """Return the query for reports that wait for a clerk, the oldest first; or for the others, the newest first."""
    standing = ReportedChange.withdrawn_at.is_(None) & ReportedChange.acknowledged_at.is_(None)
    query = select(ReportedChange)
    if answered:
        return query.where(~standing).order_by(ReportedChange.id.desc())
    return query.where(standing).order_by(ReportedChange.id)
