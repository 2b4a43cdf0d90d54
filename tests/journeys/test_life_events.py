"""A life event on a phone: what follows is seen first, then it is sent, and the clerk deals with it."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import open_page
from tests.journeys.findings import problems
from tests.journeys.test_newcomer import STAFF_PASSWORD, save, sign_in

pytestmark = pytest.mark.journey


def of_somebody_granted(page: Page) -> str:
    """Sign in as somebody of the demo who was granted help; gives the address of their application."""
    sign_in(page, "person004@demo.example", STAFF_PASSWORD)
    page.goto("/applications/")
    return page.locator("main a[href^='/applications/'][href*='-']").first.get_attribute("href") or ""


def say_when(page: Page) -> None:
    """Give today as the day of the change, leaving out what is asked beside it."""
    today = datetime.now(UTC).date()
    for part in ("year", "month", "day"):
        page.fill(f"[name=happened-on-{part}]", str(getattr(today, part)))


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
@pytest.mark.usefixtures("database_url")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_somebody_leaves_the_pilot(browser: Browser, served: str, language: str) -> None:
    page, complaints = open_page(browser, served, language=language)
    application = of_somebody_granted(page)
    page.goto(application)
    page.locator(f"main a[href='{application}/changes']").click()
    assert problems(page) == []
    page.locator("main a[href$='/left_pilot']").click()
    save(page)
    expect(page.locator(".govuk-error-summary")).to_have_count(1)
    assert problems(page) == []
    say_when(page)
    save(page)
    expect(page.locator(".app-effects__row")).not_to_have_count(0)
    assert problems(page) == []
    page.goto(f"{application}/changes")
    expect(page.locator("main .app-card")).to_have_count(0)

    page.locator("main a[href$='/left_pilot']").click()
    say_when(page)
    save(page)
    with page.expect_navigation():
        page.locator("main form button:not([name=back])").click()
    sent = page.url
    assert "/changes/sent/" in sent and problems(page) == []

    reference = application.rsplit("/", 1)[1]
    clerk, more = open_page(browser, served, language=language)
    sign_in(clerk, "clerk@demo.example", STAFF_PASSWORD)
    clerk.goto("/changes")
    assert problems(clerk) == []
    clerk.locator(f"main a[href^='/cases/{reference}']").click()
    assert problems(clerk) == []
    with clerk.expect_navigation():
        clerk.locator("form[action$='/acknowledge'] button").click()
    page.goto(sent)
    expect(page.locator("form[action$='/withdraw']")).to_have_count(0)
    assert [*complaints, *more] == []
