"""Two working days before an answer is due, the applicant is reminded: once, in the morning, and only if need be."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from talent.cases.requests import answering, operations
from talent.cases.requests.jobs import remind_due
from talent.database import db
from talent.notices.models import OutboxMessage
from tests.cases.asking import OWN, ask, fill
from tests.conftest import NOON


def reminders() -> int:
    told = OutboxMessage.key.like("%:reminded")
    return db.session.scalar(select(func.count()).select_from(OutboxMessage).where(told)) or 0


@pytest.fixture
def asked(case, clerk):
    """Due on Monday the 16th of March: the reminder goes out on Thursday the 12th."""
    return ask(case, clerk, OWN)


def test_nobody_is_reminded_before_the_day(asked):
    assert remind_due(NOON + timedelta(days=9)) == 0


def test_the_reminder_goes_out_once(asked):
    assert remind_due(NOON + timedelta(days=10)) == 1
    assert remind_due(NOON + timedelta(days=11)) == 0
    assert reminders() == 1


def test_a_reminder_that_was_missed_goes_out_until_the_day_itself(asked):
    assert remind_due(NOON + timedelta(days=14)) == 1


def test_after_the_day_nobody_is_reminded(asked):
    assert remind_due(NOON + timedelta(days=15)) == 0


def test_nobody_is_woken(asked):
    assert remind_due(NOON + timedelta(days=10, hours=-6)) == 0


def test_who_has_answered_is_not_reminded(asked):
    fill(asked, None_said="三号楼")
    answering.send(asked, at=NOON + timedelta(days=8))
    assert remind_due(NOON + timedelta(days=10)) == 0


def test_who_need_not_answer_any_more_is_not_reminded(asked, clerk):
    operations.withdraw(asked, clerk=clerk, at=NOON + timedelta(days=1))
    db.session.commit()
    assert remind_due(NOON + timedelta(days=10)) == 0


def test_who_was_asked_only_just_before_is_not_reminded(case, clerk):
    ask(case, clerk, OWN, days=2)
    assert remind_due(NOON) == 0


def test_the_command_posts_reminders_and_delivers_them(app, asked, monkeypatch):
    monkeypatch.setattr("talent.notices.commands.now", lambda: NOON + timedelta(days=10))
    result = app.test_cli_runner().invoke(args=["outbox", "deliver"])
    assert result.exit_code == 0, result.output
    sent = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key.like("%:reminded"))).one()
    assert sent.sent_at is not None
