"""What was granted is on public notice before it is paid; an objection stops it until it is decided."""

from datetime import date, timedelta

import pytest
from flask_babel import force_locale
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from talent.audit.models import Record
from talent.awards.budgets.queries import commitments_of
from talent.awards.models import Instalment, InstalmentState
from talent.awards.payments import operations as payments
from talent.awards.payments import queries as payment_queries
from talent.awards.payments.errors import NothingToPay
from talent.awards.payments.models import Payment, PaymentRun, PaymentState
from talent.awards.public_notices import operations, queries
from talent.awards.public_notices.errors import HadPart, NoticeOver, ObjectionDecided
from talent.awards.public_notices.jobs import end_due
from talent.awards.public_notices.models import Finding, Objection
from talent.awards.public_notices.steps import steps
from talent.awards.queries import awards_of
from talent.cases.appeals import operations as appeals
from talent.cases.appeals.queries import granted_before
from talent.cases.calendar import working_days
from talent.cases.errors import OwnCase, ReasonUnfit
from talent.cases.standing.turns import turn_of
from talent.database import db
from talent.notices.models import OutboxMessage
from talent.notices.queries import letters_of
from talent.notices.wording import sentences
from talent.web.access import Role
from talent.web.days import policy_day
from talent.web.filters import day
from tests.awards.paying import CARD, FAR, LATER, give_account, run_of

WHY = "她并不住在这个小区，邻居可以作证。"
AFTER = LATER + timedelta(days=30)


@pytest.fixture(autouse=True)
def _clean(app):
    yield
    db.session.rollback()


@pytest.fixture
def notice(shown_case):
    """A notice that is on, of somebody who can be paid."""
    give_account(shown_case)
    return queries.notice_of(shown_case)


@pytest.fixture
def second(people):
    """An approver who had no part in the case."""
    return people("second@example.org", Role.APPROVER)


def raised(notice, *, email="wang@example.org", reason=WHY, person=None, at=LATER, language="zh") -> Objection:
    objection = operations.object_to(
        notice, name="王五", email=email, reason=reason, language=language, person=person, at=at
    )
    db.session.commit()
    return objection


def decided(objection, finding, approver, *, reason="已到现场核实，情况如此。", at=LATER) -> None:
    operations.decide(objection, finding=finding, reason=reason, approver=approver, at=at)
    db.session.commit()


def subjects(starting: str) -> list[str]:
    query = select(OutboxMessage.subject).where(OutboxMessage.key.startswith(starting)).order_by(OutboxMessage.id)
    return list(db.session.scalars(query))


def actions(case) -> list[str]:
    return list(db.session.scalars(select(Record.action).where(Record.about == case.about).order_by(Record.id)))


def test_what_is_granted_is_on_show_for_the_working_days_of_the_policy(notice):
    assert notice.opens_on == policy_day(LATER)
    assert working_days(notice.opens_on, notice.closes_on) == 5
    assert "public notice opened" in actions(notice.case)


def test_nothing_on_notice_is_paid_and_afterwards_it_is(notice, clerk):
    with pytest.raises(NothingToPay):
        run_of(clerk)
    db.session.rollback()
    assert set(payment_queries.standings(FAR)) == {"notice"}
    assert end_due(AFTER) == 1 and notice.ended_at == AFTER
    assert run_of(clerk).id
    assert subjects(f"{notice.case.about}:final") == [f"公示结束：申请 {notice.case.reference} 的决定已生效"]
    assert actions(notice.case)[-1] == "public notice ended"


def test_a_notice_ends_after_its_last_day_and_once(notice):
    last = LATER + (notice.closes_on - notice.opens_on)
    assert end_due(last) == 0
    assert end_due(last + timedelta(days=1)) == 1
    assert end_due(AFTER) == 0 and not operations.end(notice, at=AFTER)


def test_an_objection_keeps_the_notice_from_ending_until_it_is_dismissed(notice, clerk, second):
    objection = raised(notice)
    assert end_due(AFTER) == 0 and not operations.end(notice, at=AFTER)
    decided(objection, Finding.DISMISSED, second, at=AFTER)
    assert end_due(AFTER) == 1 and run_of(clerk, at=AFTER).id
    assert subjects("objection:1:answered") == ["您对第 1 号公示的异议：不成立"]
    assert len(subjects("objection:1:")) == 3
    assert actions(notice.case)[-3:] == ["objection raised", "objection dismissed", "public notice ended"]


def test_an_objection_upheld_takes_back_what_was_granted_and_frees_its_budget(notice, clerk, second):
    awards = awards_of(notice.case)
    assert all(commitments_of(award) for award in awards)
    decided(raised(notice, language="en"), Finding.UPHELD, second)
    assert end_due(AFTER) == 0
    with pytest.raises(NothingToPay):
        run_of(clerk, at=AFTER)
    db.session.rollback()
    assert subjects("objection:1:answered") == ["Your objection to notice no. 1 was upheld"]
    assert subjects("objection:1:upheld") == [f"异议成立，不再兑现：申请 {notice.case.reference}"]
    assert {part.state for award in awards for part in award.instalments} == {InstalmentState.STOPPED}
    assert not any(commitments_of(award) for award in awards)
    with pytest.raises(NoticeOver):
        raised(notice, reason="另外还有一个问题要反映。")


