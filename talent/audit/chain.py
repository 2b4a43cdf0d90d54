"""How an entry is bound to the one before it."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Protocol

#: What the first entry is bound to.
BEGINNING = "0" * 64


class Said(Protocol):
    """What a hash is made of: an entry, or a row of its columns."""

    id: Any
    at: Any
    actor_id: Any
    action: Any
    about: Any
    details: Any
    previous_hash: Any


def fingerprint(entry: Said) -> str:
    """Return the hash of everything an entry says and of the entry before it."""
    said = {
        "id": entry.id,
        "at": written(entry.at),
        "actor": entry.actor_id,
        "action": entry.action,
        "about": entry.about,
        "details": entry.details,
        "previous": entry.previous_hash,
    }
    return hashed(json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def written(at: datetime) -> str:
    """Write an instant as it goes into a hash."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def hashed(said: str) -> str:
    """Return the SHA-256 of a text, hex."""
    return hashlib.sha256(said.encode()).hexdigest()
