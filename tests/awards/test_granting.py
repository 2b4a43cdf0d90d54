"""A decided case becomes awards in instalments, a letter and a message, all or nothing."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from rules.decision import Verdict
from talent.applications import queries as applications
from talent.awards import operations
from talent.awards.errors import NotAwarded, SumDiffers
from talent.awards.models import Award, Instalment
from talent.awards.queries import awards_of
from talent.cases import operations as deciding
from talent.cases.models import CaseStage
from talent.database import db
from talent.notices.models import Letter, OutboxMessage
from tests.awards.conftest import LATER
from tests.cases.conftest import REASON, against
from tests.conftest import NOON


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_every_incentive_that_was_approved_becomes_an_award(decided_case):
    decision = applications.decide(decided_case.application)
    assert {award.incentive: award.fen for award in awards_of(decided_case)} == {
        name: outcome.fen for name, outcome in decision.incentives.items() if outcome.verdict is Verdict.GRANTED
    }
    assert {award.policy_digest for award in awards_of(decided_case)} == {decision.digest}


def test_the_instalments_add_up_to_the_award_and_fall_due_as_decided(decided_case):
    decision = applications.decide(decided_case.application)
    for award in awards_of(decided_case):
        assert sum(part.fen for part in award.instalments) == award.fen
        assert [part.due_on for part in award.instalments] == [
            part.on for part in decision.incentives[award.incentive].paid
        ]
        assert {part.state for part in award.instalments} == {"due"}


def test_a_partly_granted_case_awards_what_was_recommended_only(verified_case, clerk, approver):
    deciding.recommend(
        verified_case,
        clerk=clerk,
        incentives=["rent_reduction"],
        reason=REASON,
        at=NOON,
        against=against(verified_case, "rent_reduction"),
    )
    deciding.approve(verified_case, approver=approver, at=LATER, read=True)
    assert [award.incentive for award in awards_of(verified_case)] == ["rent_reduction"]


def test_a_refused_case_has_a_letter_and_no_award(case, clerk, approver):
    deciding.recommend(case, clerk=clerk, incentives=[], reason=REASON, at=NOON, against=against(case))
    deciding.approve(case, approver=approver, at=LATER, read=True)
    assert count(Award) == 0
    assert db.session.scalars(select(Letter)).one().content.outcome == "refused"


def test_the_applicant_is_told_that_the_letter_is_there(decided_case):
    letter = db.session.scalars(select(Letter)).one()
    message = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key.like("case:%:decided"))).one()
    assert message.recipient == decided_case.application.applicant.email
    assert f"/letters/{letter.number}" in message.body


def test_the_message_does_not_say_what_was_decided(decided_case):
    message = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key.like("case:%:decided"))).one()
    assert REASON not in message.body
    assert "200,000" not in message.body


def test_when_the_letter_fails_nothing_is_decided(recommended_case, approver, monkeypatch):
    def fail(*_arguments: object) -> None:
        raise RuntimeError("no letter")

    monkeypatch.setattr(operations, "issue", fail)
    with pytest.raises(RuntimeError):
        deciding.approve(recommended_case, approver=approver, at=LATER, read=True)
    db.session.rollback()
    assert recommended_case.stage is CaseStage.RECOMMENDED
    assert count(Award) == 0


def test_an_incentive_the_rules_do_not_grant_is_not_awarded(recommended_case):
    decision = applications.decide(recommended_case.application)
    with pytest.raises(NotAwarded):
        operations.grant(recommended_case, decision, ["purchase_discount"], at=LATER)


def test_instalments_that_do_not_add_up_are_refused(recommended_case):
    decision = applications.decide(recommended_case.application)
    outcome = decision.incentives["rent_reduction"]
    short = replace(
        decision, incentives={**decision.incentives, "rent_reduction": outcome._replace(paid=outcome.paid[:-1])}
    )
    with pytest.raises(SumDiffers):
        operations.grant(recommended_case, short, ["rent_reduction"], at=LATER)
    assert count(Award) == 0


def test_an_incentive_that_comes_to_nothing_makes_no_award(recommended_case):
    decision = applications.decide(recommended_case.application)
    outcome = decision.incentives["rent_reduction"]._replace(fen=0, paid=())
    nothing = replace(decision, incentives={**decision.incentives, "rent_reduction": outcome})
    assert operations.grant(recommended_case, nothing, ["rent_reduction"], at=LATER) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE award SET fen = fen + 1",
        "UPDATE award SET fen = 0",
        "UPDATE award SET incentive = 'purchase_discount'",
        "UPDATE instalment SET fen = 0",
        "UPDATE instalment SET number = 1",
        "UPDATE instalment SET state = 'lost'",
        "UPDATE instalment SET provided_zh = '仍在职', provided_en = NULL",
        "INSERT INTO award (case_id, incentive, fen, policy_digest, granted_at) "
        "SELECT case_id, incentive, fen, policy_digest, granted_at FROM award",
        "INSERT INTO award (case_id, incentive, fen, policy_digest, granted_at) "
        "SELECT case_id, 'purchase_discount', 100, policy_digest, granted_at FROM award",
    ],
)
def test_the_database_refuses_an_award_the_rules_did_not_grant(decided_case, statement):
    assert count(Instalment) > 3
    with pytest.raises(IntegrityError):
        db.session.execute(text(statement))
    db.session.rollback()
