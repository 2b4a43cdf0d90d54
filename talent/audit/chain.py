"""How an entry is bound to the one before it."""

import hashlib
import json
from datetime import UTC

from talent.audit.models import Record

#: What the first entry is bound to.
BEGINNING = "0" * 64


def fingerprint(entry: Record) -> str:
    """Return the hash of everything an entry says and of the entry before it."""
    said = {
        "id": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_id,
        "action": entry.action,
        "about": entry.about,
        "details": entry.details,
        "previous": entry.previous_hash,
    }
    return hashlib.sha256(
        json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()
