"""The page on which an officer keeps the days that differ from the published calendar."""

from datetime import date

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from talent.cases.calendar import unknown_year
from talent.cases.office_days import operations, queries
from talent.cases.office_days.errors import DayAsPublished, DayFar, DayOver, DaySet
from talent.cases.office_days.forms import ButtonForm, CalendarDayForm
from talent.database import db, now
from talent.web.access import Role, open_to
from talent.web.days import today

office_days = Blueprint("office_days", __name__, url_prefix="/working-days")


@office_days.route("/", methods=["GET", "POST"])
@open_to(Role.OFFICER)
def index() -> str | Response:
    """List the days from the beginning of this year on, and enter one."""
    form = CalendarDayForm()
    if form.validate_on_submit() and _saved(form):
        flash(_("The day is entered. Every count of working days follows it from now on."), "success")
        return redirect(url_for("office_days.index"))
    return render_template(
        "office_days/index.html",
        form=form,
        days=queries.days(today().replace(month=1, day=1)),
        today=today(),
        unknown_year=unknown_year(today()),
    )


def _saved(form: CalendarDayForm) -> bool:
    """Enter the day, or say beside the field why not."""
    day = form.day
    if day is None:
        return False
    try:
        operations.set_day(day, works=form.works.data == "works", note=form.note.data, officer=g.person, at=now())
    except (DayOver, DayFar, DaySet, DayAsPublished) as error:
        db.session.rollback()
        form.on.errors = [error.says()]
        return False
    db.session.commit()
    return True


@office_days.route("/<day>/remove", methods=["POST"])
@open_to(Role.OFFICER)
def remove(day: str) -> Response:
    """Take a day away."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        abort(404)
    if ButtonForm().validate_on_submit():
        operations.take_away(wanted, officer=g.person, at=now())
        db.session.commit()
        flash(_("The day is taken away: it counts as the published calendar says."), "success")
    return redirect(url_for("office_days.index"))
