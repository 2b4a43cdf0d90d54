"""Take bank details; a change is recorded, its number never."""

import re
import unicodedata
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from stdnum import luhn

from talent.accounts.identity import lookup
from talent.accounts.models import Person
from talent.audit.operations import record
from talent.awards.bank_details import messages
from talent.awards.bank_details.errors import AccountTaken, HolderDiffers, NumberUnfit
from talent.awards.bank_details.models import AccountKind, BankAccount, FormerAccount
from talent.database import db


def digits(number: str) -> str:
    """Return an account number as typed without spaces and hyphens, in plain digits."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", number))


def plain_name(name: str) -> str:
    """Return a name as names are compared: without spaces and dots, whatever width and case it is typed in."""
    return re.sub(r"[\s·•・.]", "", unicodedata.normalize("NFKC", name)).casefold()


def is_possible(kind: AccountKind, number: str) -> bool:
    """Return whether a number can exist: a card's by its length and check digit (Luhn), else by its length."""
    if kind is AccountKind.CARD:
        return re.fullmatch(r"[0-9]{16,19}", number) is not None and bool(luhn.is_valid(number))
    return re.fullmatch(r"[0-9]{8,30}", number) is not None


def save(person: Person, *, kind: AccountKind, holder: str, bank: str, number: str, at: datetime) -> BankAccount:
    """Record where a person is paid; the same again changes nothing.

    number: '' keeps the one that is there. Raises HolderDiffers, NumberUnfit, AccountTaken.
    """
    there = db.session.scalar(select(BankAccount).where(BankAccount.person_id == person.id).with_for_update())
    number = digits(number) or (there.number if there is not None and there.kind is kind else "")
    if not person.name or plain_name(holder) != plain_name(person.name):
        raise HolderDiffers
    if not is_possible(kind, number):
        raise NumberUnfit
    wanted = (kind, person.name, " ".join(bank.split()), number)
    if there is not None and wanted == (there.kind, there.holder, there.bank, there.number):
        return there
    if there is not None and there.number != number:
        _keep_former(there, at=at)
    account = there or BankAccount(person_id=person.id)
    try:
        with db.session.begin_nested():
            account.kind, account.holder, account.bank, account.number = wanted
            account.number_lookup, account.changed_at = lookup(number), at
            db.session.add(account)
    except IntegrityError as error:
        if there is not None:
            raise AccountTaken from error
        return _of_another_tab(person, error)
    details: dict[str, object] = {"changed": there is not None}
    record("bank details recorded", by=person.id, about=f"person:{person.id}", at=at, details=details)
    messages.tell_changed(person, account, at=at)
    return account


def _keep_former(account: BankAccount, *, at: datetime) -> None:
    """Remember by its fingerprint which account it was, so that it is noticed when somebody else gives it."""
    kept = {"person_id": account.person_id, "number_lookup": account.number_lookup}
    there = db.session.scalar(select(FormerAccount).filter_by(**kept))
    if there is None:
        db.session.add(FormerAccount(**kept, until=at))
    else:
        there.until = at


def _of_another_tab(person: Person, error: IntegrityError) -> BankAccount:
    """Return the account that the person gave for the first time in two tabs at once. Raises AccountTaken if none."""
    there = db.session.scalar(select(BankAccount).where(BankAccount.person_id == person.id))
    if there is None:
        raise AccountTaken from error
    return there


def erase(person: Person, *, at: datetime) -> None:
    """Forget the account of a person whose own account is emptied."""
    if account := db.session.scalar(select(BankAccount).where(BankAccount.person_id == person.id)):
        db.session.delete(account)
        db.session.flush()
    db.session.execute(delete(FormerAccount).where(FormerAccount.person_id == person.id))
