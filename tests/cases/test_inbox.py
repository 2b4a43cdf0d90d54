"""Whose case is whose, what each box has, many cases at a time."""

import threading
from datetime import timedelta

import pytest
from flask_babel import force_locale
from sqlalchemy import select, update

from talent.accounts.models import Person
from talent.audit.queries import records
from talent.cases import operations as cases
from talent.cases import queries as known
from talent.cases.correspondence.operations import note_seen, write
from talent.cases.errors import AlreadyDecided, CaseChanged, NotVerified, OwnCase
from talent.cases.holds import operations as holds
from talent.cases.holds.errors import OnHold
from talent.cases.inbox import bulk, operations, queries, saved
from talent.cases.inbox.errors import (
    AssignedMeanwhile,
    FastReasonMissing,
    FilterNameUnfit,
    NoSuchFilter,
    NotAClerk,
    NothingGranted,
    NotTheirs,
    TakenBy,
    TooManyFilters,
)
from talent.cases.inbox.filters import Box, filter_of
from talent.cases.inbox.models import InboxEntry
from talent.cases.inbox.paging import page_of
from talent.cases.inbox.workload import next_unassigned, workload
from talent.cases.models import Case, CaseStage
from talent.cases.requests import operations as requests
from talent.database import db, now
from talent.web.access import Role
from tests.cases.asking import OWN, ask
from tests.cases.conftest import REASON, against, verify_everything
from tests.cases.test_races import at_once
from tests.conftest import NOON

LATER = NOON + timedelta(days=1)


@pytest.fixture
def colleague(people):
    return people("colleague@example.org", Role.CLERK, name="同事")


def entry_of(case) -> InboxEntry:
    return db.session.get(InboxEntry, case.id, populate_existing=True)


def in_box(person, on, **asked) -> list[str]:
    wanted = filter_of({name: str(value) for name, value in asked.items()})
    query = queries.listed(wanted, seen_by=person, on=on)
    return [entry.reference for entry in queries.entries(page_of(query, wanted.order, {}).ids)]


def test_a_case_is_claimed_given_and_released_and_the_record_says_so(case, clerk, colleague, approver):
    operations.claim(case, clerk=clerk, at=NOON)
    operations.claim(case, clerk=clerk, at=NOON)
    with pytest.raises(TakenBy, match="经办人"):
        operations.claim(case, clerk=colleague, at=NOON)
    with pytest.raises(NotTheirs):
        operations.assign(case, to=colleague, by=colleague, seen=clerk.id, at=NOON)
    with pytest.raises(NotTheirs):
        operations.release(case, by=colleague, seen=clerk.id, at=NOON)
    with pytest.raises(NotAClerk):
        operations.assign(case, to=approver, by=clerk, seen=clerk.id, at=NOON)
    operations.assign(case, to=colleague, by=approver, seen=clerk.id, at=NOON)
    with pytest.raises(AssignedMeanwhile):
        operations.assign(case, to=clerk, by=approver, seen=clerk.id, at=NOON)
    operations.release(case, by=colleague, seen=colleague.id, at=LATER)
    assert entry_of(case).assignee is None
    done = [entry.action for entry in records(about=case.about)]
    assert done == ["case opened", "case claimed", "case assigned", "case released"]


def test_nobody_works_on_their_own_case_or_a_closed_one(case, submit, clerk, approver, people):
    own = known.case_of_application(submit("both@example.org", roles=(Role.CLERK,)))
    with pytest.raises(OwnCase):
        operations.claim(own, clerk=own.application.applicant, at=NOON)
    with pytest.raises(OwnCase):
        operations.assign(own, to=own.application.applicant, by=approver, seen=None, at=NOON)
    cases.recommend(case, clerk=clerk, incentives=[], reason=REASON, at=NOON, against=against(case))
    cases.approve(case, approver=approver, at=LATER, read=True)
    with pytest.raises(AlreadyDecided):
        operations.release(case, by=clerk, seen=clerk.id, at=LATER)


def test_who_verifies_takes_the_case_up_and_keeps_what_a_colleague_has(case, clerk, colleague):
    verify_everything(case, clerk)
    assert entry_of(case).assignee == clerk
    cases.recommend(case, clerk=colleague, incentives=[], reason=REASON, at=NOON, against=against(case))
    assert entry_of(case).assignee == clerk


def _each_claims(people, *chosen):
    """Return what claims the cases for each of them, in a session of its own."""
    ids, numbers = [case.id for case in chosen], [person.id for person in people]
    db.session.remove()

    def claim_all(number):
        clerk, found = db.session.get(Person, number), [db.session.get(Case, each) for each in ids]
        found.sort(key=lambda case: case.id, reverse=number == numbers[0])
        if len(found) == 1:
            return operations.claim(found[0], clerk=clerk, at=NOON)
        with force_locale("en"):
            return bulk.each(found, lambda case: operations.claim(case, clerk=clerk, at=NOON))

    return [lambda number=number: claim_all(number) for number in numbers]


