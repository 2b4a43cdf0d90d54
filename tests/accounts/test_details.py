"""Who somebody is: one document for one account, its number encrypted and never shown in full."""

from datetime import date

import pytest
from cryptography.fernet import InvalidToken
from sqlalchemy import select, text

from talent.accounts import identity
from talent.accounts.errors import IdentityTaken
from talent.accounts.identity import IdentityKind
from talent.accounts.models import Person
from talent.accounts.operations import record_details
from talent.accounts.signals import identity_changing
from talent.audit.models import Record
from talent.database import db, now
from talent.web.access import Role
from talent.web.errors import Refused

CARD = "11010519491231002X"
OTHER_CARD = "360426199101010071"
DETAILS = {"name": "陈晓", "phone": "138 0013 8000", "identity_kind": "identity_card", "identity_number": CARD}


@pytest.fixture
def signed_in(client, people):
    people("me@example.org", Role.APPLICANT, name="旧名")
    client.sign_in("me@example.org")
    client.get("/language/en")
    return client


def me():
    db.session.rollback()
    return db.session.scalars(select(Person).where(Person.email == "me@example.org")).one()


def fill(client, **changes):
    return client.post("/details", data={**DETAILS, **changes})


def test_details_are_kept_and_the_number_is_shown_masked_only(signed_in):
    assert fill(signed_in).status_code == 302
    assert (me().name, me().phone, me().identity_number) == ("陈晓", "+8613800138000", CARD)
    page = signed_in.get("/details").text
    assert CARD not in page and CARD[6:14] not in page
    assert "1101**********002X" in page
    assert me().masked_name == "陈*"


def test_the_database_holds_the_number_only_encrypted(signed_in):
    fill(signed_in)
    row = db.session.execute(text("SELECT identity_number, identity_lookup FROM person")).one()
    assert CARD.encode() not in bytes(row.identity_number)
    assert CARD not in row.identity_lookup


def test_a_number_that_was_tampered_with_is_not_read(signed_in):
    fill(signed_in)
    db.session.execute(text("UPDATE person SET identity_number = :x"), {"x": b"gAAAAABnothing"})
    db.session.commit()
    with pytest.raises(InvalidToken):
        me()


def test_an_empty_number_keeps_the_one_that_is_there(signed_in):
    fill(signed_in)
    assert fill(signed_in, name="陈晓晓", identity_number="").status_code == 302
    assert (me().name, me().identity_number) == ("陈晓晓", CARD)


def test_another_kind_of_document_needs_its_own_number(signed_in):
    fill(signed_in)
    assert "Give the number of the document." in fill(signed_in, identity_kind="passport", identity_number="").text


