"""`flask demo load`, which `make run` calls, and `flask demo serve`."""

import os
import sys
from datetime import datetime

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from gunicorn.app.base import BaseApplication
from sqlalchemy import func, select

from talent.accounts.models import Person
from talent.awards.public_notices.jobs import end_due
from talent.database import db, now
from talent.demo.applications import HAND_MADE, load_applications, told_nobody
from talent.demo.bulk.loading import COPIED, copy_many
from talent.demo.bulk.manner import CAREFULLY, Manner
from talent.demo.employers import load_employer
from talent.demo.payments import lift_limits, load_payments, set_limits
from talent.demo.people import ACCOUNTS, PASSWORD, account, addresses
from talent.demo.registries import load_registries
from talent.pilots.operations import seed_pilots

#: How many applications are made by operations before they are copied.
PATTERNS = 180

demo = AppGroup("demo", help="Demo data and a server to look at it with.")


def load(applications: int) -> int:
    """Load what is not there yet: pilots, people, applications. Returns how many applications were made."""
    seed_pilots()
    at = now()
    for name in ACCOUNTS:
        account(name, at=at)
    load_employer(at=at)
    db.session.commit()
    made = load_applications(min(applications, HAND_MADE), at=at)
    load_payments(at=at)
    load_registries(at=at)
    if applications > HAND_MADE:
        made += load_more(applications, at=at)
    return made


def load_more(applications: int, *, at: datetime, manner: Manner = CAREFULLY) -> int:
    """Bring the number of applications up to more than the hand-made ones; returns how many were made.

    As many as `PATTERNS` are made by operations; the rest are copies of those that nobody has been paid for.
    """
    officer = account("officer", at=at)
    lift_limits(officer, at=at)
    made = load_applications(min(applications, PATTERNS), at=at)
    end_due(at)
    told_nobody(at)
    there = db.session.scalar(select(func.count()).where(Person.email.like(COPIED))) or 0
    missing = applications - PATTERNS - there
    if missing > 0:
        emails = [f"person{number:03}@demo.example" for number in range(HAND_MADE, PATTERNS)]
        with click.progressbar(length=missing, label="Applications", show_pos=True) as bar:
            copy_many(emails, missing, at=at, made=bar.update, manner=manner)
    set_limits(account("officer", at=at), at=at)
    db.session.commit()
    return made + max(missing, 0)


@demo.command("load")
@click.option("--applications", default=60, show_default=True, help="How many applications there shall be.")
@click.option("--serve", "then_serve", is_flag=True, help="Serve at http://127.0.0.1:$PORT afterwards.")
@with_appcontext
def load_command(applications: int, then_serve: bool) -> None:
    """Bring the database up to date and load pilots, people and applications in every stage; what is there stays."""
    if not current_app.config["DEMO"]:
        click.echo("Demo data is loaded only with DEMO=1 in the environment.", err=True)
        sys.exit(2)
    upgrade()
    made = load(applications)
    click.echo(f"Demo data: {made} applications made." if made else "Demo data: already there.")
    if then_serve:
        serve()


@demo.command("serve")
@with_appcontext
def serve_command() -> None:
    """Serve at http://127.0.0.1:$PORT."""
    serve()


def serve() -> None:
    """Serve this application from one process of several threads, and say who can sign in."""
    port = os.environ.get("PORT", "5000")
    click.echo(f"\nServing http://127.0.0.1:{port}   (stop with Ctrl-C)")
    if current_app.config["DEMO"]:
        click.echo(f"\nSign in with password {PASSWORD}:")
        for address, role in addresses():
            click.echo(f"  {address:<24} {role.value}")
    sys.stdout.flush()
    db.session.remove()
    db.engine.dispose()
    Server(current_app._get_current_object(), port).run()  # type: ignore[attr-defined]


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn around an application that is made already."""

    def __init__(self, app: Flask, port: str) -> None:
        self.app = app
        self.settings = {"bind": f"127.0.0.1:{port}", "workers": 1, "threads": 8, "loglevel": "warning"}
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's own settings."""
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application."""
        return self.app
