"""Open, verify, recommend, approve, send back."""

import json
from collections.abc import Iterable
from datetime import datetime

from rules.decision import Decision, Verdict
from talent.accounts.models import Person
from talent.applications import queries as applications
from talent.applications.households.queries import standing_link
from talent.applications.models import Application
from talent.audit.operations import record
from talent.cases import messages, queries
from talent.cases.appeals.errors import GrantedBefore
from talent.cases.appeals.queries import granted_before
from talent.cases.calendar import add_working_days
from talent.cases.errors import (
    AlreadyDecided,
    AwaitsApplicant,
    CaseChanged,
    CaseWithdrawn,
    DecisionDiffers,
    NoSuchFact,
    NotArrived,
    NoteMissing,
    NotRecommended,
    NotVerified,
    OwnCase,
    ReasonUnfit,
    SameOfficer,
    SpousesCase,
)
from talent.cases.holds.queries import refuse_held
from talent.cases.interests.queries import refuse_partial
from talent.cases.models import (
    APPROVED,
    Case,
    CaseIncentive,
    CaseStage,
    Recommendation,
    Verification,
    VerificationState,
)
from talent.cases.overrides import operations as overrides
from talent.cases.overrides.values import Override
from talent.cases.signals import decided, judged, worked
from talent.database import db
from talent.web.days import policy_day

#: How long a reason may be that an applicant or a clerk will read.
SHORTEST, LONGEST = 10, 2000


def open_case(application: Application, *, at: datetime, first: str = "") -> Case:
    """Bring a submitted application before the bureau, once, and tell the applicant that it has arrived.

    first: the reference under which it was decided before, when it is decided anew.
    """
    there = queries.case_of_application(application)
    if there is not None:
        return there
    promised = applications.policy_of(application).process.decide_within_working_days
    case = Case(application=application, arrived_at=at, due_on=add_working_days(policy_day(at), promised))
    note_verdicts(case, applications.decide(application))
    db.session.add(case)
    db.session.flush()
    record("case opened", by=None, about=case.about, at=at, details={"due_on": case.due_on.isoformat()})
    told = "reopened" if first else "received"
    messages.tell_applicant(case, told, at=at, day=messages.day(case.due_on), first=first)
    return case


def verify(
    case: Case, *, fact: str, state: VerificationState, note: str = "", clerk: Person, at: datetime
) -> Verification:
    """Record whether the documents prove an answer; a later finding replaces an earlier one."""
    note = note.strip()
    hold(case)
    refuse_unless_with_clerk(case, clerk, also_awaiting=True)
    if fact not in queries.findings(case):
        raise NoSuchFact
    if state is VerificationState.REFUSED and not note:
        raise NoteMissing
    found = next((each for each in case.verifications if each.fact == fact), None)
    if found is None:
        found = Verification(fact=fact)
        case.verifications.append(found)
    found.state, found.note, found.clerk, found.at = state, note, clerk, at
    db.session.flush()
    action = "answer verified" if state is VerificationState.VERIFIED else "answer not verified"
    record(action, by=clerk.id, about=case.about, at=at, details={"fact": fact, "note": note})
    worked.send(case, clerk=clerk, at=at)
    return found


def verify_document(case: Case, *, kind: str, clerk: Person, at: datetime) -> None:
    """Record that one kind of document proves every answer it is for that nobody has looked at."""
    proof = next((proof for proof in queries.proofs(case) if proof.kind.id == kind), None)
    if proof is None:
        raise NoSuchFact
    for finding in proof.open:
        verify(case, fact=finding.fact.name, state=VerificationState.VERIFIED, clerk=clerk, at=at)


def recommend(
    case: Case,
    *,
    clerk: Person,
    incentives: Iterable[str],
    reason: str,
    at: datetime,
    seen: int | None = None,
    against: Iterable[Override] = (),
) -> Case:
    """Recommend what to grant, of what the rules grant or against them; nothing means to refuse.

    incentives: ids. reason: what the applicant will read. seen: the version of the case the clerk looked at.
    against: where it is not what the rules say, why and on which clause.
    """
    chosen, reason = set(incentives), reason.strip()
    hold(case)
    refuse_unless_with_clerk(case, clerk)
    refuse_changed(case, seen)
    refuse_held(case)
    _refuse_unfit(reason)
    decision = applications.decide(case.application)
    otherwise = overrides.whole(case, decision, chosen, against)
    recommendation = _recommendation(case, decision, chosen)
    note_verdicts(case, decision)
    for each in case.incentives:
        each.recommended = each.incentive in chosen
    overrides.note(case, otherwise)
    case.stage, case.recommendation = CaseStage.RECOMMENDED, recommendation
    case.recommender, case.recommended_at, case.recommended_reason = clerk, at, reason
    case.decision = _plain(decision)
    db.session.flush()
    details: dict[str, object] = {"recommendation": recommendation.value, "incentives": sorted(chosen)}
    record("case recommended", by=clerk.id, about=case.about, at=at, details=details)
    overrides.record_each(case, by=clerk, at=at)
    worked.send(case, clerk=clerk, at=at)
    return case


