"""Draw decisions by chance, and take what a second officer finds."""

import secrets
from datetime import datetime

from talent.accounts.models import Person
from talent.audit.operations import record
from talent.cases.appeals.queries import took_part
from talent.cases.errors import ReasonUnfit
from talent.cases.messages import tell_clerk
from talent.cases.models import Case
from talent.cases.operations import LONGEST, SHORTEST, refuse_own
from talent.cases.spot_checks import queries
from talent.cases.spot_checks.errors import NothingToCheck, TookPart
from talent.cases.spot_checks.models import Finding, SpotCheck
from talent.database import db

#: The smallest part of a percent that counts.
_HUNDREDTHS = 100


def draw(case: Case, *, share: float, at: datetime) -> SpotCheck | None:
    """Draw the decision of a case by chance. share: in percent.

    A case that was drawn once is drawn again when it is decided again: nobody escapes by taking a decision back.
    Whoever decided does not see it: it is recorded of the check, not of the case.
    """
    if case.decided_at is None:
        return None
    if not queries.was_drawn(case) and secrets.randbelow(100 * _HUNDREDTHS) >= share * _HUNDREDTHS:
        return None
    drawn = SpotCheck(case=case, decided_at=case.decided_at)
    db.session.add(drawn)
    db.session.flush()
    record("decision drawn to be checked", by=None, about=f"check:{case.reference}", at=at)
    return drawn


def find(check: SpotCheck, *, officer: Person, finding: Finding, reason: str, at: datetime) -> SpotCheck:
    """Take what an officer who had no part found of a decision; who approved is told where it is otherwise.

    The decision stands: what follows is for them to do.
    Raises NothingToCheck, TookPart, OwnCase, SpousesCase, ReasonUnfit.
    """
    reason, case = reason.strip(), check.case
    db.session.refresh(check, with_for_update={"of": SpotCheck})
    if check.checked_at is not None or case.decided_at != check.decided_at:
        raise NothingToCheck
    refuse_part(check, officer)
    if len(reason) > LONGEST or (finding is Finding.DIFFERS and len(reason) < SHORTEST):
        raise ReasonUnfit
    check.finding, check.reason, check.officer, check.checked_at = finding, reason, officer, at
    db.session.flush()
    record(f"decision checked {finding.value}", by=officer.id, about=case.about, at=at, details={"reason": reason})
    if finding is Finding.DIFFERS and case.approver is not None:
        tell_clerk(case, case.approver, "checked", at=at, about=f"check:{check.id}")
    return check


def refuse_part(check: SpotCheck, officer: Person) -> None:
    """Refuse who had a part in the case. Raises TookPart, OwnCase, SpousesCase."""
    refuse_own(check.case, officer)
    if officer.id in took_part(check.case):
        raise TookPart
