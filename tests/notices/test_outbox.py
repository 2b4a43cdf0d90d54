"""Messages are written with what they tell of, leave after it is committed, and are never lost nor sent twice."""

import email
import email.policy
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy.exc
from flask import Blueprint, Flask
from sqlalchemy import select

from talent.accounts.models import Person
from talent.database import db
from talent.notices import jobs
from talent.notices.jobs import deliver
from talent.notices.letters import LetterContent
from talent.notices.models import Letter, OutboxMessage
from talent.notices.operations import issue, post
from talent.web.access import EVERYONE, open_to
from tests.conftest import NOON
from tests.notices.samples import letter_content

LATER = NOON + timedelta(hours=2)


def write(key: str = "case:1:decided", recipient: str = "wang@example.org") -> OutboxMessage:
    message = post(key, recipient, "您的申请已有决定", "王小明，您好。\n决定书编号 L-2026-7KQ2M4。\n", NOON)
    db.session.commit()
    return message


def delivered(app: Flask) -> list[email.message.EmailMessage]:
    files = sorted(Path(app.config["OUTBOX"]).glob("*.eml"))
    return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]


def test_a_message_becomes_a_mail_in_the_folder(app: Flask):
    message = write()
    assert deliver(NOON) == jobs.Delivered(1, 0)
    (mail,) = delivered(app)
    assert (mail["Subject"], mail["To"]) == ("您的申请已有决定", "wang@example.org")
    assert mail.get_content().replace("\r\n", "\n") == message.body
    assert message.sent_at == NOON


def test_mails_in_the_folder_can_be_read_by_people(app: Flask):
    write()
    deliver(NOON)
    (file,) = Path(app.config["OUTBOX"]).glob("*.eml")
    assert "王小明，您好。" in file.read_text("utf-8")


def test_a_message_is_sent_once(app: Flask):
    write()
    deliver(NOON)
    assert deliver(LATER) == jobs.Delivered(0, 0)
    assert len(delivered(app)) == 1


def test_telling_the_same_thing_twice_is_one_message(app: Flask):
    assert write().id == write().id


def test_two_messages_of_one_key_are_refused_by_the_database(app: Flask):
    first = write()
    db.session.add(
        OutboxMessage(key=first.key, recipient="a@b.example", subject="", body="", created_at=NOON, due_at=NOON)
    )
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        db.session.flush()


def test_what_is_rolled_back_was_never_posted(app: Flask):
    post("case:2", "wang@example.org", "subject", "body", NOON)
    db.session.rollback()
    assert deliver(NOON) == jobs.Delivered(0, 0)


