"""What is kept of a person, and who wishes to be deleted."""

from typing import Any

from sqlalchemy import Select, func, select

from talent.accounts.models import Person
from talent.accounts.own_data.errors import NoSuchWish
from talent.accounts.own_data.models import DeletionWish
from talent.accounts.signals import Kept, keeping
from talent.database import db
from talent.web.access import Role


def kept_by_law(person: Person) -> list[Kept]:
    """Return what has to stay on record of a person; nothing before they hand something in."""
    return [each for _receiver, found in keeping.send(person) for each in found]


def works_here(person: Person) -> bool:
    """Return whether somebody does more here than apply, for themselves or for others."""
    return any(grant.name not in {Role.APPLICANT, Role.EMPLOYER} for grant in person.roles)


def waiting_wish(person: Person) -> DeletionWish | None:
    """Return the person's wish that nobody has answered."""
    query = select(DeletionWish).where(DeletionWish.person_id == person.id, DeletionWish.outcome.is_(None))
    return db.session.scalar(query)


def wishes_of(person: Person) -> list[DeletionWish]:
    """Return every wish of a person, oldest first."""
    query = select(DeletionWish).where(DeletionWish.person_id == person.id).order_by(DeletionWish.id)
    return list(db.session.scalars(query))


def wish(number: int) -> DeletionWish:
    """Return a wish. Raises NoSuchWish."""
    found = db.session.get(DeletionWish, number)
    if found is None:
        raise NoSuchWish
    return found


def wishes(*, waiting: bool) -> Select[Any]:
    """Return the query for wishes: those that wait, the oldest first; or those that were answered, the newest first."""
    query = select(DeletionWish)
    if waiting:
        return query.where(DeletionWish.outcome.is_(None)).order_by(DeletionWish.asked_at)
    return query.where(DeletionWish.outcome.is_not(None)).order_by(DeletionWish.decided_at.desc())


def waiting_count() -> int:
    """Return how many wishes wait for an answer."""
    return db.session.scalar(select(func.count()).select_from(DeletionWish).where(DeletionWish.outcome.is_(None))) or 0
