"""The applicant appeals; an officer who had no part answers, once."""

from datetime import date, datetime, timedelta

import pytest
from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from talent.accounts.models import Person
from talent.applications.again.operations import hand_in_anew
from talent.applications.models import Application
from talent.awards.models import Award
from talent.cases import operations as deciding
from talent.cases.appeals import operations, queries
from talent.cases.appeals.errors import (
    AlreadyAnswered,
    AlreadyAppealed,
    AppealOpen,
    AppliedAnew,
    GrantedBefore,
    HadPart,
    NotDecidedYet,
    NotTaken,
    TakenMeanwhile,
    TooLate,
)
from talent.cases.appeals.models import Appeal, AppealState
from talent.cases.errors import AlreadyApplied
from talent.cases.models import Case, CaseOutcome, CaseStage
from talent.database import db
from talent.notices.models import Letter, OutboxMessage
from talent.web.access import Role
from talent.web.filters import SHANGHAI
from tests.cases.conftest import REASON, against, granted_by_rules, verify_everything
from tests.cases.test_races import at_once
from tests.cases.test_second_application import begin_again
from tests.conftest import NOON

LATER = NOON + timedelta(days=1)
WRONG = "租金减免应当给我:合同上写明我在试点租房。"
ANSWER = "我们重新看了您的合同和住房材料,理由如下。"


def answers_of(case: Case) -> dict[str, object]:
    return {each.fact: each.value for each in case.application.answers}


def decide(case: Case, clerk: Person, approver: Person, chosen: list[str]) -> Case:
    deciding.recommend(case, clerk=clerk, incentives=chosen, reason=REASON, at=LATER, against=against(case, *chosen))
    deciding.approve(case, approver=approver, at=LATER, read=True)
    db.session.commit()
    return case


@pytest.fixture
def refused(verified_case, clerk, approver):
    return decide(verified_case, clerk, approver, [])


@pytest.fixture
def partly(verified_case, clerk, approver):
    return decide(verified_case, clerk, approver, ["rent_reduction"])


@pytest.fixture
def officer(people):
    return people("officer@example.org", Role.OFFICER, name="复核员")


@pytest.fixture
def appeal(refused, officer):
    return taken_on(refused, officer)


def taken_on(case: Case, officer: Person) -> Appeal:
    found = operations.file(case, reasons=WRONG, at=LATER)
    operations.take_on(found, officer=officer, seen=None, at=LATER)
    db.session.commit()
    return found


def send_back(appeal: Appeal, officer: Person) -> Case:
    folder = current_app.config["EVIDENCE"]
    anew = operations.send_back(appeal, officer=officer, answer=ANSWER, folder=folder, at=LATER)
    db.session.commit()
    return anew


def test_an_appeal_is_taken_once_and_told(refused):
    appeal = operations.file(refused, reasons=WRONG, at=LATER)
    assert operations.file(refused, reasons=WRONG, at=LATER) is appeal
    assert appeal.state is AppealState.FILED and appeal.due_on > LATER.date()
    told = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key.contains(":appeal:appealed"))).one()
    assert refused.reference in told.subject
    with pytest.raises(AlreadyAppealed):
        operations.file(refused, reasons="我还有别的话要说,请再看一次。", at=LATER)


def test_before_the_decision_there_is_nothing_to_appeal_against(case):
    with pytest.raises(NotDecidedYet):
        operations.file(case, reasons=WRONG, at=LATER)


def test_the_days_are_those_of_the_letter_from_its_delivery(refused):
    term = queries.term_of(refused)
    assert (term.last_day - term.delivered_on).days >= term.right.days == 60
    end = datetime.combine(term.last_day, datetime.max.time(), SHANGHAI)
    with pytest.raises(TooLate) as late:
        operations.file(refused, reasons=WRONG, at=end + timedelta(seconds=1))
    assert late.value.last_day == term.last_day
    assert operations.file(refused, reasons=WRONG, at=end).is_open


