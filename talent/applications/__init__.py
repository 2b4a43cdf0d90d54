"""A newcomer's application: questions from the policy, proofs, and the moment it is handed in."""

from datetime import datetime

from flask import Flask, current_app

from rules.explaining import opening_said
from talent.accounts.signals import data_asked, erasing, identity_changing, keeping
from talent.applications import own_data
from talent.applications.again.operations import fill_proved
from talent.applications.again.routes import again
from talent.applications.models import Application
from talent.applications.operations import refuse_new_identity
from talent.applications.options.routes import options as options_pages
from talent.applications.precheck.routes import precheck as precheck_pages
from talent.applications.routes import applications
from talent.applications.signals import begun
from talent.applications.withdrawal.routes import withdrawal

#: How many answers of pre-checks are taken from one network address: an office may share one.
MOST_QUESTIONS = "600 per 10 minutes"


def init_app(app: Flask) -> None:
    """Open the applicant's pages."""
    for blueprint in (applications, precheck_pages, options_pages, withdrawal, again):
        app.register_blueprint(blueprint)
    app.add_template_filter(opening_said)
    limited = app.extensions["account_limits"].limit(MOST_QUESTIONS, methods=["POST"])
    app.view_functions["precheck.ask"] = limited(app.view_functions["precheck.ask"])
    begun.connect(_fill_proved)
    identity_changing.connect(refuse_new_identity)
    data_asked.connect(own_data.parts)
    keeping.connect(own_data.kept)
    erasing.connect(own_data.erase)


def _fill_proved(draft: Application, *, at: datetime) -> None:
    """What was proved once is not asked for again."""
    fill_proved(draft, current_app.config["EVIDENCE"], at=at)
