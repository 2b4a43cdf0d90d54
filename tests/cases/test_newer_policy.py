"""A policy that changes while a case is under way: both versions are computed, and the old one decides."""

import re
from datetime import date, timedelta

import pytest

from rules.reading import read
from talent.applications.queries import policy_of
from talent.cases import operations
from talent.cases.models import CaseOutcome
from talent.cases.newer_policy.panel import newer_version, panels
from talent.database import db
from talent.policies.library import library
from tests.cases.test_pages import text_of, visit
from tests.conftest import NOON

__all__ = ["visit"]

FROM = date(2026, 3, 9)


@pytest.fixture
def newer(recommended_case):
    """A version that came into force a week later, grants every category the same, and saves older cases."""
    text = policy_of(recommended_case.application).text
    changed = text.replace("in_force: {from: 2020-02-03}", f"in_force: {{from: {FROM}}}")
    changed = re.sub(r"\b([A-F]): [\d_]+, source", r"\1: 12_000, source", changed)
    changed = changed.replace("appeal_source: review-law", "appeal_source: review-law\n  saving_source: set-process")
    return library().add(changed, "newer")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_both_versions_are_shown_and_the_old_one_decides(visit, recommended_case, newer, clerk, approver):
    case = recommended_case
    assert newer_version(case) == newer
    shown = text_of(visit(clerk).get(f"/cases/{case.reference}"))
    assert "The policy changed while the case was under way" in shown and "办理时限" in shown
    lines = panels(case, seen_by=clerk)[0].lines
    assert [line for line in lines if line.differs] and any(not line.differs for line in lines)
    operations.approve(case, approver=approver, at=NOON + timedelta(days=30))
    db.session.commit()
    assert case.outcome is CaseOutcome.GRANTED and newer_version(case) == newer


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_comes_into_force_after_the_decision_is_not_shown(recommended_case, newer, clerk, approver):
    operations.approve(recommended_case, approver=approver, at=NOON + timedelta(days=1))
    assert panels(recommended_case, seen_by=clerk) == []


def test_a_saving_clause_is_read(recommended_case, newer):
    assert read(newer.text, "newer", checked=False).process.saving_source == "set-process"
