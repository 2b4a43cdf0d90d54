"""The cases that awards come from."""

from datetime import timedelta

import pytest

from talent.awards.public_notices.queries import notice_of
from talent.cases import operations
from talent.database import db
from tests.cases.conftest import approver, case, clerk, recommended_case, submit, verified_case
from tests.conftest import NOON

__all__ = ["approver", "case", "clerk", "recommended_case", "submit", "verified_case"]

LATER = NOON + timedelta(days=1)


@pytest.fixture
def shown_case(recommended_case, approver):
    """A case whose every incentive that the rules grant was approved, and is on public notice."""
    operations.approve(recommended_case, approver=approver, at=LATER)
    db.session.commit()
    return recommended_case


@pytest.fixture
def decided_case(shown_case):
    """The same, and the public notice is over."""
    if notice := notice_of(shown_case):
        notice.ended_at = LATER
        db.session.commit()
    return shown_case
