"""Sign-up, confirmation, sign-in, reset and second step, by Flask-Security-Too, with our words, forms and limits."""

import base64
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, g, request
from flask_security import Security, SQLAlchemyUserDatastore, current_user

from talent.accounts import forms, guards, journal, limits
from talent.accounts.demonstration import for_sign_in
from talent.accounts.mails import OutboxMail, for_mails
from talent.accounts.models import Person, RoleGrant
from talent.accounts.wording import SENTENCES, SUBJECTS, Domain
from talent.database import db, now
from talent.web.access import EVERYONE, SIGNED_IN, open_endpoint

SETTINGS: dict[str, Any] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
    "SECURITY_PASSWORD_LENGTH_MIN": 12,
    "SECURITY_REGISTERABLE": True,
    "SECURITY_CONFIRMABLE": True,
    "SECURITY_CONFIRM_EMAIL_WITHIN": timedelta(days=2),
    "SECURITY_RECOVERABLE": True,
    "SECURITY_RESET_PASSWORD_WITHIN": timedelta(days=1),
    "SECURITY_CHANGEABLE": True,
    #: Nobody learns from these pages who has an account.
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_CLI_USERS_NAME": None,
    "SECURITY_CLI_ROLES_NAME": None,
    "SECURITY_DATETIME_FACTORY": now,
    #: An address is proved by its owner opening a mail, not by asking the name servers while they wait.
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_EMAIL_HTML": False,
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_POST_LOGIN_VIEW": "accounts.welcome",
    "SECURITY_POST_LOGOUT_VIEW": "web.home",
    "SECURITY_POST_REGISTER_VIEW": "security.login",
    "SECURITY_POST_CONFIRM_VIEW": "security.login",
    "SECURITY_POST_RESET_VIEW": "security.login",
    "SECURITY_POST_CHANGE_VIEW": "accounts.details",
    #: Before something sensitive the password is asked for again.
    "SECURITY_FRESHNESS": timedelta(minutes=30),
    "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(minutes=10),
    "SECURITY_TWO_FACTOR": True,
    "SECURITY_TWO_FACTOR_REQUIRED": False,
    "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
    "SECURITY_TWO_FACTOR_IMPLEMENTATIONS": {"code": "flask_security.twofactor.CodeTfPlugin"},
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
    "SECURITY_TOTP_ISSUER": "Future Community Talent",
    "REMEMBER_COOKIE_DURATION": timedelta(days=14),
    "REMEMBER_COOKIE_HTTPONLY": True,
    "REMEMBER_COOKIE_SAMESITE": "Lax",
}

#: What may be visited only with an account; the other views of the library are for who has yet to come in.
INSIDE = frozenset(
    {"change_password", "verify", "two_factor_setup", "two_factor_setup_validate", "mf_recovery_codes"},
)

FORMS = {
    "login_form": forms.SignInForm,
    "register_form": forms.SignUpForm,
    "forgot_password_form": forms.ForgottenForm,
    "reset_password_form": forms.ResetForm,
    "send_confirmation_form": forms.ConfirmationForm,
    "change_password_form": forms.ChangePasswordForm,
    "verify_form": forms.VerifyForm,
    "two_factor_verify_code_form": forms.CodeForm,
    "two_factor_select_form": forms.SecondStepForm,
    "mf_recovery_form": forms.RecoveryForm,
}


def init_app(app: Flask) -> None:
    """Let people sign up and in; put the person into `g` for every request."""
    for name, value in {**SETTINGS, **_from_secrets(app)}.items():
        app.config.setdefault(name, value)
    security = Security(app, SQLAlchemyUserDatastore(db, Person, RoleGrant), mail_util_cls=OutboxMail, **FORMS)
    security.i18n_domain = Domain(app)
    security.mail_context_processor(for_mails)
    security.login_context_processor(for_sign_in)
    guards.init_app(app)
    limits.init_app(app)
    for endpoint in [endpoint for endpoint in app.view_functions if endpoint.startswith("security.")]:
        open_endpoint(app, endpoint, SIGNED_IN if endpoint.removeprefix("security.") in INSIDE else EVERYONE)
    app.before_request(_identify)
    journal.init_app(app)


def _from_secrets(app: Flask) -> dict[str, Any]:
    """Return the settings that follow from others: keys of the second step, and cookies as safe as the session's."""
    secure = app.config["SESSION_COOKIE_SECURE"]
    second_step = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"second step")
    recovery = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"recovery codes")
    secret = str(app.config["SECRET_KEY"]).encode()
    return {
        **{f"SECURITY_MSG_{name}": sentence for name, sentence in SENTENCES.items()},
        **{f"SECURITY_EMAIL_SUBJECT_{name}": subject for name, subject in SUBJECTS.items()},
        "SECURITY_TOTP_SECRETS": {"1": base64.urlsafe_b64encode(second_step.derive(secret)).decode()},
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [base64.urlsafe_b64encode(recovery.derive(secret))],
        "SECURITY_TWO_FACTOR_RESCUE_MAIL": app.config["MAIL_DEFAULT_SENDER"],
        "SECURITY_TWO_FACTOR_VALIDITY_COOKIE": {"httponly": True, "secure": secure, "samesite": "Strict"},
        "REMEMBER_COOKIE_SECURE": secure,
    }


def _identify() -> None:
    """Say who is there; files are the same for everybody."""
    if request.endpoint != "static" and current_user.is_authenticated:
        g.person = current_user._get_current_object()
