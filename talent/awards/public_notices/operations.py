"""Put on show, object, decide an objection, end. Each step holds the notice: of two at once, one comes second."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import InvalidRequestError

from talent.accounts.models import Person
from talent.applications.queries import policy_of
from talent.audit.operations import record
from talent.awards.budgets.operations import release
from talent.awards.models import Award, Instalment, InstalmentState
from talent.awards.public_notices import messages
from talent.awards.public_notices.errors import HadPart, NoticeOver, ObjectionDecided
from talent.awards.public_notices.models import Finding, Objection, PublicNotice
from talent.awards.queries import awards_of
from talent.cases.calendar import add_working_days
from talent.cases.errors import ReasonUnfit
from talent.cases.models import Case
from talent.cases.operations import LONGEST, SHORTEST, refuse_own
from talent.database import db
from talent.web.days import policy_day


def put_on_show(case: Case, awards: Sequence[Award], *, at: datetime) -> PublicNotice | None:
    """Put what was granted on public notice; None where nothing was, or the policy asks for no notice."""
    days = policy_of(case.application).process.notice_working_days
    if not awards or not days:
        return None
    opens_on = policy_day(at)
    notice = PublicNotice(case=case, opens_on=opens_on, closes_on=add_working_days(opens_on, days))
    db.session.add(notice)
    db.session.flush()
    details: dict[str, object] = {"notice": notice.id, "closes_on": notice.closes_on.isoformat()}
    record("public notice opened", by=case.approver_id, about=case.about, at=at, details=details)
    return notice


def object_to(
    notice: PublicNotice, *, name: str, email: str, reason: str, language: str, person: Person | None, at: datetime
) -> Objection:
    """Raise an objection: nothing is paid until it is decided. The same a second time gives the first.

    language: of the page, in which the objector is answered. Raises NoticeOver, ReasonUnfit.
    """
    reason = _fit(reason)
    hold(notice)
    if notice.ended_at is not None or notice.is_stopped or policy_day(at) > notice.closes_on:
        raise NoticeOver
    for there in notice.objections:
        if (there.email, there.reason) == (email, reason):
            return there
    objection = Objection(
        notice=notice,
        name=name,
        email=email,
        reason=reason,
        language=language,
        person_id=person.id if person else None,
        raised_at=at,
    )
    db.session.add(objection)
    db.session.flush()
    _note("objection raised", objection, by=objection.person_id, at=at)
    messages.tell_applicant(objection, "raised", at=at)
    return objection


def decide(objection: Objection, *, finding: Finding, reason: str, approver: Person, at: datetime) -> None:
    """Uphold or dismiss an objection, with the reason; the applicant and the objector are told.

    What is upheld stops all that was granted and frees its budget; an appeal may have it decided anew.

    Raises HadPart, OwnCase, ReasonUnfit, ObjectionDecided.
    """
    refuse_part(objection, approver)
    reason = _fit(reason)
    hold(objection.notice)
    if not objection.is_open:
        raise ObjectionDecided
    objection.finding, objection.finding_reason = finding, reason
    objection.approver, objection.decided_at = approver, at
    db.session.flush()
    _note(f"objection {finding.value}", objection, by=approver.id, at=at, reason=reason)
    if finding is Finding.UPHELD:
        _take_back(objection.notice.case)
    messages.tell_applicant(objection, finding.value, at=at)
    messages.tell_objector(objection, at=at)


def _take_back(case: Case) -> None:
    for award in awards_of(case):
        query = select(Instalment).where(Instalment.award_id == award.id, Instalment.state == InstalmentState.DUE)
        parts = db.session.scalars(query.order_by(Instalment.id).with_for_update(of=Instalment)).all()
        for part in parts:
            part.state, part.review_since = InstalmentState.STOPPED, None
        db.session.flush()
        release(award, parts)


def refuse_part(objection: Objection, approver: Person) -> None:
    """Refuse who had a part in the case or the objection. Raises HadPart, OwnCase."""
    case = objection.notice.case
    if approver.id in {case.recommender_id, case.approver_id, objection.person_id}:
        raise HadPart
    refuse_own(case, approver)


def end(notice: PublicNotice, *, at: datetime) -> bool:
    """Make final what was on show, if its days are over and nothing stands against it. Returns whether it was ended."""
    hold(notice)
    if notice.ended_at or notice.is_contested or notice.is_stopped or policy_day(at) <= notice.closes_on:
        return False
    notice.ended_at = at
    db.session.flush()
    record("public notice ended", by=None, about=notice.case.about, at=at, details={"notice": notice.id})
    messages.tell_final(notice, at=at)
    return True


def hold(notice: PublicNotice) -> None:
    """Read the notice and its objections anew and keep others from changing them until the transaction ends.

    Raises NoticeOver when the decision was taken back meanwhile, and the notice with it.
    """
    try:
        db.session.refresh(notice, with_for_update={"of": PublicNotice})
    except InvalidRequestError as gone:
        raise NoticeOver from gone
    for objection in notice.objections:
        db.session.refresh(objection)


def _fit(reason: str) -> str:
    reason = reason.strip()
    if not SHORTEST <= len(reason) <= LONGEST:
        raise ReasonUnfit
    return reason


def _note(action: str, objection: Objection, *, by: int | None, at: datetime, **more: object) -> None:
    details: dict[str, object] = {"objection": objection.id, **more}
    record(action, by=by, about=objection.notice.case.about, at=at, details=details)
