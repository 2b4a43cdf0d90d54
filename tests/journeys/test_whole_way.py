"""On a phone: from the first question of the pre-check to the letter, another option chosen on the way; by keyboard."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from talent.web.days import today
from tests.journeys.conftest import open_page
from tests.journeys.findings import problems
from tests.journeys.test_newcomer import (
    ANSWERS,
    FURTHER,
    STAFF_PASSWORD,
    add_proofs,
    adjudicate,
    fill,
    hand_in,
    proof,
    save,
    sign_in,
)
from tests.journeys.test_precheck import CHECK, answer_until, go_on

__all__ = ["proof"]

pytestmark = pytest.mark.journey

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

#: What the pre-check did not have to ask.
REST = {
    "expertise": {"degree": "doctor", "title": "none", "skill_level": "none", "shortage": "yes"},
    "contribution": {"yearly_pay": "30万", "tax_paid": "30,000", "patents": "0", "revenue": "0"},
    "person": {"born_on": (1990, 5, 1)},
}


def check_first(page: Page) -> str:
    """Go through the pre-check, choose to buy, begin an application with the answers. Gives its address."""
    page.goto(CHECK)
    answer_until(page, "preferred_help")
    page.locator("[name=choose]").first.click()
    go_on(page, "preferred_help")
    page.locator("[form=check-apply]").click()
    page.wait_for_url("**/login**")
    page.fill("[name=email]", "applicant@demo.example")
    page.fill("[name=password]", STAFF_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**{CHECK}/apply")
    page.locator("main a[href*='/begin/tianchuan/']").click()
    save(page)
    return page.url


def give_details(page: Page) -> None:
    page.goto("/details")
    page.fill("[name=name]", "陈晓")
    page.check("[name=identity_kind][value=passport]")
    page.fill("[name=identity_number]", "E12345678")
    page.fill("[name=phone]", "138 0013 8000")
    save(page)


def choose_the_other(page: Page, address: str) -> str:
    """Choose the option that is not chosen. Gives the name of what it is."""
    page.goto(f"{address}/options")
    expect(page.locator("main [name=choose]")).to_have_count(1)
    with page.expect_navigation():
        page.locator("main [name=choose]").click()
    page.goto(f"{address}/options")
    return page.locator("main .app-option--chosen h2, main .app-option--chosen h3").first.inner_text()


@ON_SQLITE
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_from_pre_check_to_decision_with_another_option(
    browser: Browser, served: str, database_url: str, proof: Path, language: str
) -> None:
    page, complaints = open_page(browser, served, language=language)
    address = check_first(page)
    give_details(page)
    for section, answers in REST.items():
        page.goto(f"{address}/questions/{section}")
        fill(page, answers)
        save(page)
    add_proofs(page, address, proof)
    reference = hand_in(page, address)
    found = problems(page)

    choose_the_other(page, address)
    found += problems(page, f"{address}/options")
    complaints += adjudicate(browser, served, reference)
    found += problems(page, f"{address}/options")
    expect(page.locator(".app-closed")).to_have_count(1)
    page.goto(f"{address}/answers")
    found += problems(page, address)
    page.locator("main a[href*='/letters/']").first.click()
    expect(page.locator("main")).to_contain_text("金政办发〔2020〕4号")
    assert found == []
    assert complaints == []


def focus(page: Page, selector: str) -> None:
    """Press Tab until what the selector means has the focus, as somebody without a mouse does."""
    for _press in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{page.url}: Tab does not lead to {selector}")


def press_on(page: Page, selector: str) -> None:
    focus(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def answer_by_keyboard(page: Page, answers: dict[str, object]) -> None:
    for name, value in answers.items():
        if isinstance(value, tuple):
            for part, number in zip(("year", "month", "day"), value, strict=True):
                focus(page, f"[name={name}-{part}]")
                page.keyboard.type(str(number))
        elif page.locator(f"input[name={name}][type=text]").count():
            focus(page, f"[name={name}]")
            page.keyboard.type(str(value))
        elif page.locator(f"input[name={name}][type=checkbox]").count():
            focus(page, f"[name={name}][value='{value}']")
            page.keyboard.press("Space")
        else:
            focus(page, f"[name={name}]")
            page.keyboard.press("Space")
            for _press in range(12):
                if page.locator(f"[name={name}][value='{value}']").is_checked():
                    break
                page.keyboard.press("ArrowDown")
        page.keyboard.press("Shift+Tab")


@ON_SQLITE
def test_the_keyboard_alone_completes_an_application(browser: Browser, served: str, database_url: str, proof: Path):
    page, complaints = open_page(browser, served)
    sign_in(page, "applicant@demo.example", STAFF_PASSWORD)
    page.goto("/communities/shanzuitou")
    press_on(page, "main a[href*='/applications/begin/']")
    press_on(page, "main form button:not([type=button])")
    address = page.url
    page.goto("/details")
    answer_by_keyboard(page, {"identity_kind": "passport"})
    for name, value in {"name": "陈晓", "identity_number": "E12345678", "phone": "13800138000"}.items():
        page.locator("main").press("Home")
        focus(page, f"[name={name}]")
        page.keyboard.press("Control+A")
        page.keyboard.type(value)
    press_on(page, "main form button:not([type=button])")
    for section, answers in ANSWERS.items():
        page.goto(f"{address}/questions/{section}")
        answer_by_keyboard(page, answers)
        press_on(page, "main form button:not([type=button])")
        if section in FURTHER:
            answer_by_keyboard(page, FURTHER[section])
            press_on(page, "main form button:not([type=button])")
    page.goto(f"{address}/evidence")
    for kind in [each.get_attribute("id") for each in page.locator("main section:has([name=document])").all()]:
        # The browser is asked early to hand over the chooser: it does not say when it is ready to.
        with page.expect_file_chooser() as chooser:
            focus(page, f"#{kind} summary")
            page.keyboard.press("Enter")
            if page.locator(f"#{kind} [name=issued_on-year]").count():
                for part in ("year", "month", "day"):
                    focus(page, f"#{kind} [name=issued_on-{part}]")
                    page.keyboard.type(str(getattr(today(), part)))
            focus(page, f"#{kind} [name=document]")
            page.keyboard.press("Space")
        chooser.value.set_files(proof)
        expect(page.locator(f"#files-{kind} img")).to_have_count(1)
    page.goto(f"{address}/check")
    focus(page, "[name=declared]")
    page.keyboard.press("Space")
    press_on(page, "main form button:not([type=button])")
    expect(page.locator(".govuk-panel")).to_have_count(1)
    assert complaints == []
