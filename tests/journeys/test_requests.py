"""On a phone: a clerk lacks something, the applicant gives it in place, the clerk verifies anew and recommends."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import open_page
from tests.journeys.findings import problems
from tests.journeys.test_newcomer import STAFF_PASSWORD, apply, proof, recommend, save, sign_in, verify_everything

__all__ = ["proof"]

pytestmark = pytest.mark.journey


@pytest.fixture
def whole_lease(tmp_path: Path) -> Path:
    """A photo of every page of the lease."""
    path = tmp_path / "完整租约.png"
    Image.effect_noise((300, 200), 60).save(path)
    return path


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def ask(clerk: Page, reference: str) -> list[str]:
    """Ask for a correction, a document and an answer. Gives what axe finds on the way."""
    clerk.goto(f"/cases/{reference}")
    press(clerk, f"main a[href='/cases/{reference}/request']")
    found = problems(clerk, clerk.url)
    save(clerk)
    expect(clerk.locator(".govuk-error-summary")).to_have_count(1)
    for name, why in (("document-lease", "缺第二页。"), ("answer-contract_months", "合同写的是 36 个月，请核对。")):
        clerk.check(f"[name={name}]")
        clerk.fill(f"[name={name}-why]", why)
    clerk.fill("[name=question-1]", "您现在住在哪一栋？")
    save(clerk)
    expect(clerk.locator("#request-1")).to_have_count(1)
    return [*found, *problems(clerk, clerk.url)]


def answer(page: Page, reference: str, lease: Path) -> list[str]:
    """Follow the notification to the request, answer bit by bit, send. Gives what axe finds on the way."""
    found = problems(page, f"/applications/{reference}")
    expect(page.locator(".app-panel--yours")).to_have_count(1)
    press(page, ".app-bell")
    found += problems(page, page.url)
    press(page, ".app-notices__item--unread a")
    found += problems(page, page.url)
    press(page, "main a.govuk-button")
    page.wait_for_url(f"**/applications/{reference}/requests/1")
    found += problems(page, page.url)
    press(page, "button[name=send]")
    expect(page.locator(".govuk-error-message")).to_have_count(3)
    page.fill("[name=contract_months]", "viele")
    page.fill("main textarea:visible", "三号楼 1201 室 🏠")
    press(page, "button[name=save]")
    expect(page.locator("[name=contract_months]")).to_have_value("viele")
    page.fill("[name=contract_months]", "36")
    page.set_input_files("[type=file]", [lease])
    press(page, "button[name=save]")
    expect(page.locator(".app-document img")).to_have_count(1)
    found += problems(page, page.url)
    press(page, "button[name=send]")
    assert page.url.split("#")[0].endswith(f"/applications/{reference}")
    expect(page.locator(".app-panel--yours")).to_have_count(0)
    return [*found, *problems(page, page.url)]


def write(page: Page, text: str) -> None:
    page.fill("#text", text)
    press(page, "#messages button[type=submit]")
    expect(page.locator("#messages")).to_contain_text(text)


@pytest.mark.parametrize(
    ("database_url", "language"), [("sqlite", "zh-CN"), ("sqlite", "en-GB")], indirect=["database_url"]
)
def test_what_the_clerk_lacks_is_asked_answered_and_verified(
    browser: Browser,
    served: str,
    proof: Path,
    whole_lease: Path,
    language: str,
) -> None:
    page, complaints = open_page(browser, served, language=language)
    sign_in(page, "applicant@demo.example", STAFF_PASSWORD)
    reference = apply(page, proof)
    clerk, more = open_page(browser, served, language=language)
    sign_in(clerk, "clerk@demo.example", STAFF_PASSWORD)

    found = ask(clerk, reference)
    found += answer(page, reference, whole_lease)
    write(page, "请问还需要多久？")

    clerk.goto(f"/cases/?show=written&search={reference}")
    press(clerk, f"main a[href='/cases/{reference}']")
    expect(clerk.locator("#request-1 s + strong")).to_contain_text("36")
    write(clerk, "大约一周。")
    found += problems(clerk, clerk.url)
    verify_everything(clerk)
    recommend(clerk, reference)

    page.goto(f"/applications/{reference}")
    expect(page.locator("#messages")).to_contain_text("大约一周。")
    calendar = page.request.get(f"/applications/{reference}/deadlines.ics")
    assert calendar.text().count("BEGIN:VEVENT") == 2
    assert found == []
    assert [*complaints, *more] == []
