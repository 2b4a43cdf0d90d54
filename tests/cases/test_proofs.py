"""What the applicant sees of the examination, and the newer document that may be added while a clerk has the case."""

from datetime import date, timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from talent.accounts.consent.operations import give
from talent.accounts.consent.purposes import Purpose
from talent.applications.documents import Document
from talent.applications.errors import AlreadySubmitted, SameFile
from talent.applications.evidence import operations as evidence
from talent.applications.evidence.jobs import announce
from talent.applications.evidence.queries import Age, State, examination, proofs, running_out
from talent.applications.signals import Found
from talent.cases import operations, queries
from talent.cases.errors import CaseChanged
from talent.cases.models import VerificationState
from talent.database import db
from talent.notices.models import OutboxMessage
from tests.applications.conftest import draft, newcomer, policy
from tests.cases.conftest import PIXEL, REASON, against, granted_by_rules, verify_everything
from tests.conftest import NOON

__all__ = ["draft", "newcomer", "policy"]

KIND = "insurance_record"


@pytest.fixture
def dated(case):
    """The case, with an insurance record of the day before it was handed in: valid until 1 June."""
    record = next(each for each in case.application.evidence if each.kind == KIND)
    record.issued_on, record.valid_until = date(2026, 3, 1), date(2026, 6, 1)
    give(case.application.applicant, Purpose.DEADLINES, at=NOON)
    db.session.commit()
    return case


def days(count: int):
    """So long before the record runs out, at noon."""
    return NOON + (date(2026, 6, 1) - NOON.date()) - timedelta(days=count)


def shown(case, at=NOON):
    listed = proofs(case.application, current_app.config["EVIDENCE"], on=at.date())
    return {proof.kind.id: proof for proof in listed}


def add_newer(case, at, name=b"newer"):
    document = Document(PIXEL + name, "image/png", "newer.png")
    folder = current_app.config["EVIDENCE"]
    return evidence.add(case.application, KIND, document, folder, at=at, issued_on=at.date())


def mails(case):
    about = OutboxMessage.key.like(f"application:{case.reference}:documents run out:%")
    return db.session.scalars(select(OutboxMessage).where(about)).all()


def verify(case, clerk, state, note=""):
    for fact in ("insured_months", "first_in_jinhua"):
        operations.verify(case, fact=fact, state=state, note=note, clerk=clerk, at=NOON)


def test_a_proof_is_being_checked_until_every_answer_is_found_proved(case, clerk):
    assert shown(case)[KIND].state is State.ADDED
    operations.verify(case, fact="insured_months", state=VerificationState.VERIFIED, clerk=clerk, at=NOON)
    assert shown(case)[KIND].state is State.ADDED
    verify(case, clerk, VerificationState.VERIFIED)
    assert shown(case)[KIND].state is State.VERIFIED


def test_what_is_found_not_proved_is_told_with_the_reason(case, clerk):
    verify(case, clerk, VerificationState.REFUSED, "看不清楚")
    assert shown(case)[KIND].state is State.REFUSED
    assert shown(case)[KIND].answers[0].found == Found(proved=False, note="看不清楚")


def test_the_applicant_reads_the_reason_on_the_page(case, clerk, client):
    verify(case, clerk, VerificationState.REFUSED, "看不清楚 <b>")
    client.sign_in(case.application.applicant.email)
    page = client.get(f"/applications/{case.reference}/evidence")
    assert "看不清楚 &lt;b&gt;" in page.text
    assert "data-upload" not in page.text


@pytest.mark.parametrize(
    ("before", "age", "more"), [(15, Age.FRESH, False), (14, Age.SOON, True), (-1, Age.OVER, True)]
)
def test_a_newer_document_may_be_added_where_one_runs_out(dated, before, age, more):
    proof = shown(dated, days(before))[KIND]
    assert (proof.age, proof.takes_more, proof.waits) == (age, more, more)


