"""A person who left the pilot, reviewed, and what they owe back."""

from datetime import date, timedelta

from talent.awards.models import Instalment
from talent.awards.queries import awards_of
from talent.awards.recoveries import operations as recovering
from talent.awards.recoveries.models import Recovery
from talent.awards.reviews import operations, queries
from talent.awards.reviews.models import Review
from talent.awards.reviews.operations import Choice
from talent.cases.models import Case
from talent.database import db
from talent.web.days import policy_day
from tests.awards.conftest import LATER

#: A day on which the second year's instalment is soon due.
SPRING = LATER + timedelta(days=340)
KEPT = {"still_in_pilot": True, "holds_home": True, "still_renting": True}
LEFT = {**KEPT, "still_in_pilot": False}


def award_of(case: Case, incentive: str = "rent_reduction"):
    return next(award for award in awards_of(case) if award.incentive == incentive)


def asked_for(case: Case, clerk, at=SPRING) -> Review:
    review = operations.ask(case, clerk=clerk, at=at)
    db.session.commit()
    return review


def confirmed(case: Case, clerk, answers=None, at=SPRING) -> Review:
    review = asked_for(case, clerk, at)
    names = [fact.name for fact in queries.found(review, policy_day(at)).asked]
    operations.confirm(review, {name: (answers or KEPT)[name] for name in names}, at=at)
    db.session.commit()
    return review


def groups(review: Review, at=SPRING):
    return queries.found(review, policy_day(at)).groups(policy_day(at))


def decide(review: Review, clerk, choices: dict[str, Choice] | None = None, at=SPRING) -> None:
    seen = queries.fingerprint(groups(review, at))
    operations.decide(review, choices or {}, seen=seen, clerk=clerk, at=at)
    db.session.commit()


def paid(case: Case, mark_paid, incentive: str = "rent_reduction", count: int = 1) -> list[Instalment]:
    parts = award_of(case, incentive).instalments[:count]
    for part in parts:
        mark_paid(part)
    return parts


def claimed(review: Review, clerk, at=SPRING) -> Recovery:
    recovery = recovering.open_recovery(review, award_of(review.case, "housing_incentive").id, clerk=clerk, at=at)
    db.session.commit()
    return recovery


def received_on(at=SPRING) -> date:
    return policy_day(at)
