"""The officer uploads extracts of registries; the clerk lets an answer count as proved by one."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from talent.applications.queries import shown
from talent.cases.queries import case_of
from talent.cases.registries import operations, queries, wording
from talent.cases.registries.errors import DayUnfit, ExtractKnown, ExtractRefused, NotAnExtract, Problem
from talent.cases.registries.forms import ButtonForm, ExtractForm, extract_form
from talent.cases.registries.models import Extract
from talent.database import db, now
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.numbers import whole_number

registries = Blueprint("registries", __name__)

#: How many wrong lines a page names.
MOST_SHOWN = 100


@registries.route("/registries/")
@open_to(Role.OFFICER, Role.AUDITOR)
def index() -> str:
    """List the registries that policies name, the columns an extract may have, and the extracts there are."""
    return render_template("registries/index.html", listed=queries.places(), wording=wording)


@registries.route("/registries/new", methods=["GET", "POST"])
@open_to(Role.OFFICER)
def upload() -> str | Response:
    """Take in an extract, or say of every line what is wrong with it."""
    places = queries.places()
    form, problems = extract_form(places, today()), list[Problem]()
    if form.validate_on_submit() and form.day:
        try:
            extract = _take_in(form, places)
        except ExtractRefused as error:
            problems = list(error.problems)
        except DayUnfit as error:
            form.dated_on.errors = [error.says()]
        except (NotAnExtract, ExtractKnown) as error:
            form.file.errors = [error.says()]
        else:
            db.session.commit()
            flash(ngettext("%(num)d row was taken in.", "%(num)d rows were taken in.", extract.row_count), "success")
            return redirect(url_for("registries.show", number=extract.id))
        db.session.rollback()
    return render_template(
        "registries/upload.html", listed=places, form=form, problems=problems, most=MOST_SHOWN, wording=wording
    )


def _take_in(form: ExtractForm, places: list[queries.Place]) -> Extract:
    place = next(each for each in places if each.key == form.place.data)
    content, filename, dated_on = form.content, form.file.data.filename or "", form.day
    if dated_on is None:
        raise DayUnfit
    return operations.take_in(
        content,
        registry=place.registry,
        policy=place.policy,
        dated_on=dated_on,
        filename=filename,
        officer=g.person,
        at=now(),
    )


@registries.route("/registries/<int:number>")
@open_to(Role.OFFICER, Role.AUDITOR, Role.CLERK)
def show(number: int) -> str:
    """Report what an extract says of the open cases of the people in it."""
    extract = queries.extract(number)
    page, more = queries.report(extract, after=request.args.get("after", 0, type=whole_number))
    return render_template(
        "registries/show.html",
        extract=extract,
        matched=queries.matched(extract),
        page=page,
        more=more,
        shown=shown,
        may_delete=g.person.has(Role.OFFICER),
        wording=wording,
    )


@registries.route("/registries/<int:number>/delete", methods=["POST"])
@open_to(Role.OFFICER)
def delete(number: int) -> Response:
    """Delete an extract before its day."""
    extract = queries.extract(number)
    if ButtonForm().validate_on_submit():
        operations.delete(extract, by=g.person, at=now())
        db.session.commit()
        flash(_("The extract is deleted. What was verified by it stays verified."), "success")
    return redirect(url_for("registries.index"))


@registries.route("/cases/<reference>/answers/<fact>/registry", methods=["POST"])
@open_to(Role.CLERK)
def confirm(reference: str, fact: str) -> Response:
    """Find an answer proved because the extract says the same."""
    case = case_of(reference, seen_by=g.person)
    if ButtonForm().validate_on_submit():
        operations.confirm(case, fact=fact, clerk=g.person, at=now())
        db.session.commit()
    return redirect(url_for("cases.show", reference=case.reference, _anchor=f"answer-{fact}"))
