"""The outbox at the command line."""

import click
from flask.cli import AppGroup

from talent.database import now
from talent.notices import jobs
from talent.notices.signals import posting

outbox = AppGroup("outbox", help="Messages that wait to be delivered.")


@outbox.command("deliver")
def deliver() -> None:
    """Post reminders and send what is due; to be run every few minutes. Exit 1 when a message could not be sent."""
    at = now()
    for _receiver, warning in posting.send(at=at):
        if isinstance(warning, str):
            click.echo(warning)
    result = jobs.deliver(at)
    click.echo(f"{result.sent} sent, {result.failed} failed")
    if result.failed:
        raise SystemExit(1)
