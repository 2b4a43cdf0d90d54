"""To be forgotten: at once before anything was handed in; after that a wish, which somebody else answers."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from talent.accounts.consent.models import Consent
from talent.accounts.consent.operations import give
from talent.accounts.consent.purposes import Purpose
from talent.accounts.models import Person
from talent.accounts.operations import record_details
from talent.accounts.own_data import operations
from talent.accounts.own_data.errors import (
    AlreadyWished,
    AnswerUnfit,
    HasToKeep,
    NothingToDecide,
    OwnWish,
    WishDecided,
    WorksHere,
)
from talent.accounts.own_data.models import Ground
from talent.applications import operations as applying
from talent.applications.documents import Document
from talent.applications.evidence import operations as evidence
from talent.applications.models import Application, Evidence
from talent.audit.models import Record
from talent.database import db
from talent.notices.jobs import deliver
from talent.notices.models import OutboxMessage
from talent.web.access import Role
from tests.applications.conftest import DOCTOR, draft, newcomer, policy
from tests.cases.conftest import PIXEL, submit
from tests.conftest import NOON, PASSWORD

__all__ = ["draft", "newcomer", "policy", "submit"]

LATER = NOON + timedelta(days=3)
REASON = "我已搬离金华，不再需要这项服务。"
ANSWER = "您的申请已经办结，档案依法保存十年。"
PAGE = "/account/data/deletion"


@pytest.fixture
def with_draft(draft, app):
    """A newcomer with answers, a document and a consent, who has handed in nothing."""
    person = draft.applicant
    record_details(person, name="陈晓", phone="1", identity_kind="passport", identity_number="E12345678", at=NOON)
    applying.answer(draft, DOCTOR, at=NOON)
    evidence.add(draft, "degree_certificate", Document(PIXEL, "image/png", "x.png"), app.config["EVIDENCE"], at=NOON)
    give(person, Purpose.DEADLINES, at=NOON)
    db.session.commit()
    return person


@pytest.fixture
def admin(people):
    return people("boss@example.org", Role.ADMINISTRATOR)


@pytest.fixture
def wished(submit):
    made = operations.wish(submit("wang@example.org").applicant, reason=REASON, page=PAGE, at=LATER)
    db.session.commit()
    return made


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def mails_to(address):
    mine = select(OutboxMessage).where(OutboxMessage.recipient == address)
    return db.session.scalars(mine.order_by(OutboxMessage.id)).all()


class TestAtOnce:
    def test_account_drafts_files_and_consents_are_gone(self, with_draft, app):
        operations.leave(with_draft, at=LATER)
        db.session.rollback()
        assert len(list(app.config["EVIDENCE"].iterdir())) == 1
        operations.leave(with_draft, at=LATER)
        db.session.commit()
        assert list(app.config["EVIDENCE"].iterdir()) == []
        assert (count(Application), count(Evidence), count(Consent)) == (0, 0, 0)
        kept = db.session.get(Person, with_draft.id)
        assert (kept.name, kept.phone, kept.identity_number, kept.identity_lookup) == ("", None, None, None)
        assert (kept.email, kept.password, kept.active) == (f"deleted-{kept.id}@deleted.invalid", None, False)
        assert kept.roles == []

    def test_the_page_removes_the_files_and_signs_out_everywhere(self, with_draft, client, app):
        client.sign_in("newcomer@example.org")
        assert client.post(PAGE, data={"password": PASSWORD, "sure": "y"}).location == "/"
        assert list(app.config["EVIDENCE"].iterdir()) == []
        assert client.get("/account/data").location.startswith("/login")
        answer = client.post("/login", data={"email": "newcomer@example.org", "password": PASSWORD})
        assert answer.status_code == 200

    @pytest.mark.parametrize("form", [{"password": PASSWORD}, {"sure": "y"}, {"password": "wrong", "sure": "y"}])
    def test_it_takes_the_password_and_being_sure(self, with_draft, client, form):
        client.sign_in("newcomer@example.org")
        assert client.post(PAGE, data=form).status_code == 200
        db.session.rollback()
        assert db.session.get(Person, with_draft.id).active

    def test_the_document_can_be_used_by_another_account_afterwards(self, with_draft, people):
        operations.leave(with_draft, at=LATER)
        again = people("again@example.org", Role.APPLICANT)
        record_details(again, name="陈晓", phone="1", identity_kind="passport", identity_number="E12345678", at=LATER)
        assert again.identity_number == "E12345678"

    def test_the_person_is_told_and_then_the_address_is_forgotten(self, with_draft, app):
        operations.leave(with_draft, at=LATER)
        db.session.commit()
        assert [mail.key for mail in mails_to("newcomer@example.org")] == [f"farewell:{with_draft.id}"]
        deliver(LATER)
        assert mails_to("newcomer@example.org") == []
        assert [mail.body for mail in db.session.scalars(select(OutboxMessage))] == [""]

    def test_the_record_keeps_a_number_and_no_more(self, with_draft):
        operations.leave(with_draft, at=LATER)
        entries = db.session.scalars(select(Record)).all()
        assert entries[-1].action == "account emptied"
        assert not any("newcomer" in str(entry.details) or "陈晓" in str(entry.details) for entry in entries)

    def test_whoever_has_handed_in_cannot(self, submit):
        with pytest.raises(HasToKeep):
            operations.leave(submit("wang@example.org").applicant, at=LATER)

    def test_somebody_of_the_bureau_cannot(self, people, client):
        clerk = people("clerk@example.org", Role.CLERK, Role.APPLICANT)
        with pytest.raises(WorksHere):
            operations.leave(clerk, at=LATER)
        client.sign_in("clerk@example.org")
        assert client.post(PAGE, data={"password": PASSWORD, "sure": "y"}).status_code == 200
        assert db.session.get(Person, clerk.id).active

    def test_others_keep_what_is_theirs(self, with_draft, submit):
        other = submit("wang@example.org")
        operations.leave(with_draft, at=LATER)
        assert db.session.scalars(select(Application)).all() == [other]
        assert mails_to("wang@example.org") != []


class TestAsAWish:
    def test_it_waits_for_the_bureau_and_the_person_is_told(self, wished):
        assert wished.outcome is None
        assert [mail.key for mail in mails_to("wang@example.org")][-1] == f"wish:{wished.id}:received"

    def test_one_wish_at_a_time(self, wished):
        with pytest.raises(AlreadyWished):
            operations.wish(wished.person, reason=REASON, page=PAGE, at=LATER)

    def test_it_says_why(self, submit):
        with pytest.raises(AnswerUnfit):
            operations.wish(submit("wang@example.org").applicant, reason=" 短 ", page=PAGE, at=LATER)

    def test_whoever_has_handed_in_nothing_need_not_wish(self, newcomer):
        with pytest.raises(NothingToDecide):
            operations.wish(newcomer, reason=REASON, page=PAGE, at=LATER)

    def test_it_can_be_taken_back_until_it_is_answered(self, wished):
        operations.take_back(wished.person, at=LATER)
        assert wished.outcome == "withdrawn"
        with pytest.raises(WishDecided):
            operations.take_back(wished.person, at=LATER)
        operations.wish(wished.person, reason=REASON, page=PAGE, at=LATER)

    def test_accepted_it_closes_the_account_and_keeps_the_records(self, wished, admin):
        person, reference = wished.person, db.session.scalars(select(Application)).one().reference
        operations.accept(wished, by=admin, answer=ANSWER, at=LATER)
        db.session.commit()
        assert (person.active, person.phone, person.password) == (False, None, None)
        assert (person.name, person.identity_number is not None) == ("陈晓", True)
        assert db.session.scalars(select(Application)).one().reference == reference
        assert [mail.key for mail in mails_to("wang@example.org")] == [f"farewell:{person.id}"]
        assert all(each.withdrawn_at for each in db.session.scalars(select(Consent)))

    def test_what_was_sent_stays_on_record_without_the_address(self, wished, admin):
        deliver(LATER)
        operations.accept(wished, by=admin, answer=ANSWER, at=LATER)
        deliver(LATER)
        assert mails_to("wang@example.org") == []
        assert any("wish:" in mail.key and mail.body for mail in db.session.scalars(select(OutboxMessage)))

    def test_refused_it_gives_the_reason_and_the_clause(self, wished, admin):
        operations.refuse(wished, by=admin, ground=Ground.RETENTION, answer=ANSWER, at=LATER)
        mail = mails_to("wang@example.org")[-1]
        assert ANSWER in mail.body and "第四十七条第二款" in mail.body and "第五十条" in mail.body
        assert wished.person.active

    @pytest.mark.parametrize("again", ["accept", "refuse"])
    def test_it_is_answered_once(self, wished, admin, again):
        operations.refuse(wished, by=admin, ground=Ground.PURPOSE, answer=ANSWER, at=LATER)
        with pytest.raises(WishDecided):
            if again == "accept":
                operations.accept(wished, by=admin, answer=ANSWER, at=LATER)
            else:
                operations.refuse(wished, by=admin, ground=Ground.PURPOSE, answer=ANSWER, at=LATER)

    def test_nobody_answers_their_own(self, wished):
        with pytest.raises(OwnWish):
            operations.accept(wished, by=wished.person, answer=ANSWER, at=LATER)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE deletion_wish SET outcome = 'refused', decided_at = asked_at, decider_id = :boss",
            "UPDATE deletion_wish SET outcome = 'accepted', decided_at = asked_at",
            "UPDATE deletion_wish SET outcome = 'accepted', decided_at = asked_at, decider_id = person_id",
            "UPDATE deletion_wish SET decided_at = asked_at",
            "INSERT INTO deletion_wish (person_id, reason, asked_at, answer) SELECT person_id, 'x', asked_at, '' "
            "FROM deletion_wish",
        ],
    )
    def test_the_database_refuses_an_answer_that_is_none(self, wished, admin, statement):
        with pytest.raises(IntegrityError):
            db.session.execute(text(statement), {"boss": admin.id} if ":boss" in statement else {})
        db.session.rollback()


class TestOnPages:
    def test_the_person_asks_and_takes_back(self, submit, client):
        application = submit("wang@example.org")
        client.sign_in("wang@example.org").get("/language/en")
        assert application.reference in client.get(PAGE).text
        assert "10 to 2,000 characters" in client.post(PAGE, data={"reason": "short"}).text
        assert client.post(PAGE, data={"reason": REASON}).location == PAGE
        assert "turn to answer" in client.get(PAGE).text and REASON in client.get("/account/data").text
        assert client.post(f"{PAGE}/taken-back").location == PAGE
        assert 'name="reason"' in client.get(PAGE).text

    def test_the_administrator_sees_it_and_answers(self, wished, admin, client):
        client.sign_in("boss@example.org").get("/language/en")
        assert "/account/wishes" in client.get("/people").text
        assert "陈晓" in client.get("/account/wishes").text
        page = f"/account/wishes/{wished.id}"
        assert REASON in client.get(page).text
        form = {"outcome": "refused", "answer": ANSWER}
        assert "Choose the clause" in client.post(page, data=form).text
        assert client.post(page, data={**form, "ground": "retention"}).location == "/account/wishes"
        assert client.post(page, data={**form, "ground": "retention"}).status_code == 409
        assert ANSWER in client.get(page).text
        assert "陈晓" in client.get("/account/wishes?show=answered").text
        assert client.get("/account/wishes/999").status_code == 404

    def test_accepting_leaves_a_list_that_can_still_be_read(self, wished, admin, client):
        client.sign_in("boss@example.org")
        form = {"outcome": "accepted", "answer": ANSWER}
        assert client.post(f"/account/wishes/{wished.id}", data=form).status_code == 302
        for page in ("/account/wishes?show=answered", f"/account/wishes/{wished.id}", "/people"):
            assert client.get(page).status_code == 200

    @pytest.mark.parametrize("role", [Role.APPLICANT, Role.CLERK, Role.AUDITOR])
    def test_nobody_else_sees_wishes(self, wished, people, client, role):
        people("nosy@example.org", role)
        client.sign_in("nosy@example.org")
        assert client.get("/account/wishes").status_code == 403
        assert client.post(f"/account/wishes/{wished.id}", data={"outcome": "accepted"}).status_code == 403
