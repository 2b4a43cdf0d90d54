"""The audit record of the copies: what was recorded of each pattern, hashed anew, one entry after the other."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, text

from talent.audit.chain import BEGINNING, hashed, written
from talent.audit.models import Record
from talent.audit.operations import LOCK
from talent.demo.bulk.patterns import Pattern, Patterns
from talent.demo.bulk.persons import Copy

COLUMNS = ("id", "at", "actor_id", "action", "about", "details", "previous_hash", "hash")


def copied_in(cursor: Any, into: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Send rows to PostgreSQL. into: the table with its columns."""
    with cursor.copy(f"COPY {into} FROM STDIN") as pipe:
        for row in rows:
            pipe.write_row(row)


@dataclass(frozen=True)
class Line:
    """What an entry says, before it says it of a copy. details: as they are hashed."""

    at: datetime
    actor: int | None
    action: str
    about: str
    details: str
    names_pattern: bool


class Records:
    """What was recorded of each pattern."""

    def __init__(self, connection: Connection, patterns: Patterns, letters: dict[int, tuple[str, str]]) -> None:
        self.patterns, self.letters = patterns, letters
        self.stride = patterns.strides["person"]
        self.lines = {pattern.person: self._lines(connection, pattern) for pattern in patterns.each.values()}

    def person(self, pattern: int, step: int) -> int:
        """Return the id of the person of a copy."""
        return pattern + step * self.stride

    def _lines(self, connection: Connection, pattern: Pattern) -> list[Line]:
        theirs = [f"person:{pattern.person}", f"case:{pattern.reference}", f"application:{pattern.reference}"]
        query = select(Record.__table__).where(Record.about.in_(theirs)).order_by(Record.id)
        lines = []
        for row in connection.execute(query):
            details = json.dumps(row.details, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            names = self._said_of(pattern, details) != details
            lines.append(Line(row.at.replace(microsecond=0), row.actor_id, row.action, row.about, details, names))
        return lines

    def _said_of(self, pattern: Pattern, details: str, copy: Copy | None = None) -> str:
        reference, letter = (copy.reference, copy.letter) if copy else ("", "")
        details = details.replace(pattern.reference, reference)
        number, _code = self.letters.get(pattern.person, ("", ""))
        return details.replace(number, letter) if number else details

    def write(self, connection: Connection, copies: Iterable[Copy]) -> None:
        """Add the entries of some copies to the record."""
        is_postgresql = connection.dialect.name == "postgresql"
        if is_postgresql:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        query = select(Record.id, Record.hash).order_by(Record.id.desc()).limit(1)
        last = connection.execute(query).first()
        rows = self._rows(copies, last.id if last else 0, last.hash if last else BEGINNING)
        names = ", ".join(COLUMNS)
        raw: Any = connection.connection.cursor()
        if is_postgresql:
            copied_in(raw, f"audit_record ({names})", rows)
        else:
            raw.executemany(f"INSERT INTO audit_record ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608

    def _rows(self, copies: Iterable[Copy], number: int, previous: str) -> Iterator[tuple[object, ...]]:
        for copy in copies:
            pattern = self.patterns.each[copy.pattern]
            person = self.person(pattern.person, copy.step)
            abouts = {
                f"person:{pattern.person}": f"person:{person}",
                f"case:{pattern.reference}": f"case:{copy.reference}",
                f"application:{pattern.reference}": f"application:{copy.reference}",
            }
            earlier = timedelta(seconds=copy.shift)
            for line in self.lines[copy.pattern]:
                number += 1
                actor = person if line.actor == pattern.person else line.actor
                details = self._said_of(pattern, line.details, copy) if line.names_pattern else line.details
                about, at = abouts[line.about], written(line.at - earlier)
                by = "null" if actor is None else actor
                digest = hashed(
                    f'{{"about":"{about}","action":"{line.action}","actor":{by},"at":"{at}",'
                    f'"details":{details},"id":{number},"previous":"{previous}"}}'
                )
                stored = f"{at[:10]} {at[11:26]}"
                yield number, stored, actor, line.action, about, details, previous, digest
                previous = digest
