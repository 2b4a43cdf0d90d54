"""The pre-check: anybody is told what they may get, question by question, and nothing of it is kept unless asked."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from rules.library import Library
from talent.accounts.models import Person
from talent.applications import queries
from talent.applications.models import Answer, Application
from talent.applications.precheck.queries import carried
from talent.audit.models import Record
from talent.database import db, now
from talent.policies.library import library, policies_in_force
from talent.settings import ROOT
from talent.web.access import Role
from talent.web.days import today
from tests.conftest import PASSWORD

PAGE = "/check/jinhua-future-community-talent"


def on(day):
    """Return what a browser sends of a day."""
    return (str(day.year), str(day.month), str(day.day))


#: Somebody who may choose between buying and renting.
EITHER = {
    "arrived_on": on(today() - timedelta(days=60)), "first_in_jinhua": "yes", "works_in_pilot": "yes",
    "contract_months": "60", "insured_months": "8", "honours": "provincial_leading", "owns_home": "no",
    "allotted_housing": "no",
    "wants_to_buy": "yes", "home_price": "200万", "lease": "registered", "monthly_rent": "3,200",
    "rent_months_received": "0", "already_received": "0",
}  # fmt: skip


@pytest.fixture
def client(client):
    """A visitor who reads English."""
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def hidden(page, name):
    """Return what a hidden field of the question's form holds, None where there is none."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text[page.text.index('id="check-form"') :])
    return unescape(found.group(1)) if found else None


def asked(page):
    """Return the question a page asks; None at the end."""
    return hidden(page, "asked")


def known(page):
    """Return the answers that travel in the form."""
    return json.loads(hidden(page, "known"))


def typed(name, answer):
    """Return what a browser sends for an answer."""
    if isinstance(answer, tuple):
        return {f"{name}-{part}": value for part, value in zip(("year", "month", "day"), answer, strict=True)}
    return {name: answer}


def say(client, page, answer, **more):
    """Answer the question of a page."""
    sent = {"known": hidden(page, "known"), "asked": asked(page), **typed(asked(page), answer)}
    return client.post(PAGE, data={**sent, **more})


def go_through(client, answers, until=None):
    """Answer until the end, or until a question."""
    page = client.get(PAGE)
    while asked(page) not in {None, until}:
        page = say(client, page, answers[asked(page)])
        assert page.status_code == 200
    return page


def choose(client, page, option):
    return client.post(PAGE, data={"known": hidden(page, "known"), "choose": f"preferred_help={option}"})


def test_where_one_policy_is_in_force_the_check_begins_with_it(client):
    assert client.get("/check/").location == PAGE
    assert client.get("/check/no-such-policy").status_code == 409


def test_where_several_are_the_visitor_chooses(app, client):
    app.extensions["policies"] = Library.load(ROOT / "rules" / "policies")
    page = client.get("/check/")
    assert page.text.count('href="/check/') == len(policies_in_force()) > 1


def test_one_question_at_a_time_leads_to_what_would_be_granted(client):
    page = go_through(client, EITHER, until="preferred_help")
    assert "Most in all" in page.text
    end = choose(client, page, "purchase_discount")
    assert asked(end) is None
    assert "CNY 1,990,000" in end.text
    assert "CNY 1,500,000" in end.text
    assert "cannot be had together" in end.text


def test_nothing_is_kept(app, client):
    end = choose(client, go_through(client, EITHER, until="preferred_help"), "purchase_discount")
    assert asked(end) is None
    for table in (Person, Application, Answer, Record):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
    with client.session_transaction() as session:
        assert set(session) <= {"csrf_token"}


def test_a_question_sets_no_cookie(client):
    page = client.get(PAGE)
    answer = say(client, page, EITHER[asked(page)])
    assert "Set-Cookie" not in page.headers
    assert "Set-Cookie" not in answer.headers


def test_who_cannot_be_granted_anything_is_told_at_once_with_the_clause(client):
    page = client.get(PAGE)
    end = say(client, page, ("2020", "3", "1"))
    assert asked(end) is None
    assert "On these answers nothing would be granted" in end.text
    assert "You came more than 24 months ago" in end.text
    assert re.search(r'/policies/jinhua-future-community-talent/versions/\w{12}#clause-set-arrival"', end.text)


def test_what_would_open_the_way_again_is_told(client):
    page = go_through(client, EITHER, until="contract_months")
    end = say(client, page, "24")
    assert "Up to CNY 1,000,000 would be possible if" in end.text
    assert "36 months, 12 months more" in end.text


def test_progress_is_told_honestly(client):
    page, left = client.get(PAGE), []
    while asked(page) not in {None, "preferred_help"}:
        left.append(int(re.search(r"at most (\d+) more", page.text).group(1)))
        page = say(client, page, EITHER[asked(page)])
    assert left == sorted(left, reverse=True)
    assert all(following >= len(left) - place for place, following in enumerate(left))


