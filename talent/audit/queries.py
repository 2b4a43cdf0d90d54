"""Read the record."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_, select

from talent.audit.models import Record
from talent.audit.chain import BEGINNING, fingerprint
from talent.database import db


def records(*, about: str) -> Sequence[Record]:
    """Return what was done to one thing, oldest first."""
    return db.session.scalars(select(Record).where(Record.about == about).order_by(Record.id)).all()


def search(words: str = "") -> Select[Any]:
    """Return the query for entries whose action or object holds the words, newest first."""
    query = select(Record).order_by(Record.id.desc())
    if words:
        query = query.where(or_(Record.action.icontains(words, autoescape=True), Record.about.icontains(words, autoescape=True)))
    return query


def first_broken() -> tuple[int, int | None]:
    """Walk the chain. Returns how many entries were read, and the id of the first that does not fit, or None."""
    previous, count = BEGINNING, 0
    for entry in db.session.scalars(select(Record).order_by(Record.id).execution_options(yield_per=1000)):
        count += 1
        if entry.id != count or entry.previous_hash != previous or entry.hash != fingerprint(entry):
            return count, entry.id
        previous = entry.hash
    return count, None
