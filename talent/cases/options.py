"""What an applicant's choice between incentives means for the case: until when it is open, and what follows from it."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm.attributes import flag_modified

from rules.policy import Policy, Text
from talent.applications import queries as applications
from talent.applications.models import Application
from talent.applications.signals import Closed
from talent.audit.operations import record
from talent.cases.errors import AlreadyDecided
from talent.cases.messages import path
from talent.cases.models import CLOSED, Case, CaseStage
from talent.cases.operations import hold as hold_case
from talent.cases.operations import note_verdicts
from talent.cases.queries import case_of_application
from talent.database import db
from talent.notices.queries import letters_of
from talent.web.days import policy_day
from talent.web.filters import day

#: Why a case comes back to the clerk.
WHY = Text("申请人改选了“%s”，请按新的结果重新推荐。", "The applicant has chosen another option: %s. Recommend anew.")


def option_closed(application: Application, *, hold: bool) -> Closed | None:
    """Say that a decided case keeps the option it was decided with, and how to have the decision looked at again."""
    case = case_of_application(application)
    if case is None:
        return None
    if hold:
        hold_case(case)
    if case.stage is CaseStage.WITHDRAWN:
        return Closed(str(_("This application was withdrawn.")), str(_("You can apply again.")))
    if case.decided_at is None:
        return None
    days = applications.policy_of(application).process.appeal_within_days
    letter = next(iter(letters_of(case.reference)), None)
    decided = _(
        "Your case was decided on %(day)s: the option can no longer be changed.", day=day(policy_day(case.decided_at))
    )
    then = _(
        "If you think that the decision is wrong, you can apply for administrative reconsideration within %(days)d "
        "days of receiving the letter, which says how.",
        days=days,
    )
    if letter is None:
        return Closed(str(decided), str(then))
    return Closed(str(decided), str(then), path("letters.show", number=letter.number), str(_("Read the letter")))


def option_changed(application: Application, *, choices: Mapping[str, str], at: datetime) -> None:
    """Note what the rules now say; what was recommended already goes back to the clerk, with the reason.

    The case counts as changed: nobody decides it on a page that shows the option chosen before. Raises AlreadyDecided.
    """
    case = case_of_application(application)
    if case is None:
        return
    hold_case(case)
    if case.stage in CLOSED:
        raise AlreadyDecided
    _void(case, choices, at)
    note_verdicts(case, applications.decide(application))
    if case.stage is CaseStage.RECOMMENDED:
        _back_to_clerk(case, choices, at)
    flag_modified(case, "stage")
    db.session.flush()


def _back_to_clerk(case: Case, choices: Mapping[str, str], at: datetime) -> None:
    case.stage, case.returner_id, case.returned_at = CaseStage.ARRIVED, case.application.applicant_id, at
    case.return_reason = _why(applications.policy_of(case.application), choices)
    record("case returned", by=None, about=case.about, at=at, details={"reason": case.return_reason})


def _void(case: Case, choices: Mapping[str, str], at: datetime) -> None:
    """Forget what was found of the answers that chose before."""
    for found in [each for each in case.verifications if each.fact in choices]:
        db.session.delete(found)
        record("verification void", by=None, about=case.about, at=at, details={"fact": found.fact})
    db.session.flush()
    db.session.expire(case, ["verifications"])


def _why(policy: Policy, choices: Mapping[str, str]) -> str:
    """Say it in both languages: nobody knows who will read it."""
    named = [policy.facts[name].choices[choice] for name, choice in choices.items()]
    zh, en = "、".join(each.zh for each in named), ", ".join(each.en for each in named)
    return f"{WHY.zh % zh}\n{WHY.en % en}"