def test_two_clerks_claim_at_once_and_one_has_it(app, case, clerk, colleague):
    names = {clerk.id: clerk.name, colleague.id: colleague.name}
    refusals = at_once(app, _each_claims([clerk, colleague], case))
    kept = db.session.scalars(select(InboxEntry.assignee_id)).one()
    assert [type(refused) for refused in refusals] == [TakenBy]
    assert refusals[0].name == names[kept]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_the_lock_both_would_think_they_have_it(app, case, clerk, colleague, monkeypatch):
    both = threading.Barrier(2)
    monkeypatch.setattr(operations, "hold", lambda case: None)
    monkeypatch.setattr(operations, "refuse_own", lambda case, clerk: both.wait(timeout=20))
    assert at_once(app, _each_claims([clerk, colleague], case)) == []


def test_two_clerks_claim_the_same_cases_at_once_and_none_waits_for_ever(app, case, submit, clerk, colleague):
    other = known.case_of_application(submit("second@example.org"))
    assert at_once(app, _each_claims([clerk, colleague], case, other)) == []
    kept = set(db.session.scalars(select(InboxEntry.assignee_id)))
    assert len(kept) == 1
    assert None not in kept


def test_the_boxes_follow_the_case(case, clerk, submit):
    on = case.due_on
    other = known.case_of_application(submit("wang@example.org", name="Wang Wei", place="tianchuan", at=LATER))
    reference = case.reference
    assert in_box(clerk, on, show=Box.UNASSIGNED) == [reference, other.reference]
    operations.claim(case, clerk=clerk, at=NOON)
    assert in_box(clerk, on, show=Box.MINE) == [reference]
    assert in_box(clerk, on + timedelta(days=1), show=Box.OVERDUE) == [reference]
    asked = ask(case, clerk, OWN, days=1)
    assert in_box(clerk, on, show=Box.WAITING) == in_box(clerk, NOON.date() + timedelta(days=9), show=Box.OVERDUE)
    requests.withdraw(asked, clerk=clerk, at=LATER)
    assert entry_of(case).due_by == case.due_on
    write(case, sender=case.application.applicant, text="请问？", key="k1", at=LATER)
    assert in_box(clerk, on, show=Box.WRITTEN) == [reference]
    note_seen(case, by_applicant=False, at=LATER)
    assert in_box(clerk, on, show=Box.WRITTEN) == []
    with pytest.raises(FastReasonMissing):
        operations.hasten(case, by=clerk, reason="急", at=NOON)
    operations.hasten(case, by=clerk, reason="孩子九月入学", at=NOON)
    assert in_box(clerk, on, show=Box.GREEN) == [reference]
    cases.recommend(case, clerk=clerk, incentives=[], reason=REASON, at=NOON, against=against(case))
    counts = queries.counts(seen_by=clerk, on=on)
    assert (counts[Box.ALL], counts[Box.RECOMMENDED], counts[Box.ARRIVED], counts[Box.MINE]) == (2, 1, 1, 1)
    assert {entry.stage for entry in queries.entries([case.id])} == {CaseStage.RECOMMENDED}


def test_filters_and_search_find_what_they_say(case, clerk, submit):
    other = known.case_of_application(submit("wang@example.org", name="Wang Wei", place="tianchuan", at=LATER))
    other.application.applicant.phone = "+8613900139000"
    db.session.flush()
    on, both, second = case.due_on, {case.reference, other.reference}, [other.reference]
    assert in_box(clerk, on, pilot="tianchuan") == second
    assert in_box(clerk, on, pilot="no-such-place") == []
    assert set(in_box(clerk, on, policy="jinhua-future-community-talent")) == both
    category = entry_of(case).category
    assert category
    assert set(in_box(clerk, on, category=category)) == both
    yuan = entry_of(case).fen // 100
    assert yuan > 0
    assert set(in_box(clerk, on, amount_from=yuan, amount_to=yuan + 1)) == both
    assert in_box(clerk, on, amount_from=yuan + 1) == []
    assert in_box(clerk, on, date_from="2026-03-03", date_to="2026-03-03") == second
    assert in_box(clerk, on, date_from="2026-03-01") == [other.reference, case.reference]
    for words in ("wang", "WANG W", other.reference[:6].lower(), other.reference.replace("-", ""), "13900139000"):
        assert in_box(clerk, on, search=words) == second, words
    assert in_box(clerk, on, search=f"E{other.application.applicant_id:08}") == second
    assert in_box(clerk, on, search="%") == in_box(clerk, on, search="wei") == []
    other.application.applicant.name = "李雷"
    db.session.flush()
    assert in_box(clerk, on, search="李") == second
    unread = filter_of({"amount_from": "x", "date_to": "2026-02-30", "stage": "nowhere", "clerk": "-1"}).unread
    assert set(unread) == {"clerk", "amount_from", "date_to"}


