"""Decisions drawn by chance: who had no part looks again, once, and what they find is counted."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from talent.accounts.models import Person
from talent.audit.models import Record
from talent.cases import operations
from talent.cases.errors import ReasonUnfit
from talent.cases.spot_checks import operations as checks
from talent.cases.spot_checks.errors import NothingToCheck, TookPart
from talent.cases.spot_checks.models import Finding, SpotCheck
from talent.cases.spot_checks.own_data import parts
from talent.cases.spot_checks.queries import Count, counted, listed, waiting_of
from talent.cases.undoings.operations import undo
from talent.database import db, now
from talent.notices.models import OutboxMessage
from talent.web.access import Role
from talent.web.days import today
from tests.cases.test_pages import visit
from tests.cases.test_races import at_once
from tests.conftest import NOON

WHY = "社保缴费月数应按连续缴纳计算，我会不予批准。"
LATER = NOON + timedelta(days=1)
__all__ = ["visit"]


@pytest.fixture
def drawn(app, recommended_case, approver):
    """A case whose decision was drawn."""
    app.config["SPOT_CHECKS"] = 100
    operations.approve(recommended_case, approver=approver, at=LATER)
    db.session.commit()
    return waiting_of(recommended_case)


@pytest.fixture
def officer(people):
    return people("officer@example.org", Role.OFFICER, name="质检员")


def test_who_had_no_part_looks_again_and_it_is_counted(app, drawn, clerk, approver, officer):
    for had_part in (clerk, approver):
        with pytest.raises(TookPart):
            checks.find(drawn, officer=had_part, finding=Finding.AGREES, reason="", at=LATER)
    with pytest.raises(ReasonUnfit):
        checks.find(drawn, officer=officer, finding=Finding.DIFFERS, reason="短", at=LATER)
    assert counted(2026) == [Count(3, drawn=1, agrees=0, differs=0, waiting=1)]
    checks.find(drawn, officer=officer, finding=Finding.DIFFERS, reason=WHY, at=LATER)
    db.session.commit()
    assert counted(2026) == [Count(3, drawn=1, agrees=0, differs=1, waiting=0)]
    told = db.session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == approver.id)).one()
    assert "抽查" in told.subject
    of_case = select(Record.action).where(Record.about == drawn.case.about)
    assert "decision checked differs" in set(db.session.scalars(of_case))
    assert "decision drawn to be checked" not in set(db.session.scalars(of_case))
    with app.test_request_context():
        assert parts(drawn.case.application.applicant)[0].data[0]["reason"] == WHY


def test_none_is_drawn_of_none_and_no_decision_escapes_by_being_taken_back(app, drawn, approver, officer):
    case, app.config["SPOT_CHECKS"] = drawn.case, 0
    undo(case, approver=approver, reason=WHY, at=LATER)
    assert db.session.scalars(listed(differs=False)).all() == [] and counted(2026) == []
    with pytest.raises(NothingToCheck):
        checks.find(drawn, officer=officer, finding=Finding.AGREES, reason="", at=LATER)
    operations.approve(case, approver=approver, at=LATER + timedelta(hours=1))
    assert [each.decided_at for each in db.session.scalars(listed(differs=False))] == [case.decided_at]


def test_without_a_draw_nothing_waits(recommended_case, approver):
    operations.approve(recommended_case, approver=approver, at=LATER)
    assert waiting_of(recommended_case) is None


def test_of_two_who_look_at_once_one_is_counted(app, drawn, people, officer):
    ids = (officer.id, people("second@example.org", Role.APPROVER).id)
    check_id = drawn.id
    db.session.remove()

    def look(person_id: int):
        return lambda: checks.find(
            db.session.get(SpotCheck, check_id),
            officer=db.session.get(Person, person_id),
            finding=Finding.AGREES,
            reason="",
            at=LATER,
        )

    assert [type(each) for each in at_once(app, [look(each) for each in ids])] == [NothingToCheck]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE spot_check SET finding = 'agrees', checked_at = decided_at, officer_id = "
        "(SELECT approver_id FROM case_file)",
        "UPDATE spot_check SET finding = 'differs', checked_at = decided_at, officer_id = "
        "(SELECT id FROM person WHERE email = 'officer@example.org')",
        "DELETE FROM spot_check",
    ],
    ids=["had part", "no reason", "gone"],
)
def test_the_database_keeps_checks_whole(drawn, officer, statement):
    with pytest.raises(IntegrityError):
        db.session.execute(text(statement))
    db.session.rollback()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_officer_finds_it_on_the_list_and_says_what_they_found(app, visit, recommended_case, approver, officer):
    app.config["SPOT_CHECKS"] = 100
    case = recommended_case
    operations.approve(case, approver=approver, at=now())
    db.session.commit()
    page, way = visit(officer), f"/cases/{case.reference}/spot-check"
    assert case.reference in page.get("/spot-checks").text
    assert way in page.get(f"/cases/{case.reference}").text
    assert way not in visit(approver).get(f"/cases/{case.reference}").text
    assert "Write a reason" in page.post(way, data={"finding": "differs", "reason": ""}).text
    assert page.post(way, data={"finding": "differs", "reason": WHY}).status_code == 302
    assert WHY in page.get(f"/cases/{case.reference}").text
    assert WHY in page.get(f"/spot-checks?show=differs&year={today().year}").text
