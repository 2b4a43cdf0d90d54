"""Register employers and who acts for them; ask a person, and take their answer."""

import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from stdnum.cn import uscc

from talent.accounts.employers import telling
from talent.accounts.employers.errors import (
    Answered,
    AskedAlready,
    AskedLately,
    CodeTaken,
    NoAccount,
    OwnAddress,
    RepresentsAnother,
    TermsChanged,
    UnfitCode,
    WorksForBureau,
)
from talent.accounts.employers.models import OPEN, Employer, Mandate, MandateState, Representative
from talent.accounts.employers.queries import own_employer
from talent.accounts.employers.terms import CURRENT
from talent.accounts.models import Person
from talent.accounts.operations import grant_role, revoke_role
from talent.accounts.queries import person_by_email
from talent.audit.operations import record
from talent.database import db
from talent.web.access import STAFF, Role

#: How long nobody asks again who said no.
PEACE = timedelta(days=30)


def normal_code(typed: str) -> str:
    """Return a unified social credit code as it is kept. Raises UnfitCode when its check digit does not fit."""
    code = unicodedata.normalize("NFKC", typed).strip()
    if not uscc.is_valid(code):
        raise UnfitCode
    return str(uscc.compact(code))


def register(*, code: str, name: str, by: Person, at: datetime) -> Employer:
    """Register an employer. Raises UnfitCode, CodeTaken."""
    employer = Employer(code=normal_code(code), name=" ".join(name.split()), registered_at=at, registered_by_id=by.id)
    try:
        with db.session.begin_nested():
            db.session.add(employer)
    except IntegrityError as error:
        raise CodeTaken from error
    record("employer registered", by=by.id, about=f"employer:{employer.id}", at=at, details={"code": employer.code})
    return employer


def name_representative(employer: Employer, email: str, *, by: Person, at: datetime) -> Representative:
    """Let somebody act for an employer; who does already changes nothing.

    Raises NoAccount, WorksForBureau, RepresentsAnother.
    """
    person = person_by_email(email)
    if person is None or not person.active or person.confirmed_at is None:
        raise NoAccount
    db.session.refresh(person, with_for_update={"of": Person})
    if person.has_any(frozenset(STAFF)):
        raise WorksForBureau
    standing = _standing(person)
    if standing is not None and standing.employer_id != employer.id:
        raise RepresentsAnother
    if standing is not None:
        return standing
    made = Representative(employer=employer, person=person, named_by_id=by.id, named_at=at)
    db.session.add(made)
    db.session.flush()
    grant_role(person, Role.EMPLOYER, by=by, at=at)
    _note("representative named", made, by, at)
    telling.named(made, at=at)
    return made


def end_representative(standing: Representative, *, by: Person, at: datetime) -> None:
    """Let somebody no longer act for their employer, from now on; a second time changes nothing."""
    db.session.refresh(standing, with_for_update={"of": Representative})
    if standing.ended_at is not None:
        return
    standing.ended_at = at
    db.session.flush()
    revoke_role(standing.person, Role.EMPLOYER, by=by, at=at)
    _note("representative ended", standing, by, at)


def ask(*, email: str, called: str, by: Person, at: datetime) -> Mandate:
    """Ask a person, who may have no account yet, whether the employer may fill in for them.

    called: the name the employer knows them by. Raises NotRepresented, OwnAddress, AskedAlready, AskedLately.
    """
    employer, email = own_employer(by), email.strip().lower()
    if email == by.email:
        raise OwnAddress
    _refuse_asking(employer, email, at)
    mandate = Mandate(employer=employer, email=email, called=" ".join(called.split()), asked_by_id=by.id, asked_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(mandate)
    except IntegrityError as error:
        raise AskedAlready from error
    record("consent asked for", by=by.id, about=_about(mandate), at=at)
    telling.asked(mandate, at=at)
    return mandate


def answer(mandate: Mandate, person: Person, *, agrees: bool, version: int = CURRENT, at: datetime) -> None:
    """Agree in the words that count now, or decline; the same answer twice changes nothing.

    version: of the terms the person read. Raises Answered, TermsChanged.
    """
    _hold(mandate)
    said = MandateState.AGREED if agrees else MandateState.DECLINED
    if mandate.state is said and mandate.person_id == person.id:
        return
    if mandate.state is not MandateState.ASKED:
        raise Answered
    if agrees and version != CURRENT:
        raise TermsChanged
    mandate.state, mandate.person_id, mandate.answered_at = said, person.id, at
    mandate.version = CURRENT if agrees else None
    db.session.flush()
    details: dict[str, object] = {"version": CURRENT} if agrees else {}
    record(
        "acting agreed to" if agrees else "acting declined", by=person.id, about=_about(mandate), at=at, details=details
    )
    telling.answered(mandate, at=at)


def withdraw(mandate: Mandate, person: Person, *, at: datetime) -> None:
    """Take a consent back: the employer's access ends now. A second time changes nothing. Raises Answered."""
    _hold(mandate)
    if mandate.state is MandateState.WITHDRAWN:
        return
    if mandate.state is not MandateState.AGREED:
        raise Answered
    mandate.state, mandate.withdrawn_at = MandateState.WITHDRAWN, at
    db.session.flush()
    record("acting withdrawn", by=person.id, about=_about(mandate), at=at, details={"version": mandate.version})
    telling.withdrawn(mandate, at=at)


def erase(person: Person, *, at: datetime) -> None:
    """Say no to everybody for a person whose account is emptied, and forget how they were asked."""
    if standing := _standing(person):
        end_representative(standing, by=person, at=at)
    for mandate in db.session.scalars(select(Mandate).where((Mandate.person_id == person.id) | _is_address(person))):
        if mandate.state is MandateState.ASKED:
            answer(mandate, person, agrees=False, at=at)
        elif mandate.state is MandateState.AGREED:
            withdraw(mandate, person, at=at)
        mandate.email, mandate.called = f"deleted-{mandate.id}@deleted.invalid", "—"
    db.session.flush()


def _is_address(person: Person) -> object:
    return (Mandate.email == person.email) & Mandate.person_id.is_(None)


def _refuse_asking(employer: Employer, email: str, at: datetime) -> None:
    query = select(Mandate).where(Mandate.employer_id == employer.id, Mandate.email == email)
    if db.session.scalar(query.where(OPEN).limit(1)) is not None:
        raise AskedAlready
    last = db.session.scalar(query.order_by(Mandate.id.desc()).limit(1))
    if last is not None and at < (last.withdrawn_at or last.answered_at or last.asked_at) + PEACE:
        raise AskedLately


def _standing(person: Person) -> Representative | None:
    query = select(Representative).where(Representative.person_id == person.id, Representative.ended_at.is_(None))
    return db.session.scalar(query)


def _hold(mandate: Mandate) -> None:
    """Have everybody wait who would answer, or fill in, at the same time."""
    db.session.refresh(mandate, with_for_update={"of": Mandate})


def _about(mandate: Mandate) -> str:
    return f"mandate:{mandate.id}"


def _note(action: str, standing: Representative, by: Person, at: datetime) -> None:
    details: dict[str, object] = {"person": standing.person_id}
    record(action, by=by.id, about=f"employer:{standing.employer_id}", at=at, details=details)
