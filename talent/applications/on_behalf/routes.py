"""The employer's HR: their people, asking one, what was begun for each, beginning, telling them it is ready."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from talent.accounts.employers import operations as employers
from talent.accounts.employers.errors import AskedAlready, AskedLately, ConsentEnded, OwnAddress
from talent.accounts.employers.forms import InviteForm
from talent.accounts.employers.models import MandateState
from talent.accounts.employers.queries import asked_by, counts, mandate_of, own_employer
from talent.accounts.employers.terms import CURRENT, VERSIONS
from talent.accounts.employers.wording import STATES
from talent.applications import queries
from talent.applications.errors import PolicyNotInForce
from talent.applications.on_behalf import operations
from talent.applications.on_behalf.access import begun_for
from talent.applications.on_behalf.errors import CannotBegin
from talent.applications.on_behalf.forms import BeginForForm
from talent.applications.on_behalf.queries import begun_under, turn
from talent.applications.on_behalf.wording import TURNS
from talent.database import db, now
from talent.pilots.queries import pilot as pilot_by_slug
from talent.policies.library import library
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.numbers import whole_number
from talent.web.pagination import page_of

on_behalf = Blueprint("on_behalf", __name__, url_prefix="/our-people")

NUMBER = "/<int:number>"


@on_behalf.route("/")
@open_to(Role.EMPLOYER)
def index() -> str:
    """List the people of the employer: what they said, what was begun for them, whose turn it is."""
    employer = own_employer(g.person)
    words = request.args.get("search", "").strip()[:100]
    show = next((state for state in MandateState if state == request.args.get("show")), None)
    page = page_of(asked_by(employer, state=show, words=words), request.args.get("page", 1, type=whole_number))
    return render_template(
        "on_behalf/index.html",
        employer=employer,
        page=page,
        begun=begun_under(page.items),
        counts=counts(employer),
        show=show,
        search=words,
        **_words(),
    )


@on_behalf.route("/ask", methods=["GET", "POST"])
@open_to(Role.EMPLOYER)
def ask() -> str | AnyResponse:
    """Ask somebody whether the employer may fill in for them."""
    employer, form = own_employer(g.person), InviteForm()
    if form.validate_on_submit():
        try:
            employers.ask(email=form.email.data, called=form.called.data, by=g.person, at=now())
        except (OwnAddress, AskedAlready, AskedLately) as error:
            db.session.rollback()
            form.email.errors = [error.says()]
        else:
            db.session.commit()
            flash(_("%(name)s has been asked by e-mail. The list shows the answer.", name=form.called.data), "success")
            return redirect(url_for("on_behalf.index"))
    return render_template("on_behalf/ask.html", employer=employer, form=form, terms=VERSIONS[CURRENT])


@on_behalf.route(NUMBER)
@open_to(Role.EMPLOYER)
def person(number: int) -> str:
    """Show one of the people: what they said, and what was begun for them."""
    mandate = mandate_of(own_employer(g.person), number)
    return render_template(
        "on_behalf/person.html",
        mandate=mandate,
        begun=begun_under([mandate]).get(mandate.id, []),
        terms=VERSIONS[mandate.version or CURRENT],
        **_words(),
    )


@on_behalf.route(f"{NUMBER}/begin", methods=["GET", "POST"])
@open_to(Role.EMPLOYER)
def begin(number: int) -> str | AnyResponse:
    """Begin an application for somebody who agreed."""
    mandate = mandate_of(own_employer(g.person), number)
    if not mandate.stands:
        raise ConsentEnded(mandate.called)
    form = BeginForForm()
    form.offer()
    if form.validate_on_submit():
        policy = library().in_force(form.policy.data, today())
        if policy is None:
            raise PolicyNotInForce
        try:
            draft = operations.begin_for(
                mandate, pilot=pilot_by_slug(form.pilot.data), policy=policy, by=g.person, at=now()
            )
        except CannotBegin as error:
            db.session.rollback()
            form.policy.errors = [error.says()]
        else:
            db.session.commit()
            return redirect(url_for("applications.show", reference=draft.reference))
    return render_template("on_behalf/begin.html", mandate=mandate, form=form)


@on_behalf.route("/ready/<reference>", methods=["POST"])
@open_to(Role.EMPLOYER)
def ready(reference: str) -> AnyResponse:
    """Tell the applicant that the draft is ready to be checked and handed in."""
    application = queries.fillable(reference, seen_by=g.person)
    operations.tell_ready(application, by=g.person, at=now())
    db.session.commit()
    begun = begun_for(application)
    if begun is None:
        return redirect(url_for("on_behalf.index"))
    flash(
        _("%(name)s has been told that the application is ready to be checked.", name=begun.mandate.called), "success"
    )
    return redirect(url_for("on_behalf.person", number=begun.mandate_id))


def _words() -> dict[str, object]:
    return {"State": MandateState, "states": STATES, "turn": turn, "turns": TURNS}
