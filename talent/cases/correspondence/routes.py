"""Writing to each other, from either side."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from talent.applications import queries as applications
from talent.applications.errors import NoSuchApplication
from talent.cases import queries as cases
from talent.cases.correspondence import operations
from talent.cases.correspondence.forms import MessageForm
from talent.cases.correspondence.queries import unseen_count
from talent.cases.correspondence.thread import thread_of
from talent.cases.models import Case
from talent.cases.operations import refuse_own
from talent.cases.wording import may_write
from talent.database import begin_writing, db, now
from talent.web.access import Role, open_to
from talent.web.held import keeps_form, release

correspondence = Blueprint("correspondence", __name__)


@correspondence.route("/applications/<reference>/messages", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
@keeps_form
def of_application(reference: str) -> str | Response:
    """Show the applicant what was written, and send the next message."""
    case = cases.case_of_application(applications.application(reference, seen_by=g.person))
    if case is None:
        raise NoSuchApplication
    back = url_for("applications.show", reference=case.reference)
    return _page(case, by_applicant=True, writes=True, back=back)


@correspondence.route("/cases/<reference>/messages")
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR)
def of_case(reference: str) -> str | Response:
    """Show the bureau what was written."""
    return _of_bureau(cases.case_of(reference, seen_by=g.person))


@correspondence.route("/cases/<reference>/messages", methods=["POST"])
@open_to(Role.CLERK)
@keeps_form
def write_of_case(reference: str) -> str | Response:
    """Send a clerk's message."""
    case = cases.case_of(reference, seen_by=g.person)
    refuse_own(case, g.person)
    return _of_bureau(case)


def _of_bureau(case: Case) -> str | Response:
    back = url_for("cases.show", reference=case.reference)
    return _page(case, by_applicant=False, writes=may_write(case, g.person), back=back)


def _page(case: Case, *, by_applicant: bool, writes: bool, back: str) -> str | Response:
    """Send what was posted, or draw the page; what one side sees of the other's is then no longer new."""
    at = now()
    thread = thread_of(case, by_applicant=by_applicant, may_write=writes, at=at)
    typed = release() if request.method == "GET" else None
    form = MessageForm(**({"formdata": typed} if typed else {}), data={"key": thread.key})
    if form.validate_on_submit():
        operations.write(case, text=form.text.data, key=form.key.data, sender=g.person, at=at)
        db.session.commit()
        flash(_("Your message is sent."), "success")
        return redirect(f"{back}#messages")
    page = render_template(
        "cases/messages.html", case=case, thread=thread, form=form, by_applicant=by_applicant, back=back
    )
    if writes and unseen_count(case, by_applicant=by_applicant):
        begin_writing()
        operations.note_seen(case, by_applicant=by_applicant, at=at)
        db.session.commit()
    return page
