"""What a withdrawal means for the case: it is closed, and both sides are told."""

from datetime import datetime

from talent.applications.models import Application
from talent.audit.operations import record
from talent.cases.correspondence.queries import clerk_of
from talent.cases.errors import DecidedMeanwhile
from talent.cases.messages import tell_applicant, tell_clerk
from talent.cases.models import CaseStage
from talent.cases.operations import hold
from talent.cases.queries import case_of_application
from talent.cases.requests.operations import close_unanswered
from talent.cases.requests.queries import open_request
from talent.database import db


def close(application: Application, *, at: datetime) -> tuple[str, ...]:
    """Close the case of an application that is being withdrawn; a second time changes nothing.

    Returns the names of files on the disk that were never handed in. Raises DecidedMeanwhile.
    """
    case = case_of_application(application)
    if case is None:
        return ()
    hold(case)
    if case.stage is CaseStage.DECIDED:
        raise DecidedMeanwhile
    if case.stage is CaseStage.WITHDRAWN:
        return ()
    request = open_request(case)
    gone = close_unanswered(request, by=application.applicant, at=at) if request else ()
    case.stage = CaseStage.WITHDRAWN
    db.session.flush()
    record("case closed", by=None, about=case.about, at=at)
    tell_applicant(case, "closed", at=at)
    if clerk := clerk_of(case):
        tell_clerk(case, clerk, "closed", at=at)
    return gone
