"""The database keeps the clock honest and closed requests as they were sent, whoever writes to it."""

from datetime import timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from talent.cases.correspondence.models import CaseMessage
from talent.cases.models import Case
from talent.cases.requests import answering
from talent.cases.requests.models import ItemKind, Request, RequestItem
from talent.database import db
from tests.cases.asking import CONTRACT, LATER, OWN, ask, fill
from tests.cases.test_correspondence import write
from tests.conftest import NOON


@pytest.fixture(autouse=True)
def _clean(app):
    yield
    db.session.rollback()


def change(case: Case, **values: object) -> None:
    """Write to a case past every operation."""
    db.session.execute(update(Case.__table__).where(Case.__table__.c.id == case.id).values(values))


def half_made(case: Case, clerk, **values: object) -> Request:
    given = {"number": 7, "key": "another", "asked_at": NOON, "due_on": NOON.date(), "decision_due_on": NOON.date()}
    return Request(case=case, clerk=clerk, **{**given, "days_left": 1, **values})


RECOMMENDED = {
    "stage": "recommended",
    "recommended_at": NOON,
    "recommendation": "refuse",
    "recommended_reason": "条件不符，建议不予。",
    "decision": {},
}


def test_a_recommendation_while_a_request_is_open_is_refused(case, clerk):
    ask(case, clerk)
    with pytest.raises(IntegrityError, match="awaited"):
        change(case, **RECOMMENDED, recommender_id=clerk.id)


def test_giving_the_case_back_while_a_request_is_open_is_refused(case, clerk):
    ask(case, clerk)
    with pytest.raises(IntegrityError, match="awaited"):
        change(case, stage="arrived")


def test_a_case_that_waits_for_nothing_is_refused(case):
    with pytest.raises(IntegrityError, match="nothing is asked"):
        change(case, stage="waiting")


def test_a_second_open_request_is_refused(case, clerk):
    ask(case, clerk)
    db.session.add(half_made(case, clerk))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_request_about_a_recommended_case_is_refused(recommended_case, clerk):
    db.session.add(half_made(recommended_case, clerk))
    with pytest.raises(IntegrityError, match="with the clerk"):
        db.session.flush()


@pytest.mark.parametrize(
    "values",
    [
        {"answered_at": LATER, "withdrawn_at": LATER, "withdrawn_by_id": 1, "result": {}},
        {"answered_at": LATER},
        {"withdrawn_at": LATER},
        {"answered_at": NOON - timedelta(days=1), "result": {}},
        {"days_left": -1},
        {"number": 0},
    ],
)
def test_half_a_request_is_refused(case, clerk, values):
    db.session.add(half_made(case, clerk, **values))
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "question", "subject": "degree"},
        {"kind": "answer", "subject": None},
        {"kind": "document", "subject": "lease", "value": 3},
        {"kind": "answer", "subject": "degree", "why": ""},
        {"kind": "answer", "subject": "contract_months"},
        {"kind": "question", "subject": None, "said": "长" * 2001},
        {"kind": "rumour", "subject": "degree"},
    ],
)
def test_a_thing_that_makes_no_sense_is_refused(case, clerk, values):
    asked = ask(case, clerk)
    given = {"number": 9, "why": "请说明。", "said": "", "follows": False, "version": 0, **values}
    with pytest.raises(IntegrityError):
        db.session.execute(RequestItem.__table__.insert().values(request_id=asked.id, **given))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE request_item SET said = 'something else'",
        "DELETE FROM request_item",
        "UPDATE case_request SET due_on = '2030-01-01'",
        "UPDATE case_request SET answered_at = NULL, result = NULL",
        "DELETE FROM case_request",
        "INSERT INTO request_item (request_id, number, kind, why, said, follows, version) "
        "SELECT id, 9, 'question', 'more?', '', id = 0, 0 FROM case_request",
        "INSERT INTO request_document (item_id, filename, content_type, size, sha256, stored_as, uploaded_at) "
        "SELECT id, 'x', 'image/png', 1, 'x', 'x', '2026-03-09 00:00:00' FROM request_item",
    ],
)
def test_an_answered_request_is_kept_as_it_was_sent(case, clerk, statement):
    asked = ask(case, clerk, OWN)
    fill(asked, None_said="三号楼")
    answering.send(asked, at=LATER)
    db.session.commit()
    with pytest.raises(DBAPIError, match="kept as it was sent"):
        db.session.execute(text(statement))


def test_while_a_request_is_open_its_answers_can_be_changed(case, clerk):
    asked = ask(case, clerk, CONTRACT)
    assert [each.kind for each in asked.items] == [ItemKind.ANSWER]
    db.session.execute(text("UPDATE request_item SET said = 'something else'"))


def test_a_message_is_never_rewritten(case, clerk):
    write(case, clerk)
    with pytest.raises(DBAPIError, match="kept as it was sent"):
        db.session.execute(text("UPDATE case_message SET text = 'something else'"))


@pytest.mark.parametrize("said", ["", "长" * 2001])
def test_a_message_of_no_fit_length_is_refused(case, clerk, said):
    db.session.add(CaseMessage(case=case, key="k", sender=clerk, from_applicant=False, text=said, sent_at=NOON))
    with pytest.raises(IntegrityError, match="text_is_short"):
        db.session.flush()


def test_the_same_key_is_one_message(case, clerk):
    write(case, clerk, key="a" * 32)
    db.session.add(CaseMessage(case=case, key="a" * 32, sender=clerk, from_applicant=False, text="x", sent_at=NOON))
    with pytest.raises(IntegrityError):
        db.session.flush()
