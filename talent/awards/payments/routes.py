"""Payment runs: a clerk selects and freezes, an approver sends them to the treasury and takes in the results."""

import tempfile
from datetime import timedelta

from flask import Blueprint, flash, g, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from talent.audit.operations import record
from talent.awards.payments import operations, queries, settling, wording
from talent.awards.payments.errors import ConditionsUnchecked, NoSuchRun, NotReadable, WrongState
from talent.awards.payments.forms import ExportForm, FreezeForm, PlainForm, ResultsForm, begin_form
from talent.awards.payments.keys import key_of
from talent.awards.payments.models import PaymentRun, PaymentState, RunState
from talent.awards.payments.queries import Total
from talent.awards.payments.results import read
from talent.awards.payments.selection import Holdup
from talent.awards.payments.settling import ResultsRefused, Settled
from talent.awards.payments.sheets import write_csv, write_xlsx
from talent.database import begin_writing, db, now
from talent.pilots.queries import pilot as pilot_of
from talent.pilots.queries import pilots
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.numbers import whole_number
from talent.web.pagination import page_of

payments = Blueprint("payments", __name__, url_prefix="/payments")

READERS = (Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR)
#: How far ahead a run may reach: a bank is told of a month at most.
AHEAD = timedelta(days=31)
#: How many wrong lines of a file are shown at once.
MOST_SHOWN = 200
SHEETS = {
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (write_csv, "text/csv"),
}


@payments.route("/")
@open_to(*READERS)
def index() -> str:
    """List the runs, and what is due by what holds it up."""
    page = page_of(queries.runs(), request.args.get("page", 1, type=whole_number))
    return render_template(
        "payments/index.html",
        page=page,
        totals={run.id: queries.totals(run) for run in page.items},
        standings=queries.standings(today()),
        nothing=Total(),
        wording=wording,
    )


@payments.route("/waiting/<holdup>")
@open_to(*READERS)
def waiting(holdup: str) -> str:
    """List what is due and held up for one reason."""
    why = next((each for each in Holdup if each.value == holdup), None)
    if why is None:
        raise NoSuchRun
    page = page_of(queries.held_up(today(), why), request.args.get("page", 1, type=whole_number))
    return render_template("payments/waiting.html", page=page, holdup=why, wording=wording)


@payments.route("/new", methods=["GET", "POST"])
@open_to(Role.CLERK)
def begin() -> str | Response:
    """Ask what to pay, and select it."""
    form = begin_form(pilots(), today())
    if form.validate_on_submit() and (day := form.day):
        if day <= today() + AHEAD:
            pilot = pilot_of(form.pilot.data) if form.pilot.data else None
            run = operations.begin(clerk=g.person, due_until=day, pilot=pilot, at=now())
            db.session.commit()
            return redirect(url_for("payments.show", number=run.id))
        form.due_until.errors = [_("Choose a day at most 31 days ahead.")]
    return render_template("payments/begin.html", form=form, standings=queries.standings(today()), nothing=Total())


@payments.route("/<int:number>")
@open_to(*READERS)
def show(number: int) -> str:
    """Show a run."""
    return _page(queries.run(number), FreezeForm())


def _page(run: PaymentRun, form: FreezeForm) -> str:
    words = request.args.get("search", "").strip()[:100]
    state = next((each for each in PaymentState if each.value == request.args.get("state", "")), None)
    query = queries.payments_of(run, words=words, state=state)
    return render_template(
        "payments/show.html",
        run=run,
        page=page_of(query, request.args.get("page", 1, type=whole_number)),
        search=words,
        state=state,
        totals=queries.totals(run),
        fit=queries.fit(run) if run.state in {RunState.SELECTING, RunState.FROZEN} else Total(),
        conditions=queries.with_conditions(run) if run.state is RunState.SELECTING else 0,
        form=form,
        key_of=key_of,
        nothing=Total(),
        wording=wording,
    )


@payments.route("/<int:number>/take-out/<int:payment>", methods=["POST"])
@open_to(Role.CLERK)
def take_out(number: int, payment: int) -> Response:
    """Leave a payment out."""
    run = queries.run(number)
    if PlainForm().validate_on_submit():
        operations.take_out(run, payment, clerk=g.person, at=now())
        db.session.commit()
        flash(_("The payment is out of this run. Its instalment stays due."), "success")
    return redirect(url_for("payments.show", number=number))


