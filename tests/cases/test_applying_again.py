"""What was answered and proved once fills the next application, says where it comes from, and can be changed."""

from datetime import date, timedelta

import pytest
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from talent.applications import operations as applying
from talent.applications.again import operations as again
from talent.applications.again import queries
from talent.applications.documents import Document
from talent.applications.evidence.operations import attach
from talent.applications.models import Application, Evidence, Source
from talent.applications.withdrawal import operations as withdrawal
from talent.audit.queries import records
from talent.cases.errors import AlreadyApplied
from talent.database import db
from talent.pilots.queries import pilot
from talent.policies.library import library
from talent.web.access import Role
from tests.cases.conftest import PIXEL, verify_everything
from tests.conftest import NOON, Visitor

LATER = NOON + timedelta(days=1)


@pytest.fixture
def withdrawn(case, clerk) -> Application:
    """An application in which a clerk found everything proved, and which was then withdrawn."""
    verify_everything(case, clerk)
    withdrawal.withdraw(case.application, at=LATER)
    db.session.commit()
    return case.application


def begin(person, at=LATER) -> Application:
    policy = library().in_force("jinhua-future-community-talent", NOON.date())
    return applying.begin(person, pilot=pilot("tianchuan"), policy=policy, at=at)


def given(application: Application) -> dict:
    return {answer.fact: answer for answer in application.answers}


def folder():
    return current_app.config["EVIDENCE"]


def test_what_was_proved_fills_a_new_draft_and_says_where_it_comes_from(withdrawn):
    draft = begin(withdrawn.applicant)
    degree = given(draft)["degree"]
    assert (degree.value, degree.source, degree.source_kind) == ("doctor", withdrawn.reference, Source.VERIFIED)
    assert degree.source_on == date(2026, 3, 2)
    assert "patents" not in given(draft)
    assert "answers taken over" in {entry.action for entry in records(about=f"application:{draft.reference}")}


def test_documents_come_along_as_files_of_their_own_with_their_day(withdrawn):
    draft = begin(withdrawn.applicant)
    before = {each.kind: each for each in withdrawn.evidence}
    assert {each.kind for each in draft.evidence} == set(before)
    for each in draft.evidence:
        assert each.sha256 == before[each.kind].sha256
        assert each.uploaded_at == before[each.kind].uploaded_at
        assert each.stored_as != before[each.kind].stored_as
        (folder() / each.stored_as).unlink()
        assert (folder() / before[each.kind].stored_as).exists()


def test_a_document_that_has_expired_stays_behind(withdrawn):
    policy = library().in_force("jinhua-future-community-talent", NOON.date())
    short = {kind.id for kind in policy.evidence.values() if kind.expires_after_months is not None}
    there = {each.kind for each in withdrawn.evidence}
    assert short & there, "the policy has documents that expire"
    draft = begin(withdrawn.applicant, at=NOON + timedelta(days=365))
    assert {each.kind for each in draft.evidence} == there - short


def test_what_nobody_proved_is_not_filled_in_by_itself(case):
    withdrawal.withdraw(case.application, at=LATER)
    assert begin(case.application.applicant).answers == []


def test_another_person_gets_nothing_of_it(withdrawn, people):
    assert begin(people("other@example.org", Role.APPLICANT)).answers == []


def test_an_answer_that_is_changed_is_the_applicants_own(withdrawn):
    draft = begin(withdrawn.applicant)
    applying.answer(draft, {"degree": "master", "title": "none"}, at=LATER)
    assert given(draft)["degree"].source is None
    with current_app.test_request_context():
        said = queries.sources(draft)
    assert "degree" not in said
    assert "contract_months" in said


def test_applying_again_fills_in_everything_that_fits(withdrawn):
    draft = again.apply_again(withdrawn, withdrawn.applicant, folder(), at=LATER)
    assert {name: each.value for name, each in given(draft).items()} == {
        name: each.value for name, each in given(withdrawn).items()
    }
    patents = given(draft)["patents"]
    assert (patents.source, patents.source_kind) == (withdrawn.reference, Source.COPIED)


def test_applying_again_twice_keeps_what_was_changed_meanwhile(withdrawn):
    first = again.apply_again(withdrawn, withdrawn.applicant, folder(), at=LATER)
    applying.answer(first, {"patents": 3}, at=LATER)
    documents = len(first.evidence)
    second = again.apply_again(withdrawn, withdrawn.applicant, folder(), at=LATER)
    assert second.id == first.id
    assert given(second)["patents"].value == 3
    assert len(second.evidence) == documents


def test_while_a_case_is_open_one_does_not_apply_again(case):
    with pytest.raises(AlreadyApplied):
        again.apply_again(case.application, case.application.applicant, folder(), at=LATER)


def test_what_no_longer_fits_is_listed(withdrawn):
    policy = library().in_force("jinhua-future-community-talent", NOON.date())
    given(withdrawn)["patents"].value = -4
    extra = Document(PIXEL + b"more", "image/gif", "old.gif")
    attach(withdrawn, _evidence(extra), at=LATER)
    copy = queries.copy_of(withdrawn, policy, on=LATER.date())
    assert [fact.name for fact in copy.unfit] == ["patents"]
    assert [kind.id for kind in copy.expired] == ["patent_certificate"]


def _evidence(document: Document):
    made = Evidence(kind="patent_certificate", filename=document.filename, size=len(document.content))
    made.content_type, made.sha256, made.stored_as, made.uploaded_at = document.content_type, "0" * 64, "gone", NOON
    return made


def test_a_file_that_is_gone_is_left_behind(withdrawn):
    gone = withdrawn.evidence[0]
    (folder() / gone.stored_as).unlink()
    draft = again.apply_again(withdrawn, withdrawn.applicant, folder(), at=LATER)
    assert gone.kind not in {each.kind for each in draft.evidence}


@pytest.mark.parametrize("column", ["source", "source_kind", "source_on"])
def test_the_database_refuses_half_a_source(withdrawn, column):
    begin(withdrawn.applicant)
    db.session.commit()
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE answer SET {column} = NULL WHERE source IS NOT NULL"))
    db.session.rollback()


def test_the_pages_lead_from_a_withdrawn_application_to_a_filled_draft(app, withdrawn, people):
    visitor = Visitor(app, app.response_class).sign_in(withdrawn.applicant.email)
    visitor.get("/language/en")
    page = f"/applications/{withdrawn.reference}/again"
    assert page in visitor.get(f"/applications/{withdrawn.reference}").text
    assert "Begin with these answers" in visitor.get(page).text
    address = visitor.post(page).location
    policy = library().in_force(withdrawn.policy_id, NOON.date())
    section = policy.facts["degree"].section
    shown = visitor.get(f"{address}/questions/{section}").text
    assert f"From your application {withdrawn.reference}, verified on 2 March 2026." in shown
    stranger = Visitor(app, app.response_class).sign_in(people("stranger@example.org", Role.APPLICANT).email)
    assert stranger.get(page).status_code == stranger.post(page).status_code == 404
