"""`flask accounts create`: the operator makes the first administrator."""

import sys

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import AppGroup, with_appcontext

from talent.accounts.operations import register_person
from talent.accounts.queries import person_by_email
from talent.database import db, now
from talent.web.access import Role

accounts = AppGroup("accounts", help="People with an account.")


@accounts.command("create")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role]))
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
@with_appcontext
def create(email: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Make an account with roles; its address counts as confirmed."""
    if len(password) < 12:
        click.echo("A password needs at least 12 characters.", err=True)
        sys.exit(2)
    try:
        email = validate_email(email, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        click.echo("This is not an e-mail address.", err=True)
        sys.exit(2)
    if person_by_email(email) is not None:
        click.echo("There is an account with this address already.", err=True)
        sys.exit(2)
    register_person(
        email=email, password=password, name=name, roles=[Role(role) for role in roles], at=now(), confirmed=True
    )
    db.session.commit()
    click.echo(f"{email} can sign in.")
