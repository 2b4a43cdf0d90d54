"""What is owed back is claimed by the policy's formula, confirmed by a second officer, and never more than owed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from talent.accounts.models import Person
from talent.audit.models import Record
from talent.awards.models import Instalment, InstalmentState
from talent.awards.recoveries import operations, queries
from talent.awards.recoveries.errors import (
    AlreadyClaimed,
    AlreadyRecorded,
    CannotOffset,
    DayUnfit,
    MoreThanOwed,
    NothingOwed,
    NotOpen,
    SameOfficer,
)
from talent.awards.recoveries.models import Recovery, RecoveryState, Repayment, RepaymentKind
from talent.awards.reviews.models import Outcome
from talent.awards.reviews.operations import Choice
from talent.database import db
from talent.notices.models import OutboxMessage
from talent.web.access import Role
from talent.web.days import policy_day
from tests.awards.paying import FAR, give_account, mark_paid, payments_of, run_of
from tests.awards.reviewing import KEPT, LEFT, SPRING, award_of, claimed, confirmed, decide, groups, paid
from tests.awards.test_life_events import AUTUMN, LEFT_ON, send
from tests.cases.test_races import at_once

TODAY = policy_day(SPRING)


@pytest.fixture(autouse=True)
def _clean(app):
    yield
    db.session.rollback()


@pytest.fixture
def left_case(decided_case):
    """Whoever was paid the housing incentive has left the pilot; the months of rent still to come are kept apart."""
    paid(decided_case, mark_paid, "housing_incentive")
    return decided_case


def reviewed(case, clerk, answers=None, at=SPRING, outcome=None):
    review = confirmed(case, clerk, answers or LEFT, at)
    choices = {group.key: Choice(outcome or Outcome.CONTINUE, "见记录", "set-payment") for group in groups(review, at)}
    decide(review, clerk, choices, at)
    return review


@pytest.fixture
def recovery(left_case, clerk):
    return claimed(reviewed(left_case, clerk), clerk)


@pytest.fixture
def owed(recovery, approver):
    operations.confirm(recovery, approver=approver, at=SPRING)
    db.session.commit()
    return recovery


def repay(recovery, clerk, fen, reference="T1", *, on=TODAY, at=SPRING):
    made = operations.repay(recovery, fen=fen, reference=reference, received_on=on, clerk=clerk, at=at)
    db.session.commit()
    return made


def test_it_is_what_the_policy_says_with_the_formula_in_both_languages(recovery):
    housing = award_of(recovery.award.case, "housing_incentive")
    assert recovery.of_fen == housing.fen and recovery.promised == 60
    assert recovery.fen == (2 * housing.fen * recovery.unserved + 60) // 120
    assert f"{recovery.unserved}" in recovery.formula_zh and "60" in recovery.formula_zh
    assert "months not served" in recovery.formula_en and recovery.clause == "set-payment"


def test_it_counts_from_the_day_the_promise_was_broken_not_from_the_review(left_case, clerk):
    send(left_case, at=AUTUMN)
    recovery = claimed(reviewed(left_case, clerk, at=SPRING), clerk)
    assert recovery.broken_on == LEFT_ON


def test_nothing_is_claimed_where_the_promise_holds(left_case, clerk):
    review = reviewed(left_case, clerk, KEPT)
    with pytest.raises(NothingOwed):
        claimed(review, clerk)


def test_it_is_claimed_once(recovery, clerk):
    with pytest.raises(AlreadyClaimed):
        claimed(recovery.review, clerk)


def test_another_officer_confirms_and_the_person_is_told(recovery, clerk, approver):
    with pytest.raises(SameOfficer):
        operations.confirm(recovery, approver=clerk, at=SPRING)
    assert queries.recoveries_of(recovery.award.case.application) == [recovery]
    operations.confirm(recovery, approver=approver, at=SPRING)
    db.session.commit()
    key = f"recovery:{recovery.id}:confirmed"
    mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == key)).one()
    assert recovery.formula_zh in mail.body and "行政复议" in mail.body
    assert db.session.scalar(select(func.count()).where(Record.action == "recovery confirmed")) == 1


def test_the_database_wants_two_people_and_keeps_what_was_told(owed):
    for change in ("approver_id = clerk_id", "fen = fen - 1", "formula_zh = 'x'", "repaid_fen = fen + 1"):
        with pytest.raises(IntegrityError):
            db.session.execute(text(f"UPDATE recovery SET {change}"))
        db.session.rollback()


def test_it_is_settled_when_all_is_back(owed, clerk):
    repay(owed, clerk, owed.fen - 1)
    assert (owed.state, owed.rest_fen) == (RecoveryState.OPEN, 1)
    with pytest.raises(MoreThanOwed):
        repay(owed, clerk, 2, "T2")
    db.session.rollback()
    repay(owed, clerk, 1, "T3")
    assert (owed.state, owed.rest_fen) == (RecoveryState.SETTLED, 0)
    with pytest.raises(NotOpen):
        repay(owed, clerk, 1, "T4")


def test_nothing_is_recorded_before_it_is_confirmed_or_for_a_wrong_day(recovery, clerk, approver):
    with pytest.raises(NotOpen):
        repay(recovery, clerk, 1)
    operations.confirm(recovery, approver=approver, at=SPRING)
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(DayUnfit):
            repay(recovery, clerk, 1, on=day)


def test_a_repayment_is_kept_as_it_was_recorded(owed, clerk):
    repay(owed, clerk, 100)
    for statement in ("UPDATE repayment SET fen = 200", "DELETE FROM repayment"):
        with pytest.raises(IntegrityError):
            db.session.execute(text(statement))
        db.session.rollback()


def test_a_plan_adds_up_and_what_a_part_lacks_is_carried(owed, clerk):
    repay(owed, clerk, 1)
    parts = operations.plan(owed, parts=7, first=TODAY, clerk=clerk, at=SPRING)
    db.session.commit()
    assert sum(part.fen for part in parts) == owed.rest_fen
    assert max(part.fen for part in parts) - min(part.fen for part in parts) <= 1
    first, second = parts[0].fen, parts[1].fen
    repay(owed, clerk, first - 500, "T2")
    lines = queries.plan_of(owed, TODAY + timedelta(days=5))
    assert (lines[0].left, lines[1].carried, lines[1].asked) == (500, 500, second + 500)
    repay(owed, clerk, second, "T3")
    lines = queries.plan_of(owed, TODAY)
    assert lines[0].left == 0 and sum(line.paid for line in lines) == owed.repaid_fen - 1


def test_of_a_later_instalment_as_much_is_kept_as_is_owed_and_a_run_pays_the_rest(owed, clerk):
    person = give_account(owed.award.case)
    part = queries.offsettable(owed)[0]
    before, number = part.fen, part.id
    repay(owed, clerk, owed.fen - 300)
    made = operations.offset(owed, number, clerk=clerk, at=SPRING)
    db.session.commit()
    assert (made.kind, made.fen, owed.state) == (RepaymentKind.OFFSET, 300, RecoveryState.SETTLED)
    assert made.instalment.state is InstalmentState.OFFSET and made.instalment.due_on == part.due_on
    assert db.session.get(Instalment, number).fen == before - 300
    assert sum(each.fen for each in part.award.instalments) == part.award.fen
    run = run_of(clerk, until=FAR, at=SPRING)
    taken = {payment.instalment_id: payment.fen for payment in payments_of(run)}
    assert taken[number] == before - 300 and made.instalment_id not in taken
    assert person == owed.award.case.application.applicant


def test_an_instalment_smaller_than_what_is_owed_is_kept_whole(owed, clerk):
    part = queries.offsettable(owed)[0]
    assert part.fen < owed.fen
    operations.offset(owed, part.id, clerk=clerk, at=SPRING)
    db.session.commit()
    assert part.state is InstalmentState.OFFSET and owed.rest_fen == owed.fen - part.fen
    with pytest.raises(CannotOffset):
        operations.offset(owed, part.id, clerk=clerk, at=SPRING)


def test_what_is_in_a_payment_run_is_not_kept(owed, clerk):
    give_account(owed.award.case)
    part = queries.offsettable(owed)[0]
    run_of(clerk, until=FAR, at=SPRING)
    with pytest.raises(CannotOffset):
        operations.offset(owed, part.id, clerk=clerk, at=SPRING)


def test_what_is_waived_is_no_longer_owed(owed, clerk, approver):
    repay(owed, clerk, 100)
    operations.waive(owed, approver=approver, reason="重病", at=SPRING)
    db.session.commit()
    assert (owed.state, owed.rest_fen, owed.repaid_fen) == (RecoveryState.WAIVED, 0, 100)


def recording(recovery_id, clerk_id, fen, reference):
    def act():
        recovery, clerk = db.session.get(Recovery, recovery_id), db.session.get(Person, clerk_id)
        return operations.repay(recovery, fen=fen, reference=reference, received_on=TODAY, clerk=clerk, at=SPRING)

    return act


def test_two_clerks_who_record_the_same_repayment_at_once_record_it_once(app, owed, clerk, people):
    ids, number = [clerk.id, people("other@example.org", Role.CLERK).id], owed.id
    db.session.remove()
    refused = at_once(app, [recording(number, clerk_id, 100, "T1") for clerk_id in ids])
    assert [type(each) for each in refused] == [AlreadyRecorded]
    assert db.session.scalar(select(func.count()).select_from(Repayment)) == 1
    assert db.session.get(Recovery, number).repaid_fen == 100


def test_two_repayments_at_once_never_come_to_more_than_owed(app, owed, clerk, people):
    ids, number, fen = [clerk.id, people("other@example.org", Role.CLERK).id], owed.id, owed.fen
    db.session.remove()
    acts = [recording(number, clerk_id, fen - 1, f"T{clerk_id}") for clerk_id in ids]
    assert [type(each) for each in at_once(app, acts)] == [MoreThanOwed]
    assert db.session.get(Recovery, number).repaid_fen == fen - 1


def test_without_holding_the_row_the_database_still_refuses(app, owed, clerk, people, monkeypatch):
    """The negative control: nobody waits, and the statement that checks what is owed still lets one through only."""
    ids, number, fen = [clerk.id, people("other@example.org", Role.CLERK).id], owed.id, owed.fen
    db.session.remove()
    monkeypatch.setattr(operations, "_hold_row", lambda recovery: None)
    acts = [recording(number, clerk_id, fen - 1, f"T{clerk_id}") for clerk_id in ids]
    assert [type(each) for each in at_once(app, acts)] == [MoreThanOwed]
    assert db.session.get(Recovery, number).repaid_fen == fen - 1
