"""Who there is."""

from typing import Any

from sqlalchemy import Select, or_, select

from talent.accounts.errors import NoSuchPerson
from talent.accounts.identity import lookup
from talent.accounts.models import Person
from talent.database import db


def person(number: int) -> Person:
    """Return a person. Raises NoSuchPerson."""
    found = db.session.get(Person, number)
    if found is None:
        raise NoSuchPerson
    return found


def person_by_email(email: str) -> Person | None:
    """Return who has this address."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def person_by_identity(number: str) -> Person | None:
    """Return who has this identity document."""
    return db.session.scalar(select(Person).where(Person.identity_lookup == lookup(number)))


def people(words: str = "") -> Select[Any]:
    """Return the query for people whose name or address holds the words."""
    query = select(Person).order_by(Person.email)
    if words:
        query = query.where(
            or_(Person.name.icontains(words, autoescape=True), Person.email.icontains(words, autoescape=True))
        )
    return query
