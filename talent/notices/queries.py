"""Finding letters."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import select

from talent.database import db
from talent.notices.errors import LetterMissing, UnknownCode
from talent.notices.models import Letter
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
