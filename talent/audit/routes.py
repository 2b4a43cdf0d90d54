"""The auditor's page."""

from flask import Blueprint, render_template, request

from talent.audit import queries
from talent.audit.wording import ACTIONS
from talent.web.access import Role, open_to
from talent.web.pagination import page_of

audit = Blueprint("audit", __name__, url_prefix="/audit")


@audit.route("/")
@open_to(Role.AUDITOR, Role.ADMINISTRATOR)
def index() -> str:
    """List what was done, newest first; search by action or object."""
    words = request.args.get("search", "").strip()[:100]
    page = page_of(queries.search(words), request.args.get("page", 1, type=int))
    actors = queries.actors(page.items)
    return render_template("audit/index.html", page=page, search=words, actors=actors, actions=ACTIONS)
