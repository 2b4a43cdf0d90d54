"""Recommending otherwise than the rules say: with a reason and a clause, read by the approver, told and counted."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from talent.applications.queries import policy_of
from talent.audit.models import Record
from talent.awards.models import Award
from talent.cases import operations
from talent.cases.errors import NotGrantedByRules
from talent.cases.models import CaseOutcome, Recommendation
from talent.cases.overrides import queries
from talent.cases.overrides.errors import OverrideMissing, OverrideNeedless, OverrideUnfit, OverrideUnread
from talent.cases.overrides.values import Override
from talent.cases.own_data import parts
from talent.database import db
from talent.notices.queries import letters_of
from talent.notices.wording import sentences
from talent.web.days import policy_day
from tests.cases.conftest import REASON, granted_by_rules
from tests.conftest import NOON

LATER = NOON + timedelta(days=1)
WHY = "经会议研究，该申请人属于紧缺人才，予以支持。"


def refused_by_rules(case) -> str:
    return next(each.incentive for each in case.incentives if each.verdict != "granted")


def clause_of(case) -> str:
    return next(iter(policy_of(case.application).sources))


def recommend(case, clerk, incentives, *against):
    return operations.recommend(
        case, clerk=clerk, incentives=incentives, reason=REASON, at=NOON, against=[Override(*each) for each in against]
    )


def test_what_the_rules_refuse_is_granted_on_a_clause_and_told_everywhere(app, verified_case, clerk, approver):
    case, refused, granted = verified_case, refused_by_rules(verified_case), granted_by_rules(verified_case)
    recommend(case, clerk, [*granted, refused], (refused, WHY, clause_of(case), 3_000_000))
    assert case.recommendation is Recommendation.GRANT
    with pytest.raises(OverrideUnread):
        operations.approve(case, approver=approver, at=LATER)
    operations.approve(case, approver=approver, at=LATER, read=True)
    db.session.commit()
    award = db.session.scalars(select(Award).where(Award.incentive == refused)).one()
    assert (award.fen, [part.fen for part in award.instalments]) == (3_000_000, [3_000_000])
    assert award.instalments[0].due_on == policy_day(LATER)
    letter = letters_of(case.reference)[0].content
    told = next(each for each in letter.incentives if each.override)
    assert WHY in told.override.zh and told.override_source == clause_of(case) and told.fen == 3_000_000
    for language in ("zh", "en"):
        assert any(line.kind == "override" for each in sentences(letter, language).incentives for line in each.lines)
    with app.test_request_context():
        mine = parts(case.application.applicant)[0].data[0]["incentives"]
    assert [each["otherwise_than_the_rules"]["reason"] for each in mine if each["otherwise_than_the_rules"]] == [WHY]
    assert db.session.scalars(select(Record.details).where(Record.action == "rules overridden")).one()["clause"]
    counted = queries.counted(policy_day(NOON).year)
    assert [(row.officer, row.incentive, row.month, row.granted) for row in counted] == [
        (clerk.name, refused, NOON.month, 1)
    ]


def test_what_the_rules_grant_is_refused_only_with_reason_and_clause(verified_case, clerk, approver):
    case, granted = verified_case, granted_by_rules(verified_case)
    with pytest.raises(OverrideMissing):
        recommend(case, clerk, [])
    recommend(case, clerk, [], *((each, WHY, clause_of(case)) for each in granted))
    operations.approve(case, approver=approver, at=LATER, read=True)
    db.session.commit()
    assert case.outcome is CaseOutcome.REFUSED
    assert db.session.scalars(select(Award)).all() == []
    assert all(each.fen for each in case.incentives if each.incentive in granted)


def test_an_override_that_is_not_whole_is_refused(verified_case, clerk, approver):
    case, refused, clause = verified_case, refused_by_rules(verified_case), clause_of(verified_case)
    granted = granted_by_rules(case)
    for wrong in (("短", clause, 100), (WHY, "no-such", 100), (WHY, clause, None), (WHY, clause, 0)):
        with pytest.raises(OverrideUnfit):
            recommend(case, clerk, [*granted, refused], (refused, *wrong))
    with pytest.raises(NotGrantedByRules):
        recommend(case, clerk, [*granted, refused])
    with pytest.raises(OverrideNeedless):
        recommend(case, clerk, granted, (granted[0], WHY, clause))
    recommend(case, clerk, [*granted, refused], (refused, WHY, clause, 100))
    operations.send_back(case, approver=approver, reason=REASON, at=LATER)
    recommend(case, clerk, granted)
    assert case.overridden == [] and case.recommended == granted


@pytest.mark.parametrize(
    "change",
    [
        "recommended = true, override_clause = 'x', fen = 5",
        "recommended = true, override_reason = 'because', fen = 5",
        "recommended = true, override_reason = '', override_clause = 'x', fen = 5",
        "recommended = true, override_reason = 'because', override_clause = 'x'",
        "recommended = true, override_reason = 'because', override_clause = 'x', fen = 0",
        "recommended = true, fen = 5",
        "recommended = true",
    ],
)
def test_the_database_refuses_half_an_override(verified_case, change):
    refused = refused_by_rules(verified_case)
    with pytest.raises(IntegrityError):
        db.session.execute(
            text(f"UPDATE case_incentive SET {change} WHERE case_id = :case AND incentive = :name"),
            {"case": verified_case.id, "name": refused},
        )
    db.session.rollback()
