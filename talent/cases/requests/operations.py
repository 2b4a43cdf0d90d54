"""Ask, remind, withdraw: a case is with its applicant while a request is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from talent.accounts.models import Person
from talent.applications import queries as applications
from talent.audit.operations import record
from talent.cases.calendar import add_working_days, working_days
from talent.cases.errors import NoSuchFact
from talent.cases.messages import day, path, tell_applicant
from talent.cases.models import Case, CaseStage
from talent.cases.operations import hold, refuse_changed, refuse_own, refuse_unless_with_clerk
from talent.cases.requests import queries
from talent.cases.requests.errors import (
    AlreadyAsked,
    DaysUnfit,
    NothingAsked,
    RequestAnswered,
    RequestWithdrawn,
    WhyUnfit,
)
from talent.cases.requests.models import ItemKind, Request, RequestItem
from talent.cases.signals import worked
from talent.database import db
from talent.web.days import policy_day

#: How many working days the applicant has, unless the clerk says otherwise; and the most.
USUAL_DAYS, MOST_DAYS = 10, 60
#: How long a sentence may be that says what is wrong or missing.
SHORTEST_WHY, LONGEST_WHY = 5, 500


@dataclass(frozen=True)
class Wanted:
    """One thing a clerk asks for. subject: a fact or an evidence kind; None for a question, which is `why` itself."""

    kind: ItemKind
    subject: str | None
    why: str


def ask(
    case: Case, *, wanted: Sequence[Wanted], days: int, key: str, clerk: Person, at: datetime, seen: int | None = None
) -> Request:
    """Ask the applicant for more: the clock of the case stands still until the answer.

    days: working days to answer in. key: of the form, so that asking twice with one form is one request.
    seen: the version of the case the clerk looked at.
    """
    hold(case)
    if again := db.session.scalar(select(Request).where(Request.case_id == case.id, Request.key == key)):
        return again
    if case.stage is CaseStage.WAITING:
        raise AlreadyAsked
    refuse_unless_with_clerk(case, clerk)
    refuse_changed(case, seen)
    _refuse_unfit(case, wanted, days)
    today = policy_day(at)
    request = Request(
        case=case,
        number=1 + (db.session.scalar(select(func.max(Request.number)).where(Request.case_id == case.id)) or 0),
        key=key,
        clerk=clerk,
        asked_at=at,
        due_on=add_working_days(today, days),
        decision_due_on=case.due_on,
        days_left=working_days(today, case.due_on),
        items=[
            RequestItem(number=number, kind=each.kind, subject=each.subject, why=each.why.strip())
            for number, each in enumerate(wanted, start=1)
        ],
    )
    db.session.add(request)
    db.session.flush()
    case.stage = CaseStage.WAITING
    db.session.flush()
    asked: dict[str, object] = {"number": request.number, "due_on": request.due_on.isoformat()}
    asked["items"] = [f"{each.kind.value}:{each.subject or each.why}" for each in wanted]
    record("information requested", by=clerk.id, about=case.about, at=at, details=asked)
    tell(request, "asked", at, count=len(wanted), days=days, day=day(request.due_on))
    worked.send(case, clerk=clerk, at=at)
    return request


def withdraw(request: Request, *, clerk: Person, at: datetime) -> tuple[str, ...]:
    """Take a request back: what was answered so far was not sent and is forgotten.

    Returns the names of its files on the disk, to be removed after the commit. A second time changes nothing.
    """
    case = request.case
    hold(case)
    db.session.refresh(request)
    refuse_own(case, clerk)
    if request.answered_at is not None:
        raise RequestAnswered
    if request.withdrawn_at is not None:
        return ()
    gone = close_unanswered(request, by=clerk, at=at)
    resume(request, at)
    details: dict[str, object] = {"number": request.number, "due_on": case.due_on.isoformat()}
    record("request withdrawn", by=clerk.id, about=case.about, at=at, details=details)
    tell(request, "withdrawn", at, day=day(case.due_on))
    return gone


def close_unanswered(request: Request, *, by: Person, at: datetime) -> tuple[str, ...]:
    """Close a request and forget what was not sent of it. Returns the names of its files on the disk."""
    gone = tuple(document.stored_as for item in request.items for document in item.documents)
    for item in request.items:
        item.value, item.said, item.documents = None, "", []
    db.session.flush()
    request.withdrawn_at, request.withdrawn_by_id = at, by.id
    db.session.flush()
    return gone


def hold_open(request: Request) -> None:
    """Keep others from changing the case, and refuse when the request is no longer open."""
    hold(request.case)
    db.session.refresh(request)
    if request.withdrawn_at is not None:
        raise RequestWithdrawn
    if request.answered_at is not None:
        raise RequestAnswered


def _refuse_unfit(case: Case, wanted: Sequence[Wanted], days: int) -> None:
    policy = applications.policy_of(case.application)
    known: dict[ItemKind, set[str | None]] = {
        ItemKind.ANSWER: set(queries.facts_to_ask(policy, case.application)),
        ItemKind.DOCUMENT: set(policy.evidence),
        ItemKind.QUESTION: {None},
    }
    if not wanted:
        raise NothingAsked
    if any(each.subject not in known[each.kind] for each in wanted):
        raise NoSuchFact
    if not all(SHORTEST_WHY <= len(each.why.strip()) <= LONGEST_WHY for each in wanted):
        raise WhyUnfit
    if not 1 <= days <= MOST_DAYS:
        raise DaysUnfit


def resume(request: Request, at: datetime) -> None:
    """Give the case back to the clerk, with what was left of the promise."""
    db.session.flush()
    case = request.case
    case.stage = CaseStage.ARRIVED
    case.due_on = queries.resumed_due_on(request, policy_day(at))
    db.session.flush()


def tell(request: Request, what: str, at: datetime, **values: object) -> None:
    """Tell the applicant what became of a request."""
    reference = request.case.reference
    endpoint = {"reference": reference, "number": request.number}
    link = path("requests.answer", **endpoint) if request.is_open else ""
    tell_applicant(request.case, what, at=at, about=f"request:{request.number}", link=link, **values)


def remind(request: Request, *, at: datetime) -> None:
    """Remind the applicant, once, of what is still to be answered."""
    hold_open(request)
    if request.reminded_at is not None:
        return
    request.reminded_at = at
    db.session.flush()
    tell(request, "reminded", at, day=day(request.due_on))
