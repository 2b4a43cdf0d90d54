"""The printed policy: one file that needs nothing else, every rule beside its clause, in both languages."""

import re

import pytest

from app import create_app
from rules.library import FOLDER, Library
from talent.policies.printed import page
from tests.rules.conftest import SMALL, small

POLICIES = Library.load(FOLDER).all()


@pytest.fixture(scope="module")
def application(tmp_path_factory):
    """The application as the command line has it: no request, no database."""
    app = create_app({"INSTANCE": tmp_path_factory.mktemp("printed")})
    with app.app_context():
        yield app


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def pairs(html):
    """The rules with their clauses, as they stand side by side."""
    return [part.split("</section>")[0] for part in html.split('<div class="pair"')[1:]]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
def test_every_policy_is_one_file_whose_links_lead_somewhere(application, policy):
    html = page(policy, ("zh", "en"))
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert not re.search(r"<script|<link|<img|\ssrc=|href=\"[^#]|@import|url\(|\son\w+=", html)
    assert html.index('lang="zh-Hans-CN" id="zh-policy"') < html.index('lang="en" id="en-policy"')


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
def test_every_rule_and_every_source_is_said_in_both_languages(application, policy):
    for language in ("zh", "en"):
        told = text_of(page(policy, (language,))).replace("&gt;", ">").replace("&lt;", "<").replace("&#39;", "'")
        assert policy.digest in told
        rules = [row for table in policy.tables.values() for row in table.rows]
        lines = [line for incentive in policy.incentives.values() for line in incentive.lines]
        for says in [each.says for each in (*rules, *lines) if each.says]:
            assert " ".join(says.to(language).split()) in told.replace("&#34;", '"')
        for each in (*(row.when for row in rules), *(line.condition for line in lines)):
            assert each.text in told
        for source in policy.sources.values():
            assert " ".join(source.text.split()) in told.replace("&#34;", '"')


def test_a_row_stands_beside_its_clause(application):
    policy = small(("gives: A, source: law", "gives: A, source: other"))
    medal, doctor = (part for part in pairs(page(policy, ("en",))) if 'class="result"' in part)
    assert "honours has any of (medal)" in medal
    assert ("外地" in medal, "Borrowed by reference" in medal, "第1号" in medal) == (True, True, False)
    assert ("第1号" in doctor, "In force here" in doctor) == (True, True)


def test_a_clause_is_quoted_once_a_section_and_named_after_that(application):
    grant = page(small(), ("en",)).split('id="en-incentive-grant"')[1].split('id="en-incentive-bonus"')[0]
    assert grant.count("<blockquote") == 1
    assert grant.count('href="#en-source-law"') == 1


def test_what_a_policy_writes_is_never_markup(application):
    policy = small(("en: A small policy", "en: <script>alert(1)</script>"), ("text: 条文}", "text: <b>条文</b>}"))
    html = page(policy, ("zh", "en"))
    assert "<script" not in html
    assert "<b>" not in html


def test_numbers_say_their_unit_day_and_bracket(application):
    policy = small(
        ("parameters:\n", "parameters:\n"
         "  part: {unit: share, above: CNY, values: "
         "[{from: 2020-01-01, source: law, brackets: {0: 10%, 1_000: 5.5%}}]}\n"
         "  rest: {unit: working_day, values: [{from: 2021-02-03, value: 15, source: law}]}\n"),
    )  # fmt: skip
    told = text_of(page(policy, ("en",)))
    assert "what lies above CNY 1,000 2020-01-01 5.5 %" in told
    assert "2021-02-03 15 working days" in told
    assert "B 2020-01-01 CNY 1,000" in told


POINTS = """\
  points:
    hit: sum
    gives: CNY
    rows:
      - {when: honours has any of (medal), gives: 20.5, source: law}
      - {when: months > 3, gives: 1_000, source: law}
    otherwise: unknown
incentives:
"""


def test_a_table_says_how_its_lines_go_together_and_what_everybody_else_gets(application):
    told = text_of(page(small(("incentives:\n", POINTS), checked=False), ("en",)))
    assert "level Read from the top: the first line that fits decides." in told
    assert "Everybody else: none" in told
    assert "points The results of all lines that fit are added up." in told
    assert "CNY 20.50" in told
    assert "Everybody else: the policy leaves it open" in told


def test_examples_are_sentences_with_what_they_expect(application):
    policy = small(
        ("name: A doctor is granted B", "name: 博士得B / A doctor is granted B"),
        ("bonus: refused}", "bonus: {verdict: refused, missing: []}, missing: [degree, pay]}"),
        ("amount: 123.45}", "amount: 123.45, on: [2021-06-01], still_due: ['true', unknown], owed_back: full}"),
        checked=False,
    )
    told = text_of(page(policy, ("en",)))
    assert "A doctor is granted B 1 June 2021 level: B Grant: Granted under the rules; CNY 1,000;" in told
    assert "in parts: CNY 400 + CNY 300 + CNY 300" in told
    assert "Bonus: Not granted under the rules; still to be answered: None" in told
    assert "still to be answered: Degree; Pay" in told
    assert "paid on: 1 June 2021; at a review, part by part: still due, Cannot be told yet" in told
    assert "at a review: the whole amount is owed back" in told
    assert "博士得B" in page(policy, ("zh",))


def test_changes_to_report_say_what_becomes_of_the_answers(application):
    event = ("overlaps:\n", "events:\n"
             "  moved: {title: {zh: 搬家, en: I moved}, sets: {owns: false, degree: none, honours: [medal], months: 3, "
             "pay: 1_000}, asks: [price], day: born_on, source: law}\noverlaps:\n")  # fmt: skip
    told = text_of(page(small(event), ("en",)))
    for change in ("Owns a home : No", "Degree : None", "Honours : Medal", "Months : 3 months", "Pay : CNY 1,000",
                   "Price : to be answered anew", "Birthday : the day it happened"):  # fmt: skip
        assert change in told


def test_what_is_no_expectation_is_shown_as_it_is_written(application):
    policy = small(("bonus: refused", "bonus: denied"), ("paid: [400, 300, 300]", "paid: [x]"), checked=False)
    told = text_of(page(policy, ("en",)))
    assert "bonus: denied" in told
    assert "x" in told


def test_the_command_prints_the_page(application, tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    shown = application.test_cli_runner().invoke(args=["policy", "show", str(path), "--html", "--lang", "both"])
    assert shown.exit_code == 0
    assert shown.output.startswith("<!doctype html>")
    assert "小政策 / A small policy" in shown.output
