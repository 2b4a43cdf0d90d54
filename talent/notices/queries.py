"""Finding letters and notifications."""

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import Select, func, select

from talent.database import db
from talent.notices.errors import LetterMissing, NotificationMissing, UnknownCode
from talent.notices.models import Letter, OutboxMessage
from talent.web.access import Role

#: Who may read letters that are not their own.
READERS = frozenset({Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR})


class Reader(Protocol):
    """What reading a letter needs to know of a person."""

    id: int

    def has_any(self, roles: frozenset[str]) -> bool:
        """Return whether the person has one of the roles."""


def letter(number: str, *, seen_by: Reader) -> Letter:
    """Return the letter of this number. Raises LetterMissing when there is none, or it is not the reader's to see."""
    found = db.session.scalar(select(Letter).where(Letter.number == number))
    if found is None or (found.person_id != seen_by.id and not seen_by.has_any(READERS)):
        raise LetterMissing(number)
    return found


def letter_by_code(code: str) -> Letter:
    """Return the letter that carries this code. Raises UnknownCode."""
    found = db.session.scalar(select(Letter).where(Letter.code == code))
    if found is None:
        raise UnknownCode(code)
    return found


def letters_of(case_reference: str) -> Sequence[Letter]:
    """Return the letters of a case, newest first."""
    query = select(Letter).where(Letter.case_reference == case_reference)
    return db.session.scalars(query.order_by(Letter.issued_at.desc(), Letter.id.desc())).all()


def notifications_of(person_id: int) -> Select[Any]:
    """Return the query for what a person was told: unread first, each part newest first."""
    query = select(OutboxMessage).where(OutboxMessage.person_id == person_id)
    return query.order_by(OutboxMessage.read_at.is_not(None), OutboxMessage.id.desc())


def notification(number: int, *, seen_by: Reader) -> OutboxMessage:
    """Return a message to the reader. Raises NotificationMissing when there is none, or it is somebody else's."""
    found = db.session.get(OutboxMessage, number)
    if found is None or found.person_id != seen_by.id:
        raise NotificationMissing(number)
    return found


def unread_count(person_id: int) -> int:
    """Return how many messages a person has not opened."""
    unread = (OutboxMessage.person_id == person_id) & OutboxMessage.read_at.is_(None)
    return db.session.scalar(select(func.count()).select_from(OutboxMessage).where(unread)) or 0
