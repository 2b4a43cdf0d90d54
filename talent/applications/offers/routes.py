"""The page of an offer, and its two answers."""

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from talent.applications.offers import operations, queries
from talent.applications.offers.models import OfferState
from talent.applications.offers.wording import STATES
from talent.applications.queries import shown
from talent.database import db, now
from talent.policies.library import policy_by_digest
from talent.web.access import Role, open_to
from talent.web.days import today

offers = Blueprint("offers", __name__, url_prefix="/offers")


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
