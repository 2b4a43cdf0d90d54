"""What a decided case brings: awards in instalments, the letter, and the message that it is there."""

from datetime import datetime

from flask import Flask, current_app

from rules.decision import Decision
from talent.applications.models import Application
from talent.applications.signals import Deadline, deadlines
from talent.awards.letters import Authority
from talent.awards.operations import conclude
from talent.awards.payments import payments
from talent.cases.models import Case
from talent.cases.queries import case_of_application
from talent.cases.signals import decided


def init_app(app: Flask) -> None:
    """Grant and write whenever a case has been decided, in the same transaction."""
    decided.connect(_conclude)
    deadlines.connect(_deadlines)


def _deadlines(application: Application) -> list[Deadline]:
    case = case_of_application(application)
    return payments(case) if case and case.outcome else []


def _conclude(case: Case, *, decision: Decision, at: datetime) -> None:
    authority = Authority(current_app.config["BUREAU"], current_app.config["APPEAL_BODY"])
    conclude(case, decision=decision, authority=authority, at=at)