@pytest.mark.parametrize("order", ["overdue", "newest", "oldest"])
def test_pages_go_forth_and_back_over_equal_keys(submit, clerk, order, monkeypatch):
    for number in range(5):
        submit(f"p{number}@example.org")
    monkeypatch.setattr("talent.cases.inbox.paging.PER_PAGE", 2)
    wanted = filter_of({"order": order})
    query = queries.listed(wanted, seen_by=clerk, on=NOON.date())
    first = page_of(query, wanted.order, {})
    second = page_of(query, wanted.order, {"after": first.after})
    third = page_of(query, wanted.order, {"after": second.after})
    ids = [*first.ids, *second.ids, *third.ids]
    assert sorted(ids) == sorted(db.session.scalars(select(Case.id)))
    assert ids == sorted(ids, reverse=order == "newest")
    assert (first.before, third.after) == (None, None)
    assert page_of(query, wanted.order, {"before": third.before}).ids == second.ids
    back = page_of(query, wanted.order, {"before": second.before})
    assert (back.ids, back.before, back.after) == (first.ids, None, first.after)
    for token in ("x", "1.1.1", "99999999.1", "0.0", "20269999.99999999999", "9" * 17 + ".1"):
        assert page_of(query, wanted.order, {"after": token}).ids == first.ids or order != "overdue"


def test_many_at_a_time_each_by_itself(case, submit, clerk, colleague, approver):
    unverified = known.case_of_application(submit("second@example.org"))
    taken = known.case_of_application(submit("third@example.org"))
    nothing = known.case_of_application(submit("fourth@example.org"))
    verify_everything(case, clerk)
    operations.claim(taken, clerk=colleague, at=NOON)
    for each in (verified := [case, unverified, taken, nothing]):
        db.session.refresh(each)
    with force_locale("zh"):
        result = bulk.each(verified, lambda each: operations.claim(each, clerk=clerk, at=NOON))
    assert [left.case for left in result.left] == [taken]
    assert "同事" in result.left[0].why
    with pytest.raises(NotVerified):
        bulk.certain(unverified, clerk)
    with pytest.raises(TakenBy):
        bulk.certain(taken, clerk)
    with pytest.raises(CaseChanged):
        bulk.recommend(case, clerk=clerk, reason=REASON, seen=case.version + 1, at=NOON)
    seen = {each.id: each.version for each in verified}

    def recommend(each):
        bulk.recommend(each, clerk=clerk, reason=REASON, seen=seen[each.id], at=NOON)

    with force_locale("zh"):
        result = bulk.each(verified, recommend)
    assert result.done == [case]
    assert (case.stage, len(result.left)) == (CaseStage.RECOMMENDED, 3)
    assert db.session.scalar(select(Case.stage).where(Case.id == unverified.id)) is CaseStage.ARRIVED


def test_a_case_in_which_nothing_is_granted_is_left(case, clerk, monkeypatch):
    monkeypatch.setattr(bulk, "granted_before", lambda case: frozenset(each.incentive for each in case.incentives))
    with pytest.raises(NothingGranted):
        bulk.certain(case, clerk)


def test_a_case_on_hold_is_left_already_in_the_preview(case, clerk):
    verify_everything(case, clerk)
    holds.put(case, officer=clerk, reason=REASON, look_on=NOON.date() + timedelta(days=3), at=NOON)
    with pytest.raises(OnHold):
        bulk.certain(case, clerk)


def test_the_workload_counts_what_each_has_and_has_done(case, submit, clerk, colleague, approver):
    other = known.case_of_application(submit("second@example.org", at=LATER))
    verify_everything(case, clerk)
    cases.recommend(case, clerk=clerk, incentives=[], reason=REASON, at=NOON, against=against(case))
    assert next_unassigned(5) == [other]
    operations.assign(other, to=colleague, by=approver, seen=None, at=LATER)
    late = case.due_on + timedelta(days=1)
    loads = {load.clerk.name: load for load in workload(at=NOON + timedelta(days=8), on=late)}
    mine, theirs = loads["经办人"], loads["同事"]
    assert (mine.open, mine.overdue, mine.week, mine.month) == (1, 1, 0, 1)
    assert (theirs.open, theirs.week, theirs.month) == (1, 0, 0)


def test_filters_are_kept_for_one_person_and_not_without_end(clerk, colleague):
    wanted = filter_of({"show": "mine", "pilot": "tianchuan", "amount_from": "1000"})
    kept = saved.save(wanted, name="  大额  ", person=clerk, at=NOON)
    assert (kept.name, kept.query) == ("大额", "show=mine&pilot=tianchuan&amount_from=1000")
    with pytest.raises(FilterNameUnfit):
        saved.save(wanted, name="大额", person=clerk, at=NOON)
    with pytest.raises(NoSuchFilter):
        saved.forget(kept.id, person=colleague)
    for number in range(19):
        saved.save(wanted, name=str(number), person=clerk, at=NOON)
    with pytest.raises(TooManyFilters):
        saved.save(wanted, name="one more", person=clerk, at=NOON)
    saved.forget(kept.id, person=clerk)
    assert len(queries.saved_filters(clerk)) == 19


def test_the_database_wants_a_date_with_who_has_a_case(case, clerk):
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError, match="assignment_is_dated"):
        db.session.execute(update(InboxEntry).values(assignee_id=clerk.id))
    db.session.rollback()
    assert now() > NOON
