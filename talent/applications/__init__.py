"""A newcomer's application: questions from the policy, proofs, and the moment it is handed in."""

from datetime import datetime

from flask import Flask, current_app

from rules.explaining import opening_said
from talent.accounts.signals import data_asked, erasing, identity_changing, keeping
from talent.applications import own_data
from talent.applications.again.operations import fill_proved
from talent.applications.again.routes import again
from talent.applications.evidence import pictures as _pictures  # noqa: F401 - they add their pages to the same blueprint
from talent.applications.evidence import routes as _routes  # noqa: F401
from talent.applications.evidence.jobs import announce
from talent.applications.evidence.queries import running_out
from talent.applications.households.operations import forget
from talent.applications.households.own_data import parts as household_parts
from talent.applications.households.routes import households
from talent.applications.models import Application
from talent.applications.offers import own_data as offers_own_data
from talent.applications.offers.commands import offers_group
from talent.applications.offers.jobs import find_some
from talent.applications.offers.operations import look_again
from talent.applications.offers.routes import offers
from talent.applications.on_behalf import own_data as on_behalf_own_data
from talent.applications.on_behalf.access import begun_for
from talent.applications.on_behalf.routes import on_behalf
from talent.applications.on_behalf.wording import added_by, filled_in
from talent.applications.operations import refuse_new_identity
from talent.applications.options.routes import options as options_pages
from talent.applications.precheck.routes import precheck as precheck_pages
from talent.applications.routes import applications
from talent.applications.signals import Deadline, begun, deadlines, submitted
from talent.applications.withdrawal.routes import withdrawal
from talent.notices.signals import posting
from talent.web.days import today

#: How many answers of pre-checks, and how many people employers ask, come from one network address: an office may
#: share one.
MOST = {"precheck.ask": "600 per 10 minutes", "on_behalf.ask": "100 per hour"}


def init_app(app: Flask) -> None:
    """Open the applicant's pages."""
    for blueprint in (applications, precheck_pages, options_pages, withdrawal, again, households, on_behalf, offers):
        app.register_blueprint(blueprint)
    app.cli.add_command(offers_group)
    app.add_template_filter(opening_said)
    app.jinja_env.globals.update(begun_for=begun_for, filled_in=filled_in, added_by=added_by)
    for endpoint, rate in MOST.items():
        limited = app.extensions["account_limits"].limit(rate, methods=["POST"])
        app.view_functions[endpoint] = limited(app.view_functions[endpoint])
    begun.connect(_fill_proved)
    identity_changing.connect(refuse_new_identity)
    data_asked.connect(own_data.parts)
    data_asked.connect(household_parts)
    data_asked.connect(on_behalf_own_data.parts)
    data_asked.connect(offers_own_data.parts)
    keeping.connect(own_data.kept)
    erasing.connect(offers_own_data.erase)
    erasing.connect(own_data.erase)
    erasing.connect(forget)
    posting.connect(_announce)
    posting.connect(find_some)
    submitted.connect(_look_again)
    deadlines.connect(_last_days)


def _fill_proved(draft: Application, *, at: datetime) -> None:
    """What was proved once is not asked for again."""
    fill_proved(draft, current_app.config["EVIDENCE"], at=at)


def _look_again(application: Application, *, at: datetime) -> None:
    """More is known of the applicant than before."""
    look_again(application.applicant_id, at=at)


def _announce(sender: object, *, at: datetime) -> None:
    announce(at)


def _last_days(application: Application) -> list[Deadline]:
    return running_out(application, on=today())
