"""The page on which an approver takes a decision back."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from talent.cases.queries import case_of
from talent.cases.undoings import operations
from talent.cases.undoings.forms import UndoingForm
from talent.database import db, now
from talent.web.access import Role, open_to

undoings = Blueprint("undoings", __name__)


@undoings.route("/cases/<reference>/taking-back", methods=["GET", "POST"])
@open_to(Role.APPROVER)
def undo(reference: str) -> str | Response:
    """Ask why, and take the decision back."""
    case = case_of(reference, seen_by=g.person)
    operations.refuse_unless_open(case, g.person, at=now())
    form = UndoingForm(data={"seen": case.version})
    if form.validate_on_submit():
        operations.undo(case, approver=g.person, reason=form.reason.data, seen=form.seen.data, at=now())
        db.session.commit()
        flash(_("The decision is taken back. The applicant has been told."), "success")
        return redirect(url_for("cases.show", reference=reference))
    return render_template("undoings/undo.html", case=case, form=form)
