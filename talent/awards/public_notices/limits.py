"""How many objections may come from one network address: an office may share one."""

from typing import Any

from flask import Flask
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

FROM_ONE_ADDRESS = "10 per hour"
REDIRECT = 302


def limit(app: Flask) -> None:
    """Limit the form; only what was taken in counts. RATELIMIT_ENABLED switches it off."""
    limiter = app.extensions["account_limits"]
    views: dict[str, Any] = app.view_functions
    limited = limiter.limit(FROM_ONE_ADDRESS, key_func=get_remote_address, methods=["POST"], deduct_when=was_taken_in)
    views["public_notices.object_to"] = limited(views["public_notices.object_to"])


def was_taken_in(response: Response) -> bool:
    """Return whether the objection was sent, not shown once more with what is wrong."""
    return response.status_code == REDIRECT
