"""What was written about a case."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from talent.accounts.models import Person
from talent.cases.correspondence.models import CaseMessage
from talent.cases.models import Case
from talent.cases.requests.queries import requests_of
from talent.database import db

#: How long after the decision, or the withdrawal, the two sides may still write.
OPEN_FOR = timedelta(days=60)


def messages_of(case: Case) -> Sequence[CaseMessage]:
    """Return what was written about a case, oldest first."""
    query = select(CaseMessage).where(CaseMessage.case_id == case.id).order_by(CaseMessage.id)
    return db.session.scalars(query.options(joinedload(CaseMessage.sender).lazyload(Person.roles))).all()


def is_open(case: Case, at: datetime) -> bool:
    """Return whether messages may still be sent."""
    closed_at = case.decided_at or case.application.withdrawn_at
    return closed_at is None or at < closed_at + OPEN_FOR


def unseen_count(case: Case, *, by_applicant: bool) -> int:
    """Return how many messages of the other side one side has not seen."""
    unseen = (CaseMessage.case_id == case.id) & CaseMessage.read_at.is_(None)
    other_side = CaseMessage.from_applicant.is_not(by_applicant)
    return db.session.scalar(select(func.count()).select_from(CaseMessage).where(unseen, other_side)) or 0


def clerk_of(case: Case) -> Person | None:
    """Return who deals with a case, as far as can be told: who asked, wrote, recommended or verified last."""
    for request in requests_of(case)[:1]:
        return request.clerk
    written = [message.sender for message in messages_of(case) if not message.from_applicant]
    if written:
        return written[-1]
    found = sorted(case.verifications, key=lambda each: each.at)
    return case.recommender or (found[-1].clerk if found else None)
