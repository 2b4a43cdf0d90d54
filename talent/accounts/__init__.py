"""People: accounts, roles, who they are, signing in and out."""

from flask import Flask

from talent.accounts import security
from talent.accounts.commands import accounts as commands
from talent.accounts.routes import accounts


def init_app(app: Flask) -> None:
    """Let people in."""
    app.register_blueprint(accounts)
    security.init_app(app)
    app.cli.add_command(commands)
