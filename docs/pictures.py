"""Take the README's pictures anew: `make pictures`, with the demo served at ADDRESS (http://127.0.0.1:5000)."""

import io
import os
import re
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from talent.web.days import today

ADDRESS = os.environ.get("ADDRESS", "http://127.0.0.1:5000")
FOLDER = Path(__file__).parent / "pictures"
PASSWORD = "future-community"  # noqa: S105 - the demo's
PHONE, DESK = (390, 844), (1280, 844)


def main() -> None:
    """Walk as an applicant and as a clerk, and keep what is seen."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        home = _phone(browser, "zh-CN")
        home.goto("/")
        phone = _shot(home)
        _applicant(browser)
        for locale in ("zh-CN", "en-GB"):
            _in_a_row(_way_of_applicants(browser, locale)).save(FOLDER / f"applicants-{locale[:2]}.png", optimize=True)
        desk = _clerk(browser)
        _beside(desk, phone).save(FOLDER / "overview.png", optimize=True)
        browser.close()


def _applicant(browser: Browser) -> None:
    page = _signed_in(browser, "applicant", PHONE, "en-GB")
    page.goto("/applications/begin/shanzuitou/jinhua-future-community-talent")
    with page.expect_navigation():
        page.locator("main form button").last.click()
    _save(_shot(page), "tasks")
    page.goto(f"{page.url}/questions/expertise")
    _save(_shot(page), "questions")


def _way_of_applicants(browser: Browser, locale: str) -> list[Image.Image]:
    """A pre-check, the documents of a draft, a case on its way, what follows from a change, one's own data."""
    page = _page(browser, PHONE, locale)
    page.goto("/check/jinhua-future-community-talent")
    shots = [_shot(page)]
    page = _signed_in(browser, "person009", PHONE, locale)
    page.goto(f"{_first(page, '/applications/')}/evidence")
    shots.append(_shot(page))
    page = _signed_in(browser, "person002", PHONE, locale)
    page.goto(_first(page, "/applications/"))
    shots.append(_shot(page))
    page = _signed_in(browser, "person004", PHONE, locale)
    page.goto(f"{_first(page, '/applications/')}/changes/left_pilot")
    for part in ("year", "month", "day"):
        page.fill(f"[name=happened-on-{part}]", str(getattr(today(), part)))
    with page.expect_navigation():
        page.locator("main form button").last.click()
    shots.append(_shot(page))
    page.goto("/account/data")
    return [*shots, _shot(page)]


def _first(page: Page, start: str) -> str:
    page.goto(start)
    return page.locator(f"main a[href^='{start}'][href*='-']").first.get_attribute("href") or start


def _clerk(browser: Browser) -> Image.Image:
    page = _signed_in(browser, "clerk", DESK, "zh-CN")
    page.goto("/cases/?show=arrived&order=newest")
    cases = _shot(page)
    page.locator("main table a").first.click()
    page.wait_for_load_state("networkidle")
    _save(_shot(page), "case")
    page.goto("/cases/?show=decided")
    rows = page.locator("main table tbody tr", has_text=re.compile(r"[1-9] 项激励"))
    rows.first.locator("a").click()
    page.goto(page.locator("main a[href^='/letters/']").first.get_attribute("href") or "/")
    _save(_shot(page), "letter")
    return cases


def _phone(browser: Browser, locale: str) -> Page:
    return _page(browser, PHONE, locale)


def _page(browser: Browser, size: tuple[int, int], locale: str) -> Page:
    viewport = {"width": size[0], "height": size[1]}
    return browser.new_context(base_url=ADDRESS, locale=locale, viewport=viewport).new_page()  # type: ignore[arg-type]


def _signed_in(browser: Browser, name: str, size: tuple[int, int], locale: str) -> Page:
    page = _page(browser, size, locale)
    page.goto("/login")
    page.fill("[name=email]", f"{name}@demo.example")
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    return page


def _shot(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def _save(picture: Image.Image, name: str) -> None:
    picture.quantize(128).save(FOLDER / f"{name}.png", optimize=True)


def _in_a_row(phones: list[Image.Image]) -> Image.Image:
    width, height = PHONE
    canvas = Image.new("RGB", (len(phones) * (width + 30) + 30, height + 60), "#e4f0ea")
    for place, phone in enumerate(phones):
        canvas.paste(phone, (30 + place * (width + 30), 30))
    return canvas.quantize(128)


def _beside(desk: Image.Image, phone: Image.Image) -> Image.Image:
    """Lay the phone over the right edge of the desk."""
    canvas = Image.new("RGB", (desk.width + 220, desk.height + 60), "#e4f0ea")
    canvas.paste(desk, (30, 30))
    canvas.paste(Image.new("RGB", (phone.width + 16, phone.height + 16), "#1d2b36"), (desk.width - 214, 14))
    canvas.paste(phone, (desk.width - 206, 22))
    return canvas.quantize(128)


if __name__ == "__main__":
    main()
