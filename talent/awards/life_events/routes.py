"""A change is chosen, its facts answered, its consequences shown, and only then sent; a clerk acknowledges it."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rules.policy import LifeEvent
from talent.applications.forms import QuestionsForm, parameters
from talent.applications.queries import application as application_of
from talent.applications.queries import policy_of, shown
from talent.awards.life_events import operations, queries, wording
from talent.awards.life_events.errors import AnswerMissing, DayUnfit, NoSuchChange, NothingAtStake, Outdated
from talent.awards.life_events.forms import DAY, SEEN, change_form, day_of
from talent.awards.life_events.panel import view_of
from talent.awards.life_events.queries import Report, Situation
from talent.cases.queries import case_of
from talent.database import db, now
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.held import keeps_form, release
from talent.web.numbers import whole_number
from talent.web.pagination import page_of

life_events = Blueprint("life_events", __name__)


@life_events.route("/applications/<reference>/changes")
@open_to(Role.APPLICANT)
def index(reference: str) -> str:
    """List what was reported, and what can be."""
    application = application_of(reference, seen_by=g.person)
    try:
        found = queries.situation(application)
    except NothingAtStake as error:
        offered, why_not = [], error.says()
    else:
        offered, why_not = queries.offered(found), ""
    return render_template(
        "life_events/index.html",
        application=application,
        policy=policy_of(application),
        changes=queries.changes_of(application),
        offered=offered,
        why_not=why_not,
        standing=wording.standing,
    )


@life_events.route("/applications/<reference>/changes/<event_id>", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
@keeps_form
def report(reference: str, event_id: str) -> str | Response:
    """Ask what changed; show what follows; send it."""
    application = application_of(reference, seen_by=g.person)
    found = queries.situation(application)
    event = found.policy.events.get(event_id)
    if event is None or event not in queries.offered(found):
        return _sent_before(found, event_id)
    typed = release()
    form = change_form(queries.asked(found, event), _known(found), typed)
    if form.validate_on_submit() and (reported := _read(found, event, form)) and "back" not in request.form:
        if form[SEEN].data == reported.fingerprint:
            return _send(found, event, form, reported)
        return _preview(found, reported, again=bool(form[SEEN].data))
    return render_template(
        "life_events/report.html", application=application, event=event, form=form, day=DAY, parameters=parameters,
        facts=form.facts,
    )  # fmt: skip


def _sent_before(found: Situation, event_id: str) -> Response:
    """Lead whoever comes back to a form that was sent to what was sent."""
    for change in reversed(found.changes):
        if change.event == event_id:
            return redirect(url_for("life_events.sent", reference=found.application.reference, number=change.id))
    raise NoSuchChange


def _known(found: Situation) -> dict[str, Any]:
    """Return the answers known, typed, to fill the form with."""
    return queries.typed(found.policy, found.raw, today())


def _read(found: Situation, event: LifeEvent, form: QuestionsForm) -> Report | None:
    """Return what the form says, or None after telling beside the field what is wrong."""
    answers, happened_on = form.values(today()), day_of(form)
    if form.errors or happened_on is None:
        return None
    try:
        return queries.report(found, event, happened_on=happened_on, answers=answers, today=today())
    except DayUnfit as error:
        form[DAY].errors = [error.says()]
    except AnswerMissing as error:
        form[error.fact].errors = [_("Answer this question.")]
    return None


def _preview(found: Situation, reported: Report, *, again: bool) -> str:
    """Show what follows, with everything that was typed, to be sent or changed."""
    typed = [
        (name, value) for name, value in request.form.items(multi=True) if name not in {"csrf_token", SEEN, "back"}
    ]
    return render_template(
        "life_events/preview.html",
        application=found.application,
        policy=found.policy,
        report=reported,
        said=wording.consequences(found.policy, reported.consequences.as_json()),
        typed=typed,
        again=again,
        seen=SEEN,
        is_open=found.is_open,
    )


def _send(found: Situation, event: LifeEvent, form: QuestionsForm, reported: Report) -> str | Response:
    try:
        change = operations.report(
            found.application,
            event,
            happened_on=reported.happened_on,
            answers=form.values(today()),
            seen=reported.fingerprint,
            at=now(),
        )
    except Outdated:
        db.session.rollback()
        return redirect(url_for("life_events.report", reference=found.application.reference, event_id=event.id))
    db.session.commit()
    flash(_("Your report is with the clerk now."), "success")
    return redirect(url_for("life_events.sent", reference=found.application.reference, number=change.id))


@life_events.route("/applications/<reference>/changes/sent/<int:number>")
@open_to(Role.APPLICANT)
def sent(reference: str, number: int) -> str:
    """Show a report as it was sent."""
    application = application_of(reference, seen_by=g.person)
    change = queries.change(application, number)
    return render_template(
        "life_events/sent.html",
        application=application,
        policy=policy_of(application),
        shown=shown,
        **view_of(change),
    )


@life_events.route("/applications/<reference>/changes/sent/<int:number>/withdraw", methods=["POST"])
@open_to(Role.APPLICANT)
def withdraw(reference: str, number: int) -> Response:
    """Take a report back."""
    application = application_of(reference, seen_by=g.person)
    operations.withdraw(queries.change(application, number), at=now())
    db.session.commit()
    flash(_("Your report is withdrawn. Everything stands as before it."), "success")
    return redirect(url_for("life_events.index", reference=reference))


@life_events.route("/changes")
@open_to(Role.CLERK)
def desk() -> str:
    """List the reports that wait for a clerk, or those that were dealt with."""
    answered = request.args.get("show") == "answered"
    page = page_of(queries.waiting(answered=answered), request.args.get("page", 1, type=whole_number))
    return render_template(
        "life_events/desk.html",
        page=page,
        answered=answered,
        policy_of=policy_of,
        standing=wording.standing,
    )


@life_events.route("/cases/<reference>/changes/<int:number>/acknowledge", methods=["POST"])
@open_to(Role.CLERK)
def acknowledge(reference: str, number: int) -> Response:
    """Note that a clerk deals with a report."""
    case = case_of(reference, seen_by=g.person)
    operations.acknowledge(queries.change(case.application, number), clerk=g.person, at=now())
    db.session.commit()
    flash(_("The applicant has been told that you deal with it."), "success")
    return redirect(url_for("cases.show", reference=reference))
