"""Who has to do with an applicant declares it or steps back, and then stays away: the database holds that too."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from talent.accounts.employers.errors import UnfitCode
from talent.audit.models import Record
from talent.cases import operations
from talent.cases.interests import operations as interests
from talent.cases.interests.errors import (
    ConflictOfInterest,
    NameMissing,
    NoConflict,
    NumberUnfit,
    SteppedBack,
    WordsUnfit,
)
from talent.cases.interests.models import StepBack
from talent.cases.interests.queries import conflicts, is_barred
from talent.cases.models import Case, VerificationState
from talent.database import db
from tests.cases.conftest import REASON, granted_by_rules, verify_everything
from tests.cases.test_races import at_once
from tests.conftest import NOON

WORDS = "同名而已，我们不认识，也没有亲属关系。"


@pytest.fixture
def kin(case, clerk):
    """A clerk with a relative of the applicant's name."""
    interests.declare_relative(clerk, name="陈 晓", number="", at=NOON)
    return clerk


def verify(case, clerk):
    operations.verify(case, fact="degree", state=VerificationState.VERIFIED, clerk=clerk, at=NOON)


def test_a_clerk_with_a_conflict_declares_before_anything_is_verified(case, kin):
    with pytest.raises(ConflictOfInterest):
        verify(case, kin)
    interests.declare_none(case, officer=kin, words=WORDS, at=NOON)
    verify_everything(case, kin)
    operations.recommend(case, clerk=kin, incentives=granted_by_rules(case), reason=REASON, at=NOON)
    record = db.session.scalars(select(Record).where(Record.action == "conflict denied")).one()
    assert (record.actor_id, record.about, record.details["words"]) == (kin.id, case.about, WORDS)


def test_what_is_declared_later_is_asked_anew(case, kin):
    interests.declare_none(case, officer=kin, words=WORDS, at=NOON)
    kin.phone = case.application.applicant.phone
    db.session.flush()
    with pytest.raises(ConflictOfInterest):
        verify(case, kin)


def test_an_approver_with_a_conflict_neither_approves_nor_returns(recommended_case, approver):
    interests.declare_relative(approver, name="陈晓", number="", at=NOON)
    with pytest.raises(ConflictOfInterest):
        operations.approve(recommended_case, approver=approver, at=NOON)
    with pytest.raises(ConflictOfInterest):
        operations.send_back(recommended_case, approver=approver, reason=REASON, at=NOON)


def test_a_relative_known_by_number_is_nobody_else_of_the_name(case, clerk):
    interests.declare_relative(clerk, name="陈晓", number="330702199005019017", at=NOON)
    assert conflicts(case, clerk) == []
    same = case.application.applicant.identity_number
    interests.declare_relative(clerk, name="另一个名字", number=same, at=NOON)
    assert [each.ground for each in conflicts(case, clerk)] == ["relative"]


def test_who_steps_back_stays_away(case, clerk):
    interests.step_back(case, officer=clerk, reason=WORDS, at=NOON)
    for act in (verify, lambda case, clerk: interests.declare_none(case, officer=clerk, words=WORDS, at=NOON)):
        with pytest.raises(SteppedBack):
            act(case, clerk)
    assert is_barred(case, clerk)
    assert interests.step_back(case, officer=clerk, reason="再说一次，还是退出办理。", at=NOON).reason == WORDS


def test_the_database_keeps_them_away(case, clerk, approver):
    interests.step_back(case, officer=clerk, reason=WORDS, at=NOON)
    db.session.commit()
    values = {"case": case.id, "clerk": clerk.id}
    for statement in (
        "INSERT INTO verification (case_id, fact, state, note, clerk_id, at) "
        "VALUES (:case, 'degree', 'verified', '', :clerk, '2026-03-02 04:00:00')",
        "UPDATE case_file SET returner_id = :clerk, returned_at = '2026-03-02 04:00:00', return_reason = 'x' "
        "WHERE id = :case",
        "UPDATE step_back SET reason = 'something else' WHERE case_id = :case AND officer_id = :clerk",
        "DELETE FROM step_back WHERE case_id = :case AND officer_id = :clerk",
        "INSERT INTO step_back (case_id, officer_id, reason, stepped_back_at) "
        "VALUES (:case, :clerk, 'once more, I step back', '2026-03-02 04:00:00')",
    ):
        with pytest.raises(IntegrityError):
            db.session.execute(text(statement), values)
        db.session.rollback()
    db.session.execute(text("UPDATE case_file SET version = version + 1 WHERE id = :case"), {"case": case.id})


def test_stepping_back_in_two_tabs_is_one_step(app, case, clerk):
    case_id, clerk_id = case.id, clerk.id
    db.session.remove()

    def step() -> object:
        found, officer = db.session.get_one(Case, case_id), db.session.get_one(type(clerk), clerk_id)
        return interests.step_back(found, officer=officer, reason=WORDS, at=NOON)

    assert at_once(app, [step, step]) == []
    assert len(db.session.scalars(select(StepBack)).all()) == 1


def test_what_cannot_be_declared_is_refused(case, clerk):
    with pytest.raises(NameMissing):
        interests.declare_employer(clerk, name=" ", code="", at=NOON)
    with pytest.raises(UnfitCode):
        interests.declare_employer(clerk, name="公司", code="91110000600037341A", at=NOON)
    with pytest.raises(NumberUnfit):
        interests.declare_relative(clerk, name="陈晓", number="330702199005019011", at=NOON)
    with pytest.raises(NoConflict):
        interests.declare_none(case, officer=clerk, words=WORDS, at=NOON)
    with pytest.raises(WordsUnfit):
        interests.step_back(case, officer=clerk, reason="短", at=NOON)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_pages_declare_and_step_back(client, case, clerk):
    client.sign_in(clerk.email)
    assert client.post("/interests/relatives", data={"relative-name": ""}).status_code == 200
    assert client.post("/interests/relatives", data={"relative-name": "陈晓"}).status_code == 302
    assert client.post("/interests/employers", data={"employer-name": "未来公司"}).status_code == 302
    page = client.get(f"/cases/{case.reference}").text
    assert f"/cases/{case.reference}/no-conflict" in page
    assert f"/cases/{case.reference}/recommendation" not in page
    assert client.get(f"/cases/{case.reference}/no-conflict").status_code == 200
    assert client.post(f"/cases/{case.reference}/no-conflict", data={"words": WORDS}).status_code == 302
    assert f"/cases/{case.reference}/recommendation" in client.get(f"/cases/{case.reference}").text
    assert client.post(f"/cases/{case.reference}/step-back", data={"reason": WORDS}).status_code == 302
    assert f"/cases/{case.reference}/recommendation" not in client.get(f"/cases/{case.reference}").text
    assert client.post("/interests/1/remove").status_code == 302
    assert client.post("/interests/1/remove").status_code == 404
    assert client.get("/account/data").status_code == 200
