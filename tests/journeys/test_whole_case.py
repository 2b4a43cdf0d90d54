"""One case from arrival to the end: asked about, verified, approved, shown, paid, reviewed, claimed back, appealed."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from talent.web.days import today
from tests.journeys.conftest import open_page
from tests.journeys.test_money_back import fill_day, press
from tests.journeys.test_newcomer import STAFF_PASSWORD, apply, proof, recommend, save, sign_in, verify_everything
from tests.journeys.test_requests import answer, ask, whole_lease

__all__ = ["proof", "whole_lease"]

pytestmark = pytest.mark.journey

#: After the days of the notice, and before those of an appeal are over.
AHEAD = 21


def give_account(page: Page) -> None:
    page.goto("/bank-details")
    page.check("[name=kind][value=card]")
    for name, value in {"holder": "陈晓", "bank": "金华银行八一南街支行", "number": "6222021200000000773"}.items():
        page.fill(f"[name={name}]", value)
    save(page)
    expect(page.locator("main .app-card")).to_have_count(1)


def approve(approver: Page, reference: str) -> None:
    approver.goto(f"/cases/{reference}/decision")
    approver.check("[name=answer][value=approve]")
    save(approver)


def pay(clerk: Page, approver: Page) -> None:
    """Select what is due, freeze it, send it, and take in what the treasury reports."""
    clerk.goto("/payments/new")
    save(clerk)
    if clerk.locator("[name=conditions]").count():
        clerk.check("[name=conditions]")
    press(clerk, "form[action$='/freeze'] button")
    approver.goto(clerk.url)
    press(approver, "form[action$='/export'] button")
    sheet = approver.request.get(approver.locator("main a[href$='.csv']").get_attribute("href"))
    titles, *rows = csv.reader(io.StringIO(sheet.body().decode("utf-8-sig")))
    file = io.StringIO()
    csv.writer(file).writerows([titles, *([*row[:6], "成功", f"{today() + timedelta(AHEAD)}", ""] for row in rows)])
    press(approver, "main a[href$='/results']")
    content = file.getvalue().encode("utf-8-sig")
    approver.set_input_files("[type=file]", [{"name": "结果.csv", "mimeType": "text/csv", "buffer": content}])
    save(approver)
    expect(approver.locator("main form[action$='/export']")).to_have_count(0)


def leave(page: Page, application: str) -> None:
    page.goto(f"{application}/changes/left_pilot")
    fill_day(page, "happened-on", today() + timedelta(AHEAD))
    save(page)
    press(page, "main form button:not([name=back])")


def stop_what_the_rules_leave_open(clerk: Page) -> None:
    for stop in clerk.locator("[name^=outcome-][value=stop]").all():
        key = stop.get_attribute("name").removeprefix("outcome-")
        if clerk.locator(f"[name={stop.get_attribute('name')}]:checked").count() == 0:
            stop.check()
            clerk.fill(f"[name=reason-{key}]", "已离开试点社区，不再符合条件。")
            clerk.locator(f"[name=clause-{key}]").select_option(index=1)


def review(page: Page, clerk: Page, application: str) -> None:
    """The clerk asks, the applicant answers, the clerk follows the rules and claims what was paid."""
    reference = application.rsplit("/", 1)[1]
    clerk.goto("/reviews")
    press(clerk, f"form[action*='{reference}'] button")
    page.goto(f"{application}/reviews")
    press(page, f"main a[href^='{application}/reviews/']")
    for no in page.locator("main [type=radio][value=no]").all():
        no.check()
    save(page)
    clerk.goto("/reviews?show=begun")
    press(clerk, f"main li:has-text('{reference}') a[href^='/reviews/']")
    stop_what_the_rules_leave_open(clerk)
    save(clerk)
    press(clerk, "form[action*='/recoveries/'] button")


def pay_back(page: Page, clerk: Page, approver: Page, application: str) -> None:
    reference = application.rsplit("/", 1)[1]
    approver.goto("/recoveries")
    press(approver, f"main li:has-text('{reference}') a[href^='/recoveries/']")
    press(approver, "form[action$='/confirm'] button")
    page.goto(f"{application}/reviews")
    press(page, f"main a[href^='{application}/recoveries/']")
    clerk.goto(approver.url)
    clerk.fill("[name=amount]", "100")
    clerk.fill("[name=reference]", "T-1")
    fill_day(clerk, "day", today() + timedelta(AHEAD))
    press(clerk, "form:has([value=repay]) button")
    expect(clerk.locator(".app-effects__row").first).to_contain_text("100")


def appeal(page: Page, officer: Page, application: str) -> None:
    """The applicant appeals; an officer who had no part answers that the decision stands."""
    page.goto(f"{application}/appeal")
    page.fill("[name=reasons]", "我认为金额计算有误，请重新核对。")
    save(page)
    officer.goto(f"/appeals/{application.rsplit('/', 1)[1]}")
    press(officer, "form[action$='/officer'] button")
    officer.check("[name=answer][value=stands]")
    officer.locator("[name=clause]").select_option(index=1)
    officer.fill("[name=reason]", "金额按政策条款计算，已逐项核对，没有错误。")
    save(officer)
    page.goto(f"{application}/appeal")
    expect(page.locator("#answer")).to_have_count(1)


@pytest.mark.parametrize("language", ["zh-CN"])
@pytest.mark.usefixtures("database_url")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_three_officers_and_an_applicant_take_a_case_to_its_end(
    browser: Browser, serve: Callable[..., str], proof: Path, whole_lease: Path, language: str
) -> None:
    served = serve()
    names = ("applicant", "clerk", "approver", "officer")
    pages, complaints = zip(*(open_page(browser, served, language=language) for _name in names), strict=True)
    for page, name in zip(pages, names, strict=True):
        sign_in(page, f"{name}@demo.example", STAFF_PASSWORD)
    page, clerk, approver, _officer = pages
    reference = apply(page, proof)
    give_account(page)
    found = ask(clerk, reference) + answer(page, reference, whole_lease)
    clerk.goto(f"/cases/{reference}")
    verify_everything(clerk)
    recommend(clerk, reference)
    approve(approver, reference)
    page.goto("/notices/")
    expect(page.locator("main")).to_contain_text("陈**")

    address = serve(days=AHEAD)
    application = f"/applications/{reference}"
    states = [each.context.storage_state() for each in pages]
    later, more = zip(
        *(open_page(browser, address, language=language, signed_in=state) for state in states), strict=True
    )
    page, clerk, approver, officer = later
    pay(clerk, approver)
    page.goto(application)
    leave(page, application)
    review(page, clerk, application)
    pay_back(page, clerk, approver, application)
    appeal(page, officer, application)
    assert found == []
    assert [text for texts in (*complaints, *more) for text in texts] == []
