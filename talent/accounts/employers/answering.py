"""The person who was asked reads what an employer may do, agrees or declines, and withdraws."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from talent.accounts.employers import operations, queries, wording
from talent.accounts.employers.models import MandateState
from talent.accounts.employers.terms import CURRENT, VERSIONS
from talent.database import db, now
from talent.web.access import Role, open_to
from talent.web.numbers import whole_number

mandates = Blueprint("mandates", __name__, url_prefix="/mandates")

NUMBER = "/<int:number>"


@mandates.route("/")
@open_to(Role.APPLICANT)
def index() -> str:
    """List who asked the visitor, and how that stands."""
    return render_template("mandates/index.html", mandates=queries.mandates_of(g.person), states=wording.OWN_STATES)


@mandates.route(NUMBER)
@open_to(Role.APPLICANT)
def show(number: int) -> str:
    """Show what an employer may do and what not; ask, or offer to withdraw."""
    mandate = queries.own_mandate(number, g.person)
    return render_template(
        "mandates/show.html",
        mandate=mandate,
        terms=VERSIONS[mandate.version or CURRENT],
        current=CURRENT,
        State=MandateState,
        states=wording.OWN_STATES,
    )


@mandates.route(f"{NUMBER}/answer", methods=["POST"])
@open_to(Role.APPLICANT)
def answer(number: int) -> Response:
    """Agree or decline."""
    mandate = queries.own_mandate(number, g.person)
    agrees = request.form.get("agree") == "yes"
    version = request.form.get("version", 0, type=whole_number)
    operations.answer(mandate, g.person, agrees=agrees, version=version, at=now())
    db.session.commit()
    employer = mandate.employer.name
    if agrees:
        flash(_("You agree that %(employer)s fills in for you. You can withdraw here at any time.", employer=employer))
    else:
        flash(_("You declined. %(employer)s can do nothing for you.", employer=employer))
    return redirect(url_for("mandates.show", number=number))


@mandates.route(f"{NUMBER}/withdraw", methods=["POST"])
@open_to(Role.APPLICANT)
def withdraw(number: int) -> Response:
    """Take the consent back."""
    mandate = queries.own_mandate(number, g.person)
    operations.withdraw(mandate, g.person, at=now())
    db.session.commit()
    flash(_("You withdrew. %(employer)s can open nothing of yours any more.", employer=mandate.employer.name))
    return redirect(url_for("mandates.show", number=number))
