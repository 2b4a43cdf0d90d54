"""The parts pages are made of."""

from datetime import date

import pytest
from flask import get_template_attribute

from rules.decision import Instalment, Outcome, Verdict
from rules.policy import Text
from rules.reasons import Reason
from talent.policies.library import library
from talent.web.pagination import PER_PAGE, Page

ID = "jinhua-future-community-talent"


@pytest.fixture(autouse=True)
def english(app):
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        yield


def draw(name: str, *arguments: object, **named: object) -> str:
    return str(get_template_attribute(f"components/{name}.html", name)(*arguments, **named))


def granted() -> Outcome:
    reason = Reason("insured_months >= 6", True, "set-conditions", Text("是", "You are insured"))
    paid = (Instalment(date(2026, 3, 2), 30000), Instalment(date(2027, 3, 2), 20050, Text("仍在", "You still work")))
    return Outcome(Verdict.GRANTED, 50050, paid, (reason,), ("qujiang-A", "set-rent"))


def test_a_granted_card_shows_sum_parts_and_standing():
    policy = library().policies[ID]
    card = draw("incentive_card", policy, policy.incentives["purchase_discount"], granted())
    for words in ("CNY 500.50", "CNY 200.50", "You still work", "Amount by reference to", "Set by us for illustration"):
        assert words in card


def test_a_card_can_be_drawn_from_the_json_of_a_decision():
    policy = library().policies[ID]
    outcome = {
        "verdict": "granted",
        "amount": "500.50",
        "paid": [
            {"on": "2026-03-02", "amount": "300.00", "while": None},
            {"on": "2027-03-02", "amount": "200.50", "while": {"zh": "仍在", "en": "You still work"}},
        ],
        "reasons": [{"holds": True, "source": "set-conditions", "says": {"zh": "是", "en": "You are insured"}}],
        "amount_sources": ["qujiang-A"],
        "missing": [],
    }
    card = draw("incentive_card", policy, policy.incentives["purchase_discount"], outcome)
    for words in ("CNY 500.50", "CNY 200.50", "You still work", "2 March 2027", "You are insured"):
        assert words in card


def test_what_cannot_be_told_names_the_question():
    policy = library().policies[ID]
    outcome = Outcome(Verdict.UNKNOWN, None, (), (), missing=("home_price",))
    card = draw("incentive_card", policy, policy.incentives["purchase_discount"], outcome)
    assert "Price in the purchase contract" in card


@pytest.mark.parametrize(("holds", "words"), [(True, "Met:"), (False, "Not met:"), (None, "Cannot be told yet:")])
def test_how_a_condition_came_out_is_written_not_only_drawn(holds, words):
    reason = Reason("x", holds, "opinion-3-6", Text("一", "One"))
    assert words in draw("reasons_list", [reason], library().policies[ID])


def test_one_page_needs_no_links():
    drawn = draw("pages", Page(["x"], 1, 1), "pilots.index")
    assert "1 entry" in drawn
    assert "<a" not in drawn


def test_many_pages_are_linked_with_what_was_searched_for():
    drawn = draw("pages", Page([], 5, PER_PAGE * 9), "pilots.index", search="王")
    assert 'aria-current="page">5<' in drawn
    assert "page=6&amp;search=" in drawn
    assert "Previous" in drawn
    assert "Next" in drawn
    assert drawn.count("…") == 2


def test_texts_of_others_are_escaped():
    assert "<b>" not in draw("status_tag", "<b>x</b>", "waiting")
