"""The pages of a review and of money owed back: for the clerk, the approver, and the person it concerns."""

import re

import pytest

from talent.awards.recoveries import operations
from talent.awards.recoveries import routes as recovery_pages
from talent.awards.recoveries.models import Recovery, RecoveryState
from talent.awards.reviews import routes as review_pages
from talent.awards.reviews.models import Review
from talent.database import db
from talent.web.access import Role
from talent.web.days import policy_day
from tests.applications.conftest import draft, newcomer, policy
from tests.awards.paying import mark_paid
from tests.awards.reviewing import SPRING, claimed, confirmed, paid
from tests.awards.test_recoveries import reviewed

__all__ = ["draft", "newcomer", "policy"]

TODAY = policy_day(SPRING)


@pytest.fixture
def base(decided_case, client, monkeypatch):
    """A person who was paid and has left; it is the day of the review."""
    paid(decided_case, mark_paid, "housing_incentive")
    for pages in (review_pages, recovery_pages):
        monkeypatch.setattr(pages, "today", lambda: TODAY)
        monkeypatch.setattr(pages, "now", lambda: SPRING)
    return decided_case


def english(client, email):
    visitor = client.application.test_client().sign_in(email)
    visitor.get("/language/en")
    return visitor


def fresh(model):
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(model).one()


def day(value=TODAY):
    return {f"day-{part}": getattr(value, part) for part in ("year", "month", "day")}


def test_asked_answered_and_decided(base, client, clerk):
    clerks = english(client, clerk.email)
    assert base.reference in clerks.get("/reviews").text
    answer = clerks.post(f"/cases/{base.reference}/reviews")
    review = fresh(Review)
    assert answer.location == f"/reviews/{review.id}"
    assert "no answer yet" in clerks.get(answer.location).text

    mine = f"/applications/{base.reference}/reviews/{review.id}"
    person = english(client, "newcomer@example.org")
    assert mine in person.get(f"/applications/{base.reference}/reviews").text
    assert "still work for an employer or project in the pilot" in person.get(mine).text
    assert "Answer this question." in person.post(mine, data={"still_in_pilot": "no"}).text
    stated = {"still_in_pilot": "no", "still_renting": "yes", "holds_home": "yes"}
    assert person.post(mine, data=stated).location == mine
    assert "need not do anything now" in person.get(mine).text

    clerks = english(client, clerk.email)
    page = clerks.get(f"/reviews/{review.id}").text
    assert "Stop" in page and "Owed back under the rules" in page and "months not served" in page
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', page).group(1)
    chosen = dict.fromkeys(re.findall(r'name="(outcome-[^"]+)"', page), "stop")
    otherwise = dict.fromkeys(chosen, "continue")
    assert "give a reason and the clause" in clerks.post(f"/reviews/{review.id}", data={"seen": seen, **otherwise}).text
    assert "Read what the rules say now" not in clerks.get(f"/reviews/{review.id}").text
    assert clerks.post(f"/reviews/{review.id}", data={"seen": seen, **chosen}).status_code == 302
    assert "What was decided" in clerks.get(f"/reviews/{review.id}").text
    claim = re.search(r'action="(/reviews/\d+/recoveries/\d+)"', clerks.get(f"/reviews/{review.id}").text).group(1)
    assert clerks.post(claim).location == f"/recoveries/{fresh(Recovery).id}"
    person = english(client, "newcomer@example.org")
    assert "administrative reconsideration" in person.get(mine).text


def test_claimed_confirmed_and_paid_back(base, client, clerk, approver):
    recovery = claimed(reviewed(base, clerk), clerk)
    page, mine = f"/recoveries/{recovery.id}", f"/applications/{base.reference}/recoveries/{recovery.id}"
    number, fen = recovery.id, recovery.fen
    assert english(client, "newcomer@example.org").get(mine).status_code == 404
    assert "Confirm and tell" not in english(client, clerk.email).get(page).text
    approvers = english(client, approver.email)
    assert page in approvers.get("/recoveries").text and "Confirm and tell the applicant" in approvers.get(page).text
    assert approvers.post(f"{page}/confirm").location == page

    clerks = english(client, clerk.email)
    wrong = clerks.post(page, data={"step": "repay", "amount": "x", "reference": "", **day()}).text
    assert "Give an amount in yuan" in wrong and "Give the reference." in wrong
    too_much = {"step": "repay", "amount": f"{fen // 100 + 1}", "reference": "T1", **day()}
    assert "is still owed" in clerks.post(page, data=too_much).text
    assert clerks.post(page, data={**too_much, "amount": "1,000.50"}).location == page
    assert clerks.post(page, data={"step": "plan", "parts": "3", **day()}).location == page
    shown = clerks.get(page).text
    assert "CNY 1,000.50" in shown and "The plan" in shown
    keep = re.search(rf'action="({page}/offset/\d+)"', shown).group(1)
    assert clerks.post(keep).location == page
    told = english(client, "newcomer@example.org").get(mine).text
    assert "Kept from an instalment" in told and "months not served" in told and "reconsideration" in told
    approvers = english(client, approver.email)
    assert approvers.post(page, data={"step": "waive", "reason": "ill"}).location == page
    assert fresh(Recovery).state is RecoveryState.WAIVED and fresh(Recovery).id == number


def test_nobody_elses(base, client, clerk, approver, people):
    review = confirmed(base, clerk)
    people("stranger@example.org", Role.APPLICANT)
    stranger = english(client, "stranger@example.org")
    assert stranger.get(f"/applications/{base.reference}/reviews").status_code == 404
    assert stranger.get(f"/applications/{base.reference}/reviews/{review.id}").status_code == 404
    assert stranger.get(f"/reviews/{review.id}").status_code == 403
    assert stranger.get("/recoveries").status_code == 403


def test_it_is_in_the_own_data(base, client, clerk, approver):
    recovery = claimed(reviewed(base, clerk), clerk)
    operations.confirm(recovery, approver=approver, at=SPRING)
    db.session.commit()
    page = english(client, "newcomer@example.org").get("/account/data").text
    assert "Reviews of what you were granted" in page and "Money owed back" in page
