"""What is due is selected, frozen, sent and settled; nothing is paid twice, and each loser is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from talent.audit.models import Record
from talent.awards.models import Instalment, InstalmentState
from talent.awards.payments import operations, queries, selection, settling
from talent.awards.payments.errors import (
    ConditionsUnchecked,
    NothingToPay,
    NotPreparer,
    RunChanged,
    SamePreparer,
    WrongState,
)
from talent.awards.payments.keys import key_of, read_key
from talent.awards.payments.models import Payment, PaymentRun, PaymentState, RunState
from talent.awards.payments.settling import ResultsRefused, Wrong
from talent.cases import operations as cases
from talent.database import db
from talent.notices.models import OutboxMessage
from talent.web.access import Role
from tests.awards.paying import CARD, FAR, LATER, exported, frozen, give_account, payments_of, reported, run_of, settle
from tests.conftest import NOON

PAID, FAILED, RETURNED = PaymentState.PAID, PaymentState.FAILED, PaymentState.RETURNED


@pytest.fixture(autouse=True)
def _clean(app):
    yield
    db.session.rollback()


@pytest.fixture
def due_case(decided_case):
    """A decided case of somebody who can be paid."""
    give_account(decided_case)
    return decided_case


def parts() -> list[Instalment]:
    return list(db.session.scalars(select(Instalment).order_by(Instalment.id)))


def held(until=FAR) -> dict[str, int]:
    return {holdup: total.count for holdup, total in queries.standings(until).items()}


def test_from_due_to_paid(due_case, clerk, approver):
    run = exported(clerk, approver)
    payments = payments_of(run)
    assert [payment.fen for payment in payments] == [part.fen for part in parts()]
    settled = settle(run, reported(payments, *[PAID] * len(payments)), approver)
    assert (settled.paid, settled.open, run.state) == (len(payments), 0, RunState.SETTLED)
    assert {part.state for part in parts()} == {InstalmentState.PAID}
    actions = db.session.scalars(select(Record.action).where(Record.about == run.about)).all()
    assert actions == [
        "payment run begun",
        "payment run frozen",
        "payment run exported",
        "payment results imported",
        "payment run settled",
    ]


def test_each_payment_is_told_once_with_the_account_masked(due_case, clerk, approver):
    run = exported(clerk, approver)
    results = reported(payments_of(run), PAID, FAILED)
    for _again in range(2):
        settle(run, results, approver)
    query = select(OutboxMessage).where(OutboxMessage.key.startswith("payment:")).order_by(OutboxMessage.id)
    paid, failed = db.session.scalars(query)
    assert "尾号为 5702 的账户付款" in paid.body and "was paid into" in paid.other_body
    assert failed.link == "/bank-details" and CARD not in paid.body + failed.body
    assert {message.person_id for message in (paid, failed)} == {due_case.application.applicant_id}


def test_only_what_is_due_by_the_day_is_selected(due_case, clerk):
    until = parts()[0].due_on
    run = run_of(clerk, until=until)
    assert {payment.instalment.due_on for payment in payments_of(run)} == {until}


def test_without_bank_details_nothing_is_selected_and_the_applicant_is_told(decided_case, clerk):
    with pytest.raises(NothingToPay):
        operations.begin(clerk=clerk, due_until=FAR, pilot=None, at=LATER)
    assert held() == {"bank_details": len(parts())}
    told = db.session.scalars(select(OutboxMessage.subject).where(OutboxMessage.key.contains("bank details"))).all()
    assert told == ["请填写收款账户，以便兑现"]


def test_a_changed_name_stops_payment_until_the_account_fits(due_case, clerk):
    due_case.application.applicant.name = "陈晓晓"
    db.session.commit()
    assert held() == {"bank_details": len(parts())}


def test_what_is_under_review_is_not_selected_frozen_or_sent(due_case, clerk, approver):
    first, second, third = parts()[:3]
    first.review_since = LATER
    db.session.commit()
    run = run_of(clerk)
    assert first.id not in {payment.instalment_id for payment in payments_of(run)}
    second.review_since = LATER
    operations.freeze(run, clerk=clerk, conditions_checked=True, at=LATER)
    seen = queries.fit(run)
    third.review_since = LATER
    db.session.commit()
    with pytest.raises(RunChanged):
        operations.export(run, approver=approver, seen=seen, at=LATER)
    db.session.rollback()
    operations.export(run, approver=approver, seen=queries.fit(run), at=LATER)
    sent = {payment.instalment_id for payment in payments_of(run)}
    assert sent.isdisjoint({first.id, second.id, third.id})
    assert len(sent) == len(parts()) - 3


def test_a_new_account_after_freezing_is_not_paid_by_the_old_one(due_case, clerk):
    run = frozen(clerk)
    give_account(due_case, "6222021001116245710", at=LATER + timedelta(hours=1))
    assert queries.fit(run).count == 0


def test_conditions_have_to_be_checked(due_case, clerk):
    run = run_of(clerk)
    with pytest.raises(ConditionsUnchecked):
        operations.freeze(run, clerk=clerk, conditions_checked=False, at=LATER)


def test_a_run_needs_two_people(due_case, clerk, approver, people):
    both = people("both@example.org", Role.CLERK, Role.APPROVER)
    run = frozen(both)
    with pytest.raises(SamePreparer):
        operations.export(run, approver=both, seen=queries.fit(run), at=LATER)
    with pytest.raises(WrongState):
        operations.freeze(run, clerk=clerk, conditions_checked=True, at=LATER)
    db.session.rollback()
    operations.discard(run, officer=both, at=LATER)
    with pytest.raises(NotPreparer):
        operations.freeze(run_of(clerk), clerk=both, conditions_checked=True, at=LATER)
    db.session.rollback()
    with pytest.raises(IntegrityError, match="two_pairs_of_eyes"):
        db.session.execute(
            PaymentRun.__table__.update().values(
                state="exported", frozen_at=LATER, approver_id=PaymentRun.clerk_id, exported_at=LATER
            )
        )


def test_nobody_sends_a_run_that_pays_them(due_case, clerk, people):
    applicant = due_case.application.applicant
    run = frozen(clerk)
    with pytest.raises(SamePreparer):
        operations.export(run, approver=applicant, seen=queries.fit(run), at=LATER)


def test_a_discarded_run_frees_what_was_in_it(due_case, clerk, approver):
    run = frozen(clerk)
    operations.discard(run, officer=approver, at=LATER)
    assert held() == {"": len(parts())}
    assert len(payments_of(run_of(clerk))) == len(parts())


def test_what_is_taken_out_stays_due(due_case, clerk):
    run = run_of(clerk)
    first = payments_of(run)[0]
    operations.take_out(run, first.id, clerk=clerk, at=LATER)
    assert len(payments_of(run)) == len(parts()) - 1 and held()[""] == 1


def test_a_failed_payment_waits_for_a_new_account_or_a_retry(due_case, clerk, approver):
    run = exported(clerk, approver, until=parts()[0].due_on)
    payments = payments_of(run)
    results = reported(payments, *[FAILED] * len(payments))
    settle(run, results, approver, at=LATER + timedelta(hours=1))
    with pytest.raises(NothingToPay):
        operations.begin(clerk=clerk, due_until=run.due_until, pilot=None, at=LATER)
    db.session.rollback()
    assert held(run.due_until) == {"failed": len(payments)}
    again = operations.retry(run, clerk=clerk, at=LATER)
    assert [payment.attempt for payment in payments_of(again)] == [2] * len(payments)
    operations.discard(again, officer=clerk, at=LATER)
    give_account(due_case, "6222021001116245710", at=LATER + timedelta(hours=2))
    assert len(payments_of(run_of(clerk, until=run.due_until))) == len(payments)
    failures = select(OutboxMessage).where(OutboxMessage.key.endswith(":failed"))
    assert len(db.session.scalars(failures).all()) == len(payments)


def test_a_payment_that_comes_back_is_due_again(due_case, clerk, approver):
    run = exported(clerk, approver, until=parts()[0].due_on)
    payments = payments_of(run)
    settle(run, reported(payments, *[PAID] * len(payments)), approver)
    settle(run, reported(payments[:1], RETURNED, name="b"), approver)
    assert parts()[0].state is InstalmentState.DUE
    again = operations.retry(run, clerk=clerk, at=LATER)
    assert [payment.instalment_id for payment in payments_of(again)] == [payments[0].instalment_id]


def test_the_same_file_twice_changes_nothing(due_case, clerk, approver):
    run = exported(clerk, approver)
    results = reported(payments_of(run), PAID, FAILED)
    settle(run, results, approver)
    count = len(db.session.scalars(select(Record.id)).all())
    for name in (results.sha256, "saved anew"):
        again = settle(run, replace(results, sha256=name), approver)
        assert (again.new, again.known) == (0, 2)
    assert len(db.session.scalars(select(Record.id)).all()) == count


def test_wrong_duplicate_and_foreign_lines_are_each_told_and_nothing_is_taken_in(due_case, clerk, approver):
    other = exported(clerk, approver, until=parts()[0].due_on)
    strange = payments_of(other)[0]
    run = exported(clerk, approver)
    payments = payments_of(run)
    right = reported(payments, PAID, PAID, PAID, PAID, PAID)
    rows = list(right.rows)
    rows[1] = replace(rows[1], fen=payments[1].fen + 1)
    rows[2] = replace(rows[2], result=None)
    rows[3] = replace(rows[3], day=NOON.date() + timedelta(days=400))
    rows += [
        replace(rows[0], line=7),
        replace(rows[0], line=8, key=key_of(strange.instalment_id, strange.attempt)),
        replace(rows[0], line=9, key=key_of(999_999, 1)),
        replace(rows[0], line=10, key="T00000"),
    ]
    with pytest.raises(ResultsRefused) as refused:
        settling.settle(run, replace(right, rows=rows), filename="x", approver=approver, at=LATER)
    db.session.rollback()
    assert [(each.line, each.wrong) for each in refused.value.problems] == [
        (3, Wrong.AMOUNT),
        (4, Wrong.RESULT),
        (5, Wrong.DAY),
        (7, Wrong.TWICE),
        (8, Wrong.OTHER_RUN),
        (9, Wrong.FOREIGN),
        (10, Wrong.FOREIGN),
    ]
    assert {payment.state for payment in payments_of(run)} == {PaymentState.SENT}


def test_a_result_is_not_turned_round(due_case, clerk, approver):
    run = exported(clerk, approver)
    payments = payments_of(run)
    settle(run, reported(payments, FAILED), approver)
    with pytest.raises(ResultsRefused) as refused:
        settle(run, reported(payments, PAID, name="b"), approver)
    assert [each.wrong for each in refused.value.problems] == [Wrong.CONTRADICTS]


def test_a_key_with_one_wrong_character_is_no_key():
    key = key_of(123, 2)
    assert read_key(key) == (123, 2)
    for place in range(1, len(key)):
        for digit in "0123456789":
            assert digit == key[place] or read_key(key[:place] + digit + key[place + 1 :]) is None


class TestTheDatabase:
    """What must never be is refused whoever writes."""

    def test_an_instalment_is_not_paid_without_a_payment(self, due_case):
        with pytest.raises(DBAPIError, match="paid by a payment that arrived"):
            db.session.execute(text("UPDATE instalment SET state = 'paid'"))

    def test_an_instalment_is_in_one_standing_payment(self, due_case, clerk):
        payment = payments_of(run_of(clerk))[0]
        db.session.add(Payment(run_id=payment.run_id, instalment_id=payment.instalment_id, attempt=9, fen=payment.fen))
        with pytest.raises(IntegrityError, match=r"uq_payment_standing|payment\.instalment_id"):
            db.session.flush()

    def test_a_payment_is_of_the_whole_instalment(self, due_case, clerk):
        run_of(clerk)
        with pytest.raises(IntegrityError):
            db.session.execute(text("UPDATE payment SET fen = fen + 1"))
            db.session.commit()

    @pytest.mark.parametrize(
        "change", ["UPDATE payment SET holder = 'x'", "DELETE FROM payment", "UPDATE payment SET state = 'selected'"]
    )
    def test_what_was_sent_stays(self, due_case, clerk, approver, change):
        exported(clerk, approver)
        with pytest.raises(DBAPIError, match=r"kept as it was|goes from selected"):
            db.session.execute(text(change))


def test_the_approval_tells_the_applicant_to_give_an_account(recommended_case, approver):
    cases.approve(recommended_case, approver=approver, at=LATER)
    key = f"{recommended_case.about}:bank details"
    assert db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == key)).one()
    assert selection.Holdup.NOTICE.value in held()