def test_what_is_not_known_is_asked_no_more_and_named_in_the_end(client):
    page = client.get(PAGE)
    first = asked(page)
    page = client.post(PAGE, data={"known": hidden(page, "known"), "asked": first, "skip": "1"})
    assert asked(page) != first
    while asked(page) is not None:
        assert asked(page) != first
        name = asked(page)
        answer = EITHER.get(name)
        more = {} if answer else {"skip": "1"}
        page = say(client, page, answer or "", **more)
    assert "This cannot be told yet" in page.text
    assert known(page)["skipped"].count(first) == 1


def test_an_answer_can_be_changed_and_the_others_stay(client):
    page = go_through(client, EITHER, until="honours")
    before = known(page)["answers"]
    again = client.post(PAGE, data={"known": hidden(page, "known"), "change": "insured_months"})
    assert asked(again) == "insured_months"
    assert 'value="8"' in again.text
    after = say(client, again, "7")
    assert known(after)["answers"] == {**before, "insured_months": 7}
    assert asked(after) == "honours"


def test_several_choices_are_shown_again_as_they_were_given(client):
    page = go_through(client, EITHER, until="owns_home")
    again = client.post(PAGE, data={"known": hidden(page, "known"), "change": "honours"})
    assert re.search(r'value="provincial_leading"[^>]*checked', again.text)


def test_questions_that_a_change_makes_fall_away_are_forgotten(client):
    page = go_through(client, EITHER, until="preferred_help")
    again = client.post(PAGE, data={"known": hidden(page, "known"), "change": "lease"})
    end = say(client, again, "none")
    assert "monthly_rent" not in known(end)["answers"]
    assert asked(end) is None


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("arrived_on", ("2025", "2", "30")), ("arrived_on", ("2999", "1", "1")), ("arrived_on", ("", "", "")),
        ("contract_months", "many"), ("contract_months", "-1"), ("contract_months", "💰"),
        ("works_in_pilot", "perhaps"),
        ("contract_months", "9" * 300), ("honours", "king"), ("contract_months", "\u202e63"),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_told_in_place(client, name, answer):
    page = say(client, go_through(client, EITHER, until=name), answer)
    assert page.status_code == 200
    assert asked(page) == name
    assert f'href="#{name}"' in page.text
    assert name not in known(page)["answers"]


def test_answers_that_cannot_both_be_right_are_told_in_place(client):
    page = client.get(PAGE)
    page = say(client, page, EITHER["arrived_on"])
    again = client.post(PAGE, data={"known": hidden(page, "known"), "change": "born_on"})
    wrong = say(client, again, on(today() - timedelta(days=4_000)))
    assert asked(wrong) == "born_on"
    assert "before you were 16" in wrong.text
    assert "born_on" not in known(wrong)["answers"]


@pytest.mark.parametrize(
    "state",
    ["{", "[]", "null", "7", "[" * 15_000, '{"answers": ' * 3_000, "x" * 30_000, '{"digest": 1, "answers": [1]}'],
)
def test_a_state_that_is_none_begins_anew(client, state):
    page = client.post(PAGE, data={"known": state})
    assert page.status_code == 200
    assert asked(page) == "arrived_on"
    assert known(page)["answers"] == {}


@pytest.mark.parametrize(
    "answers",
    [
        {"no_such": 1}, {"degree": {"a": 1}}, {"degree": "king"}, {"patents": 10**400}, {"yearly_pay": "NaN"},
        {"born_on": "2023-02-30"}, {"honours": [["x"]]}, {"still_in_pilot": True, "contract_months": True},
    ],
)  # fmt: skip
def test_answers_that_were_tampered_with_are_left_out(client, answers):
    state = json.dumps({"digest": "x", "answers": {**answers, "insured_months": 8}, "skipped": ["no_such", 7, None]})
    page = client.post(PAGE, data={"known": state})
    assert page.status_code == 200
    assert known(page)["answers"] == {"insured_months": 8}
    assert known(page)["skipped"] == []


def test_answers_to_an_older_version_are_kept_as_far_as_they_fit_and_it_is_told(client):
    state = {"digest": "sha256:old", "answers": {"contract_months": 60, "gone": "x"}, "skipped": []}
    page = client.post(PAGE, data={"known": json.dumps(state)})
    assert "The policy has changed since you began" in page.text
    assert "1 answer did not fit any more" in page.text
    assert known(page)["answers"] == {"contract_months": 60}
    assert known(page)["digest"] == library().policies["jinhua-future-community-talent"].digest


def test_what_contradicts_itself_in_a_state_is_told(client):
    state = {"digest": "x", "answers": {"arrived_on": "2025-01-05", "born_on": "2015-01-01"}, "skipped": []}
    assert "before you were 16" in client.post(PAGE, data={"known": json.dumps(state)}).text


def test_an_option_that_is_none_changes_nothing(client):
    page = go_through(client, EITHER, until="preferred_help")
    again = choose(client, page, "everything")
    assert asked(again) == "preferred_help"
    assert client.post(PAGE, data={"choose": "preferred_help=rent_reduction"}).status_code == 200


