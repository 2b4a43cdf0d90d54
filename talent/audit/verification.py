"""Walk the chain: was anything altered, put in or taken out?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from talent.audit.chain import BEGINNING, fingerprint, written
from talent.audit.models import Head, Record
from talent.database import db

#: How many entries are read at a time.
AT_ONCE = 5000


@dataclass(frozen=True)
class Anchor:
    """Where the record ended at some time, to be kept elsewhere: who holds it can tell that nothing before it changed.

    Written as one line: '1727 2026-11-23T09:30:00.000000+00:00 9c1f…'.
    """

    id: int
    at: str
    hash: str

    def __str__(self) -> str:
        return f"{self.id} {self.at} {self.hash}"

    @classmethod
    def read(cls, line: str) -> "Anchor":
        """Read a line. Raises ValueError when it is none."""
        number, at, digest = line.split()
        if len(digest) != len(BEGINNING):
            raise ValueError(line)
        datetime.fromisoformat(at)
        return cls(int(number), at, digest)


def head() -> Anchor | None:
    """Return where the record ends, None while it is empty."""
    last = db.session.execute(select(Record.id, Record.at, Record.hash).order_by(Record.id.desc()).limit(1)).first()
    return Anchor(last.id, written(last.at), last.hash) if last else None


def first_broken(anchors: Mapping[int, str] | None = None) -> tuple[int, int | None, str]:
    """Walk the chain. anchors: the hashes that entries are known to have had, by their id.

    Returns how many entries were read, the id of the first that does not fit or is gone or None, the hash of the last
    that fits.
    """
    previous, count, known = BEGINNING, 0, anchors or {}
    for entry in _entries():
        count += 1
        fits = entry.id == count and entry.previous_hash == previous and entry.hash == fingerprint(entry)
        if not fits or known.get(entry.id, entry.hash) != entry.hash:
            return count, entry.id, previous
        previous = entry.hash
    return count, _beyond(count, previous, known), previous


def _beyond(count: int, last: str, known: Mapping[int, str]) -> int | None:
    """Return the entry at which what is kept of the end of the record and the record part."""
    kept = db.session.get(Head, 1, populate_existing=True)
    ends = [*known, kept.entry_id if kept else 0]
    if max(ends) > count:
        return count + 1
    if count and (kept is None or (kept.entry_id, kept.hash) != (count, last)):
        return count
    return None


def _entries() -> Iterator[Row[Any]]:
    """Return the entries in their order, read in parts so that none holds the memory of all."""
    after, columns = None, Record.__table__.c
    while True:
        query = select(*columns).order_by(columns.id).limit(AT_ONCE)
        rows = db.session.execute(query if after is None else query.where(columns.id > after)).all()
        yield from rows
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].id
