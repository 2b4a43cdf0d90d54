"""What somebody typed is kept while they sign in again: in their own signed cookie, until the form is shown anew."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import current_app, request, session
from werkzeug.datastructures import MultiDict

#: A cookie holds about 4,000 bytes; a form that is longer is not kept.
MOST = 2500

View = TypeVar("View", bound=Callable[..., object])


def keeps_form(view: View) -> View:
    """State that the form of a view may be kept: it holds no secret."""
    view.keeps_form = True  # type: ignore[attr-defined]
    return view


def hold() -> bool:
    """Keep the form that was posted from a page of ours; returns whether it was kept."""
    view = current_app.view_functions.get(request.endpoint or "")
    own = urlsplit(request.headers.get("Origin", "")).netloc == request.host
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    size = sum(len(name) + len(value.encode()) for name, value in fields)
    if request.method != "POST" or not own or size > MOST or not getattr(view, "keeps_form", False):
        return False
    session["held"] = {"path": request.path, "fields": fields}
    return True


def release() -> MultiDict[str, str] | None:
    """Return what was kept for this page, once."""
    if session.get("held", {}).get("path") != request.path:
        return None
    return MultiDict([(name, value) for name, value in session.pop("held")["fields"]])
