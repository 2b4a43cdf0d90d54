"""Make a PostgreSQL database of ten thousand cases one of a million within minutes, and fit to be measured."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from talent.cases.inbox.triggers import filling
from talent.database import db, now
from talent.demo.bulk.manner import Manner
from talent.demo.commands import load_more

#: Every how many-th copy has answers, documents, letter, mails and entries in the audit record.
WHOLE_EVERY = 10
BULK = Manner(at_once=20_000, guarded=False, whole_every=WHOLE_EVERY)
#: While loading: who loses it loads it again.
HASTY = {"fsync": "off", "full_page_writes": "off", "max_wal_size": "'4GB'", "autovacuum": "off"}
#: The clerk has every so many-th of the open cases, and so many go by the green channel.
MINE, GREEN = 20, 50

RESTING = """UPDATE pg_index SET indisready = false, indisvalid = false FROM pg_class
    WHERE pg_class.oid = indrelid AND relnamespace = 'public'::regnamespace AND NOT indisprimary
    RETURNING indexrelid::regclass::text, indrelid::regclass::text = 'inbox_entry'"""


def grow(cases: int) -> None:
    """Bring the number of cases up, with copies that are written without triggers and keys, and indexes made after."""
    with _hastily():
        last = db.session.scalar(text("SELECT max(id) FROM case_file")) or 0
        indexes = db.session.execute(text(RESTING)).all()
        db.session.commit()
        load_more(cases, at=now(), manner=BULK)
        with _plainly() as connection:
            connection.exec_driver_sql("SET maintenance_work_mem = '1GB'")
            _index(connection, [index for index, is_of_inbox in indexes if not is_of_inbox])
            _fill_inbox(connection, last)
            _index(connection, [index for index, is_of_inbox in indexes if is_of_inbox])


def settle() -> None:
    """Leave the database as one that has been there a while: nothing to clean up, nothing to write."""
    with _plainly() as connection:
        _give_out(connection)
        connection.exec_driver_sql("VACUUM (ANALYZE)")
        connection.exec_driver_sql("CHECKPOINT")


def _index(connection: Connection, indexes: list[str]) -> None:
    for index in indexes:
        connection.exec_driver_sql(f"REINDEX INDEX {index}")


def _fill_inbox(connection: Connection, last: int) -> None:
    """Do what the triggers would have done. last: the id of the last case that was there before."""
    connection.exec_driver_sql(f"{filling('postgresql')} WHERE c.id > {last}".replace("%", "%%"))


def _give_out(connection: Connection) -> None:
    """Give the clerk some cases and send some by the green channel."""
    values = {"clerk": db.session.scalar(text("SELECT id FROM person WHERE email = 'clerk@demo.example'"))}
    mine = f"UPDATE inbox_entry SET assignee_id = :clerk, assigned_at = now() WHERE is_open AND case_id % {MINE} = 0"  # noqa: S608
    connection.execute(text(mine), values)
    green = f"UPDATE inbox_entry SET fast_reason = '高层次人才' WHERE is_open AND case_id % {GREEN} = 0"  # noqa: S608
    connection.execute(text(green))


@contextmanager
def _hastily() -> Iterator[None]:
    """Let the server write without waiting for the disk."""
    with _plainly() as connection:
        for name, value in HASTY.items():
            connection.exec_driver_sql(f"ALTER SYSTEM SET {name} = {value}")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        with _plainly() as connection:
            for name in HASTY:
                connection.exec_driver_sql(f"ALTER SYSTEM RESET {name}")
            connection.exec_driver_sql("SELECT pg_reload_conf()")


@contextmanager
def _plainly() -> Iterator[Connection]:
    """Open a connection that commits each statement."""
    db.session.remove()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.detach()
        yield connection
