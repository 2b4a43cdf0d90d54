"""What staff declare of themselves; what they declare of a case, and how they step back from it."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from talent.accounts.employers.errors import UnfitCode
from talent.cases.interests import operations, queries, wording
from talent.cases.interests.errors import NameMissing, NumberUnfit
from talent.cases.interests.forms import ButtonForm, DeclarationForm, EmployerForm, RelativeForm, StepBackForm
from talent.cases.queries import case_of
from talent.database import db, now
from talent.web.access import Role, open_to

interests = Blueprint("interests", __name__)


@interests.route("/interests")
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER)
def mine() -> str:
    """List what the visitor has declared, with the forms to declare more."""
    return _page(EmployerForm(formdata=None, prefix="employer-"), RelativeForm(formdata=None, prefix="relative-"))


def _page(employer: EmployerForm, relative: RelativeForm) -> str:
    return render_template(
        "interests/mine.html",
        interests=queries.interests_of(g.person),
        employer=employer,
        relative=relative,
        wording=wording,
    )


@interests.route("/interests/employers", methods=["POST"])
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER)
def add_employer() -> str | Response:
    """Take an employer."""
    form = EmployerForm(prefix="employer-")
    if form.validate_on_submit():
        try:
            operations.declare_employer(g.person, name=form.name.data, code=form.code.data, at=now())
        except NameMissing as error:
            form.name.errors = [error.says()]
        except UnfitCode as error:
            form.code.errors = [error.says()]
        else:
            return _declared()
    return _page(form, RelativeForm(formdata=None, prefix="relative-"))


@interests.route("/interests/relatives", methods=["POST"])
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER)
def add_relative() -> str | Response:
    """Take a relative."""
    form = RelativeForm(prefix="relative-")
    if form.validate_on_submit():
        try:
            operations.declare_relative(g.person, name=form.name.data, number=form.number.data, at=now())
        except NameMissing:
            form.name.errors = [_("Enter the name.")]
        except NumberUnfit as error:
            form.number.errors = [error.says()]
        else:
            return _declared()
    return _page(EmployerForm(formdata=None, prefix="employer-"), form)


def _declared() -> Response:
    db.session.commit()
    flash(_("Your declaration is saved. Cases it meets will say so."), "success")
    return redirect(url_for("interests.mine"))


@interests.route("/interests/<int:number>/remove", methods=["POST"])
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER)
def remove(number: int) -> Response:
    """Take an interest off the list."""
    found = queries.interest(number, seen_by=g.person)
    if ButtonForm().validate_on_submit():
        operations.take_off(found, at=now())
        db.session.commit()
        flash(_("It is off your list. The record keeps that it was on it."), "success")
    return redirect(url_for("interests.mine"))


@interests.route("/cases/<reference>/no-conflict", methods=["GET", "POST"])
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER)
def declare(reference: str) -> str | Response:
    """Ask for the declaration that there is no conflict of interest."""
    case, form = case_of(reference, seen_by=g.person), DeclarationForm()
    if form.validate_on_submit():
        operations.declare_none(case, officer=g.person, words=form.words.data, at=now())
        db.session.commit()
        flash(_("Your declaration is on record. You can go on with the case."), "success")
        return redirect(url_for("cases.show", reference=case.reference))
    found = queries.open_conflicts(case, g.person)
    if not found and request.method == "GET":
        return redirect(url_for("cases.show", reference=case.reference))
    return render_template("interests/declare.html", case=case, form=form, found=found, wording=wording)


@interests.route("/cases/<reference>/step-back", methods=["GET", "POST"])
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER)
def step_back(reference: str) -> str | Response:
    """Ask why the visitor steps back."""
    case, form = case_of(reference, seen_by=g.person), StepBackForm()
    if form.validate_on_submit():
        operations.step_back(case, officer=g.person, reason=form.reason.data, at=now())
        db.session.commit()
        flash(_("You stepped back from this case. A colleague deals with it."), "success")
        return redirect(url_for("cases.show", reference=case.reference))
    return render_template("interests/step_back.html", case=case, form=form)
