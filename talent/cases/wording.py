"""How cases are spoken of on pages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from rules.decision import Verdict
from talent.accounts.models import Person
from talent.cases.models import CLOSED, Case, CaseOutcome, CaseStage, Recommendation, VerificationState
from talent.cases.queries import Order, engine_of
from talent.web.access import Role
from talent.web.filters import money

#: How many days before the due day a case is shown in the warm colour.
SOON = timedelta(days=3)

STAGES = {
    CaseStage.ARRIVED: _l("With the clerk"),
    CaseStage.WAITING: _l("Waiting for the applicant"),
    CaseStage.RECOMMENDED: _l("With the approver"),
    CaseStage.DECIDED: _l("Decided"),
    CaseStage.WITHDRAWN: _l("Withdrawn"),
}
ORDERS = {
    Order.OVERDUE: _l("Most urgent first"),
    Order.NEWEST: _l("Newest first"),
    Order.OLDEST: _l("Oldest first"),
}
OUTCOMES = {
    CaseOutcome.GRANTED: (_l("Granted"), "good"),
    CaseOutcome.PARTLY: (_l("Granted in part"), "good"),
    CaseOutcome.REFUSED: (_l("Refused"), "bad"),
}
RECOMMENDATIONS = {
    Recommendation.GRANT: _l("Grant everything the rules grant"),
    Recommendation.PARTLY: _l("Grant in part"),
    Recommendation.REFUSE: _l("Refuse"),
}
VERDICTS = {
    Verdict.GRANTED: _l("granted"),
    Verdict.REFUSED: _l("not granted"),
    Verdict.UNKNOWN: _l("cannot be told"),
}
FOUND = {
    VerificationState.VERIFIED: (_l("Proved"), "good"),
    VerificationState.REFUSED: (_l("Not proved"), "bad"),
    None: (_l("To be checked"), "waiting"),
}


@dataclass(frozen=True)
class Tag:
    """A word with its tone: waiting, good, bad, quiet."""

    text: str
    tone: str


def standing(case: Case, person: Person) -> Tag:
    """Say where a case stands; in the warm colour when it waits for this person."""
    if case.outcome is not None:
        text, tone = OUTCOMES[case.outcome]
        return Tag(str(text), tone)
    waits = person.has(Role.CLERK) if case.stage is CaseStage.ARRIVED else may_decide(case, person)
    text = _l("Returned to the clerk") if case.is_returned else STAGES[case.stage]
    return Tag(str(text), "waiting" if waits else "quiet")


def may_decide(case: Case, person: Person) -> bool:
    """Return whether a recommendation waits for this person."""
    return (
        case.stage is CaseStage.RECOMMENDED
        and person.has(Role.APPROVER)
        and person.id not in {case.recommender_id, case.application.applicant_id}
    )


def may_work(case: Case, person: Person) -> bool:
    """Return whether the case waits for this person to verify and recommend."""
    return case.stage is CaseStage.ARRIVED and may_verify(case, person)


def may_verify(case: Case, person: Person) -> bool:
    """Return whether this person may say what the documents prove: also while the applicant is awaited."""
    with_clerk = case.stage in {CaseStage.ARRIVED, CaseStage.WAITING}
    return with_clerk and person.has(Role.CLERK) and person.id != case.application.applicant_id


def may_write(case: Case, person: Person) -> bool:
    """Return whether this person writes to the applicant for the bureau."""
    return person.has(Role.CLERK) and person.id != case.application.applicant_id


def due_tone(case: Case, on: date) -> str:
    """Return how urgent a case is: bad, waiting or quiet."""
    if case.stage in {*CLOSED, CaseStage.WAITING} or case.due_on > on + SOON:
        return "quiet"
    return "bad" if case.due_on < on else "waiting"


def engine_said(case: Case) -> Tag:
    """Say in a few words what the rules say of a case."""
    said = engine_of(case)
    if said.granted:
        number = ngettext("%(num)d incentive", "%(num)d incentives", said.granted)
        return Tag(f"{number} · {money(said.fen)}", "good")
    if said.unknown:
        return Tag(str(_("Cannot be told yet")), "waiting")
    return Tag(str(_("Nothing is granted")), "bad")


#: What the audit record calls what is done to a case.
@dataclass(frozen=True)
class Event:
    """Something that was done to a case. who: a name, '' for the service itself; detail: more of it, or ''."""

    at: datetime
    who: str
    what: str
    detail: str
