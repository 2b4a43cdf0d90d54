"""Notices whose days are over are ended."""

from datetime import datetime

from sqlalchemy import select

from talent.awards.public_notices.models import Finding, Objection, PublicNotice
from talent.awards.public_notices.operations import end
from talent.database import db
from talent.web.days import policy_day


def end_due(at: datetime) -> int:
    """End the notices whose days are over, each in a transaction of its own. Returns how many."""
    against = PublicNotice.objections.any(Objection.finding.is_(None) | (Objection.finding == Finding.UPHELD))
    over = PublicNotice.ended_at.is_(None) & (PublicNotice.closes_on < policy_day(at)) & ~against
    ids = db.session.scalars(select(PublicNotice.id).where(over).order_by(PublicNotice.id)).all()
    return sum(_ended(id_, at) for id_ in ids)


def _ended(id_: int, at: datetime) -> bool:
    ended = end(db.session.get_one(PublicNotice, id_), at=at)
    db.session.commit()
    return ended
