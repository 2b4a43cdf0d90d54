"""Begin, answer, prove, hand in: once each, and nothing lost."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from talent.accounts.operations import record_details
from talent.applications import operations, queries
from talent.applications.documents import Document
from talent.applications.errors import AlreadySubmitted, NoSuchApplication, NotComplete
from talent.applications.evidence import operations as evidence
from talent.applications.models import Application, Stage
from talent.applications.signals import submitted
from talent.database import db
from talent.pilots.queries import pilot
from tests.applications.conftest import DOCTOR
from tests.conftest import NOON

PROOF = Document(b"a proof", "image/png", "proof.png")


@pytest.fixture
def complete(draft, tmp_path):
    """A draft with everything in it."""
    record_details(
        draft.applicant,
        name="陈晓",
        phone="13800138000",
        identity_kind="passport",
        identity_number="E12345678",
        at=NOON,
    )
    operations.answer(draft, DOCTOR, at=NOON)
    for kind in queries.missing_evidence(draft):
        evidence.add(draft, kind.id, PROOF, tmp_path, at=NOON)
    db.session.commit()
    return draft


def test_beginning_twice_gives_the_same_draft(draft, newcomer, policy):
    again = operations.begin(newcomer, pilot=pilot("shanzuitou"), policy=policy, at=NOON)
    assert again.id == draft.id


def test_the_database_refuses_a_second_draft_for_the_same_pilot_and_policy(draft):
    twin = {"applicant_id": draft.applicant_id, "pilot_id": draft.pilot_id, "policy_id": draft.policy_id}
    db.session.add(Application(**twin, policy_digest=draft.policy_digest, started_at=NOON))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_an_application_is_pinned_to_the_text_of_its_policy(draft, policy):
    assert draft.policy_digest == policy.digest
    kept = db.session.scalar(
        text("SELECT text FROM policy_text WHERE digest = :digest").bindparams(digest=policy.digest)
    )
    assert kept == policy.text


def test_answers_come_back_as_they_were_given(draft):
    operations.answer(draft, DOCTOR, at=NOON)
    db.session.commit()
    db.session.expire_all()
    assert queries.facts_of(draft) == DOCTOR


def test_an_answer_taken_back_is_open_again(draft):
    operations.answer(draft, DOCTOR, at=NOON)
    operations.answer(draft, {"patents": None}, at=NOON)
    assert "patents" not in queries.facts_of(draft)


def test_only_answers_that_claim_something_need_proof(draft):
    operations.answer(draft, DOCTOR, at=NOON)
    needed = {kind.id for kind in queries.missing_evidence(draft)}
    assert {"degree_certificate", "lease", "labour_contract"} <= needed
    assert not {"title_certificate", "patent_certificate", "honour_certificate", "revenue_statement"} & needed


@pytest.mark.parametrize("missing", ["details", "evidence", "answers"])
def test_an_incomplete_application_cannot_be_handed_in(complete, missing, tmp_path):
    if missing == "details":
        complete.applicant.name = ""
    elif missing == "evidence":
        evidence.remove(complete.evidence[0], tmp_path, seen=complete.evidence[0].version, at=NOON)
    else:
        operations.answer(complete, dict.fromkeys(DOCTOR), at=NOON)
    with pytest.raises(NotComplete):
        operations.submit(complete, at=NOON)


def test_handing_in_keeps_the_decision_of_the_day(complete):
    operations.submit(complete, at=NOON)
    db.session.commit()
    assert complete.stage is Stage.SUBMITTED
    assert complete.decision["on"] == "2026-03-02"
    assert complete.decision["tables"]["category"] == "D"
    assert complete.decision["incentives"]["housing_incentive"]["verdict"] == "granted"


def test_handing_in_twice_makes_one_application_and_tells_the_bureau_once(complete):
    told = []
    with submitted.connected_to(lambda application, at: told.append(application.reference)):
        operations.submit(complete, at=NOON)
        operations.submit(complete, at=NOON)
    assert told == [complete.reference]
    assert db.session.scalar(select(func.count()).select_from(Application)) == 1


def test_what_was_handed_in_is_not_changed_any_more(complete, tmp_path):
    operations.submit(complete, at=NOON)
    with pytest.raises(AlreadySubmitted):
        operations.answer(complete, {"patents": 3}, at=NOON)
    with pytest.raises(AlreadySubmitted):
        evidence.add(complete, "lease", Document(b"other", "image/png", "x"), tmp_path, at=NOON)
    first = complete.evidence[0]
    with pytest.raises(AlreadySubmitted):
        evidence.remove(first, tmp_path, seen=first.version, at=NOON)
    with pytest.raises(AlreadySubmitted):
        evidence.replace(first, Document(b"other", "image/png", "x"), tmp_path, seen=first.version, at=NOON)


def test_somebody_elses_application_is_not_found(draft, people):
    with pytest.raises(NoSuchApplication):
        queries.application(draft.reference, seen_by=people("stranger@example.org"))


def test_a_reference_is_found_in_small_letters_too(draft, newcomer):
    assert queries.application(draft.reference.lower(), seen_by=newcomer) is draft
