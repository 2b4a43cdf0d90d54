"""Every page, in both languages and at both widths: nothing for axe to find, no sideways scroll, a quiet console, and
not a word of the other language."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page

from talent.web.access import EVERYONE, SIGNED_IN, Role
from talent.web.days import today
from tests.journeys.conftest import open_page
from tests.journeys.findings import problems
from tests.journeys.test_newcomer import STAFF_PASSWORD, save, sign_in

pytestmark = pytest.mark.journey

POLICY = "jinhua-future-community-talent"
PUBLIC = [
    "/", "/communities/", "/communities/xiachemen", "/policies/", f"/policies/{POLICY}", "/check/", f"/check/{POLICY}",
    "/notices/", "/login", "/register", "/reset", "/confirm", "/accessibility", "/privacy", "/nothing-here",
]  # fmt: skip

#: Views open to applicants that are no page of theirs: files, what leads on, and what only the bureau's accounts use.
NO_PAGES = {
    "static", "web.health", "web.switch_language", "policies.file", "letters.pdf", "own_data.download",
    "standing.calendar", "applications.evidence_file", "applications.evidence_page", "applications.evidence_thumbnail",
    "requests.document_page", "notifications.follow", "correspondence.of_application",
    "security.confirm_email", "security.reset_password", "security.mf_recovery", "security.mf_recovery_codes",
    "security.two_factor_rescue", "security.tf_select", "security.two_factor_setup",
    "security.two_factor_token_validation", "accounts.welcome",
}  # fmt: skip

#: Views whose pages the journeys of spouses, of offers and of money owed back look at as closely.
ELSEWHERE = {"households.index", "households.answer", "households.end", "reviews.mine", "recoveries.mine"}
ELSEWHERE |= {"offers.show"}


def proof() -> FilePayload:
    """A photo of a document."""
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(picture, "PNG")
    return {"name": "1.png", "mimeType": "image/png", "buffer": picture.getvalue()}


def links(page: Page, start: str) -> list[str]:
    """Where the links of a page lead that begin so, each once."""
    found = page.locator(f"main a[href^='{start}']").evaluate_all(
        "links => links.map(link => link.getAttribute('href').split('#')[0])"
    )
    return list(dict.fromkeys(found))


def of_newcomer(page: Page) -> Iterator[str]:
    """The pages of an applicant who has begun an application and answered a little."""
    sign_in(page, "applicant@demo.example", STAFF_PASSWORD)
    yield f"/check/{POLICY}/apply?degree=doctor"
    page.goto(f"/applications/begin/xiachemen/{POLICY}")
    save(page)
    draft = "/" + page.url.split("/", 3)[-1]
    page.goto(f"{draft}/questions/expertise")
    page.check("[name=degree][value=doctor]")
    save(page)
    yield from [
        "/mandates/",
        "/mandates/1",
        "/applications/",
        f"/applications/begin/tianchuan/{POLICY}",
        draft,
        f"{draft}/options",
    ]
    yield from [f"{draft}/questions/{name}" for name in ("expertise", "contribution", "work", "home", "person")]
    yield from [f"{draft}/evidence", f"{draft}/evidence/degree_certificate", f"{draft}/check", f"{draft}/delete"]
    page.goto(f"{draft}/check")
    yield links(page, f"/policies/{POLICY}/versions/")[0]
    yield from ["/details", "/change", "/verify", "/account/data", "/account/data/identity", "/account/data/deletion"]
    yield "/bank-details"


def of_somebody_half_done(page: Page) -> Iterator[str]:
    """A draft; its documents, and one of them."""
    yield from of_application(page, "person009")
    draft = links(page, "/applications/")[0]
    page.goto(f"{draft}/evidence/degree_certificate")
    page.set_input_files("[name=document] >> nth=0", proof())
    page.wait_for_selector("main img")
    yield links(page, f"{draft}/evidence/degree_certificate/")[0]


def of_somebody_waiting(page: Page) -> Iterator[str]:
    """An application that the bureau has, with a request to answer and a change that was reported."""
    yield from of_application(page, "person002")
    application = links(page, "/applications/")[0]
    page.goto(f"{application}/changes")
    yield links(page, f"{application}/changes/changed_employer")[0]
    yield links(page, f"{application}/changes/sent/")[0]


def of_somebody_decided(page: Page) -> Iterator[str]:
    """A letter and its check, notifications, awards and what may change them."""
    yield from of_application(page, "person004")
    application = links(page, "/applications/")[0]
    page.goto(application)
    letter = links(page, "/letters/")[0]
    yield letter
    page.goto(letter)
    yield links(page, "/letters/check/")[0]
    page.goto("/notifications/")
    yield from ["/notifications/", links(page, "/notifications/")[0]]


def of_somebody_refused(page: Page) -> Iterator[str]:
    """An application that can be made anew."""
    yield from of_application(page, "person000")


def of_application(page: Page, name: str) -> Iterator[str]:
    """Every page that the page of one's application links to."""
    sign_in(page, f"{name}@demo.example", STAFF_PASSWORD)
    page.goto("/applications/")
    application = links(page, "/applications/")[0]
    yield application
    page.goto(application)
    yield from [link for link in links(page, f"{application}/") if not link.endswith(".ics")]
    page.goto("/applications/")


