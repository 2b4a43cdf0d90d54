"""The first page on a phone with a slow line: light over the wire, and nothing jumps while it loads."""

import pytest
from playwright.sync_api import Browser, Response

from tests.journeys.conftest import open_page

pytestmark = pytest.mark.journey

MOST_BYTES = 150_000
#: The sum of all shifts of the layout, as browsers count it; up to 0.1 is called good.
SHIFTS = """() => new Promise((done) => {
  let sum = 0
  new PerformanceObserver((list) => list.getEntries().forEach((each) => (sum += each.value)))
    .observe({ type: "layout-shift", buffered: true })
  setTimeout(() => done(sum), 500)
})"""


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_first_pages_are_light_and_stay_still(
    browser: Browser, served: str, database_url: str, language: str, told
) -> None:
    for address in ("/", "/check/jinhua-future-community-talent", "/policies/jinhua-future-community-talent"):
        page, _complaints = open_page(browser, served, language=language)
        answers: list[Response] = []
        page.on("response", lambda answer, kept=answers: kept.append(answer))
        page.goto(address, wait_until="networkidle")
        sizes = [
            sum(each.request.sizes()[part] for part in ("responseBodySize", "responseHeadersSize")) for each in answers
        ]
        fonts = sum(size for each, size in zip(answers, sizes, strict=True) if each.request.resource_type == "font")
        assert sum(sizes) - fonts < MOST_BYTES, {each.url: size for each, size in zip(answers, sizes, strict=True)}
        assert page.evaluate(SHIFTS) < 0.01, address
        told(f"{language} {address}: {(sum(sizes) - fonts) / 1000:.0f} KB over the wire without fonts")
        page.context.close()
