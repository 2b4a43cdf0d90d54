"""Offers at the command line."""

import click
from flask.cli import AppGroup

from talent.applications.offers import jobs
from talent.database import now

offers_group = AppGroup("offers", help="Incentives offered to people who have not applied for them.")


@offers_group.command("find")
def find() -> None:
    """Look at everybody whose facts, or whose policies, have changed since; offer what they qualify for."""
    people, offers = jobs.find(now())
    click.echo(f"{people} people looked at, {offers} offers made")
