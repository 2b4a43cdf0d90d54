"""The list of cases, whose each is, and what is done to many at a time."""

from collections.abc import Callable, Sequence
from secrets import token_hex
from urllib.parse import parse_qsl

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from talent.accounts.models import Person
from talent.cases import wording as cases_wording
from talent.cases.calendar import unknown_year
from talent.cases.inbox import bulk, operations, queries, saved, wording
from talent.cases.inbox.choices import choices
from talent.cases.inbox.errors import NotAClerk
from talent.cases.inbox.filters import Filter, filter_of
from talent.cases.inbox.forms import (
    AskAllForm,
    AssigneeForm,
    FilterForm,
    GreenChannelForm,
    RecommendAllForm,
    SelectionForm,
    ShareForm,
)
from talent.cases.inbox.paging import page_of, whole
from talent.cases.inbox.workload import next_unassigned, workload
from talent.cases.models import Case
from talent.cases.queries import case_of
from talent.cases.routes import cases
from talent.cases.sheet import csv_of
from talent.database import db, now
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.errors import Refused

inbox = Blueprint("inbox", __name__, url_prefix="/cases")


@cases.route("/")
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR)
def index() -> str:
    """List the cases of a box, as they are filtered, page by page."""
    wanted = filter_of(request.args)
    query = queries.listed(wanted, seen_by=g.person, on=today())
    page = page_of(query, wanted.order, request.args)
    return render_template(
        "cases/index.html",
        wanted=wanted,
        page=page,
        entries=queries.entries(page.ids),
        total=queries.counted(query),
        counts=queries.counts(seen_by=g.person, on=today()),
        choices=choices(),
        saved=queries.saved_filters(g.person),
        acts=g.person.has_any(operations.LEADS | {Role.CLERK}),
        leads=g.person.has_any(operations.LEADS),
        today=today(),
        unknown_year=unknown_year(today()) if g.person.has(Role.OFFICER) else None,
        wording=cases_wording,
        boxes=wording,
        most_in_sheet=MOST_IN_SHEET,
    )


#: How many rows a sheet has at most.
MOST_IN_SHEET = 5000


@cases.route("/export.csv")
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR)
def export() -> Response:
    """Send the list, all pages of it up to MOST_IN_SHEET, as a sheet."""
    wanted = filter_of(request.args)
    ids = whole(queries.listed(wanted, seen_by=g.person, on=today()), wanted.order, MOST_IN_SHEET)
    answer = Response(csv_of(entry.case for entry in queries.entries(ids)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="cases-{today().isoformat()}.csv"'
    return answer


def _back(query: str) -> AnyResponse:
    """Return to the list as it was filtered."""
    return redirect(url_for("cases.index", **filter_of(dict(parse_qsl(query[:2000]))).args()))


@inbox.route("/selection", methods=["GET", "POST"])
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER)
def selection() -> str | AnyResponse:
    """Do the same for the cases that were chosen, and say for which it was not done and why."""
    form = SelectionForm()
    if request.method == "GET" or not form.validate_on_submit():
        return redirect(url_for("cases.index"))
    seen = form.shown()
    if not 1 <= len(seen) <= bulk.MOST:
        text = _("Choose 1 to %(most)d cases first. Nothing was changed.", most=bulk.MOST)
        flash(text, "error")
        return _back(form.back.data)
    chosen = queries.cases_by(list(seen))
    if form.action.data == "recommend":
        return _recommendable(chosen, form.back.data)
    if form.action.data == "ask":
        return _askable(chosen, form.back.data)
    result = bulk.each(chosen, _act(form, seen))
    db.session.commit()
    return _told(result, form.action.data, form.back.data)


def _act(form: SelectionForm, seen: dict[str, int]) -> Callable[[Case], object]:
    """Return what is to be done to a case. seen: by reference, who had it on the page, 0 for nobody."""
    at = now()
    if form.action.data == "release":
        return lambda case: operations.release(case, by=g.person, at=at, seen=seen[case.reference] or None)
    if form.action.data == "assign":
        to = _clerk(form.clerk.data)
        return lambda case: operations.assign(case, to=to, by=g.person, at=at, seen=seen[case.reference] or None)
    _refuse_unless_clerk()
    return lambda case: operations.claim(case, clerk=g.person, at=at)


def _clerk(number: int | None) -> Person:
    found = db.session.get(Person, number) if number else None
    if found is None:
        raise NotAClerk
    return found


def _refuse_unless_clerk() -> None:
    if not g.person.has(Role.CLERK):
        raise NotAClerk


def _told(result: bulk.Result, action: str, back: str) -> str:
    return render_template(
        "inbox/selection.html", result=result, action=action, back=filter_of(dict(parse_qsl(back[:2000]))).args()
    )


def _recommendable(chosen: Sequence[Case], back: str, form: RecommendAllForm | None = None) -> str:
    """Show which of the cases can be recommended without a further look, and ask for the reason."""
    _refuse_unless_clerk()
    result = bulk.possible(chosen, lambda case: bulk.certain(case, g.person))
    form = form or RecommendAllForm(formdata=None)
    return render_template("inbox/recommendation.html", result=result, form=form, back=back, wording=cases_wording)


@inbox.route("/selection/recommendation", methods=["POST"])
@open_to(Role.CLERK)
def recommendation() -> str:
    """Recommend for each case all that the rules grant it."""
    form, at = RecommendAllForm(), now()
    shown = form.shown()
    chosen = queries.cases_by(list(shown))
    if not form.validate_on_submit():
        return _recommendable(chosen, form.back.data, form)

    def recommend(case: Case) -> None:
        bulk.recommend(case, clerk=g.person, reason=form.reason.data, seen=shown.get(case.reference), at=at)

    result = bulk.each(chosen, recommend)
    db.session.commit()
    return _told(result, "recommend", form.back.data)


def _askable(chosen: Sequence[Case], back: str, form: AskAllForm | None = None) -> str:
    """Show whose applicants can be asked, and ask for the question."""
    _refuse_unless_clerk()
    result = bulk.possible(chosen, lambda case: bulk.askable(case, g.person))
    form = form or AskAllForm(formdata=None, key=token_hex(16))
    return render_template("inbox/question.html", result=result, form=form, back=back, wording=cases_wording)


@inbox.route("/selection/question", methods=["POST"])
@open_to(Role.CLERK)
def question() -> str:
    """Ask the applicants of several cases the same."""
    form, at = AskAllForm(), now()
    shown = form.shown()
    chosen = queries.cases_by(list(shown))
    if not form.validate_on_submit():
        return _askable(chosen, form.back.data, form)
    asked = {"question": form.question.data, "days": form.days.data, "key": form.key.data}

    def ask(case: Case) -> None:
        bulk.ask(case, clerk=g.person, seen=shown.get(case.reference), at=at, **asked)

    result = bulk.each(chosen, ask)
    db.session.commit()
    return _told(result, "ask", form.back.data)


@inbox.route("/<reference>/assignee", methods=["POST"])
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER)
def assignee(reference: str) -> AnyResponse:
    """Claim a case, give it to a clerk, or release it."""
    case, form = case_of(reference, seen_by=g.person), AssigneeForm()
    if form.validate_on_submit():
        try:
            _change_assignee(case, form)
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            flash(refused.says(), "error")
    return redirect(url_for("cases.show", reference=reference, _anchor="assignee"))


