"""Delete an account at once, or ask for it and be answered."""

from datetime import datetime
from uuid import uuid4

from flask import current_app
from sqlalchemy import delete, select

from talent.accounts.consent.models import Consent
from talent.accounts.models import Person
from talent.accounts.own_data import mails, queries
from talent.accounts.own_data.errors import (
    AlreadyWished,
    AnswerUnfit,
    HasToKeep,
    NothingToDecide,
    OwnWish,
    WishDecided,
    WorksHere,
)
from talent.accounts.own_data.models import DeletionWish, Ground, WishOutcome
from talent.accounts.signals import erasing
from talent.audit.operations import record
from talent.database import db
from talent.notices.mails import Mail
from talent.notices.operations import tell
from talent.notices.own_data import FAREWELL, forget

#: How long an answer may be.
SHORTEST, LONGEST = 10, 2000


def note_shown(person: Person, action: str, *, at: datetime) -> None:
    """Record that somebody was shown their own number, or took all their data along."""
    record(action, by=person.id, about=f"person:{person.id}", at=at)


def note_wrong_password(person: Person, *, at: datetime) -> None:
    """Record that somebody who is signed in did not know the password."""
    record("sign-in failed", by=None, about=f"person:{person.id}", at=at, details={"by": "own data"})


def leave(person: Person, *, at: datetime) -> None:
    """Delete an account with its drafts, at once.

    Raises HasToKeep once something was handed in, WorksHere for accounts of the bureau.
    """
    _hold(person)
    if queries.works_here(person):
        raise WorksHere
    if queries.kept_by_law(person):
        raise HasToKeep
    _empty(person, mails.LEFT, at=at, keep_words=False)
    person.name = ""
    person.identity_kind = person.identity_number = person.identity_lookup = None
    person.roles.clear()
    db.session.execute(delete(Consent).where(Consent.person_id == person.id))
    db.session.flush()
    record("account emptied", by=person.id, about=f"person:{person.id}", at=at)


def wish(person: Person, *, reason: str, page: str, at: datetime) -> DeletionWish:
    """Ask to be deleted. page: the path of the page on which the wish can be taken back."""
    _hold(person)
    if queries.works_here(person):
        raise WorksHere
    if not queries.kept_by_law(person):
        raise NothingToDecide
    if queries.waiting_wish(person) is not None:
        raise AlreadyWished
    made = DeletionWish(person_id=person.id, reason=_fit(reason), asked_at=at)
    db.session.add(made)
    db.session.flush()
    record("deletion asked for", by=person.id, about=f"person:{person.id}", at=at)
    said = mails.WISHED.filled({"link": f"{current_app.config['PUBLIC_URL']}{page}"})
    tell(f"wish:{made.id}:received", person, said, at, link=page)
    return made


def take_back(person: Person, *, at: datetime) -> None:
    """Take back the wish that waits. Raises WishDecided when none does."""
    _hold(person)
    made = queries.waiting_wish(person)
    if made is None:
        raise WishDecided
    made.outcome, made.decided_at = WishOutcome.WITHDRAWN, at
    db.session.flush()
    record("deletion taken back", by=person.id, about=f"person:{person.id}", at=at)


def accept(made: DeletionWish, *, by: Person, answer: str, at: datetime) -> None:
    """Close the account and forget what need not be kept."""
    _decide(made, WishOutcome.ACCEPTED, by=by, answer=answer, at=at)
    person = made.person
    _empty(person, mails.ACCEPTED.filled({"answer": made.answer}), at=at, keep_words=True)
    for consent in db.session.scalars(
        select(Consent).where(Consent.person_id == person.id, Consent.withdrawn_at.is_(None))
    ):
        consent.withdrawn_at = at
    db.session.flush()
    record("account emptied", by=by.id, about=f"person:{person.id}", at=at)


def refuse(made: DeletionWish, *, by: Person, ground: Ground, answer: str, at: datetime) -> None:
    """Answer a wish with the reason and the clause why it cannot be granted."""
    made.ground = ground
    _decide(made, WishOutcome.REFUSED, by=by, answer=answer, at=at)
    details: dict[str, object] = {"ground": ground.value}
    record("deletion refused", by=by.id, about=f"person:{made.person_id}", at=at, details=details)
    said = mails.REFUSED.filled({"answer": made.answer, "ground": mails.GROUNDS[ground]})
    tell(f"wish:{made.id}:refused", made.person, said, at)


def _decide(made: DeletionWish, outcome: WishOutcome, *, by: Person, answer: str, at: datetime) -> None:
    with db.session.no_autoflush:
        _hold(made.person)
        db.session.refresh(made, attribute_names=["outcome"])
    if made.outcome is not None:
        raise WishDecided
    if made.person_id == by.id:
        raise OwnWish
    made.answer = _fit(answer)
    made.outcome, made.decided_at, made.decider_id = outcome, at, by.id
    db.session.flush()


def _empty(person: Person, farewell: Mail, *, at: datetime, keep_words: bool) -> None:
    """Say good-bye, have every feature erase what it need not keep, and close the account."""
    address = person.email
    tell(f"{FAREWELL}{person.id}", person, farewell, at)
    erasing.send(person, at=at)
    forget(person.id, address, keep_words=keep_words)
    person.email = f"deleted-{person.id}@deleted.invalid"
    person.phone = person.password = person.confirmed_at = None
    person.tf_primary_method = person.tf_totp_secret = person.mf_recovery_codes = None
    #: Every session and every device that stayed signed in ends.
    person.active, person.fs_uniquifier = False, uuid4().hex
    db.session.flush()


def _hold(person: Person) -> None:
    """Have everybody wait who would act on this person, or hand something in as them, at the same time."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())


def _fit(text: str) -> str:
    text = text.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        raise AnswerUnfit
    return text
