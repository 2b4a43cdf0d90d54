"""Own data: everything is shown, everything can be taken along, the number only after the password."""

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from app import create_app
from talent.accounts.operations import record_details
from talent.applications.models import Evidence
from talent.audit.models import Record
from talent.database import db
from talent.web.access import Role
from tests.awards.conftest import (
    approver,
    case,
    clerk,
    decided_case,
    recommended_case,
    shown_case,
    submit,
    verified_case,
)
from tests.conftest import NOON, PASSWORD, Visitor

__all__ = ["approver", "case", "clerk", "decided_case", "recommended_case", "shown_case", "submit", "verified_case"]

CARD = "11010519491231002X"


@pytest.fixture
def me(people, client):
    person = people("me@example.org", Role.APPLICANT, name="陈晓")
    record_details(person, name="陈晓", phone="1", identity_kind="identity_card", identity_number=CARD, at=NOON)
    db.session.commit()
    client.sign_in("me@example.org")
    client.get("/language/en")
    return client


@pytest.fixture
def granted(decided_case, client):
    """The newcomer whose case was decided."""
    client.sign_in("newcomer@example.org")
    client.get("/language/en")
    return client


def taken(client, **form):
    return client.post("/account/data/download", data={"password": PASSWORD, **form})


def actions():
    db.session.rollback()
    return [entry.action for entry in db.session.scalars(select(Record).order_by(Record.id))]


def test_nobody_sees_it_who_is_not_signed_in(client):
    for page in ("/account/data", "/account/data/download", "/account/data/identity", "/account/data/deletion"):
        assert client.get(page).location.startswith("/login")


def test_the_page_says_of_everything_why_from_where_and_for_how_long(granted, app):
    page = granted.get("/account/data").text
    parts = page.count('<details class="app-data__part"')
    assert parts >= 9
    for heading in ("From where", "How long", "If it is wrong"):
        assert page.count(f">{heading}<") == parts


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_what_is_kept(granted, decided_case, language):
    granted.get(f"/language/{language}")
    page = granted.get("/account/data").text
    letter = decided_case.reference
    for kept in ("newcomer@example.org", decided_case.reference, "insurance_record.png", letter, "13800138000"):
        assert kept in page


def test_the_number_is_masked_until_the_password_is_given(me):
    assert CARD not in me.get("/account/data").text
    assert CARD not in me.get("/account/data/identity").text
    wrong = me.post("/account/data/identity", data={"password": "not this one at all"}).text
    assert CARD not in wrong and "This is not your password." in wrong
    assert CARD in me.post("/account/data/identity", data={"password": PASSWORD}).text


def test_showing_the_number_and_failing_to_is_recorded(me):
    me.post("/account/data/identity", data={"password": "not this one at all"})
    me.post("/account/data/identity", data={"password": PASSWORD})
    assert actions()[-2:] == ["sign-in failed", "identity shown"]


def test_the_password_is_asked_for_before_a_download_too(me):
    assert "Enter the password." in me.post("/account/data/download", data={}).text
    assert "This is not your password." in taken(me, password="another password").text
    assert "own data downloaded" not in actions()


def test_the_password_is_read_as_when_signing_in(me, people):
    assert me.post("/account/data/identity", data={"password": f" {PASSWORD}"}).status_code == 200
    wide = "".join(chr(ord(c) + 0xFEE0) if "a" <= c <= "z" else c for c in PASSWORD)
    assert CARD in me.post("/account/data/identity", data={"password": wide}).text


def test_wrong_passwords_are_counted_whichever_page_asks(me, app, tmp_path):
    counting = create_app({**app.config, "RATELIMIT_ENABLED": True, "INSTANCE": tmp_path})
    client = Visitor(counting, counting.response_class).sign_in("me@example.org")
    for _ in range(12):
        assert client.post("/account/data/identity", data={"password": PASSWORD}).status_code == 200
    pages = ["identity", "download", "deletion"] * 4
    answers = [client.post(f"/account/data/{page}", data={"password": "wrong"}).status_code for page in pages]
    assert answers == [200] * 10 + [429] * 2


def test_the_download_holds_everything_by_stable_keys(granted, decided_case):
    answer = taken(granted)
    assert answer.mimetype == "application/json"
    assert 'attachment; filename="my-data-' in answer.headers["Content-Disposition"].replace("=my", '="my')
    data = json.loads(answer.data)
    assert list(data) == [
        "format", "made_at", "account", "identity", "consents", "applications", "cases", "documents", "payments",
        "public_notices", "letters", "messages", "sign_ins",
    ]  # fmt: skip
    assert data["format"] == "own-data/1"
    assert data["account"]["email"] == "newcomer@example.org"
    assert data["identity"]["number"] == decided_case.application.applicant.identity_number
    application = data["applications"][0]
    answers = {each["fact"]: each["value"] for each in application["answers"]}
    assert (application["reference"], answers["yearly_pay"], answers["lease"]) == (
        decided_case.reference, "300000.00", "registered",
    )  # fmt: skip
    assert data["consents"][0]["text"]["zh"].startswith("我同意")


def test_money_is_yuan_as_text_and_instants_are_utc(granted):
    data = json.loads(taken(granted).data)
    first = data["payments"][0]
    assert (first["yuan"], first["instalments"][0]["yuan"]) == ("200000.00", "200000.00")
    assert first["granted_at"] == "2026-03-03T04:00:00Z"
    assert '"fen"' not in json.dumps(data)
    assert data["letters"][0]["content"]["incentives"][0]["yuan"] == "200000.00"


def test_documents_are_named_with_their_hashes_and_come_along_if_wished(granted, decided_case):
    listed = json.loads(taken(granted).data)["documents"]
    kept = db.session.scalars(select(Evidence)).all()
    assert {each["sha256"] for each in listed} == {each.sha256 for each in kept}
    with zipfile.ZipFile(io.BytesIO(taken(granted, documents="y").data)) as archive:
        names = archive.namelist()
        assert names[0] == "data.json" and len(names) == len(kept) + 1
        assert all(name.startswith(f"documents/{decided_case.reference}/") for name in names[1:])
        assert json.loads(archive.read("data.json"))["format"] == "own-data/1"


def test_a_document_whose_file_is_gone_does_not_keep_the_rest_back(granted, app):
    for path in app.config["EVIDENCE"].iterdir():
        path.unlink()
    with zipfile.ZipFile(io.BytesIO(taken(granted, documents="y").data)) as archive:
        assert archive.namelist() == ["data.json"]


def test_what_the_bureau_has_not_decided_is_not_told(recommended_case, client):
    client.sign_in("newcomer@example.org")
    case = json.loads(taken(client).data)["cases"][0]
    assert (case["outcome"], case["reason"], case["incentives"]) == (None, None, [])


def test_nothing_of_others_is_in_it(granted, submit):
    other = submit("other@example.org", name="王五")
    text = taken(granted).text
    assert other.reference not in text and "other@example.org" not in text and "王五" not in text


def test_taking_it_along_is_recorded(granted):
    taken(granted)
    assert "own data downloaded" in actions()


def test_somebody_who_has_just_signed_up_sees_little(me):
    data = json.loads(taken(me).data)
    assert data["applications"] == [] and "cases" not in data
    assert "Nothing is kept of this yet." in me.get("/account/data").text
