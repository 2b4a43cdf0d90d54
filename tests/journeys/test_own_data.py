"""Own data on a phone: what is kept is seen, one agrees and withdraws, and everything is taken along as one file."""

import email
import json
import re
import zipfile
from email import policy as mail_policy
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import open_page
from tests.journeys.test_newcomer import save, sign_in
from tests.journeys.test_pages import RULES

pytestmark = pytest.mark.journey

PASSWORD = "a long password for one"
#: People of the demo whose cases were decided: they choose a password by mail, as anybody may.
DECIDED = ("person010@demo.example", "person004@demo.example", "person007@demo.example", "person001@demo.example")


def choose_password(page: Page, outbox: Path, address: str) -> None:
    """Set a password by mail, and sign in."""
    page.goto("/reset")
    page.fill("[name=email]", address)
    save(page)
    for path in sorted(outbox.glob("*.eml"), reverse=True):
        message = email.message_from_bytes(path.read_bytes(), policy=mail_policy.default)
        link = re.search(r"http://\S+?(/reset/\S+)", message.get_body().get_content())
        if link and message["to"] == address:
            page.goto(link.group(1))
            break
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=password_confirm]", PASSWORD)
    save(page)
    sign_in(page, address, PASSWORD)


def fits(page: Page) -> list[str]:
    """What axe finds on the page, and whether it is too wide."""
    found = [rule["id"] for rule in Axe().run(page, options=RULES).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"{wide} px too wide"] if wide > 0 else [])


def take_along(page: Page, folder: Path, *, documents: bool) -> Path:
    """Download everything, after the password."""
    page.goto("/account/data")
    page.locator("main a[href='/account/data/download']").first.click()
    assert fits(page) == []
    if documents:
        page.check("[name=documents]")
    page.fill("[name=password]", PASSWORD)
    with page.expect_download() as started:
        page.locator("main form button:not([type=button])").last.click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_somebody_sees_agrees_and_takes_their_data_along(
    browser: Browser, served: str, outbox: Path, tmp_path: Path, language: str
) -> None:
    page, complaints = open_page(browser, served, language=language)
    choose_password(page, outbox, DECIDED[0])
    page.goto("/details")
    page.locator("main a[href='/account/data']").click()
    for part in page.locator("main details").all():
        part.locator("summary").click()
    assert DECIDED[0] in page.locator("main").inner_text()
    assert fits(page) == []

    with page.expect_navigation():
        page.locator("form[action$='/deadlines'] button").click()
    assert page.locator("form[action$='/deadlines'] button[value=no]").count() == 1

    data = json.loads(take_along(page, tmp_path, documents=False).read_text())
    assert data["account"]["email"] == DECIDED[0]
    assert {each["purpose"] for each in data["consents"]} == {"processing", "deadlines"}
    with zipfile.ZipFile(take_along(page, tmp_path, documents=True)) as archive:
        assert len(archive.namelist()) == len(data["documents"]) + 1

    page.goto("/account/data/identity")
    page.fill("[name=password]", PASSWORD)
    save(page)
    assert data["identity"]["number"] in page.locator("main").inner_text()
    page.goto("/account/data/deletion")
    assert fits(page) == []
    assert complaints == []
