"""What a visitor reads when something cannot be done. Errors carry data; the words are chosen here."""

from http import HTTPStatus

import structlog
from flask import Flask, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from passlib.exc import PasswordSizeError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from talent.database import db
from talent.web import held

log = structlog.get_logger()

Answer = tuple[str, int]


class Refused(Exception):  # noqa: N818 - it is what happened to the visitor's wish
    """Something a person asked for that cannot be done. Subclasses say why, in `says`, and which status it is."""

    status = HTTPStatus.CONFLICT

    def says(self) -> str:
        """Return the sentence for the visitor, in the language of the page."""
        return str(_("This cannot be done now. Go back, look at the page again, and try once more."))


class Missing(Refused):
    """A thing that is not there, or not this visitor's: both look the same."""

    status = HTTPStatus.NOT_FOUND

    def says(self) -> str:
        """Say that nothing was found."""
        return str(_("Nothing was found at this address. Check the reference, or go to the start page."))


def init_app(app: Flask) -> None:
    """Register a page for every kind of failure."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(PasswordSizeError, _too_long)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def _page(title: str, says: str, status: int) -> Answer:
    back = url_for("web.home")
    return render_template("web/error.html", title=title, says=says, back=back, code=status), status


def _refused(error: Refused) -> Answer:
    db.session.rollback()
    title = _("Not found") if error.status == HTTPStatus.NOT_FOUND else _("This cannot be done")
    return _page(title, error.says(), error.status)


def _stale(error: CSRFError) -> Answer | Response:
    """A form from before a sign-out or a long wait: shown anew with what was typed, where that could be kept."""
    if held.hold():
        return redirect(request.path)
    says = _(
        "This form is no longer valid: you signed in or out after it was opened. "
        "Go back, reload the page and send it again."
    )
    return _page(_("Please send the form again"), says, HTTPStatus.BAD_REQUEST)


def _too_long(_error: PasswordSizeError) -> Answer:
    says = _("What you typed is far too long for an address or a password. Go back and check it.")
    return _page(_("This is too large"), says, HTTPStatus.BAD_REQUEST)


def _http(error: HTTPException) -> Answer | HTTPException:
    sentences = {
        HTTPStatus.FORBIDDEN: (
            _("This page is not open to you"),
            _("Your account does not have the role this page is for. If you think it should, ask the administrator."),
        ),
        HTTPStatus.NOT_FOUND: (_("Not found"), Missing().says()),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
            _("This is too large"),
            _("A file may have at most 10 MB. Go back and choose a smaller one; your answers are kept."),
        ),
        HTTPStatus.TOO_MANY_REQUESTS: (
            _("Too many attempts"),
            _("There were too many attempts from here. Wait a quarter of an hour and try again."),
        ),
    }
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < HTTPStatus.BAD_REQUEST:
        return error
    title, says = sentences.get(
        HTTPStatus(status), (_("This did not work"), _("The request could not be understood. Go back and try again."))
    )
    return _page(title, says, status)


def _failed(error: Exception) -> Answer:
    db.session.rollback()
    log.exception("request failed", person=getattr(g.get("person"), "id", None))
    return _page(_("Something went wrong on our side"), _("What you had saved is kept. Try again in a moment."), 500)
