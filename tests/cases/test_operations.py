"""A case is opened once, verified, recommended, and decided by a second pair of eyes."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from talent.applications.operations import submit as submit_again
from talent.audit.queries import records
from talent.cases import operations, queries
from talent.cases.errors import (
    AlreadyDecided,
    CaseChanged,
    DecisionDiffers,
    NoSuchCase,
    NoSuchFact,
    NotArrived,
    NoteMissing,
    NotGrantedByRules,
    NotRecommended,
    NotVerified,
    OwnCase,
    ReasonUnfit,
    SameOfficer,
)
from talent.cases.models import Case, CaseOutcome, CaseStage, Recommendation, VerificationState
from talent.database import db
from talent.notices.models import OutboxMessage
from talent.web.access import Role
from tests.cases.conftest import REASON, against, granted_by_rules
from tests.conftest import NOON

LATER = NOON + timedelta(days=1)


def test_an_application_that_is_handed_in_twice_opens_one_case(case):
    submit_again(case.application, at=LATER)
    operations.open_case(case.application, at=LATER)
    assert db.session.scalar(select(func.count()).select_from(Case)) == 1
    assert case.arrived_at == NOON


def test_the_decision_is_due_within_the_working_days_the_policy_promises(case):
    assert case.due_on.isoformat() == "2026-03-30"


def test_the_applicant_is_told_that_the_application_arrived(case):
    message = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key.like("case:%:received"))).one()
    assert message.recipient == "newcomer@example.org"
    assert case.reference in message.subject
    assert f"/applications/{case.reference}" in message.body


def test_a_case_keeps_what_the_rules_say_of_each_incentive(case):
    assert set(granted_by_rules(case)) == {"housing_incentive", "yearly_allowance_paid", "rent_reduction"}
    assert all((each.fen is not None) == (each.verdict == "granted") for each in case.incentives)


def test_a_clerk_may_see_a_case_and_the_applicant_may_not(case, clerk):
    assert queries.case_of(case.reference.lower(), seen_by=clerk) is case
    with pytest.raises(NoSuchCase):
        queries.case_of(case.reference, seen_by=case.application.applicant)


def test_answers_that_claim_nothing_need_no_verification(case):
    assert "title" not in queries.findings(case)
    assert "degree" in queries.findings(case)


def test_a_later_finding_replaces_an_earlier_one(case, clerk):
    refused = {"state": VerificationState.REFUSED, "note": "证书编号查不到"}
    operations.verify(case, fact="degree", **refused, clerk=clerk, at=NOON)
    operations.verify(case, fact="degree", state=VerificationState.VERIFIED, clerk=clerk, at=LATER)
    assert [(each.fact, each.state, each.note) for each in case.verifications] == [("degree", "verified", "")]
    actions = [entry.action for entry in records(about=case.about)]
    assert actions == ["case opened", "answer not verified", "case claimed", "answer verified"]


def test_an_answer_is_not_refused_without_a_word_why(case, clerk):
    with pytest.raises(NoteMissing):
        operations.verify(case, fact="degree", state=VerificationState.REFUSED, note=" ", clerk=clerk, at=NOON)


def test_only_answers_that_must_be_proved_can_be_verified(case, clerk):
    with pytest.raises(NoSuchFact):
        operations.verify(case, fact="title", state=VerificationState.VERIFIED, clerk=clerk, at=NOON)
    with pytest.raises(NoSuchFact):
        operations.verify_document(case, kind="no_such_document", clerk=clerk, at=NOON)


def test_nothing_is_granted_on_answers_that_are_not_verified(case, clerk):
    with pytest.raises(NotVerified) as refused:
        operations.recommend(
            case,
            clerk=clerk,
            incentives=["rent_reduction"],
            reason=REASON,
            at=NOON,
            against=against(case, "rent_reduction"),
        )
    assert "degree" in refused.value.facts
    assert case.stage is CaseStage.ARRIVED


def test_a_refusal_needs_no_verified_answers(case, clerk):
    operations.recommend(case, clerk=clerk, incentives=[], reason=REASON, at=NOON, against=against(case))
    assert case.recommendation is Recommendation.REFUSE


def test_an_answer_found_not_proved_keeps_everything_from_being_granted(verified_case, clerk):
    refused = {"state": VerificationState.REFUSED, "note": "查无此证"}
    operations.verify(verified_case, fact="degree", **refused, clerk=clerk, at=NOON)
    with pytest.raises(NotVerified):
        operations.recommend(
            verified_case, clerk=clerk, incentives=granted_by_rules(verified_case), reason=REASON, at=NOON
        )


def test_recommending_some_of_what_the_rules_grant_is_to_grant_in_part(verified_case, clerk):
    operations.recommend(
        verified_case,
        clerk=clerk,
        incentives=["rent_reduction"],
        reason=REASON,
        at=NOON,
        against=against(verified_case, "rent_reduction"),
    )
    assert verified_case.recommendation is Recommendation.PARTLY
    assert verified_case.recommended == ["rent_reduction"]


def test_what_the_rules_refuse_cannot_be_recommended(verified_case, clerk):
    with pytest.raises(NotGrantedByRules):
        operations.recommend(verified_case, clerk=clerk, incentives=["purchase_discount"], reason=REASON, at=NOON)


@pytest.mark.parametrize("reason", ["", "  too short ", "很" * 2001])
def test_a_recommendation_needs_a_reason_the_applicant_can_read(verified_case, clerk, reason):
    with pytest.raises(ReasonUnfit):
        operations.recommend(
            verified_case, clerk=clerk, incentives=[], reason=reason, at=NOON, against=against(verified_case)
        )


def test_a_recommendation_keeps_the_decision_of_the_rules(recommended_case):
    handed_in = recommended_case.application.decision
    advised = {name: {**each, "would_change": []} for name, each in handed_in["incentives"].items()}
    assert recommended_case.decision == {**handed_in, "incentives": advised}


def test_a_recommended_case_is_no_longer_the_clerks(recommended_case, clerk):
    with pytest.raises(NotArrived):
        operations.recommend(
            recommended_case, clerk=clerk, incentives=[], reason=REASON, at=LATER, against=against(recommended_case)
        )
    with pytest.raises(NotArrived):
        operations.verify(recommended_case, fact="degree", state=VerificationState.VERIFIED, clerk=clerk, at=LATER)


def test_a_second_officer_approves(recommended_case, approver):
    operations.approve(recommended_case, approver=approver, at=LATER, read=True)
    assert recommended_case.stage is CaseStage.DECIDED
    assert recommended_case.outcome is CaseOutcome.GRANTED
    assert recommended_case.decided_at == LATER
    assert [entry.action for entry in records(about=recommended_case.about)][-4:] == [
        "case approved",
        "incentives granted",
        "public notice opened",
        "letter issued",
    ]


def test_the_clerk_who_recommended_cannot_approve_or_return(recommended_case):
    with pytest.raises(SameOfficer):
        operations.approve(recommended_case, approver=recommended_case.recommender, at=LATER, read=True)
    with pytest.raises(SameOfficer):
        operations.send_back(recommended_case, approver=recommended_case.recommender, reason=REASON, at=LATER)


def test_nobody_deals_with_their_own_application(submit):
    own = queries.case_of_application(submit("officer@example.org", roles=(Role.CLERK, Role.APPROVER)))
    with pytest.raises(OwnCase):
        operations.recommend(
            own, clerk=own.application.applicant, incentives=[], reason=REASON, at=LATER, against=against(own)
        )


def test_a_case_is_decided_once(recommended_case, approver):
    operations.approve(recommended_case, approver=approver, at=LATER, read=True)
    with pytest.raises(AlreadyDecided):
        operations.approve(recommended_case, approver=approver, at=LATER, read=True)
    with pytest.raises(AlreadyDecided):
        operations.send_back(recommended_case, approver=approver, reason=REASON, at=LATER)


def test_a_case_without_a_recommendation_cannot_be_decided(case, approver):
    with pytest.raises(NotRecommended):
        operations.approve(case, approver=approver, at=LATER, read=True)


def test_a_returned_case_is_the_clerks_again_and_can_be_recommended_anew(recommended_case, clerk, approver):
    operations.send_back(recommended_case, approver=approver, reason="请核对社保缴费月数再报。", at=LATER)
    assert recommended_case.stage is CaseStage.ARRIVED
    assert recommended_case.is_returned
    operations.recommend(
        recommended_case, clerk=clerk, incentives=[], reason=REASON, at=LATER, against=against(recommended_case)
    )
    assert recommended_case.recommendation is Recommendation.REFUSE
    assert not recommended_case.is_returned
    assert recommended_case.recommended == []


def test_nobody_decides_on_what_changed_since_it_was_shown(recommended_case, clerk, approver):
    shown = recommended_case.version
    operations.send_back(recommended_case, approver=approver, reason="请核对社保缴费月数再报。", at=LATER)
    operations.recommend(
        recommended_case, clerk=clerk, incentives=[], reason=REASON, at=LATER, against=against(recommended_case)
    )
    with pytest.raises(CaseChanged):
        operations.approve(recommended_case, approver=approver, seen=shown, at=LATER, read=True)


def test_what_the_rules_no_longer_say_is_not_approved(recommended_case, approver):
    recommended_case.decision = {**recommended_case.decision, "on": "2020-01-01"}
    db.session.flush()
    with pytest.raises(DecisionDiffers):
        operations.approve(recommended_case, approver=approver, at=LATER, read=True)
