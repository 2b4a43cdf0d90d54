"""What is turned away before a form of ours or of the library reads it."""

from http import HTTPStatus

from flask import Flask, abort, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from talent.web.routes import own_page

GUARDED = frozenset({"security", "accounts", "own_data", "employers", "mandates"})


def init_app(app: Flask) -> None:
    """Guard the pages of accounts."""
    app.before_request(_forms_only)
    app.before_request(_lead_nowhere_else)


def _forms_only() -> None:
    """Refuse bodies that the pages never send: as JSON or files, values need not be text."""
    if request.blueprint in GUARDED and (request.is_json or request.files):
        abort(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


def _lead_nowhere_else() -> None:
    """Forget a `next` that is not a page of ours."""
    if request.blueprint in GUARDED:
        request.args = _without_strange_next(request.args)
        request.form = _without_strange_next(request.form)


def _without_strange_next(given: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict(
        [(name, value) for name, value in given.items(multi=True) if name != "next" or own_page(value) == value]
    )
