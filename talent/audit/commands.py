"""`flask audit verify`."""

import sys

import click
from flask.cli import AppGroup, with_appcontext

from talent.audit.queries import first_broken

audit = AppGroup("audit", help="The audit record.")


@audit.command("verify")
@with_appcontext
def verify() -> None:
    """Prove that no entry was altered or taken out of the chain; exit 1 and name the first that was."""
    count, broken, last = first_broken()
    if broken is not None:
        click.echo(f"Entry {broken} does not fit: it, or one before it, was altered or removed.", err=True)
        sys.exit(1)
    click.echo(f"{count} entries, all whole. Keep this elsewhere, to notice should the last ones vanish: {last}")
