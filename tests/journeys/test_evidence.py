"""Documents on a phone: dropped, chosen by keyboard, replaced, looked at; nothing lost when something goes wrong."""

import base64
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from talent.web.days import today
from tests.journeys.conftest import open_page
from tests.journeys.findings import problems
from tests.journeys.test_newcomer import ANSWERS, STAFF_PASSWORD, fill, save, sign_in

pytestmark = pytest.mark.journey

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WORDS = {
    "zh-CN": {"added": "已上传", "empty": "文件是空的", "lost": "网络断开了", "page": "第 2 页，共 3 页"},
    "en-GB": {"added": "Added", "empty": "The file is empty", "lost": "connection was lost", "page": "Page 2 of 3"},
}


def begin(page: Page) -> str:
    """Begin an application and answer enough for documents to be needed. Gives the address of the documents."""
    sign_in(page, "applicant@demo.example", STAFF_PASSWORD)
    page.goto("/applications/begin/xiachemen/jinhua-future-community-talent")
    save(page)
    address = page.url
    for section in ("work", "home"):
        page.goto(f"{address}/questions/{section}")
        fill(page, ANSWERS[section])
        save(page)
    page.goto(f"{address}/evidence")
    return f"{address}/evidence"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "合同.png"
    Image.new("RGB", (600, 800), "white").save(path)
    return path


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A PDF of three pages."""
    path = tmp_path / "scan.pdf"
    sheets = [Image.new("RGB", (300, 400), colour) for colour in ("white", "grey", "black")]
    sheets[0].save(path, "PDF", save_all=True, append_images=sheets[1:])
    return path


def drop(page: Page, kind: str, *files: tuple[str, bytes]) -> None:
    """Drop files on the card of a kind, as a hand would."""
    given = [{"name": name, "content": base64.b64encode(content).decode()} for name, content in files]
    carried = page.evaluate_handle(
        """given => {
            const carried = new DataTransfer();
            for (const { name, content } of given)
                carried.items.add(new File([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], name));
            return carried;
        }""",
        given,
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(f"#{kind}", event, {"dataTransfer": carried})


def fill_day(page: Page, kind: str, day: date) -> None:
    for part in ("year", "month", "day"):
        page.fill(f"#{kind} [name=issued_on-{part}]", str(getattr(day, part)))


def is_drawn(page: Page, picture: str) -> bool:
    page.locator(picture).scroll_into_view_if_needed()
    page.wait_for_function("name => document.querySelector(name).complete", arg=picture)
    return page.evaluate("name => document.querySelector(name).naturalWidth > 0", picture)


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
@pytest.mark.usefixtures("database_url")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_documents_are_dropped_looked_at_and_replaced(browser: Browser, served: str, photo, scan, language) -> None:
    page, complaints = open_page(browser, served, language=language)
    words, address = WORDS[language], begin(page)
    needed = page.locator("#needed li").count()

    drop(page, "lease", ("空.pdf", b""), ("scan.pdf", scan.read_bytes()))
    expect(page.locator("#state-lease")).to_contain_text(words["added"])
    expect(page.locator("#lease [data-queue]")).to_contain_text(words["empty"])
    expect(page.locator("#needed li")).to_have_count(needed - 1)
    assert is_drawn(page, "#files-lease img")

    drop(page, "housing_record", ("合同.png", photo.read_bytes()))
    expect(page.locator("#housing_record [name$=-day], #housing_record [name$=-year]").first).to_be_visible()
    fill_day(page, "housing_record", today() - timedelta(days=20))
    page.keyboard.press("Enter")
    expect(page.locator("#state-housing_record")).to_contain_text(words["added"])
    expect(page.locator("#files-housing_record .app-sheet__valid--waiting")).to_have_count(1)

    page.locator("#files-lease .app-sheet__name").click()
    page.locator("[rel=next]").first.click()
    expect(page.locator("main")).to_contain_text(words["page"])
    assert is_drawn(page, ".app-leaf__picture")
    with page.expect_navigation():
        page.locator("#replace [name=document]").first.set_input_files(photo)
    expect(page.locator("h1")).to_have_text("合同.png")
    with page.expect_navigation():
        page.locator(".app-earlier button").click()
    expect(page.locator("h1")).to_have_text("scan.pdf")
    page.goto(address)
    expect(page.locator("#files-lease li")).to_have_count(1)
    assert complaints == []


@ON_SQLITE
def test_the_keyboard_alone_adds_a_document(browser: Browser, served: str, photo, database_url) -> None:
    page, _complaints = open_page(browser, served)
    begin(page)
    # The browser is asked early to hand over the chooser: it does not say when it is ready to.
    with page.expect_file_chooser() as chooser:
        page.locator("#labour_contract summary").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#labour_contract details")).to_have_attribute("open", "")
        page.keyboard.press("Tab")
        expect(page.locator("#document-labour_contract")).to_be_focused()
        page.keyboard.press("Enter")
    chooser.value.set_files(photo)
    expect(page.locator("#files-labour_contract li")).to_have_count(1)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('form').dataset.upload") == ""


@ON_SQLITE
def test_a_lost_connection_loses_nothing_and_doubles_nothing(
    browser: Browser, served: str, photo, database_url
) -> None:
    page, _complaints = open_page(browser, served)
    begin(page)
    page.context.set_offline(True)
    page.locator("#lease [name=document]").first.set_input_files(photo)
    expect(page.locator("#lease [data-queue]")).to_contain_text(WORDS["en-GB"]["lost"])
    page.context.set_offline(False)
    expect(page.locator("#files-lease li")).to_have_count(1)
    page.locator("#lease [name=document]").first.set_input_files(photo)
    expect(page.locator("#lease [data-queue] li")).to_have_count(0)
    expect(page.locator("#files-lease li")).to_have_count(1)


@ON_SQLITE
def test_a_file_waits_for_a_new_sign_in(browser: Browser, served: str, photo, database_url) -> None:
    page, _complaints = open_page(browser, served)
    begin(page)
    page.context.clear_cookies()
    page.locator("#lease [name=document]").first.set_input_files(photo)
    link = page.locator("#lease [data-queue] a")
    expect(link).to_be_visible()
    with page.context.expect_page() as opened:
        link.click()
    sign_in(opened.value, "applicant@demo.example", STAFF_PASSWORD)
    page.locator("#lease [data-queue] button").click()
    expect(page.locator("#files-lease li")).to_have_count(1)


@ON_SQLITE
def test_without_javascript_several_files_go_with_one_form(browser: Browser, served, photo, scan, database_url) -> None:
    context = browser.new_context(
        base_url=served, locale="zh-CN", viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    page = context.new_page()
    begin(page)
    page.locator("#lease summary").click()
    page.locator("#lease [name=document]").first.set_input_files([photo, scan])
    page.locator("#lease form[data-upload] button").click()
    page.wait_for_url("**/evidence#lease")
    expect(page.locator("#files-lease li")).to_have_count(2)


@ON_SQLITE
def test_the_pages_of_documents_are_for_everybody(browser: Browser, served: str, photo, scan, database_url) -> None:
    found: list[str] = []
    for language in ("zh-CN", "en-GB"):
        page, complaints = open_page(browser, served, language=language)
        address = begin(page)
        page.locator("#lease [name=document]").first.set_input_files([photo, scan])
        expect(page.locator("#files-lease li")).to_have_count(2)
        page.locator("#files-lease .app-sheet__name").last.click()
        for path in (page.url, address, f"{address}/lease", f"{address}/housing_record"):
            found += problems(page, path)
        found += complaints
        page.context.close()
    assert found == []
