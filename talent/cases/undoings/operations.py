"""Take a decision back: with all that hangs on it, or not at all."""

from datetime import datetime

from talent.accounts.models import Person
from talent.applications.models import Application
from talent.audit.operations import record
from talent.cases.appeals.errors import AppliedAnew
from talent.cases.appeals.queries import appeal_of
from talent.cases.errors import ReasonUnfit
from talent.cases.messages import tell_applicant
from talent.cases.models import Case, CaseStage
from talent.cases.operations import LONGEST, SHORTEST, hold, refuse_changed
from talent.cases.queries import standing_cases
from talent.cases.signals import taking_back
from talent.cases.undoings.errors import DayOver, NotApprover, NotDecided, ObjectedAlready
from talent.cases.undoings.models import CaseUndoing
from talent.database import db
from talent.notices.operations import withdraw
from talent.notices.queries import letters_of
from talent.web.days import policy_day


def undo(case: Case, *, approver: Person, reason: str, at: datetime, seen: int | None = None) -> CaseUndoing:
    """Take a decision back on its day: the case waits for an approver again, with the recommendation it had.

    What was granted is taken back, its budget freed, the public notice and the letter withdrawn, the applicant told.
    seen: the version of the case that was shown.
    Raises NotDecided, NotApprover, DayOver, ObjectedAlready, AppliedAnew, PaidAlready, ReviewedAlready, ReasonUnfit,
    CaseChanged.
    """
    reason = reason.strip()
    _hold_whole(case)
    refuse_unless_open(case, approver, at=at)
    refuse_changed(case, seen)
    if not SHORTEST <= len(reason) <= LONGEST:
        raise ReasonUnfit
    taken: dict[str, object] = {}
    for _receiver, found in taking_back.send(case, by=approver, at=at):
        taken |= found
    letter = next(iter(letters_of(case.reference)), None)
    if letter is not None:
        withdraw(letter, at=at)
        taken["letter"] = letter.number
    undoing = _kept(case, approver, reason, taken, at)
    case.stage, case.outcome, case.approver_id, case.decided_at = CaseStage.RECOMMENDED, None, None, None
    db.session.flush()
    db.session.expire(case, ["approver"])
    record("decision taken back", by=approver.id, about=case.about, at=at, details={"reason": reason, **taken})
    tell_applicant(case, "taken_back", at=at, about=f"undoing:{undoing.id}")
    return undoing


def refuse_unless_open(case: Case, approver: Person, *, at: datetime) -> None:
    """Refuse when a decision cannot be taken back by an officer, or not any more."""
    if case.decided_at is None:
        raise NotDecided
    if case.approver_id != approver.id:
        raise NotApprover
    if policy_day(at) != policy_day(case.decided_at):
        raise DayOver
    if appeal_of(case) is not None:
        raise ObjectedAlready
    for other in standing_cases(case.application.applicant, case.application.policy_id):
        if other.id > case.id:
            raise AppliedAnew(other.reference)


def _hold_whole(case: Case) -> None:
    """Hold the application, the applicant and the case, in the order of who hands in, reports, reviews or appeals.

    The first two only from whoever holds them too: what refers to them can be written meanwhile.
    """
    db.session.refresh(case.application, with_for_update={"of": Application, "key_share": True})
    db.session.refresh(case.application.applicant, with_for_update={"of": Person, "key_share": True})
    hold(case)


def _kept(case: Case, approver: Person, reason: str, taken: dict[str, object], at: datetime) -> CaseUndoing:
    if case.decided_at is None or case.outcome is None:
        raise NotDecided
    undoing = CaseUndoing(
        case=case,
        approver=approver,
        decided_at=case.decided_at,
        decided_on=policy_day(case.decided_at),
        outcome=case.outcome,
        undone_at=at,
        undone_on=policy_day(at),
        reason=reason,
        taken=taken,
    )
    db.session.add(undoing)
    db.session.flush()
    return undoing
