"""Withdraw, delete."""

from datetime import datetime

from sqlalchemy import select

from talent.applications.errors import AlreadySubmitted, NoSuchApplication
from talent.applications.evidence.queries import names_of
from talent.applications.models import Application, Stage
from talent.applications.signals import withdrawing
from talent.applications.withdrawal.errors import NotHandedIn, ReasonTooLong
from talent.audit.operations import record
from talent.database import db

LONGEST_REASON = 500


def withdraw(application: Application, *, reason: str = "", at: datetime) -> list[str]:
    """Take an application back that is not decided; a second time changes nothing.

    Returns the names of files on the disk to be removed after the commit. Raises NotHandedIn, ReasonTooLong, and what
    the features above refuse with.
    """
    reason = " ".join(reason.split())
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong
    if application.stage is Stage.DRAFT:
        raise NotHandedIn
    gone = [name for _receiver, names in withdrawing.send(application, at=at) for name in names]
    db.session.refresh(application, with_for_update=True)
    if application.stage is Stage.WITHDRAWN:
        return gone
    with db.session.no_autoflush:
        application.stage, application.withdrawn_at = Stage.WITHDRAWN, at
        application.withdrawn_reason = reason or None
    db.session.flush()
    _record("application withdrawn", application, at)
    return gone


def delete_draft(application: Application, *, at: datetime) -> list[str]:
    """Throw a draft away. Returns the names of its files on the disk, to be removed after the commit."""
    locked = select(Application).filter_by(id=application.id).with_for_update(of=Application)
    there = db.session.scalar(locked.execution_options(populate_existing=True))
    if there is None:
        raise NoSuchApplication
    if there.stage is not Stage.DRAFT:
        raise AlreadySubmitted
    gone = names_of(*there.evidence)
    _record("draft deleted", there, at)
    db.session.delete(there)
    db.session.flush()
    return gone


def _record(action: str, application: Application, at: datetime) -> None:
    record(action, by=application.applicant_id, about=f"application:{application.reference}", at=at)
