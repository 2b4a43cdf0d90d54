"""Finding requests, and what would follow from what is answered so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rules.facts import is_asked
from rules.policy import Policy
from talent.accounts.models import Person
from talent.applications import queries as applications
from talent.applications.models import Application
from talent.cases.calendar import add_working_days, working_days
from talent.cases.models import Case, CaseStage
from talent.cases.requests.errors import NoSuchRequest
from talent.cases.requests.models import ItemKind, Request, RequestDocument, RequestItem
from talent.database import db
from talent.web.days import policy_day


def requests_of(case: Case) -> Sequence[Request]:
    """Return what was asked of the applicant, newest first, with what was answered."""
    query = select(Request).where(Request.case_id == case.id).order_by(Request.number.desc())
    whole = selectinload(Request.items).selectinload(RequestItem.documents)
    return db.session.scalars(query.options(whole)).all()


def open_request(case: Case) -> Request | None:
    """Return what the applicant is being asked, None when nothing is."""
    if case.stage is not CaseStage.WAITING:
        return None
    waiting = Request.answered_at.is_(None) & Request.withdrawn_at.is_(None)
    return db.session.scalar(select(Request).where(Request.case_id == case.id, waiting))


def request_of(case: Case, number: int) -> Request:
    """Return a request of a case by its number. Raises NoSuchRequest."""
    found = db.session.scalar(select(Request).where(Request.case_id == case.id, Request.number == number))
    if found is None:
        raise NoSuchRequest
    return found


def own_request(application: Application, number: int) -> Request:
    """Return a request of an application. Raises NoSuchRequest."""
    query = select(Request).join(Request.case).where(Case.application_id == application.id, Request.number == number)
    found = db.session.scalar(query)
    if found is None:
        raise NoSuchRequest
    return found


def own_document(number: int, *, seen_by: Person) -> RequestDocument:
    """Return a file its giver may see. Raises NoSuchRequest, also when it is somebody else's."""
    found = db.session.get(RequestDocument, number)
    if found is None or found.item.request.case.application.applicant_id != seen_by.id:
        raise NoSuchRequest
    return found


def resumed_due_on(request: Request, day: date) -> date:
    """Return when the decision is due if the applicant answers on a day: what was left of the promise begins anew.

    A promise that was broken when the applicant was asked stays broken.
    """
    if request.decision_due_on < policy_day(request.asked_at):
        return request.decision_due_on
    return add_working_days(day, request.days_left)


def days_stood_still(request: Request, today: date) -> int:
    """Return for how many working days the applicant was awaited."""
    until = policy_day(request.closed_at) if request.closed_at else today
    return working_days(policy_day(request.asked_at), until)


def is_late(request: Request, today: date) -> bool:
    """Return whether an answer is still awaited after the day it was due."""
    return request.is_open and request.due_on < today


def drafted(request: Request) -> dict[str, object]:
    """Return the answers given so far, as `rules.facts.written` gives them."""
    return {
        item.subject: item.value
        for item in request.items
        if item.kind is ItemKind.ANSWER and item.subject is not None and item.value is not None
    }


@dataclass(frozen=True)
class Following:
    """What is needed because of what is answered so far, and was not before. By name, in the order of the policy."""

    facts: tuple[str, ...]
    documents: tuple[str, ...]


def following(request: Request) -> Following:
    """Return the questions and documents that follow from the answers given so far and are not there yet."""
    application = request.case.application
    policy = applications.policy_of(application)
    before, after = applications.facts_of(application), applications.facts_of(application, drafted(request))
    given = {answer.fact for answer in application.answers}
    facts = tuple(
        name
        for name, fact in policy.facts.items()
        if name not in given and is_asked(fact, before) is False and is_asked(fact, after) is not False
    )
    there = {document.kind for document in application.evidence}
    needed = {kind.id for kind in applications.evidence_needed(policy, before)}
    documents = tuple(kind.id for kind in applications.evidence_needed(policy, after) if kind.id not in there | needed)
    return Following(facts, documents)


def facts_to_ask(policy: Policy, application: Application) -> list[str]:
    """Return the questions a clerk may ask anew: those that concern the applicant."""
    facts = applications.facts_of(application)
    return [name for name, fact in policy.facts.items() if is_asked(fact, facts) is not False]
