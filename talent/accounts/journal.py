"""What the library does with accounts is recorded: sign-up, sign-in, failures, passwords, the second step."""

from typing import Any

from flask import Flask, Response, request
from flask_login import user_logged_in, user_logged_out
from flask_security import (
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_confirmed,
    user_failed_authn,
    user_registered,
)

from talent.accounts.models import Person, RoleGrant
from talent.audit.operations import record
from talent.database import db, now
from talent.web.access import Role


def init_app(app: Flask) -> None:
    """Listen to the library, and keep what its views posted and recorded."""
    user_registered.connect(_registered, app)
    user_confirmed.connect(_confirmed, app)
    user_logged_in.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    user_failed_authn.connect(_failed, app)
    password_reset.connect(_password_changed, app)
    password_changed.connect(_password_changed, app)
    tf_profile_changed.connect(_second_step_set_up, app)
    tf_disabled.connect(_second_step_removed, app)
    app.after_request(_commit)


def _commit(response: Response) -> Response:
    """Keep failed attempts too: the library commits only what went well."""
    if request.blueprint == "security" and response.status_code < 400:
        db.session.commit()
    return response


def _note(action: str, person: Person, **details: object) -> None:
    record(action, by=person.id, about=f"person:{person.id}", at=now(), details=details)


def _registered(app: Flask, user: Person, **_context: Any) -> None:
    user.roles = [RoleGrant(name=Role.APPLICANT)]
    db.session.flush()
    _note("account made", user, roles=[Role.APPLICANT.value])


def _confirmed(app: Flask, user: Person, **_context: Any) -> None:
    _note("address confirmed", user)


def _signed_in(app: Flask, user: Person, **_context: Any) -> None:
    _note("signed in", user)


def _signed_out(app: Flask, user: Person | None = None, **_context: Any) -> None:
    """Sign out everywhere: a copy of the session's cookie is worth nothing afterwards."""
    if user is not None and user.is_authenticated:
        _note("signed out", user)
        app.extensions["security"].datastore.set_uniquifier(user)
        db.session.commit()


def _failed(app: Flask, user: Person | None = None, auth_type: str = "", **_context: Any) -> None:
    if user is not None:
        record("sign-in failed", by=None, about=f"person:{user.id}", at=now(), details={"by": auth_type})


def _password_changed(app: Flask, user: Person, **_context: Any) -> None:
    _note("password changed", user)


def _second_step_set_up(app: Flask, user: Person, **_context: Any) -> None:
    _note("second step set up", user)


def _second_step_removed(app: Flask, user: Person, **_context: Any) -> None:
    _note("second step removed", user)
