"""Finding bank details."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from talent.accounts.models import Person
from talent.awards.bank_details.models import BankAccount, FormerAccount
from talent.database import db


def account_of(person: Person) -> BankAccount | None:
    """Return where a person is paid, as they told it last."""
    return db.session.scalar(select(BankAccount).where(BankAccount.person_id == person.id))


def can_be_paid(person: Person) -> bool:
    """Return whether a person has an account in their name."""
    account = account_of(person)
    return account is not None and account.fits


def former_until(person: Person) -> Sequence[datetime]:
    """Return until when a person was to be paid into other accounts, of which only the fingerprint is kept."""
    query = select(FormerAccount.until).where(FormerAccount.person_id == person.id).order_by(FormerAccount.until)
    return db.session.scalars(query).all()
