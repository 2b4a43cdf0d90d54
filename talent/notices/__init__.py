"""An outbox that loses nothing, what each person was told, and letters that anybody can check are genuine."""

from flask import Flask

from talent.notices import delivery
from talent.notices.commands import outbox
from talent.notices.routes import letters, notifications, unread_notifications


def init_app(app: Flask) -> None:
    """Register the pages of letters and notifications, the outbox command and the delivery after each request."""
    app.register_blueprint(letters)
    app.register_blueprint(notifications)
    app.add_template_global(unread_notifications)
    app.cli.add_command(outbox)
    delivery.init_app(app)
