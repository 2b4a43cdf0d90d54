"""The applicant appeals; an officer who had no part in the decision takes the appeal on and answers it."""

from pathlib import Path

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from talent.applications.queries import application as application_of
from talent.applications.queries import policy_of
from talent.cases.appeals import operations, queries, wording
from talent.cases.appeals.errors import NoSuchAppeal
from talent.cases.appeals.forms import Answer, AnswerForm, AppealForm, TakingForm, WithdrawalForm, answer_form
from talent.cases.appeals.models import Appeal
from talent.cases.models import Case
from talent.cases.queries import case_of_application
from talent.cases.wording import OUTCOMES
from talent.database import db, now
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.errors import Refused
from talent.web.held import keeps_form, release
from talent.web.numbers import whole_number
from talent.web.pagination import page_of

appeals = Blueprint("appeals", __name__)


def _case_of(reference: str) -> Case:
    """Return the visitor's own case. Raises NoSuchAppeal before there is one."""
    case = case_of_application(application_of(reference, seen_by=g.person))
    if case is None:
        raise NoSuchAppeal
    return case


@appeals.route("/applications/<reference>/appeal", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
@keeps_form
def of_application(reference: str) -> str | Response:
    """Show the appeal, or ask for its reasons; take it."""
    case = _case_of(reference)
    appeal, why_not = queries.appeal_of(case), ""
    typed = release() if request.method == "GET" else None
    form = AppealForm(**({"formdata": typed} if typed else {}))
    if form.validate_on_submit():
        operations.file(case, reasons=form.reasons.data, at=now())
        db.session.commit()
        flash(_("We have your appeal."), "success")
        return redirect(url_for("appeals.of_application", reference=case.reference))
    if appeal is None:
        try:
            operations.refuse_unless_open(case, at=now())
        except Refused as refused:
            why_not = refused.says()
    return render_template(
        "appeals/of_application.html",
        case=case,
        appeal=appeal,
        term=queries.term_of(case),
        clause=queries.clause_of(appeal) if appeal else None,
        why_not=why_not,
        form=form,
        withdrawal=WithdrawalForm(formdata=None),
        wording=wording,
        today=today(),
    )


@appeals.route("/applications/<reference>/appeal/withdraw", methods=["POST"])
@open_to(Role.APPLICANT)
def withdraw(reference: str) -> Response:
    """Take the appeal back."""
    appeal = queries.appeal_of(_case_of(reference))
    if appeal is None:
        raise NoSuchAppeal
    if WithdrawalForm().validate_on_submit():
        operations.withdraw(appeal, at=now())
        db.session.commit()
        flash(_("Your appeal is withdrawn. The decision is as it was."), "success")
    return redirect(url_for("appeals.of_application", reference=reference))


@appeals.route("/appeals")
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR)
def index() -> str:
    """List the appeals that wait, the longest overdue first, or those that are closed."""
    closed = request.args.get("show") == "closed"
    words = request.args.get("search", "").strip()[:100]
    query = queries.listed(closed=closed, words=words)
    return render_template(
        "appeals/index.html",
        page=page_of(query, request.args.get("page", 1, type=whole_number)),
        closed=closed,
        search=words,
        counts=queries.counts(today()),
        wording=wording,
        today=today(),
    )


@appeals.route("/appeals/<reference>")
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR)
def show(reference: str) -> str:
    """Show an appeal beside the decision it is against, with what the visitor may do."""
    return _page(queries.appeal(reference, seen_by=g.person))


def _page(appeal: Appeal, form: AnswerForm | None = None) -> str:
    case, answers = appeal.case, g.person.has_any(queries.ANSWERERS)
    policy, had_part = policy_of(case.application), g.person.id in queries.took_part(case)
    return render_template(
        "appeals/show.html",
        appeal=appeal,
        case=case,
        policy=policy,
        term=queries.term_of(case),
        clause=queries.clause_of(appeal),
        had_part=answers and had_part,
        may_answer=answers and not had_part and appeal.is_open,
        taking=TakingForm(formdata=None, data={"seen": appeal.officer_id or 0}),
        form=form or answer_form(queries.clauses(policy, appeal)),
        outcome=OUTCOMES[case.outcome] if case.outcome else None,
        wording=wording,
        today=today(),
    )


@appeals.route("/appeals/<reference>/officer", methods=["POST"])
@open_to(Role.APPROVER, Role.OFFICER)
def take_on(reference: str) -> Response:
    """Have the visitor answer the appeal."""
    appeal, form = queries.appeal(reference, seen_by=g.person), TakingForm()
    if form.validate_on_submit():
        operations.take_on(appeal, officer=g.person, seen=form.seen.data or None, at=now())
        db.session.commit()
    return redirect(url_for("appeals.show", reference=reference))


@appeals.route("/appeals/<reference>/answer", methods=["GET", "POST"])
@open_to(Role.APPROVER, Role.OFFICER)
@keeps_form
def answer(reference: str) -> str | Response:
    """Take the answer."""
    appeal = queries.appeal(reference, seen_by=g.person)
    typed = release() if request.method == "GET" else None
    form = answer_form(queries.clauses(policy_of(appeal.case.application), appeal), typed)
    if not form.validate_on_submit():
        return _page(appeal, form)
    said = {"officer": g.person, "answer": form.reason.data, "at": now()}
    if form.answer.data == Answer.STANDS:
        operations.uphold(appeal, clause=form.clause.data, **said)
        flash(_("The decision stands. The applicant has been told."), "success")
    else:
        folder: Path = current_app.config["EVIDENCE"]
        anew = operations.send_back(appeal, folder=folder, **said)
        told = _(
            "The case is with the clerks again as %(reference)s. The applicant has been told.", reference=anew.reference
        )
        flash(told, "success")
    db.session.commit()
    return redirect(url_for("appeals.show", reference=reference))
