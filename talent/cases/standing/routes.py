"""The applicant's calendar file."""

from flask import Blueprint, Response, g

from talent.applications import queries as applications
from talent.applications.errors import NoSuchApplication
from talent.applications.models import Stage
from talent.applications.signals import deadlines
from talent.cases.standing.days import calendar_file
from talent.database import now
from talent.web.access import Role, open_to

standing = Blueprint("standing", __name__, url_prefix="/applications")


@standing.route("/<reference>/deadlines.ics")
@open_to(Role.APPLICANT)
def calendar(reference: str) -> Response:
    """Send the days of an application for the applicant's own calendar."""
    application = applications.application(reference, seen_by=g.person)
    if application.stage is Stage.DRAFT:
        raise NoSuchApplication
    found = [deadline for _receiver, listed in deadlines.send(application) for deadline in listed]
    answer = Response(calendar_file(application.reference, found, at=now()), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="deadlines-{application.reference}.ics"'
    return answer
