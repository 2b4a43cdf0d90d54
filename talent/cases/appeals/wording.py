"""How appeals are spoken of on pages, and what of them the status page shows."""

from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from talent.applications.signals import Deadline, Step
from talent.cases.appeals.models import Appeal, AppealState
from talent.cases.appeals.queries import appeal_of, sent_back_by, term_of
from talent.cases.messages import path
from talent.cases.models import Case, CaseOutcome
from talent.web.filters import day

#: How many days before its day an appeal is shown in the warm colour.
SOON = timedelta(days=3)

STATES = {
    AppealState.FILED: (_l("Being looked at"), "waiting"),
    AppealState.STANDS: (_l("The decision stands"), "quiet"),
    AppealState.SENT_BACK: (_l("Decided anew"), "good"),
    AppealState.WITHDRAWN: (_l("Withdrawn"), "quiet"),
}


def due_tone(appeal: Appeal, on: date) -> str:
    """Return how urgent an appeal is: bad, waiting or quiet."""
    if not appeal.is_open or appeal.due_on > on + SOON:
        return "quiet"
    return "bad" if appeal.due_on < on else "waiting"


def steps(case: Case) -> list[Step]:
    """Return what the appeal adds to the steps of a case, or the case's beginning in another that was appealed."""
    found: list[Step] = []
    if (first := sent_back_by(case)) is not None:
        link = path("appeals.of_application", reference=first.case.reference)
        says = _(
            "Your answers and documents of application %(reference)s were taken along.", reference=first.case.reference
        )
        found.append(Step(str(_("Decided anew after your appeal")), str(says), first.decided_at, link, _see()))
    if (appeal := appeal_of(case)) is not None:
        found += _of(appeal)
    return found


def _of(appeal: Appeal) -> list[Step]:
    link = path("appeals.of_application", reference=appeal.case.reference)
    by = _("An officer who had no part in the decision answers by %(day)s.", day=day(appeal.due_on))
    found = [Step(str(_("You appealed")), str(by) if appeal.is_open else "", appeal.filed_at, link, _see())]
    if appeal.state is AppealState.WITHDRAWN:
        found.append(Step(str(_("You withdrew the appeal")), "", appeal.withdrawn_at))
    elif not appeal.is_open:
        says, _tone = STATES[appeal.state]
        found.append(Step(str(_("The appeal was answered")), str(says), appeal.decided_at, link, _see()))
    return found


def _see() -> str:
    return str(_("See the appeal"))


def deadline(case: Case) -> Deadline | None:
    """Return the last day to appeal against a decision that did not grant everything."""
    term = term_of(case)
    if term is None or case.outcome is CaseOutcome.GRANTED or sent_back_by(case) is not None:
        return None
    return Deadline(
        uid=f"appeal-{case.reference}",
        day=term.last_day,
        title=str(_("Last day to appeal: application %(reference)s", reference=case.reference)),
        says=str(_("If you think the decision is wrong, you can ask by this day for it to be looked at again.")),
        over=appeal_of(case) is not None,
    )


def page_of(case: Case) -> str | None:
    """Return the path of the page on which a decided case can be appealed against."""
    return path("appeals.of_application", reference=case.reference) if case.outcome else None


def holds(case: Case) -> bool:
    """Return whether the person cannot apply anew, because an appeal asks for the same."""
    appeal = appeal_of(case)
    if appeal is None or appeal.state in {AppealState.STANDS, AppealState.WITHDRAWN}:
        return False
    return appeal.is_open or (appeal.round is not None and appeal.round.outcome is not CaseOutcome.REFUSED)
