"""What a person has agreed to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from talent.accounts.consent.models import Consent
from talent.accounts.consent.purposes import OPTIONAL, TERMS, Purpose, Terms
from talent.accounts.models import Person
from talent.database import db


@dataclass(frozen=True)
class Agreement:
    """How a person stands to one purpose. standing: what was agreed to, in words of whichever version."""

    purpose: Purpose
    terms: Terms
    standing: Consent | None

    @property
    def is_agreed(self) -> bool:
        """Whether the person agreed to the words that count now."""
        return self.standing is not None and self.standing.version == self.terms.version

    @property
    def has_changed(self) -> bool:
        """Whether the words changed since the person agreed: that consent does not count any more."""
        return self.standing is not None and not self.is_agreed


def history(person: Person) -> Sequence[Consent]:
    """Return everything a person ever agreed to, oldest first."""
    return db.session.scalars(select(Consent).where(Consent.person_id == person.id).order_by(Consent.id)).all()


def agreements(person: Person) -> list[Agreement]:
    """Return how a person stands to every purpose."""
    standing = {each.purpose: each for each in history(person) if each.withdrawn_at is None}
    return [Agreement(purpose, terms, standing.get(purpose)) for purpose, terms in TERMS.items()]


def has_agreed(person: Person, purpose: Purpose) -> bool:
    """Return whether a person agreed to a purpose in the words that count now, and did not withdraw it."""
    standing = (Consent.person_id == person.id) & (Consent.purpose == purpose) & Consent.withdrawn_at.is_(None)
    version = db.session.scalar(select(Consent.version).where(standing))
    return version == TERMS[purpose].version


def not_agreed(person: Person) -> list[Purpose]:
    """Return what the person may agree to and has not."""
    agreed = {each.purpose for each in agreements(person) if each.is_agreed}
    return [purpose for purpose in OPTIONAL if purpose not in agreed]
