"""What follows from a change: to the day and to the fen, under the policy's own conditions."""

from datetime import date, timedelta

import pytest

from talent.awards.life_events import queries
from talent.awards.life_events.consequences import Effect
from talent.awards.life_events.errors import AnswerMissing, DayUnfit, NothingAtStake
from talent.awards.queries import awards_of
from talent.cases import operations as deciding
from talent.cases.models import Case
from talent.cases.queries import case_of_application
from talent.database import db
from tests.applications.conftest import DOCTOR
from tests.awards.conftest import LATER
from tests.awards.paying import mark_paid
from tests.cases.conftest import REASON, granted_by_rules, verify_everything
from tests.conftest import NOON

TODAY = date(2026, 9, 10)

#: National leading talent who buys: 2,000,000 in five instalments.
BUYER = {
    **DOCTOR,
    "honours": frozenset({"national_leading"}),
    "wants_to_buy": True,
    "home_price": 260_000_000,
    "already_received": 0,
    "lease": "none",
}
BUYER.pop("monthly_rent")
BUYER.pop("rent_months_received")


@pytest.fixture
def bought(submit, clerk, approver) -> Case:
    """A case in which the purchase discount was granted, on 3 March 2026, for an application of the day before."""
    case = case_of_application(submit("buyer@example.org", facts=BUYER))
    verify_everything(case, clerk)
    deciding.recommend(case, clerk=clerk, incentives=granted_by_rules(case), reason=REASON, at=NOON)
    deciding.approve(case, approver=approver, at=LATER)
    db.session.commit()
    return case


def pay(case, incentive, *numbers):
    award = next(each for each in awards_of(case) if each.incentive == incentive)
    for part in award.instalments:
        if part.number in numbers:
            mark_paid(part)


def told(case, event, on, **answers):
    now = queries.situation(case.application)
    found = queries.report(now, now.policy.events[event], happened_on=on, answers=answers, today=TODAY)
    return found.consequences


def of(found, incentive):
    return next(each for each in found.awards if each.incentive == incentive)


def effects(award):
    return [part.after.value for part in award.parts]


def test_who_leaves_the_pilot_gets_no_more_and_owes_a_share_back(bought):
    pay(bought, "purchase_discount", 1)
    award = of(told(bought, "left_pilot", date(2026, 9, 3)), "purchase_discount")
    assert effects(award) == ["paid", "stops", "stops", "stops", "stops"]
    assert award.owed == ("pro_rata", 36_000_000, 40_000_000, 54, 60)
    assert award.source == "set-payment"


def test_an_instalment_that_fell_due_and_was_not_paid_is_looked_at_first(bought):
    award = of(told(bought, "left_pilot", date(2026, 9, 3)), "housing_incentive")
    assert effects(award) == ["held"]
    assert (award.owed.fen, award.held.fen) == (0, 54_000_000)


def test_an_allowance_that_only_stops_is_not_owed_back(bought):
    pay(bought, "yearly_allowance_paid", 1)
    award = of(told(bought, "left_pilot", date(2026, 9, 3)), "yearly_allowance_paid")
    assert (award.owed.kind, award.owed.fen, effects(award)) == ("stop", 0, ["paid"])


def test_who_sells_the_home_keeps_what_does_not_rest_on_it(bought):
    pay(bought, "purchase_discount", 1)
    pay(bought, "housing_incentive", 1)
    found = told(bought, "transferred_home", date(2026, 9, 3))
    assert [each.incentive for each in found.awards if each.is_touched] == ["purchase_discount"]
    assert of(found, "housing_incentive").owed.fen == 0


def test_who_changes_employer_within_the_pilot_loses_nothing(bought):
    found = told(bought, "changed_employer", date(2026, 9, 3), still_in_pilot=True)
    assert not any(award.is_touched for award in found.awards)
    assert set(effects(of(found, "purchase_discount"))) == {"comes"}


def test_a_change_that_takes_effect_later_spares_what_is_due_before(bought):
    pay(bought, "purchase_discount", 1)
    found = of(told(bought, "left_pilot", TODAY + timedelta(days=60)), "purchase_discount")
    assert found.owed.unserved == 52


def test_monthly_reductions_stop_from_the_next_month(decided_case):
    award = of(told(decided_case, "ended_lease", date(2026, 9, 10)), "rent_reduction")
    due = sum(part.due_on <= date(2026, 9, 10) for part in award.parts)
    assert effects(award) == ["comes"] * due + ["stops"] * (36 - due)
    assert (due, award.owed.kind) == (7, "nothing")


