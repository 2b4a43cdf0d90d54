"""A review asks, hears, and decides as the rules say, or otherwise with a reason; what stops frees its budget."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from talent.audit.models import Record
from talent.awards.budgets.queries import commitments_of
from talent.awards.life_events.operations import mark
from talent.awards.models import InstalmentState
from talent.awards.queries import awards_of
from talent.awards.reviews import operations, queries
from talent.awards.reviews.errors import AlreadyConfirmed, AlreadyReviewed, NotAnswered, ReasonMissing, ReviewChanged
from talent.awards.reviews.models import Outcome, Review
from talent.awards.reviews.operations import Choice
from talent.cases.errors import OwnCase
from talent.database import db
from talent.notices.models import OutboxMessage
from talent.web.days import policy_day
from tests.awards.conftest import LATER
from tests.awards.paying import give_account, mark_paid, run_of
from tests.awards.reviewing import KEPT, LEFT, SPRING, asked_for, award_of, claimed, confirmed, decide, groups, paid
from tests.awards.test_life_events import AUTUMN, send


def states(case):
    return {part.state for part in award_of(case).instalments}


def due_cases(clerk, at=SPRING):
    return db.session.scalars(queries.due(policy_day(at), not_of=clerk)).all()


def test_an_instalment_with_a_condition_is_on_the_list_thirty_days_before(decided_case, clerk):
    soon = min(part.due_on for part in award_of(decided_case).instalments if part.provided_zh)
    noon = SPRING.replace(year=soon.year, month=soon.month, day=soon.day)
    assert due_cases(clerk, noon - timedelta(days=31)) == []
    assert due_cases(clerk, noon - timedelta(days=30)) == [decided_case]


def test_one_review_covers_a_year(decided_case, clerk):
    review = confirmed(decided_case, clerk, KEPT, LATER)
    decide(review, clerk, at=LATER)
    assert len([each for each in review.decisions if each.instalment.award.incentive == "rent_reduction"]) == 12
    assert due_cases(clerk, LATER + timedelta(days=300)) == []
    assert due_cases(clerk, LATER + timedelta(days=400)) == [decided_case]


def test_a_reported_change_brings_it_on_the_list_and_a_review_takes_it_off(decided_case, clerk):
    decide(confirmed(decided_case, clerk, KEPT, LATER), clerk, at=LATER)
    assert due_cases(clerk, AUTUMN) == []
    send(decided_case)
    assert due_cases(clerk, AUTUMN) == [decided_case]
    asked_for(decided_case, clerk, AUTUMN)
    assert due_cases(clerk, AUTUMN) == []


def test_the_applicant_is_asked_once(decided_case, clerk):
    review = asked_for(decided_case, clerk)
    assert operations.ask(decided_case, clerk=clerk, at=SPRING) is review
    mails = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == f"review:{review.id}:asked")).all()
    assert len(mails) == 1 and mails[0].link == f"/applications/{decided_case.reference}/reviews/{review.id}"


def test_nobody_reviews_their_own(decided_case, people):
    with pytest.raises(OwnCase):
        operations.ask(decided_case, clerk=decided_case.application.applicant, at=SPRING)


def test_what_still_holds_continues_and_can_be_paid(decided_case, clerk):
    paid(decided_case, mark_paid)
    review = confirmed(decided_case, clerk, KEPT)
    found = groups(review)
    assert found and {group.says for group in found} == {Outcome.CONTINUE}
    decide(review, clerk)
    assert {each.outcome for each in review.decisions} == {Outcome.CONTINUE}
    assert states(decided_case) == {InstalmentState.PAID, InstalmentState.DUE}
    assert due_cases(clerk) == []


def test_what_no_longer_holds_stops_and_frees_its_budget(decided_case, clerk):
    paid(decided_case, mark_paid)
    award = award_of(decided_case)
    before = {each.budget.year: (each.budget.committed_fen, each.fen) for each in commitments_of(award)}
    review = confirmed(decided_case, clerk, LEFT)
    decide(review, clerk)
    assert states(decided_case) == {InstalmentState.PAID, InstalmentState.STOPPED}
    left = {each.budget.year: each.fen for each in commitments_of(award)}
    assert sum(left.values()) == sum(part.fen for part in award.instalments if part.state is InstalmentState.PAID)
    freed = sum(fen for _all, fen in before.values()) - sum(left.values())
    assert freed == sum(part.fen for part in award.instalments if part.state is InstalmentState.STOPPED)


def test_a_stopped_instalment_is_never_taken_into_a_run(decided_case, clerk):
    give_account(decided_case)
    review = confirmed(decided_case, clerk, LEFT)
    every = {group.key: Choice(Outcome.STOP, "不再符合", "set-payment") for group in groups(review)}
    decide(review, clerk, every)
    run = run_of(clerk, at=SPRING)
    ids = [part.id for part in award_of(decided_case).instalments if part.state is InstalmentState.STOPPED]
    assert ids
    taken = db.session.execute(text(f"SELECT instalment_id FROM payment WHERE run_id = {run.id}")).scalars().all()
    assert not set(ids) & set(taken)


def test_otherwise_than_the_rules_needs_a_reason_and_a_clause(decided_case, clerk):
    paid(decided_case, mark_paid)
    review = confirmed(decided_case, clerk, LEFT)
    stop = next(group for group in groups(review) if group.says is Outcome.STOP)
    for choice in (Choice(Outcome.CONTINUE), Choice(Outcome.CONTINUE, "x"), Choice(Outcome.CONTINUE, "x", "nowhere")):
        with pytest.raises(ReasonMissing):
            decide(review, clerk, {stop.key: choice})
        db.session.rollback()
    decide(review, clerk, {stop.key: Choice(Outcome.CONTINUE, "产假期间", "set-payment")})
    kept = [each for each in review.decisions if each.rules_say is Outcome.STOP and each.outcome is Outcome.CONTINUE]
    assert {each.reason for each in kept} == {"产假期间"}


def test_the_database_wants_the_reason_too(decided_case, clerk):
    review = confirmed(decided_case, clerk, KEPT)
    decide(review, clerk)
    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE review_decision SET outcome = 'stop'"))
    db.session.rollback()
    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE review_decision SET rules_say = NULL"))


def test_without_an_answer_it_waits_and_then_the_rules_cannot_tell(decided_case, clerk):
    review = asked_for(decided_case, clerk)
    with pytest.raises(NotAnswered):
        decide(review, clerk)
    db.session.rollback()
    late = SPRING + timedelta(days=15)
    assert None in {group.says for group in groups(review, late)}
    with pytest.raises(ReasonMissing):
        decide(review, clerk, at=late)


def test_it_is_confirmed_once_and_decided_once(decided_case, clerk):
    review = confirmed(decided_case, clerk, KEPT)
    operations.confirm(review, KEPT, at=SPRING)
    with pytest.raises(AlreadyConfirmed):
        operations.confirm(review, LEFT, at=SPRING)
    db.session.rollback()
    decide(review, clerk)
    with pytest.raises(AlreadyReviewed):
        decide(review, clerk)


def test_what_changed_while_the_clerk_looked_is_shown_again(decided_case, clerk):
    review = confirmed(decided_case, clerk, KEPT)
    seen = queries.fingerprint(groups(review))
    send(decided_case, at=SPRING, on=policy_day(SPRING))
    with pytest.raises(ReviewChanged):
        operations.decide(review, {}, seen=seen, clerk=clerk, at=SPRING)


def test_a_change_that_was_reviewed_does_not_come_back(decided_case, clerk):
    send(decided_case, at=AUTUMN)
    review = confirmed(decided_case, clerk, LEFT, AUTUMN)
    every = {group.key: Choice(Outcome.CONTINUE, "核实后继续", "set-payment") for group in groups(review, AUTUMN)}
    decide(review, clerk, every, AUTUMN)
    mark(decided_case)
    db.session.commit()
    assert not queries.needed_now(decided_case, policy_day(AUTUMN))


def test_what_was_paid_is_reviewed_once_when_a_change_may_have_it_paid_back(decided_case, clerk):
    for award in awards_of(decided_case):
        paid(decided_case, mark_paid, award.incentive, len(award.instalments))
    assert due_cases(clerk, AUTUMN) == []
    send(decided_case, at=AUTUMN)
    assert due_cases(clerk, AUTUMN) == [decided_case]
    review = confirmed(decided_case, clerk, LEFT, AUTUMN)
    assert groups(review, AUTUMN) == []
    decide(review, clerk, at=AUTUMN)
    assert claimed(review, clerk, at=AUTUMN).fen > 0
    mark(decided_case)
    db.session.commit()
    assert due_cases(clerk, AUTUMN) == []


def test_it_is_recorded_and_the_applicant_is_told_with_the_way_to_appeal(decided_case, clerk):
    review = confirmed(decided_case, clerk, KEPT)
    decide(review, clerk)
    actions = db.session.scalars(select(Record.action).where(Record.about == decided_case.about)).all()
    assert {"review asked", "review confirmed", "review decided"} <= set(actions)
    mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == f"review:{review.id}:decided")).one()
    assert "行政复议" in mail.body


def test_one_review_at_a_time(decided_case, clerk):
    review = asked_for(decided_case, clerk)
    with pytest.raises(IntegrityError):
        db.session.add(Review(case_id=review.case_id, asked_at=SPRING, asked_by_id=clerk.id, answer_by=review.answer_by,
                              facts_before={}))  # fmt: skip
        db.session.flush()
    db.session.rollback()
    db.session.execute(update(Review).values(decided_at=SPRING, decided_by_id=clerk.id))
