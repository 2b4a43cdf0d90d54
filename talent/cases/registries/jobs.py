"""Extracts whose day has come are deleted."""

from datetime import datetime

from sqlalchemy import select

from talent.cases.registries.models import Extract
from talent.cases.registries.operations import delete
from talent.database import db
from talent.web.days import policy_day


def delete_due(at: datetime) -> int:
    """Delete the extracts whose day has come, each in a transaction of its own. Returns how many."""
    due = db.session.scalars(select(Extract).where(Extract.delete_on <= policy_day(at)).order_by(Extract.id)).all()
    for each in due:
        delete(each, by=None, at=at)
        db.session.commit()
    return len(due)
