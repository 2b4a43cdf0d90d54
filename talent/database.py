"""The database: the one session, the base of all models, and columns for instants, money and secrets."""

from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Dialect, Engine, Enum, Integer, MetaData, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

#: Whole fen, on every database.
Fen = BigInteger().with_variant(Integer, "sqlite")

#: True while what is served only reads: SQLite then takes no write lock at the start of the transaction.
only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Takes and gives aware datetimes, in UTC; a naive one is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store the instant as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back in UTC; SQLite forgets the zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What every model descends from; constraints get names that migrations can call them by."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UTCDateTime()},
    )


db = SQLAlchemy(model_class=Base)


def choice_of(choices: type[StrEnum], name: str) -> Enum:
    """Return a column type that holds one of the choices by its value; the database refuses any other."""
    return Enum(
        choices,
        native_enum=False,
        create_constraint=True,
        name=name,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


def now() -> datetime:
    """Return this instant, in UTC."""
    return datetime.now(UTC)


def begin_writing() -> None:
    """Let a request that only reads write after all: what it has read is let go of, so that no lock comes too late."""
    db.session.rollback()
    only_reads.set(False)


@event.listens_for(Engine, "connect")
def _prepare(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    """Make SQLite hold foreign keys, wait for locks, and leave BEGIN to us."""
    if "sqlite" not in type(connection).__module__:
        return
    raw: Any = connection
    raw.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=NORMAL"):
        raw.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    """Take SQLite's write lock at once: a transaction that asks for it later fails when another wrote meanwhile."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if only_reads.get() else "BEGIN IMMEDIATE")
