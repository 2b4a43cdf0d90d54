"""The audit record: who did what to which thing, when. Append-only, each entry bound to the one before."""

from flask import Flask

from talent.audit.commands import audit as commands
from talent.audit.routes import audit


def init_app(app: Flask) -> None:
    """Open the record to auditors."""
    app.register_blueprint(audit)
    app.cli.add_command(commands)
