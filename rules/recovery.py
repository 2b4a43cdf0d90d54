"""How much of what was paid is owed back when a promise is broken: exact fen, by the formula the policy names."""

from datetime import date
from typing import NamedTuple

from rules.calendar import months_between
from rules.policy import Obligation
from rules.review import NOTHING


class Recovery(NamedTuple):
    """What is owed back. fen: None where the policy names a share of time but no time.

    kind: 'pro_rata', 'full', 'stop' or 'nothing'. unserved, promised: whole months, None where no time was promised.
    """

    kind: str
    fen: int | None
    paid: int
    unserved: int | None = None
    promised: int | None = None


def promised_months(obligation: Obligation) -> int | None:
    """Return for how many months something was promised: the longer of service and of keeping the home."""
    years = [each for each in (obligation.serve_years, obligation.hold_home_years) if each is not None]
    return max(years) * 12 if years else None


def recovery(kind: str, obligation: Obligation | None, paid: int, *, since: date, until: date) -> Recovery:
    """Return what of `paid` fen is owed back.

    kind: as `review.owed_back` found it. since: the day the promise began, of the grant. until: the day it was broken.
    A month counts as served when it is full. `pro_rata` is paid × months unserved ÷ months promised, rounded half up;
    nothing is owed once the promised time has been served, and never less than nothing.
    """
    promised = promised_months(obligation) if obligation else None
    if kind == NOTHING or promised is None:
        fen = {"full": paid, "pro_rata": None}.get(kind, 0)
        return Recovery(kind, fen, paid)
    unserved = min(promised, max(0, promised - months_between(since, until)))
    if kind == "pro_rata":
        return Recovery(kind, (2 * paid * unserved + promised) // (2 * promised), paid, unserved, promised)
    return Recovery(kind, paid if kind == "full" and unserved else 0, paid, unserved, promised)
