"""Applicant and bureau write to each other: once, in plain text, and not for ever."""

from datetime import timedelta
from secrets import token_hex

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select

from talent.cases import operations as cases
from talent.cases.correspondence import operations, queries
from talent.cases.correspondence.errors import CorrespondenceOver, TextUnfit
from talent.cases.correspondence.models import CaseMessage
from talent.cases.correspondence.thread import LAST, Thread, thread_of
from talent.cases.models import VerificationState
from talent.database import db
from talent.notices.models import OutboxMessage
from tests.conftest import NOON

LATER = NOON + timedelta(days=1)


def write(case, sender, text: str = "请问还需要多久？", *, key: str = "", at=NOON) -> CaseMessage:
    sent = operations.write(case, text=text, key=key or token_hex(16), sender=sender, at=at)
    db.session.commit()
    return sent


def seen(case, *, by_applicant: bool) -> Thread:
    with force_locale("en"):
        return thread_of(case, by_applicant=by_applicant, may_write=True, at=LATER)


def mails(recipient: str) -> list[OutboxMessage]:
    told = OutboxMessage.key.like("%:message:%") & (OutboxMessage.recipient == recipient)
    return list(db.session.scalars(select(OutboxMessage).where(told)))


def test_a_double_click_sends_once(case):
    first = write(case, case.application.applicant, key="a" * 32)
    assert write(case, case.application.applicant, key="a" * 32).id == first.id
    assert db.session.scalar(select(func.count()).select_from(CaseMessage)) == 1


def test_the_mail_tells_of_a_message_and_not_what_it_says(case, clerk):
    write(case, clerk, "您的身份证号码是多少？")
    (mail,) = mails(case.application.applicant.email)
    assert "身份证" not in mail.body + (mail.other_body or "")
    assert case.reference in mail.subject
    assert mail.link == f"/applications/{case.reference}/messages"


def test_the_clerk_who_deals_with_the_case_is_told(case, clerk):
    write(case, case.application.applicant)
    assert mails(clerk.email) == []
    cases.verify(case, fact="degree", state=VerificationState.VERIFIED, clerk=clerk, at=NOON)
    write(case, case.application.applicant)
    assert len(mails(clerk.email)) == 1


def test_the_applicant_reads_the_bureau_and_colleagues_read_a_name(case, clerk):
    write(case, clerk)
    write(case, case.application.applicant)
    by_applicant, by_bureau = seen(case, by_applicant=True), seen(case, by_applicant=False)
    assert [(line.mine, line.unseen) for line in by_applicant.lines] == [(False, True), (True, False)]
    assert clerk.name not in by_applicant.lines[0].who
    assert clerk.name in by_bureau.lines[0].who


def test_what_one_side_has_seen_is_no_longer_new_to_it(case, clerk):
    write(case, clerk)
    write(case, case.application.applicant)
    operations.note_seen(case, by_applicant=True, at=LATER)
    assert queries.unseen_count(case, by_applicant=True) == 0
    assert queries.unseen_count(case, by_applicant=False) == 1
    operations.note_seen(case, by_applicant=True, at=LATER + timedelta(days=1))
    db.session.expire_all()
    assert queries.messages_of(case)[0].read_at == LATER


@pytest.mark.parametrize("text", ["", "  \n ", "\x07", "长" * 2001])
def test_an_empty_or_endless_message_is_refused(case, text):
    with pytest.raises(TextUnfit):
        write(case, case.application.applicant, text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一\r\n二\r三", "一\n二\n三"),
        ("bell\x07", "bell"),
        (" شكرا جزيلا 🙏🏽 ", "شكرا جزيلا 🙏🏽"),
        ("<b>粗</b>", "<b>粗</b>"),
        ("长" * 2000, "长" * 2000),
    ],
)
def test_what_is_written_is_kept_as_plain_text(case, typed, kept):
    assert write(case, case.application.applicant, typed).text == kept


def test_sixty_days_after_the_decision_nobody_writes_any_more(recommended_case, approver, clerk):
    cases.approve(recommended_case, approver=approver, at=NOON)
    db.session.commit()
    write(recommended_case, recommended_case.application.applicant, at=NOON + timedelta(days=59))
    for sender in (clerk, recommended_case.application.applicant):
        with pytest.raises(CorrespondenceOver):
            write(recommended_case, sender, at=NOON + timedelta(days=60))


def test_a_long_thread_shows_its_end_and_everything_new(case, clerk):
    for number in range(LAST + 3):
        write(case, case.application.applicant, f"第 {number + 1} 条留言", at=NOON)
    operations.note_seen(case, by_applicant=False, at=NOON)
    assert len(seen(case, by_applicant=False).last) == LAST
    for number in range(LAST + 1):
        write(case, case.application.applicant, f"新留言 {number + 1}", at=LATER)
    assert len(seen(case, by_applicant=False).last) == LAST + 1