@pytest.fixture
def broken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A mail server that does not answer, until it is mended."""
    kept = jobs._into_folder

    def refuse(*arguments: object) -> None:
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(jobs, "_into_folder", refuse)
    return lambda: monkeypatch.setattr(jobs, "_into_folder", kept)


def test_a_failed_message_is_kept_with_its_error_and_sent_later(app: Flask, broken: Callable[[], None]):
    message = write()
    assert deliver(NOON) == jobs.Delivered(0, 1)
    assert (message.sent_at, message.attempts) == (None, 1)
    assert "Connection refused" in str(message.last_error)
    broken()
    assert deliver(NOON + timedelta(minutes=1)) == jobs.Delivered(0, 0)
    assert deliver(NOON + timedelta(minutes=5)) == jobs.Delivered(1, 0)
    assert (message.attempts, message.last_error) == (2, None)


def test_a_message_that_never_arrives_is_given_up_after_about_a_day(app: Flask, broken: Callable[[], None]):
    message = write()
    at = NOON
    while deliver(at) == jobs.Delivered(0, 1):
        at = message.due_at
    assert message.attempts == jobs.ATTEMPTS
    assert timedelta(hours=20) < at - NOON < timedelta(hours=30)


def test_an_impossible_recipient_holds_up_nobody_else(app: Flask):
    write("case:1", recipient="a@b.example\nBcc: everyone@b.example")
    write("case:2")
    assert deliver(NOON) == jobs.Delivered(1, 1)
    assert [mail["To"] for mail in delivered(app)] == ["wang@example.org"]


def test_of_two_who_deliver_at_once_one_sends(app: Flask):
    message = write()
    assert jobs._claim(message, NOON)
    assert not jobs._claim(message, NOON)


def test_a_mail_server_gets_the_message_when_there_is_one(app: Flask, monkeypatch: pytest.MonkeyPatch):
    said: list[Any] = []

    class Server:
        def __init__(self, *arguments: object, **named: object) -> None:
            said.append((arguments, named))

        def __enter__(self) -> "Server":
            return self

        def __exit__(self, *error: object) -> None:
            said.append("quit")

        def __getattr__(self, name: str) -> Callable[..., None]:
            return lambda *arguments: said.append((name, *arguments))

    monkeypatch.setattr("smtplib.SMTP", Server)
    app.config.update(
        MAIL_SERVER="mail.example", MAIL_PORT=587, MAIL_USE_TLS=True, MAIL_USERNAME="u", MAIL_PASSWORD="p"
    )
    write()
    assert deliver(NOON) == jobs.Delivered(1, 0)
    assert said[0] == (("mail.example", 587), {"timeout": 10})
    assert said[1:3] == [("starttls",), ("login", "u", "p")]
    assert said[3][1]["To"] == "wang@example.org"
    assert delivered(app) == []


@pytest.fixture
def posting(app: Flask) -> str:
    """A page that posts a message, and fails after the commit or before it when asked to."""
    pages = Blueprint("posting", __name__)

    @pages.route("/posting/<then>", methods=["POST"])
    @open_to(EVERYONE)
    def write_and(then: str) -> str:
        post("case:9", "wang@example.org", "subject", "body", NOON)
        if then == "fail":
            raise RuntimeError
        db.session.commit()
        return then

    app._got_first_request = False
    app.register_blueprint(pages)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return "/posting/"


def test_a_message_leaves_with_the_request_that_committed_it(app: Flask, client: Any, posting: str):
    assert client.post(posting + "commit").status_code == 200
    assert len(delivered(app)) == 1


def test_a_request_that_failed_sends_nothing(app: Flask, client: Any, posting: str):
    assert client.post(posting + "fail").status_code == 500
    assert delivered(app) == []


def test_a_request_is_not_troubled_by_a_failed_delivery(
    app: Flask, client: Any, posting: str, broken: Callable[[], None]
):
    assert client.post(posting + "commit").text == "commit"
    assert db.session.scalars(select(OutboxMessage)).one().attempts == 1


def test_the_command_delivers_and_says_how_much(app: Flask):
    write()
    result = app.test_cli_runner().invoke(args=["outbox", "deliver"])
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "1 sent, 0 failed")


def test_a_letter_gets_its_number_its_day_and_a_code_nobody_guesses(app: Flask, wang: Person):
    letters = [issue(letter_content(), wang.id, NOON) for _ in range(3)]
    assert all(letter.number.startswith("L-2026-") and len(letter.code) >= 22 for letter in letters)
    assert len({letter.number for letter in letters}) == len({letter.code for letter in letters}) == 3
    assert letters[0].content.number == letters[0].number


def test_a_letter_is_kept_as_it_was_issued(app: Flask, letter: Letter):
    db.session.expire_all()
    kept = db.session.get_one(Letter, letter.id).content
    assert isinstance(kept, LetterContent)
    assert kept.incentives == letter_content().incentives


@pytest.mark.parametrize("same", ["number", "code"])
def test_no_two_letters_share_a_number_or_a_code(app: Flask, letter: Letter, same: str):
    other = issue(letter_content(), letter.person_id, NOON)
    setattr(other, same, getattr(letter, same))
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        db.session.flush()
