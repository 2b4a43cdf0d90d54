"""What a decided case brings: awards in instalments, the letter and the message; and what changes afterwards."""

from datetime import datetime

from flask import Flask, current_app

from rules.decision import Decision
from talent.accounts.signals import data_asked, erasing
from talent.applications.models import Application
from talent.applications.signals import Deadline, deadlines
from talent.awards import own_data
from talent.awards.bank_details.check import checks as account_checked
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
from talent.awards.public_notices.jobs import end_due
from talent.awards.public_notices.limits import limit
from talent.awards.public_notices.own_data import empty
from talent.awards.public_notices.own_data import parts as notices_shown
from talent.awards.public_notices.panel import panels as notice_of_case
from talent.awards.public_notices.queries import fallen as taken_back
from talent.awards.public_notices.routes import public_notices
from talent.awards.public_notices.steps import steps as after_decision
from talent.awards.public_notices.steps import turn as on_notice
from talent.awards.recoveries import own_data as money_back
from talent.awards.recoveries.routes import recoveries
from talent.awards.reviews import own_data as reviewed
from talent.awards.reviews.routes import reviews
from talent.awards.undoing import take_back
from talent.cases.checks.signals import checking
from talent.cases.models import Case
from talent.cases.queries import case_of_application
from talent.cases.signals import afterwards, decided, fallen, followed, panels, taking_back
from talent.notices.signals import posting


def init_app(app: Flask) -> None:
    """Grant and write whenever a case has been decided, in the same transaction; take reports of changes."""
    for blueprint in (life_events, bank_pages, payment_pages, budget_pages, public_notices, reviews, recoveries):
        app.register_blueprint(blueprint)
    limit(app)
    decided.connect(_conclude)
    taking_back.connect(take_back)
    deadlines.connect(_deadlines)
    followed.connect(after_decision)
    afterwards.connect(on_notice)
    fallen.connect(taken_back)
    posting.connect(_end_notices)
    checking.connect(account_checked)
    panels.connect(notice_of_case)
    panels.connect(beside_case)
    for parts in (
        own_data.parts,
        notices_shown,
        changes_reported,
        bank_account,
        reviewed.parts,
        money_back.parts,
    ):
        data_asked.connect(parts)
    erasing.connect(erase)
    erasing.connect(empty)


def _deadlines(application: Application) -> list[Deadline]:
    case = case_of_application(application)
    return days.payments(case) if case and case.outcome else []


def _end_notices(sender: object, *, at: datetime) -> None:
    end_due(at)


def _conclude(case: Case, *, decision: Decision, at: datetime) -> None:
    authority = Authority(current_app.config["BUREAU"], current_app.config["APPEAL_BODY"])
    conclude(case, decision=decision, authority=authority, at=at)
    mark(case)