def test_only_the_part_that_changes_is_sent_where_only_that_is_asked_for(client):
    page = client.get(PAGE)
    sent = {"known": hidden(page, "known"), "asked": asked(page), **typed(asked(page), EITHER[asked(page)])}
    part = client.post(PAGE, data=sent, headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div id="check"')
    assert "HX-Request" in part.headers["Vary"]


def test_the_browser_may_go_back_to_an_answer_but_nobody_else_keeps_it(client):
    page = client.get(PAGE)
    assert say(client, page, EITHER[asked(page)]).headers["Cache-Control"] == "private, no-cache"
    assert page.headers["Cache-Control"] == "no-store"


def test_the_language_is_switched_with_the_answers(client):
    page = go_through(client, EITHER, until="honours")
    switched = client.post(PAGE, data={"known": hidden(page, "known"), "language": "zh"})
    assert 'lang="zh-Hans-CN"' in switched.text
    assert known(switched)["answers"] == known(page)["answers"]


@pytest.fixture
def end(client):
    """The end of a pre-check."""
    return choose(client, go_through(client, EITHER, until="preferred_help"), "rent_reduction")


def test_applying_asks_to_sign_in_and_fills_the_answers_in(client, end, newcomer, policy):
    from talent.pilots.operations import seed_pilots

    seed_pilots()
    there = client.post(f"{PAGE}/apply", data={"known": hidden(end, "known")}).location
    assert client.get(there).location.startswith("/login")
    client.sign_in(newcomer.email)
    assert "/applications/begin/xiachemen/" in client.get(there).text
    address = f"/applications/begin/xiachemen/{policy.id}"
    assert "15 answers of your pre-check of" in client.get(address).text
    draft = client.post(address, data={"carry": "y"}).location
    assert "15 answers from your pre-check are filled in" in client.get(draft).text
    application = db.session.scalars(select(Application)).one()
    facts = queries.facts_of(application)
    assert len(facts) == 15
    assert (facts["monthly_rent"], facts["preferred_help"]) == (320_000, "rent_reduction")
    assert "From your pre-check of" in client.get(f"{draft}/questions/work").text
    with client.session_transaction() as session:
        assert "precheck" not in session


def carry_over(client, end, newcomer, policy, **form):
    """Sign in and begin with the answers of a pre-check."""
    from talent.pilots.operations import seed_pilots

    seed_pilots()
    client.post(f"{PAGE}/apply", data={"known": hidden(end, "known")})
    client.sign_in(newcomer.email)
    client.post(f"/applications/begin/shanzuitou/{policy.id}", data={"csrf_token": "", **form})
    db.session.expire_all()
    return db.session.scalars(select(Application)).one()


def test_the_applicant_may_begin_without_them(client, end, newcomer, policy):
    assert carry_over(client, end, newcomer, policy).answers == []


def test_a_draft_keeps_the_answers_it_has(client, end, newcomer, policy, draft):
    from talent.applications import operations
    from tests.conftest import NOON

    operations.answer(draft, {"contract_months": 48}, at=NOON)
    application = carry_over(client, end, newcomer, policy, carry="y")
    assert application.id == draft.id
    assert queries.facts_of(application)["contract_months"] == 48
    assert "contract_months" not in carried(application)
    assert "insured_months" in carried(application)


def test_an_answer_that_was_changed_is_no_longer_said_to_be_of_the_pre_check(client, end, newcomer, policy):
    from talent.applications import operations
    from tests.conftest import NOON

    application = carry_over(client, end, newcomer, policy, carry="y")
    operations.answer(application, {"insured_months": 9}, at=NOON + timedelta(days=1))
    assert "insured_months" not in carried(application)
    assert "contract_months" in carried(application)


def test_answers_wait_for_an_hour(client, end, newcomer):
    client.post(f"{PAGE}/apply", data={"known": hidden(end, "known")})
    client.sign_in(newcomer.email)
    assert "15 answers" in client.get("/applications/").text
    with client.session_transaction() as session:
        session["precheck"] = {**session["precheck"], "until": (now() - timedelta(seconds=1)).isoformat()}
    assert "15 answers" not in client.get("/applications/").text
    assert "No answers are waiting any more" in client.get(f"{PAGE}/apply").text


def test_staff_are_not_offered_to_apply(client, people):
    people("clerk@example.org", Role.CLERK)
    client.sign_in("clerk@example.org", PASSWORD)
    end = choose(client, go_through(client, EITHER, until="preferred_help"), "rent_reduction")
    assert "Apply with these answers" not in end.text


def test_the_way_in_is_found(client, newcomer):
    assert 'href="/check/"' in client.get("/").text
    assert f'href="{PAGE}"' in client.get("/policies/jinhua-future-community-talent").text
    assert 'href="/check/"' in client.sign_in(newcomer.email).get("/applications/").text
