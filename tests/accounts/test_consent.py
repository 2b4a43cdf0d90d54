"""Consent by purpose: asked for where it matters, kept in its words, withdrawn at any time."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from rules.policy import Text
from talent.accounts.consent import purposes
from talent.accounts.consent.errors import StillNeeded
from talent.accounts.consent.models import Consent
from talent.accounts.consent.operations import give, withdraw
from talent.accounts.consent.purposes import NEEDED, OPTIONAL, TERMS, Purpose
from talent.accounts.consent.queries import agreements, has_agreed, not_agreed
from talent.applications import operations
from talent.audit.models import Record
from talent.database import db
from talent.web.access import Role
from tests.applications.conftest import DOCTOR, draft, newcomer, policy
from tests.cases.conftest import submit
from tests.conftest import NOON

__all__ = ["draft", "newcomer", "policy", "submit"]

LATER = NOON + timedelta(days=3)
ANOTHER = "INSERT INTO consent (person_id, purpose, version, given_at)"


@pytest.fixture
def person(people):
    return people("me@example.org", Role.APPLICANT)


@pytest.fixture
def newer_words(monkeypatch):
    """The text about deadlines is changed."""
    old = TERMS[Purpose.DEADLINES]
    new = purposes.Terms(old.title, old.needed, old.basis, {**old.versions, 2: Text("新文本", "New words")})
    monkeypatch.setitem(TERMS, Purpose.DEADLINES, new)


def test_nothing_is_agreed_to_beforehand(person):
    assert not any(has_agreed(person, purpose) for purpose in Purpose)
    assert not_agreed(person) == list(OPTIONAL)


def test_a_consent_is_kept_with_its_words_and_its_day(person):
    consent = give(person, Purpose.INCENTIVES, at=NOON)
    assert (consent.version, consent.given_at, consent.withdrawn_at) == (1, NOON, None)
    assert has_agreed(person, Purpose.INCENTIVES)


def test_agreeing_twice_is_one_consent(person):
    assert give(person, Purpose.DEADLINES, at=NOON) is give(person, Purpose.DEADLINES, at=LATER)


def test_a_consent_counts_until_it_is_withdrawn_and_can_be_given_again(person):
    give(person, Purpose.DEADLINES, at=NOON)
    withdraw(person, Purpose.DEADLINES, at=LATER)
    assert not has_agreed(person, Purpose.DEADLINES)
    give(person, Purpose.DEADLINES, at=LATER)
    assert has_agreed(person, Purpose.DEADLINES)
    assert [each.withdrawn_at for each in db.session.scalars(select(Consent).order_by(Consent.id))] == [LATER, None]


def test_withdrawing_what_was_not_agreed_to_changes_nothing(person):
    withdraw(person, Purpose.DEADLINES, at=NOON)
    assert db.session.scalars(select(Record).where(Record.action == "consent withdrawn")).all() == []


def test_a_consent_to_other_words_no_longer_counts(person, newer_words):
    db.session.add(Consent(person_id=person.id, purpose=Purpose.DEADLINES, version=1, given_at=NOON))
    db.session.flush()
    assert not has_agreed(person, Purpose.DEADLINES)
    assert next(each for each in agreements(person) if each.purpose is Purpose.DEADLINES).has_changed
    give(person, Purpose.DEADLINES, at=LATER)
    assert has_agreed(person, Purpose.DEADLINES)


def test_both_are_recorded_without_the_words(person):
    give(person, Purpose.REGISTRIES, at=NOON)
    withdraw(person, Purpose.REGISTRIES, at=LATER)
    entries = db.session.scalars(select(Record).where(Record.action.like("consent%")).order_by(Record.id)).all()
    assert [entry.action for entry in entries] == ["consent given", "consent withdrawn"]
    assert entries[0].details == {"purpose": "registries", "version": 1}


def test_handing_in_is_agreeing_to_what_it_needs_and_nothing_else(submit):
    application = submit("wang@example.org")
    assert all(has_agreed(application.applicant, purpose) for purpose in NEEDED)
    assert not_agreed(application.applicant) == list(OPTIONAL)


def test_what_is_needed_cannot_be_withdrawn_once_something_was_handed_in(submit):
    person = submit("wang@example.org").applicant
    with pytest.raises(StillNeeded):
        withdraw(person, Purpose.PROCESSING, at=LATER)
    assert has_agreed(person, Purpose.PROCESSING)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent SET purpose = 'registries'",
        "UPDATE consent SET version = 2",
        "UPDATE consent SET given_at = '2020-01-01 00:00:00'",
        "UPDATE consent SET withdrawn_at = '2020-01-01 00:00:00'",
        f"{ANOTHER} SELECT person_id, purpose, 2, given_at FROM consent",
        f"{ANOTHER} SELECT person_id, 'ads', 1, given_at FROM consent",
    ],
)
def test_the_database_keeps_what_was_agreed_to(person, statement):
    give(person, Purpose.DEADLINES, at=NOON)
    db.session.commit()
    with pytest.raises(IntegrityError):
        db.session.execute(text(statement))
    db.session.rollback()


def test_a_withdrawal_is_not_taken_back_by_the_database_either(person):
    give(person, Purpose.DEADLINES, at=NOON)
    withdraw(person, Purpose.DEADLINES, at=LATER)
    db.session.commit()
    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE consent SET withdrawn_at = NULL"))
    db.session.rollback()


class TestOnPages:
    @pytest.fixture
    def signed_in(self, client, newcomer):
        client.sign_in("newcomer@example.org")
        client.get("/language/en")
        return client

    def ready(self, draft, tmp_path):
        from flask import current_app

        from talent.accounts.operations import record_details
        from talent.applications import queries
        from talent.applications.documents import Document
        from talent.applications.evidence import operations as evidence
        from tests.cases.conftest import PIXEL

        record_details(
            draft.applicant, name="陈晓", phone="1", identity_kind="passport", identity_number="E12345678", at=NOON
        )
        operations.answer(draft, DOCTOR, at=NOON)
        for kind in queries.missing_evidence(draft):
            proof = Document(PIXEL + kind.id.encode(), "image/png", "x.png")
            evidence.add(draft, kind.id, proof, current_app.config["EVIDENCE"], at=NOON)
        db.session.commit()
        return f"/applications/{draft.reference}/check"

    def test_handing_in_without_the_declaration_is_refused_with_the_reason(self, signed_in, draft, tmp_path):
        page = signed_in.post(self.ready(draft, tmp_path), data={"consents": ["deadlines"]})
        assert "Confirm the declaration: without it the application cannot be dealt with." in page.text
        assert db.session.scalars(select(Consent)).all() == []

    def test_what_is_ticked_is_agreed_to_with_the_hand_in(self, signed_in, draft, tmp_path):
        address = self.ready(draft, tmp_path)
        page = signed_in.get(address).text
        assert 'name="consents"' in page and "checked" not in page
        assert signed_in.post(address, data={"declared": "y", "consents": ["incentives"]}).status_code == 302
        db.session.rollback()
        assert {each.purpose for each in db.session.scalars(select(Consent))} == {"processing", "incentives"}

    def test_a_purpose_that_is_none_is_not_taken(self, signed_in, draft, tmp_path):
        address = self.ready(draft, tmp_path)
        assert signed_in.post(address, data={"declared": "y", "consents": ["ads"]}).status_code == 200

    def test_one_agrees_and_withdraws_on_the_page_of_ones_data(self, signed_in, newcomer):
        for agree, agreed in (("yes", True), ("yes", True), ("no", False), ("no", False)):
            assert signed_in.post("/account/data/consents/deadlines", data={"agree": agree}).status_code == 302
            db.session.rollback()
            assert has_agreed(newcomer, Purpose.DEADLINES) is agreed
        assert signed_in.post("/account/data/consents/ads", data={"agree": "yes"}).status_code == 404

    def test_the_page_says_that_the_words_changed(self, signed_in, newcomer, newer_words):
        db.session.add(Consent(person_id=newcomer.id, purpose=Purpose.DEADLINES, version=1, given_at=NOON))
        page = signed_in.get("/account/data").text
        assert "The text changed since you agreed." in page and "New words" in page
