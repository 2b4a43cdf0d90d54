"""What a decided case brings: awards in instalments, the letter and the message; and what changes afterwards."""

from datetime import datetime

from flask import Flask, current_app

from rules.decision import Decision
from talent.accounts.signals import data_asked, erasing
from talent.applications.models import Application
from talent.applications.signals import Deadline, deadlines
from talent.awards import own_data
from talent.awards.bank_details.operations import erase
from talent.awards.bank_details.own_data import parts as bank_account
from talent.awards.bank_details.routes import bank_details as bank_pages
from talent.awards.budgets.routes import budgets as budget_pages
from talent.awards.letters import Authority
from talent.awards.life_events.operations import mark
from talent.awards.life_events.own_data import parts as changes_reported
from talent.awards.life_events.panel import panels as beside_case
from talent.awards.life_events.routes import life_events
from talent.awards.operations import conclude
from talent.awards.payments import days
from talent.awards.payments.routes import payments as payment_pages
from talent.cases.models import Case
from talent.cases.queries import case_of_application
from talent.cases.signals import decided, panels


def init_app(app: Flask) -> None:
    """Grant and write whenever a case has been decided, in the same transaction; take reports of changes."""
    for blueprint in (life_events, bank_pages, payment_pages, budget_pages):
        app.register_blueprint(blueprint)
    decided.connect(_conclude)
    deadlines.connect(_deadlines)
    panels.connect(beside_case)
    for parts in (own_data.parts, changes_reported, bank_account):
        data_asked.connect(parts)
    erasing.connect(erase)


def _deadlines(application: Application) -> list[Deadline]:
    case = case_of_application(application)
    return days.payments(case) if case and case.outcome else []


def _conclude(case: Case, *, decision: Decision, at: datetime) -> None:
    authority = Authority(current_app.config["BUREAU"], current_app.config["APPEAL_BODY"])
    conclude(case, decision=decision, authority=authority, at=at)
    mark(case)
