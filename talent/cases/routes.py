"""The bureau's way with one case: verify, recommend, decide. The list is in the inbox."""

from pathlib import Path

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from talent.applications import documents
from talent.applications import queries as applications
from talent.applications.models import Evidence
from talent.cases import operations, queries, wording
from talent.cases.appeals.queries import granted_before
from talent.cases.correspondence.operations import note_seen
from talent.cases.correspondence.queries import unseen_count
from talent.cases.correspondence.thread import thread_of
from talent.cases.errors import NoSuchFact, NotRecommended
from talent.cases.forms import Answer, DecisionForm, DocumentForm, VerificationForm, recommendation_form
from talent.cases.history import history
from talent.cases.holds.queries import refuse_held
from talent.cases.interests.queries import is_barred
from talent.cases.models import Case, CaseStage, VerificationState
from talent.cases.registries import wording as registry_words
from talent.cases.registries.queries import compared
from talent.cases.requests.queries import requests_of
from talent.cases.requests.views import view_of
from talent.cases.signals import panels
from talent.database import begin_writing, db, now
from talent.notices.queries import letters_of
from talent.web.access import Role, open_to
from talent.web.days import today

cases = Blueprint("cases", __name__, url_prefix="/cases")


@cases.route("/<reference>")
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR)
def show(reference: str) -> str:
    """Show a case: answers beside their documents, what was asked and written, what the rules say, what was done."""
    case = queries.case_of(reference, seen_by=g.person)
    page = _page(case)
    if wording.may_write(case, g.person) and unseen_count(case, by_applicant=False):
        begin_writing()
        note_seen(case, by_applicant=False, at=now())
        db.session.commit()
    return page


def _page(case: Case, failed: VerificationForm | None = None) -> str:
    """Draw the page of a case. failed: a form of it that was filled in wrong."""
    policy, proofs = applications.policy_of(case.application), queries.proofs(case)
    may_write = wording.may_write(case, g.person)
    return render_template(
        "cases/show.html",
        case=case,
        policy=policy,
        facts=applications.facts_of(case.application),
        proofs=proofs,
        pages={document.id: _pages_of(document) for proof in proofs for document in proof.documents},
        failed=failed,
        decision=applications.decide(case.application),
        shown=applications.shown,
        needs_proof=applications.needs_proof,
        unverified=queries.unverified(case),
        letters=letters_of(case.reference),
        asked=[view_of(each, policy, today()) for each in requests_of(case)],
        thread=thread_of(case, by_applicant=False, may_write=may_write, at=now()),
        panels=[panel for _receiver, found in panels.send(case, seen_by=g.person) for panel in found],
        events=history(case),
        barred=is_barred(case, g.person),
        heard=compared(case),
        registry_words=registry_words,
        sees_documents=g.person.has_any(applications.READERS),
        today=today(),
        wording=wording,
    )


def _pages_of(document: Evidence) -> int:
    """Return how many pages a document has, 0 when its file cannot be read."""
    folder: Path = current_app.config["EVIDENCE"]
    try:
        return documents.pages(folder / document.stored_as, document.content_type)
    except (OSError, RuntimeError):
        return 0


@cases.route("/<reference>/answers/<fact>", methods=["POST"])
@open_to(Role.CLERK)
def verify(reference: str, fact: str) -> str | AnyResponse:
    """Take what the clerk found of one answer."""
    case = queries.case_of(reference, seen_by=g.person)
    if fact not in queries.findings(case):
        raise NoSuchFact
    form = VerificationForm(prefix=f"{fact}-")
    if not form.validate_on_submit():
        form.fact = fact
        return _page(case, form)
    state = VerificationState(form.state.data)
    operations.verify(case, fact=fact, state=state, note=form.note.data, clerk=g.person, at=now())
    db.session.commit()
    return redirect(url_for("cases.show", reference=reference, _anchor=f"answer-{fact}"))


@cases.route("/<reference>/documents/<kind>", methods=["POST"])
@open_to(Role.CLERK)
def verify_document(reference: str, kind: str) -> AnyResponse:
    """Take that one kind of document proves every answer it is for."""
    case = queries.case_of(reference, seen_by=g.person)
    if DocumentForm().validate_on_submit():
        operations.verify_document(case, kind=kind, clerk=g.person, at=now())
        db.session.commit()
    return redirect(url_for("cases.show", reference=reference, _anchor=f"document-{kind}"))


@cases.route("/<reference>/recommendation", methods=["GET", "POST"])
@open_to(Role.CLERK)
def recommend(reference: str) -> str | AnyResponse:
    """Ask for the recommendation."""
    case = queries.case_of(reference, seen_by=g.person)
    policy, decision = applications.policy_of(case.application), applications.decide(case.application)
    if request.method == "GET":
        operations.refuse_unless_with_clerk(case, g.person)
        refuse_held(case)
    form = recommendation_form(
        policy,
        decision,
        case.recommended,
        but=granted_before(case),
        seen=case.version,
        reason=case.recommended_reason or "",
    )
    unverified = queries.unverified(case)
    form.proved = not unverified
    if form.validate_on_submit():
        if not (form.chosen and unverified):
            operations.recommend(
                case,
                clerk=g.person,
                incentives=form.chosen,
                reason=form.reason.data,
                seen=form.seen.data,
                against=form.against,
                at=now(),
            )
            db.session.commit()
            flash(_("The recommendation is with the approver now."), "success")
            return redirect(url_for("cases.show", reference=reference))
        form.refuse_unverified()
    return render_template(
        "cases/recommend.html", case=case, policy=policy, decision=decision, form=form, unverified=unverified
    )


@cases.route("/<reference>/decision", methods=["GET", "POST"])
@open_to(Role.APPROVER)
def decide(reference: str) -> str | AnyResponse:
    """Ask for the second officer's decision."""
    case = queries.case_of(reference, seen_by=g.person)
    if case.stage is CaseStage.DECIDED and case.approver_id == g.person.id:
        return redirect(url_for("cases.show", reference=reference))
    if case.stage is not CaseStage.RECOMMENDED:
        operations.refuse_closed(case)
        raise NotRecommended
    operations.refuse_same_officer(case, g.person)
    form = DecisionForm(data={"seen": case.version})
    form.overrides = bool(case.overridden)
    if form.validate_on_submit():
        _decide(case, form)
        db.session.commit()
        return redirect(url_for("cases.show", reference=reference))
    policy, decision = applications.policy_of(case.application), applications.decide(case.application)
    return render_template("cases/decide.html", case=case, policy=policy, decision=decision, form=form, wording=wording)


def _decide(case: Case, form: DecisionForm) -> None:
    if form.answer.data == Answer.APPROVE:
        operations.approve(case, approver=g.person, seen=form.seen.data, read=form.read.data, at=now())
        flash(_("The case is decided. The letter has been issued and the applicant has been told."), "success")
    else:
        operations.send_back(case, approver=g.person, reason=form.reason.data, seen=form.seen.data, at=now())
        flash(_("The case is with the clerk again."), "success")
