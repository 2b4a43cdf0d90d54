"""Household facts follow from the spouse's application: filled in with source and day, kept up, taken out."""

from datetime import date, timedelta

import pytest

from rules.facts import parse_facts
from rules.reading import read
from talent.accounts.employers import operations as employers
from talent.applications import operations as applying
from talent.applications import queries as applications
from talent.applications.again.queries import sources
from talent.applications.households import operations
from talent.applications.households.following import is_behind, keep_up
from talent.applications.households.models import SpouseLink
from talent.applications.households.queries import agreements, differences, household_of
from talent.applications.models import Source
from talent.applications.on_behalf.operations import begin_for
from talent.applications.withdrawal import operations as withdrawal
from talent.audit.queries import records
from talent.cases.errors import SpousesCase
from talent.cases.operations import verify_document
from talent.database import db
from talent.pilots.queries import pilot
from talent.policies.library import library, policies_in_force
from talent.policies.operations import keep
from talent.web.access import Role
from tests.applications.conftest import CODE, employed
from tests.conftest import NOON
from tests.households.conftest import DOCTOR, MASTER, decided, drafted, given, handed_in, use

LATER = NOON + timedelta(days=1)
FIRST = {**DOCTOR, "spouse_applies": True, "spouse_help": "0"}


def said_of(application) -> dict:
    household = household_of(application)
    return {name: each.value for name, each in household.said.items()}


def test_a_spouse_who_applies_is_filled_in_with_source_and_day(taiyuan, linked, wife, husband):
    case = handed_in(drafted(wife, FIRST), at=NOON)
    draft = drafted(husband, MASTER)
    assert is_behind(draft)
    assert keep_up(draft, at=LATER) == ["spouse_applies"]
    answer = given(draft)["spouse_applies"]
    assert (answer.value, answer.source, answer.source_kind) == (True, case.reference, Source.SPOUSE)
    assert answer.source_on == date(2026, 3, 2)
    db.session.commit()
    with taiyuan.test_request_context():
        assert case.reference in sources(draft)["spouse_applies"]
    assert not is_behind(draft)
    assert "answers from spouse" in {entry.action for entry in records(about=f"application:{draft.reference}")}


def test_what_was_granted_follows_once_it_was_decided(linked, wife, husband, people):
    decided(handed_in(drafted(wife, FIRST)), people, at=LATER)
    draft = drafted(husband, MASTER)
    keep_up(draft, at=LATER)
    help_ = given(draft)["spouse_help"]
    assert (help_.value, help_.source_on) == ("200000.00", date(2026, 3, 3))
    outcome = applications.decide(draft).incentives["purchase_subsidy"]
    assert (str(outcome.verdict), outcome.fen) == ("granted", 8_000_000)


def test_before_the_decision_nothing_is_said_of_what_was_granted(linked, wife, husband):
    handed_in(drafted(wife, FIRST))
    assert said_of(drafted(husband, MASTER)) == {"spouse_applies": True}


def test_a_spouse_who_does_not_buy_does_not_apply(linked, wife, husband, people):
    case = handed_in(drafted(wife, {**DOCTOR, "buys_home": False}))
    draft = drafted(husband, MASTER)
    assert said_of(draft) == {"spouse_applies": False}
    decided(case, people)
    assert said_of(draft) == {"spouse_applies": False, "spouse_help": 0}


def test_a_draft_says_nothing_and_neither_does_what_was_withdrawn(linked, wife, husband):
    theirs, draft = drafted(wife, FIRST), drafted(husband, MASTER)
    assert said_of(draft) == {}
    handed_in(theirs)
    keep_up(draft, at=LATER)
    withdrawal.withdraw(theirs, at=LATER)
    assert said_of(draft) == {}
    assert keep_up(draft, at=LATER) == ["spouse_applies"]
    assert "spouse_applies" not in given(draft)


def test_what_was_typed_stays_and_is_told_to_differ(linked, wife, husband):
    handed_in(drafted(wife, FIRST))
    draft = drafted(husband, {**MASTER, "spouse_applies": False})
    assert not is_behind(draft)
    (difference,) = differences(draft, household_of(draft))
    assert (difference.fact.name, difference.mine, difference.said.value) == ("spouse_applies", False, True)


def test_what_followed_can_be_changed_and_is_then_the_applicants_own(linked, wife, husband):
    handed_in(drafted(wife, FIRST))
    draft = drafted(husband, MASTER)
    keep_up(draft, at=LATER)
    applying.answer(draft, {"spouse_applies": False}, at=LATER)
    assert given(draft)["spouse_applies"].source_kind is None
    assert not is_behind(draft)