@pytest.mark.parametrize(
    ("issued", "counted", "last"),
    [
        (date(2026, 8, 3), date(2026, 10, 2), date(2026, 10, 8)),
        (date(2026, 3, 4), None, date(2026, 5, 3) + timedelta(days=3)),
        (date(2026, 3, 9), None, date(2026, 5, 8)),
    ],
)
def test_a_last_day_on_which_offices_are_closed_moves(refused, issued, counted, last):
    letter = db.session.scalars(select(Letter)).one()
    letter.issued_at = datetime.combine(issued, datetime.min.time(), SHANGHAI)
    sent = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == f"{refused.about}:decided")).one()
    sent.sent_at, sent.attempts = None, 0
    db.session.flush()
    term = queries.term_of(refused)
    assert term.last_day == last
    assert counted in {None, term.moved}


def test_the_days_begin_when_the_mail_has_left(refused):
    before = queries.term_of(refused).delivered_on
    sent = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == f"{refused.about}:decided")).one()
    sent.sent_at, sent.attempts = LATER + timedelta(days=3), 1
    db.session.flush()
    assert queries.term_of(refused).delivered_on == before + timedelta(days=3)


def test_who_had_a_part_does_not_answer(refused, clerk, approver, people):
    appeal = operations.file(refused, reasons=WRONG, at=LATER)
    for person in (clerk, approver, refused.application.applicant):
        with pytest.raises(HadPart):
            operations.take_on(appeal, officer=person, seen=None, at=LATER)


@pytest.mark.parametrize("who", ["clerk", "approver", "applicant"])
def test_the_database_keeps_who_had_a_part_from_answering(refused, clerk, approver, who):
    appeal = operations.file(refused, reasons=WRONG, at=LATER)
    appeal.officer = {"clerk": clerk, "approver": approver, "applicant": refused.application.applicant}[who]
    with pytest.raises(IntegrityError, match="had a part"):
        db.session.flush()


def test_a_decision_that_stands_names_its_clause_and_is_kept(appeal, officer):
    operations.uphold(appeal, officer=officer, answer=ANSWER, clause="review-law", at=LATER)
    db.session.commit()
    assert appeal.state is AppealState.STANDS and queries.clause_of(appeal).id == "review-law"
    assert db.session.scalars(select(OutboxMessage).where(OutboxMessage.key.contains("appeal_answered"))).one()
    with pytest.raises(AlreadyAnswered):
        operations.withdraw(appeal, at=LATER)
    appeal.answer = "别的话,别的话,别的话。"
    with pytest.raises(IntegrityError, match="kept as it was"):
        db.session.flush()


def test_only_who_took_it_on_answers_and_it_can_be_taken_over(appeal, officer, people):
    second = people("second@example.org", Role.APPROVER)
    with pytest.raises(TakenMeanwhile):
        operations.uphold(appeal, officer=second, answer=ANSWER, clause="review-law", at=LATER)
    with pytest.raises(TakenMeanwhile):
        operations.take_on(appeal, officer=second, seen=None, at=LATER)
    operations.take_on(appeal, officer=second, seen=officer.id, at=LATER)
    assert appeal.officer_id == second.id


def test_an_appeal_is_taken_on_before_it_is_answered(refused, officer):
    appeal = operations.file(refused, reasons=WRONG, at=LATER)
    with pytest.raises(NotTaken):
        operations.uphold(appeal, officer=officer, answer=ANSWER, clause="review-law", at=LATER)


def test_a_case_sent_back_is_decided_anew_on_the_same_answers_and_day(appeal, refused, officer, clerk, approver):
    anew = send_back(appeal, officer)
    assert appeal.state is AppealState.SENT_BACK and appeal.round is anew
    assert anew.stage is CaseStage.ARRIVED and answers_of(anew) == answers_of(refused)
    assert anew.application.submitted_at == refused.application.submitted_at
    assert {each.sha256 for each in anew.application.evidence} == {each.sha256 for each in refused.application.evidence}
    verify_everything(anew, clerk)
    decide(anew, clerk, approver, granted_by_rules(anew))
    assert anew.outcome is CaseOutcome.GRANTED and refused.outcome is CaseOutcome.REFUSED
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 2
    with pytest.raises(AlreadyAppealed):
        operations.file(anew, reasons=WRONG, at=LATER)


