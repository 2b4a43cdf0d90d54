"""Whom a view is open to: every view says so, and none is served that does not."""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from talent.web import held


class Role(StrEnum):
    """What a person does here. A person may have several roles."""

    APPLICANT = "applicant"
    #: Fills in applications for the people of an employer, with their consent.
    EMPLOYER = "employer"
    CLERK = "clerk"
    APPROVER = "approver"
    OFFICER = "officer"
    ADVISOR = "advisor"
    MENTOR = "mentor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


#: Open to anybody, signed in or not.
EVERYONE = "everyone"
#: Open to anybody who is signed in.
SIGNED_IN = "signed in"

#: Who works on cases: what a page of the bureau is usually open to.
STAFF = (Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)


class Visitor(Protocol):
    """What access needs to know of a person."""

    def has_any(self, roles: frozenset[str]) -> bool:
        """Return whether the person has one of the roles."""


View = TypeVar("View", bound=Callable[..., object])


def open_to(*audience: str) -> Callable[[View], View]:
    """State whom a view is open to: roles, EVERYONE or SIGNED_IN."""

    def state(view: View) -> View:
        view.open_to = frozenset(audience)  # type: ignore[attr-defined]
        return view

    return state


def open_endpoint(app: Flask, endpoint: str, *audience: str) -> None:
    """State whom a view of a library is open to."""
    view = app.view_functions[endpoint]

    def stated(**arguments: object) -> ResponseReturnValue:
        answer: ResponseReturnValue = app.ensure_sync(view)(**arguments)
        return answer

    app.view_functions[endpoint] = open_to(*audience)(stated)


def enforce(app: Flask) -> None:
    """Refuse every request for a view that is not open to the visitor."""
    app.before_request(_refuse)


def _refuse() -> AnyResponse | None:
    if request.endpoint is None:
        return None
    audience: frozenset[str] = getattr(current_app.view_functions[request.endpoint], "open_to", frozenset())
    if EVERYONE in audience:
        return None
    person: Visitor | None = g.get("person")
    if person is None:
        return _to_sign_in()
    if SIGNED_IN not in audience and not person.has_any(audience):
        abort(403)
    return None


def _to_sign_in() -> AnyResponse:
    """Send the visitor to sign in and back to the page, where a form that was posted is shown anew."""
    held.hold()
    page = request.full_path.rstrip("?") if request.method == "GET" else _page_of_form()
    return redirect(url_for("security.login", next=page))


def _page_of_form() -> str | None:
    """Return the page to show after signing in for a form that was posted: its own, where that can be visited."""
    adapter = current_app.create_url_adapter(request)
    return request.path if adapter is not None and adapter.test(method="GET") else None
