"""The list of decisions to look at again, what was found, and the form for it."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from talent.applications.queries import policy_of
from talent.cases.queries import case_of
from talent.cases.spot_checks import operations, queries
from talent.cases.spot_checks.forms import FindingForm
from talent.cases.spot_checks.models import Finding
from talent.cases.wording import OUTCOMES
from talent.database import db, now
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.numbers import whole_number
from talent.web.pagination import page_of

spot_checks = Blueprint("spot_checks", __name__)


@spot_checks.route("/spot-checks")
@open_to(Role.APPROVER, Role.OFFICER, Role.AUDITOR)
def index() -> str:
    """Count what was found by month; list what waits, or the differences."""
    differs = request.args.get("show") == "differs"
    first = queries.first_year() or today().year
    year = min(max(request.args.get("year", today().year, type=whole_number), first), today().year)
    return render_template(
        "spot_checks/index.html",
        page=page_of(queries.listed(differs=differs), request.args.get("page", 1, type=whole_number)),
        differs=differs,
        year=year,
        years=range(today().year, first - 1, -1),
        counts=queries.counted(year),
        outcomes=OUTCOMES,
    )


@spot_checks.route("/cases/<reference>/spot-check", methods=["GET", "POST"])
@open_to(Role.APPROVER, Role.OFFICER)
def find(reference: str) -> str | Response:
    """Ask whether a decision would have been the same."""
    case = case_of(reference, seen_by=g.person)
    check, form = queries.check_of(case), FindingForm()
    operations.refuse_part(check, g.person)
    if form.validate_on_submit():
        finding = Finding(form.finding.data)
        operations.find(check, officer=g.person, finding=finding, reason=form.reason.data, at=now())
        db.session.commit()
        flash(_("What you found is recorded."), "success")
        return redirect(url_for("spot_checks.index"))
    policy = policy_of(case.application)
    return render_template("spot_checks/find.html", case=case, policy=policy, form=form, outcomes=OUTCOMES)
