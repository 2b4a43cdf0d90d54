"""Make accounts, give roles, record who somebody is."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from flask_security import hash_password
from sqlalchemy.exc import IntegrityError

from talent.accounts import identity
from talent.accounts.errors import ActsForEmployer, IdentityTaken, OwnAdministration
from talent.accounts.identity import IdentityKind
from talent.accounts.models import Person, RoleGrant
from talent.accounts.queries import person_by_identity
from talent.accounts.signals import identity_changing
from talent.audit.operations import record
from talent.database import db
from talent.web.access import STAFF, Role


def register_person(
    *, email: str, password: str | None, name: str, roles: Sequence[Role], at: datetime, confirmed: bool
) -> Person:
    """Make an account with roles.

    password: None for somebody who will choose one by mail. confirmed: whether the address is known to be theirs.
    """
    person = Person(
        email=email.strip().lower(),
        password=hash_password(password) if password else None,
        name=name,
        fs_uniquifier=uuid4().hex,
        created_at=at,
        confirmed_at=at if confirmed else None,
        roles=[RoleGrant(name=role) for role in roles],
    )
    db.session.add(person)
    db.session.flush()
    record(
        "account made", by=None, about=f"person:{person.id}", at=at, details={"roles": [role.value for role in roles]}
    )
    return person


def record_details(
    person: Person, *, name: str, phone: str, identity_kind: IdentityKind | str, identity_number: str, at: datetime
) -> None:
    """Record who somebody is; an empty number keeps the document that is there.

    Raises IdentityTaken, or what a feature above refuses with when the name or the document would change.
    """
    kind, number = IdentityKind(identity_kind), identity.normal(identity_number)
    changes = bool(number) and (kind, number) != (person.identity_kind, person.identity_number)
    if changes or name != person.name:
        identity_changing.send(person)
    if changes:
        holder = person_by_identity(number)
        if holder is not None and holder.id != person.id:
            raise IdentityTaken
    person.name, person.phone = name, phone
    if changes:
        person.identity_kind, person.identity_number = kind, number
        person.identity_lookup = identity.lookup(number)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise IdentityTaken from error
    record("details recorded", by=person.id, about=f"person:{person.id}", at=at, details={"number": bool(number)})


def record_taken(person: Person, *, at: datetime) -> None:
    """Record that somebody gave the document of another account: never which."""
    record("document refused", by=person.id, about=f"person:{person.id}", at=at)


def grant_role(person: Person, role: Role, *, by: Person, at: datetime) -> None:
    """Give a role; one that is there stays. Raises ActsForEmployer for a role of the bureau."""
    if person.has(role):
        return
    if role in STAFF and person.has(Role.EMPLOYER):
        raise ActsForEmployer
    person.roles.append(RoleGrant(name=role))
    db.session.flush()
    record("role given", by=by.id, about=f"person:{person.id}", at=at, details={"role": role.value})


def revoke_role(person: Person, role: Role, *, by: Person, at: datetime) -> None:
    """Take a role away. Raises OwnAdministration when an administrator would lock themselves out."""
    if person.id == by.id and role is Role.ADMINISTRATOR:
        raise OwnAdministration
    for grant in [grant for grant in person.roles if grant.name == role]:
        person.roles.remove(grant)
        record("role taken", by=by.id, about=f"person:{person.id}", at=at, details={"role": role.value})
    db.session.flush()


def remove_second_step(person: Person, *, by: Person, at: datetime) -> None:
    """Let a person who lost the phone sign in with the password alone."""
    person.tf_primary_method = person.tf_totp_secret = person.mf_recovery_codes = None
    db.session.flush()
    record("second step removed", by=by.id, about=f"person:{person.id}", at=at)
