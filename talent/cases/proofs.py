"""What the applicant sees of the examination of the proofs, and whether a newer one still counts."""

from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified

from talent.applications.models import Application
from talent.applications.signals import Examination, Found
from talent.cases.errors import AlreadyDecided, NotArrived
from talent.cases.models import CLOSED, CaseStage, VerificationState
from talent.cases.operations import hold
from talent.cases.queries import case_of_application
from talent.database import db

#: While it is here, a clerk looks at what is added.
AWAITS = frozenset({CaseStage.ARRIVED, CaseStage.WAITING})


def examination(application: Application) -> Examination | None:
    """Return what was found of each answer, None where the application is no case."""
    case = case_of_application(application)
    if case is None:
        return None
    found = {each.fact: Found(each.state is VerificationState.VERIFIED, each.note) for each in case.verifications}
    return Examination(found, awaits=case.stage in AWAITS, over=case.stage in CLOSED)


def note_newer(application: Application, *, kind: str, at: datetime) -> None:
    """Let a newer document come to a case that a clerk has; who looked at it before has to look again."""
    case = case_of_application(application)
    if case is None:
        return
    hold(case)
    if case.stage not in AWAITS:
        raise AlreadyDecided if case.stage is CaseStage.DECIDED else NotArrived
    flag_modified(case, "stage")
    db.session.flush()
