"""Two spouses in a city whose policy asks about the spouse."""

from collections.abc import Callable

import pytest
from flask import current_app
from sqlalchemy import select

from rules.facts import Value, parse_facts
from rules.library import FOLDER
from talent.accounts.models import Person
from talent.accounts.operations import record_details
from talent.applications import operations as applying
from talent.applications import queries as applications
from talent.applications.documents import Document
from talent.applications.evidence import operations as evidence
from talent.applications.households import operations
from talent.applications.households.models import SpouseLink
from talent.applications.models import Application
from talent.cases import operations as cases
from talent.cases.models import Case
from talent.database import db
from talent.pilots.operations import seed_pilots
from talent.pilots.queries import pilot
from talent.policies.library import library, policies_in_force
from talent.web.access import Role
from tests.cases.conftest import PIXEL, REASON, granted_by_rules, verify_everything
from tests.conftest import NOON

#: A doctor who buys a home in Taiyuan; what they say of their spouse is left open.
DOCTOR = {
    "degree": "doctor", "state_paid_tuition": False, "skill_level": "none", "first_job_on": "2025-07-01",
    "in_choosing_period": True, "grassroots_post": False, "contract_months": 36, "pension_insured": True,
    "household_in_city": True, "employer_registered": True, "buys_home": True, "home_in_city": True,
    "bought_from_relative": False, "home_price": "280000.00", "purchase_help_drawn": False, "living_months_drawn": 0,
    "rent_months_drawn": 0, "province_pays": False,
}  # fmt: skip
MASTER = {**DOCTOR, "degree": "master", "full_time": True, "school": "double_first_class"}


def use(app, city: str) -> None:
    """Have people apply under the policies of a city, as the setting does."""
    app.config["POLICIES"] = FOLDER / city
    app.extensions.pop("policies", None)
    seed_pilots()


@pytest.fixture
def taiyuan(app):
    use(app, "taiyuan")
    return app


@pytest.fixture
def known(people: Callable[..., Person]) -> Callable[..., Person]:
    """Make an applicant of whom it is known who they are."""

    def make(email: str, name: str) -> Person:
        person = people(email, Role.APPLICANT, name=name)
        number = f"E{person.id:08}"
        record_details(
            person, name=name, phone="13800138000", identity_kind="passport", identity_number=number, at=NOON
        )
        db.session.commit()
        return person

    return make


@pytest.fixture
def wife(taiyuan, known) -> Person:
    return known("lin@example.org", "林月")


@pytest.fixture
def husband(taiyuan, known) -> Person:
    return known("zhao@example.org", "赵刚")


@pytest.fixture
def linked(wife, husband) -> SpouseLink:
    link = operations.invite(wife, email=husband.email, at=NOON)
    operations.agree(link, person=husband, at=NOON)
    db.session.commit()
    return link


def drafted(person: Person, facts: dict[str, object], at=NOON) -> Application:
    """Begin an application under the one policy of the city, and answer."""
    policy = library().in_force(policies_in_force()[0].id, at.date())
    draft = applying.begin(person, pilot=pilot("shanzuitou"), policy=policy, at=at)
    typed: dict[str, Value] = parse_facts(policy, facts, on=at.date())
    applying.answer(draft, typed, at=at)
    db.session.commit()
    return draft


def prove(draft: Application, at=NOON) -> None:
    """Add every document that is called for."""
    for kind in applications.missing_evidence(draft):
        proof = Document(PIXEL + f"{draft.reference}{kind.id}".encode(), "image/png", f"{kind.id}.png")
        evidence.add(draft, kind.id, proof, current_app.config["EVIDENCE"], at=at)
    db.session.commit()


def handed_in(draft: Application, at=NOON) -> Case:
    """Prove it, hand it in, and return the case."""
    prove(draft, at)
    applying.submit(draft, at=at)
    db.session.commit()
    return db.session.scalars(select(Case).where(Case.application_id == draft.id)).one()


def decided(case: Case, people: Callable[..., Person], at=NOON) -> Case:
    """Grant what the rules grant."""
    clerk = people(f"clerk{case.id}@example.org", Role.CLERK)
    approver = people(f"approver{case.id}@example.org", Role.APPROVER)
    verify_everything(case, clerk)
    cases.recommend(case, clerk=clerk, incentives=granted_by_rules(case), reason=REASON, at=at)
    cases.approve(case, approver=approver, at=at)
    db.session.commit()
    return case


def given(application: Application) -> dict:
    return {answer.fact: answer for answer in application.answers}
