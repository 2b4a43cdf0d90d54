"""How long a document is valid that grows old."""

from datetime import date, timedelta

from rules.calendar import add_months
from rules.policy import EvidenceKind
from talent.applications.errors import UnfitDate

#: How long before its end a document is said to run out.
SOON = timedelta(days=14)


def valid_until(kind: EvidenceKind, issued_on: date | None, *, on: date) -> date | None:
    """Return the last day a document is valid, None where its kind does not grow old or its date is not known.

    issued_on: the date on it. on: the day it is added. Raises UnfitDate when the date is to come or too long ago.
    """
    if kind.expires_after_months is None or issued_on is None:
        return None
    if issued_on > on:
        raise UnfitDate
    last = add_months(issued_on, kind.expires_after_months)
    if last < on:
        raise UnfitDate(oldest_valid(kind.expires_after_months, on=on))
    return last


def oldest_valid(months: int, *, on: date) -> date:
    """Return the first date a document may bear that is valid on a day, where it is valid for so many months."""
    first = add_months(on, -months)
    while add_months(first, months) < on:
        first += timedelta(days=1)
    return first