def test_after_an_appeal_what_an_objection_took_back_can_be_granted_anew(app, notice, second, people):
    case, folder = notice.case, app.config["EVIDENCE"]
    decided(raised(notice), Finding.UPHELD, second)
    appeal = appeals.file(case, reasons="我一直住在这个小区，有水电缴费记录为证。", at=LATER)
    officer = people("officer2@example.org", Role.OFFICER)
    appeals.take_on(appeal, officer=officer, seen=None, at=LATER)
    anew = appeals.send_back(
        appeal, officer=officer, answer="水电缴费记录可以证明，另行决定。", folder=folder, at=LATER
    )
    db.session.commit()
    assert case.recommended and not granted_before(anew)


def test_until_it_is_final_the_letter_and_the_status_say_so(app, notice, second):
    case, closes = notice.case, notice.closes_on
    today = policy_day(LATER)
    with app.test_request_context(), force_locale("en"):
        letter = sentences(letters_of(case.reference)[0].content, "en")
        assert f"on public notice until {day(closes)}" in letter.decision
        assert f"on public notice until {day(closes)}" in turn_of(case, today).says
        objection = raised(notice)
        assert "raised an objection" in turn_of(case, today).says
        decided(objection, Finding.UPHELD, second)
        assert turn_of(case, today).tag == "Taken back"


def test_the_applicant_is_not_told_who_objects_nor_in_which_words(app, notice, second):
    decided(raised(notice), Finding.UPHELD, second)
    to_applicant = select(OutboxMessage).where(OutboxMessage.recipient == notice.case.application.applicant.email)
    said = "".join(message.body + (message.other_body or "") for message in db.session.scalars(to_applicant))
    said += "".join(title + says for title, says, _happened in told(app, notice))
    assert "王五" not in said and WHY not in said and "wang@example.org" not in said


def test_the_same_objection_twice_is_one(notice):
    assert raised(notice) is raised(notice)
    raised(notice, email="li@example.org")
    assert len(notice.objections) == 2


def test_it_is_too_late_after_the_last_day_and_after_the_end(notice):
    last = LATER + (notice.closes_on - notice.opens_on)
    with pytest.raises(NoticeOver):
        raised(notice, at=last + timedelta(days=1))
    db.session.rollback()
    assert raised(notice, at=last).is_open


def test_an_objection_and_a_finding_say_why(notice, second):
    with pytest.raises(ReasonUnfit):
        raised(notice, reason="  不对 ")
    objection = raised(notice)
    with pytest.raises(ReasonUnfit):
        decided(objection, Finding.UPHELD, second, reason="是")


def test_who_had_a_part_does_not_decide(notice, approver, clerk, people):
    objector = people("objector@example.org", Role.APPROVER)
    objection = raised(notice, person=objector)
    for officer in (approver, clerk, objector):
        with pytest.raises(HadPart):
            decided(objection, Finding.DISMISSED, officer)
    with pytest.raises(OwnCase):
        decided(objection, Finding.DISMISSED, notice.case.application.applicant)


def test_an_objection_is_decided_once(notice, second):
    objection = raised(notice)
    decided(objection, Finding.DISMISSED, second)
    with pytest.raises(ObjectionDecided):
        decided(objection, Finding.UPHELD, second)


def told(app, notice) -> list[tuple[str, str, bool]]:
    """Return the steps of the timeline: title, what is said, whether it has happened."""
    with app.test_request_context():
        return [(step.title, step.says, step.at is not None) for step in steps(notice.case)]


def test_the_timeline_tells_the_days_and_the_end(app, notice, second):
    assert [happened for _title, _says, happened in told(app, notice)] == [True, False]
    objection = raised(notice)
    assert [happened for _title, _says, happened in told(app, notice)] == [True, True, False]
    decided(objection, Finding.DISMISSED, second)
    end_due(AFTER)
    assert [happened for _title, _says, happened in told(app, notice)] == [True] * 4


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE public_notice SET ended_at = '2026-05-30 00:00:00+00:00'",
        "UPDATE objection SET reason = 'another reason altogether'",
        "INSERT INTO public_notice (case_id, opens_on, closes_on) VALUES (1, '2026-05-01', '2026-05-01')",
        "UPDATE objection SET finding = 'dismissed'",
        "DELETE FROM objection",
    ],
)
def test_the_database_refuses_what_must_never_be(notice, statement):
    raised(notice)
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement))


def test_the_database_takes_no_objection_to_what_is_final_and_never_opens_it_again(notice):
    end_due(AFTER)
    late = Objection(
        notice_id=notice.id, name="王五", email="w@example.org", language="zh", reason=WHY, raised_at=AFTER
    )
    db.session.add(late)
    with pytest.raises(DBAPIError):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(DBAPIError):
        db.session.execute(text("UPDATE public_notice SET ended_at = NULL"))


def test_the_database_sends_nothing_that_is_on_notice(notice, clerk):
    part = db.session.scalars(select(Instalment)).first()
    run = PaymentRun(due_until=date(2026, 12, 31), clerk=clerk, begun_at=LATER)
    db.session.add(run)
    db.session.flush()
    payment = Payment(run_id=run.id, instalment_id=part.id, attempt=1, fen=part.fen, number=CARD, holder="x", bank="y")
    db.session.add(payment)
    db.session.flush()
    assert payment_queries.fit(run).count == 0
    with pytest.raises(NothingToPay):
        payments.freeze(run, clerk=clerk, conditions_checked=True, at=LATER)
    db.session.rollback()
    db.session.add(run)
    db.session.flush()
    db.session.add(
        Payment(run_id=run.id, instalment_id=part.id, attempt=1, fen=part.fen, number=CARD, holder="x", bank="y")
    )
    db.session.flush()
    with pytest.raises(DBAPIError):
        db.session.execute(text(f"UPDATE payment SET state = '{PaymentState.SENT.value}'"))
