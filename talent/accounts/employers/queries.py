"""Employers, who acts for them, and how people stand to them."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from talent.accounts.employers.errors import NoSuchEmployer, NoSuchMandate, NotRepresented
from talent.accounts.employers.models import Employer, Mandate, MandateState, Representative
from talent.accounts.models import Person
from talent.database import db


def employer(number: int) -> Employer:
    """Return an employer. Raises NoSuchEmployer."""
    found = db.session.get(Employer, number)
    if found is None:
        raise NoSuchEmployer
    return found


def employers(words: str = "") -> Select[Any]:
    """Return the query for employers whose name or code holds the words."""
    query = select(Employer).order_by(Employer.name, Employer.id)
    if words:
        query = query.where(
            or_(Employer.name.icontains(words, autoescape=True), Employer.code.icontains(words, autoescape=True))
        )
    return query


def represented(person: Person) -> Employer | None:
    """Return the employer a person acts for now."""
    query = select(Employer).join(Representative.employer).where(Representative.ended_at.is_(None))
    return db.session.scalar(query.where(Representative.person_id == person.id))


def own_employer(person: Person) -> Employer:
    """Return the employer a person acts for now. Raises NotRepresented."""
    found = represented(person)
    if found is None:
        raise NotRepresented
    return found


def representatives(employer: Employer) -> list[Representative]:
    """Return who acts for an employer now, and then who did."""
    query = select(Representative).where(Representative.employer_id == employer.id)
    query = query.options(joinedload(Representative.person))
    return list(db.session.scalars(query.order_by(Representative.ended_at.is_not(None), Representative.id)))


def mandate_of(employer: Employer, number: int) -> Mandate:
    """Return a mandate an employer asked for. Raises NoSuchMandate, also when another employer did."""
    found = db.session.get(Mandate, number)
    if found is None or found.employer_id != employer.id:
        raise NoSuchMandate
    return found


def own_mandate(number: int, person: Person) -> Mandate:
    """Return a mandate a person was asked for. Raises NoSuchMandate, also when somebody else was."""
    query = select(Mandate).where(Mandate.id == number, asked_of(person))
    found = db.session.scalar(query)
    if found is None:
        raise NoSuchMandate
    return found


def mandates_of(person: Person) -> list[Mandate]:
    """Return everything a person was asked, newest first."""
    query = select(Mandate).where(asked_of(person)).options(joinedload(Mandate.employer))
    return list(db.session.scalars(query.order_by(Mandate.id.desc())))


def asked_of(person: Person) -> ColumnElement[bool]:
    """Return the condition that a person gave the answer, or that nobody has and it is their address."""
    return (Mandate.person_id == person.id) | (Mandate.person_id.is_(None) & (Mandate.email == person.email))


def newest(employer: Employer) -> ColumnElement[bool]:
    """Return the condition that nobody asked the same person for the same employer later."""
    last = select(func.max(Mandate.id)).where(Mandate.employer_id == employer.id).group_by(Mandate.email)
    return Mandate.id.in_(last)


def asked_by(employer: Employer, *, state: MandateState | None = None, words: str = "") -> Select[Any]:
    """Return the query for the people an employer asked, each as they stand now, newest first."""
    query = select(Mandate).where(newest(employer)).order_by(Mandate.id.desc())
    if state is not None:
        query = query.where(Mandate.state == state)
    if words:
        query = query.where(
            or_(Mandate.called.icontains(words, autoescape=True), Mandate.email.icontains(words, autoescape=True))
        )
    return query


def counts(employer: Employer) -> dict[MandateState, int]:
    """Return how many people stand how."""
    query = select(Mandate.state, func.count().label("number")).where(newest(employer)).group_by(Mandate.state)
    found = {row.state: row.number for row in db.session.execute(query)}
    return {state: found.get(state, 0) for state in MandateState}
