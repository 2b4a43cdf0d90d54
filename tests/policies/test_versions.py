"""The policy reader: every version by its day, cases beside rules, and a link to every clause from every reason."""

import html
import re
from datetime import timedelta

import pytest

from rules.library import Library
from talent.database import now
from talent.policies import queries
from talent.policies.library import library
from talent.policies.operations import keep
from talent.web.days import today

ENGLISH = {"Accept-Language": "en"}
ID = "jinhua-future-community-talent"


@pytest.fixture
def policy(app):
    return library().policies[ID]


@pytest.fixture
def earlier(policy):
    """A version that was in force a year before the one in force and was kept because somebody applied under it."""
    text = policy.text.replace("in_force: {from: 2020-02-03}", "in_force: {from: 2019-02-03}").replace(
        "serve_years: 5", "serve_years: 4"
    )
    kept = Library().add(text, "earlier")
    keep(kept, at=now())
    return kept


def test_a_version_no_longer_in_force_says_so_and_until_when(client, policy, earlier):
    page = client.get(f"/policies/{ID}/versions/{queries.version_code(earlier.digest)}", headers=ENGLISH).text
    assert "This version is not in force today." in page
    assert "It was in force until 2 February 2020." in page
    assert "You work in the pilot for 4 years." in page
    assert f'href="/policies/{ID}"' in page


def test_the_version_in_force_names_the_others_with_their_days(client, policy, earlier):
    page = client.get(f"/policies/{ID}", headers=ENGLISH).text
    assert "not in force" not in page
    assert f"/policies/{ID}/versions/{queries.version_code(earlier.digest)}" in page
    assert "in force from 3 February 2019 until 2 February 2020" in re.sub(r"\s+", " ", page)


def test_the_version_in_force_has_an_address_of_its_own(client, policy):
    answer = client.get(f"/policies/{ID}/versions/{queries.version_code(policy.digest)}", headers=ENGLISH)
    assert (answer.status_code, "not in force" in answer.text) == (200, False)


@pytest.mark.parametrize("code", ["0" * 12, "x", "%2e%2e"])
def test_a_version_nobody_knows_is_not_found(client, code):
    assert client.get(f"/policies/{ID}/versions/{code}").status_code == 404


def test_a_version_of_one_policy_is_not_found_under_another(client, policy):
    assert client.get(f"/policies/other/versions/{queries.version_code(policy.digest)}").status_code == 404


def test_the_page_quotes_every_clause_a_reason_can_name(client, policy):
    page = client.get(f"/policies/{ID}", headers=ENGLISH).text
    assert set(policy.sources) == set(re.findall(r'<div id="clause-([\w-]+)"', page))


def test_cases_stand_beside_what_they_are_cases_of(client, policy):
    page = client.get(f"/policies/{ID}", headers=ENGLISH).text
    section = page[page.index('id="housing_incentive"') : page.index('id="yearly_allowance_paid"')]
    cases = queries.cases_of(policy, "housing_incentive")
    assert f"{len(cases)} cases, and how they come out" in section
    assert cases[0].name.partition(" / ")[2] in html.unescape(section)


def test_what_was_kept_is_read_though_it_would_not_pass_todays_checks(app, policy):
    unread = policy.text.replace(
        "facts:\n", "facts:\n  unread: {section: work, type: boolean, ask: {zh: 问, en: Ask}}\n", 1
    )
    assert Library().add(unread, "kept").id == ID


def test_a_policy_ends_the_day_before_the_next_begins(policy, earlier):
    newest, before = queries.versions(ID, on=today())
    assert (newest.current, newest.until) == (True, None)
    assert before.until == policy.in_force_from - timedelta(days=1)