def cases_listed(page: Page) -> list[str]:
    """The cases that the list shows."""
    return [link for link in links(page, "/cases/") if re.fullmatch(r"/cases/\w{4}-\w{4}", link)]


def of_clerk(page: Page) -> Iterator[str]:
    """The list, a case in every stage, and the forms to act on one."""
    sign_in(page, "clerk@demo.example", STAFF_PASSWORD)
    page.goto("/cases/")
    cases = cases_listed(page)
    assert len(cases) > 5
    yield "/cases/?show=unassigned&amount_from=x&date_from=2026-01-01"
    yield from ["/cases/", "/changes", "/objections", "/reviews", "/recoveries", *cases[:6]]
    yield from ["/payments/", "/payments/1", "/payments/new", "/payments/waiting/bank_details"]
    page.goto("/cases/?show=arrived")
    arrived = cases_listed(page)[0]
    yield from [f"{arrived}/request", f"{arrived}/recommendation", f"{arrived}/hold"]
    yield from of_case_on_hold(page, arrived)
    for case in cases:
        page.goto(case)
        if letters := links(page, "/letters/"):
            yield letters[0]
            return


def of_case_on_hold(page: Page, case: str) -> Iterator[str]:
    """Put a case on hold: the list of those, and the case; and take it off again."""
    page.goto(f"{case}/hold")
    page.fill("[name=reason]", "12345 67890")
    later = today() + timedelta(days=7)
    for part in ("year", "month", "day"):
        page.fill(f"[name=look_on-{part}]", str(getattr(later, part)))
    save(page)
    yield from ["/holds", case]
    page.goto(case)
    with page.expect_navigation():
        page.locator("form[action$='/hold/release'] button").click()


def of_approver(page: Page) -> Iterator[str]:
    sign_in(page, "approver@demo.example", STAFF_PASSWORD)
    yield from ["/cases/", "/cases/workload", "/payments/1", "/payments/1/results", "/spot-checks"]
    page.goto("/cases/?show=recommended")
    case = cases_listed(page)[0]
    yield from of_case_decided_and_not(page, case)


def of_case_decided_and_not(page: Page, case: str) -> Iterator[str]:
    """Approve a case and take that back the same day: what asks for it, and what is left of it."""
    yield f"{case}/decision"
    page.goto(f"{case}/decision")
    page.check("[name=answer][value=approve]")
    save(page)
    yield f"{case}/taking-back"
    page.goto(f"{case}/taking-back")
    page.fill("[name=reason]", "12345 67890")
    save(page)
    page.goto(case)
    letter = links(page, "/letters/")[0]
    yield from [case, letter]
    page.goto(letter)
    yield links(page, "/letters/check/")[0]


def of_officer(page: Page) -> Iterator[str]:
    sign_in(page, "officer@demo.example", STAFF_PASSWORD)
    yield from ["/appeals", "/notifications/templates", "/budgets/", "/budgets/set", "/budgets/forecast", "/overrides/"]
    yield from ["/offers/", "/cases/", "/working-days/"]

    page.goto("/spot-checks")
    case = links(page, "/cases/")[0]
    yield f"{case}/spot-check"
    page.goto(f"{case}/spot-check")
    page.check("[name=finding][value=differs]")
    page.fill("[name=reason]", "12345 67890")
    save(page)
    yield from ["/spot-checks?show=differs", case]


def of_auditor(page: Page) -> Iterator[str]:
    sign_in(page, "auditor@demo.example", STAFF_PASSWORD)
    yield "/audit/"
    yield "/audit/?about=case:2222-2222&what=case+opened"


def of_administrator(page: Page) -> Iterator[str]:
    sign_in(page, "admin@demo.example", STAFF_PASSWORD)
    yield from ["/people", "/people/1", "/account/wishes"]
    yield from ["/people/employers/", "/people/employers/new", "/people/employers/1"]


def of_employer(page: Page) -> Iterator[str]:
    """The employer's people, and a draft that is filled in for one of them."""
    sign_in(page, "employer@demo.example", STAFF_PASSWORD)
    yield from ["/our-people/", "/our-people/ask"]
    page.goto("/our-people/?show=agreed")
    person, draft = links(page, "/our-people/")[-1], links(page, "/applications/")[0]
    yield from [person, f"{person}/begin", draft, f"{draft}/questions/work", f"{draft}/evidence"]


