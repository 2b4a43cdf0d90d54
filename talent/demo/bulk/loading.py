"""Make many copies, a thousand in a transaction."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice

from sqlalchemy import Connection, func, select, text

from talent.accounts.identity import birth_date
from talent.accounts.models import Person
from talent.database import db
from talent.demo.bulk.copying import WORDS, statements
from talent.demo.bulk.patterns import Patterns, read, tables
from talent.demo.bulk.persons import Copy, Persons
from talent.demo.bulk.record import Records
from talent.notices.models import Letter
from talent.web.days import policy_day
from talent.web.filters import SHANGHAI

AT_ONCE = 1000
#: The number of the first copy; those below it were made by operations.
FIRST = 100_000
COPIED = "person_______@demo.example"


def copy_many(emails: list[str], count: int, *, at: datetime, made: Callable[[int], None]) -> None:
    """Make `count` copies of the applications of some people. made: is told how many more are there.

    Commits each thousand: where it is broken off, what is there is whole.
    """
    done = db.session.scalar(select(func.count()).where(Person.email.like(COPIED))) or 0
    people = db.session.scalars(select(Person).where(Person.email.in_(emails))).all()
    births = {person.id: birth_date(person.identity_number or "") for person in people}
    taken = frozenset(db.session.scalars(select(Letter.number)))
    db.session.remove()
    with db.engine.connect() as connection:
        connection.detach()  # What is set apart goes with it.
        _prepare(connection)
        patterns = read(connection, emails)
        letters = _letters(connection, patterns)
        records = Records(connection, patterns, letters)
        _set_words_apart(connection, patterns, letters)
        steps = statements(connection, patterns)
        connection.commit()
        copies = _copies(records, births, count=count, done=done, taken=taken, at=at)
        while some := list(islice(copies, AT_ONCE)):
            _write(connection, some, steps, records)
            made(len(some))
        _settle(connection)


def _prepare(connection: Connection) -> None:
    """Have SQLite write without waiting for the disk: who loses the demo loads it again."""
    if connection.dialect.name == "sqlite":
        raw = connection.connection.dbapi_connection
        for pragma in ("synchronous=OFF", "temp_store=MEMORY", "cache_size=-400000"):
            raw.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr]


def _settle(connection: Connection) -> None:
    """Let what comes next know which numbers are taken and how much there is."""
    is_postgresql = connection.dialect.name == "postgresql"
    for table in tables() if is_postgresql else ():
        sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
        query = f"SELECT setval({sequence}, (SELECT max(id) FROM {table.name})) WHERE {sequence} IS NOT NULL"  # noqa: S608
        connection.exec_driver_sql(query)
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


def _copies(
    records: Records, births: dict[int, date], *, count: int, done: int, taken: frozenset[str], at: datetime
) -> Iterator[Copy]:
    """Make up who the copies are: one of each pattern, then the next of each."""
    persons = Persons(births, done=done, letters=taken)
    chance = random.Random(count)  # noqa: S311 - the hour of a made-up visit
    pattern_ids, year = list(births), policy_day(at).year
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


def _write(connection: Connection, some: list[Copy], steps: list[str], records: Records) -> None:
    connection.exec_driver_sql("DELETE FROM copies")
    names = list(Copy.__annotations__)
    places = ", ".join(f":{name}" for name in names)
    rows = [{name: getattr(copy, name) for name in names} for copy in some]
    connection.execute(text(f"INSERT INTO copies VALUES ({places})"), rows)  # noqa: S608
    numbers = {"low": some[0].number, "high": some[-1].number}
    for step in steps:
        connection.execute(text(step), numbers)
    records.write(connection, some)
    connection.commit()
