"""The sign-in page of a demonstration names the accounts one can try, where they are there."""

from flask import current_app
from sqlalchemy import select

from talent.accounts.forms import ROLE_NAMES
from talent.accounts.models import Person
from talent.database import db
from talent.web.access import Role

PASSWORD = "future-community"  # noqa: S105 - for everybody to read, and only where DEMO is on


def address(role: Role) -> str:
    """Return the e-mail address of the demo account with one role."""
    return f"{'admin' if role is Role.ADMINISTRATOR else role.value}@demo.example"


def for_sign_in() -> dict[str, object]:
    """Return the demo accounts and their password for the sign-in page: none unless DEMO is on."""
    if not current_app.config["DEMO"]:
        return {}
    roles = {address(role): role for role in Role}
    there = set(db.session.scalars(select(Person.email).where(Person.email.in_(roles))))
    accounts = [(email, ROLE_NAMES[role]) for email, role in roles.items() if email in there]
    return {"demo_accounts": accounts, "demo_password": PASSWORD}
