"""Sign up, confirm, sign in, reset: as a visitor does it."""

import pytest
from sqlalchemy import func, select

from talent.accounts.models import Person
from talent.accounts.queries import person_by_email
from talent.audit.models import Record
from talent.database import db
from talent.notices.models import OutboxMessage
from talent.web.access import Role

PASSWORD = "future-community"
NEW = "a wholly other sentence"


def sign_up(client, email, password=PASSWORD, again=None):
    return client.post("/register", data={"email": email, "password": password, "password_confirm": again or password})


def sign_in(client, email, password=PASSWORD, **more):
    return client.post("/login", data={"email": email, "password": password, **more})


def actions():
    db.session.rollback()
    return list(db.session.scalars(select(Record.action).order_by(Record.id)))


def test_a_newcomer_signs_up_confirms_and_signs_in_as_an_applicant(client, links):
    assert sign_up(client, "New@Example.org").status_code == 302
    person = person_by_email("new@example.org")
    assert person.has(Role.APPLICANT) and person.confirmed_at is None
    assert client.get(links("new@example.org")[0]).location.endswith("/login")
    assert sign_in(client, "new@example.org").location == "/welcome"
    assert client.get("/welcome").location.rstrip("/") == "/applications"
    assert actions() == ["account made", "address confirmed", "signed in"]


def test_who_has_not_confirmed_is_told_so_kindly_and_not_let_in(client):
    sign_up(client, "new@example.org")
    answer = client.get("/language/en") and sign_in(client, "new@example.org")
    assert answer.status_code == 200
    assert "open the link in the mail we sent you" in answer.text
    assert client.get("/details").status_code == 302


def test_a_wrong_password_and_an_unknown_address_look_the_same_and_are_recorded(client, people):
    people("known@example.org", Role.APPLICANT)
    client.get("/language/en")
    pages = [sign_in(client, email, "not the password").text for email in ("known@example.org", "nobody@example.org")]
    assert all("The e-mail address or the password is not right." in page for page in pages)
    assert pages[0].replace("known@", "nobody@") == pages[1]
    assert actions()[-2:] == ["sign-in failed", "sign-in failed"]


def test_signing_up_with_a_taken_address_looks_like_success_and_tells_only_its_owner(client, people, links):
    people("known@example.org", Role.APPLICANT)
    fresh, taken = sign_up(client, "fresh@example.org"), sign_up(client, "known@example.org", NEW)
    assert (fresh.status_code, fresh.location) == (taken.status_code, taken.location)
    assert db.session.scalar(select(func.count()).select_from(Person)) == 2
    assert any(link.startswith("/reset/") for link in links("known@example.org"))
    assert sign_in(client, "known@example.org").status_code == 302


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("too short", None, "at least 12 characters"),
        (PASSWORD, "future-commuter", "not the same"),
        ("", "", "Enter the password"),
    ],
)
def test_an_unfit_password_is_refused_in_words(client, password, again, says):
    client.get("/language/en")
    answer = sign_up(client, "new@example.org", password, again)
    assert says in answer.text
    assert "There is a problem" in answer.text
    assert person_by_email("new@example.org") is None


def test_what_is_no_address_is_refused(client):
    client.get("/language/en")
    assert "This is not an e-mail address" in sign_up(client, "nonsense").text


def test_a_forgotten_password_is_replaced_through_a_mail(client, people, links):
    people("known@example.org", Role.APPLICANT)
    client.post("/reset", data={"email": "known@example.org"})
    link = links("known@example.org")[0]
    assert client.get(link).status_code == 200
    assert client.post(link, data={"password": NEW, "password_confirm": NEW}).status_code == 302
    assert sign_in(client, "known@example.org").status_code == 200
    assert sign_in(client, "known@example.org", NEW).status_code == 302
    assert client.get(link).location.endswith("/reset")


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(client, people):
    people("known@example.org", Role.APPLICANT)
    client.get("/language/en")
    pages = [client.post("/reset", data={"email": email}).text for email in ("known@example.org", "nobody@example.org")]
    assert pages[0].replace("known@", "nobody@") == pages[1]
    assert db.session.scalars(select(OutboxMessage.recipient)).all() == ["known@example.org"]


def test_links_in_mails_lead_to_the_public_address_whatever_host_was_asked(app, client, people):
    people("known@example.org", Role.APPLICANT)
    client.post("/reset", data={"email": "known@example.org"}, base_url="http://evil.example")
    body = db.session.scalars(select(OutboxMessage.body)).one()
    assert "evil.example" not in body
    assert f"{app.config['PUBLIC_URL']}/reset/" in body
    assert "Open the link" in body and "请打开" in body


def test_changing_the_password_needs_the_present_one(client, people):
    people("known@example.org", Role.APPLICANT)
    client.sign_in("known@example.org")
    change = {"new_password": NEW, "new_password_confirm": NEW}
    assert client.post("/change", data={"password": "not the password", **change}).status_code == 200
    assert client.post("/change", data={"password": PASSWORD, **change}).status_code == 302
    assert "password changed" in actions()


def test_after_signing_in_one_comes_back_to_the_page_one_wanted(client, people):
    people("known@example.org", Role.APPLICANT)
    wanted = client.get("/details").location
    assert "next=" in wanted
    assert 'value="/details"' in client.get(wanted).text
    assert sign_in(client, "known@example.org", next="/details").location == "/details"


def test_nobody_is_sent_to_another_site_after_signing_in(client, people):
    people("known@example.org", Role.APPLICANT)
    answer = sign_in(client, "known@example.org", next="https://evil.example/")
    assert "evil.example" not in (answer.location or "")


def test_signing_out_needs_a_post_and_is_recorded(client, people):
    people("known@example.org", Role.APPLICANT)
    client.sign_in("known@example.org")
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").status_code == 302
    assert client.get("/details").status_code == 302
    assert actions()[-1] == "signed out"
