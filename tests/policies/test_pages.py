"""Policies on pages: in words, each number with its unit and standing, each rule with its clause."""

import re

import pytest

from talent.policies import queries
from talent.policies.library import library
from talent.web.access import Role
from talent.web.days import today

ENGLISH = {"Accept-Language": "en"}
ID = "jinhua-future-community-talent"


@pytest.fixture
def page(client):
    return client.get(f"/policies/{ID}", headers=ENGLISH).text


@pytest.fixture
def chinese_page(client):
    return client.get(f"/policies/{ID}", headers={"Accept-Language": "zh"}).text


def test_the_list_shows_the_policy_in_force(client):
    page = client.get("/policies/", headers=ENGLISH).text
    assert "newly arrived in Jinhua" in page
    assert f'href="/policies/{ID}"' in page


def test_the_amounts_stand_per_category_with_their_unit(page, chinese_page):
    assert "CNY 1,000,000" in page
    assert "1,000,000 元" in chinese_page
    assert page.index("Category A") < page.index("Category F")


def test_every_number_says_how_far_its_source_binds(page):
    cells = re.findall(r'<td class="govuk-table__cell govuk-table__cell--numeric">(.*?)</td>', page, re.DOTALL)
    numbered = [cell for cell in cells if "CNY" in cell]
    assert numbered
    assert all("Borrowed by reference" in cell or "Set for illustration" in cell for cell in numbered)


def test_every_clause_a_rule_names_is_quoted_once(page):
    named = set(re.findall(r'href="#(clause-[^"]+)"', page))
    quoted = re.findall(r'id="(clause-[^"]+)"', page)
    assert named <= set(quoted)
    assert len(quoted) == len(set(quoted))


def test_the_clauses_text_is_on_the_page(page):
    assert library().policies[ID].sources["opinion-3-6"].text in page


def test_the_page_holds_no_expression(page):
    for code in ("category >= F", "insured_months", "purchase_help", "whole_years"):
        assert code not in page


def test_conditions_are_sentences_and_those_of_all_are_said_once(page):
    assert page.count("You have been insured for 6 months or more") == 1
    assert "You own no home in Jinhua" in page


def test_the_parts_of_a_payment_and_what_is_owed_are_said(page):
    assert "20 % after 12 months" in page
    assert "You keep the home for 5 years." in page


def test_the_promises_of_the_bureau_are_said(page):
    process = library().policies[ID].process
    assert f"within {process.decide_within_working_days} working days" in page
    assert f"within {process.appeal_within_days} days" in page


def test_the_file_itself_can_be_read(client):
    answer = client.get(f"/policies/{ID}.yaml")
    assert answer.mimetype == "text/plain"
    assert answer.text == library().policies[ID].text


def test_an_unknown_policy_is_not_found(client):
    assert client.get("/policies/no-such-policy", headers=ENGLISH).status_code == 404


def test_before_a_parameter_begins_there_is_no_number(app):
    policy = library().policies[ID]
    incentive = policy.incentives["housing_incentive"]
    early = policy.in_force_from.replace(year=2010)
    assert queries.offer(policy, incentive, on=early).single == []
    assert queries.offer(policy, incentive, on=today()).single != []


@pytest.fixture
def wrong_file(app, tmp_path):
    (tmp_path / "wrong.yaml").write_text("policy: x\ntitle: {zh: 一}\n")
    app.config["POLICIES"] = tmp_path
    app.extensions.pop("policies", None)


def test_the_officer_reads_file_line_and_mend(wrong_file, client, people):
    people("officer@example.org", Role.OFFICER)
    page = client.sign_in("officer@example.org").get("/policies/", headers=ENGLISH).text
    problem = library().problems[0]
    assert f"wrong.yaml:{problem.line}" in page
    assert "How to mend it" in page


def test_others_read_nothing_of_wrong_files(wrong_file, client):
    page = client.get("/policies/", headers=ENGLISH).text
    assert "wrong.yaml" not in page
    assert "No policy is in force today" in page
