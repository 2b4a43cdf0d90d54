"""`flask demo load` and `flask demo serve`: what `make run` calls."""

import os
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from talent.database import db, now
from talent.demo.applications import load_applications
from talent.demo.people import ACCOUNTS, PASSWORD, account, addresses
from talent.pilots.operations import seed_pilots

demo = AppGroup("demo", help="Demo data and a server to look at it with.")


def load(applications: int) -> int:
    """Load what is not there yet: pilots, people, applications. Returns how many applications were made."""
    seed_pilots()
    at = now()
    for name in ACCOUNTS:
        account(name, at=at)
    db.session.commit()
    return load_applications(applications, at=at)


@demo.command("load")
@click.option("--applications", default=60, show_default=True, help="How many applications there shall be.")
@with_appcontext
def load_command(applications: int) -> None:
    """Load the pilots, the demo people and applications in every stage; what is there stays."""
    if not current_app.config["DEMO"]:
        click.echo("Demo data is loaded only with DEMO=1 in the environment.", err=True)
        sys.exit(2)
    made = load(applications)
    click.echo(f"Demo data: {made} applications made." if made else "Demo data: already there.")


@demo.command("serve")
def serve() -> None:
    """Serve at http://127.0.0.1:$PORT and say who can sign in."""
    port = os.environ.get("PORT", "5000")
    click.echo(f"\nServing http://127.0.0.1:{port}   (stop with Ctrl-C)\n\nSign in with password {PASSWORD}:")
    for address, role in addresses():
        click.echo(f"  {address:<24} {role.value}")
    sys.stdout.flush()
    gunicorn = str(Path(sys.executable).with_name("gunicorn"))
    arguments = ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "8", "--log-level", "warning"]
    os.execv(gunicorn, [gunicorn, *arguments, "app:create_app()"])  # noqa: S606 - replaces this process
