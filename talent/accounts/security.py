"""Sign-up, confirmation, sign-in and reset, by Flask-Security-Too, with our words, forms and limits."""

from typing import Any

from flask import Flask, Response, g, request
from flask_babel import lazy_gettext as _l
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import user_logged_in, user_logged_out
from flask_security import MailUtil, Security, SQLAlchemyUserDatastore, current_user, user_failed_authn, user_registered

from talent.accounts import forms
from talent.accounts.models import Person, RoleGrant
from talent.audit.operations import record
from talent.database import db, now
from talent.notices.operations import post
from talent.web.access import EVERYONE, SIGNED_IN, Role, open_endpoint
from talent.web.language import language

SETTINGS: dict[str, Any] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
    "SECURITY_PASSWORD_LENGTH_MIN": 12,
    "SECURITY_REGISTERABLE": True,
    "SECURITY_CONFIRMABLE": True,
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_EMAIL_HTML": False,
    "SECURITY_POST_LOGIN_VIEW": "/welcome",
    "SECURITY_POST_CONFIRM_VIEW": "/login",
    "SECURITY_POST_REGISTER_VIEW": "/login",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_EMAIL_SUBJECT_REGISTER": _l("Confirm your e-mail address"),
    "SECURITY_EMAIL_SUBJECT_CONFIRM": _l("Confirm your e-mail address"),
    "SECURITY_EMAIL_SUBJECT_PASSWORD_RESET": _l("Choose a new password"),
    "SECURITY_EMAIL_SUBJECT_PASSWORD_NOTICE": _l("Your password was changed"),
    "SECURITY_EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": _l("Your password was changed"),
    "REMEMBER_COOKIE_HTTPONLY": True,
    "REMEMBER_COOKIE_SAMESITE": "Lax",
}

#: What may be visited without an account; every other page of the library needs one.
PUBLIC = frozenset({"login", "register", "forgot_password", "reset_password", "send_confirmation", "confirm_email", "logout"})

#: Forms that could be used to try passwords or to flood a mailbox, and how often they may be sent from one address.
LIMITED = {
    "login": "20 per 15 minutes",
    "register": "20 per hour",
    "forgot_password": "10 per hour",
    "send_confirmation": "10 per hour",
    "reset_password": "20 per hour",
}

limiter = Limiter(get_remote_address)


class OutboxMail(MailUtil):  # type: ignore[misc]
    """Writes the library's mails into the outbox, in the transaction of what they tell of."""

    def send_mail(self, template: str, subject: str, recipient: str, sender: str, body: str, html: str | None, **context: Any) -> None:
        """Post the mail."""
        at = now()
        post(f"{template}:{recipient}:{at.timestamp()}", recipient, str(subject), body, at, language=language())


def init_app(app: Flask) -> None:
    """Let people sign up and in; put the person into `g` for every request."""
    for name, value in SETTINGS.items():
        app.config.setdefault(name, value)
    app.config.setdefault("REMEMBER_COOKIE_SECURE", app.config["SESSION_COOKIE_SECURE"])
    Security(
        app,
        SQLAlchemyUserDatastore(db, Person, RoleGrant),
        mail_util_cls=OutboxMail,
        login_form=forms.SignInForm,
        register_form=forms.SignUpForm,
        forgot_password_form=forms.ForgottenForm,
        reset_password_form=forms.ResetForm,
        send_confirmation_form=forms.ConfirmationForm,
        change_password_form=forms.ChangePasswordForm,
    )
    limiter.init_app(app)
    _limit(app)
    _open(app)
    app.before_request(_identify)
    app.after_request(_commit)
    user_registered.connect(_registered, app)
    user_logged_in.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    user_failed_authn.connect(_failed, app)


def _limit(app: Flask) -> None:
    """Limit attempts from one address, and attempts on one account from anywhere."""
    for name, rate in LIMITED.items():
        endpoint = f"security.{name}"
        limited = limiter.limit(rate, methods=["POST"], scope=endpoint)(app.view_functions[endpoint])
        app.view_functions[endpoint] = limited
    by_account = limiter.limit("10 per 15 minutes", key_func=_account, methods=["POST"], scope="account")
    app.view_functions["security.login"] = by_account(app.view_functions["security.login"])


def _account() -> str:
    return str(request.form.get("email", "")).strip().lower()[:254] or get_remote_address()


def _open(app: Flask) -> None:
    for endpoint in [endpoint for endpoint in app.view_functions if endpoint.startswith("security.")]:
        name = endpoint.removeprefix("security.")
        open_endpoint(app, endpoint, EVERYONE if name in PUBLIC else SIGNED_IN)


def _identify() -> None:
    if current_user.is_authenticated:
        g.person = current_user._get_current_object()


def _commit(response: Response) -> Response:
    """Keep what the library's views posted and recorded."""
    if request.blueprint == "security" and response.status_code < 500:
        db.session.commit()
    return response


def _registered(app: Flask, user: Person, **_context: Any) -> None:
    user.roles = [RoleGrant(name=Role.APPLICANT)]
    user.language = language()
    db.session.flush()
    record("account made", by=None, about=f"person:{user.id}", at=now(), details={"roles": [Role.APPLICANT.value]})


def _signed_in(app: Flask, user: Person, **_context: Any) -> None:
    record("signed in", by=user.id, about=f"person:{user.id}", at=now())


def _signed_out(app: Flask, user: Person, **_context: Any) -> None:
    if user.is_authenticated:
        record("signed out", by=user.id, about=f"person:{user.id}", at=now())


def _failed(app: Flask, user: Person | None = None, **_context: Any) -> None:
    if user is not None:
        record("sign-in failed", by=None, about=f"person:{user.id}", at=now())
