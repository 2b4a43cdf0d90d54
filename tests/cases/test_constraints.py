"""The database keeps a case's truth, whoever writes to it."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from talent.cases import operations
from talent.cases.models import Case, CaseStage, Verification
from talent.database import db
from tests.conftest import NOON

LATER = NOON + timedelta(days=1)


def change(case: Case, **values: object) -> None:
    """Write to a case past every operation."""
    db.session.commit()
    table = Case.__table__
    db.session.execute(table.update().where(table.c.id == case.id).values(values))


@pytest.fixture(autouse=True)
def _clean(app):
    yield
    db.session.rollback()


DECIDED = {"stage": "decided", "outcome": "granted", "decided_at": LATER}


def test_an_approver_who_is_the_recommender_is_refused(recommended_case):
    with pytest.raises(IntegrityError, match="two_pairs_of_eyes"):
        change(recommended_case, **DECIDED, approver_id=recommended_case.recommender_id)


def test_inserting_a_case_decided_by_one_person_is_refused(submit, clerk):
    other = submit("other@example.org")
    there = db.session.execute(text("SELECT id FROM case_file WHERE application_id = :id"), {"id": other.id}).scalar()
    db.session.execute(text("DELETE FROM case_incentive WHERE case_id = :id"), {"id": there})
    db.session.execute(text("DELETE FROM case_file WHERE id = :id"), {"id": there})
    decided = Case(
        application_id=other.id,
        stage=CaseStage.DECIDED,
        arrived_at=NOON,
        due_on=NOON.date(),
        recommender_id=clerk.id,
        recommended_at=NOON,
        recommendation="grant",
        recommended_reason="符合条件,建议给予。",
        decision={},
        approver_id=clerk.id,
        decided_at=LATER,
        outcome="granted",
    )
    db.session.add(decided)
    with pytest.raises(IntegrityError, match="two_pairs_of_eyes"):
        db.session.flush()


def test_a_second_case_for_an_application_is_refused(case):
    db.session.add(Case(application_id=case.application_id, arrived_at=NOON, due_on=NOON.date()))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_an_approval_without_a_recommendation_is_refused(case, approver):
    with pytest.raises(IntegrityError):
        change(case, **DECIDED, approver_id=approver.id)


@pytest.mark.parametrize(
    "values",
    [
        {"outcome": "granted"},
        {"decided_at": DECIDED["decided_at"]},
        {"stage": "decided"},
        {"recommendation": None},
        {"recommended_at": None},
        {"decision": None},
        {"return_reason": "没有日期的退回"},
        {"stage": text("'forgotten'")},
    ],
)
def test_half_a_decision_or_half_a_recommendation_is_refused(recommended_case, values):
    with pytest.raises(IntegrityError):
        change(recommended_case, **values)


def test_an_outcome_other_than_the_one_recommended_is_refused(recommended_case, approver):
    with pytest.raises(IntegrityError, match="outcome_as_recommended"):
        change(recommended_case, **{**DECIDED, "outcome": "refused"}, approver_id=approver.id)


def test_a_decision_before_its_recommendation_is_refused(recommended_case, approver):
    early = {**DECIDED, "decided_at": NOON - timedelta(days=1)}
    with pytest.raises(IntegrityError, match="decided_after_recommended"):
        change(recommended_case, **early, approver_id=approver.id)


def test_recommending_what_the_rules_refuse_is_refused(case):
    refused = next(each for each in case.incentives if each.verdict == "refused")
    refused.recommended = True
    with pytest.raises(IntegrityError, match="recommended_only_if_granted"):
        db.session.flush()


def test_an_answer_found_not_proved_says_why(case, clerk):
    db.session.add(Verification(case_id=case.id, fact="degree", state="refused", clerk_id=clerk.id, at=NOON))
    with pytest.raises(IntegrityError, match="refusal_says_why"):
        db.session.flush()


@pytest.mark.parametrize(
    "values",
    [{"outcome": "refused", "recommendation": "refuse"}, {"recommended_reason": "别的理由"}, {"decision": {}}],
)
def test_the_decision_of_a_decided_case_cannot_be_rewritten(recommended_case, approver, values):
    operations.approve(recommended_case, approver=approver, at=LATER)
    with pytest.raises(DBAPIError, match="keeps its decision"):
        change(recommended_case, **values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE case_incentive SET recommended = NOT recommended",
        "DELETE FROM case_incentive",
        "DELETE FROM case_file",
        "INSERT INTO case_incentive (case_id, incentive, verdict, recommended) SELECT id, 'x', 'refused', "
        "stage = 'arrived' FROM case_file",
    ],
)
def test_the_incentives_of_a_decided_case_cannot_be_changed(recommended_case, approver, statement):
    operations.approve(recommended_case, approver=approver, at=LATER)
    db.session.commit()
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement))
