"""Attempts are limited, cookies are guarded, the second step holds."""

import io
import re
import time

import pytest
from passlib.context import CryptContext
from sqlalchemy import select

from app import create_app
from talent.accounts import limits
from talent.accounts.queries import person_by_email
from talent.accounts.security import SETTINGS
from talent.audit.models import Record
from talent.database import db
from talent.web.access import EVERYONE, SIGNED_IN, Role

PASSWORD = "future-community"
WRONG = "not the password"


def attempt(client, email, password=WRONG):
    return client.post("/login", data={"email": email, "password": password}).status_code


@pytest.fixture
def counted(app, client, tmp_path):
    """A visitor whose attempts are counted."""
    counting = create_app({**app.config, "RATELIMIT_ENABLED": True, "INSTANCE": tmp_path})
    return type(client)(counting, counting.response_class)


def test_passwords_of_one_account_may_be_tried_ten_times(counted, people):
    people("known@example.org", Role.APPLICANT)
    assert [attempt(counted, "known@example.org") for _ in range(10)] == [200] * 10
    assert attempt(counted, "Known@example.org ", PASSWORD) == 429
    assert attempt(counted, "other@example.org") == 200


def test_passwords_of_many_accounts_may_be_tried_thirty_times_from_one_address(counted):
    assert {attempt(counted, f"p{number}@example.org") for number in range(30)} == {200}
    assert attempt(counted, "another@example.org") == 429


def test_signing_in_rightly_does_not_count(counted, people):
    people("known@example.org", Role.APPLICANT)
    for _ in range(12):
        assert attempt(counted, "known@example.org", PASSWORD) == 302
        counted.post("/logout")


def test_a_mailbox_cannot_be_flooded(counted, people):
    people("known@example.org", Role.APPLICANT)
    codes = [counted.post("/reset", data={"email": "known@example.org"}).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]


@pytest.mark.parametrize(
    "spelling", ["known@EXAMPLE.org", "known@ｅｘａｍｐｌｅ.org", "KNOWN@example．org", " known@example.org"]
)
def test_another_spelling_of_an_address_is_the_same_account(counted, people, spelling):
    people("known@example.org", Role.APPLICANT)
    for _ in range(10):
        attempt(counted, "known@example.org")
    assert attempt(counted, spelling) == 429


def test_a_second_step_begun_does_not_hide_whose_password_is_tried(counted, people):
    people("known@example.org", Role.APPLICANT)
    with counted.session_transaction() as session:
        session["tf_user_id"] = "somebody else"
    for _ in range(10):
        attempt(counted, "known@example.org")
    with counted.session_transaction() as session:
        session["tf_user_id"] = "yet another"
    assert attempt(counted, "known@example.org") == 429


def test_numbers_cannot_be_tried_out_on_the_details(counted, people):
    people("known@example.org", Role.APPLICANT)
    counted.sign_in("known@example.org")
    assert [counted.post("/details", data={}).status_code for _ in range(11)] == [200] * 10 + [429]
    assert counted.get("/details").status_code == 200


@pytest.mark.parametrize("page", ["/login", "/register", "/reset", "/confirm", "/details"])
def test_what_is_not_a_form_is_refused(client, people, page):
    people("known@example.org", Role.APPLICANT)
    if page == "/details":
        client.sign_in("known@example.org")
    odd = {"email": "known@example.org", "password": "\ud800" * 12, "name": 1}
    assert client.post(page, json=odd).status_code == 415
    assert client.post(page, data={"email": (io.BytesIO(b"x"), "x.txt")}).status_code == 415


def test_half_a_character_is_no_password_and_no_fault_of_ours(client, people):
    people("known@example.org", Role.APPLICANT)
    body = "email=known%40example.org&password=%ED%A0%80%ED%A0%80%ED%A0%80%ED%A0%80"
    form = "application/x-www-form-urlencoded"
    assert client.post("/login", data=body, content_type=form).status_code == 200


@pytest.mark.parametrize("page", ["http://[", "//[", "https://evil.example/", "/\\evil.example", "/\t/evil.example"])
def test_a_link_that_leads_elsewhere_is_forgotten(client, people, page):
    people("known@example.org", Role.APPLICANT)
    shown = client.get("/login", query_string={"next": page})
    assert shown.status_code == 200
    assert re.search(r'<input[^>]*name="next"[^>]*value=""', shown.text)
    sent = {"email": "known@example.org", "password": PASSWORD, "next": page}
    assert client.post("/login", data=sent, query_string={"next": page}).location == "/welcome"


def test_signing_out_ends_the_sessions_on_all_devices(app, client, people):
    people("known@example.org", Role.APPLICANT)
    elsewhere = type(client)(app, app.response_class).sign_in("known@example.org")
    client.sign_in("known@example.org")
    assert elsewhere.get("/details").status_code == 200
    client.post("/logout")
    assert elsewhere.get("/details").status_code == 302
    assert client.sign_in("known@example.org").get("/details").status_code == 200


