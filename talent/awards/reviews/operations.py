"""Ask for a review, confirm, decide. What is decided clears the way to be paid, or stops what was to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from rules.facts import Value, written
from rules.policy import FactType
from talent.accounts.models import Person
from talent.applications.models import Application
from talent.audit.operations import record
from talent.awards.budgets.operations import release
from talent.awards.life_events.consequences import RECEIVED
from talent.awards.life_events.operations import acknowledge
from talent.awards.life_events.queries import situation
from talent.awards.models import Instalment, InstalmentState
from talent.awards.reviews import messages, queries
from talent.awards.reviews.errors import (
    AlreadyConfirmed,
    AlreadyReviewed,
    AnswersMissing,
    NotAnswered,
    NothingToReview,
    OnItsWay,
    ReasonMissing,
    ReviewChanged,
)
from talent.awards.reviews.models import Outcome, Review, ReviewDecision
from talent.awards.reviews.queries import Found, Group
from talent.cases.errors import OwnCase
from talent.cases.models import Case
from talent.database import db
from talent.web.days import policy_day

#: How long a person has to answer.
TO_ANSWER = timedelta(days=14)


@dataclass(frozen=True)
class Choice:
    """What a clerk decides of a group. clause: an id of the policy's sources."""

    outcome: Outcome
    reason: str = ""
    clause: str = ""


def ask(case: Case, *, clerk: Person, at: datetime) -> Review:
    """Ask a person to confirm what must still hold; while a review is under way, gives that.

    Where there is no question to ask, it can be decided at once. Raises NothingToReview, OwnCase.
    """
    if case.application.applicant_id == clerk.id:
        raise OwnCase
    _hold_application(case)
    there = db.session.scalar(select(Review).where(Review.case_id == case.id, Review.decided_at.is_(None)))
    if there is not None:
        return there
    now = situation(case.application)
    parts = [part for award in now.awards for part in award.instalments]
    if not any(part.review_since or part.state is InstalmentState.DUE for part in parts):
        raise NothingToReview
    names, raw = [fact.name for fact in queries.asked(now)], now.raw
    review = Review(
        case=case,
        asked_at=at,
        asked_by_id=clerk.id,
        answer_by=policy_day(at + TO_ANSWER),
        facts_before={name: raw.get(name) for name in names},
        facts=None if names else {},
        confirmed_at=None if names else at,
    )
    db.session.add(review)
    db.session.flush()
    record("review asked", by=clerk.id, about=review.about, at=at, details={"review": review.id, "facts": names})
    if names:
        messages.tell_asked(review, at=at)
    return review


def confirm(review: Review, answers: Mapping[str, Value | None], *, at: datetime) -> None:
    """Keep what the person states now; the same a second time changes nothing.

    answers: typed, to the questions of the review; a day may be left blank, of what has not happened.
    Raises AnswersMissing, AlreadyConfirmed.
    """
    now = situation(review.case.application)
    asked = queries.asked(now)
    missing = [fact.name for fact in asked if answers.get(fact.name) is None and fact.type is not FactType.DATE]
    if missing:
        raise AnswersMissing(missing)
    facts = {fact.name: written(fact, answers.get(fact.name)) for fact in asked}
    _hold(review)
    if review.facts is not None and review.facts == facts and review.decided_at is None:
        return
    if review.decided_at is not None or review.facts is not None:
        raise AlreadyConfirmed
    review.facts, review.confirmed_at = facts, at
    db.session.flush()
    person = review.case.application.applicant_id
    record("review confirmed", by=person, about=review.about, at=at, details={"review": review.id, "facts": facts})


def decide(review: Review, choices: Mapping[str, Choice], *, seen: str, clerk: Person, at: datetime) -> None:
    """Continue or stop every instalment the review is about, as the rules say unless a choice says otherwise.

    choices: by the key of a group. seen: the fingerprint of what the clerk was shown.
    Raises AlreadyReviewed, NotAnswered, OwnCase, ReviewChanged, ReasonMissing, OnItsWay.
    """
    _hold_application(review.case)
    _hold(review)
    if review.decided_at is not None:
        raise AlreadyReviewed
    if review.case.application.applicant_id == clerk.id:
        raise OwnCase
    if review.facts is None and policy_day(at) <= review.answer_by:
        raise NotAnswered(review.answer_by)
    found = _held(review, at)
    groups = found.groups(policy_day(at))
    if queries.fingerprint(groups) != seen:
        raise ReviewChanged
    decided = [(group, _choice(group, choices, found)) for group in groups]
    stopped = [part.id for group, choice in decided if choice.outcome is Outcome.STOP for part in group.parts]
    if queries.on_its_way(stopped):
        raise OnItsWay
    for change in found.now.changes:
        acknowledge(change, clerk=clerk, at=at)
    review.decided_at, review.decided_by_id = at, clerk.id
    db.session.flush()
    details: dict[str, object] = {"review": review.id, "groups": [_plain(*each) for each in decided]}
    record("review decided", by=clerk.id, about=review.about, at=at, details=details)
    for group, choice in decided:
        _carry_out(review, group, choice)
    _free_what_was_paid(found)
    messages.tell_decided(review, at=at)


def _held(review: Review, at: datetime) -> Found:
    """Return what the rules say, with the instalments held: no payment run takes one in between."""
    found = queries.found(review, policy_day(at))
    ids = [part.id for award in found.now.awards for part in award.instalments]
    query = select(Instalment).where(Instalment.id.in_(ids)).order_by(Instalment.id)
    db.session.scalars(query.with_for_update(of=Instalment).execution_options(populate_existing=True)).all()
    return queries.found(review, policy_day(at))


def _choice(group: Group, choices: Mapping[str, Choice], found: Found) -> Choice:
    """Return what is decided of a group: by the rules, or with a reason and a clause. Raises ReasonMissing."""
    choice = choices.get(group.key) or (Choice(group.says) if group.says else None)
    if choice is None:
        raise ReasonMissing(group.key)
    if choice.outcome is group.says:
        return Choice(choice.outcome)
    if not choice.reason.strip() or choice.clause not in found.now.policy.sources:
        raise ReasonMissing(group.key)
    return choice


def _carry_out(review: Review, group: Group, choice: Choice) -> None:
    for part in group.parts:
        decision = ReviewDecision(
            review=review, instalment=part, rules_say=group.says, outcome=choice.outcome,
            reason=choice.reason.strip(), clause=choice.clause,
        )  # fmt: skip
        db.session.add(decision)
        part.review_since = None
        if choice.outcome is Outcome.STOP:
            part.state = InstalmentState.STOPPED
    db.session.flush()
    if choice.outcome is Outcome.STOP:
        release(group.award.award, group.parts)


def _free_what_was_paid(found: Found) -> None:
    """Whether it is owed back has been looked at: it is claimed from here on, or stays."""
    for award in found.now.awards:
        for part in award.instalments:
            if part.state in RECEIVED:
                part.review_since = None
    db.session.flush()


def _plain(group: Group, choice: Choice) -> dict[str, object]:
    return {
        "incentive": group.award.award.incentive,
        "instalments": [part.number for part in group.parts],
        "rules": group.says.value if group.says else None,
        "outcome": choice.outcome.value,
        "reason": choice.reason,
        "clause": choice.clause,
    }


def _hold(review: Review) -> None:
    db.session.refresh(review, with_for_update={"of": Review})


def _hold_application(case: Case) -> None:
    """Keep changes from being reported meanwhile."""
    db.session.refresh(case.application, with_for_update={"of": Application})
