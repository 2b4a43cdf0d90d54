"""What the applicant sees of a case."""

from flask_babel import gettext as _

from talent.applications.models import Application
from talent.applications.signals import Step
from talent.cases.messages import path
from talent.cases.models import Case
from talent.cases.queries import case_of_application
from talent.cases.wording import OUTCOMES
from talent.notices.queries import letters_of
from talent.web.filters import day


def steps(application: Application) -> list[Step]:
    """Return what a submitted application has been through, and whose turn it is by when."""
    case = case_of_application(application)
    if case is None:
        return []
    if case.outcome is None:
        return [_checked(case) if case.stage == "recommended" else _checking(case), *_deciding(case)]
    return [_checked(case), _decided(case)]


def _checking(case: Case) -> Step:
    return Step(
        str(_("A clerk checks your documents")),
        str(_("It is our turn. You have the decision by %(day)s.", day=day(case.due_on))),
    )


def _checked(case: Case) -> Step:
    return Step(str(_("Your documents have been checked")), "", case.recommended_at)


def _deciding(case: Case) -> list[Step]:
    if case.stage != "recommended":
        return []
    return [
        Step(
            str(_("A second officer decides")),
            str(_("It is our turn. You have the decision by %(day)s.", day=day(case.due_on))),
        )
    ]


def _decided(case: Case) -> Step:
    says = str(OUTCOMES[case.outcome][0]) if case.outcome else ""
    letter = next(iter(letters_of(case.reference)), None)
    if letter is None:
        return Step(str(_("Decided")), says, case.decided_at)
    link = path("letters.show", number=letter.number)
    return Step(str(_("Decided")), says, case.decided_at, link, str(_("Read the letter")))
