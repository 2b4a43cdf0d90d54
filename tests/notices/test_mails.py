"""Every mail is written in both languages, with the same values in each, and can be read before it is sent."""

import re

import pytest

from talent.notices.mails import TEMPLATES
from talent.settings import ROOT
from talent.web.access import Role


def values(text):
    return sorted(set(re.findall(r"%\((\w+)\)", text)))


@pytest.mark.usefixtures("app")
def test_every_mail_says_the_same_in_both_languages():
    assert len(TEMPLATES) > 15
    for mail in TEMPLATES:
        for text in (mail.subject, mail.body):
            assert text.zh.strip() and text.en.strip()
            assert not re.search(r"[\u4e00-\u9fff]", text.en)
            assert re.search(r"[\u4e00-\u9fff]", text.zh)
            assert values(text.zh) == values(text.en)


def test_no_mail_is_written_past_the_preview():
    for path in (ROOT / "talent").rglob("*.py"):
        if path.name != "mails.py" or path.parent.name != "notices":
            assert not re.search(r"(?<![\w.])Mail\(Text|[=:] Mail\($", path.read_text(), re.MULTILINE), path


def test_an_officer_reads_every_mail_in_both_languages(people, client):
    people("officer@example.org", Role.OFFICER)
    client.sign_in("officer@example.org")
    page = client.get("/notifications/templates").text
    for mail in TEMPLATES:
        assert mail.blank().subject.zh in page and mail.blank().subject.en in page
    assert "‹reference›" in page and "%(" not in page


def test_others_do_not(people, client):
    people("newcomer@example.org")
    client.sign_in("newcomer@example.org")
    assert client.get("/notifications/templates").status_code == 403
