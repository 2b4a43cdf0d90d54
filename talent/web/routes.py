"""The first page, the language switch and the health check."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from sqlalchemy import text
from werkzeug.wrappers import Response as AnyResponse

from talent.database import db
from talent.web.access import EVERYONE, open_to
from talent.web.language import LANGUAGES

web = Blueprint("web", __name__)


def own_page(address: str) -> str:
    """Return the address when it is a page of ours, else the first page: nobody is sent elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return url_for("web.home")
    plain = address.isprintable() and address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and not parts.scheme and not parts.netloc else url_for("web.home")


@web.route("/")
@open_to(EVERYONE)
def home() -> str:
    """Say what this is and where to begin."""
    return render_template("web/home.html")


@web.route("/language/<code>")
@open_to(EVERYONE)
def switch_language(code: str) -> AnyResponse:
    """Remember the language and go back to the page."""
    if code in LANGUAGES:
        session["language"] = code
    return redirect(own_page(request.args.get("page", "/")))


@web.route("/accessibility")
@open_to(EVERYONE)
def accessibility() -> str:
    """Say how the pages can be used by everybody, and what is known to be wrong."""
    return render_template("web/accessibility.html")


@web.route("/privacy")
@open_to(EVERYONE)
def privacy() -> str:
    """Say what is kept of a person, why, and who sees it."""
    return render_template("web/privacy.html")


@web.route("/health")
@open_to(EVERYONE)
def health() -> Response:
    """Answer whether the service can reach its database."""
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")
