"""Answers of an application that cannot all be right are told in place, kept, and not handed in."""

from datetime import date

import pytest

from talent.applications import operations, queries
from talent.applications.errors import NotComplete
from talent.database import db
from tests.applications.conftest import DOCTOR
from tests.applications.test_operations import complete  # noqa: F401 - a fixture
from tests.conftest import NOON

CHILD = {"born_on-year": "2012", "born_on-month": "5", "born_on-day": "1"}


@pytest.fixture
def visitor(client, newcomer):
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client.sign_in(newcomer.email)


def test_the_page_of_the_question_tells_it_and_keeps_the_answer(visitor, draft):
    operations.answer(draft, {"arrived_on": DOCTOR["arrived_on"]}, at=NOON)
    page = visitor.post(f"/applications/{draft.reference}/questions/person", data=CHILD)
    assert page.status_code == 200
    assert 'href="#born_on"' in page.text
    assert "before you were 16" in page.text
    assert "The other answer stands under “Coming to work in the pilot”." in page.text
    db.session.expire_all()
    assert queries.facts_of(draft)["born_on"] == date(2012, 5, 1)


def test_mending_the_other_answer_mends_it(visitor, draft):
    operations.answer(draft, {"arrived_on": DOCTOR["arrived_on"], "born_on": date(2012, 5, 1)}, at=NOON)
    page = visitor.post(f"/applications/{draft.reference}/questions/work", data={"insured_months": "9"})
    assert 'href="#arrived_on"' in page.text
    data = {"born_on-year": "1990", "born_on-month": "5", "born_on-day": "1"}
    assert visitor.post(f"/applications/{draft.reference}/questions/person", data=data).status_code == 302


def test_a_page_without_such_questions_goes_on(visitor, draft):
    operations.answer(draft, {"arrived_on": DOCTOR["arrived_on"], "born_on": date(2012, 5, 1)}, at=NOON)
    answer = visitor.post(f"/applications/{draft.reference}/questions/contribution", data={"patents": "1"})
    assert answer.status_code == 302


def test_it_is_told_before_handing_in_with_the_way_to_each_question(visitor, complete):  # noqa: F811
    operations.answer(complete, {"born_on": date(2012, 5, 1)}, at=NOON)
    page = visitor.get(f"/applications/{complete.reference}/check")
    assert "These answers cannot all be right" in page.text
    for section, name in (("work", "arrived_on"), ("person", "born_on")):
        assert f"/questions/{section}?back=check#{name}" in page.text
    assert "Hand in the application" not in page.text


def test_it_cannot_be_handed_in(complete):  # noqa: F811
    operations.answer(complete, {"born_on": date(2012, 5, 1)}, at=NOON)
    with pytest.raises(NotComplete):
        operations.submit(complete, at=NOON)
