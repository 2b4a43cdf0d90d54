"""Own data on a phone: what is kept is seen, one agrees and withdraws, and everything is taken along as one file."""

import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import open_page
from tests.journeys.findings import problems
from tests.journeys.test_newcomer import STAFF_PASSWORD, save, sign_in

pytestmark = pytest.mark.journey

#: Somebody of the demo whose case was decided.
DECIDED = "person004@demo.example"


def take_along(page: Page, folder: Path, *, documents: bool) -> Path:
    """Download everything, after the password."""
    page.goto("/account/data")
    page.locator("main a[href='/account/data/download']").first.click()
    assert problems(page) == []
    if documents:
        page.check("[name=documents]")
    page.fill("[name=password]", STAFF_PASSWORD)
    with page.expect_download() as started:
        page.locator("main form button:not([type=button])").last.click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
@pytest.mark.usefixtures("database_url")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_somebody_sees_agrees_and_takes_their_data_along(
    browser: Browser, served: str, tmp_path: Path, language: str
) -> None:
    page, complaints = open_page(browser, served, language=language)
    sign_in(page, DECIDED, STAFF_PASSWORD)
    page.goto("/details")
    with page.expect_navigation():
        page.locator("main a[href='/account/data']").click()
    for part in page.locator("main details").all():
        part.locator("summary").click()
    expect(page.locator("main")).to_contain_text(DECIDED)
    assert problems(page) == []

    with page.expect_navigation():
        page.locator("form[action$='/deadlines'] button").click()
    expect(page.locator("form[action$='/deadlines'] button[value=no]")).to_have_count(1)

    data = json.loads(take_along(page, tmp_path, documents=False).read_text())
    assert data["account"]["email"] == DECIDED
    assert {each["purpose"] for each in data["consents"]} == {"processing", "deadlines"}
    with zipfile.ZipFile(take_along(page, tmp_path, documents=True)) as archive:
        assert len(archive.namelist()) == len(data["documents"]) + 1

    page.goto("/account/data/identity")
    page.fill("[name=password]", STAFF_PASSWORD)
    save(page)
    expect(page.locator("main")).to_contain_text(data["identity"]["number"])
    page.goto("/account/data/deletion")
    assert problems(page) == []
    assert complaints == []
