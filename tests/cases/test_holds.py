"""A case on hold: nobody decides it, its time runs on, and everybody sees why."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from talent.accounts.models import Person
from talent.audit.models import Record
from talent.cases import operations
from talent.cases.errors import ReasonUnfit
from talent.cases.holds import operations as holds
from talent.cases.holds.errors import LookLater, NotOnHold, OnHold
from talent.cases.holds.models import CaseHold
from talent.cases.holds.own_data import parts
from talent.cases.models import Case
from talent.database import db
from talent.web.days import policy_day, today
from tests.cases.conftest import REASON, granted_by_rules
from tests.cases.test_pages import visit
from tests.cases.test_races import at_once
from tests.conftest import NOON

WHY = "等待学信网核验结果，暂缓办理。"
__all__ = ["visit"]

SOON = policy_day(NOON) + timedelta(days=5)


def test_a_case_on_hold_is_not_decided_and_its_time_runs_on(app, verified_case, clerk, approver):
    case, due_on = verified_case, verified_case.due_on
    with pytest.raises(ReasonUnfit):
        holds.put(case, officer=clerk, reason="短", look_on=SOON, at=NOON)
    with pytest.raises(LookLater):
        holds.put(case, officer=clerk, reason=WHY, look_on=policy_day(NOON), at=NOON)
    holds.put(case, officer=clerk, reason=WHY, look_on=SOON, at=NOON)
    db.session.commit()
    assert case.due_on == due_on
    with pytest.raises(OnHold):
        operations.recommend(case, clerk=clerk, incentives=granted_by_rules(case), reason=REASON, at=NOON)
    holds.release(case, officer=approver, at=NOON)
    with pytest.raises(NotOnHold):
        holds.release(case, officer=approver, at=NOON)
    operations.recommend(case, clerk=clerk, incentives=granted_by_rules(case), reason=REASON, at=NOON)
    holds.put(case, officer=approver, reason=WHY, look_on=SOON, at=NOON)
    with pytest.raises(OnHold):
        operations.approve(case, approver=approver, at=NOON)
    actions = list(db.session.scalars(select(Record.action).where(Record.action.contains("hold")).order_by(Record.id)))
    assert actions == ["case put on hold", "case taken off hold", "case put on hold"]
    with app.test_request_context():
        assert [each["reason"] for each in parts(case.application.applicant)[0].data] == [WHY, WHY]


def test_of_two_who_put_it_on_hold_at_once_one_does(app, case, clerk, approver):
    case_id, ids = case.id, (clerk.id, approver.id)
    db.session.remove()

    def put(person_id: int):
        return lambda: holds.put(
            db.session.get(Case, case_id), officer=db.session.get(Person, person_id), reason=WHY, look_on=SOON, at=NOON
        )

    assert [type(each) for each in at_once(app, [put(each) for each in ids])] == [OnHold]


def test_the_database_holds_a_case_once(case, clerk):
    for _twice in range(2):
        db.session.add(CaseHold(case=case, officer=clerk, reason=WHY, look_on=SOON, held_at=NOON))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_clerk_puts_it_on_hold_and_takes_it_off(visit, case, clerk):
    page = visit(clerk)
    assert f"/cases/{case.reference}/hold" in page.get(f"/cases/{case.reference}").text
    form = {"reason": WHY, "look_on-year": "2020", "look_on-month": "1", "look_on-day": "1"}
    assert "within a year" in page.post(f"/cases/{case.reference}/hold", data=form).text

    day = today() + timedelta(days=3)
    form |= {"look_on-year": str(day.year), "look_on-month": str(day.month), "look_on-day": str(day.day)}
    assert page.post(f"/cases/{case.reference}/hold", data=form).status_code == 302
    shown = page.get(f"/cases/{case.reference}").text
    assert WHY in shown and "runs on" in shown
    assert WHY in page.get("/holds").text
    assert page.post(f"/cases/{case.reference}/hold/release", data={}).status_code == 302
    assert WHY not in page.get("/holds").text
