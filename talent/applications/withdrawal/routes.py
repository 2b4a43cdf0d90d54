"""The pages that ask once more before an application is withdrawn or a draft deleted."""

from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, current_app, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from talent.applications import documents, queries
from talent.applications.errors import AlreadySubmitted
from talent.applications.models import Stage
from talent.applications.withdrawal import operations
from talent.applications.withdrawal.errors import NotHandedIn
from talent.applications.withdrawal.forms import DeletionForm, WithdrawalForm
from talent.database import db, now
from talent.web.access import Role, open_to

withdrawal = Blueprint("withdrawal", __name__, url_prefix="/applications")


@withdrawal.route("/<reference>/withdraw", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
def withdraw(reference: str) -> str | AnyResponse:
    """Say what withdrawing means; withdraw."""
    application = queries.application(reference, seen_by=g.person)
    form = WithdrawalForm()
    if form.validate_on_submit():
        gone = operations.withdraw(application, reason=form.reason.data or "", at=now())
        db.session.commit()
        _remove(gone)
        flash(_("Your application is withdrawn. The bureau has been told."), "success")
        return redirect(url_for("applications.show", reference=application.reference))
    if application.stage is Stage.DRAFT:
        raise NotHandedIn
    if application.stage is Stage.WITHDRAWN:
        return redirect(url_for("applications.show", reference=application.reference))
    return render_template("withdrawal/withdraw.html", application=application, form=form)


@withdrawal.route("/<reference>/delete", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
def delete_draft(reference: str) -> str | AnyResponse:
    """Say what is lost; delete the draft."""
    application = queries.application(reference, seen_by=g.person)
    form = DeletionForm()
    if form.validate_on_submit():
        gone = operations.delete_draft(application, at=now())
        db.session.commit()
        _remove(gone)
        flash(_("The draft is deleted."), "success")
        return redirect(url_for("applications.index"))
    if application.stage is not Stage.DRAFT:
        raise AlreadySubmitted
    return render_template("withdrawal/delete_draft.html", application=application, form=form)


def _remove(names: Iterable[str]) -> None:
    folder: Path = current_app.config["EVIDENCE"]
    for name in names:
        documents.discard(folder / name)
