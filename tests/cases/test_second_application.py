"""Nobody is granted the same help twice by applying twice."""

import pytest

from talent.applications import operations as applying
from talent.cases import operations
from talent.cases.errors import AlreadyApplied
from talent.database import db
from talent.pilots.queries import pilot
from talent.policies.library import library
from tests.conftest import NOON

REASON = "条件均已核对，建议按规则办理。"


def begin_again(person):
    policy = library().in_force("jinhua-future-community-talent", NOON.date())
    return applying.begin(person, pilot=pilot("tianchuan"), policy=policy, at=NOON)


def test_while_a_case_is_open_its_applicant_cannot_begin_another(case):
    with pytest.raises(AlreadyApplied) as refused:
        begin_again(case.application.applicant)
    assert refused.value.reference == case.reference


def test_after_a_grant_there_is_no_second_application(recommended_case, approver):
    operations.approve(recommended_case, approver=approver, at=NOON)
    with pytest.raises(AlreadyApplied):
        begin_again(recommended_case.application.applicant)


def test_after_a_refusal_one_may_apply_again(case, clerk, approver):
    operations.recommend(case, clerk=clerk, incentives=[], reason=REASON, at=NOON)
    operations.approve(case, approver=approver, at=NOON)
    db.session.commit()
    assert begin_again(case.application.applicant).stage == "draft"


def test_two_drafts_in_two_communities_become_one_application(people, submit):
    first = submit("twice@example.org")
    assert first.stage == "submitted"
    with pytest.raises(AlreadyApplied):
        submit_other(first)


def submit_other(first):
    """Hand in a draft in another community that was begun before the first was handed in."""
    policy = library().in_force(first.policy_id, NOON.date())
    other = type(first)(
        applicant=first.applicant,
        pilot=pilot("xiachemen"),
        policy_id=policy.id,
        policy_digest=policy.digest,
        started_at=NOON,
    )
    db.session.add(other)
    db.session.flush()
    applying.submit(other, at=NOON)
