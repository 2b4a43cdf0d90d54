"""Every page, in both languages and at both widths: nothing for axe to find, no sideways scroll, a quiet console."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import open_page
from tests.journeys.test_newcomer import STAFF_PASSWORD, save, sign_in

pytestmark = pytest.mark.journey

POLICY = "/policies/jinhua-future-community-talent"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

PUBLIC = [
    "/", "/communities/", "/communities/xiachemen", "/policies/", POLICY, "/login", "/register", "/reset", "/confirm",
    "/accessibility", "/privacy", "/nothing-here",
]  # fmt: skip


def of_applicant(page: Page) -> list[str]:
    """The pages of an applicant who has begun an application and answered a little."""
    sign_in(page, "applicant@demo.example", STAFF_PASSWORD)
    page.goto("/applications/begin/xiachemen/jinhua-future-community-talent")
    save(page)
    draft = page.url.split("127.0.0.1", 1)[1].split("/", 1)[1]
    page.goto(f"/{draft}/questions/expertise")
    page.check("[name=degree][value=doctor]")
    save(page)
    sections = [f"/{draft}/questions/{name}" for name in ("expertise", "contribution", "work", "home", "person")]
    proofs = [f"/{draft}/evidence", f"/{draft}/evidence/degree_certificate"]
    begin = "/applications/begin/tianchuan/jinhua-future-community-talent"
    return ["/applications/", begin, f"/{draft}", *sections, *proofs, f"/{draft}/check", "/details", "/change"]


def of_clerk(page: Page) -> list[str]:
    """The list, a case in every stage, and the forms to act on one."""
    sign_in(page, "clerk@demo.example", STAFF_PASSWORD)
    page.goto("/cases/")
    links = page.locator("main a[href^='/cases/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    cases = [link for link in dict.fromkeys(links) if re.fullmatch(r"/cases/\w{4}-\w{4}", link)]
    assert len(cases) > 5
    page.goto("/cases/?order=newest&show=arrived")
    return ["/cases/", *cases[:6], *letters(page, cases)]


def letters(page: Page, cases: list[str]) -> list[str]:
    """The first letter that a case links to."""
    for case in cases:
        page.goto(case)
        link = page.locator("main a[href^='/letters/']").first
        if link.count():
            return [link.get_attribute("href") or ""]
    return []


def of_approver(page: Page) -> list[str]:
    sign_in(page, "approver@demo.example", STAFF_PASSWORD)
    return ["/cases/"]


def of_auditor(page: Page) -> list[str]:
    sign_in(page, "auditor@demo.example", STAFF_PASSWORD)
    return ["/audit/"]


def of_administrator(page: Page) -> list[str]:
    sign_in(page, "admin@demo.example", STAFF_PASSWORD)
    return ["/people", "/people/1"]


def of_mentor(page: Page) -> list[str]:
    sign_in(page, "mentor@demo.example", STAFF_PASSWORD)
    return ["/welcome"]


VISITORS = {
    "visitor": lambda page: PUBLIC,
    "applicant": of_applicant,
    "clerk": of_clerk,
    "approver": of_approver,
    "auditor": of_auditor,
    "administrator": of_administrator,
    "mentor": of_mentor,
}


def problems(page: Page, address: str) -> list[str]:
    """Visit a page and say what is wrong with it."""
    page.goto(address)
    found = [
        f"{address}: {rule['id']} {rule['nodes'][0]['html'][:200]}"
        for rule in Axe().run(page, options=RULES).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"{address}: {wide} px too wide"] if wide > 0 else [])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_page_is_for_everybody(browser: Browser, served: str, database_url: str) -> None:
    found, visited = [], 0
    for visitor, pages_of in VISITORS.items():
        for language in ("zh-CN", "en-GB"):
            page, complaints = open_page(browser, served, language=language)
            for address in pages_of(page):
                for width in (390, 1280):
                    page.set_viewport_size({"width": width, "height": 844})
                    visited += 1
                    found += [f"{visitor} {language} {width}: {problem}" for problem in problems(page, address)]
            found += [f"{visitor} {language} console: {text}" for text in complaints if "404" not in text]
            page.context.close()
    print(f"{visited} visits, {len(found)} findings")  # noqa: T201 - the count is part of the result
    assert found == []
