"""An offer: somebody agrees to be offered what they qualify for, and another policy grants it; they read the offer in
both languages, on a phone and on a desk, and accept it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rules.library import FOLDER
from talent.settings import ROOT
from tests.journeys.conftest import FLASK, open_page
from tests.journeys.findings import problems
from tests.journeys.test_newcomer import STAFF_PASSWORD, sign_in

pytestmark = pytest.mark.journey

#: Somebody of the demo whose application is decided.
PERSON = "person004@demo.example"


@pytest.fixture
def two_policies(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The default policy, and another that asks and grants the same."""
    folder: Path = tmp_path_factory.mktemp("policies")
    text = (FOLDER / "jinhua" / "future-community-talent.yaml").read_text(encoding="utf-8")
    (folder / "first.yaml").write_text(text, encoding="utf-8")
    other = text.replace("policy: jinhua-future-community-talent", "policy: second")
    (folder / "second.yaml").write_text(other, encoding="utf-8")
    monkeypatch.setenv("POLICIES", str(folder))


def agree(page: Page) -> None:
    """Agree to be offered what one qualifies for."""
    page.goto("/account/data")
    with page.expect_navigation():
        page.locator("form[action$='/incentives'] button").first.click()


@pytest.mark.usefixtures("two_policies", "database_url")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_offer_is_read_and_accepted(
    browser: Browser, environment: dict[str, str], serve: Callable[..., str]
) -> None:
    served = serve()
    page, complaints = open_page(browser, served)
    sign_in(page, PERSON, STAFF_PASSWORD)
    agree(page)
    subprocess.run([*FLASK, "offers", "find"], cwd=ROOT, env=environment, check=True, capture_output=True)
    english, english_complaints = open_page(browser, served, language="en-GB")
    sign_in(english, PERSON, STAFF_PASSWORD)
    for reader in (page, english):
        assert problems(reader, "/applications/", languages=True) == []
        assert problems(reader, "/offers/1", languages=True) == []
    english.goto("/applications/")
    with english.expect_navigation():
        english.locator("main a[href='/offers/1']").click()
    with english.expect_navigation():
        english.locator("button[value=accept]").click()
    expect(english.locator("h1")).to_contain_text("Check your answers")
    assert complaints + english_complaints == []
