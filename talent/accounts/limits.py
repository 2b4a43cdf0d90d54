"""How often passwords may be tried and mails be asked for: from one address, and on one account from anywhere."""

import unicodedata
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security import EmailValidateException
from werkzeug.wrappers import Response

#: Per view: how often from one network address. An office may share one, and a fit password does not count.
FROM_ONE_ADDRESS = {
    "login": "30 per 15 minutes",
    "register": "20 per hour",
    "forgot_password": "20 per hour",
    "send_confirmation": "20 per hour",
    "reset_password": "20 per hour",
    "verify": "20 per 15 minutes",
    "change_password": "20 per 15 minutes",
    "two_factor_token_validation": "30 per 15 minutes",
    "mf_recovery": "30 per 15 minutes",
}

#: Per view: how often on one account.
ON_ONE_ACCOUNT = {
    "login": "10 per 15 minutes",
    "register": "5 per hour",
    "forgot_password": "5 per hour",
    "send_confirmation": "5 per hour",
    "two_factor_token_validation": "10 per 15 minutes",
    "mf_recovery": "10 per 15 minutes",
}

#: Views that ask for the second step: the account is known from the first.
SECOND_STEP = frozenset({"security.two_factor_token_validation", "security.mf_recovery"})

#: Who holds which document cannot be found out by trying.
DETAILS_OF_ONE_PERSON = "10 per hour"

#: Views of ours that ask for the password once more: how often it may be wrong for one person.
PASSWORD_ONCE_MORE = ("own_data.identity", "own_data.download", "own_data.deletion")
WRONG_PASSWORDS = "10 per 15 minutes"

#: Views where only what failed counts.
TRIES = frozenset({"login", "verify", "change_password", "two_factor_token_validation", "mf_recovery"})


def init_app(app: Flask) -> None:
    """Limit the library's forms; RATELIMIT_ENABLED switches it off."""
    limiter = app.extensions["account_limits"] = Limiter(get_remote_address, app=app)
    views: dict[str, Any] = app.view_functions
    for rates, key in ((FROM_ONE_ADDRESS, get_remote_address), (ON_ONE_ACCOUNT, account)):
        for name, rate in rates.items():
            endpoint = f"security.{name}"
            limit = limiter.limit(
                rate,
                key_func=key,
                methods=["POST"],
                scope=f"{endpoint} {key.__name__}",
                deduct_when=did_not_fit if name in TRIES else None,
            )
            views[endpoint] = limit(views[endpoint])
    details = limiter.limit(DETAILS_OF_ONE_PERSON, key_func=lambda: str(g.person.id), methods=["POST"])
    views["accounts.details"] = details(views["accounts.details"])
    wrong = limiter.shared_limit(
        WRONG_PASSWORDS,
        scope="password once more",
        key_func=lambda: str(g.person.id),
        methods=["POST"],
        deduct_when=lambda response: "wrong_password" in g,
    )
    for endpoint in PASSWORD_ONCE_MORE:
        views[endpoint] = wrong(views[endpoint])


def account() -> str:
    """Return which account is being tried: the one whose second step is asked for, or the address typed in."""
    first_step = session.get("tf_user_id") if request.endpoint in SECOND_STEP else None
    return str(first_step or looked_up(request.form.get("email", "")) or get_remote_address())[:254]


def looked_up(typed: str) -> str:
    """Return the address as the library looks it up, however it was typed."""
    try:
        return str(current_app.extensions["security"].mail_util.normalize(typed))
    except EmailValidateException:
        return unicodedata.normalize("NFKC", typed).strip().lower()


def did_not_fit(response: Response) -> bool:
    """Return whether the form was shown again: what fits leads on to another page."""
    return response.status_code != 302
