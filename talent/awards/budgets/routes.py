"""Budgets for the officers: what was set, what was promised, what is paid when."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rules.facts import yuan
from talent.awards.budgets import operations, queries
from talent.awards.budgets.errors import BelowCommitted
from talent.awards.budgets.forecast import BOTTOM, HIGH, LEFT, WIDE, forecast
from talent.awards.budgets.forms import BudgetForm, budget_form
from talent.database import db, now
from talent.pilots.models import Pilot
from talent.pilots.queries import pilot as pilot_of
from talent.pilots.queries import pilots
from talent.policies.library import policies_in_force
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.numbers import whole_number

budgets = Blueprint("budgets", __name__, url_prefix="/budgets")

READERS = (Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR)


def _pilot() -> Pilot | None:
    slug = request.args.get("pilot", "")
    return pilot_of(slug) if slug else None


@budgets.route("/")
@open_to(*READERS)
def index() -> str:
    """List the budgets of a year."""
    years = queries.years(today())
    year, pilot = request.args.get("year", today().year, type=whole_number), _pilot()
    return render_template(
        "budgets/index.html",
        budgets=queries.budgets(year, pilot),
        year=year,
        years=sorted({*years, year}),
        pilot=pilot,
        pilots=pilots(),
        title_of=queries.title_of,
        today=today(),
    )


@budgets.route("/set", methods=["GET", "POST"])
@open_to(Role.OFFICER)
def edit() -> str | Response:
    """Set a budget, or take its limit away."""
    known = {name: request.args.get(name, "") for name in ("pilot", "incentive")}
    year = request.args.get("year", type=whole_number)
    found = queries.find(known["pilot"], known["incentive"], year)
    amount = yuan(found.appropriated_fen) if found and found.appropriated_fen is not None else ""
    form = budget_form(pilots(), policies_in_force(), today(), **known, year=year, amount=amount)
    if form.validate_on_submit() and _saved(form):
        flash(_("The budget is set."), "success")
        return redirect(url_for("budgets.index", year=form.year.data))
    return render_template("budgets/edit.html", form=form, budget=found)


def _saved(form: BudgetForm) -> bool:
    """Set it, or say beside the field why not."""
    policy_id, _colon, incentive = form.incentive.data.rpartition(":")
    try:
        operations.set_budget(
            pilot_of(form.pilot.data),
            policy_id=policy_id,
            incentive=incentive,
            year=form.year.data,
            fen=form.fen,
            officer=g.person,
            at=now(),
        )
    except BelowCommitted as error:
        db.session.rollback()
        form.amount.errors = [error.says()]
        return False
    db.session.commit()
    return True


@budgets.route("/forecast")
@open_to(*READERS)
def ahead() -> str:
    """Show what is to be paid by month."""
    pilot = _pilot()
    return render_template(
        "budgets/ahead.html",
        forecast=forecast(pilot, today()),
        pilot=pilot,
        pilots=pilots(),
        chart={"wide": WIDE, "high": HIGH, "left": LEFT, "floor": HIGH - BOTTOM},
    )
