"""Agree, and take it back."""

from datetime import datetime

from sqlalchemy import select

from talent.accounts.consent.errors import StillNeeded
from talent.accounts.consent.models import Consent
from talent.accounts.consent.purposes import TERMS, Purpose
from talent.accounts.models import Person
from talent.accounts.signals import keeping
from talent.audit.operations import record
from talent.database import db


def give(person: Person, purpose: Purpose, *, at: datetime) -> Consent:
    """Agree to a purpose in the words that count now; whoever agreed to them before changes nothing."""
    standing = _standing(person, purpose)
    version = TERMS[purpose].version
    if standing is not None and standing.version == version:
        return standing
    if standing is not None:
        standing.withdrawn_at = at
        db.session.flush()
    consent = Consent(person_id=person.id, purpose=purpose, version=version, given_at=at)
    db.session.add(consent)
    db.session.flush()
    _note("consent given", consent, at)
    return consent


def withdraw(person: Person, purpose: Purpose, *, at: datetime) -> None:
    """Take a consent back from now on. Raises StillNeeded when something that was handed in cannot do without it."""
    standing = _standing(person, purpose)
    if standing is None:
        return
    if TERMS[purpose].needed and any(kept for _receiver, kept in keeping.send(person)):
        raise StillNeeded
    standing.withdrawn_at = at
    db.session.flush()
    _note("consent withdrawn", standing, at)


def _standing(person: Person, purpose: Purpose) -> Consent | None:
    """Return the consent that stands; whoever asks at the same time waits."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    query = select(Consent).where(Consent.person_id == person.id, Consent.purpose == purpose)
    return db.session.scalar(query.where(Consent.withdrawn_at.is_(None)))


def _note(action: str, consent: Consent, at: datetime) -> None:
    details: dict[str, object] = {"purpose": consent.purpose.value, "version": consent.version}
    record(action, by=consent.person_id, about=f"person:{consent.person_id}", at=at, details=details)
