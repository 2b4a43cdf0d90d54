"""The policies in force: read from their files, kept as text once somebody applies under them, shown in words."""

from flask import Flask

from rules.explaining import change_said
from talent.policies import expectations, queries, words
from talent.policies.commands import policy
from talent.policies.library import policies_in_force
from talent.policies.routes import policies


def init_app(app: Flask) -> None:
    """Open the policies' pages and commands."""
    app.register_blueprint(policies)
    app.add_template_global(policies_in_force)
    for write in words.FILTERS:
        app.add_template_filter(write)
    app.add_template_filter(change_said)
    app.add_template_filter(queries.version_code)
    app.add_template_global(queries.cases_of)
    app.add_template_global(expectations.expected)
    app.add_template_filter(expectations.example_name)
    app.cli.add_command(policy)
