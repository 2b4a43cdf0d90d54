"""A clerk clears the inbox by keys: chooses cases, takes them on, asks and recommends several at a time."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import open_page
from tests.journeys.findings import problems
from tests.journeys.test_newcomer import STAFF_PASSWORD, sign_in

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["zh-CN"])
def test_several_cases_at_a_time_by_keys(browser: Browser, served: str, language: str) -> None:
    page, complaints = open_page(browser, served, language=language)
    sign_in(page, "clerk@demo.example", STAFF_PASSWORD)
    page.goto("/cases/?show=unassigned&order=oldest")
    first = page.locator("[data-row] th a").first.inner_text()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(f"#choose-{first}")).to_be_checked()
    with page.expect_navigation():
        page.keyboard.press("c")
    found = problems(page, languages=True)
    page.goto("/cases/?show=mine")
    expect(page.locator("main")).to_contain_text(first)
    for action in ("ask", "recommend"):
        page.set_viewport_size({"width": 1280, "height": 844})
        page.goto("/cases/")
        page.locator("#choose-all").check()
        expect(page.locator("[data-row] input:not(:checked)")).to_have_count(0)
        with page.expect_navigation():
            page.locator(f"button[value={action}]").click()
        found += problems(page, languages=True)
    page.goto("/cases/")
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()
    found += problems(page, languages=True)
    page.locator("[data-keys-switch]").click()
    page.locator("[data-keys-close]").click()
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_hidden()
    assert re.search(r"/cases/$", page.url)
    assert (found, complaints) == ([], [])
