"""Applicant and clerk, or one of them twice, at the same moment: one outcome, and the loser is told."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from talent.accounts.models import Person
from talent.cases import operations as cases
from talent.cases.correspondence import operations as correspondence
from talent.cases.correspondence.models import CaseMessage
from talent.cases.errors import AwaitsApplicant, CaseChanged, NotArrived
from talent.cases.models import Case, CaseStage
from talent.cases.requests import answering, operations
from talent.cases.requests.errors import AlreadyAsked, RequestAnswered, RequestWithdrawn
from talent.cases.requests.models import Request
from talent.database import db
from talent.notices.models import OutboxMessage
from tests.cases.asking import LATER, OWN, ask, fill
from tests.cases.conftest import REASON, against
from tests.cases.test_races import at_once
from tests.conftest import NOON


def asking(case_id: int, clerk_id: int, key: str) -> Callable[[], object]:
    def act() -> object:
        case, clerk = db.session.get(Case, case_id), db.session.get(Person, clerk_id)
        return operations.ask(case, wanted=[OWN], days=10, key=key, clerk=clerk, at=NOON)

    return act


@pytest.mark.parametrize(("keys", "refusals"), [("aa", []), ("ab", [AlreadyAsked])])
def test_asking_twice_at_once_is_one_request(app, case, clerk, keys, refusals):
    case_id, clerk_id = case.id, clerk.id
    db.session.remove()
    refused = at_once(app, [asking(case_id, clerk_id, key) for key in keys])
    assert [type(each) for each in refused] == refusals
    assert db.session.scalar(select(func.count()).select_from(Request)) == 1


def test_recommending_and_asking_at_once_does_one_of_them(app, verified_case, clerk):
    case_id, clerk_id = verified_case.id, clerk.id
    db.session.remove()

    def recommend() -> object:
        case, person = db.session.get(Case, case_id), db.session.get(Person, clerk_id)
        return cases.recommend(case, clerk=person, incentives=[], reason=REASON, at=NOON, against=against(case))

    (refused,) = at_once(app, [recommend, asking(case_id, clerk_id, "a")])
    open_requests = db.session.scalar(select(func.count()).select_from(Request))
    stage = db.session.get(Case, case_id).stage
    assert (type(refused), stage, open_requests) in {
        (AwaitsApplicant, CaseStage.WAITING, 1),
        (NotArrived, CaseStage.RECOMMENDED, 0),
    }


def test_sending_and_withdrawing_at_once_does_one_of_them(app, case, clerk):
    asked = ask(case, clerk, OWN)
    fill(asked, None_said="三号楼")
    request_id, clerk_id = asked.id, clerk.id
    db.session.remove()

    def withdraw() -> object:
        request, person = db.session.get(Request, request_id), db.session.get(Person, clerk_id)
        return operations.withdraw(request, clerk=person, at=LATER)

    (refused,) = at_once(app, [withdraw, lambda: answering.send(db.session.get(Request, request_id), at=LATER)])
    closed = db.session.get(Request, request_id)
    assert type(refused) is (RequestAnswered if closed.answered_at else RequestWithdrawn)
    assert closed.case.stage is CaseStage.ARRIVED


def test_sending_from_two_tabs_is_one_answer_and_one_mail(app, case, clerk):
    asked = ask(case, clerk, OWN)
    fill(asked, None_said="三号楼")
    request_id = asked.id
    db.session.remove()
    send = lambda: answering.send(db.session.get(Request, request_id), at=LATER)  # noqa: E731
    assert at_once(app, [send, send]) == []
    told = OutboxMessage.key.like("%:answered")
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage).where(told)) == 1


def test_a_double_click_on_a_message_sends_once(app, case):
    case_id, person_id = case.id, case.application.applicant_id
    db.session.remove()

    def write() -> object:
        person = db.session.get(Person, person_id)
        return correspondence.write(db.session.get(Case, case_id), text="请问？", key="k", sender=person, at=NOON)

    assert at_once(app, [write, write]) == []
    assert db.session.scalar(select(func.count()).select_from(CaseMessage)) == 1


def test_a_page_from_before_the_request_decides_nothing(case, clerk):
    shown = case.version
    asked = ask(case, clerk, OWN)
    with pytest.raises(AwaitsApplicant):
        cases.recommend(case, clerk=clerk, incentives=[], reason=REASON, at=NOON, seen=shown)
    db.session.rollback()
    operations.withdraw(asked, clerk=clerk, at=LATER)
    with pytest.raises(CaseChanged):
        cases.recommend(case, clerk=clerk, incentives=[], reason=REASON, at=NOON, seen=shown)
