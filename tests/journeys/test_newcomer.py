"""The main job through a real browser: a newcomer signs up, applies, is granted, and holds a genuine letter."""

import email
import io
import re
from email import policy as mail_policy
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from talent.web.days import today
from tests.journeys.conftest import open_page

pytestmark = pytest.mark.journey

PASSWORD = "a long password for one"
STAFF_PASSWORD = "future-community"

#: A doctor of 35 who rents: category D.
ANSWERS = {
    "expertise": {"degree": "doctor", "title": "none", "skill_level": "none", "honours": "", "shortage": "yes"},
    "contribution": {"yearly_pay": "30万", "tax_paid": "30,000", "patents": "0", "revenue": "0"},
    "work": {
        "arrived_on": (2025, 6, 1),
        "first_in_jinhua": "yes",
        "works_in_pilot": "yes",
        "contract_months": "60",
        "insured_months": "15",
    },
    "home": {"owns_home": "no", "allotted_housing": "no", "wants_to_buy": "no", "lease": "registered"},
    "person": {"born_on": (1990, 5, 1)},
}
#: Questions that only follow from the answers above.
FURTHER = {"expertise": {"full_time": "yes"}, "home": {"monthly_rent": "2500", "rent_months_received": "0"}}


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    """A photo of a document."""
    path = tmp_path / "证书.png"
    Image.new("RGB", (300, 200), "white").save(path)
    return path


def fill(page: Page, answers: dict[str, object]) -> None:
    """Answer questions by their names, whatever component they are."""
    for name, value in answers.items():
        if isinstance(value, tuple):
            for part, number in zip(("year", "month", "day"), value, strict=True):
                page.fill(f"[name={name}-{part}]", str(number))
        elif page.locator(f"input[name={name}][type=text]").count():
            page.fill(f"[name={name}]", str(value))
        else:
            page.check(f"[name={name}][value='{value}']")


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button:not([type=button])").last.click()


def confirm_address(page: Page, outbox: Path) -> None:
    """Open the link in the mail that asks to confirm the address."""
    for path in sorted(outbox.glob("*.eml")):
        text = email.message_from_bytes(path.read_bytes(), policy=mail_policy.default).get_body().get_content()
        if link := re.search(r"http://\S+?(/confirm/\S+)", text):
            page.goto(link.group(1))
            return
    pytest.fail("no mail asks to confirm the address")


def sign_in(page: Page, address: str, password: str) -> None:
    page.goto("/login")
    page.fill("[name=email]", address)
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    assert "/login" not in page.url


def apply(page: Page, proof: Path) -> str:
    """Answer everything, add every document, hand in. Gives the reference."""
    page.goto("/applications/begin/shanzuitou/jinhua-future-community-talent")
    save(page)
    address = page.url
    page.goto("/details")
    page.fill("[name=name]", "陈晓")
    page.check("[name=identity_kind][value=passport]")
    page.fill("[name=identity_number]", "E12345678")
    page.fill("[name=phone]", "138 0013 8000")
    save(page)
    for section, answers in ANSWERS.items():
        page.goto(f"{address}/questions/{section}")
        fill(page, answers)
        save(page)
        if section in FURTHER:
            fill(page, FURTHER[section])
            save(page)
    add_proofs(page, address, proof)
    return hand_in(page, address)


def add_proofs(page: Page, address: str, proof: Path) -> None:
    """Add a photo of every document that is needed, dated today where it bears a date."""
    page.goto(f"{address}/evidence")
    kinds = [each.get_attribute("id") for each in page.locator("main section:has([name=document])").all()]
    assert len(kinds) > 5
    for kind in kinds:
        page.click(f"#{kind} summary")
        for part in ("year", "month", "day"):
            for field in page.locator(f"#{kind} [name=issued_on-{part}]").all():
                field.fill(str(getattr(today(), part)))
        page.locator(f"#{kind} [name=document]").first.set_input_files(proof)
        expect(page.locator(f"#files-{kind} img")).to_have_count(1)


def hand_in(page: Page, address: str) -> str:
    """Declare the answers true and hand in. Gives the reference."""
    page.goto(f"{address}/check")
    page.check("[name=declared]")
    save(page)
    expect(page.locator(".govuk-panel")).to_have_count(1)
    return address.rsplit("/", 1)[1]


def verify_everything(clerk: Page) -> None:
    """Find every answer proved, by whole documents where the page offers it."""
    for buttons in ("form[action*='/documents/'] button", "form[action*='/answers/'] button[value=verified]"):
        while clerk.locator(buttons).count():
            with clerk.expect_navigation():
                clerk.locator(buttons).first.click()


def recommend(clerk: Page, reference: str) -> None:
    """Recommend everything the rules grant."""
    clerk.goto(f"/cases/{reference}/recommendation")
    incentives = clerk.locator("[name^=incentive-][value=yes]")
    for number in range(incentives.count()):
        incentives.nth(number).check()
    clerk.fill("[name=reason]", "材料齐全，条件均已核对。All conditions were checked.")
    save(clerk)


def adjudicate(browser: Browser, address: str, reference: str) -> list[str]:
    """The clerk verifies and recommends; a second officer approves. Gives what the consoles complained about."""
    clerk, complaints = open_page(browser, address, width=1280)
    sign_in(clerk, "clerk@demo.example", STAFF_PASSWORD)
    clerk.goto(f"/cases/?search={reference}")
    with clerk.expect_navigation():
        clerk.locator(f"main a[href='/cases/{reference}']").first.click()
    verify_everything(clerk)
    recommend(clerk, reference)
    approver, more = open_page(browser, address, width=1280)
    sign_in(approver, "approver@demo.example", STAFF_PASSWORD)
    approver.goto(f"/cases/{reference}/decision")
    approver.check("[name=answer][value=approve]")
    save(approver)
    return [*complaints, *more]


@pytest.mark.parametrize(("database_url", "language"), [("postgresql", "en-GB")], indirect=["database_url"])
def test_a_newcomer_signs_up_applies_and_is_granted(browser, served, outbox, proof, language):
    page, complaints = open_page(browser, served, language=language)
    page.goto("/register")
    for name, value in {"email": "new@example.org", "password": PASSWORD, "password_confirm": PASSWORD}.items():
        page.fill(f"[name={name}]", value)
    save(page)
    confirm_address(page, outbox)
    sign_in(page, "new@example.org", PASSWORD)
    reference = apply(page, proof)

    complaints += adjudicate(browser, served, reference)

    page.goto(f"/applications/{reference}")
    page.locator("main a[href*='/letters/']").first.click()
    number = page.url.rsplit("/", 1)[1]
    answer = page.request.get(f"/letters/{number}/pdf")
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(answer.body())).pages)
    assert "200,000" in text
    assert "金政办发〔2020〕4号" in text.replace(" ", "")
    assert complaints == []
