"""The policies in force: read from their files, kept as text once somebody applies under them, shown in words."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

from talent.policies import words
from talent.policies.library import policies_in_force
from talent.policies.routes import policies


def init_app(app: Flask) -> None:
    """Open the policies' pages and commands."""
    app.register_blueprint(policies)
    app.add_template_global(policies_in_force)
    for write in words.FILTERS:
        app.add_template_filter(write)
    if find_spec("talent.policies.commands") is not None:
        app.cli.add_command(import_module("talent.policies.commands").policy)