def test_a_second_change_tells_only_what_it_adds(bought):
    from talent.awards.life_events import operations

    now = queries.situation(bought.application)
    event = now.policy.events["left_pilot"]
    first = queries.report(now, event, happened_on=date(2026, 9, 3), answers={}, today=TODAY)
    operations.report(
        bought.application,
        event,
        happened_on=date(2026, 9, 3),
        answers={},
        seen=first.fingerprint,
        at=LATER + timedelta(days=190),
    )
    found = told(bought, "transferred_home", date(2026, 9, 5))
    assert not any(award.is_touched for award in found.awards)


def test_before_the_decision_the_decision_would_change(case):
    found = told(case, "left_pilot", date(2026, 3, 2))
    assert {each.incentive: (each.before, each.after) for each in found.verdicts} == {
        "housing_incentive": ("granted", "refused"),
        "yearly_allowance_paid": ("granted", "refused"),
        "rent_reduction": ("granted", "refused"),
    }
    says, source = found.verdicts[0].because[0]
    assert (says.zh, source) == ("用人单位或项目不在试点社区", "opinion-3-6")


def test_before_the_decision_an_amount_may_change(case):
    found = told(case, "moved", date(2026, 3, 2), lease="registered", monthly_rent=100_000)
    assert [(each.incentive, each.fen_before, each.fen_after) for each in found.verdicts] == [
        ("rent_reduction", 7_200_000, 3_600_000)
    ]


def test_what_is_asked_is_what_can_matter(case, bought):
    def names(case, event):
        now = queries.situation(case.application)
        return [fact.name for fact in queries.asked(now, now.policy.events[event])]

    assert names(case, "changed_employer") == ["works_in_pilot", "contract_months", "insured_months"]
    assert names(bought, "changed_employer") == ["still_in_pilot"]
    assert names(bought, "divorced") == ["holds_home"]


def test_events_that_cannot_matter_are_not_offered(case, bought, decided_case):
    def offered(case):
        return [event.id for event in queries.offered(queries.situation(case.application))]

    assert offered(bought) == ["changed_employer", "left_pilot", "transferred_home", "moved", "divorced"]
    assert "transferred_home" not in offered(decided_case) and "ended_lease" in offered(decided_case)


def test_nothing_is_at_stake_after_a_refusal(submit, clerk, approver):
    case = case_of_application(submit("none@example.org"))
    deciding.recommend(case, clerk=clerk, incentives=[], reason=REASON, at=NOON)
    deciding.approve(case, approver=approver, at=LATER)
    with pytest.raises(NothingAtStake):
        queries.situation(case.application)


@pytest.mark.parametrize(
    ("on", "fits"),
    [
        (date(2026, 3, 2), False),
        (date(2026, 3, 3), True),
        (TODAY + timedelta(days=60), True),
        (TODAY + timedelta(days=61), False),
    ],
)
def test_a_change_lies_between_the_decision_and_sixty_days_ahead(bought, on, fits):
    if fits:
        told(bought, "left_pilot", on)
    else:
        with pytest.raises(DayUnfit):
            told(bought, "left_pilot", on)


def test_what_is_asked_has_to_be_answered(bought):
    with pytest.raises(AnswerMissing):
        told(bought, "changed_employer", date(2026, 9, 3), still_in_pilot=None)


def test_an_answer_that_no_longer_concerns_anybody_may_stay_open(case):
    found = told(case, "moved", date(2026, 3, 2), lease="none", monthly_rent=None)
    assert found.verdicts[0].after == "refused"
    with pytest.raises(AnswerMissing):
        told(case, "moved", date(2026, 3, 2), lease="registered", monthly_rent=None)


def test_what_is_kept_is_plain_and_in_yuan(bought):
    pay(bought, "purchase_discount", 1)
    kept = told(bought, "left_pilot", date(2026, 9, 3)).as_json()["awards"][2]
    assert kept["owed"] == {
        "kind": "pro_rata", "yuan": "360000.00", "of_yuan": "400000.00", "months_unserved": 54, "months_promised": 60,
    }  # fmt: skip
    assert kept["instalments"][1] == {
        "number": 2, "due_on": "2027-03-02", "yuan": "400000.00", "before": Effect.COMES, "after": Effect.STOPS,
    }  # fmt: skip
