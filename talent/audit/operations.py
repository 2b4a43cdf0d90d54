"""Write to the record."""

from datetime import datetime

from sqlalchemy import select, text

from talent.audit.chain import BEGINNING, fingerprint
from talent.audit.models import Record
from talent.database import db

#: Any number, the same everywhere: who writes to the record on PostgreSQL waits for it.
LOCK = 20200203


def record(action: str, *, by: int | None, about: str, at: datetime, details: dict[str, object] | None = None) -> None:
    """Add an entry, bound to the last one, in the caller's transaction. by: the id of a person."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    last = db.session.execute(select(Record.id, Record.hash).order_by(Record.id.desc()).limit(1)).first()
    entry = Record(
        id=last.id + 1 if last else 1,
        at=at,
        actor_id=by,
        action=action,
        about=about,
        details=details or {},
        previous_hash=last.hash if last else BEGINNING,
    )
    entry.hash = fingerprint(entry)
    db.session.add(entry)
    db.session.flush()
