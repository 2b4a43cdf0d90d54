"""A clerk asks for more, the clock stands still, the applicant answers, and the rules are asked anew."""

from datetime import date, timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from talent.applications import queries as applications
from talent.applications.documents import Document
from talent.audit.queries import records
from talent.cases import operations as cases
from talent.cases import queries
from talent.cases.errors import AlreadyDecided, AwaitsApplicant, CaseChanged, NoSuchFact, NotArrived, OwnCase
from talent.cases.inbox.filters import Box
from talent.cases.inbox.queries import counts
from talent.cases.models import CaseStage, VerificationState
from talent.cases.requests import answering, operations
from talent.cases.requests.errors import (
    AlreadyAsked,
    DaysUnfit,
    NotAllAnswered,
    NothingAsked,
    RequestAnswered,
    RequestWithdrawn,
    SameFile,
    WhyUnfit,
)
from talent.cases.requests.models import ItemKind, Request
from talent.cases.requests.operations import Wanted
from talent.cases.requests.queries import days_stood_still, requests_of
from talent.cases.requests.weighing import differences
from talent.database import db
from talent.notices.models import OutboxMessage
from talent.web.access import Role
from tests.cases.asking import CONTRACT, LATER, LEASE, OWN, ask, fill, item
from tests.cases.conftest import PIXEL, REASON, granted_by_rules
from tests.conftest import NOON

NEW_LEASE = Document(PIXEL + b"a new lease", "image/png", "lease.png")


def told(case, what: str) -> OutboxMessage:
    return db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == f"{case.about}:{what}")).one()


def give(request, subject: str, document: Document = NEW_LEASE):
    return answering.add_document(item(request, subject), document, current_app.config["EVIDENCE"], at=LATER)


def test_asking_hands_the_case_to_the_applicant_with_a_day_and_a_mail(case, clerk):
    asked = ask(case, clerk, CONTRACT, LEASE, OWN)
    assert case.stage is CaseStage.WAITING
    assert (asked.number, asked.due_on) == (1, date(2026, 3, 16))
    assert [(each.kind, each.subject) for each in asked.items] == [
        ("answer", "contract_months"),
        ("document", "lease"),
        ("question", None),
    ]
    mail = told(case, "request:1:asked")
    assert "3 项" in mail.body and "2026年3月16日" in mail.body
    assert mail.link == f"/applications/{case.reference}/requests/1"
    assert "you need 3" not in mail.body and "3 more" in mail.said("en").body


def test_asking_twice_with_one_form_is_one_request(case, clerk):
    first = ask(case, clerk, key="a" * 32)
    assert ask(case, clerk, key="a" * 32).id == first.id
    with pytest.raises(AlreadyAsked):
        ask(case, clerk, key="b" * 32)


@pytest.mark.parametrize(
    ("wanted", "days", "refusal"),
    [
        ([], 10, NothingAsked),
        ([Wanted(ItemKind.ANSWER, "shoe_size", "请说明您的鞋码。")], 10, NoSuchFact),
        ([Wanted(ItemKind.ANSWER, "school", "博士不问学校，这里不该问。")], 10, NoSuchFact),
        ([Wanted(ItemKind.DOCUMENT, "passport_photo", "请补照片一张。")], 10, NoSuchFact),
        ([Wanted(ItemKind.ANSWER, "degree", " 为何 ")], 10, WhyUnfit),
        ([Wanted(ItemKind.QUESTION, None, "问" * 501)], 10, WhyUnfit),
        ([CONTRACT], 0, DaysUnfit),
        ([CONTRACT], 61, DaysUnfit),
    ],
)
def test_a_request_that_asks_for_nothing_sensible_is_refused(case, clerk, wanted, days, refusal):
    with pytest.raises(refusal):
        operations.ask(case, wanted=wanted, days=days, key="k", clerk=clerk, at=NOON)
    assert case.stage is CaseStage.ARRIVED


def test_only_a_case_with_the_clerk_can_be_asked_about(recommended_case, approver, clerk):
    with pytest.raises(NotArrived):
        ask(recommended_case, clerk)
    cases.approve(recommended_case, approver=approver, at=NOON)
    with pytest.raises(AlreadyDecided):
        ask(recommended_case, clerk)


def test_a_clerk_does_not_ask_themselves(submit):
    own = queries.case_of_application(submit("officer@example.org", roles=(Role.CLERK,)))
    with pytest.raises(OwnCase):
        ask(own, own.application.applicant)


def test_asking_from_a_stale_page_is_refused(case, clerk):
    with pytest.raises(CaseChanged):
        ask(case, clerk, seen=case.version - 1)


