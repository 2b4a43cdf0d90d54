"""File an appeal, withdraw it, take it on, answer it.

What was decided stays as it was decided: a case that is sent back is decided anew in a case of its own, on the same
answers, day and policy text, by a clerk and a second officer. So a changed decision has two pairs of eyes and a letter.
"""

from datetime import datetime
from pathlib import Path

from talent.accounts.models import Person
from talent.applications.again.operations import hand_in_anew
from talent.applications.queries import policy_of
from talent.audit.operations import record
from talent.cases.appeals import queries
from talent.cases.appeals.errors import (
    AlreadyAnswered,
    AlreadyAppealed,
    AnswerUnfit,
    AppliedAnew,
    ClauseMissing,
    HadPart,
    NotDecidedYet,
    NotTaken,
    ReasonsUnfit,
    TakenMeanwhile,
    TooLate,
)
from talent.cases.appeals.models import LONGEST, LONGEST_ANSWER, SHORTEST, Appeal, AppealState
from talent.cases.calendar import add_working_days
from talent.cases.correspondence.operations import plain
from talent.cases.messages import day, path, tell_applicant
from talent.cases.models import Case
from talent.cases.operations import hold, open_case
from talent.cases.queries import standing_cases
from talent.database import db
from talent.web.days import policy_day


def file(case: Case, *, reasons: str, at: datetime) -> Appeal:
    """Take an appeal against a decision, once; the same a second time gives the first.

    Raises NotDecidedYet, AlreadyAppealed, TooLate, AppliedAnew, ReasonsUnfit.
    """
    reasons = plain(reasons)
    _hold_applicant(case)
    hold(case)
    there = queries.appeal_of(case)
    if there is not None and there.reasons == reasons:
        return there
    refuse_unless_open(case, at=at)
    if not SHORTEST <= len(reasons) <= LONGEST:
        raise ReasonsUnfit
    promised = policy_of(case.application).process.decide_within_working_days
    appeal = Appeal(case=case, reasons=reasons, filed_at=at, due_on=add_working_days(policy_day(at), promised))
    db.session.add(appeal)
    db.session.flush()
    details: dict[str, object] = {"due_on": appeal.due_on.isoformat()}
    record("appeal filed", by=case.application.applicant_id, about=case.about, at=at, details=details)
    _tell(appeal, "appealed", at=at, day=day(appeal.due_on))
    return appeal


def refuse_unless_open(case: Case, *, at: datetime) -> None:
    """Refuse when a decision cannot be appealed against, or not any more."""
    term = queries.term_of(case)
    if term is None:
        raise NotDecidedYet
    if queries.appeal_of(case) is not None or queries.sent_back_by(case) is not None:
        raise AlreadyAppealed
    _refuse_applied_anew(case)
    if policy_day(at) > term.last_day:
        raise TooLate(term.last_day, term.right.to)


def withdraw(appeal: Appeal, *, at: datetime) -> None:
    """Take an appeal back; twice changes nothing. Raises AlreadyAnswered."""
    _hold(appeal)
    if appeal.state is AppealState.WITHDRAWN:
        return
    _refuse_closed(appeal)
    appeal.state, appeal.withdrawn_at = AppealState.WITHDRAWN, at
    db.session.flush()
    record("appeal withdrawn", by=appeal.case.application.applicant_id, about=appeal.case.about, at=at)
    _tell(appeal, "appeal_withdrawn", at=at)


def take_on(appeal: Appeal, *, officer: Person, seen: int | None, at: datetime) -> None:
    """Have an officer answer an appeal; twice changes nothing. seen: the id of who had it when the page was shown.

    Raises AlreadyAnswered, HadPart, TakenMeanwhile.
    """
    _hold(appeal)
    _refuse_closed(appeal)
    refuse_part(appeal, officer)
    if appeal.officer_id == officer.id:
        return
    if appeal.officer_id != seen:
        raise TakenMeanwhile
    appeal.officer_id = officer.id
    db.session.flush()
    record("appeal taken on", by=officer.id, about=appeal.case.about, at=at)


def uphold(appeal: Appeal, *, officer: Person, answer: str, clause: str, at: datetime) -> None:
    """Answer that the decision stands, on a clause of the policy. clause: its id. Raises ClauseMissing and the like."""
    answer = _answerable(appeal, officer, answer)
    if clause not in policy_of(appeal.case.application).sources:
        raise ClauseMissing
    appeal.state, appeal.answer, appeal.clause, appeal.decided_at = AppealState.STANDS, answer, clause, at
    db.session.flush()
    details: dict[str, object] = {"reason": answer, "clause": clause}
    record("appeal upheld decision", by=officer.id, about=appeal.case.about, at=at, details=details)
    _tell(appeal, "appeal_answered", at=at)


def send_back(appeal: Appeal, *, officer: Person, answer: str, folder: Path, at: datetime) -> Case:
    """Answer that the case is decided anew: a case like it goes to the clerks, of which the applicant is told.

    folder: where documents are kept. Raises AppliedAnew, and what `uphold` raises but ClauseMissing.
    """
    answer = _answerable(appeal, officer, answer)
    case = appeal.case
    _refuse_applied_anew(case)
    anew = open_case(hand_in_anew(case.application, folder, at=at), at=at, first=case.reference)
    appeal.state, appeal.answer, appeal.decided_at, appeal.round = AppealState.SENT_BACK, answer, at, anew
    db.session.flush()
    details: dict[str, object] = {"reason": answer, "anew": anew.reference}
    record("appeal sent back", by=officer.id, about=case.about, at=at, details=details)
    return anew


def refuse_part(appeal: Appeal, officer: Person) -> None:
    """Refuse whoever had a part in the decision. Raises HadPart."""
    if officer.id in queries.took_part(appeal.case):
        raise HadPart


def _answerable(appeal: Appeal, officer: Person, answer: str) -> str:
    """Hold an appeal for an answer, and return the answer as it is kept."""
    answer = plain(answer)
    _hold(appeal)
    _refuse_closed(appeal)
    refuse_part(appeal, officer)
    if appeal.officer_id != officer.id:
        raise NotTaken if appeal.officer_id is None else TakenMeanwhile
    if not SHORTEST <= len(answer) <= LONGEST_ANSWER:
        raise AnswerUnfit
    return answer


def _hold(appeal: Appeal) -> None:
    """Read an appeal anew and keep others from changing it until the transaction ends.

    The applicant is held first, always: who applies anew holds them too, and telling them waits for who does.
    """
    _hold_applicant(appeal.case)
    db.session.refresh(appeal, with_for_update={"of": Appeal})


def _hold_applicant(case: Case) -> None:
    db.session.refresh(case.application.applicant, with_for_update={"of": Person})


def _refuse_closed(appeal: Appeal) -> None:
    if not appeal.is_open:
        raise AlreadyAnswered


def _refuse_applied_anew(case: Case) -> None:
    for other in standing_cases(case.application.applicant, case.application.policy_id):
        if other.id != case.id:
            raise AppliedAnew(other.reference)


def _tell(appeal: Appeal, what: str, *, at: datetime, **values: object) -> None:
    link = path("appeals.of_application", reference=appeal.case.reference)
    tell_applicant(appeal.case, what, at=at, about="appeal", link=link, **values)
