"""Two working days before a promise is broken, the approvers are told: of each case once."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from talent.cases.calendar import working_days_before
from talent.cases.escalations.jobs import escalate_due
from talent.database import db
from talent.notices.models import OutboxMessage
from tests.cases.asking import OWN, ask


@pytest.fixture
def near(case):
    """Ten in the morning of the day with two working days left."""
    return datetime.combine(working_days_before(case.due_on, 2), time(2), UTC)


def mails():
    query = select(OutboxMessage).where(OutboxMessage.key.startswith("near promise:"))
    return db.session.scalars(query.order_by(OutboxMessage.id)).all()


def test_every_approver_is_told_once_in_both_languages(case, clerk, approver, near):
    db.session.commit()
    assert escalate_due(near - timedelta(days=1)) == 0
    assert escalate_due(near - timedelta(hours=4)) == 0
    assert escalate_due(near) == 1
    assert escalate_due(near + timedelta(days=1)) == 0
    (mail,) = mails()
    assert mail.recipient == approver.email
    assert case.reference in mail.body
    assert case.reference in mail.other_body


def test_what_waits_for_the_applicant_is_not_told_of(case, clerk, approver, near):
    ask(case, clerk, OWN)
    db.session.commit()
    assert escalate_due(near) == 0


def test_without_an_approver_nobody_counts_as_told(case, near):
    db.session.commit()
    assert escalate_due(near) == 0
    assert escalate_due(near) == 0
    assert mails() == []
