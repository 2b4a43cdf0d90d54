"""A decision that is taken back on its day goes with all that hangs on it, or stays."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from talent.accounts.models import Person
from talent.applications.again.operations import apply_again
from talent.applications.operations import submit
from talent.audit.models import Record
from talent.awards import undoing
from talent.awards.budgets.models import Budget, Commitment
from talent.awards.models import Award, Instalment
from talent.awards.payments import operations as payments
from talent.awards.payments.errors import NothingToPay
from talent.awards.payments.models import Payment, PaymentRun, RunState
from talent.awards.public_notices.models import PublicNotice
from talent.awards.public_notices.operations import object_to
from talent.awards.public_notices.queries import notice_of
from talent.awards.reviews.operations import ask
from talent.cases import operations
from talent.cases.appeals.errors import AppliedAnew
from talent.cases.models import Case, CaseOutcome, CaseStage
from talent.cases.undoings.errors import DayOver, NotApprover, ObjectedAlready, PaidAlready, ReviewedAlready
from talent.cases.undoings.models import CaseUndoing
from talent.cases.undoings.operations import undo
from talent.cases.undoings.own_data import parts
from talent.database import db, now
from talent.notices.models import OutboxMessage
from talent.notices.queries import letters_of
from talent.web.access import Role
from talent.web.days import policy_day
from tests.awards.paying import frozen, give_account, run_of
from tests.cases.conftest import REASON, against
from tests.cases.test_pages import visit
from tests.cases.test_races import at_once
from tests.conftest import NOON

__all__ = ["visit"]

LATER = NOON + timedelta(days=1)
WHY = "复核时看错了学位证书的日期，撤回重办。"


def number_of(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_everything_that_hangs_on_it_goes_and_it_is_decided_again(app, shown_case, approver):
    case, again = shown_case, LATER + timedelta(hours=1)
    first = letters_of(case.reference)[0]
    undo(case, approver=approver, reason=WHY, at=again)
    db.session.commit()
    assert (case.stage, case.outcome, case.decided_at) == (CaseStage.RECOMMENDED, None, None)
    assert [number_of(each) for each in (Award, Instalment, Commitment, PublicNotice)] == [0, 0, 0, 0]
    assert set(db.session.scalars(select(Budget.committed_fen))) == {0}
    assert first.withdrawn_at == again
    actions = set(db.session.scalars(select(Record.action).where(Record.about == case.about)))
    assert {"decision taken back", "incentives taken back", "public notice withdrawn"} <= actions
    with app.test_request_context():
        assert parts(case.application.applicant)[0].data[0]["reason"] == WHY
    operations.approve(case, approver=approver, at=again)
    db.session.commit()
    assert case.outcome is CaseOutcome.GRANTED and number_of(Award)
    assert [each.withdrawn_at is None for each in letters_of(case.reference)] == [True, False]
    told = list(db.session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.contains("decided"))))
    assert sorted(told) == [f"{case.about}:decided", f"{case.about}:decided:2"]
    undo(case, approver=approver, reason=WHY, at=again + timedelta(minutes=1))


def test_it_stands_once_the_day_is_over_somebody_else_asks_or_objected(shown_case, approver, people):
    case = shown_case
    with pytest.raises(DayOver):
        undo(case, approver=approver, reason=WHY, at=LATER + timedelta(days=1))
    with pytest.raises(NotApprover):
        undo(case, approver=people("second@example.org", Role.APPROVER), reason=WHY, at=LATER)
    given = {"name": "王五", "email": "wang@example.org", "language": "zh", "person": None, "at": LATER}
    object_to(notice_of(case), reason="她并不住在这个小区，邻居可以作证。", **given)
    with pytest.raises(ObjectedAlready):
        undo(case, approver=approver, reason=WHY, at=LATER)


def test_it_stands_once_it_is_reviewed(shown_case, clerk, approver):
    review = ask(shown_case, clerk=clerk, at=LATER)
    with pytest.raises(ReviewedAlready):
        undo(shown_case, approver=approver, reason=WHY, at=LATER)
    db.session.rollback()
    assert review.case.outcome is CaseOutcome.GRANTED


def test_a_refusal_stands_once_the_person_applied_anew(app, case, clerk, approver):
    operations.recommend(case, clerk=clerk, incentives=[], reason=REASON, against=against(case), at=NOON)
    operations.approve(case, approver=approver, read=True, at=LATER)
    anew = apply_again(case.application, case.application.applicant, app.config["EVIDENCE"], at=LATER)
    submit(anew, at=LATER)
    with pytest.raises(AppliedAnew) as refused:
        undo(case, approver=approver, reason=WHY, at=LATER)
    assert refused.value.reference == anew.reference


def test_a_run_that_is_being_selected_lets_go_and_a_frozen_one_does_not(decided_case, clerk, approver):
    give_account(decided_case)
    run = frozen(clerk)
    with pytest.raises(PaidAlready):
        undo(decided_case, approver=approver, reason=WHY, at=LATER)
    db.session.rollback()
    payments.discard(run, officer=clerk, at=LATER)
    run_of(clerk)
    undo(decided_case, approver=approver, reason=WHY, at=LATER)
    db.session.commit()
    assert number_of(Payment) == 0 and decided_case.outcome is None


def racing(app, case: Case, clerk: Person, approver: Person) -> list[type]:
    """Take back and freeze at the same moment. Returns what was refused."""
    run = run_of(clerk)
    run_id, ids = run.id, (case.id, clerk.id, approver.id)
    db.session.remove()

    def take_back() -> object:
        case, person = db.session.get(Case, ids[0]), db.session.get(Person, ids[2])
        return undo(case, approver=person, reason=WHY, at=LATER)

    def freeze() -> object:
        run, person = db.session.get(PaymentRun, run_id), db.session.get(Person, ids[1])
        return payments.freeze(run, clerk=person, conditions_checked=True, at=LATER)

    return [type(each) for each in at_once(app, [take_back, freeze])]


def test_of_taking_back_and_freezing_at_once_one_wins(app, decided_case, clerk, approver):
    give_account(decided_case)
    case_id = decided_case.id
    refused = racing(app, decided_case, clerk, approver)
    state = db.session.scalars(select(PaymentRun.state)).one()
    outcome = db.session.get(Case, case_id).outcome
    assert (refused, state, outcome, number_of(Payment) > 0) in [
        ([PaidAlready], RunState.FROZEN, CaseOutcome.GRANTED, True),
        ([NothingToPay], RunState.SELECTING, None, False),
    ]


def test_without_looking_the_database_keeps_what_is_paid(decided_case, clerk, approver, monkeypatch):
    """The negative control: the look at the runs is taken away, and the payment still keeps its instalment."""
    give_account(decided_case)
    frozen(clerk)
    monkeypatch.setattr(undoing, "_withdraw_payments", lambda case: None)
    with pytest.raises(IntegrityError):
        undo(decided_case, approver=approver, reason=WHY, at=LATER)
    db.session.rollback()
    assert number_of(Payment) and number_of(Award)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE case_file SET stage = 'recommended', outcome = NULL, approver_id = NULL, decided_at = NULL",
        "INSERT INTO case_undoing (case_id, approver_id, decided_at, decided_on, outcome, undone_at, undone_on, "
        "reason, taken) SELECT id, approver_id, decided_at, '2026-03-03', outcome, decided_at, '2026-03-03', "
        "'because of it', '{}' FROM case_file",
    ],
    ids=["a decision is not emptied", "an award still hangs on it"],
)
def test_the_database_keeps_a_decision_that_was_not_taken_back_whole(shown_case, statement):
    with pytest.raises(IntegrityError):
        db.session.execute(text(statement))
    db.session.rollback()


def test_that_it_was_taken_back_is_kept_and_only_that_decision_goes(shown_case, approver):
    undo(shown_case, approver=approver, reason=WHY, at=LATER)
    operations.approve(shown_case, approver=approver, at=LATER + timedelta(hours=1))
    db.session.commit()
    emptied = "UPDATE case_file SET stage = 'recommended', outcome = NULL, approver_id = NULL, decided_at = NULL"
    for statement in ("UPDATE case_undoing SET reason = 'another reason'", "DELETE FROM case_undoing", emptied):
        with pytest.raises(IntegrityError):
            db.session.execute(text(statement))
        db.session.rollback()
    assert db.session.scalars(select(CaseUndoing.undone_on)).one() == policy_day(LATER)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_approver_takes_it_back_on_its_page_and_everybody_reads_so(visit, recommended_case, approver):
    case, page = recommended_case, visit(approver)
    operations.approve(case, approver=approver, at=now())
    db.session.commit()
    letter, way = letters_of(case.reference)[0], f"/cases/{case.reference}/taking-back"
    assert way in page.get(f"/cases/{case.reference}").text
    assert page.post(way, data={"seen": case.version, "reason": WHY}).status_code == 302
    shown = page.get(f"/cases/{case.reference}").text
    assert WHY in shown and way not in shown
    assert "no longer counts" in page.get(f"/letters/check/{letter.code}").text
    theirs = visit(case.application.applicant)
    assert "no longer counts" in theirs.get(f"/letters/{letter.number}").text
    timeline = theirs.get(f"/applications/{case.reference}").text
    assert "taken back on the same day" in timeline and WHY in timeline
    assert "was taken back" in theirs.get("/notifications/").text
