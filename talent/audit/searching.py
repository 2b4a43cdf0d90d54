"""What is looked for in the record, and what of an entry a role may see."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from talent.audit.models import Record
from talent.audit.wording import ACTIONS
from talent.web.access import STAFF
from talent.web.filters import SHANGHAI

STAFF_ROLES = tuple(role.value for role in STAFF)
#: Entries about these tell of applicants: only who may read cases sees their details.
OF_APPLICANTS = ("application:", "case:", "request:", "household:")
REFERENCE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
LONGEST = 120


@dataclass(frozen=True)
class Search:
    """Who did what to what, between two days in Shanghai, both included; '' and None leave a question open."""

    who: str = ""
    what: str = ""
    about: str = ""
    first: date | None = None
    last: date | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Search":
        """Read what was typed; a day that is none, or an action that is none, is left open."""
        who, what, about = (asked.get(name, "").strip()[:LONGEST] for name in ("who", "what", "about"))
        what = what if what in ACTIONS else ""
        return cls(who, what, about, _day(asked.get("first", "")), _day(asked.get("last", "")))

    @property
    def things(self) -> list[str]:
        """What it may be about: a bare reference is that of a case and of its application."""
        if REFERENCE.fullmatch(self.about.upper()):
            return [f"case:{self.about.upper()}", f"application:{self.about.upper()}"]
        return [self.about]

    @property
    def after(self) -> datetime | None:
        """The instant at which the first day begins."""
        return _midnight(self.first) if self.first else None

    @property
    def before(self) -> datetime | None:
        """The instant at which the last day is over."""
        return _midnight(self.last + timedelta(days=1)) if self.last else None

    def asked(self) -> dict[str, str]:
        """Return what was asked, for addresses and for the record."""
        days = {"first": self.first, "last": self.last}
        told = {"who": self.who, "what": self.what, "about": self.about}
        told |= {name: day.isoformat() if day else "" for name, day in days.items()}
        return {name: value for name, value in told.items() if value}


def shown_details(entry: Record, *, reads_cases: bool) -> dict[str, object] | None:
    """Return what an entry tells besides; None where the reader may not see it."""
    if entry.details and not reads_cases and entry.about.startswith(OF_APPLICANTS):
        return None
    return entry.details


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2999 else None