def test_what_was_granted_is_not_granted_twice(partly, officer, clerk, approver):
    anew = send_back(taken_on(partly, officer), officer)
    verify_everything(anew, clerk)
    with pytest.raises(GrantedBefore):
        deciding.recommend(anew, clerk=clerk, incentives=granted_by_rules(anew), reason=REASON, at=LATER)
    db.session.rollback()
    others = [each for each in granted_by_rules(anew) if each != "rent_reduction"]
    decide(anew, clerk, approver, others)
    assert anew.outcome is CaseOutcome.GRANTED
    awarded = list(db.session.scalars(select(Award.incentive)))
    assert sorted(awarded) == sorted(set(awarded))
    letter = db.session.scalars(select(Letter).where(Letter.case_reference == anew.reference)).one()
    assert len(letter.content.incentives) == len(anew.incentives) - 1


def test_the_database_grants_nothing_twice(partly, officer):
    anew = send_back(taken_on(partly, officer), officer)
    again = next(each for each in anew.incentives if each.incentive == "rent_reduction")
    again.recommended = True
    with pytest.raises(IntegrityError, match="granted again"):
        db.session.flush()


def test_nobody_applies_anew_while_an_appeal_asks_for_the_same(appeal, officer):
    applicant = appeal.case.application.applicant
    with pytest.raises(AppealOpen):
        begin_again(applicant)
    send_back(appeal, officer)
    with pytest.raises(AlreadyApplied):
        begin_again(applicant)


def test_who_has_applied_anew_does_not_appeal_as_well(refused):
    anew = hand_in_anew(refused.application, current_app.config["EVIDENCE"], at=LATER)
    deciding.open_case(anew, at=LATER)
    with pytest.raises(AppliedAnew):
        operations.file(refused, reasons=WRONG, at=LATER)


def test_a_withdrawn_appeal_leaves_the_decision(appeal, officer):
    operations.withdraw(appeal, at=LATER)
    operations.withdraw(appeal, at=LATER)
    assert appeal.state is AppealState.WITHDRAWN
    with pytest.raises(AlreadyAnswered):
        operations.take_on(appeal, officer=officer, seen=officer.id, at=LATER)


def test_two_officers_taking_it_on_at_once_gives_one(app, refused, officer, people):
    second = people("second@example.org", Role.APPROVER)
    appeal = operations.file(refused, reasons=WRONG, at=LATER)
    db.session.commit()
    number, ids = appeal.id, [officer.id, second.id]
    db.session.remove()

    def take(person_id):
        return lambda: operations.take_on(
            db.session.get(Appeal, number), officer=db.session.get(Person, person_id), seen=None, at=LATER
        )

    assert [type(each) for each in at_once(app, [take(each) for each in ids])] == [TakenMeanwhile]


def test_answering_twice_at_once_gives_one_answer(app, appeal, officer):
    number, person_id, folder = appeal.id, officer.id, current_app.config["EVIDENCE"]
    db.session.remove()

    def stands():
        found, person = db.session.get(Appeal, number), db.session.get(Person, person_id)
        return operations.uphold(found, officer=person, answer=ANSWER, clause="review-law", at=LATER)

    def back():
        found, person = db.session.get(Appeal, number), db.session.get(Person, person_id)
        return operations.send_back(found, officer=person, answer=ANSWER, folder=folder, at=LATER)

    assert [type(each) for each in at_once(app, [stands, back, back])] == [AlreadyAnswered, AlreadyAnswered]
    cases = db.session.scalar(select(func.count()).select_from(Case))
    assert cases == (2 if db.session.get(Appeal, number).state is AppealState.SENT_BACK else 1)
    assert db.session.scalar(select(func.count()).select_from(Application)) == cases


def test_filing_twice_at_once_gives_one_appeal(app, refused):
    number = refused.id
    db.session.remove()
    texts = [WRONG, f"{WRONG}请再看一次。"]

    def file(text):
        return lambda: operations.file(db.session.get(Case, number), reasons=text, at=LATER)

    assert [type(each) for each in at_once(app, [file(text) for text in texts])] == [AlreadyAppealed]


def test_without_looking_the_database_keeps_the_first_answer(appeal, officer, monkeypatch):
    """The negative control: the check is taken away, and the trigger holds."""
    operations.uphold(appeal, officer=officer, answer=ANSWER, clause="review-law", at=LATER)
    db.session.commit()
    monkeypatch.setattr(operations, "_refuse_closed", lambda appeal: None)
    with pytest.raises(IntegrityError, match="kept as it was"):
        operations.uphold(appeal, officer=officer, answer=f"{ANSWER}不。", clause="review-law", at=LATER)
