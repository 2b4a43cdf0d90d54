"""Reminders of requests that are due soon."""

from datetime import datetime

from sqlalchemy import select

from talent.cases.calendar import working_days_before
from talent.cases.requests.errors import RequestAnswered, RequestWithdrawn
from talent.cases.requests.models import Request
from talent.cases.requests.operations import remind
from talent.database import db
from talent.web.days import policy_day
from talent.web.filters import SHANGHAI

#: How many working days before the last day the applicant is reminded, and not before this hour.
DAYS_BEFORE = 2
FIRST_HOUR = 8


def remind_due(at: datetime) -> int:
    """Post the reminders that are due, each once and in a transaction of its own. Returns how many."""
    if at.astimezone(SHANGHAI).hour < FIRST_HOUR:
        return 0
    today = policy_day(at)
    waiting = Request.answered_at.is_(None) & Request.withdrawn_at.is_(None) & Request.reminded_at.is_(None)
    found = db.session.scalars(select(Request).where(waiting, Request.due_on >= today)).all()
    return sum(_reminded(request, at) for request in found if _is_due(request, at))


def _is_due(request: Request, at: datetime) -> bool:
    """Return whether the day has come; who was asked only just before it is not reminded."""
    on = working_days_before(request.due_on, DAYS_BEFORE)
    return policy_day(request.asked_at) < on <= policy_day(at)


def _reminded(request: Request, at: datetime) -> bool:
    try:
        remind(request, at=at)
    except (RequestAnswered, RequestWithdrawn):
        db.session.rollback()
        return False
    db.session.commit()
    return True
