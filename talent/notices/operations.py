"""Posting messages and issuing letters."""

import secrets
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from talent.database import db
from talent.notices.letters import LetterContent
from talent.notices.models import Letter, OutboxMessage
from talent.web.days import policy_day

#: Letters and digits that are not taken for each other when read aloud or typed.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def post(key: str, recipient: str, subject: str, body: str, at: datetime, *, language: str = "zh") -> OutboxMessage:
    """Write a message into the caller's transaction; it is delivered once that is committed.

    key: what the message tells of. A key that was posted before gives the message of then, unchanged.
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
    )
    db.session.add(message)
    db.session.flush()
    return message


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


def _free_number(at: datetime) -> str:
    """Draw a number that no letter has."""
    while True:
        drawn = "".join(secrets.choice(ALPHABET) for _ in range(6))
        number = f"L-{policy_day(at).year}-{drawn}"
        if db.session.scalar(select(Letter.id).where(Letter.number == number)) is None:
            return number
