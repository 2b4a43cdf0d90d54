"""How much each clerk has, and has done of late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, select

from talent.accounts.models import Person
from talent.cases.inbox.models import InboxEntry
from talent.cases.inbox.queries import clerks
from talent.cases.models import Case
from talent.database import db


@dataclass(frozen=True)
class Load:
    """What a clerk has: open cases, those overdue among them; what they recommended in the last 7 and 30 days."""

    clerk: Person
    open: int
    overdue: int
    week: int
    month: int


def workload(*, at: datetime, on: date) -> Sequence[Load]:
    """Return the load of every clerk, the heaviest first. on: today."""
    late = func.sum(case((InboxEntry.due_by < on, 1), else_=0))
    has = select(InboxEntry.assignee_id, func.count(), late).where(InboxEntry.assignee_id.is_not(None))
    rows = db.session.execute(has.where(InboxEntry.is_open).group_by(InboxEntry.assignee_id))
    open_cases = {person: (count, overdue) for person, count, overdue in rows}
    week, month = at - timedelta(days=7), at - timedelta(days=30)
    recent = func.sum(case((Case.recommended_at >= week, 1), else_=0))
    did = select(Case.recommender_id, recent, func.count()).where(Case.recommended_at >= month)
    cleared = {person: (last, all_) for person, last, all_ in db.session.execute(did.group_by(Case.recommender_id))}
    found = [Load(clerk, *open_cases.get(clerk.id, (0, 0)), *cleared.get(clerk.id, (0, 0))) for clerk in clerks()]
    return sorted(found, key=lambda load: -load.open)


def next_unassigned(number: int) -> Sequence[Case]:
    """Return the most urgent cases that nobody has."""
    waiting = select(InboxEntry.case_id).where(InboxEntry.assignee_id.is_(None), InboxEntry.is_open)
    ids = db.session.scalars(waiting.order_by(InboxEntry.due_by, InboxEntry.case_id).limit(number)).all()
    return db.session.scalars(select(Case).where(Case.id.in_(ids)).order_by(Case.id)).all()