def test_both_cases_show_what_does_not_agree(linked, wife, husband):
    hers = handed_in(drafted(wife, {**DOCTOR, "spouse_applies": False}))
    his = handed_in(drafted(husband, {**MASTER, "spouse_applies": False}))
    for case in (hers, his):
        household = household_of(case.application)
        assert [each.fact.name for each in differences(case.application, household)] == ["spouse_applies"]


def test_what_was_handed_in_open_and_has_been_decided_since_is_told(linked, wife, husband, people):
    his = handed_in(drafted(husband, {**MASTER, "spouse_applies": True}))
    household = household_of(his.application)
    assert household.said == {}
    decided(handed_in(drafted(wife, FIRST)), people)
    household = household_of(his.application)
    (open_,) = differences(his.application, household)
    assert (open_.fact.name, open_.mine, open_.said.value) == ("spouse_help", None, 20_000_000)
    assert [each.fact.name for each in agreements(his.application, household)] == ["spouse_applies"]


def test_nothing_follows_before_both_have_agreed(wife, husband):
    operations.invite(wife, email=husband.email, at=NOON)
    handed_in(drafted(wife, FIRST))
    draft = drafted(husband, MASTER)
    assert household_of(draft) is None
    assert not is_behind(draft)


def test_when_the_link_ends_drafts_forget_and_what_was_handed_in_stays(linked, wife, husband):
    hers = handed_in(drafted(wife, FIRST)).application
    draft = drafted(husband, MASTER)
    keep_up(draft, at=LATER)
    operations.end(linked, person=wife, at=LATER)
    assert "spouse_applies" not in given(draft)
    assert household_of(draft) is None
    assert given(hers)["spouse_applies"].value is True


def test_a_fact_that_was_not_shown_when_they_agreed_is_not_read(wife, husband):
    policy = applications.policy_of(drafted(wife, FIRST))
    earlier = read(
        policy.text.replace("    from_spouse: {applies: [purchase_subsidy]}\n", ""), "earlier", checked=False
    )
    keep(earlier, at=NOON)
    both = {"inviter": wife, "spouse": husband, "invited_at": NOON, "agreed_at": NOON}
    db.session.add(SpouseLink(policies=[earlier.digest], **both))
    db.session.flush()
    handed_in(drafted(wife, FIRST))
    assert said_of(drafted(husband, MASTER)) == {}


def test_the_couple_of_wuxi_has_the_help_once(app, known):
    use(app, "wuxi")
    wife, husband = known("lin@example.org", "林月"), known("zhao@example.org", "赵刚")
    operations.agree(operations.invite(wife, email=husband.email, at=NOON), person=husband, at=NOON)
    buys = {
        "degree": "doctor", "skill_level": "none", "graduated_on": "2025-06-30", "recognised": True,
        "insured_on": "2025-07-08", "insured_months": 13, "contributions_current": True, "lease": "none",
        "buys_home": True, "first_home": True, "household_in_wuxi": True, "specialist": "none",
    }  # fmt: skip
    hers = handed_in(drafted(wife, {**buys, "purchase_claim": "none"}))
    draft = drafted(husband, buys)
    keep_up(draft, at=LATER)
    assert given(draft)["purchase_claim"].value == "spouse"
    assert str(applications.decide(draft).incentives["purchase_help"].verdict) == "refused"
    his = handed_in(draft, at=LATER)
    for case in (hers, his):
        assert differences(case.application, household_of(case.application)) == []


def test_no_officer_deals_with_the_application_of_their_spouse(wife, people):
    clerk = people("clerk@example.org", Role.CLERK, Role.APPLICANT)
    operations.agree(operations.invite(wife, email=clerk.email, at=NOON), person=clerk, at=NOON)
    case = handed_in(drafted(wife, FIRST))
    with pytest.raises(SpousesCase):
        verify_document(case, kind="purchase_contract", clerk=clerk, at=NOON)


def test_nothing_of_the_spouse_is_said_in_a_draft_that_an_employer_sees(linked, wife, husband, people):
    handed_in(drafted(wife, FIRST))
    hr = employed(people, "hr@example.org", "钱人事", CODE, "太原某公司")
    consent = employers.ask(email=husband.email, called="赵刚", by=hr, at=NOON)
    employers.answer(consent, husband, agrees=True, at=NOON)
    policy = library().in_force(policies_in_force()[0].id, NOON.date())
    draft = begin_for(consent, pilot=pilot("shanzuitou"), policy=policy, by=hr, at=NOON)
    applying.answer(draft, parse_facts(policy, MASTER, on=NOON.date()), at=NOON)
    assert household_of(draft) is None and not is_behind(draft)
    employers.withdraw(consent, husband, at=LATER)
    assert is_behind(draft)
