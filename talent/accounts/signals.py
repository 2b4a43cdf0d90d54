"""What accounts ask the features above them, inside the transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from blinker import Signal


@dataclass(frozen=True)
class Entry:
    """One thing that is kept, as a page shows it. rows: what it is called and what it says."""

    title: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """An application that has to stay on record. on: the day it was handed in."""

    reference: str
    on: date


@dataclass(frozen=True)
class Link:
    """A page that leads on."""

    text: str
    endpoint: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class File:
    """A file that is kept. name: where it lies in a download, with / between folders."""

    name: str
    path: Path


@dataclass(frozen=True)
class Part:
    """What one feature keeps of a person. key: its stable name in a download; data: plain JSON, money in yuan as text.

    purpose, origin, kept, correcting: why it is kept, where it comes from, how long, and how it is put right, in the
    language of the page.
    """

    key: str
    title: str
    purpose: str
    origin: str
    kept: str
    correcting: str
    data: object
    entries: Sequence[Entry] = ()
    files: Sequence[File] = ()
    link: Link | None = None


#: Sent with the person before their name or their document changes; a listener refuses by raising a `Refused`.
identity_changing = Signal("identity about to change")

#: Sent with the person: each feature answers with the `Part`s it keeps of them.
data_asked = Signal("own data asked for")

#: Sent with the person: each feature answers with what has to stay on record, as `Kept`.
keeping = Signal("what has to be kept")

#: Sent with the person and `at` when the account is emptied: each feature erases what it need not keep.
erasing = Signal("account about to be emptied")
