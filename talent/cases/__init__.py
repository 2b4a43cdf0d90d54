"""Cases before the bureau: what a clerk verifies and recommends, and a second officer approves or returns."""

from datetime import datetime

from flask import Flask

from talent.applications.models import Application
from talent.applications.signals import progress as asked_for_progress
from talent.applications.signals import submitted
from talent.cases.operations import open_case
from talent.cases.progress import steps
from talent.cases.routes import cases


def init_app(app: Flask) -> None:
    """Open the officers' pages; make a case of every application that is handed in."""
    app.register_blueprint(cases)
    submitted.connect(_open)
    asked_for_progress.connect(steps)


def _open(application: Application, *, at: datetime) -> None:
    open_case(application, at=at)
