"""A case that has arrived, and the officers who deal with it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import current_app
from sqlalchemy import select

from rules.facts import Value
from talent.accounts.models import Person
from talent.accounts.operations import record_details
from talent.applications import operations as applying
from talent.applications import queries as applications
from talent.applications.documents import Document
from talent.applications.evidence import operations as evidence
from talent.applications.models import Application
from talent.cases import operations, queries
from talent.cases.appeals.queries import granted_before
from talent.cases.models import Case
from talent.cases.overrides.values import Override
from talent.database import db
from talent.pilots.operations import seed_pilots
from talent.pilots.queries import pilot
from talent.policies.library import library
from talent.web.access import Role
from tests.applications.conftest import DOCTOR
from tests.conftest import NOON

REASON = "您的学位、合同和社保都已核实,符合条件。"

#: A picture of one point.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
def submit(people: Callable[..., Person], tmp_path: Path) -> Callable[..., Application]:
    """Apply and hand in: `submit("wang@example.org", name="王小明")`."""
    seed_pilots()

    def handed_in(
        email: str,
        *,
        name: str = "陈晓",
        facts: dict[str, Value] = DOCTOR,
        at=NOON,
        place: str = "shanzuitou",
        roles=(),
    ) -> Application:
        policy = library().in_force("jinhua-future-community-talent", at.date())
        person = people(email, Role.APPLICANT, *roles, name=name)
        record_details(
            person, name=name, phone="13800138000", identity_kind="passport", identity_number=f"E{person.id:08}", at=at
        )
        draft = applying.begin(person, pilot=pilot(place), policy=policy, at=at)
        applying.answer(draft, facts, at=at)
        for kind in applications.missing_evidence(draft):
            proof = Document(PIXEL + kind.id.encode(), "image/png", f"{kind.id}.png")
            evidence.add(draft, kind.id, proof, current_app.config["EVIDENCE"], at=at)
        applying.submit(draft, at=at)
        db.session.commit()
        return draft

    return handed_in


@pytest.fixture
def clerk(people: Callable[..., Person]) -> Person:
    return people("clerk@example.org", Role.CLERK, name="经办人")


@pytest.fixture
def approver(people: Callable[..., Person]) -> Person:
    return people("approver@example.org", Role.APPROVER, name="复核人")


@pytest.fixture
def case(submit: Callable[..., Application]) -> Case:
    """The case of a doctor, as it arrived."""
    application = submit("newcomer@example.org")
    return db.session.scalars(select(Case).where(Case.application_id == application.id)).one()


@pytest.fixture
def verified_case(case: Case, clerk: Person) -> Case:
    verify_everything(case, clerk)
    return case


@pytest.fixture
def recommended_case(verified_case: Case, clerk: Person) -> Case:
    granted = granted_by_rules(verified_case)
    operations.recommend(verified_case, clerk=clerk, incentives=granted, reason=REASON, at=NOON)
    db.session.commit()
    return verified_case


def verify_everything(case: Case, clerk: Person) -> None:
    for proof in queries.proofs(case):
        operations.verify_document(case, kind=proof.kind.id, clerk=clerk, at=NOON)
    db.session.commit()


def against(case: Case, *chosen: str) -> list[Override]:
    """Say why what the rules grant is not recommended. chosen: what is."""
    before = {*chosen, *granted_before(case)}
    clause = next(iter(applications.policy_of(case.application).sources))
    return [Override(name, REASON, clause) for name in granted_by_rules(case) if name not in before]


def granted_by_rules(case: Case) -> list[str]:
    return [each.incentive for each in case.incentives if each.verdict == "granted"]
