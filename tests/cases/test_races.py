"""Two officers, or one officer twice, at the same moment: one outcome."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from talent.accounts.models import Person
from talent.awards.models import Award
from talent.cases import operations
from talent.cases.errors import AlreadyDecided, NotArrived
from talent.cases.models import Case
from talent.database import db
from talent.notices.models import Letter
from talent.web.access import Role
from talent.web.errors import Refused
from tests.cases.conftest import REASON, against
from tests.conftest import NOON

LATER = NOON + timedelta(days=1)


def at_once(app: Flask, acts: list[Callable[[], object]]) -> list[Refused]:
    """Do several things each in its own transaction, all begun before the first is committed. Returns the refusals."""
    ready, refusals = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            ready.wait()
            try:
                act()
                db.session.commit()
            except Refused as refused:
                db.session.rollback()
                refusals.append(refused)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals


def test_approving_from_two_tabs_and_by_two_approvers_gives_one_letter(app, recommended_case, approver, people):
    second = people("second@example.org", Role.APPROVER)
    case_id, ids = recommended_case.id, [approver.id, approver.id, second.id]
    db.session.remove()

    def approve(person_id: int) -> Callable[[], object]:
        return lambda: operations.approve(
            db.session.get(Case, case_id), approver=db.session.get(Person, person_id), at=LATER, read=True
        )

    refusals = at_once(app, [approve(person_id) for person_id in ids])
    assert [type(refused) for refused in refusals] == [AlreadyDecided, AlreadyDecided]
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 1
    assert db.session.scalar(select(func.count()).select_from(Award)) == 3


@pytest.mark.parametrize("chosen", [[], ["rent_reduction"]])
def test_recommending_twice_at_once_gives_one_recommendation(app, verified_case, clerk, chosen):
    case_id, clerk_id = verified_case.id, clerk.id
    db.session.remove()

    def recommend() -> object:
        case, person = db.session.get(Case, case_id), db.session.get(Person, clerk_id)
        return operations.recommend(
            case, clerk=person, incentives=chosen, reason=REASON, at=NOON, against=against(case, *chosen)
        )

    refusals = at_once(app, [recommend, recommend])
    assert [type(refused) for refused in refusals] == [NotArrived]
