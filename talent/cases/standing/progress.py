"""What a case has been through, with its days, and what is still to come."""

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from talent.applications.signals import Step
from talent.cases.appeals import wording as appealed
from talent.cases.messages import path
from talent.cases.models import CLOSED, Case, CaseStage
from talent.cases.requests.models import Request
from talent.cases.requests.queries import days_stood_still, requests_of, resumed_due_on
from talent.cases.signals import followed
from talent.cases.wording import OUTCOMES
from talent.notices.queries import letters_of
from talent.web.filters import day


def steps(case: Case, today: date) -> list[Step]:
    """Return the steps of a case in the order they happened, then what is awaited."""
    happened = [step for request in reversed(requests_of(case)) for step in _request(request, today)]
    happened += [*_looked_over(case), *appealed.steps(case)]
    happened = sorted(happened, key=lambda step: step.at or case.arrived_at)
    after = [step for _receiver, steps in followed.send(case) for step in steps]
    return happened + list(_to_come(case, today)) + after


def _request(request: Request, today: date) -> Iterator[Step]:
    asks = ngettext(
        "%(num)d thing, to be answered by %(day)s.",
        "%(num)d things, to be answered by %(day)s.",
        len(request.items),
        day=day(request.due_on),
    )
    link = path("requests.answer", reference=request.case.reference, number=request.number)
    title = str(_("We asked you for more information"))
    yield Step(title, asks, request.asked_at, link, str(_("See what was asked")))
    if request.is_open:
        return
    stood = days_stood_still(request, today)
    clock = ngettext(
        "The time to decide stood still for %(num)d working day.",
        "The time to decide stood still for %(num)d working days.",
        stood,
    )
    title = _("You answered") if request.answered_at else _("We no longer needed the answer")
    yield Step(str(title), clock if stood else "", request.closed_at)


def _looked_over(case: Case) -> Iterator[Step]:
    if case.returned_at is not None:
        says = _("The second officer wanted something checked once more.")
        if case.returner_id == case.application.applicant_id:
            says = _("You chose another option: the clerk looks at the new outcome.")
        yield Step(str(_("Given back to the clerk")), str(says), case.returned_at)
    if case.recommended_at is not None and case.stage in {CaseStage.RECOMMENDED, CaseStage.DECIDED}:
        yield Step(str(_("Your documents have been checked")), "", case.recommended_at)
    if case.outcome is not None:
        yield _decided(case)
    if case.stage is CaseStage.WITHDRAWN:
        reason = case.application.withdrawn_reason or ""
        yield Step(str(_("You withdrew the application")), reason, case.application.withdrawn_at)


def _decided(case: Case) -> Step:
    says = str(OUTCOMES[case.outcome][0]) if case.outcome else ""
    letter = next(iter(letters_of(case.reference)), None)
    if letter is None:
        return Step(str(_("Decided")), says, case.decided_at)
    link = path("letters.show", number=letter.number)
    return Step(str(_("Decided")), says, case.decided_at, link, str(_("Read the letter")))


def _to_come(case: Case, today: date) -> Iterator[Step]:
    if case.stage in CLOSED:
        return
    due = case.due_on
    if case.stage is CaseStage.WAITING:
        open_now = next(request for request in requests_of(case) if request.is_open)
        due = resumed_due_on(open_now, today)
        yield Step(str(_("You answer")), str(_("It is your turn, until %(day)s.", day=day(open_now.due_on))))
    if case.stage is not CaseStage.RECOMMENDED:
        yield Step(str(_("A clerk checks your documents")), "")
    by = _("You have the decision by %(day)s, with a letter of reasons.", day=day(due))
    if case.stage is CaseStage.WAITING:
        by = _("If you answer today, you have the decision by %(day)s, with a letter of reasons.", day=day(due))
    elif due < today:
        by = _("It was due by %(day)s and is late.", day=day(due))
    yield Step(str(_("A second officer decides")), str(by))
