"""The pre-check on a phone, from first question to draft: keyboard alone, a lost connection, no JavaScript."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from talent.web.days import today
from tests.journeys.conftest import open_page
from tests.journeys.findings import problems
from tests.journeys.test_newcomer import STAFF_PASSWORD, fill, save, sign_in

pytestmark = pytest.mark.journey

CHECK = "/check/jinhua-future-community-talent"
ARRIVED = today() - timedelta(days=60)
#: Somebody who may choose between buying and renting.
ANSWERS = {
    "arrived_on": (ARRIVED.year, ARRIVED.month, ARRIVED.day),
    "first_in_jinhua": "yes",
    "works_in_pilot": "yes",
    "contract_months": "60",
    "insured_months": "8",
    "honours": "provincial_leading",
    "owns_home": "no",
    "allotted_housing": "no",
    "wants_to_buy": "yes",
    "home_price": "200万",
    "lease": "registered",
    "monthly_rent": "3200",
    "rent_months_received": "0",
    "already_received": "0",
}
CONTINUE = ".app-check__main button:not([name])"


def asked(page: Page) -> str | None:
    """Return the question the page asks, None at the end."""
    field = page.locator("[name=asked]")
    return field.input_value() if field.count() else None


def go_on(page: Page, before: str | None) -> None:
    """Wait until another question is asked, or none."""
    page.wait_for_function("before => document.querySelector('[name=asked]')?.value !== before", arg=before)


def answer(page: Page) -> None:
    """Answer the question of the page as somebody would."""
    name = asked(page)
    assert name is not None
    fill(page, {name: ANSWERS[name]})
    page.click(CONTINUE)
    go_on(page, name)


def answer_until(page: Page, question: str) -> None:
    while asked(page) != question:
        answer(page)


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_pre_check_leads_to_a_draft_with_its_answers(browser: Browser, served: str, database_url: str, language: str):
    page, complaints = open_page(browser, served, language=language)
    page.goto("/")
    page.click("main a[href='/check/']")
    found = problems(page)
    answer_until(page, "honours")
    found += problems(page)
    page.click(CONTINUE)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    found += problems(page)
    answer_until(page, "preferred_help")
    found += problems(page)
    page.locator("[name=choose]").first.click()
    go_on(page, "preferred_help")
    expect(page.locator(".app-check__headline")).to_be_focused()
    expect(page.locator(".app-check__headline")).to_contain_text("1,990,000")
    found += problems(page)

    page.locator("[form=check-apply]").click()
    page.wait_for_url("**/login**")
    page.fill("[name=email]", "applicant@demo.example")
    page.fill("[name=password]", STAFF_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**{CHECK}/apply")
    found += problems(page)
    page.locator("main a[href*='/begin/tianchuan/']").click()
    found += problems(page)
    save(page)
    draft = page.url
    page.goto(f"{draft}/questions/home")
    assert page.input_value("[name=monthly_rent]") == "3200"
    assert page.locator(".app-question .app-proof").count() >= 6
    page.goto(f"{draft}/check")
    found += problems(page)
    page.locator("main a[href$='/options']").first.click()
    found += problems(page)
    assert found == []
    assert complaints == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_browsers_own_ways_work_in_every_tab(browser: Browser, served: str, database_url: str):
    page, complaints = open_page(browser, served)
    page.goto(CHECK)
    answer_until(page, "works_in_pilot")
    page.go_back()
    go_on(page, "works_in_pilot")
    assert asked(page) == "first_in_jinhua"
    page.go_forward()
    go_on(page, "first_in_jinhua")
    assert asked(page) == "works_in_pilot"
    page.reload()
    expect(page.locator("[name=change]")).to_have_count(2)
    assert asked(page) == "works_in_pilot"
    other = page.context.new_page()
    other.goto(CHECK)
    assert asked(other) == "arrived_on"
    page.locator("[name=change][value=arrived_on]").click()
    go_on(page, "works_in_pilot")
    assert page.input_value("[name=arrived_on-year]") == str(ARRIVED.year)
    page.click(CONTINUE)
    go_on(page, "arrived_on")
    assert asked(page) == "works_in_pilot"
    page.locator("#check-language button").click()
    page.wait_for_selector("html[lang='zh-Hans-CN']")
    assert asked(page) == "works_in_pilot"
    expect(page.locator("[name=change]")).to_have_count(2)
    assert page.context.cookies() == [] or {each["name"] for each in page.context.cookies()} == {"session"}
    assert complaints == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_lost_connection_loses_nothing(browser: Browser, served: str, database_url: str):
    page, _complaints = open_page(browser, served)
    page.goto(CHECK)
    answer_until(page, "contract_months")
    page.context.set_offline(True)
    page.fill("[name=contract_months]", "48")
    page.click(CONTINUE)
    expect(page.locator("#check-broken")).to_be_visible()
    page.context.set_offline(False)
    assert page.input_value("[name=contract_months]") == "48"
    page.click(CONTINUE)
    go_on(page, "contract_months")
    expect(page.locator("#check-broken")).to_be_hidden()
    assert asked(page) == "insured_months"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_javascript_the_same_addresses_work(browser: Browser, served: str, database_url: str):
    context = browser.new_context(
        base_url=served, locale="en-GB", java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto(CHECK)
    while asked(page) not in {None, "preferred_help"}:
        name = asked(page)
        fill(page, {name: ANSWERS[name]})
        save_plain(page)
        if name == "insured_months":
            page.go_back()
            assert asked(page) == "insured_months"
            page.go_forward()
            assert asked(page) == "honours"
    page.locator("[name=choose]").nth(1).click()
    expect(page.locator(".app-check__headline")).to_contain_text("598,000")


def save_plain(page: Page) -> None:
    with page.expect_navigation():
        page.click(CONTINUE)


def press_until(page: Page, test: str, most: int = 40) -> None:
    """Press the tabulator until what has the focus meets a test."""
    for _ in range(most):
        if page.evaluate(f"document.activeElement.matches({test!r})"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the focus never comes to {test}")


def by_keyboard(page: Page) -> None:
    """Answer the question of the page by keyboard alone."""
    name = asked(page)
    given = ANSWERS[name]
    if isinstance(given, tuple):
        for part in ("day", "month", "year"):
            press_until(page, f"[name={name}-{part}]")
            page.keyboard.type(str(dict(zip(("year", "month", "day"), given, strict=True))[part]))
    elif page.locator(f"input[name={name}][type=text]").count():
        press_until(page, f"[name={name}]")
        page.keyboard.type(given)
    elif page.locator(f"input[name={name}][type=checkbox]").count():
        press_until(page, f"[name={name}][value={given}]")
        page.keyboard.press("Space")
    else:
        press_until(page, f"[name={name}]")
        while not page.evaluate(f"document.activeElement.value === {given!r}"):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
    press_until(page, CONTINUE)
    page.keyboard.press("Enter")
    go_on(page, name)
    expect(page.locator("[data-focus]:focus")).to_have_count(1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_keyboard_alone_completes_a_pre_check(browser: Browser, served: str, database_url: str):
    page, complaints = open_page(browser, served, width=1280)
    page.goto(CHECK)
    while asked(page) != "preferred_help":
        by_keyboard(page)
    press_until(page, "[name=choose]")
    page.keyboard.press("Enter")
    go_on(page, "preferred_help")
    expect(page.locator(".app-check__headline")).to_be_focused()
    press_until(page, "[form=check-apply]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/login**")
    assert complaints == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_signing_in_by_the_way_keeps_the_answers(browser: Browser, served: str, database_url: str):
    """Signed in already: the answers go straight to the choice of the community."""
    page, complaints = open_page(browser, served)
    sign_in(page, "applicant@demo.example", STAFF_PASSWORD)
    page.goto(CHECK)
    answer_until(page, "preferred_help")
    page.locator("[name=choose]").nth(1).click()
    go_on(page, "preferred_help")
    page.locator("[form=check-apply]").click()
    page.wait_for_url(f"**{CHECK}/apply")
    expect(page.locator("main a[href*='/begin/']")).to_have_count(3)
    assert complaints == []
