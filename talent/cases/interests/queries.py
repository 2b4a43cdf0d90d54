"""What staff declared, and where it meets an applicant."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from talent.accounts.employers.queries import mandates_of
from talent.accounts.models import Person
from talent.applications.households.queries import links_of
from talent.cases.interests.errors import ConflictOfInterest, NoSuchInterest, SteppedBack
from talent.cases.interests.models import Declaration, Interest, InterestKind, StepBack
from talent.cases.models import Case
from talent.database import db


class Ground(StrEnum):
    """What meets the applicant: a declared employer, relative, the officer's own household or telephone."""

    EMPLOYER = "employer"
    RELATIVE = "relative"
    HOUSEHOLD = "household"
    TELEPHONE = "telephone"


@dataclass(frozen=True)
class Conflict:
    """One thing of the officer's that meets the applicant. key: the same while it is the same thing. name: whose."""

    ground: Ground
    key: str
    name: str = ""


def interests_of(person: Person) -> Sequence[Interest]:
    """Return what somebody of the bureau has declared, in the order they did."""
    return db.session.scalars(select(Interest).where(Interest.person_id == person.id).order_by(Interest.id)).all()


def interest(number: int, *, seen_by: Person) -> Interest:
    """Return an interest of the person's own. Raises NoSuchInterest."""
    found = db.session.get(Interest, number)
    if found is None or found.person_id != seen_by.id:
        raise NoSuchInterest
    return found


def step_back_of(case: Case, officer: Person) -> StepBack | None:
    """Return that an officer stepped back from a case, None while they have not."""
    return db.session.scalar(select(StepBack).filter_by(case_id=case.id, officer_id=officer.id))


def step_backs(case: Case) -> Sequence[StepBack]:
    """Return who stepped back from a case, first first."""
    return db.session.scalars(select(StepBack).filter_by(case_id=case.id).order_by(StepBack.id)).all()


def declaration_of(case: Case, officer: Person) -> Declaration | None:
    """Return what an officer declared of a case."""
    return db.session.scalar(select(Declaration).filter_by(case_id=case.id, officer_id=officer.id))


def declarations(case: Case) -> Sequence[Declaration]:
    """Return what officers declared of a case, first first."""
    return db.session.scalars(select(Declaration).filter_by(case_id=case.id).order_by(Declaration.id)).all()


def conflicts(case: Case, officer: Person) -> list[Conflict]:
    """Return what of an officer's meets the applicant of a case, declared away or not."""
    applicant = case.application.applicant
    found = [each for own in interests_of(officer) if (each := _meets(own, applicant))]
    return [*found, *_of_own_household(officer, applicant)]


def open_conflicts(case: Case, officer: Person) -> list[Conflict]:
    """Return the conflicts an officer has not declared to be none."""
    found = conflicts(case, officer)
    declared = declaration_of(case, officer) if found else None
    return [each for each in found if declared is None or each.key not in declared.grounds]


def refuse_partial(case: Case, officer: Person) -> None:
    """Refuse whoever stepped back, or has an open conflict. Raises SteppedBack, ConflictOfInterest."""
    if step_back_of(case, officer) is not None:
        raise SteppedBack
    if open_conflicts(case, officer):
        raise ConflictOfInterest


def is_barred(case: Case, officer: Person) -> bool:
    """Return whether an officer is kept from a case, by stepping back or until they declare."""
    return step_back_of(case, officer) is not None or bool(open_conflicts(case, officer))


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same, however they are spaced and written; nobody's is nobody's."""
    first, second = ("".join(each.split()).casefold() for each in (one, other))
    return bool(first) and first == second


def _meets(own: Interest, applicant: Person) -> Conflict | None:
    if own.kind is InterestKind.EMPLOYER:
        employers = [each.employer for each in mandates_of(applicant)]
        met = any(each.code == own.code or same_name(each.name, own.name) for each in employers)
        return Conflict(Ground.EMPLOYER, f"interest:{own.id}", own.name or str(own.code)) if met else None
    people = [applicant, *_spouses(applicant)]
    met = any(_is(own, each) for each in people)
    return Conflict(Ground.RELATIVE, f"interest:{own.id}", own.name) if met else None


def _is(own: Interest, somebody: Person) -> bool:
    """Who gave the number of a relative means nobody else who has the same name."""
    if own.identity_lookup and somebody.identity_lookup:
        return own.identity_lookup == somebody.identity_lookup
    return same_name(own.name, somebody.name)


def _of_own_household(officer: Person, applicant: Person) -> Iterator[Conflict]:
    if any(each.id == officer.id for each in _spouses(applicant)):
        yield Conflict(Ground.HOUSEHOLD, "household")
    if officer.phone and officer.phone == applicant.phone:
        yield Conflict(Ground.TELEPHONE, "telephone")


def _spouses(person: Person) -> list[Person]:
    """Return whoever is or was linked with a person as spouse."""
    return [other for link in links_of(person) if link.agreed_at and (other := link.other(person)) is not None]
