"""A change is reported once, as it was shown; it can be withdrawn until a clerk deals with it, and it stops nothing."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from talent.applications import queries as applications
from talent.audit.models import Record
from talent.awards.life_events import operations, queries
from talent.awards.life_events.errors import (
    AlreadyAcknowledged,
    AlreadyReported,
    AlreadyWithdrawn,
    NoSuchChange,
    Outdated,
)
from talent.awards.life_events.models import ReportedChange
from talent.awards.models import Instalment, InstalmentState
from talent.awards.queries import awards_of
from talent.cases import operations as deciding
from talent.cases.errors import OwnCase
from talent.database import db
from talent.notices.models import OutboxMessage
from talent.web.access import Role
from talent.web.days import policy_day
from tests.awards.conftest import LATER
from tests.awards.paying import mark_paid

AUTUMN = LATER + timedelta(days=191)
LEFT_ON = date(2026, 9, 3)


def shown(case, event, on=LEFT_ON, at=AUTUMN, **answers):
    now = queries.situation(case.application)
    return queries.report(now, now.policy.events[event], happened_on=on, answers=answers, today=policy_day(at))


def send(case, event="left_pilot", on=LEFT_ON, at=AUTUMN, **answers):
    found = shown(case, event, on, at, **answers)
    change = operations.report(
        case.application, found.event, happened_on=on, answers=answers, seen=found.fingerprint, at=at
    )
    db.session.commit()
    return change


def to_be_reviewed(case):
    return {
        (award.incentive, part.number): part.review_since
        for award in awards_of(case)
        for part in award.instalments
        if part.review_since
    }


def test_it_is_kept_with_its_day_the_facts_before_and_after_and_what_follows(decided_case):
    found = shown(decided_case, "left_pilot")
    change = send(decided_case)
    assert (change.event, change.happened_on, change.is_open) == ("left_pilot", LEFT_ON, True)
    assert change.facts_before == {"works_in_pilot": True, "still_in_pilot": None}
    assert change.facts_after == {"works_in_pilot": False, "still_in_pilot": False}
    assert change.consequences == found.consequences.as_json()


def test_the_person_is_told_and_it_is_recorded(decided_case):
    change = send(decided_case)
    mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == f"change:{change.id}:reported")).one()
    assert decided_case.reference in mail.subject and "您报告" in mail.body
    assert mail.link == f"/applications/{decided_case.reference}/changes/sent/{change.id}"
    entry = db.session.scalars(select(Record).order_by(Record.id.desc())).first()
    assert (entry.action, entry.about) == ("change reported", decided_case.about)


def test_what_may_stop_is_marked_to_be_reviewed_and_nothing_is_stopped(decided_case):
    change = send(decided_case)
    marked = to_be_reviewed(decided_case)
    assert set(marked.values()) == {change.reported_at}
    assert ("housing_incentive", 1) in marked and ("rent_reduction", 36) in marked
    states = {part.state for part in db.session.scalars(select(Instalment))}
    assert states == {InstalmentState.DUE}


def test_the_same_sent_twice_is_one_report(decided_case):
    found = shown(decided_case, "left_pilot")
    sent = [
        operations.report(
            decided_case.application, found.event, happened_on=LEFT_ON, answers={}, seen=found.fingerprint, at=AUTUMN
        )
        for _time in range(2)
    ]
    assert sent[0] is sent[1]
    assert db.session.scalar(select(func.count()).select_from(ReportedChange)) == 1


def test_what_has_happened_cannot_happen_again(decided_case):
    send(decided_case)
    with pytest.raises(AlreadyReported):
        send(decided_case, on=LEFT_ON + timedelta(days=1))


def test_one_event_on_one_day_has_one_story(decided_case):
    send(decided_case, "changed_employer", still_in_pilot=True)
    with pytest.raises(AlreadyReported):
        send(decided_case, "changed_employer", still_in_pilot=False)


def test_an_event_that_touches_nothing_is_not_taken(decided_case):
    with pytest.raises(NoSuchChange):
        send(decided_case, "transferred_home", owns_home=False)


def test_what_was_shown_before_something_was_paid_is_shown_anew(decided_case):
    found = shown(decided_case, "left_pilot")
    mark_paid(db.session.scalars(select(Instalment)).first())
    with pytest.raises(Outdated):
        operations.report(
            decided_case.application, found.event, happened_on=LEFT_ON, answers={}, seen=found.fingerprint, at=AUTUMN
        )


def test_withdrawn_it_frees_what_it_marked_and_may_be_sent_again(decided_case):
    change = send(decided_case)
    operations.withdraw(change, at=AUTUMN)
    operations.withdraw(change, at=AUTUMN)
    assert to_be_reviewed(decided_case) == {}
    assert send(decided_case) is not change


def test_withdrawing_one_leaves_what_another_marks(decided_case):
    first = send(decided_case, "ended_lease", on=date(2026, 8, 1))
    second = send(decided_case, "left_pilot")
    operations.withdraw(second, at=AUTUMN)
    assert {incentive for incentive, _number in to_be_reviewed(decided_case)} == {"rent_reduction"}
    operations.withdraw(first, at=AUTUMN)
    assert to_be_reviewed(decided_case) == {}


def test_a_clerk_deals_with_it_once_and_then_it_stays(decided_case, clerk):
    change = send(decided_case)
    operations.acknowledge(change, clerk=clerk, at=AUTUMN)
    operations.acknowledge(change, clerk=clerk, at=AUTUMN + timedelta(hours=1))
    assert (change.clerk, change.acknowledged_at) == (clerk, AUTUMN)
    with pytest.raises(AlreadyAcknowledged):
        operations.withdraw(change, at=AUTUMN)
    told = select(OutboxMessage.key).where(OutboxMessage.key.like("change:%")).order_by(OutboxMessage.id)
    keys = db.session.scalars(told).all()
    assert keys == [f"change:{change.id}:reported", f"change:{change.id}:acknowledged"]
    assert to_be_reviewed(decided_case) != {}


def test_a_clerk_cannot_deal_with_what_was_withdrawn(decided_case, clerk):
    change = send(decided_case)
    operations.withdraw(change, at=AUTUMN)
    with pytest.raises(AlreadyWithdrawn):
        operations.acknowledge(change, clerk=clerk, at=AUTUMN)


def test_nobody_deals_with_their_own(decided_case):
    change = send(decided_case)
    with pytest.raises(OwnCase):
        operations.acknowledge(change, clerk=decided_case.application.applicant, at=AUTUMN)


def test_reported_before_the_decision_everything_granted_is_reviewed(recommended_case, approver):
    send(recommended_case, "married", on=date(2026, 3, 2), at=LATER, owns_home=False)
    deciding.approve(recommended_case, approver=approver, at=LATER + timedelta(hours=1))
    parts = [part for award in awards_of(recommended_case) for part in award.instalments]
    assert parts and all(part.review_since for part in parts)


def test_the_answers_that_were_handed_in_stay_as_they_are(case):
    before = applications.facts_of(case.application)
    send(case, "left_pilot", on=date(2026, 3, 2), at=LATER)
    assert applications.facts_of(case.application) == before


def test_later_reports_build_on_earlier_ones_by_their_days(decided_case):
    send(decided_case, "left_pilot", on=LEFT_ON)
    send(decided_case, "changed_employer", on=LEFT_ON + timedelta(days=5), still_in_pilot=True)
    assert queries.situation(decided_case.application).raw["still_in_pilot"] is True
    send(decided_case, "changed_employer", on=LEFT_ON - timedelta(days=5), still_in_pilot=False)
    assert queries.situation(decided_case.application).raw["still_in_pilot"] is True


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reported_change SET event = 'married'",
        "UPDATE reported_change SET happened_on = '2020-01-01'",
        "UPDATE reported_change SET consequences = '{}'",
        "UPDATE reported_change SET facts_after = '{}'",
        "UPDATE reported_change SET acknowledged_at = reported_at",
        "UPDATE reported_change SET withdrawn_at = '2020-01-01 00:00:00'",
        "UPDATE reported_change SET withdrawn_at = reported_at, acknowledged_at = reported_at, clerk_id = :clerk",
        "INSERT INTO reported_change (application_id, event, happened_on, reported_at, facts_before, facts_after, "
        "consequences) SELECT application_id, event, happened_on, reported_at, facts_before, facts_after, consequences "
        "FROM reported_change",
    ],
)
def test_the_database_keeps_a_report_as_it_was_sent(decided_case, clerk, statement):
    send(decided_case)
    with pytest.raises(IntegrityError):
        db.session.execute(text(statement), {"clerk": clerk.id} if ":clerk" in statement else {})
    db.session.rollback()


def test_what_was_closed_is_not_opened_again(decided_case, people):
    change = send(decided_case)
    operations.acknowledge(change, clerk=people("second@example.org", Role.CLERK), at=AUTUMN)
    db.session.commit()
    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE reported_change SET acknowledged_at = NULL, clerk_id = NULL"))
    db.session.rollback()
