"""The page of an offer, and its two answers."""

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from talent.applications.offers import operations, queries
from talent.applications.offers.models import OfferState
from talent.applications.offers.wording import STATES
from talent.applications.queries import shown
from talent.database import db, now
from talent.policies.library import library, policy_by_digest
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.filters import said

offers = Blueprint("offers", __name__, url_prefix="/offers")


@offers.route("/")
@open_to(Role.OFFICER, Role.AUDITOR)
def index() -> str:
    """Count what was offered, by policy and by what became of it."""
    return render_template("offers/index.html", counts=queries.counted(), states=STATES, title_of=_title)


def _title(policy_id: str) -> str:
    """Return what a policy is called today; its id where there is none any more."""
    policy = library().policies.get(policy_id)
    return said(policy.title) if policy else policy_id


@offers.route("/<int:number>", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
def show(number: int) -> str | AnyResponse:
    """Show what would be granted, under which clauses, from which facts; accept, or say not now."""
    offer = queries.offer(number, seen_by=g.person)
    answer = request.form.get("answer")
    if answer == "accept":
        draft = operations.accept(offer, current_app.config["EVIDENCE"], at=now())
        db.session.commit()
        flash(_("An application is begun and filled in. Check it, then hand it in."), "success")
        return redirect(url_for("applications.check", reference=draft.reference))
    if answer == "decline":
        operations.decline(offer, at=now())
        db.session.commit()
        flash(_("Noted: not now. You can apply whenever you like."), "success")
        return redirect(url_for("applications.index"))
    return render_template(
        "offers/show.html",
        offer=offer,
        policy=policy_by_digest(offer.policy_digest),
        decision=queries.decision_of(offer),
        facts=queries.facts_of(offer),
        shown=shown,
        stands=offer.state is OfferState.OPEN and queries.is_in_force(offer, on=today()),
        state=STATES[offer.state],
    )