def test_nothing_is_recommended_while_the_applicant_is_awaited(verified_case, clerk):
    shown = verified_case.version
    asked = ask(verified_case, clerk, OWN)
    with pytest.raises(AwaitsApplicant):
        cases.recommend(verified_case, clerk=clerk, incentives=[], reason=REASON, at=NOON, seen=shown)
    fill(asked, None_said="三号楼")
    answering.send(asked, at=LATER)
    with pytest.raises(CaseChanged):
        cases.recommend(verified_case, clerk=clerk, incentives=[], reason=REASON, at=NOON, seen=shown)


def test_a_clerk_may_verify_while_the_applicant_is_awaited(case, clerk):
    ask(case, clerk)
    cases.verify(case, fact="degree", state=VerificationState.VERIFIED, clerk=clerk, at=NOON)
    assert [each.fact for each in case.verifications] == ["degree"]


def test_the_clock_stands_still_for_the_working_days_the_applicant_took(case, clerk):
    assert case.due_on == date(2026, 3, 30)
    asked = ask(case, clerk, OWN, at=NOON + timedelta(days=4))
    assert asked.days_left == 16
    fill(asked, None_said="三号楼")
    answering.send(asked, at=NOON + timedelta(days=9))
    assert days_stood_still(asked, date(2026, 6, 1)) == 3
    assert case.due_on == date(2026, 4, 2)
    assert case.stage is CaseStage.ARRIVED


def test_an_answer_on_the_day_of_the_request_moves_nothing(case, clerk):
    asked = ask(case, clerk, OWN)
    fill(asked, at=NOON, None_said="三号楼")
    answering.send(asked, at=NOON)
    assert case.due_on == date(2026, 3, 30)


def test_two_pauses_add_up(case, clerk):
    for week in (0, 2):
        asked = ask(case, clerk, OWN, at=NOON + timedelta(weeks=week))
        fill(asked, None_said="三号楼")
        answering.send(asked, at=NOON + timedelta(weeks=week + 1))
    assert case.due_on == date(2026, 4, 14)
    assert [each.number for each in requests_of(case)] == [2, 1]


def test_a_promise_that_was_broken_stays_broken(case, clerk):
    asked = ask(case, clerk, OWN, at=NOON + timedelta(days=40))
    assert asked.days_left == 0
    fill(asked, at=NOON + timedelta(days=50), None_said="三号楼")
    answering.send(asked, at=NOON + timedelta(days=50))
    assert case.due_on == date(2026, 3, 30)


def test_what_is_answered_is_kept_thing_by_thing_and_changes_nothing_yet(case, clerk):
    asked = ask(case, clerk, CONTRACT, LEASE, OWN)
    fill(asked, contract_months=36)
    give(asked, "lease")
    assert [each.is_answered for each in asked.items] == [True, True, False]
    assert applications.facts_of(case.application)["contract_months"] == 60
    assert all(each.sha256 != NEW_LEASE.sha256 for each in case.application.evidence)
    with pytest.raises(NotAllAnswered):
        answering.send(asked, at=LATER)
    assert case.stage is CaseStage.WAITING


def test_sending_changes_answers_adds_documents_and_tells_both_sides(case, clerk):
    asked = ask(case, clerk, CONTRACT, LEASE, OWN)
    fill(asked, contract_months=36, None_said="三号楼 🏠")
    give(asked, "lease")
    answering.send(asked, at=LATER)
    db.session.commit()
    assert applications.facts_of(case.application)["contract_months"] == 36
    assert [each.filename for each in case.application.evidence if each.kind == "lease"] == ["lease.png", "lease.png"]
    assert (item(asked, "contract_months").before, item(asked, "contract_months").value) == (60, 36)
    assert told(case, "request:1:answered").recipient == case.application.applicant.email
    assert told(case, "request:1:answered clerk").recipient == clerk.email
    actions = [entry.action for entry in records(about=case.about)]
    assert actions == ["case opened", "information requested", "case claimed", "answer corrected", "request answered"]


def test_sending_twice_is_one_answer(case, clerk):
    asked = ask(case, clerk, OWN)
    fill(asked, None_said="三号楼")
    answering.send(asked, at=LATER)
    assert answering.send(asked, at=LATER + timedelta(days=1)).answered_at == LATER
    with pytest.raises(RequestAnswered):
        fill(asked, None_said="五号楼")


def test_what_an_answer_changes_in_the_decision_is_kept(case, clerk):
    asked = ask(case, clerk)
    fill(asked, contract_months=12)
    answering.send(asked, at=LATER)
    policy = applications.policy_of(case.application)
    changed = {each.title.en: (each.before, each.after, each.after_fen) for each in differences(policy, asked.result)}
    assert changed
    assert all((before, after, fen) == ("granted", "refused", None) for before, after, fen in changed.values())
    assert granted_by_rules(case) == []


