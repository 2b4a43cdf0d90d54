"""An objection at the last minute: either it is in time and nothing is paid, or it is too late and says so."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from talent.accounts.models import Person
from talent.awards.payments import operations as payments
from talent.awards.payments.errors import NothingToPay
from talent.awards.payments.models import Payment
from talent.awards.public_notices import operations
from talent.awards.public_notices.errors import NoticeOver, ObjectionDecided
from talent.awards.public_notices.jobs import end_due
from talent.awards.public_notices.models import Finding, Objection, PublicNotice
from talent.awards.public_notices.queries import notice_of
from talent.database import db
from talent.web.access import Role
from tests.awards.paying import FAR, LATER, give_account
from tests.awards.test_public_notices import WHY
from tests.cases.test_races import at_once

#: Where the two of the negative control meet before they commit.
MET = threading.Barrier(2)


@pytest.fixture(autouse=True)
def _clean(app):
    yield
    db.session.rollback()


@pytest.fixture
def notice(shown_case):
    give_account(shown_case)
    return notice_of(shown_case)


def objecting(notice_id: int, at) -> Callable[[], object]:
    return lambda: operations.object_to(
        db.session.get(PublicNotice, notice_id),
        name="王五",
        email="wang@example.org",
        reason=WHY,
        language="zh",
        person=None,
        at=at,
    )


@pytest.mark.parametrize("_time", range(4))
def test_an_objection_while_the_notice_ends_and_a_run_is_selected(app, notice, clerk, _time):
    """The objection arrived before midnight, the others after it: whoever holds the notice first decides."""
    notice_id, clerk_id = notice.id, clerk.id
    last = LATER + (notice.closes_on - notice.opens_on)
    db.session.remove()

    def pay() -> None:
        end_due(last + timedelta(days=1))
        payments.begin(clerk=db.session.get(Person, clerk_id), due_until=FAR, pilot=None, at=last + timedelta(days=1))

    refused = at_once(app, [objecting(notice_id, last), pay])
    paid = db.session.scalar(select(func.count()).select_from(Payment))
    objections = db.session.scalar(select(func.count()).select_from(Objection))
    ended = db.session.get(PublicNotice, notice_id).ended_at is not None
    assert [type(each) for each in refused] in ([NoticeOver], [NothingToPay])
    assert (objections, bool(paid), ended) == ((0, True, True) if type(refused[0]) is NoticeOver else (1, False, False))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_holding_the_notice_both_would_happen(app, notice, monkeypatch):
    """The negative control: without the hold a notice ends over an objection.

    The audit record, which would keep the two apart a moment later, is taken away as well.
    """
    notice_id, last = notice.id, LATER + (notice.closes_on - notice.opens_on)
    db.session.remove()
    monkeypatch.setattr(operations, "hold", lambda notice: notice.objections)
    monkeypatch.setattr(operations, "record", lambda *args, **details: None)

    def end() -> None:
        operations.end(db.session.get(PublicNotice, notice_id), at=last + timedelta(days=1))

    assert at_once(app, [meeting(objecting(notice_id, last)), meeting(end)]) == []
    assert db.session.get(PublicNotice, notice_id).ended_at is not None
    assert db.session.scalar(select(func.count()).select_from(Objection)) == 1


def meeting(act: Callable[[], object]) -> Callable[[], object]:
    """Have both done before either is committed."""

    def acted() -> None:
        act()
        MET.wait(timeout=10)

    return acted


def test_two_approvers_at_once_decide_an_objection_once(app, notice, people):
    objection_id = objecting(notice.id, LATER)().id
    db.session.commit()
    ids = [people(f"{name}@example.org", Role.APPROVER).id for name in ("second", "third")]
    db.session.remove()

    def decide(person_id: int, finding: Finding) -> Callable[[], object]:
        return lambda: operations.decide(
            db.session.get(Objection, objection_id),
            finding=finding,
            reason="已到现场核实，情况如此。",
            approver=db.session.get(Person, person_id),
            at=LATER,
        )

    refused = at_once(app, [decide(ids[0], Finding.UPHELD), decide(ids[1], Finding.DISMISSED)])
    assert [type(each) for each in refused] == [ObjectionDecided]