def test_a_newer_document_is_added_beside_the_one_that_runs_out(dated):
    add_newer(dated, days(10))
    proof = shown(dated, days(10))[KIND]
    assert [sheet.age for sheet in proof.sheets] == [Age.SOON, Age.FRESH]
    assert (proof.age, proof.takes_more) == (Age.FRESH, False)


def test_nothing_is_added_before_or_what_is_there_already_or_of_another_kind(dated):
    with pytest.raises(AlreadySubmitted):
        add_newer(dated, days(20))
    with pytest.raises(SameFile):
        add_newer(dated, days(10), KIND.encode())
    other = Document(PIXEL, "image/png", "x.png")
    with pytest.raises(AlreadySubmitted):
        evidence.add(dated.application, "lease", other, current_app.config["EVIDENCE"], at=days(10))


def test_nothing_is_added_once_the_case_has_left_the_clerk(dated, clerk, approver):
    verify_everything(dated, clerk)
    operations.recommend(dated, clerk=clerk, incentives=granted_by_rules(dated), reason=REASON, at=NOON)
    with pytest.raises(AlreadySubmitted):
        add_newer(dated, days(10))
    operations.approve(dated, approver=approver, at=NOON)
    assert examination(dated.application).over
    with pytest.raises(AlreadySubmitted):
        add_newer(dated, days(10))


def test_a_clerk_who_looked_before_a_newer_document_came_looks_again(dated, clerk):
    verify_everything(dated, clerk)
    seen = dated.version
    add_newer(dated, days(10))
    with pytest.raises(CaseChanged):
        operations.recommend(dated, clerk=clerk, incentives=[], reason=REASON, seen=seen, at=days(10))


def test_the_date_of_a_document_that_came_without_one_may_be_told_once(case):
    record = next(each for each in case.application.evidence if each.kind == KIND)
    evidence.tell_date(record, NOON.date(), seen=record.version, at=NOON)
    with pytest.raises(AlreadySubmitted):
        evidence.tell_date(record, NOON.date(), seen=record.version, at=NOON)


def test_a_document_that_runs_out_is_announced_once_two_weeks_before(dated):
    for before in (30, 15, 14, 13, 1):
        announce(days(before))
    told = mails(dated)
    assert len(told) == 1
    assert "2026年6月1日" in told[0].said("zh").body
    assert "Social insurance record: valid until 1 June 2026" in told[0].said("en").body
    assert told[0].link == f"/applications/{dated.reference}/evidence"


@pytest.mark.parametrize("why", ["not agreed", "decided", "renewed", "night", "over"])
def test_nothing_is_announced_where_it_does_not_matter(dated, clerk, approver, why):
    at = days(10)
    if why == "not agreed":
        from talent.accounts.consent.operations import withdraw

        withdraw(dated.application.applicant, Purpose.DEADLINES, at=NOON)
    elif why == "decided":
        verify_everything(dated, clerk)
        operations.recommend(dated, clerk=clerk, incentives=[], reason=REASON, at=NOON, against=against(dated))
        operations.approve(dated, approver=approver, at=NOON, read=True)
    elif why == "renewed":
        add_newer(dated, at)
    elif why == "night":
        at -= timedelta(hours=10)
    else:
        at = days(-1)
    announce(at)
    assert mails(dated) == []


def test_the_last_day_is_among_the_days_to_keep_in_mind_and_moves_with_a_newer_document(dated):
    with current_app.test_request_context():
        assert running_out(dated.application, on=days(20).date()) == []
        near = running_out(dated.application, on=days(10).date())[0]
        assert (near.day, near.over, near.revision) == (date(2026, 6, 1), False, 0)
        add_newer(dated, days(10))
        moved = running_out(dated.application, on=days(10).date())[0]
    assert (moved.uid, moved.over, moved.revision) == (near.uid, True, 1)


def test_the_clerk_sees_until_when_a_document_is_valid(dated, clerk, client):
    client.sign_in(clerk.email)
    assert "2026年6月1日" in client.get(f"/cases/{dated.reference}").text


def test_a_case_knows_nothing_of_what_was_not_handed_in(draft):
    assert queries.case_of_application(draft) is None
    assert examination(draft).found == {}
