"""Read the record."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, String, and_, column, or_, select, table

from talent.audit.models import Record
from talent.audit.searching import STAFF_ROLES, Search
from talent.database import db

#: What the record needs to know of people; who they are is told by a feature above this one.
PEOPLE = table("person", column("id", Integer), column("email", String))
GRANTS = table("role_grant", column("person_id", Integer), column("name", String))

PER_PAGE = 50
#: How many entries one file holds at most.
MOST = 100_000


def records(*, about: str) -> Sequence[Record]:
    """Return what was done to one thing, oldest first."""
    return db.session.scalars(select(Record).where(Record.about == about).order_by(Record.id)).all()


@dataclass(frozen=True)
class Part:
    """A part of what was found. older: the entry after which it goes on, None at the end."""

    entries: Sequence[Record]
    older: int | None


def part(wanted: Search, *, before: int | None = None) -> Part:
    """Return what was found, newest first, after the entry `before`: as quick at the end of the record as here."""
    query = found(wanted)
    if before is not None and (last := db.session.get(Record, before)) is not None:
        query = query.where(Record.at <= last.at, or_(Record.at < last.at, Record.id < last.id))
    entries = db.session.scalars(query.limit(PER_PAGE + 1)).all()
    more = len(entries) > PER_PAGE
    return Part(entries[:PER_PAGE], entries[PER_PAGE - 1].id if more else None)


def found(wanted: Search) -> Select[Any]:
    """Return the query for the entries of a search, newest first."""
    query = select(Record).order_by(Record.at.desc(), Record.id.desc())
    if wanted.who:
        query = query.where(_by(wanted.who))
    if wanted.what:
        query = query.where(Record.action == wanted.what)
    if wanted.about:
        query = query.where(Record.about.in_(wanted.things))
    if (after := wanted.after) is not None:
        query = query.where(Record.at >= after)
    if (until := wanted.before) is not None:
        query = query.where(Record.at < until)
    return query


def _by(who: str) -> Any:
    """Return the condition for one actor, by e-mail address or by number."""
    number = who.removeprefix("person:")
    if number.isdecimal() and len(number) < 10:
        return Record.actor_id == int(number)
    people = db.session.scalars(select(PEOPLE.c.id).where(PEOPLE.c.email == who.lower())).all()
    return Record.actor_id.in_(people)


def each(wanted: Search) -> Iterator[Record]:
    """Yield what was found, newest first, as far as a file holds it."""
    query = found(wanted).limit(MOST).execution_options(yield_per=1000)
    for entry in db.session.scalars(query):
        yield entry
        db.session.expunge(entry)


def more_than_a_file(wanted: Search) -> bool:
    """Return whether a file leaves some of it out."""
    query = found(wanted).with_only_columns(Record.id).offset(MOST).limit(1)
    return db.session.scalar(query) is not None


def staff(ids: Iterable[int | None]) -> dict[int, str]:
    """Return the e-mail addresses of those who are staff, by id; of others the record shows the number alone."""
    roles = select(GRANTS.c.person_id).where(GRANTS.c.name.in_(STAFF_ROLES))
    wanted = {id_ for id_ in ids if id_ is not None}
    query = select(PEOPLE.c.id, PEOPLE.c.email).where(and_(PEOPLE.c.id.in_(wanted), PEOPLE.c.id.in_(roles)))
    return {row.id: row.email for row in db.session.execute(query)}
