"""Posting messages and issuing letters."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Protocol

from sqlalchemy import Integer, String, column, select, table, update
from sqlalchemy.dialects import postgresql, sqlite

from talent.database import db
from talent.notices.letters import LetterContent
from talent.notices.mails import Mail
from talent.notices.models import Letter, OutboxMessage
from talent.web.days import policy_day

#: Letters and digits that are not taken for each other when read aloud or typed.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


#: What a message needs to know of people; who they are is told by a feature above this one.
PEOPLE = table("person", column("id", Integer), column("email", String))


class Recipient(Protocol):
    """A person who is told something."""

    id: int
    email: str
    name: str
    language: str


def post(
    key: str,
    recipient: str,
    subject: str,
    body: str,
    at: datetime,
    *,
    language: str = "zh",
    link: str | None = None,
    opens_account: bool = False,
) -> OutboxMessage:
    """Write a message into the caller's transaction; it is delivered once that is committed.

    key: what the message tells of. A key that was posted before gives the message of then, unchanged.
    It is among the notifications of whoever has the address, unless it holds a link that opens the account.
    """
    before = db.session.scalar(select(OutboxMessage).where(OutboxMessage.key == key))
    if before is not None:
        return before
    message = OutboxMessage(
        key=key,
        recipient=recipient,
        subject=" ".join(subject.split()),
        body=body,
        language=language,
        created_at=at,
        due_at=at,
        person_id=None if opens_account else _person_id(recipient),
        link=link,
    )
    db.session.add(message)
    db.session.flush()
    return message


def tell(key: str, person: Recipient, mail: Mail, at: datetime, *, link: str | None = None) -> OutboxMessage:
    """Post a mail to a person in their language, and keep the other language for the page of notifications.

    link: the path of the page that shows what it tells of.
    """
    other = "zh" if person.language == "en" else "en"
    name = person.name or person.email
    subject, body = mail.to(name, person.language)
    message = post(key, person.email, subject, body, at, language=person.language, link=link)
    message.other_subject, message.other_body = mail.to(name, other)
    db.session.flush()
    return message


@dataclass(frozen=True)
class Telling:
    """A mail to a person. key: what it tells of; link: the path of the page that shows it."""

    key: str
    person: Recipient
    mail: Mail
    link: str | None = None


def tell_all(tellings: Iterable[Telling], at: datetime) -> None:
    """Post many mails in a few statements, as `tell` does each; of a key that was posted before, none."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(OutboxMessage).on_conflict_do_nothing(index_elements=["key"])
    rows = (_row(telling, at) for telling in tellings)
    while chunk := list(islice(rows, 1000)):
        db.session.connection().execute(statement, chunk)


def _row(telling: Telling, at: datetime) -> dict[str, object]:
    person = telling.person
    other = "zh" if person.language == "en" else "en"
    name = person.name or person.email
    subject, body = telling.mail.to(name, person.language)
    other_subject, other_body = telling.mail.to(name, other)
    return {
        "key": telling.key,
        "recipient": person.email,
        "subject": " ".join(subject.split()),
        "body": body,
        "language": person.language,
        "created_at": at,
        "due_at": at,
        "attempts": 0,
        "person_id": person.id,
        "link": telling.link,
        "other_subject": other_subject,
        "other_body": other_body,
    }


def _person_id(email: str) -> int | None:
    """Return who has an address."""
    return db.session.scalar(select(PEOPLE.c.id).where(PEOPLE.c.email == email.strip().lower()))


def mark_read(message: OutboxMessage, *, at: datetime) -> None:
    """Note that a person opened a message, the first time."""
    message.read_at = message.read_at or at
    db.session.flush()


def mark_all_read(person_id: int, *, upto: int, at: datetime) -> None:
    """Note that a person has seen every message up to the newest on the page: not what has come since."""
    unread = (OutboxMessage.person_id == person_id) & OutboxMessage.read_at.is_(None) & (OutboxMessage.id <= upto)
    db.session.execute(update(OutboxMessage).where(unread).values(read_at=at))


def issue(content: LetterContent, person_id: int, at: datetime) -> Letter:
    """Issue a letter to a person: it gets its number, its date in Shanghai and the code it is confirmed by."""
    number = _free_number(at)
    letter = Letter(
        number=number,
        code=secrets.token_urlsafe(16),
        case_reference=content.reference,
        person_id=person_id,
        content=replace(content, number=number, issued_on=policy_day(at)),
        issued_at=at,
    )
    db.session.add(letter)
    db.session.flush()
    return letter


def withdraw(letter: Letter, at: datetime) -> None:
    """Mark a letter as no longer counting, once."""
    letter.withdrawn_at = letter.withdrawn_at or at
    db.session.flush()


def _free_number(at: datetime) -> str:
    """Draw a number that no letter has."""
    while True:
        drawn = "".join(secrets.choice(ALPHABET) for _ in range(6))
        number = f"L-{policy_day(at).year}-{drawn}"
        if db.session.scalar(select(Letter.id).where(Letter.number == number)) is None:
            return number
