"""The list of cases on hold, and the way on and off it."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from talent.cases import operations as cases_operations
from talent.cases import queries as case_queries
from talent.cases.holds import operations, queries
from talent.cases.holds.errors import LookLater
from talent.cases.holds.forms import HoldForm, ReleaseForm
from talent.cases.models import CaseStage
from talent.database import db, now
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.numbers import whole_number
from talent.web.pagination import page_of

holds = Blueprint("holds", __name__)


@holds.route("/holds")
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR)
def index() -> str:
    """List the cases on hold."""
    page = page_of(queries.listed(), request.args.get("page", 1, type=whole_number))
    return render_template("holds/index.html", page=page, today=today())


@holds.route("/cases/<reference>/hold", methods=["GET", "POST"])
@open_to(Role.CLERK, Role.APPROVER)
def put(reference: str) -> str | Response:
    """Ask why a case is put on hold, and until when."""
    case, form = case_queries.case_of(reference, seen_by=g.person), HoldForm()
    if form.validate_on_submit() and (day := form.day):
        try:
            operations.put(case, officer=g.person, reason=form.reason.data, look_on=day, at=now())
        except LookLater as refused:
            form.look_on.errors = [refused.says()]
        else:
            db.session.commit()
            flash(_("The case is on hold. Its time to be decided in runs on."), "success")
            return redirect(url_for("cases.show", reference=reference))
    if request.method == "GET":
        cases_operations.refuse_closed(case)
        queries.refuse_held(case)
    return render_template("holds/put.html", case=case, form=form, runs=case.stage is not CaseStage.WAITING)


@holds.route("/cases/<reference>/hold/release", methods=["POST"])
@open_to(Role.CLERK, Role.APPROVER)
def release(reference: str) -> Response:
    """Take a case off hold."""
    case = case_queries.case_of(reference, seen_by=g.person)
    if ReleaseForm().validate_on_submit():
        operations.release(case, officer=g.person, at=now())
        db.session.commit()
        flash(_("The case is off hold."), "success")
    return redirect(url_for("cases.show", reference=reference))
