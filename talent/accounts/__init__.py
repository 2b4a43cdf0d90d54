"""People: accounts, roles, who they are, signing in and out, their own data and what they agree to."""

from flask import Flask

from talent.accounts import security
from talent.accounts.commands import accounts as commands
from talent.accounts.own_data.routes import own_data
from talent.accounts.routes import accounts


def init_app(app: Flask) -> None:
    """Let people in."""
    app.register_blueprint(accounts)
    app.register_blueprint(own_data)
    security.init_app(app)
    app.cli.add_command(commands)
