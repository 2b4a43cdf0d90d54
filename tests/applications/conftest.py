"""A newcomer with a draft under the default policy."""

from datetime import date

import pytest

from rules.facts import Value
from talent.accounts.employers import operations as employers
from talent.accounts.employers.models import Mandate
from talent.accounts.models import Person
from talent.accounts.queries import person_by_email
from talent.applications import operations
from talent.applications.models import Application
from talent.applications.on_behalf import operations as on_behalf
from talent.database import db
from talent.pilots.operations import seed_pilots
from talent.pilots.queries import pilot
from talent.policies.library import library
from talent.web.access import Role
from tests.conftest import NOON

#: Unified social credit codes whose check digit fits.
CODE, OTHER_CODE = "91110000600037341L", "91330700MA2E4T5X3A"

#: A doctor of 35 who rents and does not buy.
DOCTOR: dict[str, Value] = {
    "degree": "doctor",
    "full_time": True,
    "title": "none",
    "skill_level": "none",
    "honours": frozenset(),
    "shortage": True,
    "yearly_pay": 30_000_000,
    "tax_paid": 3_000_000,
    "patents": 0,
    "revenue": 0,
    "arrived_on": date(2025, 6, 1),
    "first_in_jinhua": True,
    "works_in_pilot": True,
    "contract_months": 60,
    "insured_months": 9,
    "owns_home": False,
    "allotted_housing": False,
    "wants_to_buy": False,
    "lease": "registered",
    "monthly_rent": 250_000,
    "rent_months_received": 0,
    "born_on": date(1990, 5, 1),
}


@pytest.fixture
def policy(app):
    return library().in_force("jinhua-future-community-talent", NOON.date())


@pytest.fixture
def newcomer(people):
    return people("newcomer@example.org", Role.APPLICANT, name="陈晓")


@pytest.fixture
def draft(newcomer, policy) -> Application:
    seed_pilots()
    begun = operations.begin(newcomer, pilot=pilot("shanzuitou"), policy=policy, at=NOON)
    db.session.commit()
    return begun


@pytest.fixture
def visitor(client, newcomer):
    """The newcomer, signed in."""
    return client.sign_in(newcomer.email)


@pytest.fixture
def lease_page(draft) -> str:
    """Where the lease is added to the draft."""
    return f"/applications/{draft.reference}/evidence/lease"


@pytest.fixture
def record_page(draft) -> str:
    """Where the extract of the property register is added, which grows old in a month."""
    return f"/applications/{draft.reference}/evidence/housing_record"


@pytest.fixture
def hr(people) -> Person:
    """Somebody of the HR of an employer."""
    return employed(people, "hr@example.org", "钱人事", CODE, "金华未来科技有限公司")


@pytest.fixture
def stranger(people) -> Person:
    """Somebody of the HR of another employer."""
    return employed(people, "hr@other.example", "孙人事", OTHER_CODE, "别家有限公司")


@pytest.fixture
def mandate(hr, newcomer) -> Mandate:
    """The newcomer's consent."""
    asked = employers.ask(email=newcomer.email, called="陈晓", by=hr, at=NOON)
    employers.answer(asked, newcomer, agrees=True, at=NOON)
    db.session.commit()
    return asked


@pytest.fixture
def shared(mandate, hr, policy) -> Application:
    """A draft that HR has begun for the newcomer."""
    seed_pilots()
    begun = on_behalf.begin_for(mandate, pilot=pilot("shanzuitou"), policy=policy, by=hr, at=NOON)
    db.session.commit()
    return begun


def employed(people, email: str, name: str, code: str, employer: str) -> Person:
    """Make an HR person of an employer."""
    administrator = person_by_email("admin@example.org") or people("admin@example.org", Role.ADMINISTRATOR)
    person = people(email, Role.APPLICANT, name=name)
    made = employers.register(code=code, name=employer, by=administrator, at=NOON)
    employers.name_representative(made, email, by=administrator, at=NOON)
    db.session.commit()
    return person