def approve(case: Case, *, approver: Person, at: datetime, seen: int | None = None, read: bool = False) -> Case:
    """Confirm a recommendation with a second pair of eyes; what follows from it happens in the same transaction.

    read: whether the approver says to have read why it is not what the rules say, where it is not.
    """
    hold(case)
    decision = _refuse_unless_decidable(case, approver, seen)
    refuse_held(case)
    if _plain(decision) != case.decision:
        raise DecisionDiffers
    overrides.refuse_unread(case, read=read)
    case.stage, case.outcome = CaseStage.DECIDED, APPROVED[case.recommendation]
    case.approver, case.decided_at = approver, at
    db.session.flush()
    details: dict[str, object] = {"outcome": case.outcome.value, "incentives": sorted(case.recommended)}
    if case.overridden:
        details["overrides_read"] = [each.incentive for each in case.overridden]
    record("case approved", by=approver.id, about=case.about, at=at, details=details)
    decided.send(case, decision=overrides.effective(case, decision), at=at)
    return case


def send_back(case: Case, *, approver: Person, reason: str, at: datetime, seen: int | None = None) -> Case:
    """Return a case to the clerk, with the reason; the recommendation stays readable until there is a new one."""
    reason = reason.strip()
    hold(case)
    _refuse_unless_decidable(case, approver, seen)
    _refuse_unfit(reason)
    case.stage = CaseStage.ARRIVED
    case.returner_id, case.returned_at, case.return_reason = approver.id, at, reason
    db.session.flush()
    record("case returned", by=approver.id, about=case.about, at=at, details={"reason": reason})
    return case


def hold(case: Case) -> None:
    """Read the case anew and keep others from changing it until the transaction ends."""
    db.session.refresh(case, with_for_update=True)


def refuse_unless_with_clerk(case: Case, clerk: Person, *, also_awaiting: bool = False) -> None:
    """Refuse when the case is not with the clerk, or the clerk is the applicant.

    also_awaiting: whether it may be done as well while the applicant is awaited.
    Raises AlreadyDecided, CaseWithdrawn, AwaitsApplicant, NotArrived, OwnCase.
    """
    refuse_closed(case)
    if case.stage is CaseStage.WAITING and not also_awaiting:
        raise AwaitsApplicant
    if case.stage is CaseStage.RECOMMENDED:
        raise NotArrived
    refuse_own(case, clerk)


def refuse_closed(case: Case) -> None:
    """Refuse when nothing is to be done with the case any more. Raises AlreadyDecided, CaseWithdrawn."""
    if case.stage is CaseStage.DECIDED:
        raise AlreadyDecided
    if case.stage is CaseStage.WITHDRAWN:
        raise CaseWithdrawn


def _refuse_unless_decidable(case: Case, approver: Person, seen: int | None) -> Decision:
    refuse_closed(case)
    if case.stage is not CaseStage.RECOMMENDED:
        raise NotRecommended
    refuse_same_officer(case, approver)
    refuse_changed(case, seen)
    return applications.decide(case.application)


def refuse_same_officer(case: Case, approver: Person) -> None:
    """Refuse the officer who recommended, and the applicant. Raises SameOfficer, OwnCase."""
    if case.recommender_id == approver.id:
        raise SameOfficer
    refuse_own(case, approver)


def refuse_own(case: Case, officer: Person) -> None:
    """Refuse an officer who is the applicant, linked with them as spouse, stepped back, or in open conflict.

    Raises OwnCase, SpousesCase, SteppedBack, ConflictOfInterest.
    """
    if case.application.applicant_id == officer.id:
        raise OwnCase
    link = standing_link(officer)
    if link is not None and link.other(officer) == case.application.applicant:
        raise SpousesCase
    refuse_partial(case, officer)


def refuse_changed(case: Case, seen: int | None) -> None:
    """Refuse what was decided on a page that shows the case as it no longer is. Raises CaseChanged."""
    if seen is not None and seen != case.version:
        raise CaseChanged


def _refuse_unfit(reason: str) -> None:
    if not SHORTEST <= len(reason) <= LONGEST:
        raise ReasonUnfit


def _recommendation(case: Case, decision: Decision, chosen: set[str]) -> Recommendation:
    granted = {name for name, outcome in decision.incentives.items() if outcome.verdict is Verdict.GRANTED}
    before = granted_before(case)
    if chosen & before:
        raise GrantedBefore
    if not chosen:
        return Recommendation.REFUSE
    if open_facts := queries.unverified(case):
        raise NotVerified(open_facts)
    return Recommendation.GRANT if chosen >= granted - before else Recommendation.PARTLY


def note_verdicts(case: Case, decision: Decision) -> None:
    """Keep what the rules say of each incentive beside the case; what they refuse is no longer recommended."""
    there = {each.incentive: each for each in case.incentives}
    for name, outcome in decision.incentives.items():
        if name not in there:
            there[name] = CaseIncentive(incentive=name)
            case.incentives.append(there[name])
        there[name].verdict, there[name].fen = outcome.verdict, outcome.fen
        there[name].override_reason = there[name].override_clause = None
        if outcome.verdict is not Verdict.GRANTED:
            there[name].recommended = False
    if case.id is not None:
        judged.send(case, decision=decision)


def _plain(decision: Decision) -> dict[str, object]:
    """Return the decision as the database gives it back."""
    plain: dict[str, object] = json.loads(json.dumps(decision.as_json()))
    return plain