def test_a_recommendation_that_came_back_does_not_outlive_what_the_rules_now_refuse(recommended_case, approver, clerk):
    cases.send_back(recommended_case, approver=approver, reason="请核对合同期限再报。", at=NOON)
    asked = ask(recommended_case, clerk)
    fill(asked, contract_months=12)
    answering.send(asked, at=LATER)
    assert recommended_case.recommended == []


def test_what_was_found_of_a_changed_answer_or_document_is_void(verified_case, clerk):
    before = {each.fact for each in verified_case.verifications}
    asked = ask(verified_case, clerk, CONTRACT, LEASE)
    fill(asked, contract_months=48)
    give(asked, "lease")
    answering.send(asked, at=LATER)
    void = {"contract_months", "lease", "monthly_rent"}
    assert {each.fact for each in verified_case.verifications} == before - void
    assert set(queries.unverified(verified_case)) == void
    about = [entry.details["fact"] for entry in records(about=verified_case.about) if "void" in entry.action]
    assert set(about) == void


def test_an_answer_that_is_confirmed_stays_verified(verified_case, clerk):
    asked = ask(verified_case, clerk)
    fill(asked, contract_months=60)
    answering.send(asked, at=LATER)
    assert queries.unverified(verified_case) == ()


def test_somebody_who_cannot_give_what_is_asked_says_why(case, clerk):
    asked = ask(case, clerk, LEASE)
    fill(asked, lease_said="房东不肯给第二页。")
    answering.send(asked, at=LATER)
    assert case.stage is CaseStage.ARRIVED


def test_the_file_the_bureau_has_already_is_refused(case, clerk):
    asked = ask(case, clerk, LEASE)
    there = next(each for each in case.application.evidence if each.kind == "lease")
    with pytest.raises(SameFile):
        give(asked, "lease", Document(PIXEL + b"lease", "image/png", there.filename))


def test_the_same_file_given_twice_is_kept_once(case, clerk):
    asked = ask(case, clerk, LEASE)
    assert give(asked, "lease").id == give(asked, "lease").id


def test_questions_and_documents_that_follow_are_asked_in_the_same_request(submit, clerk):
    from tests.applications.conftest import DOCTOR

    plain = {name: value for name, value in DOCTOR.items() if name not in {"monthly_rent", "rent_months_received"}}
    case = queries.case_of_application(submit("tenant@example.org", facts={**plain, "lease": "none"}))
    asked = ask(case, clerk, Wanted(ItemKind.ANSWER, "lease", "您租房吗？请再核对。"))
    assert fill(asked, lease="registered").added == 3
    assert {each.subject for each in asked.items if each.follows} == {"monthly_rent", "rent_months_received", "lease"}
    fill(asked, lease="none")
    assert [each.subject for each in asked.items] == ["lease"]


def test_an_old_tab_overwrites_nothing(case, clerk):
    asked = ask(case, clerk)
    thing = item(asked, "contract_months")
    old = thing.version
    fill(asked, contract_months=36)
    saved = answering.save(asked, {thing.id: answering.Draft(old, 24)}, at=LATER)
    assert saved.clashes == (thing.id,)
    assert thing.value == 36


def test_a_withdrawn_request_gives_the_case_back_and_forgets_what_was_not_sent(case, clerk):
    asked = ask(case, clerk, CONTRACT, LEASE)
    fill(asked, contract_months=36)
    name = give(asked, "lease").stored_as
    assert operations.withdraw(asked, clerk=clerk, at=LATER) == (name,)
    assert case.stage is CaseStage.ARRIVED
    assert case.due_on == date(2026, 4, 7)
    assert not any(each.is_answered for each in asked.items)
    assert told(case, "request:1:withdrawn").recipient == case.application.applicant.email
    with pytest.raises(RequestWithdrawn):
        fill(asked, contract_months=36)
    with pytest.raises(RequestWithdrawn):
        answering.send(asked, at=LATER)
    assert operations.withdraw(asked, clerk=clerk, at=LATER) == ()


def test_an_answered_request_is_not_withdrawn(case, clerk):
    asked = ask(case, clerk, OWN)
    fill(asked, None_said="三号楼")
    answering.send(asked, at=LATER)
    with pytest.raises(RequestAnswered):
        operations.withdraw(asked, clerk=clerk, at=LATER)


def test_a_late_answer_is_taken(case, clerk):
    asked = ask(case, clerk, OWN, days=1)
    late = NOON + timedelta(days=60)
    assert counts(seen_by=clerk, on=late.date())[Box.OVERDUE] == 1
    fill(asked, at=late, None_said="三号楼")
    answering.send(asked, at=late)
    assert case.stage is CaseStage.ARRIVED


def test_after_an_answer_one_may_ask_again(case, clerk):
    first = ask(case, clerk, OWN)
    fill(first, None_said="三号楼")
    answering.send(first, at=LATER)
    assert ask(case, clerk, OWN, at=LATER).number == 2
    assert db.session.scalars(select(Request)).all()
