"""Whose turn it is, until when, and what comes next."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from talent.applications.signals import Turn
from talent.cases.appeals.queries import appeal_of
from talent.cases.messages import path
from talent.cases.models import Case, CaseOutcome, CaseStage
from talent.cases.requests.models import Request
from talent.cases.requests.queries import open_request, resumed_due_on
from talent.cases.signals import afterwards
from talent.cases.wording import OUTCOMES
from talent.notices.queries import letters_of
from talent.web.filters import day


def turn_of(case: Case, today: date) -> Turn:
    """Return whose turn it is in a case, for its applicant."""
    if case.outcome is not None:
        return _decided(case, case.outcome)
    if case.stage is CaseStage.WITHDRAWN:
        return _withdrawn()
    if request := open_request(case):
        return _yours(request, today)
    return _bureaus(case, today)


def _yours(request: Request, today: date) -> Turn:
    if request.due_on < today:
        title = str(_("Your turn: the bureau has waited for your answer since %(day)s", day=day(request.due_on)))
    else:
        title = str(_("Your turn: please answer by %(day)s", day=day(request.due_on)))
    says = ngettext(
        "The bureau needs %(num)d more thing of you. Its own time stands still until you answer: if you send it today, "
        "you have the decision by %(day)s.",
        "The bureau needs %(num)d more things of you. Its own time stands still until you answer: if you send them "
        "today, you have the decision by %(day)s.",
        len(request.items),
        day=day(resumed_due_on(request, today)),
    )
    return Turn(
        title=title,
        says=says,
        mine=True,
        tag=str(_("Your turn")),
        tone="waiting",
        link=path("requests.answer", reference=request.case.reference, number=request.number),
        link_text=str(_("Answer now")),
    )


def _bureaus(case: Case, today: date) -> Turn:
    with_clerk = case.stage is CaseStage.ARRIVED
    tag = str(_("With the bureau"))
    if case.due_on < today:
        return Turn(
            title=str(_("The bureau's turn, overdue since %(day)s", day=day(case.due_on))),
            says=str(
                _(
                    "We promised you the decision by %(day)s and are late: we are sorry. You need not do anything; "
                    "write to us below to ask how it stands.",
                    day=day(case.due_on),
                )
            ),
            mine=False,
            tag=tag,
        )
    says = (
        _("A clerk checks your documents, then a second officer decides. You need not do anything until then.")
        if with_clerk
        else _("Your documents have been checked; a second officer decides now. You need not do anything until then.")
    )
    title = str(_("The bureau's turn until %(day)s", day=day(case.due_on)))
    return Turn(title=title, says=str(says), mine=False, tag=tag)


def _withdrawn() -> Turn:
    title = str(_("You have withdrawn this application"))
    says = str(
        _("The case is closed and nothing was decided. You may apply again at any time, with these answers too.")
    )
    return Turn(title=title, says=says, mine=False, tag=str(_("Withdrawn")))


def _decided(case: Case, outcome: CaseOutcome) -> Turn:
    text, tone = OUTCOMES[outcome]
    if outcome is CaseOutcome.REFUSED:
        says = _("The letter says why, on which clause, and how you can have the decision looked at again.")
    else:
        says = _("The letter says what is paid and when, on which clauses, and what you owe in return.")
    appeal = appeal_of(case)
    if appeal is not None and appeal.is_open:
        says = _("You appealed. An officer who had no part in the decision answers by %(day)s.", day=day(appeal.due_on))
    letter = next(iter(letters_of(case.reference)), None)
    turn = Turn(
        title=str(text),
        says=str(says),
        mine=False,
        tag=str(text),
        tone=tone,
        link=path("letters.show", number=letter.number) if letter else None,
        link_text=str(_("Read the letter")) if letter else None,
    )
    return next((said for _receiver, said in afterwards.send(case, turn=turn) if said is not None), turn)
