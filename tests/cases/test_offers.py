"""Offers without application: to whom, on what, and what becomes of them. A policy like the default one is added."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from talent.accounts.consent.operations import give, withdraw
from talent.accounts.consent.purposes import Purpose
from talent.accounts.models import Person
from talent.applications.models import Source, Stage
from talent.applications.offers import jobs, operations
from talent.applications.offers.errors import OfferOver
from talent.applications.offers.models import Offer, OfferState
from talent.applications.queries import can_submit, policy_of
from talent.database import db
from talent.notices.models import OutboxMessage
from talent.notices.signals import posting
from talent.policies.library import library
from talent.web.access import Role
from tests.cases.test_races import at_once
from tests.conftest import NOON

LATER = NOON + timedelta(days=1)


@pytest.fixture
def second(case):
    """Another policy in force that asks and grants the same."""
    text = policy_of(case.application).text
    return library().add(text.replace("policy: jinhua-future-community-talent", "policy: second"), "second")


@pytest.fixture
def person(case):
    person = case.application.applicant
    give(person, Purpose.INCENTIVES, at=NOON)
    db.session.commit()
    return person


@pytest.fixture
def offer(verified_case, second, person) -> Offer:
    posting.send(at=LATER)
    return db.session.scalars(select(Offer)).one()


def test_what_was_proved_once_is_offered_once_and_only_looked_at_when_something_changes(offer, person, case):
    assert offer.person == person and offer.policy_id == "second" and offer.pilot == case.application.pilot
    assert offer.incentives and offer.fen == sum(offer.incentives.values()) > 0
    assert {each["kind"] for each in offer.facts} >= {Source.VERIFIED}
    mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == offer.about)).one()
    assert "免申即享" in mail.body and "you qualify" in mail.other_body and mail.link == f"/offers/{offer.id}"
    assert jobs.find(LATER) == (0, 0)
    operations.look_again(person.id, at=LATER)
    assert jobs.find(LATER) == (1, 0)


def test_nothing_is_offered_without_consent_or_proof(case, second, clerk):
    assert jobs.find(LATER) == (0, 0)
    give(case.application.applicant, Purpose.INCENTIVES, at=NOON)
    assert jobs.find(LATER) == (1, 0)


def test_an_accepted_offer_is_an_application_to_check_and_hand_in(offer, person):
    folder = current_app.config["EVIDENCE"]
    draft = operations.accept(offer, folder, at=LATER)
    db.session.commit()
    assert draft.stage is Stage.DRAFT and draft.policy_id == "second" and can_submit(draft, on=LATER.date())
    assert {answer.fact for answer in draft.answers} >= {each["fact"] for each in offer.facts}
    assert offer.state is OfferState.ACCEPTED and operations.accept(offer, folder, at=LATER) == draft
    with pytest.raises(OfferOver):
        operations.decline(offer, at=LATER)


def test_two_jobs_at_once_make_one_offer_and_two_answers_at_once_are_one(app, verified_case, second, person):
    person_id = person.id
    db.session.remove()
    assert at_once(app, [lambda: operations.look_at(db.session.get_one(Person, person_id), at=LATER)] * 3) == []
    number = db.session.scalars(select(Offer.id)).one()
    assert len(db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == f"offer:{number}")).all()) == 1
    folder = current_app.config["EVIDENCE"]
    db.session.remove()
    answers = [
        lambda: operations.accept(db.session.get_one(Offer, number), folder, at=LATER),
        lambda: operations.decline(db.session.get_one(Offer, number), at=LATER),
    ]
    assert [type(refusal) for refusal in at_once(app, answers)] == [OfferOver]


def test_who_said_not_now_is_not_offered_the_same_again(offer, person):
    operations.decline(offer, at=LATER)
    operations.look_again(person.id, at=LATER)
    assert jobs.find(LATER) == (1, 0) and offer.state is OfferState.DECLINED


def test_an_offer_lapses_once_the_consent_is_withdrawn(offer, person):
    withdraw(person, Purpose.INCENTIVES, at=LATER)
    assert jobs.find(LATER) == (0, 0) and offer.state is OfferState.LAPSED
    with pytest.raises(OfferOver):
        operations.accept(offer, current_app.config["EVIDENCE"], at=LATER)
    give(person, Purpose.INCENTIVES, at=LATER + timedelta(days=1))
    assert jobs.find(LATER + timedelta(days=1)) == (1, 1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_page_says_what_is_offered_and_takes_the_answer(offer, person, client):
    visit = client.sign_in(person.email)
    assert f"/offers/{offer.id}" in visit.get("/applications/").text
    page = visit.get(f"/offers/{offer.id}")
    assert 'value="accept"' in page.text and 'value="decline"' in page.text
    answer = visit.post(f"/offers/{offer.id}", data={"answer": "accept"})
    assert answer.status_code == 302 and answer.location.endswith("/check")
    assert 'value="accept"' not in visit.get(f"/offers/{offer.id}").text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_officer_sees_how_many_there_are(offer, people, client):
    officer = people("officer@example.org", Role.OFFICER)
    shown = client.sign_in(officer.email).get("/offers/").text
    assert shown.count('<th scope="row"') == 1 and library().policies["second"].title.zh in shown
