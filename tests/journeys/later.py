"""The server of the demo, as if days had gone by: `python -m tests.journeys.later 20`."""

import sys
from datetime import datetime, timedelta

from talent import database

begun, ahead = database.now, timedelta(days=int(sys.argv[1]))


def later() -> datetime:
    """Return this instant, as many days later."""
    return begun() + ahead


database.now = later  # Before anything else of the application takes the clock by its name.

if __name__ == "__main__":
    from app import create_app
    from talent.demo.commands import serve
    from talent.notices.signals import posting

    with create_app().app_context():
        posting.send(at=later())
        serve()