def _change_assignee(case: Case, form: AssigneeForm) -> None:
    seen = form.seen.data or None
    if form.action.data == "claim":
        _refuse_unless_clerk()
        operations.claim(case, clerk=g.person, at=now())
        flash(_("You work on this case now."), "success")
    elif form.action.data == "assign":
        operations.assign(case, to=_clerk(form.clerk.data), by=g.person, at=now(), seen=seen)
        flash(_("The case is with the other clerk now."), "success")
    else:
        operations.release(case, by=g.person, at=now(), seen=seen)
        flash(_("The case is released: any clerk can take it on."), "success")


@inbox.route("/<reference>/green-channel", methods=["POST"])
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER)
def hasten(reference: str) -> AnyResponse:
    """Send a case by the green channel, or take it out."""
    case, form = case_of(reference, seen_by=g.person), GreenChannelForm()
    if form.validate_on_submit():
        try:
            operations.hasten(case, by=g.person, reason=form.reason.data, at=now())
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            flash(refused.says(), "error")
    return redirect(url_for("cases.show", reference=reference, _anchor="assignee"))


@inbox.route("/workload", methods=["GET", "POST"])
@open_to(Role.APPROVER, Role.OFFICER)
def load() -> str | AnyResponse:
    """Show how much each clerk has, and give out what nobody has."""
    form = ShareForm()
    if form.validate_on_submit():
        to, at = _clerk(form.clerk.data), now()
        result = bulk.each(
            next_unassigned(form.number.data),
            lambda case: operations.assign(case, to=to, by=g.person, at=at, seen=None),
        )
        db.session.commit()
        return _told(result, "assign", "show=unassigned")
    return render_template(
        "inbox/load.html",
        loads=workload(at=now(), on=today()),
        unassigned=queries.counted(queries.listed(filter_of({"show": "unassigned"}), seen_by=g.person, on=today())),
        form=form,
        wording=wording,
        most=bulk.MOST,
    )


@inbox.route("/filters", methods=["POST"])
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR)
def save_filter() -> AnyResponse:
    """Keep the filter of the list under a name."""
    form = FilterForm()
    wanted: Filter = filter_of(dict(parse_qsl(form.query.data or "")))
    if form.validate_on_submit():
        try:
            saved.save(wanted, name=form.name.data, person=g.person, at=now())
            db.session.commit()
            flash(_("The filter is saved."), "success")
        except Refused as refused:
            db.session.rollback()
            flash(refused.says(), "error")
    return redirect(url_for("cases.index", **wanted.args()))


@inbox.route("/filters/<int:number>/delete", methods=["POST"])
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR)
def forget_filter(number: int) -> AnyResponse:
    """Delete a filter."""
    form = FilterForm()
    if form.validate_on_submit():
        saved.forget(number, person=g.person)
        db.session.commit()
        flash(_("The filter is deleted."), "success")
    return _back(form.query.data or "")
