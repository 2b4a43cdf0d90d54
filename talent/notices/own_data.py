"""What is kept of a person in letters and messages, and how it is forgotten."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from talent.database import db
from talent.notices.models import Letter, OutboxMessage

#: Begins the key of the last message to somebody: its address is forgotten once it has been sent.
FAREWELL = "farewell:"
#: Where nobody's mail goes; the top-level name is reserved for that (RFC 2606).
NOBODY = "deleted@deleted.invalid"


def letters_to(person_id: int) -> Sequence[Letter]:
    """Return the letters to a person, oldest first."""
    return db.session.scalars(select(Letter).where(Letter.person_id == person_id).order_by(Letter.id)).all()


def messages_to(person_id: int, address: str) -> Sequence[OutboxMessage]:
    """Return the messages to a person, oldest first."""
    theirs = or_(OutboxMessage.person_id == person_id, OutboxMessage.recipient == address)
    return db.session.scalars(select(OutboxMessage).where(theirs).order_by(OutboxMessage.id)).all()


def forget(person_id: int, address: str, *, keep_words: bool) -> None:
    """Forget the address of a person, and messages on their way; a farewell goes out first.

    keep_words: whether what was sent stays on record, as it must once an application was handed in.
    """
    theirs = or_(OutboxMessage.person_id == person_id, OutboxMessage.recipient == address)
    others = theirs & OutboxMessage.key.not_like(f"{FAREWELL}%")
    on_record = OutboxMessage.sent_at.is_not(None) & OutboxMessage.person_id.is_not(None)
    db.session.execute(delete(OutboxMessage).where(others & ~on_record if keep_words else others))
    db.session.execute(update(OutboxMessage).where(others).values(recipient=NOBODY))


def forget_farewells(at: datetime) -> None:
    """Forget to whom and what the farewells said that have been sent by an instant."""
    sent = OutboxMessage.key.like(f"{FAREWELL}%") & (OutboxMessage.sent_at <= at) & (OutboxMessage.recipient != NOBODY)
    said = {"subject": "", "body": "", "other_subject": None, "other_body": None}
    db.session.execute(update(OutboxMessage).where(sent).values(recipient=NOBODY, **said))
