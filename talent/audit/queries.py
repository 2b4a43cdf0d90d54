"""Read the record."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Integer, Select, String, column, or_, select, table

from talent.audit.chain import BEGINNING, fingerprint
from talent.audit.models import Record
from talent.audit.wording import ACTIONS
from talent.database import db

#: What the record needs to know of people; who they are is told by a feature above this one.
PEOPLE = table("person", column("id", Integer), column("email", String))


def records(*, about: str) -> Sequence[Record]:
    """Return what was done to one thing, oldest first."""
    return db.session.scalars(select(Record).where(Record.about == about).order_by(Record.id)).all()


def search(words: str = "") -> Select[Any]:
    """Return the query for entries whose action as it is shown, object or actor holds the words, newest first."""
    query = select(Record).order_by(Record.id.desc())
    if words:
        by_them = select(PEOPLE.c.id).where(PEOPLE.c.email.icontains(words, autoescape=True))
        said = [action for action, words_for_it in ACTIONS.items() if words.lower() in str(words_for_it).lower()]
        about = Record.about.icontains(words, autoescape=True)
        query = query.where(or_(Record.action.in_(said), about, Record.actor_id.in_(by_them)))
    return query


def actors(entries: Iterable[Record]) -> dict[int, str]:
    """Return the e-mail addresses of who did what some entries tell, by id."""
    ids = {entry.actor_id for entry in entries}
    rows = db.session.execute(select(PEOPLE.c.id, PEOPLE.c.email).where(PEOPLE.c.id.in_(ids - {None})))
    return {row.id: row.email for row in rows}


def first_broken() -> tuple[int, int | None, str]:
    """Walk the chain.

    Returns how many entries were read, the id of the first that does not fit or None, the hash of the last that did.
    """
    previous, count = BEGINNING, 0
    for entry in db.session.scalars(select(Record).order_by(Record.id).execution_options(yield_per=1000)):
        count += 1
        if entry.id != count or entry.previous_hash != previous or entry.hash != fingerprint(entry):
            return count, entry.id, previous
        previous = entry.hash
    return count, None, previous
