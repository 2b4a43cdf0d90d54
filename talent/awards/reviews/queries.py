"""Finding reviews, what is to be reviewed, and what the rules say of it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import contains_eager

from rules.calendar import add_months
from rules.policy import Fact
from talent.accounts.models import Person
from talent.applications.models import Application
from talent.awards.life_events.queries import Situation, at_stake, situation, typed
from talent.awards.models import Award, Instalment, InstalmentState
from talent.awards.payments.models import Payment, PaymentState
from talent.awards.reviews.advice import AwardAdvice, Facts, PartAdvice, advise
from talent.awards.reviews.errors import NoSuchReview
from talent.awards.reviews.models import Outcome, Review, ReviewDecision
from talent.cases.models import Case
from talent.database import db
from talent.web.days import policy_day

#: How long before an instalment with a condition falls due it is reviewed.
AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Group:
    """Instalments of an award of which the rules say the same: they are decided together."""

    award: AwardAdvice
    says: Outcome | None
    parts: tuple[Instalment, ...]

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.award.award.id}-{self.says.value if self.says else 'unknown'}"

    @property
    def fen(self) -> int:
        """How much it comes to."""
        return sum(part.fen for part in self.parts)


@dataclass(frozen=True)
class Found:
    """A review with what the rules say. facts: before and after, typed; asked: the questions."""

    review: Review
    now: Situation
    asked: list[Fact]
    facts: dict[str, Facts]
    awards: list[AwardAdvice]

    def groups(self, today: date) -> list[Group]:
        """Return what is decided now: what needs a review until the next one, and what the rules would stop."""
        until = add_months(today, self.now.policy.process.review_every_months)
        needs = needed_now(self.review.case, until)
        return [
            Group(award, says, tuple(parts))
            for award in self.awards
            for says in (Outcome.STOP, None, Outcome.CONTINUE)
            if (parts := [each.part for each in award.parts if each.says is says and _decided(each, needs)])
        ]


def _decided(advice: PartAdvice, needs: set[int]) -> bool:
    return advice.says is Outcome.STOP or advice.part.id in needs


def needed(until: date) -> ColumnElement[bool]:
    """Return the condition of having to be reviewed: a change was reported, or a condition has to hold by some day.

    What was paid is reviewed too, where a change may have it paid back.
    """
    reviewed = exists().where(ReviewDecision.instalment_id == Instalment.id).correlate(Instalment)
    conditional = and_(Instalment.provided_zh.is_not(None), Instalment.due_on <= until, ~reviewed)
    return or_(Instalment.review_since.is_not(None), and_(Instalment.state == InstalmentState.DUE, conditional))


def needed_now(case: Case, until: date) -> set[int]:
    """Return the ids of the instalments of a case that have to be reviewed. until: the last due day that counts."""
    query = select(Instalment.id).join(Instalment.award).where(Award.case_id == case.id, needed(until))
    return set(db.session.scalars(query))


def due(today: date, *, not_of: Person) -> Select[Any]:
    """Return the query for cases with something to review, and no review begun. not_of: no case of one's own."""
    here = (
        exists().where(Award.case_id == Case.id, Instalment.award_id == Award.id, needed(today + AHEAD)).correlate(Case)
    )
    begun = exists().where(Review.case_id == Case.id, Review.decided_at.is_(None)).correlate(Case)
    query = select(Case).join(Case.application).options(contains_eager(Case.application))
    return query.where(here, ~begun, Application.applicant_id != not_of.id).order_by(Case.id)


def reviews(*, decided: bool) -> Select[Any]:
    """Return the query for reviews under way, the oldest first; or for those decided, the newest first."""
    query = select(Review)
    if decided:
        return query.where(Review.decided_at.is_not(None)).order_by(Review.id.desc())
    return query.where(Review.decided_at.is_(None)).order_by(Review.id)


def reviews_of(application: Application) -> Sequence[Review]:
    """Return the reviews of an application, newest first."""
    query = select(Review).join(Review.case).where(Case.application_id == application.id)
    return db.session.scalars(query.order_by(Review.id.desc())).all()


def review(number: int, *, seen_by: Person) -> Review:
    """Return a review for an officer. Raises NoSuchReview, for a review of one's own too."""
    found = db.session.get(Review, number)
    if found is None or found.case.application.applicant_id == seen_by.id:
        raise NoSuchReview
    return found


def review_of(application: Application, number: int) -> Review:
    """Return a review of an application. Raises NoSuchReview."""
    found = db.session.get(Review, number)
    if found is None or found.case.application_id != application.id:
        raise NoSuchReview
    return found


def asked(now: Situation) -> list[Fact]:
    """Return the questions of a review: those only reviews ask, that what was granted rests on."""
    stake = at_stake(now)
    return [fact for name, fact in now.policy.facts.items() if fact.at_review and name in stake]


def found(review: Review, today: date) -> Found:
    """Return a review with what the rules say on the facts of today. Raises NothingAtStake."""
    now = situation(review.case.application)
    policy = now.policy
    stated = policy_day(review.confirmed_at) if review.confirmed_at else today
    days = [(on, typed(policy, raw, max(on, today))) for on, raw in _days(now, review.facts or {}, stated)]
    before = typed(policy, review.facts_before, today)
    facts: dict[str, Facts] = {"before": before, "after": typed(policy, review.facts or {}, today)}
    awards = [advise(policy, award, days) for award in now.awards]
    return Found(review, now, asked(now), facts, awards)


def _days(now: Situation, confirmed: Mapping[str, object], on: date) -> list[tuple[date, dict[str, object]]]:
    """Return what was known on each day a change happened, and at the review, last."""
    changes = sorted(((each.happened_on, each.facts_after) for each in now.changes), key=lambda each: each[0])
    steps = [(changes[place][0], now.with_changes(changes[: place + 1])) for place in range(len(changes))]
    return [*steps, (on, {**now.raw, **confirmed})]


def on_its_way(instalments: Sequence[int]) -> bool:
    """Return whether a payment of one of them was sent and has no result."""
    query = select(Payment.id).where(Payment.instalment_id.in_(instalments), Payment.state == PaymentState.SENT)
    return db.session.scalar(query.limit(1)) is not None


def fingerprint(groups: Sequence[Group]) -> str:
    """Return what tells whether an officer has seen this, and not something that was so before."""
    said = [[group.key, [(part.id, part.fen) for part in group.parts], group.award.owed] for group in groups]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
