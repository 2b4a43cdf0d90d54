"""What was paid is reviewed after a change, claimed back with a second pair of eyes, and comes back."""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from talent.web.days import today
from tests.journeys.conftest import open_page
from tests.journeys.findings import problems
from tests.journeys.test_newcomer import STAFF_PASSWORD, save, sign_in
from tests.journeys.test_pages import links

pytestmark = pytest.mark.journey

#: People of the demo who were granted something.
GRANTED = ("person001", "person004", "person007", "person010")
NOTHING = {"0 元", "CNY 0"}


def fill_day(page: Page, name: str, day: date) -> None:
    for part in ("year", "month", "day"):
        page.fill(f"[name={name}-{part}]", str(getattr(day, part)))


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def leave(page: Page) -> str:
    """Sign in as somebody who was paid and report that they leave. Gives the address of their application."""
    for name in GRANTED:
        page.context.clear_cookies()
        sign_in(page, f"{name}@demo.example", STAFF_PASSWORD)
        page.goto("/applications/")
        application = links(page, "/applications/")[0]
        page.goto(f"{application}/changes/left_pilot")
        fill_day(page, "happened-on", today())
        save(page)
        if page.locator(".app-sums dd").first.inner_text().strip() not in NOTHING:
            press(page, "main form button:not([name=back])")
            return application
    pytest.fail("nobody of the demo was paid anything")


@pytest.mark.parametrize("language", ["en-GB"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_paid_comes_back(browser: Browser, served: str, database_url: str, language: str) -> None:
    page, complaints = open_page(browser, served, language=language)
    application = leave(page)
    reference = application.rsplit("/", 1)[1]
    clerk, more = open_page(browser, served, language=language)
    sign_in(clerk, "clerk@demo.example", STAFF_PASSWORD)
    clerk.goto("/reviews")
    found = problems(clerk)
    press(clerk, f"form[action*='{reference}'] button")

    page.goto(f"{application}/reviews")
    found += problems(page)
    press(page, f"main a[href^='{application}/reviews/']")
    found += problems(page)
    for answer in page.locator("main [type=radio][value=no]").all():
        answer.check()
    save(page)
    found += problems(page)

    clerk.goto("/reviews?show=begun")
    press(clerk, "main a[href^='/reviews/']")
    found += problems(clerk)
    save(clerk)
    found += problems(clerk)
    press(clerk, "form[action*='/claim'] button, form[action*='recover'] button")
    approver, others = open_page(browser, served, language=language)
    sign_in(approver, "approver@demo.example", STAFF_PASSWORD)
    approver.goto("/recoveries")
    press(approver, "main a[href^='/recoveries/']")
    found += problems(approver)
    press(approver, "form[action$='/confirm'] button")

    page.goto(f"{application}/reviews")
    press(page, f"main a[href^='{application}/recoveries/']")
    found += problems(page)
    clerk.goto("/recoveries")
    press(clerk, "main a[href^='/recoveries/']")
    clerk.fill("[name=amount]", "100")
    clerk.fill("[name=reference]", f"T{datetime.now(UTC):%Y%m%d}")
    fill_day(clerk, "day", today())
    press(clerk, "form:has([value=repay]) button")
    found += problems(clerk)
    expect(clerk.locator(".app-effects__row")).to_contain_text("100")
    assert found == []
    assert [*complaints, *more, *others] == []
