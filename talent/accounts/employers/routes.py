"""The administrator registers employers and who acts for them."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from talent.accounts.employers import operations, queries
from talent.accounts.employers.errors import CodeTaken, NoAccount, RepresentsAnother, UnfitCode, WorksForBureau
from talent.accounts.employers.forms import AddressForm, ButtonForm, EmployerForm
from talent.accounts.employers.models import Employer
from talent.database import db, now
from talent.web.access import Role, open_to
from talent.web.numbers import whole_number
from talent.web.pagination import page_of

employers = Blueprint("employers", __name__, url_prefix="/people/employers")


@employers.route("/")
@open_to(Role.ADMINISTRATOR)
def index() -> str:
    """List employers."""
    words = request.args.get("search", "").strip()[:100]
    page = page_of(queries.employers(words), request.args.get("page", 1, type=whole_number))
    return render_template("employers/index.html", page=page, search=words)


@employers.route("/new", methods=["GET", "POST"])
@open_to(Role.ADMINISTRATOR)
def register() -> str | Response:
    """Register an employer."""
    form = EmployerForm()
    if form.validate_on_submit():
        try:
            made = operations.register(code=form.code.data, name=form.name.data, by=g.person, at=now())
        except (UnfitCode, CodeTaken) as error:
            db.session.rollback()
            form.code.errors = [error.says()]
        else:
            db.session.commit()
            flash(_("%(employer)s is registered. Now name who acts for it.", employer=made.name), "success")
            return redirect(url_for("employers.show", number=made.id))
    return render_template("employers/register.html", form=form)


@employers.route("/<int:number>", methods=["GET", "POST"])
@open_to(Role.ADMINISTRATOR)
def show(number: int) -> str | Response:
    """Show who acts for an employer; name one more."""
    employer, form = queries.employer(number), AddressForm()
    if form.validate_on_submit() and _named(employer, form):
        flash(_("%(email)s can act for this employer now.", email=form.email.data), "success")
        return redirect(url_for("employers.show", number=number))
    return render_template(
        "employers/show.html",
        employer=employer,
        representatives=queries.representatives(employer),
        form=form,
        button=ButtonForm(),
    )


def _named(employer: Employer, form: AddressForm) -> bool:
    try:
        operations.name_representative(employer, form.email.data, by=g.person, at=now())
    except (NoAccount, WorksForBureau, RepresentsAnother) as error:
        db.session.rollback()
        form.email.errors = [error.says()]
        return False
    db.session.commit()
    return True


@employers.route("/<int:number>/end/<int:standing>", methods=["POST"])
@open_to(Role.ADMINISTRATOR)
def end(number: int, standing: int) -> Response:
    """Let somebody no longer act for an employer."""
    employer = queries.employer(number)
    for each in queries.representatives(employer):
        if each.id == standing:
            operations.end_representative(each, by=g.person, at=now())
            db.session.commit()
            flash(_("%(email)s no longer acts for this employer.", email=each.person.email), "success")
    return redirect(url_for("employers.show", number=number))
