"""What the record tells of a person's account: signing in and out, and what was done to it."""

from sqlalchemy import select

from talent.audit.models import Record
from talent.database import db


def of_account(person_id: int) -> list[Record]:
    """Return the entries about an account, newest first."""
    query = select(Record).where(Record.about == f"person:{person_id}").order_by(Record.id.desc())
    return list(db.session.scalars(query))
