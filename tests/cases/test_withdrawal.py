"""An application is taken back before it is decided, once, and then stays closed; a draft is thrown away."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from talent.accounts.models import Person
from talent.applications import operations as applying
from talent.applications.documents import Document
from talent.applications.errors import AlreadySubmitted, NoSuchApplication
from talent.applications.evidence import operations as evidence
from talent.applications.models import Application, Stage
from talent.applications.withdrawal import operations as withdrawal
from talent.applications.withdrawal.errors import NotHandedIn, ReasonTooLong
from talent.audit.queries import records
from talent.cases import operations, queries
from talent.cases.errors import CaseWithdrawn, DecidedMeanwhile
from talent.cases.models import Case, CaseStage
from talent.cases.requests.queries import open_request, requests_of
from talent.database import db
from talent.notices.models import OutboxMessage
from talent.pilots.queries import pilot
from talent.policies.library import library
from talent.web.access import Role
from tests.cases.asking import LEASE, ask
from tests.cases.conftest import REASON
from tests.cases.test_races import at_once
from tests.conftest import NOON, Visitor

LATER = NOON + timedelta(hours=1)


def begin(person: Person) -> Application:
    policy = library().in_force("jinhua-future-community-talent", NOON.date())
    return applying.begin(person, pilot=pilot("tianchuan"), policy=policy, at=NOON)


def told() -> list[str]:
    return list(db.session.scalars(select(OutboxMessage.key).order_by(OutboxMessage.id)))


@pytest.fixture
def visit(app):
    def signed_in(person) -> Visitor:
        visitor = Visitor(app, app.response_class).sign_in(person.email)
        visitor.get("/language/en")
        return visitor

    return signed_in


def test_withdrawing_closes_the_case_tells_the_applicant_and_is_recorded(case):
    withdrawal.withdraw(case.application, reason="  我要搬走了  ", at=LATER)
    db.session.commit()
    assert (case.application.stage, case.stage) == (Stage.WITHDRAWN, CaseStage.WITHDRAWN)
    assert (case.application.withdrawn_at, case.application.withdrawn_reason) == (LATER, "我要搬走了")
    assert told()[-1] == f"{case.about}:closed"
    actions = [entry.action for entry in records(about=f"application:{case.reference}")]
    assert actions.count("application withdrawn") == 1
    assert "case closed" in [entry.action for entry in records(about=case.about)]


def test_withdrawing_twice_changes_nothing(case):
    withdrawal.withdraw(case.application, reason="first", at=LATER)
    messages = told()
    withdrawal.withdraw(case.application, reason="second", at=LATER + timedelta(days=1))
    assert case.application.withdrawn_reason == "first"
    assert told() == messages


def test_a_recommended_case_is_withdrawn_and_its_clerk_is_told(recommended_case, approver):
    withdrawal.withdraw(recommended_case.application, at=LATER)
    assert recommended_case.recommendation is not None
    assert f"{recommended_case.about}:closed clerk" in told()
    with pytest.raises(CaseWithdrawn):
        operations.approve(recommended_case, approver=approver, at=LATER)
    with pytest.raises(CaseWithdrawn):
        operations.send_back(recommended_case, approver=approver, reason=REASON, at=LATER)


def test_of_a_withdrawn_case_nothing_is_verified_or_recommended(case, clerk):
    withdrawal.withdraw(case.application, at=LATER)
    with pytest.raises(CaseWithdrawn):
        operations.verify_document(case, kind=queries.proofs(case)[0].kind.id, clerk=clerk, at=LATER)
    with pytest.raises(CaseWithdrawn):
        operations.recommend(case, clerk=clerk, incentives=[], reason=REASON, at=LATER)


def test_an_open_request_ends_with_the_withdrawal(case, clerk):
    ask(case, clerk, LEASE)
    assert open_request(case) is not None
    withdrawal.withdraw(case.application, at=LATER)
    db.session.commit()
    assert [request.withdrawn_by_id for request in requests_of(case)] == [case.application.applicant_id]
    assert open_request(case) is None


def test_what_has_been_decided_is_not_withdrawn(recommended_case, approver):
    operations.approve(recommended_case, approver=approver, at=LATER)
    with pytest.raises(DecidedMeanwhile):
        withdrawal.withdraw(recommended_case.application, at=LATER)
    assert recommended_case.application.stage is Stage.SUBMITTED


def test_after_a_withdrawal_one_may_apply_again(case):
    withdrawal.withdraw(case.application, at=LATER)
    db.session.commit()
    assert begin(case.application.applicant).stage is Stage.DRAFT


def test_a_draft_is_not_withdrawn_and_a_long_reason_is_refused(case, people):
    draft = begin(people("draft@example.org", Role.APPLICANT))
    with pytest.raises(NotHandedIn):
        withdrawal.withdraw(draft, at=LATER)
    with pytest.raises(ReasonTooLong):
        withdrawal.withdraw(case.application, reason="x" * 501, at=LATER)


def test_what_was_withdrawn_is_not_handed_in_or_changed_again(case):
    application = case.application
    withdrawal.withdraw(application, at=LATER)
    assert applying.submit(application, at=LATER).stage is Stage.WITHDRAWN
    with pytest.raises(AlreadySubmitted):
        applying.answer(application, {"patents": 3}, at=LATER)
    with pytest.raises(AlreadySubmitted):
        withdrawal.delete_draft(application, at=LATER)


@pytest.mark.parametrize("first", ["withdraw", "approve"])
def test_withdrawing_while_it_is_approved_gives_one_of_both(app, recommended_case, approver, first):
    case_id, application_id, approver_id = recommended_case.id, recommended_case.application_id, approver.id
    db.session.remove()

    def approve() -> object:
        case, officer = db.session.get(Case, case_id), db.session.get(Person, approver_id)
        return operations.approve(case, approver=officer, at=LATER)

    def withdraw() -> object:
        return withdrawal.withdraw(db.session.get(Application, application_id), at=LATER)

    acts = [withdraw, approve] if first == "withdraw" else [approve, withdraw]
    refusals = at_once(app, acts)
    case = db.session.get(Case, case_id)
    decided = case.stage is CaseStage.DECIDED
    assert [type(refused) for refused in refusals] == [DecidedMeanwhile if decided else CaseWithdrawn]
    assert case.application.stage is (Stage.SUBMITTED if decided else Stage.WITHDRAWN)


def test_withdrawing_in_two_tabs_at_once_tells_once(app, case):
    application_id = case.application_id
    db.session.remove()

    def withdraw() -> object:
        return withdrawal.withdraw(db.session.get(Application, application_id), at=LATER)

    assert at_once(app, [withdraw, withdraw]) == []
    assert db.session.scalar(select(func.count()).where(OutboxMessage.key.endswith(":closed"))) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE application SET stage = 'submitted', withdrawn_at = NULL",
        "UPDATE application SET withdrawn_reason = 'another'",
        "UPDATE case_file SET stage = 'arrived'",
        "UPDATE application SET withdrawn_at = NULL",
    ],
)
def test_the_database_keeps_a_withdrawal(case, statement):
    withdrawal.withdraw(case.application, at=LATER)
    db.session.commit()
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement))
    db.session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE application SET stage = 'withdrawn', withdrawn_at = submitted_at",
        "UPDATE application SET withdrawn_reason = 'why'",
        "UPDATE application SET withdrawn_at = submitted_at",
    ],
)
def test_the_database_refuses_half_a_withdrawal(case, statement):
    db.session.commit()
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement))
    db.session.rollback()


def test_deleting_a_draft_forgets_it_and_names_its_files(case, people):
    draft = begin(people("draft@example.org", Role.APPLICANT))
    applying.answer(draft, {"patents": 3}, at=NOON)
    document = case.application.evidence[0]
    kept = Document(b"own", document.content_type, "own.png")
    folder = current_app.config["EVIDENCE"]
    stored = evidence.add(draft, "lease", kept, folder, at=NOON).stored_as
    db.session.commit()
    assert withdrawal.delete_draft(draft, at=LATER) == [stored]
    db.session.commit()
    with pytest.raises(NoSuchApplication):
        withdrawal.delete_draft(draft, at=LATER)


def test_the_pages_withdraw_and_say_so_to_both_sides(visit, case, clerk):
    reference, applicant = case.reference, case.application.applicant
    page = visit(applicant).get(f"/applications/{reference}")
    assert f"/applications/{reference}/withdraw" in page.text
    long = visit(applicant).post(f"/applications/{reference}/withdraw", data={"reason": "x" * 501})
    assert "Write at most 500 characters" in long.text
    visit(applicant).post(f"/applications/{reference}/withdraw", data={"reason": "I move away"})
    answer = visit(applicant).get(f"/applications/{reference}")
    assert "You have withdrawn this application" in answer.text
    assert f"/applications/{reference}/withdraw" not in answer.text
    seen = visit(clerk).get(f"/cases/{reference}").text
    assert "Withdrawn by the applicant" in seen
    assert "I move away" in seen
    assert "Write the recommendation" not in seen
    assert visit(clerk).get(f"/cases/{reference}/recommendation").status_code == 409
    assert reference in visit(clerk).get("/cases/?show=withdrawn").text
    assert "Withdrawn" in visit(applicant).get("/applications/").text


def test_after_the_decision_the_page_refuses_with_a_sentence(visit, recommended_case, approver):
    operations.approve(recommended_case, approver=approver, at=LATER)
    db.session.commit()
    visitor = visit(recommended_case.application.applicant)
    answer = visitor.post(f"/applications/{recommended_case.reference}/withdraw")
    assert answer.status_code == 409
    assert "can no longer be withdrawn" in answer.text
    assert "Withdraw the application" not in visitor.get(f"/applications/{recommended_case.reference}").text


def test_somebody_elses_application_is_not_found(visit, case, people):
    stranger = visit(people("stranger@example.org", Role.APPLICANT))
    for page in ("withdraw", "delete"):
        assert stranger.post(f"/applications/{case.reference}/{page}").status_code == 404


def test_a_draft_is_deleted_on_its_page(visit, people, case):
    person = people("draft@example.org", Role.APPLICANT)
    reference = begin(person).reference
    visitor = visit(person)
    assert f"/applications/{reference}/delete" in visitor.get(f"/applications/{reference}").text
    assert "deleted for good" in visitor.get(f"/applications/{reference}/delete").text
    assert visitor.get(f"/applications/{reference}/withdraw").status_code == 409
    assert visitor.post(f"/applications/{reference}/delete").location.endswith("/applications/")
    assert visitor.get(f"/applications/{reference}").status_code == 404
