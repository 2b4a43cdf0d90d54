"""How often passwords may be tried and mails be asked for: from one address, and on one account from anywhere."""

from typing import Any

from flask import Flask, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
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


def account() -> str:
    """Return which account is being tried: the one whose second step is asked for, or the address typed in."""
    given = request.get_json(silent=True) if request.is_json else request.form
    typed = given.get("email") if isinstance(given, dict) else None
    return str(session.get("tf_user_id") or typed or get_remote_address()).strip().lower()[:254]


def did_not_fit(response: Response) -> bool:
    """Return whether the form was shown again: what fits leads on to another page."""
    return response.status_code != 302
