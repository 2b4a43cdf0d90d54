"""Report a change, withdraw it, acknowledge it. Payments are not touched: what may stop is marked to be reviewed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from rules.facts import Value
from rules.policy import LifeEvent
from rules.review import NOTHING
from talent.accounts.models import Person
from talent.applications.models import Application
from talent.audit.operations import record
from talent.awards.life_events import messages, queries
from talent.awards.life_events.consequences import RECEIVED, Effect
from talent.awards.life_events.errors import (
    AlreadyAcknowledged,
    AlreadyReported,
    AlreadyWithdrawn,
    NoSuchChange,
    Outdated,
)
from talent.awards.life_events.models import ReportedChange
from talent.awards.models import Award, Instalment
from talent.awards.queries import awards_of
from talent.awards.reviews.models import Review, ReviewDecision
from talent.cases.errors import OwnCase
from talent.cases.models import Case
from talent.database import db
from talent.web.days import policy_day


def report(
    application: Application,
    event: LifeEvent,
    *,
    happened_on: date,
    answers: Mapping[str, Value | None],
    seen: str,
    at: datetime,
) -> ReportedChange:
    """Send a change, once: the same a second time gives the first.

    answers: typed, to the questions the event asks. seen: the fingerprint of what the person was shown.
    Raises DayUnfit, AnswerMissing, AlreadyReported, Outdated, NoSuchChange where the event changes nothing.
    """
    db.session.refresh(application, with_for_update={"of": Application})
    now = queries.situation(application)
    found = queries.report(now, event, happened_on=happened_on, answers=answers, today=policy_day(at))
    for there in now.changes:
        if there.event == event.id and there.happened_on == happened_on:
            if there.facts_after == found.after:
                return there
            raise AlreadyReported
    if event not in queries.offered(now):
        raise AlreadyReported if any(each.event == event.id for each in now.changes) else NoSuchChange
    if found.fingerprint != seen:
        raise Outdated
    change = ReportedChange(
        application=application,
        event=event.id,
        happened_on=happened_on,
        reported_at=at,
        facts_before=found.before,
        facts_after=found.after,
        consequences=found.consequences.as_json(),
    )
    db.session.add(change)
    db.session.flush()
    mark(now.case)
    _note("change reported", change, by=application.applicant_id, at=at)
    messages.tell_reported(change, event, at=at)
    return change


def withdraw(change: ReportedChange, *, at: datetime) -> None:
    """Take a report back; twice changes nothing. Raises AlreadyAcknowledged."""
    db.session.refresh(change, with_for_update={"of": ReportedChange})
    if change.acknowledged_at is not None:
        raise AlreadyAcknowledged
    if change.withdrawn_at is not None:
        return
    change.withdrawn_at = at
    db.session.flush()
    mark(queries.situation(change.application).case)
    _note("change withdrawn", change, by=change.application.applicant_id, at=at)


def acknowledge(change: ReportedChange, *, clerk: Person, at: datetime) -> None:
    """Note that a clerk deals with a report; twice changes nothing. Raises AlreadyWithdrawn, OwnCase."""
    db.session.refresh(change, with_for_update={"of": ReportedChange})
    if change.withdrawn_at is not None:
        raise AlreadyWithdrawn
    if change.application.applicant_id == clerk.id:
        raise OwnCase
    if change.acknowledged_at is not None:
        return
    change.acknowledged_at, change.clerk = at, clerk
    db.session.flush()
    _note("change acknowledged", change, by=clerk.id, at=at)
    messages.tell_acknowledged(change, at=at)


def mark(case: Case) -> None:
    """Mark what a standing change would stop, hold or have paid back, and all that was granted while one stood.

    What no change touches is free. What is marked is reviewed, before it is paid; nothing is stopped here.
    """
    standing = [each for each in queries.changes_of(case.application)[::-1] if each.withdrawn_at is None]
    since: dict[tuple[str, int], datetime] = {}
    for change in standing:
        for touched in _touched(change):
            since.setdefault(touched, change.reported_at)
    granted_at = case.decided_at
    outdated = granted_at is not None and any(each.reported_at < granted_at for each in standing)
    reviewed = reviewed_at(case)
    for award in awards_of(case):
        for part in award.instalments:
            marked = since.get((award.incentive, part.number), granted_at if outdated else None)
            dealt_with = reviewed.get(part.id)
            part.review_since = None if marked and dealt_with and marked <= dealt_with else marked
    db.session.flush()


def reviewed_at(case: Case) -> Mapping[int, datetime]:
    """Return when each instalment was last decided in a review: what was reported before is dealt with.

    Any review decides whether what was paid is owed back.
    """
    query = select(Review.decided_at).where(Review.case_id == case.id, Review.decided_at.is_not(None))
    paid = select(Instalment.id, query.order_by(Review.id.desc()).limit(1).scalar_subquery()).join(Instalment.award)
    paid = paid.where(Award.case_id == case.id, Instalment.state.in_(RECEIVED))
    decided = select(ReviewDecision.instalment_id, Review.decided_at).join(ReviewDecision.review)
    rows = [
        *db.session.execute(paid),
        *db.session.execute(decided.where(Review.case_id == case.id).order_by(Review.id)),
    ]
    return {instalment: at for instalment, at in rows if at is not None}


def _touched(change: ReportedChange) -> list[tuple[str, int]]:
    """Return incentive and number of every instalment that a change would stop, hold or have paid back."""
    awards: list[dict[str, Any]] = change.consequences["awards"]  # type: ignore[assignment]
    return [
        (award["incentive"], part["number"])
        for award in awards
        for part in award["instalments"]
        if (part["after"] in {Effect.HELD, Effect.STOPS} and part["before"] != part["after"])
        or (part["after"] == Effect.PAID and award["owed"]["kind"] != NOTHING)
    ]


def _note(action: str, change: ReportedChange, *, by: int, at: datetime) -> None:
    details: dict[str, object] = {"event": change.event, "happened_on": change.happened_on.isoformat()}
    record(action, by=by, about=f"case:{change.application.reference}", at=at, details=details)
