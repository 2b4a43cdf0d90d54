"""When the evaluators differ nothing is shown as a decision, nobody can decide, and the log has both answers."""

import pytest
import structlog
from structlog.testing import LogCapture

from rules import adjudication, closures
from talent.applications.errors import DecisionStopped
from talent.cases import operations
from talent.cases.models import CaseStage
from talent.database import db
from tests.cases.conftest import REASON, granted_by_rules
from tests.conftest import NOON, Visitor


@pytest.fixture
def log():
    """What is logged."""
    capture, before = LogCapture(), structlog.get_config()["processors"]
    structlog.configure(processors=[capture])
    yield capture.entries
    structlog.configure(processors=before)


@pytest.fixture
def disagreeing(monkeypatch):
    """The closures hold everybody to be uninsured."""
    right = closures.decide

    def wrong(policy, facts, *, on):
        return right(policy, {**facts, "insured_months": 0}, on=on)

    monkeypatch.setattr(adjudication.closures, "decide", wrong)


def test_no_page_shows_a_decision_on_which_the_evaluators_differ(app, case, clerk, disagreeing):
    visitor = Visitor(app, app.response_class).sign_in(clerk.email)
    visitor.get("/language/en")
    answer = visitor.get(f"/cases/{case.reference}")
    assert answer.status_code == 409
    assert "nothing was decided" in answer.text
    assert "granted" not in answer.text


def test_the_log_has_both_answers_and_the_reference_but_no_answer_of_the_person(case, disagreeing, log):
    from talent.applications.queries import decide

    with pytest.raises(DecisionStopped):
        decide(case.application)
    entry = next(each for each in log if each["event"] == "decision stopped")
    assert entry["application"] == case.reference
    assert set(entry["answers"]) == {"durable-rules", "closures"}
    assert "facts" not in repr(entry["answers"])


def test_nobody_can_recommend_while_the_evaluators_differ(verified_case, clerk, disagreeing):
    with pytest.raises(DecisionStopped):
        operations.recommend(
            verified_case, clerk=clerk, incentives=granted_by_rules(verified_case), reason=REASON, at=NOON
        )
    db.session.rollback()
    assert verified_case.stage is CaseStage.ARRIVED


def test_nobody_can_approve_while_the_evaluators_differ(recommended_case, approver, disagreeing):
    with pytest.raises(DecisionStopped):
        operations.approve(recommended_case, approver=approver, at=NOON)
    db.session.rollback()
    assert recommended_case.stage is CaseStage.RECOMMENDED
