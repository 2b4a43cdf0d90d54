"""How far something filled in for somebody is, and by whom what was filled in."""

from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from talent.applications.models import Answer, Application, Evidence
from talent.applications.on_behalf.access import begun_for
from talent.applications.on_behalf.models import OnBehalf
from talent.web.days import policy_day
from talent.web.filters import day


class Turn(StrEnum):
    """Whose turn it is. FILLING: the employer's. READY, PERSON: the person's, before and after handing in."""

    FILLING = "filling"
    READY = "ready"
    BUREAU = "bureau"
    PERSON = "person"
    OVER = "over"
    WITHDRAWN = "withdrawn"


#: For the employer: the stage, whose turn it is, and the tone.
TURNS = {
    Turn.FILLING: (_l("Being filled in"), _l("Your turn"), "waiting"),
    Turn.READY: (_l("Ready to be checked"), _l("The person's turn: check and hand in"), "quiet"),
    Turn.BUREAU: (_l("Handed in"), _l("The bureau's turn"), "quiet"),
    Turn.PERSON: (_l("Handed in"), _l("The person's turn: the bureau asked them something"), "quiet"),
    Turn.OVER: (_l("Decided"), _l("The bureau has told the person"), "good"),
    Turn.WITHDRAWN: (_l("Taken back"), _l("By the person"), "quiet"),
}


def filled_in(application: Application) -> dict[str, str]:
    """Say of each answer that the applicant did not give themselves who filled it in."""
    begun = begun_for(application)
    if begun is None:
        return {}
    return {each.fact: _said(each, begun) for each in application.answers if each.filled_by_id is not None}


def added_by(document: Evidence) -> str:
    """Say who added a document where that was not the applicant, '' otherwise."""
    begun = begun_for(document.application)
    return _said(document, begun) if begun is not None and document.filled_by_id is not None else ""


def _said(thing: Answer | Evidence, begun: OnBehalf) -> str:
    helper = thing.filled_by.name if thing.filled_by else ""
    at = thing.answered_at if isinstance(thing, Answer) else thing.uploaded_at
    named = {"name": helper or str(_("HR")), "employer": begun.mandate.employer.name, "day": day(policy_day(at))}
    if isinstance(thing, Answer):
        return str(_("Filled in by %(name)s of %(employer)s on %(day)s.", **named))
    return str(_("Added by %(name)s of %(employer)s on %(day)s.", **named))
