"""Files follow the transaction: what it made goes when it is rolled back, what it forgot goes when it is committed."""

from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

from talent.applications import documents
from talent.database import db

#: Where a session remembers them.
MADE, SPENT = "files made", "files spent"


def keep(document: documents.Document, folder: Path) -> str:
    """Write a file under a random name and return that name."""
    name = documents.keep(document, folder)
    db.session().info.setdefault(MADE, []).append(folder / name)
    return name


def spend(path: Path) -> None:
    """Have a kept file removed, with what was drawn of it."""
    db.session().info.setdefault(SPENT, []).append(path)


@event.listens_for(db.session, "after_commit")
def _after_commit(session: Session) -> None:
    if not session.in_nested_transaction():
        _discard(session, SPENT, MADE)


@event.listens_for(db.session, "after_rollback")
def _after_rollback(session: Session) -> None:
    _discard(session, MADE, SPENT)


def _discard(session: Session, goes: str, stays: str) -> None:
    session.info.pop(stays, None)
    for path in session.info.pop(goes, ()):
        documents.discard(path)
