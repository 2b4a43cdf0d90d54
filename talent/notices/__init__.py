"""Messages and letters: an outbox that loses nothing, and decision letters that anybody can check are genuine."""

from flask import Flask

from talent.notices import delivery
from talent.notices.commands import outbox
from talent.notices.routes import letters


def init_app(app: Flask) -> None:
    """Register the letters' pages, the outbox command and the delivery after each request."""
    app.register_blueprint(letters)
    app.cli.add_command(outbox)
    delivery.init_app(app)
