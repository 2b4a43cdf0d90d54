"""The cases that awards come from."""

from datetime import timedelta

import pytest

from talent.cases import operations
from talent.database import db
from tests.cases.conftest import approver, case, clerk, recommended_case, submit, verified_case
from tests.conftest import NOON

__all__ = ["approver", "case", "clerk", "recommended_case", "submit", "verified_case"]

LATER = NOON + timedelta(days=1)


@pytest.fixture
def decided_case(recommended_case, approver):
    """A case whose every incentive that the rules grant was approved."""
    operations.approve(recommended_case, approver=approver, at=LATER)
    db.session.commit()
    return recommended_case
