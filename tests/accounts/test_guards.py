"""Attempts are limited, cookies are guarded, the second step holds."""

import re
import time

import pytest
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
