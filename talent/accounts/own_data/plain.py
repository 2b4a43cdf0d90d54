"""How things are written in a download: instants in UTC, money in yuan as text, the same in every language."""

from datetime import UTC, datetime

from rules.facts import yuan
from rules.policy import Text


def instant(at: datetime | None) -> str | None:
    """Write an instant: '2026-03-02T04:00:00Z'."""
    return None if at is None else f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def both(text: Text) -> dict[str, str]:
    """Write a sentence in both languages."""
    return {"zh": text.zh, "en": text.en}


def in_yuan(value: object) -> object:
    """Write plain data anew, every `fen` as `yuan`: {'fen': 20000000} is {'yuan': '200000.00'}."""
    if isinstance(value, dict):
        return dict(_pair(key, each) for key, each in value.items())
    return [in_yuan(each) for each in value] if isinstance(value, list) else value


def _pair(key: str, value: object) -> tuple[str, object]:
    if key == "fen":
        return "yuan", yuan(value) if isinstance(value, int) else None
    return key, in_yuan(value)