def test_a_document_belongs_to_one_account(signed_in, people):
    other = people("other@example.org", Role.APPLICANT)
    record_details(
        other, name="甲", phone="+8613800138000", identity_kind="identity_card", identity_number=CARD, at=now()
    )
    db.session.commit()
    answer = fill(signed_in, identity_number=CARD.lower())
    assert answer.status_code == 200
    assert "Another account already uses this document" in answer.text
    assert me().identity_number is None and me().name == "旧名"
    with pytest.raises(IdentityTaken):
        record_details(me(), name="乙", phone="1", identity_kind="identity_card", identity_number=CARD, at=now())


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Give your full name."),
        ("phone", "12345", "This is not a phone number."),
        ("phone", "", "Give a phone number."),
        ("name", "   ", "Give your full name."),
        ("name", "\u200b\u202e", "Give your full name."),
        ("name", "1234", "Write the name in letters or characters"),
        ("identity_kind", "", "Choose the kind of document."),
        ("identity_kind", "zz", "Choose the kind of document."),
        ("identity_number", "", "Give the number of the document."),
        ("identity_number", "110105194912310021", "cannot be the number of such a document"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_the_rest_is_kept(signed_in, field, value, says):
    page = fill(signed_in, **{field: value}).text
    assert says in page and "There is a problem" in page
    assert field == "name" or "陈晓" in page
    assert CARD not in page


def test_one_number_under_two_names_of_a_document_is_still_one_document(signed_in, people):
    other = people("other@example.org")
    record_details(other, name="李", phone="13800138001", identity_kind="other", identity_number="E12345678", at=now())
    page = fill(signed_in, identity_kind="passport", identity_number="E12345678")
    assert page.status_code == 200
    assert 'href="#identity_number"' in page.text
    assert me().identity_number is None


def test_a_number_that_is_not_shown_again_is_asked_for_again(signed_in):
    page = fill(signed_in, phone="12")
    assert CARD not in page.text
    assert 'href="#identity_number"' in page.text


def test_a_phone_from_abroad_is_taken_with_its_code(signed_in):
    fill(signed_in, phone="+44 20 7946 0958")
    assert me().phone == "+442079460958"


@pytest.mark.parametrize(
    ("kind", "number", "valid"),
    [
        (IdentityKind.IDENTITY_CARD, CARD, True),
        (IdentityKind.IDENTITY_CARD, "11010519491331002X", False),
        (IdentityKind.IDENTITY_CARD, "", False),
        (IdentityKind.PASSPORT, "E12345678", True),
        (IdentityKind.PASSPORT, "E1", False),
        (IdentityKind.PASSPORT, "E12345678;DROP", False),
        (IdentityKind.OTHER, "H0123456789", True),
    ],
)
def test_numbers_are_checked_against_their_kind(kind, number, valid):
    assert identity.is_valid(kind, number) is valid


def test_numbers_are_read_however_they_are_typed():
    assert identity.normal(" 110105 19491231-002x ") == CARD
    assert identity.normal("１１０１０５") == "110105"


def test_a_card_tells_the_day_of_birth():
    assert identity.birth_date(CARD) == date(1949, 12, 31)


def test_the_record_never_holds_the_number(signed_in):
    fill(signed_in)
    entries = db.session.scalars(select(Record)).all()
    assert "details recorded" in [entry.action for entry in entries]
    assert not any(CARD in str(entry.details) for entry in entries)


def test_after_saving_one_goes_on_to_the_page_one_came_from_and_nowhere_else(signed_in):
    assert signed_in.post("/details?next=/privacy", data=DETAILS).location == "/privacy"
    assert "evil" not in signed_in.post("/details?next=https://evil.example", data=DETAILS).location


@pytest.mark.parametrize("kind", ["passport", "other"])
def test_a_card_cannot_be_passed_off_as_another_document(signed_in, kind):
    page = fill(signed_in, identity_kind=kind, identity_number="110105 19491231-002x").text
    assert "Choose “Resident identity card” for this number." in page
    assert me().identity_number is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("陈\u200b晓\x07", "陈晓"),
        ("  Ana  Maria\tO’Neill ", "Ana Maria O’Neill"),
        ("\u202eoaix", "oaix"),
        ("王\U00031350", "王\U00031350"),
    ],
)
def test_of_a_name_is_kept_what_can_be_seen(signed_in, typed, kept):
    assert fill(signed_in, name=typed).status_code == 302
    assert me().name == kept


class Fixed(Refused):
    def says(self):
        return "Your name is part of what you handed in."


@pytest.fixture
def handed_in(signed_in):
    """Somebody whose name and document a feature above holds fast."""
    fill(signed_in)

    def refuse(person):
        raise Fixed

    with identity_changing.connected_to(refuse):
        yield signed_in


@pytest.mark.parametrize(
    "change",
    [
        {"name": "陈晓晓", "identity_number": ""},
        {"identity_number": OTHER_CARD},
        {"identity_kind": "passport", "identity_number": "E12345678"},
    ],
)
def test_a_feature_above_may_hold_name_and_document_fast(handed_in, change):
    page = fill(handed_in, **{"phone": "138 0013 8001", **change}).text
    assert "Your name is part of what you handed in." in page and "There is a problem" in page
    assert change.get("name", "陈晓") in page and "8001" in page
    assert (me().name, me().identity_number, me().phone) == ("陈晓", CARD, "+8613800138000")


@pytest.mark.parametrize("number", ["", CARD])
def test_the_phone_may_change_all_the_same(handed_in, number):
    assert fill(handed_in, phone="138 0013 8001", identity_number=number).status_code == 302
    assert me().phone == "+8613800138001"


def test_giving_the_document_of_another_account_is_recorded_without_its_number(signed_in, people):
    other = people("other@example.org", Role.APPLICANT)
    record_details(other, name="甲", phone="1", identity_kind="identity_card", identity_number=CARD, at=now())
    db.session.commit()
    fill(signed_in)
    last = db.session.scalars(select(Record).order_by(Record.id.desc())).first()
    assert (last.action, last.about, last.details) == ("document refused", f"person:{me().id}", {})
