"""A person's own data: see it, take it along, agree and withdraw, ask to be forgotten; and the bureau's answer."""

from io import BytesIO
from typing import IO

from flask import Blueprint, flash, g, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from talent.accounts.consent import operations as consents
from talent.accounts.consent.errors import NoSuchPurpose
from talent.accounts.consent.purposes import Purpose
from talent.accounts.consent.queries import agreements
from talent.accounts.own_data import operations, queries, wording
from talent.accounts.own_data.download import as_json, as_zip
from talent.accounts.own_data.forms import AnswerForm, DownloadForm, LeaveForm, PasswordForm, WishForm
from talent.accounts.own_data.models import Ground, WishOutcome
from talent.accounts.own_data.parts import everything
from talent.database import db, now
from talent.web.access import SIGNED_IN, Role, open_to
from talent.web.days import today
from talent.web.numbers import whole_number
from talent.web.pagination import page_of

own_data = Blueprint("own_data", __name__, url_prefix="/account")


@own_data.route("/data")
@open_to(SIGNED_IN)
def show() -> str:
    """Show what is kept of the visitor, why, and for how long."""
    return render_template(
        "own_data/show.html",
        parts=everything(g.person),
        agreements=agreements(g.person),
        wish=queries.waiting_wish(g.person),
    )


@own_data.route("/data/identity", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def identity() -> str:
    """Show the visitor's own number in full, after the password."""
    form = PasswordForm(person=g.person)
    shown = form.validate_on_submit()
    if shown:
        operations.note_shown(g.person, "identity shown", at=now())
        db.session.commit()
    _note_wrong(form)
    return render_template("own_data/identity.html", form=form, shown=shown)


@own_data.route("/data/download", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def download() -> str | Response:
    """Give everything as a file, after the password."""
    form = DownloadForm(person=g.person)
    if form.validate_on_submit():
        at = now()
        operations.note_shown(g.person, "own data downloaded", at=at)
        db.session.commit()
        parts = everything(g.person)
        file: IO[bytes] = as_zip(parts, at) if form.documents.data else BytesIO(as_json(parts, at))
        kind, ending = ("application/zip", "zip") if form.documents.data else ("application/json", "json")
        name = f"my-data-{today().isoformat()}.{ending}"
        return send_file(file, mimetype=kind, as_attachment=True, download_name=name)
    _note_wrong(form)
    return render_template("own_data/download.html", form=form)


@own_data.route("/data/consents/<purpose>", methods=["POST"])
@open_to(SIGNED_IN)
def consent(purpose: str) -> Response:
    """Agree to a purpose, or withdraw."""
    if purpose not in set(Purpose):
        raise NoSuchPurpose
    if request.form.get("agree") == "yes":
        consents.give(g.person, Purpose(purpose), at=now())
        flash(_("Noted: you agree."), "success")
    else:
        consents.withdraw(g.person, Purpose(purpose), at=now())
        flash(_("Noted: you no longer agree."), "success")
    db.session.commit()
    return redirect(url_for("own_data.show", _anchor="consents"))


@own_data.route("/data/deletion", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def deletion() -> str | Response:
    """Delete the account at once, or ask for it where records have to be kept."""
    kept, works_here = queries.kept_by_law(g.person), queries.works_here(g.person)
    form = WishForm() if kept else LeaveForm(person=g.person)
    if not works_here and form.validate_on_submit():
        return _wish(form) if isinstance(form, WishForm) else _leave()
    if isinstance(form, LeaveForm):
        _note_wrong(form)
    return render_template(
        "own_data/deletion.html", form=form, kept=kept, works_here=works_here, wish=queries.waiting_wish(g.person)
    )


def _leave() -> Response:
    operations.leave(g.person, at=now())
    db.session.commit()
    flash(_("Your account, your drafts and your documents are deleted."), "success")
    return redirect(url_for("web.home"))


def _wish(form: WishForm) -> Response:
    operations.wish(g.person, reason=form.reason.data, page=url_for("own_data.deletion"), at=now())
    db.session.commit()
    flash(_("We have received your wish. It is the bureau's turn to answer."), "success")
    return redirect(url_for("own_data.deletion"))


@own_data.route("/data/deletion/taken-back", methods=["POST"])
@open_to(SIGNED_IN)
def take_back() -> Response:
    """Take back a wish that waits."""
    operations.take_back(g.person, at=now())
    db.session.commit()
    flash(_("Your wish is taken back. Nothing was deleted."), "success")
    return redirect(url_for("own_data.deletion"))


@own_data.route("/wishes")
@open_to(Role.ADMINISTRATOR)
def wishes() -> str:
    """List who wishes to be deleted: those who wait, or those who were answered."""
    answered = request.args.get("show") == "answered"
    page = page_of(queries.wishes(waiting=not answered), request.args.get("page", 1, type=whole_number))
    return render_template("own_data/wishes.html", page=page, answered=answered, outcomes=wording.OUTCOMES)


@own_data.route("/wishes/<int:number>", methods=["GET", "POST"])
@open_to(Role.ADMINISTRATOR)
def wish(number: int) -> str | Response:
    """Show a wish with what has to be kept, and take the answer."""
    made = queries.wish(number)
    form = AnswerForm()
    if form.validate_on_submit():
        if form.outcome.data == WishOutcome.ACCEPTED:
            operations.accept(made, by=g.person, answer=form.answer.data, at=now())
        else:
            ground = Ground(form.ground.data)
            operations.refuse(made, by=g.person, ground=ground, answer=form.answer.data, at=now())
        db.session.commit()
        flash(_("Your answer is recorded, and the person has been told by e-mail."), "success")
        return redirect(url_for("own_data.wishes"))
    return render_template(
        "own_data/wish.html",
        wish=made,
        form=form,
        kept=queries.kept_by_law(made.person),
        outcomes=wording.OUTCOMES,
    )


def _note_wrong(form: PasswordForm) -> None:
    """Record a password that did not fit; the limits count it."""
    if form.wrong:
        g.wrong_password = True
        operations.note_wrong_password(g.person, at=now())
        db.session.commit()
