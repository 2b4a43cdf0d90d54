"""What is owed back: claimed by a clerk, confirmed by an approver, paid back or offset; the applicant sees it all."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from talent.applications.queries import application as application_of
from talent.applications.queries import policy_of
from talent.awards.recoveries import operations, queries, wording
from talent.awards.recoveries.forms import PlanForm, RepaymentForm, WaiveForm
from talent.awards.recoveries.models import Recovery, RecoveryState
from talent.awards.reviews.queries import review as review_of
from talent.database import db, now
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.errors import Refused
from talent.web.forms import Form
from talent.web.numbers import whole_number
from talent.web.pagination import page_of

recoveries = Blueprint("recoveries", __name__)

_NUMBER = "<int:number>"


@recoveries.route("/recoveries")
@open_to(Role.CLERK, Role.APPROVER, Role.AUDITOR)
def index() -> str:
    """List what is owed back, or what was."""
    closed = request.args.get("show") == "closed"
    page = page_of(queries.recoveries(closed=closed), request.args.get("page", 1, type=whole_number))
    return render_template(
        "recoveries/index.html", page=page, closed=closed, states=wording.STATES, policy_of=policy_of
    )


@recoveries.route("/reviews/<int:number>/recoveries/<int:award>", methods=["POST"])
@open_to(Role.CLERK)
def claim(number: int, award: int) -> Response:
    """Claim back what a review found."""
    review = review_of(number, seen_by=g.person)
    recovery = operations.open_recovery(review, award, clerk=g.person, at=now())
    db.session.commit()
    flash(_("Claimed back. An approver confirms it before the applicant is told."), "success")
    return redirect(url_for("recoveries.show", number=recovery.id))


@recoveries.route(f"/recoveries/{_NUMBER}", methods=["GET", "POST"])
@open_to(Role.CLERK, Role.APPROVER, Role.AUDITOR)
def show(number: int) -> str | Response:
    """Show the claim with its ledger; the officer's next steps stand beside it."""
    recovery = queries.recovery(number, seen_by=g.person)
    forms = _forms(recovery)
    wanted = request.form.get("step", "") if request.method == "POST" else ""
    if wanted in forms and (answer := _done(recovery, wanted, forms[wanted])):
        return answer
    return render_template(
        "recoveries/show.html",
        **_view(recovery),
        forms=forms,
        may_confirm="waive" in forms and recovery.state is RecoveryState.PROPOSED,
        offsettable=queries.offsettable(recovery)[:6] if "repay" in forms else [],
    )


def _forms(recovery: Recovery) -> dict[str, Any]:
    """Return the forms of what this officer can do now; only the one that was sent is read."""
    sent = request.form.get("step", "")
    found: dict[str, type[Form]] = {}
    if g.person.has(Role.CLERK) and recovery.state is RecoveryState.OPEN:
        found |= {"repay": RepaymentForm, "plan": PlanForm}
    under_way = recovery.state in {RecoveryState.OPEN, RecoveryState.PROPOSED}
    if g.person.has(Role.APPROVER) and under_way and recovery.clerk_id != g.person.id:
        found |= {"waive": WaiveForm}
    return {step: form() if step == sent else form(formdata=None, prefix="") for step, form in found.items()}


def _done(recovery: Recovery, step: str, form: Any) -> Response | None:
    """Take a step, or say beside its form why not."""
    if not form.validate_on_submit():
        return None
    steps: dict[str, Callable[[], object]] = {
        "repay": lambda: operations.repay(
            recovery, fen=form.fen, reference=form.reference.data, received_on=form.date, clerk=g.person, at=now()
        ),
        "plan": lambda: operations.plan(recovery, parts=form.parts.data, first=form.date, clerk=g.person, at=now()),
        "waive": lambda: operations.waive(recovery, approver=g.person, reason=form.reason.data, at=now()),
    }
    try:
        steps[step]()
    except Refused as error:
        db.session.rollback()
        next(field for field in form if field.name != "csrf_token").errors = [error.says()]
        return None
    return _go(recovery)


def _go(recovery: Recovery) -> Response:
    db.session.commit()
    flash(_("Recorded; the applicant is told where it concerns them."), "success")
    return redirect(url_for("recoveries.show", number=recovery.id))


@recoveries.route(f"/recoveries/{_NUMBER}/confirm", methods=["POST"])
@open_to(Role.APPROVER)
def confirm(number: int) -> Response:
    """Confirm a claim."""
    recovery = queries.recovery(number, seen_by=g.person)
    operations.confirm(recovery, approver=g.person, at=now())
    return _go(recovery)


@recoveries.route(f"/recoveries/{_NUMBER}/offset/<int:instalment>", methods=["POST"])
@open_to(Role.CLERK)
def offset(number: int, instalment: int) -> Response:
    """Keep what is owed from an instalment."""
    recovery = queries.recovery(number, seen_by=g.person)
    operations.offset(recovery, instalment, clerk=g.person, at=now())
    return _go(recovery)


@recoveries.route(f"/applications/<reference>/recoveries/{_NUMBER}")
@open_to(Role.APPLICANT)
def mine(reference: str, number: int) -> str:
    """Show the applicant what they owe, why, what came back, and how to appeal."""
    application = application_of(reference, seen_by=g.person)
    return render_template("recoveries/mine.html", **_view(queries.recovery_of(application, number)))


def _view(recovery: Recovery) -> dict[str, Any]:
    application = recovery.award.case.application
    return {
        "recovery": recovery,
        "application": application,
        "policy": policy_of(application),
        "standing": wording.STATES[recovery.state],
        "kinds": wording.KINDS,
        "plan": queries.plan_of(recovery, today()),
    }