@pytest.mark.parametrize("page", ["/reset", "/confirm"])
def test_the_work_done_for_an_address_does_not_tell_whether_it_is_known(client, people, monkeypatch, page):
    person = people("known@example.org", Role.APPLICANT)
    person.confirmed_at = None if page == "/confirm" else person.confirmed_at
    done, hash_of = [], CryptContext.hash
    monkeypatch.setattr(
        CryptContext, "hash", lambda self, *a, **k: done.append(self.default_scheme()) or hash_of(self, *a, **k)
    )
    work = []
    for email in ("known@example.org", "nobody@example.org"):
        client.post(page, data={"email": email})
        work.append(sorted(done))
        done.clear()
    assert work[0] == work[1] != []


def test_too_many_attempts_are_told_in_words(counted):
    counted.get("/language/en")
    for _ in range(10):
        attempt(counted, "known@example.org")
    page = counted.post("/login", data={"email": "known@example.org", "password": WRONG}).text
    assert "Too many attempts" in page


def test_looking_at_the_form_is_never_limited(counted):
    assert {counted.get("/login").status_code for _ in range(40)} == {200}


def test_every_limit_is_on_a_view_there_is(app):
    for name in {*limits.FROM_ONE_ADDRESS, *limits.ON_ONE_ACCOUNT}:
        assert f"security.{name}" in app.view_functions


def test_the_librarys_views_say_whom_they_are_open_to(app):
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("security."):
            assert view.open_to in ({EVERYONE}, {SIGNED_IN}), endpoint
    assert app.view_functions["security.change_password"].open_to == {SIGNED_IN}


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, people):
    people("known@example.org", Role.APPLICANT)
    answer = client.post("/login", data={"email": "known@example.org", "password": PASSWORD, "remember": "y"})
    cookies = answer.headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {"session", "remember_token"}
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


def test_passwords_are_kept_as_argon2(people):
    assert people("known@example.org", Role.APPLICANT).password.startswith("$argon2id$")
    assert SETTINGS["SECURITY_PASSWORD_SCHEMES"] == ["argon2"]


def test_a_form_without_its_token_is_refused(app, client, people):
    people("known@example.org", Role.APPLICANT)
    app.config["WTF_CSRF_ENABLED"] = True
    assert attempt(client, "known@example.org", PASSWORD) == 400


def test_the_demo_accounts_are_named_only_in_a_demonstration(app, client, people):
    people("clerk@demo.example", Role.CLERK)
    assert "demo.example" not in client.get("/login").text
    app.config["DEMO"] = True
    page = client.get("/login").text
    assert "clerk@demo.example" in page and "future-community" in page
    assert "mentor@demo.example" not in page


def code_of(app, person, later=0):
    totp = app.extensions["security"].totp_factory
    return totp._totp.from_source(person.tf_totp_secret).generate(time.time() + later).token


@pytest.fixture
def with_second_step(app, client, people):
    """Somebody who set up the second step, as a visitor does, and signed out. Gives the recovery codes."""
    people("careful@example.org", Role.CLERK)
    client.sign_in("careful@example.org")
    page = client.post("/tf-setup", data={"setup": "authenticator"}).text
    assert "data:image" in page
    action = re.search(r'action="(/tf-setup/[^"]+)"', page).group(1)
    key = re.search(r"<code>([A-Za-z0-9 -]+)</code>", page).group(1)
    totp = app.extensions["security"].totp_factory._totp
    token = totp(key=key.replace("-", "").replace(" ", "")).generate().token
    assert client.post(action, data={"code": token}).status_code == 302
    page = client.post("/mf-recovery-codes", data={"generate_new_codes": "yes"}).text
    client.post("/logout")
    return re.findall(r"<li><code>([^<]+)</code></li>", page)


def test_with_a_second_step_the_password_is_not_enough(app, client, with_second_step):
    assert "/tf-validate" in client.post("/login", data={"email": "careful@example.org", "password": PASSWORD}).location
    assert client.get("/details").status_code == 302
    assert client.get("/tf-validate").status_code == 200
    assert client.post("/tf-validate", data={"code": "000000"}).status_code == 200
    person = person_by_email("careful@example.org")
    assert client.post("/tf-validate", data={"code": code_of(app, person, later=30)}).status_code == 302
    assert client.get("/details").status_code == 200


def test_a_recovery_code_stands_in_once(client, with_second_step):
    assert len(with_second_step) == 8
    for code, status in ((with_second_step[0], 302), (with_second_step[0], 200)):
        client.post("/login", data={"email": "careful@example.org", "password": PASSWORD})
        assert client.post("/mf-recovery", data={"code": code}).status_code == status
        client.post("/logout")


def test_an_administrator_takes_the_second_step_off_and_that_is_recorded(client, people, with_second_step):
    people("admin@example.org", Role.ADMINISTRATOR)
    client.sign_in("admin@example.org")
    number = person_by_email("careful@example.org").id
    assert "second-step" in client.get(f"/people/{number}").text
    client.post(f"/people/{number}/second-step")
    client.post("/logout")
    client.sign_in("careful@example.org")
    assert client.get("/details").status_code == 200
    assert "second step removed" in db.session.scalars(select(Record.action)).all()
