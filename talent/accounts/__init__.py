"""People: accounts, roles, who they are, signing in and out, their own data and what they agree to."""

from flask import Flask

from talent.accounts import security
from talent.accounts.commands import accounts as commands
from talent.accounts.employers import own_data as employers_own_data
from talent.accounts.employers.answering import mandates
from talent.accounts.employers.operations import erase
from talent.accounts.employers.routes import employers
from talent.accounts.own_data.routes import own_data
from talent.accounts.routes import accounts
from talent.accounts.signals import data_asked, erasing


def init_app(app: Flask) -> None:
    """Let people in."""
    app.register_blueprint(accounts)
    for blueprint in (own_data, employers, mandates):
        app.register_blueprint(blueprint)
    data_asked.connect(employers_own_data.parts)
    erasing.connect(erase)
    security.init_app(app)
    app.cli.add_command(commands)
