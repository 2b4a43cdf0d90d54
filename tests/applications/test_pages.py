"""The applicant's pages: nothing typed is lost, nothing is doubled, and nobody sees what is not theirs."""

import pytest
from sqlalchemy import func, select

from talent.applications import operations, queries
from talent.applications.models import Application
from talent.database import db
from tests.applications.conftest import DOCTOR
from tests.conftest import NOON

OWN = {"Origin": "http://localhost"}


def test_right_answers_are_kept_when_another_on_the_page_is_wrong(visitor, draft):
    answers = {"contract_months": "60", "insured_months": "many"}
    page = visitor.post(f"/applications/{draft.reference}/questions/work", data=answers)
    assert page.status_code == 200
    assert 'value="many"' in page.text
    assert "govuk-error-summary" in page.text
    db.session.expire_all()
    assert queries.facts_of(draft) == {"contract_months": 60}


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("300000", 30_000_000), ("30万", 30_000_000), ("３００，０００元", 30_000_000), ("¥ 1,234.56", 123_456)],
)
def test_money_is_read_as_people_write_it(visitor, draft, typed, fen):
    visitor.post(f"/applications/{draft.reference}/questions/contribution", data={"yearly_pay": typed})
    db.session.expire_all()
    assert queries.facts_of(draft) == {"yearly_pay": fen}


@pytest.mark.parametrize("typed", ["-1", "1e9", "NaN", "１２.３４５", "1" * 400, "\u202e12", "💰", "0x10", "万"])
def test_money_that_is_no_amount_is_refused_beside_its_question(visitor, draft, typed):
    page = visitor.post(f"/applications/{draft.reference}/questions/contribution", data={"yearly_pay": typed})
    assert page.status_code == 200
    assert 'href="#yearly_pay"' in page.text
    db.session.expire_all()
    assert queries.facts_of(draft) == {}


@pytest.mark.parametrize("parts", [("2023", "2", "30"), ("9999", "1", "1"), ("2025", "", "1"), ("二", "三", "四")])
def test_a_day_that_is_none_is_refused_beside_its_question(visitor, draft, parts):
    data = dict(zip(("arrived_on-year", "arrived_on-month", "arrived_on-day"), parts, strict=True))
    page = visitor.post(f"/applications/{draft.reference}/questions/work", data=data)
    assert 'href="#arrived_on"' in page.text
    assert f'value="{parts[0]}"' in page.text


def test_what_was_typed_survives_a_sign_out_in_another_tab(visitor, draft, newcomer):
    address = f"/applications/{draft.reference}/questions/work"
    visitor.post("/logout")
    refused = visitor.post(address, data={"contract_months": "48"}, headers=OWN)
    assert refused.location.startswith("/login")
    visitor.sign_in(newcomer.email)
    page = visitor.get(address)
    assert 'value="48"' in page.text
    assert 'value="48"' not in visitor.get(address).text


def test_a_form_from_another_site_is_not_kept(visitor, draft, newcomer):
    address = f"/applications/{draft.reference}/questions/work"
    visitor.post("/logout")
    visitor.post(address, data={"contract_months": "48"}, headers={"Origin": "http://evil.example"})
    visitor.sign_in(newcomer.email)
    assert 'value="48"' not in visitor.get(address).text


def test_questions_that_follow_from_an_answer_appear_on_the_same_page(visitor, draft):
    address = f"/applications/{draft.reference}/questions/expertise"
    assert "full_time" not in visitor.get(address).text
    answered = visitor.post(address, data={"degree": "doctor"})
    assert answered.location == address
    assert "full_time" in visitor.get(address).text


def test_two_tabs_that_begin_get_one_draft(visitor, draft):
    address = "/applications/begin/shanzuitou/jinhua-future-community-talent"
    assert visitor.post(address).location == visitor.post(address).location
    assert db.session.scalar(select(func.count()).select_from(Application)) == 1


def test_an_application_that_was_handed_in_shows_where_it_stands(visitor, draft, newcomer):
    operations.answer(draft, DOCTOR, at=NOON)
    page = visitor.post(f"/applications/{draft.reference}/check", data={"declared": "y"})
    assert page.status_code == 409
    assert visitor.get(f"/applications/{draft.reference}/check").status_code == 200