@payments.route("/<int:number>/freeze", methods=["POST"])
@open_to(Role.CLERK)
def freeze(number: int) -> str | Response:
    """Freeze the run."""
    run, form = queries.run(number), FreezeForm()
    if not form.validate_on_submit():
        return _page(run, form)
    try:
        operations.freeze(run, clerk=g.person, conditions_checked=form.conditions.data, at=now())
    except ConditionsUnchecked as error:
        db.session.rollback()
        form.conditions.errors = [error.says()]
        return _page(run, form)
    db.session.commit()
    flash(_("The run is frozen and with the approver now."), "success")
    return redirect(url_for("payments.show", number=number))


@payments.route("/<int:number>/discard", methods=["POST"])
@open_to(Role.CLERK, Role.APPROVER)
def discard(number: int) -> Response:
    """Give the run up."""
    run = queries.run(number)
    if PlainForm().validate_on_submit():
        operations.discard(run, officer=g.person, at=now())
        db.session.commit()
        flash(_("The run is discarded. What was in it can be selected again."), "success")
    return redirect(url_for("payments.show", number=number))


@payments.route("/<int:number>/export", methods=["POST"])
@open_to(Role.APPROVER)
def export(number: int) -> Response:
    """Send the run to the treasury."""
    run, form = queries.run(number), ExportForm()
    if form.validate_on_submit():
        seen = Total(form.count.data, form.fen.data)
        operations.export(run, approver=g.person, seen=seen, at=now())
        db.session.commit()
        flash(_("The run is released. Fetch the file and hand it to the treasury."), "success")
    return redirect(url_for("payments.show", number=number))


@payments.route("/<int:number>/<name>.<kind>")
@open_to(Role.APPROVER)
def file(number: int, name: str, kind: str) -> Response:
    """Send the file for the treasury; who fetched it is recorded, for it holds account numbers."""
    run = queries.run(number)
    if kind not in SHEETS or name != run.name:
        raise NoSuchRun
    operations.refuse_preparer(run, g.person)
    if run.exported_at is None:
        raise WrongState(run.state)
    begin_writing()
    record("payment file fetched", by=g.person.id, about=run.about, at=now(), details={"kind": kind})
    db.session.commit()
    write, mimetype = SHEETS[kind]
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
    write(run, out)
    out.seek(0)
    answer = send_file(out, mimetype, as_attachment=True, download_name=f"{run.name}.{kind}")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@payments.route("/<int:number>/results", methods=["GET", "POST"])
@open_to(Role.APPROVER)
def results(number: int) -> str | Response:
    """Take in what the treasury reports, or say of every line what is wrong with it."""
    run, form, problems = queries.run(number), ResultsForm(), []
    operations.refuse_preparer(run, g.person)
    if form.validate_on_submit():
        try:
            found = read(form.content)
            settled = settling.settle(run, found, filename=form.file.data.filename or "", approver=g.person, at=now())
        except NotReadable as error:
            db.session.rollback()
            form.file.errors = [error.says()]
        except ResultsRefused as error:
            db.session.rollback()
            problems = list(error.problems)
        else:
            db.session.commit()
            flash(_told(settled), "success")
            return redirect(url_for("payments.show", number=number))
    return render_template(
        "payments/results.html", run=queries.run(number), form=form, problems=problems, most=MOST_SHOWN, wording=wording
    )


def _told(settled: Settled) -> str:
    """Say what a file brought."""
    if not settled.new:
        return str(_("Everything in this file was known already: nothing was changed."))
    said = _(
        "Taken in: %(paid)d paid, %(failed)d failed, %(returned)d returned.",
        paid=settled.paid,
        failed=settled.failed,
        returned=settled.returned,
    )
    left = ngettext("%(num)d payment has no result yet.", "%(num)d payments have no result yet.", settled.open)
    return f"{said} {left}" if settled.open else str(said)


@payments.route("/<int:number>/retry", methods=["POST"])
@open_to(Role.CLERK)
def retry(number: int) -> Response:
    """Begin a run of what failed in this one."""
    run = queries.run(number)
    if not PlainForm().validate_on_submit():
        return redirect(url_for("payments.show", number=number))
    again = operations.retry(run, clerk=g.person, at=now())
    db.session.commit()
    return redirect(url_for("payments.show", number=again.id))
