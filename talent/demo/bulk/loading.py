"""Make many copies, some in a transaction."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, func, select, text

from talent.accounts.identity import birth_date
from talent.accounts.models import Person
from talent.database import db
from talent.demo.bulk.copying import WORDS, statements
from talent.demo.bulk.manner import CAREFULLY, Manner
from talent.demo.bulk.patterns import Patterns, read, tables
from talent.demo.bulk.persons import Copy, Persons
from talent.demo.bulk.record import Records, copied_in
from talent.notices.models import Letter
from talent.web.days import policy_day
from talent.web.filters import SHANGHAI

#: The number of the first copy; those below it were made by operations.
FIRST = 100_000
COPIED = "person_______@demo.example"


def copy_many(
    emails: list[str], count: int, *, at: datetime, made: Callable[[int], None], manner: Manner = CAREFULLY
) -> None:
    """Make `count` copies of the applications of some people. made: is told how many more are there.

    Commits some at a time: where it is broken off, what is there is whole.
    """
    done = db.session.scalar(select(func.count()).where(Person.email.like(COPIED))) or 0
    people = db.session.scalars(select(Person).where(Person.email.in_(emails))).all()
    births = {person.id: birth_date(person.identity_number or "") for person in people}
    taken = frozenset(db.session.scalars(select(Letter.number)))
    db.session.remove()
    with db.engine.connect() as connection:
        connection.detach()  # What is set apart goes with it.
        _prepare(connection, manner)
        patterns = read(connection, emails)
        letters = _letters(connection, patterns)
        records = Records(connection, patterns, letters)
        _set_words_apart(connection, patterns, letters)
        steps = statements(connection, patterns, manner)
        connection.commit()
        persons = Persons(births, done=done, letters=taken)
        copies = _copies(records, persons, count=count, done=done, at=at)
        for some in _ahead(copies, manner.at_once):
            _write(connection, some, steps)
            records.write(connection, [copy for copy in some if copy.step % manner.whole_every == 0])
            connection.commit()
            made(len(some))
        _settle(connection, manner)


def _ahead(copies: Iterator[Copy], at_once: int) -> Iterator[list[Copy]]:
    """Yield some at a time; while the database writes them, the next are made up."""
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(lambda: list(islice(copies, at_once)))
        while some := coming.result():
            coming = beside.submit(lambda: list(islice(copies, at_once)))
            yield some


def _prepare(connection: Connection, manner: Manner) -> None:
    """Have SQLite write without waiting for the disk: who loses the demo loads it again."""
    if not manner.guarded:
        connection.exec_driver_sql("SET session_replication_role = replica")
    if connection.dialect.name == "sqlite":
        raw = connection.connection.dbapi_connection
        for pragma in ("synchronous=OFF", "temp_store=MEMORY", "cache_size=-400000"):
            raw.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr]


def _settle(connection: Connection, manner: Manner) -> None:
    """Let what comes next know which numbers are taken, where the record ends and how much there is."""
    is_postgresql = connection.dialect.name == "postgresql"
    for table in tables() if is_postgresql else ():
        sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
        query = f"SELECT setval({sequence}, (SELECT max(id) FROM {table.name})) WHERE {sequence} IS NOT NULL"  # noqa: S608
        connection.exec_driver_sql(query)
    if not manner.guarded:
        connection.exec_driver_sql(
            "UPDATE audit_head SET (entry_id, hash) = (SELECT id, hash FROM audit_record ORDER BY id DESC LIMIT 1)"
        )
    connection.exec_driver_sql("ANALYZE")
    connection.commit()
    if not is_postgresql:
        connection.connection.dbapi_connection.execute("PRAGMA synchronous=NORMAL")  # type: ignore[union-attr]


def _letters(connection: Connection, patterns: Patterns) -> dict[int, tuple[str, str]]:
    query = select(Letter.person_id, Letter.number, Letter.code).where(Letter.person_id.in_(patterns.each))
    return {row.person_id: (row.number, row.code) for row in connection.execute(query)}


def _set_words_apart(connection: Connection, patterns: Patterns, letters: dict[int, tuple[str, str]]) -> None:
    """Keep what names each pattern's person in a table, and make that of the copies."""
    words = "reference TEXT, name TEXT, name_json TEXT, email TEXT, letter TEXT, code TEXT, account TEXT"
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE pattern_words (pattern INTEGER PRIMARY KEY, {words})")
    for each in patterns.each.values():
        letter, code = letters.get(each.person, ("", ""))
        connection.execute(
            text(f"INSERT INTO pattern_words VALUES (:pattern, {', '.join(f':{word}' for word in WORDS)})"),  # noqa: S608
            {
                "pattern": each.person,
                "reference": each.reference,
                "name": each.name,
                "name_json": each.name_json,
                "email": each.email,
                "letter": letter,
                "code": code,
                "account": f"person:{each.person}:",
            },
        )
    sealed = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
    columns = ", ".join(
        f"{name} {sealed if kind is bytes else 'INTEGER' if kind is int else 'TEXT'}"
        for name, kind in Copy.__annotations__.items()
    )
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE copies ({columns}, PRIMARY KEY (number))")


def _copies(records: Records, persons: Persons, *, count: int, done: int, at: datetime) -> Iterator[Copy]:
    """Make up who the copies are: one of each pattern, then the next of each."""
    chance = random.Random(count)  # noqa: S311 - the hour of a made-up visit
    pattern_ids, year = list(persons.born), policy_day(at).year
    latest = {id_: _time_left(records, id_) for id_ in pattern_ids}
    for place in range(count):
        pattern = pattern_ids[place % len(pattern_ids)]
        shift, step = chance.randrange(latest[pattern] + 1), place // len(pattern_ids) + 1
        person = records.person(pattern, step)
        yield persons.copy(pattern, step, FIRST + done + place, shift=shift, year=year, person=person)


def _time_left(records: Records, pattern: int) -> int:
    """Return by how many seconds all of it can happen earlier on the same days."""
    hours = [line.at.astimezone(SHANGHAI).time() for line in records.lines[pattern]]
    return min(time.hour * 3600 + time.minute * 60 + time.second for time in hours)


def _write(connection: Connection, some: list[Copy], steps: list[str]) -> None:
    connection.exec_driver_sql("DELETE FROM copies")
    names = list(Copy.__annotations__)
    raw: Any = connection.connection.cursor()
    rows = (tuple(getattr(copy, name) for name in names) for copy in some)
    if connection.dialect.name == "postgresql":
        copied_in(raw, f"copies ({', '.join(names)})", rows)
        connection.exec_driver_sql("ANALYZE copies")
    else:
        raw.executemany(f"INSERT INTO copies VALUES ({', '.join('?' * len(names))})", rows)  # noqa: S608
    numbers = {"low": some[0].number, "high": some[-1].number}
    for step in steps:
        connection.execute(text(step), numbers)
