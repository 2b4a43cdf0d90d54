"""What a decided case brings: awards in instalments, the letter and the message; and what changes afterwards."""

from datetime import datetime

from flask import Flask, current_app

from rules.decision import Decision
from talent.accounts.signals import data_asked
from talent.applications.models import Application
from talent.applications.signals import Deadline, deadlines
from talent.awards import own_data
from talent.awards.letters import Authority
from talent.awards.life_events.operations import mark
from talent.awards.life_events.own_data import parts as changes_reported
from talent.awards.life_events.panel import panels as beside_case
from talent.awards.life_events.routes import life_events
from talent.awards.operations import conclude
from talent.awards.payments import payments
from talent.cases.models import Case
from talent.cases.queries import case_of_application
from talent.cases.signals import decided, panels


def init_app(app: Flask) -> None:
    """Grant and write whenever a case has been decided, in the same transaction; take reports of changes."""
    app.register_blueprint(life_events)
    decided.connect(_conclude)
    deadlines.connect(_deadlines)
    panels.connect(beside_case)
    data_asked.connect(own_data.parts)
    data_asked.connect(changes_reported)


def _deadlines(application: Application) -> list[Deadline]:
    case = case_of_application(application)
    return payments(case) if case and case.outcome else []


def _conclude(case: Case, *, decision: Decision, at: datetime) -> None:
    authority = Authority(current_app.config["BUREAU"], current_app.config["APPEAL_BODY"])
    conclude(case, decision=decision, authority=authority, at=at)
    mark(case)
