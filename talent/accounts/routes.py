"""Where people land, who they are, and what they may do."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from talent.accounts import operations, queries
from talent.accounts.errors import IdentityTaken
from talent.accounts.forms import GIVEN_HERE, ROLE_NAMES, DetailsForm, RolesForm
from talent.accounts.models import Person
from talent.accounts.own_data.queries import waiting_count
from talent.database import db, now
from talent.web.access import SIGNED_IN, Role, open_to
from talent.web.errors import Refused
from talent.web.numbers import whole_number
from talent.web.pagination import page_of
from talent.web.routes import own_page

accounts = Blueprint("accounts", __name__)

#: Where each role's work is, most particular first.
DESKS = (
    (Role.ADMINISTRATOR, "accounts.people"),
    (Role.AUDITOR, "audit.index"),
    (Role.APPROVER, "cases.index"),
    (Role.CLERK, "cases.index"),
    (Role.OFFICER, "policies.index"),
    (Role.EMPLOYER, "on_behalf.index"),
    (Role.APPLICANT, "applications.index"),
)


@accounts.route("/welcome")
@open_to(SIGNED_IN)
def welcome() -> str | Response:
    """Go to where the person's work is."""
    for role, desk in DESKS:
        if g.person.has(role):
            return redirect(url_for(desk))
    return render_template("accounts/welcome.html")


@accounts.route("/details", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def details() -> str | Response:
    """Ask who the person is; the number is never written back into the form."""
    person = g.person
    form = DetailsForm(name=person.name, phone=person.phone, identity_kind=person.identity_kind)
    form.has_number = person.identity_number is not None and form.identity_kind.data == person.identity_kind
    if form.validate_on_submit() and _saved(form, person):
        flash(_("Your details are saved."), "success")
        return redirect(own_page(request.args.get("next", url_for("accounts.welcome"))))
    if form.errors and form.identity_number.data and not form.identity_number.errors:
        form.identity_number.errors = [_("The number is not shown again, for safety. Type it once more.")]
    return render_template("accounts/details.html", form=form, person=person)


def _saved(form: DetailsForm, person: Person) -> bool:
    """Record the details, or say beside the field why not and keep what was typed."""
    at = now()
    try:
        operations.record_details(
            person,
            name=form.name.data,
            phone=form.phone.data,
            identity_kind=form.identity_kind.data,
            identity_number=form.identity_number.data or "",
            at=at,
        )
    except IdentityTaken as error:
        db.session.rollback()
        operations.record_taken(person, at=at)
        form.identity_number.errors = [error.says()]
    except Refused as error:
        db.session.rollback()
        form.name.errors = [error.says()]
    db.session.commit()
    return not form.errors


@accounts.route("/people")
@open_to(Role.ADMINISTRATOR)
def people() -> str:
    """List people and their roles."""
    words = request.args.get("search", "").strip()[:100]
    page = page_of(queries.people(words), request.args.get("page", 1, type=whole_number))
    return render_template(
        "accounts/people.html", page=page, search=words, role_names=ROLE_NAMES, wishes=waiting_count()
    )


@accounts.route("/people/<int:number>", methods=["GET", "POST"])
@open_to(Role.ADMINISTRATOR)
def roles(number: int) -> str | Response:
    """Say what a person may do: roles that are ticked are given, the others taken."""
    person = queries.person(number)
    form = RolesForm(roles=[grant.name.value for grant in person.roles if grant.name in GIVEN_HERE])
    if form.validate_on_submit():
        at, wanted = now(), {Role(role) for role in form.roles.data}
        for role in GIVEN_HERE:
            change = operations.grant_role if role in wanted else operations.revoke_role
            change(person, role, by=g.person, at=at)
        db.session.commit()
        flash(_("The roles of %(email)s are saved.", email=person.email), "success")
        return redirect(url_for("accounts.people"))
    return render_template("accounts/roles.html", someone=person, form=form)


@accounts.route("/people/<int:number>/second-step", methods=["POST"])
@open_to(Role.ADMINISTRATOR)
def remove_second_step(number: int) -> Response:
    """Take the second step off the account of somebody who lost the phone."""
    person = queries.person(number)
    operations.remove_second_step(person, by=g.person, at=now())
    db.session.commit()
    flash(_("%(email)s signs in with the password alone now.", email=person.email), "success")
    return redirect(url_for("accounts.roles", number=number))
