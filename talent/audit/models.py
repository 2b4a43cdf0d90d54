"""An entry of the record, and where the record ends."""

from datetime import datetime

from sqlalchemy import DDL, JSON, CheckConstraint, ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column

from talent.audit.triggers import HEAD_TRIGGERS, TRIGGERS
from talent.database import Base


class Record(Base):
    """Somebody did something. details: plain data; previous_hash, hash: SHA-256, hex."""

    __tablename__ = "audit_record"
    #: Each search is read newest first from the index of what it asks for, a page at a time.
    __table_args__ = (
        Index("ix_audit_record_at_id", "at", "id"),
        Index("ix_audit_record_actor_id_at_id", "actor_id", "at", "id"),
        Index("ix_audit_record_action_at_id", "action", "at", "id"),
        Index("ix_audit_record_about_at_id", "about", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    #: Who, or None for the system and for visitors without an account.
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(80))
    #: What: 'case:7KQ2-M4XD'.
    about: Mapped[str] = mapped_column(String(120))
    details: Mapped[dict[str, object]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class Head(Base):
    """Where the record ends, kept by a trigger: taking the last entries out of the record shows."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


for _table, _triggers in ((Record.__table__, TRIGGERS), (Head.__table__, HEAD_TRIGGERS)):
    for _dialect, _statements in _triggers.items():
        for _statement in _statements:
            _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
            event.listen(_table, "after_create", _ddl.execute_if(dialect=_dialect))
