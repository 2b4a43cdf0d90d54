"""A life event on a phone: what follows is seen first, then it is sent, and the clerk deals with it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import open_page
from tests.journeys.test_newcomer import STAFF_PASSWORD, save, sign_in
from tests.journeys.test_own_data import DECIDED, choose_password, fits

pytestmark = pytest.mark.journey


def somebody_granted(page: Page, outbox: Path) -> str:
    """Sign in as somebody who was granted help; gives the address of their application."""
    for person in DECIDED:
        page.context.clear_cookies()
        choose_password(page, outbox, person)
        page.goto("/applications/")
        link = page.locator("main a[href^='/applications/'][href*='-']").first.get_attribute("href") or ""
        page.goto(f"{link}/changes")
        if page.locator("main a[href$='/changes/left_pilot']").count():
            return link
    pytest.fail("nobody of the demo was granted anything")


def say_when(page: Page) -> None:
    """Give today as the day of the change, leaving out what is asked beside it."""
    today = datetime.now(UTC).date()
    for part in ("year", "month", "day"):
        page.fill(f"[name=happened-on-{part}]", str(getattr(today, part)))


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_somebody_leaves_the_pilot(browser: Browser, served: str, outbox: Path, language: str) -> None:
    page, complaints = open_page(browser, served, language=language)
    application = somebody_granted(page, outbox)
    page.goto(application)
    page.locator(f"main a[href='{application}/changes']").click()
    assert fits(page) == []
    page.locator("main a[href$='/left_pilot']").click()
    save(page)
    assert page.locator(".govuk-error-summary").count() == 1 and fits(page) == []
    say_when(page)
    save(page)
    assert page.locator(".app-effects__row").count() > 0 and fits(page) == []
    page.goto(f"{application}/changes")
    assert page.locator("main .app-card").count() == 0

    page.locator("main a[href$='/left_pilot']").click()
    say_when(page)
    save(page)
    with page.expect_navigation():
        page.locator("main form button:not([name=back])").click()
    sent = page.url
    assert "/changes/sent/" in sent and fits(page) == []

    reference = application.rsplit("/", 1)[1]
    clerk, more = open_page(browser, served, language=language)
    sign_in(clerk, "clerk@demo.example", STAFF_PASSWORD)
    clerk.goto("/changes")
    assert fits(clerk) == []
    clerk.locator(f"main a[href^='/cases/{reference}']").click()
    assert fits(clerk) == []
    with clerk.expect_navigation():
        clerk.locator("form[action$='/acknowledge'] button").click()
    page.goto(sent)
    assert page.locator("form[action$='/withdraw']").count() == 0
    assert [*complaints, *more] == []
