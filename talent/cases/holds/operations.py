"""Put a case on hold, and take it off."""

from datetime import date, datetime, timedelta

from talent.accounts.models import Person
from talent.audit.operations import record
from talent.cases.errors import ReasonUnfit
from talent.cases.holds import queries
from talent.cases.holds.errors import LookLater, NotOnHold
from talent.cases.holds.models import CaseHold
from talent.cases.models import Case
from talent.cases.operations import LONGEST, SHORTEST, hold, refuse_closed, refuse_own
from talent.database import db
from talent.web.days import policy_day

#: The latest day to look again.
A_YEAR = timedelta(days=366)


def put(case: Case, *, officer: Person, reason: str, look_on: date, at: datetime) -> CaseHold:
    """Put a case on hold until a day; its time to be decided in runs on.

    Raises AlreadyDecided, CaseWithdrawn, OwnCase, OnHold, ReasonUnfit, LookLater.
    """
    reason = reason.strip()
    hold(case)
    refuse_closed(case)
    refuse_own(case, officer)
    queries.refuse_held(case)
    if not SHORTEST <= len(reason) <= LONGEST:
        raise ReasonUnfit
    if not policy_day(at) < look_on <= policy_day(at) + A_YEAR:
        raise LookLater
    held = CaseHold(case=case, officer=officer, reason=reason, look_on=look_on, held_at=at)
    db.session.add(held)
    db.session.flush()
    details: dict[str, object] = {"reason": reason, "look_on": look_on.isoformat()}
    record("case put on hold", by=officer.id, about=case.about, at=at, details=details)
    return held


def release(case: Case, *, officer: Person, at: datetime) -> CaseHold:
    """Take a case off hold: it can be recommended and decided again. Raises OwnCase, NotOnHold."""
    hold(case)
    refuse_own(case, officer)
    held = queries.open_hold(case)
    if held is None:
        raise NotOnHold
    held.releaser, held.released_at = officer, at
    db.session.flush()
    record("case taken off hold", by=officer.id, about=case.about, at=at)
    return held
