"""An option changed after handing in: decided anew, recorded, confirmed by mail, looked at again; later too late."""

import pytest
from sqlalchemy import select

from talent.applications import queries as applications
from talent.applications.options import operations as choosing
from talent.applications.options.errors import OptionClosed
from talent.applications.options.queries import closed
from talent.audit.models import Record
from talent.audit.verification import first_broken
from talent.cases import operations
from talent.cases.errors import CaseChanged
from talent.cases.history import history
from talent.cases.models import Case, CaseStage
from talent.cases.standing.progress import steps
from talent.database import db
from talent.notices.models import OutboxMessage
from talent.web.days import policy_day
from tests.applications.test_options import BUY, EITHER, RENT
from tests.cases.conftest import REASON, granted_by_rules, verify_everything
from tests.conftest import NOON

CHOSEN = {**EITHER, "preferred_help": "purchase_discount"}


@pytest.fixture
def words(app):
    """Sentences are in the language of a page."""
    with app.test_request_context():
        yield


@pytest.fixture
def case(submit) -> Case:
    """The case of somebody who has chosen the purchase discount."""
    application = submit("newcomer@example.org", facts=CHOSEN)
    return db.session.scalars(select(Case).where(Case.application_id == application.id)).one()


def change(case, key=RENT):
    choosing.choose(case.application, key, at=NOON, link="/applications/x/options")
    db.session.commit()


def decide(case, approver):
    operations.approve(case, approver=approver, at=NOON)
    db.session.commit()


def test_the_decision_is_made_anew(case):
    change(case)
    granted = {each.incentive: each.fen for each in case.incentives if each.verdict == "granted"}
    assert "purchase_discount" not in granted
    assert granted["rent_reduction"] == 9_000_000
    kept = case.application.decision["incentives"]
    assert (kept["rent_reduction"]["verdict"], kept["purchase_discount"]["verdict"]) == ("granted", "refused")
    assert applications.facts_of(case.application)["preferred_help"] == "rent_reduction"


def test_it_is_recorded_and_stands_in_the_history_of_the_case(case, words):
    change(case)
    entry = db.session.scalars(select(Record).where(Record.action == "option changed")).one()
    assert entry.actor_id == case.application.applicant_id
    assert entry.details == {"fact": "preferred_help", "from": "purchase_discount", "to": "rent_reduction"}
    assert first_broken()[1] is None
    assert any("→" in event.detail for event in history(case))


def test_the_applicant_is_told_once_in_both_languages(case):
    change(case)
    change(case)
    query = select(OutboxMessage).where(OutboxMessage.key.contains(":option:"))
    message = db.session.scalars(query).one()
    assert message.recipient == "newcomer@example.org"
    assert "房租减免" in message.subject
    assert "580,000 元" in message.body
    assert "CNY 580,000" in message.other_body
    assert message.link == "/applications/x/options"


def test_what_was_chosen_already_changes_nothing(case):
    version = case.version
    change(case, BUY)
    assert case.version == version
    assert db.session.scalars(select(Record).where(Record.action == "option changed")).all() == []


def test_a_clerk_who_looked_before_is_told_that_the_case_has_changed(case, clerk):
    verify_everything(case, clerk)
    seen = case.version
    change(case)
    assert case.stage is CaseStage.ARRIVED
    with pytest.raises(CaseChanged):
        operations.recommend(case, clerk=clerk, incentives=["housing_incentive"], reason=REASON, at=NOON, seen=seen)


def test_a_recommended_case_goes_back_to_the_clerk_with_the_reason(case, clerk, approver, words):
    verify_everything(case, clerk)
    operations.recommend(case, clerk=clerk, incentives=granted_by_rules(case), reason=REASON, at=NOON)
    db.session.commit()
    due_on = case.due_on
    change(case)
    assert (case.stage, case.is_returned, case.due_on) == (CaseStage.ARRIVED, True, due_on)
    assert "申请人改选了“房租减免”" in case.return_reason
    assert "Rent reduction" in case.return_reason
    told = [step.says for step in steps(case, policy_day(NOON))]
    assert any("option" in said or "改选" in said for said in told)
    operations.recommend(case, clerk=clerk, incentives=granted_by_rules(case), reason=REASON, at=NOON)
    decide(case, approver)
    assert set(case.recommended) == {"housing_incentive", "yearly_allowance_paid", "rent_reduction"}


@pytest.fixture
def decided(case, clerk, approver) -> Case:
    verify_everything(case, clerk)
    operations.recommend(case, clerk=clerk, incentives=granted_by_rules(case), reason=REASON, at=NOON)
    decide(case, approver)
    return case


def test_after_the_decision_it_is_too_late_and_said_what_to_do(decided, words):
    with pytest.raises(OptionClosed) as refused:
        change(decided)
    db.session.rollback()
    assert closed(decided.application).link.startswith("/letters/")
    assert "60" in refused.value.says()
    assert applications.facts_of(decided.application)["preferred_help"] == "purchase_discount"
    assert decided.application.decision["incentives"]["purchase_discount"]["verdict"] == "granted"


def test_the_page_of_a_decided_case_offers_nothing_to_press(client, decided):
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.sign_in("newcomer@example.org")
    address = f"/applications/{decided.reference}/options"
    page = client.get(address)
    assert "can no longer be changed" in page.text
    assert "administrative reconsideration within 60 days" in page.text
    assert 'name="choose"' not in page.text
    late = client.post(address, data={"choose": RENT})
    assert late.status_code == 409
    assert "can no longer be changed" in late.text


def test_the_page_after_handing_in_takes_another_choice(client, case):
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.sign_in("newcomer@example.org")
    assert f"/applications/{case.reference}/options" in client.get(f"/applications/{case.reference}").text
    page = client.get(client.post(f"/applications/{case.reference}/options", data={"choose": RENT}).location)
    assert "You have chosen: Rent reduction" in page.text
    db.session.expire_all()
    assert applications.facts_of(case.application)["preferred_help"] == "rent_reduction"
