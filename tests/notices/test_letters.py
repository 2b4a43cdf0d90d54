"""What a letter says is kept as it was decided, and told in the same words on the page and in the document."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from rules.decision import Verdict
from rules.policy import Obligation, Text
from talent.notices.letters import LetterContent, LetterIncentive, LetterOutcome, UnknownSourceError
from talent.notices.wording import Sentences, document_number, obligation_said, sentences
from tests.notices.samples import letter_content, purchase, rent, settling, yearly


def test_a_letter_comes_back_from_json_as_it_went_in():
    content = letter_content()
    assert LetterContent.from_json(json.loads(json.dumps(content.to_json()))) == content


def test_a_letter_that_names_a_clause_it_does_not_carry_is_refused():
    with pytest.raises(UnknownSourceError):
        replace(letter_content(settling()), sources={})


def test_strangers_see_only_the_beginning_of_a_name():
    assert letter_content(name="王小明").masked_name == "王**"
    assert letter_content(name="John Smith").masked_name == "J** S**"


def test_only_what_is_granted_is_counted():
    assert letter_content().fen == 454_000_50
    assert letter_content(yearly()).fen == 0


@pytest.fixture
def zh(app: Flask) -> Sentences:
    return sentences(letter_content(), "zh")


@pytest.fixture
def en(app: Flask) -> Sentences:
    return sentences(letter_content(), "en")


def test_the_decision_names_the_whole_amount_with_its_unit(zh: Sentences, en: Sentences):
    assert "454,000.50 元" in zh.decision
    assert "CNY 454,000.50" in en.decision


def test_every_condition_names_its_document_and_clause(zh: Sentences):
    lines = [line for incentive in zh.incentives for line in incentive.lines]
    assert lines
    assert all(line.clause and line.cited for line in lines)
    assert {line.cited for line in lines if line.says == "达到F类以上"} == {"金政办发〔2020〕4号 三（六）"}


def test_the_numbers_of_clauses_lead_to_the_clauses_quoted(zh: Sentences):
    quoted = {clause.number: clause for clause in zh.clauses}
    for line in (line for incentive in zh.incentives for line in incentive.lines):
        clause = quoted[line.clause]
        assert line.cited == f"{document_number(clause.document)} {clause.clause}"


def test_an_amount_taken_from_elsewhere_says_so(zh: Sentences, en: Sentences):
    settled = zh.incentives[0].lines[0], en.incentives[0].lines[0]
    assert [line.kind for line in settled] == ["amount", "amount"]
    assert settled[0].says == "金额参照《衢州市衢江区人才政策》，非本市规定。"
    assert settled[1].says.startswith("Amount by reference to 《衢州市衢江区人才政策》")


def test_an_amount_set_by_the_service_says_so(zh: Sentences, en: Sentences):
    assert zh.incentives[2].lines[0].says == "示例数值，由本系统设定，待主管部门确定。"
    assert en.incentives[2].lines[0].says == "Illustrative amount set by this service, not by any published text."


def test_instalments_name_day_amount_and_condition(zh: Sentences):
    second = zh.incentives[1].paid[1]
    assert (second.when, second.amount, second.provided) == ("2027年3月2日", "60,000 元", "届时仍在试点工作")


def test_thirty_six_equal_months_are_told_in_one_line(en: Sentences):
    (line,) = en.incentives[2].paid
    assert line.which == "Nos. 1 to 36"
    assert line.when == "1 March 2026 to 1 February 2029"
    assert line.amount == "CNY 1,500 each"


def test_what_was_not_met_comes_first(zh: Sentences):
    assert [line.kind for line in zh.incentives[3].lines] == ["not_met", "not_known", "met"]


def test_a_refusal_by_the_bureau_points_to_its_reason(app: Flask):
    refused = replace(settling(), verdict=Verdict.REFUSED, fen=None, paid=())
    (incentive,) = sentences(letter_content(refused, outcome=LetterOutcome.REFUSED), "zh").incentives
    assert incentive.note == "理由见上面的审查意见。"
    assert incentive.paid == ()


def test_the_right_to_appeal_names_days_and_whom_to_ask(zh: Sentences, en: Sentences):
    assert "60 日内，向金华市人民政府申请行政复议" in zh.appeal[0]
    assert "《中华人民共和国行政复议法》 第二十条第一款" in zh.appeal[1]
    assert (
        "apply to Jinhua Municipal People's Government for administrative reconsideration within 60 days"
        in en.appeal[0]
    )


@pytest.mark.parametrize("make", [settling, purchase, rent, yearly])
def test_nothing_is_left_unsaid_in_either_language(app: Flask, make: Callable[[], LetterIncentive]):
    for language in ("zh", "en"):
        assert "%(" not in repr(sentences(letter_content(make()), language))


def test_what_is_owed_is_told_as_a_sentence():
    both = obligation_said(Obligation(5, 5, "pro_rata", "x"))
    assert both.zh == "您须在试点服务满 5 年，并持有所购住房满 5 年。未满年限的，按未满时间的比例退还。"
    assert both.en.startswith("You are to work in the pilot for 5 years and keep the home for 5 years. ")
    assert obligation_said(Obligation(None, None, "stop", "x")) == Text(
        "不再符合条件的，停止发放。", "Payment stops when the conditions are no longer met."
    )
