"""Headers that keep a page to itself: no inline script or style, no frames, no guessing of content types."""

from flask import Flask, Response, abort, request

from talent.database import only_reads

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


def init_app(app: Flask) -> None:
    """Send the headers with every answer."""
    app.before_request(_note_reading)
    app.before_request(_refuse_nul)
    app.after_request(_add)


def _refuse_nul() -> None:
    """Refuse the one character that no text has and that PostgreSQL cannot keep."""
    values = [request.path, *request.args.values(), *request.form.values()]
    if any("\0" in value for value in values):
        abort(400)


def _note_reading() -> None:
    """Requests that only read need no write lock; the links in mails confirm an address with a GET."""
    only_reads.set(request.method in {"GET", "HEAD"} and request.blueprint != "security")


def _add(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    return response