def of_mentor(page: Page) -> Iterator[str]:
    sign_in(page, "mentor@demo.example", STAFF_PASSWORD)
    yield "/welcome"


def of_visitor(page: Page) -> Iterator[str]:
    """What anybody sees: notices on show and how to object, too."""
    yield from PUBLIC
    page.goto("/notices/")
    yield links(page, "/notices/sheet/")[0]
    yield next(link for link in links(page, "/notices/") if link.endswith("/objection"))


APPLICANTS: dict[str, Callable[[Page], Iterator[str]]] = {
    "visitor": of_visitor,
    "newcomer": of_newcomer,
    "half done": of_somebody_half_done,
    "waiting": of_somebody_waiting,
    "decided": of_somebody_decided,
    "refused": of_somebody_refused,
}
BUREAU = {
    "employer": of_employer,
    "clerk": of_clerk,
    "approver": of_approver,
    "officer": of_officer,
    "auditor": of_auditor,
    "administrator": of_administrator,
    "mentor": of_mentor,
}


def tour(
    browser: Browser, served: str, visitors: dict[str, Callable[[Page], Iterator[str]]], language: str
) -> tuple[list[str], list[str]]:
    """Visit all their pages in a language at both widths. Gives the addresses visited and what was found."""
    visited, found = [], []
    for visitor, pages_of in visitors.items():
        guide, complaints = open_page(browser, served, language=language)
        page = guide.context.new_page()
        for address in pages_of(guide):
            visited.append(address)
            found += [f"{visitor}: {problem}" for problem in problems(page, address, languages=True)]
        found += [f"{visitor} console: {text}" for text in complaints if "404" not in text]
        guide.context.close()
    return visited, found


def counted(visited: list[str], found: list[str]) -> str:
    pages = len(set(visited))
    return f"{pages} pages, {len(visited)} visits, each at two widths, {len(found)} findings"


@pytest.fixture(scope="module")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with nothing in it, for what it knows of its views."""
    from app import create_app

    return create_app({"INSTANCE": tmp_path_factory.mktemp("bare")})


def pages_of_applicants(app: Flask) -> set[str]:
    """The views that are open to applicants and show a page."""
    open_to = {EVERYONE, SIGNED_IN, Role.APPLICANT}
    shown = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and app.view_functions[rule.endpoint].open_to & open_to
    }
    return shown - NO_PAGES - ELSEWHERE


#: One language at a time, so that two processes share the way.
IN_EACH_LANGUAGE = pytest.mark.parametrize(
    ("database_url", "language"), [("sqlite", "zh-CN"), ("sqlite", "en-GB")], indirect=["database_url"]
)


@IN_EACH_LANGUAGE
@pytest.mark.usefixtures("database_url")
def test_every_page_of_applicants_is_for_everybody(
    browser: Browser, served: str, bare_app: Flask, told: Callable[[str], None], language: str
) -> None:
    ask_something_of(browser, served)
    visited, found = tour(browser, served, APPLICANTS, language)
    told(f"pages of applicants, {language}: {counted(visited, found)}")
    addresses = bare_app.url_map.bind("localhost")
    seen = {addresses.match(address.split("?")[0])[0] for address in visited if address != "/nothing-here"}
    assert pages_of_applicants(bare_app) - seen == set()
    assert "\n".join(found) == ""


@IN_EACH_LANGUAGE
@pytest.mark.usefixtures("database_url")
def test_every_page_of_the_bureau_is_for_everybody(
    browser: Browser, served: str, told: Callable[[str], None], language: str
) -> None:
    visited, found = tour(browser, served, BUREAU, language)
    told(f"pages of the bureau, {language}: {counted(visited, found)}")
    assert "\n".join(found) == ""


def ask_something_of(browser: Browser, served: str) -> None:
    """Have the clerk ask something of the demo's person who waits, and the person report a change."""
    page, _complaints = open_page(browser, served)
    sign_in(page, "person002@demo.example", STAFF_PASSWORD)
    page.goto("/applications/")
    reference = links(page, "/applications/")[0].rsplit("/", 1)[1]
    page.goto(f"/applications/{reference}/changes")
    page.goto(links(page, f"/applications/{reference}/changes/")[0])
    for part in ("year", "month", "day"):
        page.fill(f"[name=happened-on-{part}]", str(getattr(today(), part)))
    save(page)
    with page.expect_navigation():
        page.locator("main form button:not([name=back])").click()
    page.context.close()
    clerk, _complaints = open_page(browser, served)
    sign_in(clerk, "clerk@demo.example", STAFF_PASSWORD)
    clerk.goto(f"/cases/{reference}/request")
    clerk.fill("[name=question-1]", "12345 67890")
    save(clerk)
    clerk.context.close()
