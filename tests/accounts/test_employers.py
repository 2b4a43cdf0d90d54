"""Employers are registered, their HR named; people are asked, answer once, and withdraw."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from talent.accounts.employers import operations
from talent.accounts.employers.errors import (
    Answered,
    AskedAlready,
    AskedLately,
    CodeTaken,
    NoAccount,
    NoSuchMandate,
    NotRepresented,
    OwnAddress,
    RepresentsAnother,
    UnfitCode,
    WorksForBureau,
)
from talent.accounts.employers.models import Mandate, MandateState, Representative
from talent.accounts.employers.queries import asked_by, counts, mandates_of, own_mandate, represented
from talent.accounts.errors import ActsForEmployer
from talent.accounts.operations import grant_role
from talent.accounts.own_data.operations import leave
from talent.accounts.own_data.parts import everything
from talent.audit.queries import records
from talent.database import db
from talent.notices.models import OutboxMessage
from talent.web.access import Role
from tests.conftest import NOON

CODE, OTHER_CODE = "91110000600037341L", "91330700MA2E4T5X3A"


@pytest.fixture
def administrator(people):
    return people("admin@example.org", Role.ADMINISTRATOR)


@pytest.fixture
def employer(administrator):
    return operations.register(code=CODE, name=" 金华未来科技  有限公司", by=administrator, at=NOON)


@pytest.fixture
def hr(people, employer, administrator):
    person = people("hr@example.org", Role.APPLICANT, name="钱人事")
    operations.name_representative(employer, person.email, by=administrator, at=NOON)
    db.session.commit()
    return person


@pytest.fixture
def newcomer(people):
    return people("newcomer@example.org", Role.APPLICANT, name="陈晓")


@pytest.fixture
def asked(hr, newcomer):
    return operations.ask(email="Newcomer@Example.org", called=" 陈晓 ", by=hr, at=NOON)


@pytest.mark.parametrize("typed", [CODE, " 91110000600037341l ", "９１１１００００６０００３７３４１Ｌ"])
def test_a_code_is_kept_as_the_licence_writes_it(app, typed):
    assert operations.normal_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", "91110000600037341A", "9111000060003734", "不是代码", CODE + "1", "I" * 18])
def test_a_code_whose_check_digit_does_not_fit_is_refused(app, typed):
    with pytest.raises(UnfitCode):
        operations.normal_code(typed)


def test_an_employer_is_registered_once(employer, administrator):
    assert employer.name == "金华未来科技 有限公司"
    with pytest.raises(CodeTaken):
        operations.register(code=CODE.lower(), name="再来一次", by=administrator, at=NOON)


def test_hr_is_somebody_with_a_confirmed_account_who_is_not_of_the_bureau(employer, administrator, people):
    with pytest.raises(NoAccount):
        operations.name_representative(employer, "nobody@example.org", by=administrator, at=NOON)
    unconfirmed = people("unconfirmed@example.org", Role.APPLICANT)
    unconfirmed.confirmed_at = None
    with pytest.raises(NoAccount):
        operations.name_representative(employer, unconfirmed.email, by=administrator, at=NOON)
    clerk = people("clerk@example.org", Role.CLERK)
    with pytest.raises(WorksForBureau):
        operations.name_representative(employer, clerk.email, by=administrator, at=NOON)


def test_who_acts_for_an_employer_gets_no_role_of_the_bureau_and_acts_for_one(hr, administrator):
    with pytest.raises(ActsForEmployer):
        grant_role(hr, Role.CLERK, by=administrator, at=NOON)
    other = operations.register(code=OTHER_CODE, name="别家", by=administrator, at=NOON)
    with pytest.raises(RepresentsAnother):
        operations.name_representative(other, hr.email, by=administrator, at=NOON)
    db.session.add(Representative(employer=other, person=hr, named_by_id=administrator.id, named_at=NOON))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_ending_takes_the_role_and_may_be_done_twice(hr, administrator, employer):
    standing = employer.representatives[0]
    assert hr.has(Role.EMPLOYER)
    for _time in range(2):
        operations.end_representative(standing, by=administrator, at=NOON)
    assert not hr.has(Role.EMPLOYER)
    assert represented(hr) is None
    with pytest.raises(NotRepresented):
        operations.ask(email="a@example.org", called="甲", by=hr, at=NOON)


def test_who_is_asked_reads_the_employers_name_and_nothing_hr_typed(asked, newcomer):
    told = db.session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == newcomer.id)).one()
    assert "金华未来科技 有限公司" in told.subject
    assert told.link == f"/mandates/{asked.id}"


def test_an_address_without_account_is_written_to_all_the_same(hr):
    asked = operations.ask(email="new@example.org", called="http://evil.example", by=hr, at=NOON)
    told = db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == "new@example.org")).one()
    assert "evil" not in told.subject + told.body
    assert f"/mandates/{asked.id}" in told.body


def test_nobody_is_asked_twice_or_by_themselves(asked, hr, newcomer):
    with pytest.raises(OwnAddress):
        operations.ask(email=hr.email.upper(), called="我", by=hr, at=NOON)
    with pytest.raises(AskedAlready):
        operations.ask(email=newcomer.email, called="陈", by=hr, at=NOON)
    operations.answer(asked, newcomer, agrees=False, at=NOON)
    with pytest.raises(AskedLately):
        operations.ask(email=newcomer.email, called="陈", by=hr, at=NOON + timedelta(days=29))
    operations.ask(email=newcomer.email, called="陈", by=hr, at=NOON + timedelta(days=30))
    assert counts(represented(hr)) == {state: int(state is MandateState.ASKED) for state in MandateState}
    assert len(db.session.scalars(asked_by(represented(hr))).all()) == 1


def test_agreeing_is_recorded_with_the_words_and_withdrawn_once(asked, newcomer):
    for _time in range(2):
        operations.answer(asked, newcomer, agrees=True, at=NOON)
    with pytest.raises(Answered):
        operations.answer(asked, newcomer, agrees=False, at=NOON)
    for _time in range(2):
        operations.withdraw(asked, newcomer, at=NOON + timedelta(days=1))
    entries = records(about=f"mandate:{asked.id}")
    assert [each.action for each in entries] == ["consent asked for", "acting agreed to", "acting withdrawn"]
    assert entries[1].details == {"version": 1}
    assert entries[1].actor_id == newcomer.id


def test_the_database_keeps_what_was_agreed_to(asked, newcomer):
    operations.answer(asked, newcomer, agrees=True, at=NOON)
    operations.withdraw(asked, newcomer, at=NOON)
    db.session.commit()
    number = asked.id
    for change in ({"version": 2}, {"state": MandateState.AGREED, "withdrawn_at": None}, {"asked_at": NOON}):
        with pytest.raises(IntegrityError):
            db.session.execute(update(Mandate).where(Mandate.id == number).values(**change))
        db.session.rollback()


def test_a_question_is_nobody_elses(asked, newcomer, people):
    assert own_mandate(asked.id, newcomer) is asked
    with pytest.raises(NoSuchMandate):
        own_mandate(asked.id, people("else@example.org", Role.APPLICANT))


def test_own_data_tells_both_sides(app, asked, newcomer, hr):
    with app.test_request_context():
        assert kept(newcomer)["mandates"][0]["state"] == "asked"
        operations.answer(asked, newcomer, agrees=True, at=NOON)
        assert kept(newcomer)["mandates"][0]["terms"]["version"] == 1
        assert kept(hr)["representatives"][0]["employer"]["code"] == CODE


def kept(person):
    """Return what the download holds, by part."""
    return {part.key: part.data for part in everything(person)}


def test_leaving_withdraws_and_forgets_the_address(asked, newcomer, hr):
    operations.answer(asked, newcomer, agrees=True, at=NOON)
    leave(newcomer, at=NOON)
    assert asked.state is MandateState.WITHDRAWN
    assert (asked.email, asked.called) == (f"deleted-{asked.id}@deleted.invalid", "—")
    leave(hr, at=NOON)
    assert represented(hr) is None
    assert mandates_of(hr) == []
