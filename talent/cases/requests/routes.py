"""The clerk asks, the applicant answers."""

import secrets
from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, url_for
from flask import request as visit
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from talent.applications import documents
from talent.applications import queries as applications
from talent.applications.errors import NoSuchEvidence
from talent.applications.forms import parameters
from talent.cases import queries as cases
from talent.cases.calendar import add_working_days
from talent.cases.models import Case, CaseStage, VerificationState
from talent.cases.operations import refuse_unless_with_clerk
from talent.cases.requests import answering, operations, queries
from talent.cases.requests.answers import Answers
from talent.cases.requests.errors import AlreadyAsked, NotAllAnswered
from talent.cases.requests.forms import WithdrawForm, ask_form
from talent.cases.requests.models import ItemKind, Request
from talent.cases.requests.operations import USUAL_DAYS
from talent.cases.requests.views import view_of
from talent.database import db, now
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.filters import day
from talent.web.held import keeps_form, release

requests = Blueprint("requests", __name__)

#: How many files may come in one go, beside what is typed.
FILES_AT_ONCE = 4


@requests.url_value_preprocessor
def _take_several_files(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Allow for several files where they are asked for."""
    if endpoint == "requests.answer":
        visit.max_content_length = FILES_AT_ONCE * current_app.config["EVIDENCE_BYTES"] + 1024 * 1024


@requests.route("/cases/<reference>/request", methods=["GET", "POST"])
@open_to(Role.CLERK)
def ask(reference: str) -> str | AnyResponse:
    """Ask the applicant for more information."""
    case = cases.case_of(reference, seen_by=g.person)
    if visit.method == "GET":
        if case.stage is CaseStage.WAITING:
            raise AlreadyAsked
        refuse_unless_with_clerk(case, g.person)
    policy, facts = applications.policy_of(case.application), applications.facts_of(case.application)
    askable = queries.facts_to_ask(policy, case.application)
    form = ask_form(policy, askable, _ticked(case), seen=case.version, key=secrets.token_hex(16))
    if form.validate_on_submit():
        kept = operations.ask(
            case,
            wanted=form.wanted,
            days=form.days.data,
            key=form.key.data,
            clerk=g.person,
            at=now(),
            seen=form.seen.data,
        )
        due_on = kept.due_on
        db.session.commit()
        flash(_("The applicant has been asked, and has until %(day)s to answer.", day=day(due_on)), "success")
        return redirect(url_for("cases.show", reference=reference))
    return render_template(
        "cases/ask.html",
        case=case,
        policy=policy,
        facts=facts,
        askable=askable,
        form=form,
        shown=applications.shown,
        usual=add_working_days(today(), USUAL_DAYS),
    )


def _ticked(case: Case) -> list[str]:
    """Return the fields that begin ticked: the documents of answers that were found not proved."""
    refused = [each for each in cases.findings(case).values() if each.state is VerificationState.REFUSED]
    return [f"document-{each.fact.evidence[0]}" for each in refused]


@requests.route("/cases/<reference>/requests/<int(max=9999):number>/withdraw", methods=["POST"])
@open_to(Role.CLERK)
def withdraw(reference: str, number: int) -> AnyResponse:
    """Take a request back."""
    case = cases.case_of(reference, seen_by=g.person)
    asked = queries.request_of(case, number)
    if WithdrawForm().validate_on_submit():
        gone = operations.withdraw(asked, clerk=g.person, at=now())
        db.session.commit()
        _remove(gone)
        flash(_("The request is withdrawn. The case is with the clerk, and the clock runs on."), "success")
    return redirect(url_for("cases.show", reference=reference))


@requests.route("/applications/<reference>/requests/<int(max=9999):number>", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
@keeps_form
def answer(reference: str, number: int) -> str | AnyResponse:
    """Answer what the bureau asks, bit by bit, and send it; or look at what was sent."""
    application = applications.application(reference, seen_by=g.person)
    asked = queries.own_request(application, number)
    status = url_for("applications.show", reference=application.reference)
    if not asked.is_open:
        if asked.answered_at is not None and "send" in visit.form:
            return redirect(status)
        if visit.method == "POST":
            operations.hold_open(asked)
        view = view_of(asked, applications.policy_of(application), today())
        return render_template("cases/asked.html", asked=asked, view=view, **_about(asked))
    answers = Answers(asked, release() if visit.method == "GET" else None)
    if visit.method == "POST":
        _keep(answers)
        if not answers.form.errors:
            return _go_on(asked, status)
    elif "unanswered" in visit.args:
        answers.point_out_missing()
    return render_template("cases/answer.html", asked=asked, form=answers.form, **_about(asked))


def _keep(answers: Answers) -> None:
    """Save what came: typed answers, files, and the wish to remove a file."""
    at, config = now(), current_app.config
    saved = answers.save(at)
    answers.take_files(config["EVIDENCE"], config["EVIDENCE_BYTES"], at)
    gone = [*saved.gone, *answers.removed(visit.form.get("remove", ""))]
    db.session.commit()
    _remove(gone)
    if saved.added:
        flash(_("Your answers lead to further questions: they are on this page now."))


def _go_on(asked: Request, status: str) -> AnyResponse:
    """Send the answer where that was wanted and everything is there; else show the page anew."""
    reference, number = asked.case.reference, asked.number
    if "send" not in visit.form:
        pressed = visit.form.get("save", "")
        anchor = f"item-{pressed}" if pressed.isdigit() else None
        return redirect(url_for("requests.answer", reference=reference, number=number, _anchor=anchor))
    try:
        answering.send(asked, at=now())
    except NotAllAnswered:
        db.session.rollback()
        return redirect(url_for("requests.answer", reference=reference, number=number, unanswered=1))
    db.session.commit()
    flash(_("Your answer is sent. It is the bureau's turn again."), "success")
    return redirect(status)


def _about(asked: Request) -> dict[str, object]:
    """Return what the pages of a request show beside it."""
    application = asked.case.application
    policy, facts = applications.policy_of(application), applications.facts_of(application)
    return {
        "application": application,
        "policy": policy,
        "facts": facts,
        "shown": applications.shown,
        "parameters": parameters,
        "ItemKind": ItemKind,
        "today": today(),
        "then": queries.resumed_due_on(asked, today()),
    }


@requests.route("/applications/requests/documents/<int:number>/page.webp")
@open_to(Role.APPLICANT)
def document_page(number: int) -> Response:
    """Show the first page of a file that was given in answer, to who gave it."""
    file = queries.own_document(number, seen_by=g.person)
    drawn = documents.picture(_folder() / file.stored_as, file.content_type, 1)
    if drawn is None:
        raise NoSuchEvidence
    picture = Response(drawn, mimetype="image/webp")
    picture.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return picture


def _remove(names: Iterable[str]) -> None:
    """Remove files that nothing refers to any more, after the commit."""
    for name in names:
        documents.discard(_folder() / name)


def _folder() -> Path:
    folder: Path = current_app.config["EVIDENCE"]
    return folder
