"""Where incentives exclude one another the options stand side by side, the best marked, and the applicant chooses."""

from datetime import date

import pytest

from rules.facts import parse_facts
from talent.applications import operations, queries
from talent.applications.models import Stage
from talent.applications.options import operations as choosing
from talent.applications.options.errors import NoSuchOption
from talent.applications.options.queries import closed, options, options_of
from talent.database import db
from talent.web.access import Role
from tests.applications.conftest import DOCTOR
from tests.conftest import NOON
from tests.rules.conftest import DAY, small
from tests.rules.test_bundles import DOCTOR as SMALL_DOCTOR

#: Somebody who may buy and rent.
EITHER = {
    **DOCTOR,
    "honours": frozenset({"provincial_leading"}),
    "wants_to_buy": True,
    "home_price": 200_000_000,
    "already_received": 0,
}
BUY, RENT = "preferred_help=purchase_discount", "preferred_help=rent_reduction"


def listed(policy=None, **others):
    policy = policy or small()
    return options(policy, parse_facts(policy, {**SMALL_DOCTOR, **others}, on=DAY), on=DAY)


@pytest.fixture
def either(draft):
    operations.answer(draft, EITHER, at=NOON)
    db.session.commit()
    return draft


@pytest.fixture
def visitor(client, newcomer):
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client.sign_in(newcomer.email)


def test_the_money_is_told_by_time_and_comes_to_the_whole():
    best, _other = listed(prefers="grant")
    assert best.timing == (2021, 40_000, 0, 60_000, date(2023, 6, 1))
    assert sum(best.timing[1:4]) == best.bundle.fen


def test_each_option_says_what_it_gives_up():
    best, other = listed()
    assert (best.gives_up, other.gives_up) == ({"bonus": 30_000}, {"grant": 100_000})
    assert (best.own, other.own) == (["grant"], ["bonus"])


def test_the_greatest_sum_is_marked_and_what_was_chosen():
    best, other = listed(prefers="bonus")
    assert (best.best, best.best_sum, best.chosen) == (True, True, False)
    assert (other.best, other.chosen) == (False, True)


def test_of_two_sums_alike_the_earlier_is_marked_as_that():
    first, second = listed(small(("at_most: 500", "at_most: 5_000")), pay=10_000)
    assert (first.best, first.best_sum, second.best) == (True, False, False)


def test_two_options_alike_in_everything_are_both_unmarked():
    same = small(
        ("      - {share: 40%, after_months: 0}\n", "      - {share: 100%, after_months: 0}\n"),
        ("      - {share: 30%, after_months: 12, while: {zh: 在职, en: Employed}}\n", ""),
        ("      - {share: 30%, after_months: 24}\n", ""),
        ("at_most: 500", "at_most: 5_000"),
        checked=False,
    )
    assert [option.best for option in listed(same, pay=10_000)] == [False, False]


def test_a_draft_is_not_closed(either):
    assert closed(either) is None


def test_choosing_is_an_answer_of_the_draft(either):
    chosen = choosing.choose(either, RENT, at=NOON, link="/x")
    db.session.commit()
    assert chosen.bundle.choices == {"preferred_help": "rent_reduction"}
    assert queries.facts_of(either)["preferred_help"] == "rent_reduction"
    assert [option.chosen for option in options_of(either)] == [False, True]
    assert either.stage is Stage.DRAFT


@pytest.mark.parametrize("key", ["preferred_help=everything", "degree=doctor", "", "preferred_help"])
def test_what_is_no_option_cannot_be_chosen(either, key):
    with pytest.raises(NoSuchOption):
        choosing.choose(either, key, at=NOON, link="/x")


def test_an_option_that_the_answers_have_closed_cannot_be_chosen(either):
    operations.answer(either, {"lease": "none"}, at=NOON)
    with pytest.raises(NoSuchOption):
        choosing.choose(either, RENT, at=NOON, link="/x")


def test_the_page_shows_both_side_by_side_and_takes_the_choice(visitor, either):
    address = f"/applications/{either.reference}/options"
    page = visitor.get(address)
    told = ("You have not chosen yet", "Most in all", "CNY 1,990,000", "CNY 580,000", "What you give up", "CNY 90,000")
    assert [said for said in told if said not in page.text] == []
    assert visitor.post(address, data={"choose": BUY}).location == address
    after = visitor.get(address)
    assert "You have chosen: Home purchase discount" in after.text
    assert "You have not chosen yet" not in after.text
    assert 'value="preferred_help=purchase_discount"' not in after.text


def test_the_check_page_shows_the_choice_and_leads_to_the_options(visitor, either):
    check = f"/applications/{either.reference}/check"
    assert "You have not chosen yet" in visitor.get(check).text
    visitor.post(f"/applications/{either.reference}/options", data={"choose": RENT})
    page = visitor.get(check)
    assert "You have chosen: Rent reduction" in page.text
    assert "Another option gives more: CNY 1,990,000" in page.text
    assert f"/applications/{either.reference}/options" in page.text


def test_where_there_is_nothing_to_choose_the_page_says_so(visitor, draft):
    operations.answer(draft, DOCTOR, at=NOON)
    assert "There is nothing to choose" in visitor.get(f"/applications/{draft.reference}/options").text
    assert "Your options" not in visitor.get(f"/applications/{draft.reference}/check").text


def test_somebody_elses_options_look_like_nothing(client, people, either):
    people("other@example.org", Role.APPLICANT)
    client.sign_in("other@example.org")
    address = f"/applications/{either.reference}/options"
    assert client.get(address).status_code == 404
    assert client.post(address, data={"choose": RENT}).status_code == 404
    db.session.expire_all()
    assert "preferred_help" not in queries.facts_of(either)


def test_a_page_of_options_that_is_stale_is_refused_in_words(visitor, either):
    operations.answer(either, {"lease": "none"}, at=NOON)
    answer = visitor.post(f"/applications/{either.reference}/options", data={"choose": RENT})
    assert answer.status_code == 409
    assert "Look at your options again" in answer.text
