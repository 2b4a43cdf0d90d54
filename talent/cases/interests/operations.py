"""Declare interests; declare of a case that there is no conflict, or step back from it."""

from datetime import datetime

from sqlalchemy import delete

from talent.accounts.employers.operations import normal_code
from talent.accounts.identity import IdentityKind, is_valid, lookup, normal
from talent.accounts.models import Person
from talent.audit.operations import record
from talent.cases.correspondence.operations import plain
from talent.cases.interests.errors import NameMissing, NoConflict, NumberUnfit, SteppedBack, WordsUnfit
from talent.cases.interests.models import LONGEST, SHORTEST, Declaration, Interest, InterestKind, StepBack
from talent.cases.interests.queries import conflicts, declaration_of, step_back_of
from talent.cases.models import Case
from talent.cases.operations import hold, refuse_closed
from talent.database import db


def declare_employer(person: Person, *, name: str, code: str, at: datetime) -> Interest:
    """Declare an employer that somebody of the bureau has to do with, by name or code.

    Raises NameMissing, and UnfitCode for a code that cannot exist.
    """
    name, code = " ".join(name.split()), code.strip()
    if not (name or code):
        raise NameMissing
    kept = normal_code(code) if code else None
    return _declare(Interest(person_id=person.id, kind=InterestKind.EMPLOYER, name=name, code=kept), at)


def declare_relative(person: Person, *, name: str, number: str, at: datetime) -> Interest:
    """Declare a relative by name; of an identity number only the fingerprint is kept.

    Raises NameMissing, NumberUnfit.
    """
    name, number = " ".join(name.split()), normal(number)
    if not name:
        raise NameMissing
    looks_like_card = len(number) == 18
    kind = IdentityKind.IDENTITY_CARD if looks_like_card else IdentityKind.OTHER
    if number and not is_valid(kind, number):
        raise NumberUnfit
    kept = lookup(number) if number else None
    return _declare(Interest(person_id=person.id, kind=InterestKind.RELATIVE, name=name, identity_lookup=kept), at)


def _declare(interest: Interest, at: datetime) -> Interest:
    interest.declared_at = at
    db.session.add(interest)
    db.session.flush()
    details: dict[str, object] = {"kind": interest.kind.value}
    about = f"person:{interest.person_id}"
    record("interest declared", by=interest.person_id, about=about, at=at, details=details)
    return interest


def take_off(interest: Interest, *, at: datetime) -> None:
    """Take an interest off the list of its person."""
    details: dict[str, object] = {"kind": interest.kind.value}
    by = interest.person_id
    db.session.delete(interest)
    db.session.flush()
    record("interest taken off", by=by, about=f"person:{by}", at=at, details=details)


def declare_none(case: Case, *, officer: Person, words: str, at: datetime) -> Declaration:
    """Declare in writing that what meets the applicant is no conflict of interest; what comes later is asked anew.

    Raises SteppedBack, NoConflict, WordsUnfit.
    """
    words = _fit(words)
    hold(case)
    refuse_closed(case)
    if step_back_of(case, officer) is not None:
        raise SteppedBack
    found = conflicts(case, officer)
    if not found:
        raise NoConflict
    declared = declaration_of(case, officer) or Declaration(case=case, officer=officer)
    declared.words, declared.grounds, declared.declared_at = words, [each.key for each in found], at
    db.session.add(declared)
    db.session.flush()
    details: dict[str, object] = {"grounds": [each.ground.value for each in found], "words": words}
    record("conflict denied", by=officer.id, about=case.about, at=at, details=details)
    return declared


def step_back(case: Case, *, officer: Person, reason: str, at: datetime) -> StepBack:
    """Step back from an open case, for good; a second time changes nothing. Raises WordsUnfit."""
    reason = _fit(reason)
    hold(case)
    if there := step_back_of(case, officer):
        return there
    refuse_closed(case)
    stepped = StepBack(case=case, officer=officer, reason=reason, stepped_back_at=at)
    db.session.add(stepped)
    db.session.flush()
    record("stepped back", by=officer.id, about=case.about, at=at, details={"reason": reason})
    return stepped


def _fit(words: str) -> str:
    words = plain(words)
    if not SHORTEST <= len(words) <= LONGEST:
        raise WordsUnfit
    return words


def erase(person: Person, *, at: datetime) -> None:
    """Forget what somebody declared of themselves when their account is emptied."""
    db.session.execute(delete(Interest).where(Interest.person_id == person.id))
