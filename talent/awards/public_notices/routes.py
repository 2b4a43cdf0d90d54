"""The public notices, for everybody: to look at, to print, to object to; and the desk where objections are decided."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from talent.awards.public_notices import operations, queries, wording
from talent.awards.public_notices.forms import FindingForm, ObjectionForm
from talent.awards.public_notices.models import Finding
from talent.cases.queries import case_of
from talent.database import db, now
from talent.pilots.queries import pilot as pilot_of
from talent.web.access import EVERYONE, Role, open_to
from talent.web.days import today
from talent.web.language import language
from talent.web.numbers import whole_number
from talent.web.pagination import page_of

public_notices = Blueprint("public_notices", __name__)


@public_notices.route("/notices/")
@open_to(EVERYONE)
def index() -> str:
    """List what is on show."""
    slug = request.args.get("community", "")
    pilot = pilot_of(slug) if slug else None
    page = page_of(queries.on_show(today(), pilot), request.args.get("page", 1, type=whole_number))
    return render_template(
        "public_notices/index.html",
        page=page,
        shown=queries.shown(page.items),
        chosen=pilot,
        communities=queries.by_pilot(today()),
    )


@public_notices.route("/notices/sheet/<slug>")
@open_to(EVERYONE)
def sheet(slug: str) -> str:
    """Show what is on show of one community, on one sheet to print for its board."""
    pilot = pilot_of(slug)
    notices = db.session.scalars(queries.on_show(today(), pilot)).unique().all()
    return render_template("public_notices/sheet.html", pilot=pilot, shown=queries.shown(notices), on=today())


@public_notices.route("/notices/<int:number>/objection", methods=["GET", "POST"])
@open_to(EVERYONE)
def object_to(number: int) -> str | Response:
    """Ask what is not right with a notice, and take it in."""
    notice, person = queries.notice(number, today()), g.get("person")
    form = ObjectionForm(data={"name": person.name, "email": person.email} if person else None)
    if form.validate_on_submit():
        operations.object_to(
            notice,
            name=form.name.data,
            email=form.email.data,
            reason=form.reason.data,
            language=language(),
            person=person,
            at=now(),
        )
        db.session.commit()
        flash(_("We have your objection. Nothing is paid until it is decided; we write to you then."), "success")
        return redirect(url_for("public_notices.index"))
    return render_template("public_notices/object_to.html", form=form, notice=queries.shown([notice])[0])


@public_notices.route("/objections")
@open_to(Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR)
def desk() -> str:
    """List the objections that wait to be decided, or those that were."""
    decided = request.args.get("show") == "decided"
    page = page_of(queries.objections(decided=decided), request.args.get("page", 1, type=whole_number))
    return render_template(
        "public_notices/desk.html", page=page, decided=decided, wording=wording, may_decide=queries.may_decide
    )


@public_notices.route("/cases/<reference>/objections/<int:number>", methods=["GET", "POST"])
@open_to(Role.APPROVER)
def decide(reference: str, number: int) -> str | Response:
    """Ask what becomes of an objection, and tell the two sides."""
    case = case_of(reference, seen_by=g.person)
    objection, form = queries.objection(case, number), FindingForm()
    operations.refuse_part(objection, g.person)
    if form.validate_on_submit():
        finding = Finding(form.finding.data)
        operations.decide(objection, finding=finding, reason=form.reason.data, approver=g.person, at=now())
        db.session.commit()
        flash(_("The applicant and the objector have been told."), "success")
        return redirect(url_for("cases.show", reference=reference, _anchor="notice"))
    return render_template(
        "public_notices/decide.html",
        case=case,
        objection=objection,
        finding=wording.finding(objection),
        form=form,
        notice=queries.shown([objection.notice])[0],
    )
