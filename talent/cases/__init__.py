"""Cases before the bureau: what a clerk verifies and recommends, and a second officer approves or returns."""

from datetime import datetime

from flask import Flask

from talent.accounts.models import Person
from talent.applications.models import Application
from talent.applications.signals import applying, submitted
from talent.applications.signals import progress as asked_for_progress
from talent.cases.errors import AlreadyApplied
from talent.cases.operations import open_case
from talent.cases.progress import steps
from talent.cases.queries import standing_case
from talent.cases.routes import cases


def init_app(app: Flask) -> None:
    """Open the officers' pages; make a case of every application that is handed in."""
    app.register_blueprint(cases)
    applying.connect(_refuse_second)
    submitted.connect(_open)
    asked_for_progress.connect(steps)


def _refuse_second(person: Person, *, policy_id: str) -> None:
    """Nobody is granted the same help twice by applying twice."""
    if case := standing_case(person, policy_id):
        raise AlreadyApplied(case.reference)


def _open(application: Application, *, at: datetime) -> None:
    open_case(application, at=at)
