"""Everything a person was told is on a page of theirs: unread first, in both languages, as it was sent."""

import re
from typing import Any

import pytest
from sqlalchemy import event, select

from rules.policy import Text
from talent.accounts.models import Person
from talent.database import db
from talent.notices.mails import Mail
from talent.notices.models import OutboxMessage
from talent.notices.operations import post, tell
from talent.web.access import Role
from tests.conftest import NOON, Visitor

MAIL = Mail(
    Text("您的申请已有决定", "Your application has been decided"),
    Text("请登录查看决定书。\n\n决定书：%(link)s", "Sign in to read the letter.\n\nThe letter: %(link)s"),
)


def told(person: Person, key: str = "case:1:decided", link: str = "/policies/") -> OutboxMessage:
    message = tell(key, person, MAIL.filled({"link": "https://here.example"}), NOON, link=link)
    db.session.commit()
    return message


@pytest.fixture
def reader(client: Visitor, wang: Person) -> Visitor:
    client.sign_in(wang.email).get("/language/en")
    return client


def count(page: Any) -> str:
    found = re.search(r'app-count">(\d+)', page.text)
    return found.group(1) if found else ""


def test_a_mail_is_in_the_persons_language_and_kept_in_both(wang):
    message = told(wang)
    assert message.subject == "您的申请已有决定"
    assert message.body.startswith("王小明，您好：\n\n请登录查看决定书。")
    assert message.said("en").body.startswith("Dear 王小明,\n\nSign in to read the letter.")
    assert message.said("en").sentence == "Sign in to read the letter."


def test_what_is_posted_to_an_address_belongs_to_whoever_has_it(wang):
    assert post("a", "Wang@Example.org", "s", "b", NOON).person_id == wang.id
    assert post("b", "nobody@example.org", "s", "b", NOON).person_id is None


def test_mails_that_let_into_an_account_are_not_shown(client, wang):
    client.post("/reset", data={"email": wang.email})
    message = db.session.scalars(select(OutboxMessage)).one()
    assert (message.recipient, message.person_id) == (wang.email, None)


def test_the_header_counts_what_is_unread(reader, wang):
    assert count(reader.get("/policies/")) == ""
    told(wang)
    assert count(reader.get("/policies/")) == "1"


def test_opening_a_message_marks_it_read_and_shows_it_as_it_was_sent(reader, wang):
    message = told(wang)
    assert "New" in reader.get("/notifications/").text
    page = reader.get(f"/notifications/{message.id}")
    assert "Sign in to read the letter." in page.text
    assert "请登录查看决定书。" in page.text
    assert count(page) == ""
    assert 'href="/policies/"' in page.text
    db.session.refresh(message)
    first = message.read_at
    reader.get(f"/notifications/{message.id}")
    db.session.refresh(message)
    assert message.read_at == first


def test_going_to_the_page_marks_the_message_read(reader, wang):
    message = told(wang)
    assert reader.get(f"/notifications/{message.id}/page").location == "/policies/"
    assert count(reader.get("/policies/")) == ""


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example", None])
def test_a_message_leads_nowhere_else(reader, wang, link):
    message = told(wang, link=link)
    assert "evil" not in (reader.get(f"/notifications/{message.id}/page").location or "")


def test_unread_messages_come_first(reader, wang):
    old, new = told(wang, "old"), told(wang, "new")
    reader.get(f"/notifications/{new.id}")
    page = reader.get("/notifications/").text
    assert page.index(f"/notifications/{old.id}") < page.index(f"/notifications/{new.id}")


def test_marking_all_as_read_leaves_what_came_meanwhile(reader, wang):
    first = told(wang, "first")
    later = told(wang, "later")
    reader.post("/notifications/read", data={"upto": str(first.id)})
    db.session.expire_all()
    assert first.read_at is not None
    assert later.read_at is None


@pytest.mark.parametrize("upto", ["", "many", "-1", str(2**40)])
def test_a_strange_number_marks_nothing(reader, wang, upto):
    message = told(wang)
    assert reader.post("/notifications/read", data={"upto": upto}).status_code == 302
    db.session.refresh(message)
    assert message.read_at is None


def test_somebody_elses_message_is_not_found(reader, wang, people):
    message = told(people("other@example.org", Role.APPLICANT))
    assert reader.get(f"/notifications/{message.id}").status_code == 404
    assert reader.get(f"/notifications/{message.id}/page").status_code == 404
    reader.post("/notifications/read", data={"upto": str(message.id)})
    db.session.refresh(message)
    assert message.read_at is None


def test_the_list_has_pages(reader, wang):
    for number in range(21):
        told(wang, f"case:{number}")
    assert "page 1 of 2" in reader.get("/notifications/").text
    assert reader.get("/notifications/?page=2").text.count("app-notices__item--unread") == 1


def test_an_empty_page_says_what_will_come(reader):
    assert "Nothing yet" in reader.get("/notifications/").text


def test_who_is_not_signed_in_costs_no_query_and_is_asked_to_sign_in(client):
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    client.get("/accessibility")
    assert not [statement for statement in asked if "outbox_message" in statement]
    assert "/login" in client.get("/notifications/").location
