"""The letter says what was decided, with every clause, and nothing that was not."""

import pytest
from sqlalchemy import select

from rules.decision import Verdict
from rules.policy import Text
from talent.applications import queries as applications
from talent.awards.letters import Authority, content_of
from talent.cases import operations
from talent.database import db
from talent.notices.models import Letter
from talent.notices.pdf import letter_pdf
from talent.web.days import policy_day
from tests.awards.conftest import LATER
from tests.cases.conftest import REASON, against
from tests.conftest import NOON

AUTHORITY = Authority(Text("局", "bureau"), Text("政府", "government"))


def letter() -> Letter:
    return db.session.scalars(select(Letter)).one()


def by_title(content, title: str):
    return next(incentive for incentive in content.incentives if title in incentive.title.en)


def test_the_letter_carries_the_reason_the_pilot_and_the_day(decided_case):
    content = letter().content
    assert content.reference == decided_case.reference
    assert content.reason == REASON
    assert content.pilot.en == "Shanzuitou Community"
    assert content.issued_on == policy_day(LATER)
    assert content.recipient_name == "陈晓"


def test_every_incentive_is_in_the_letter_with_its_clauses(decided_case):
    content = letter().content
    decision = applications.decide(decided_case.application)
    assert len(content.incentives) == len(decision.incentives)
    assert "金政办发〔2020〕4号" in content.sources["opinion-3-6"].document
    assert content.fen == sum(outcome.fen or 0 for outcome in decision.incentives.values())


def test_what_is_owed_in_return_stands_in_the_letter(decided_case):
    housing = by_title(letter().content, "settling allowance")
    assert housing.obligation is not None
    assert housing.obligation_source == "set-payment"


def test_what_the_rules_grant_and_the_bureau_does_not_is_refused_in_the_letter(verified_case, clerk, approver):
    operations.recommend(
        verified_case,
        clerk=clerk,
        incentives=["rent_reduction"],
        reason=REASON,
        at=NOON,
        against=against(verified_case, "rent_reduction"),
    )
    operations.approve(verified_case, approver=approver, at=LATER, read=True)
    content = letter().content
    assert content.outcome == "partly"
    housing = by_title(content, "settling allowance")
    assert (housing.verdict, housing.fen, housing.paid) == (Verdict.REFUSED, None, ())
    assert by_title(content, "Rent reduction").fen


def test_the_bureau_decides_and_the_government_hears_the_appeal(decided_case):
    content = letter().content
    assert content.issued_by.zh == "金华市人力资源和社会保障局"
    assert content.appeal.to.zh == "金华市人民政府"


def test_the_letter_says_in_which_category_the_person_is_and_by_which_row(decided_case):
    content = letter().content
    assert ("Talent category", "Category D") in [(table.en, output.en) for table, output in content.placed]
    assert "Scarce, full-time doctorate" in content.incentives[0].reasons[0].says.en


def test_the_right_to_appeal_is_the_one_the_policy_gives(decided_case):
    process = applications.policy_of(decided_case.application).process
    appeal = letter().content.appeal
    assert (appeal.days, appeal.source) == (process.appeal_within_days, process.appeal_source)


def test_a_case_that_is_not_decided_has_no_letter(recommended_case):
    application = recommended_case.application
    decision, policy = applications.decide(application), applications.policy_of(application)
    with pytest.raises(ValueError, match="only a decided case"):
        content_of(recommended_case, decision, policy, application.applicant, AUTHORITY)


def test_the_letter_can_be_printed(decided_case):
    assert letter_pdf(letter(), "zh").startswith(b"%PDF")
