"""The page that says what of an earlier application can be used again."""

from flask import Blueprint, current_app, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from talent.applications import queries
from talent.applications.again import operations
from talent.applications.again.queries import copy_of
from talent.applications.errors import PolicyNotInForce
from talent.applications.forms import BeginForm
from talent.database import db, now
from talent.policies.library import library
from talent.web.access import Role, open_to
from talent.web.days import today

again = Blueprint("again", __name__, url_prefix="/applications")


@again.route("/<reference>/again", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
def apply(reference: str) -> str | AnyResponse:
    """Show what would be filled in and what no longer fits; begin with it."""
    application = queries.application(reference, seen_by=g.person)
    policy = library().in_force(application.policy_id, today())
    if policy is None:
        raise PolicyNotInForce
    form = BeginForm()
    if form.validate_on_submit():
        draft = operations.apply_again(application, g.person, current_app.config["EVIDENCE"], at=now())
        db.session.commit()
        flash(_("Your earlier answers are filled in. Look at them before you hand in."), "success")
        return redirect(url_for("applications.show", reference=draft.reference))
    return render_template(
        "again/apply.html",
        application=application,
        policy=policy,
        before=queries.policy_of(application),
        copy=copy_of(application, policy, on=today()),
        form=form,
    )
