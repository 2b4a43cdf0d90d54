"""The outbox at the command line."""

import click
from flask.cli import AppGroup

from talent.database import now
from talent.notices import jobs

outbox = AppGroup("outbox", help="Messages that wait to be delivered.")


@outbox.command("deliver")
def deliver() -> None:
    """Send what is due; to be run every few minutes. Exit 1 when a message could not be sent."""
    result = jobs.deliver(now())
    click.echo(f"{result.sent} sent, {result.failed} failed")
    if result.failed:
        raise SystemExit(1)
