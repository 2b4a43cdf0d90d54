"""Two spouses on a phone: one invites, the other reads what would be shared and agrees, and the link is ended again."""

import pytest
from playwright.sync_api import Browser, Page, expect

from rules.library import FOLDER
from tests.journeys.conftest import open_page
from tests.journeys.findings import problems
from tests.journeys.test_newcomer import STAFF_PASSWORD, save, sign_in

pytestmark = pytest.mark.journey

#: Two people of the demo who have said who they are.
WIFE, HUSBAND = "person001@demo.example", "person002@demo.example"


@pytest.fixture
def every_city(monkeypatch: pytest.MonkeyPatch) -> None:
    """People apply under the policies of every city, of which two ask about the spouse."""
    monkeypatch.setenv("POLICIES", str(FOLDER))


def look(page: Page, address: str | None = None) -> list[str]:
    """Say what is wrong with a page, its words included."""
    return problems(page, address, languages=True)


def follow(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).last.click()


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
@pytest.mark.usefixtures("database_url")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_two_spouses_link_their_applications_and_end_it(
    every_city: None, browser: Browser, served: str, language: str
) -> None:
    wife, her_complaints = open_page(browser, served, language=language)
    sign_in(wife, WIFE, STAFF_PASSWORD)
    assert look(wife, "/spouse/") == []
    save(wife)
    expect(wife.locator(".govuk-error-summary li")).to_have_count(2)
    assert look(wife) == []
    wife.fill("[name=email]", HUSBAND)
    wife.check("[name=agreed]")
    save(wife)
    expect(wife.locator("main")).to_contain_text(HUSBAND)
    assert look(wife) == []

    husband, his_complaints = open_page(browser, served, language=language)
    sign_in(husband, HUSBAND, STAFF_PASSWORD)
    assert look(husband, "/applications/") == []
    follow(husband, "main a[href^='/spouse/']")
    assert look(husband) == []
    follow(husband, "main a[href$='/end']")
    assert look(husband) == []
    husband.go_back()
    husband.check("[name=agreed]")
    save(husband)
    assert look(husband) == []

    wife.goto("/spouse/")
    follow(wife, "main a[href$='/end']")
    assert look(wife) == []
    save(wife)
    expect(wife.locator("[name=email]")).to_have_count(1)
    husband.goto("/notifications/")
    assert husband.locator("main a").count() > 1
    assert her_complaints == his_complaints == []
