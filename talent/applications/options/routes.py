"""The applicant's options, side by side."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from talent.applications import queries
from talent.applications.models import Stage
from talent.applications.options import operations
from talent.applications.options.queries import closed, options_of
from talent.database import db, now
from talent.web.access import Role, open_to
from talent.web.filters import said

options = Blueprint("options", __name__, url_prefix="/applications")


@options.route("/<reference>/options", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
def show(reference: str) -> str | AnyResponse:
    """Show what the applicant can choose between; choose."""
    application = queries.application(reference, seen_by=g.person)
    policy, here = queries.policy_of(application), url_for("options.show", reference=application.reference)
    if key := request.form.get("choose", ""):
        option = operations.choose(application, key, at=now(), link=here)
        db.session.commit()
        flash(_("You have chosen: %(option)s", option=said(option.said(policy))), "success")
        return redirect(here)
    return render_template(
        "options/show.html",
        application=application,
        policy=policy,
        options=options_of(application),
        closed=closed(application),
        handed_in=application.stage is Stage.SUBMITTED,
    )
