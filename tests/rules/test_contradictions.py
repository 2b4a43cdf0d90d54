"""Answers that cannot all be right: what a policy says of them, and when it is told."""

from datetime import date

import pytest

from rules.facts import contradictions, parse_facts
from tests.rules.conftest import DAY, problems, small

NEVER = """\
contradictions:
  - never: owns and price == 0
    says: {zh: 房价不会是0元, en: A home has a price}
  - never: months > months_between(born_on, applied_on)
    says: {zh: 比年龄还长, en: Longer than you have lived}
process:
"""


def told(policy, on=DAY, **facts):
    """Return what is said of some answers."""
    return [each.says.en for each in contradictions(policy, parse_facts(policy, facts, on=on), on=on)]


def with_contradictions(text=NEVER):
    return small(("process:\n", text))


def test_answers_that_fit_together_are_not_remarked_on():
    policy = with_contradictions()
    assert told(policy, owns=True, price=1, months=6, born_on="1990-01-01") == []


def test_every_contradiction_is_told_with_the_questions_it_reads():
    policy = with_contradictions()
    assert told(policy, owns=True, price=0, months=6, born_on="2021-05-01") == [
        "A home has a price",
        "Longer than you have lived",
    ]
    assert [each.facts for each in policy.contradictions] == [("owns", "price"), ("months", "born_on")]


def test_what_reads_an_answer_not_given_contradicts_nothing():
    policy = with_contradictions()
    assert told(policy, owns=True) == []
    assert told(policy, months=600) == []


def test_the_day_of_application_is_read():
    policy = with_contradictions()
    assert told(policy, on=date(2030, 1, 1), months=6, born_on="2021-05-01") == []


def test_a_policy_may_have_none():
    assert small().contradictions == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("never: owns and", "never: own and", "'own' is not known here; did you mean 'owns'?"),
        ("never: owns and price == 0", "never: price", "not a yes or no"),
        ("never: owns and price == 0", "never: price == months", "cannot go together"),
        ("never: owns and price == 0", "never: applied_on < 2020-01-01", "reads no answer"),
        ("never: owns and price == 0", "never: age > 100", "'age' is not known here"),
        ("never: owns and price == 0", "never: level == A", "is not known here"),
        ("never: owns and price == 0", "never: owns and", "stops too early"),
        ("  - never: owns and price == 0\n    says", "  - says", "never of a contradiction is missing"),
        ("    says: {zh: 房价不会是0元, en: A home has a price}\n", "", "says of a contradiction is missing"),
        (", en: A home has a price", "", "says of a contradiction in en is missing"),
        ("  - never: owns and price == 0", "  - nevr: owns and price == 0", "'nevr' is not known in a contradiction"),
        ("  - never: owns and price == 0\n    says", "  - just words\n  - says", "is not a mapping"),
        ("months > months_between", "months >= 6 or months > months_between", "Nobody can answer so"),
    ],
)
def test_a_mistake_is_named_with_its_mend(old, new, said):
    assert old in NEVER
    found = problems(("process:\n", NEVER.replace(old, new)))
    assert any(said in f"{problem.message}; {problem.mend}" and problem.mend for problem in found), found


def test_what_is_no_list_is_refused():
    assert any("is not a list" in each.message for each in problems(("process:\n", "contradictions: yes\nprocess:\n")))


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        ({"born_on": "1990-05-01", "arrived_on": "2006-05-01"}, 0),
        ({"born_on": "1990-05-01", "arrived_on": "2006-04-30"}, 1),
        ({"born_on": "2021-05-31", "arrived_on": "2021-05-01"}, 1),
        ({"born_on": "2000-06-01", "insured_months": 60}, 0),
        ({"born_on": "2000-06-01", "insured_months": 61}, 1),
        ({"lease": "registered", "monthly_rent": 0}, 1),
        ({"lease": "registered", "monthly_rent": 1}, 0),
        ({"wants_to_buy": True, "home_price": 0}, 1),
        ({"wants_to_buy": False, "home_price": 0}, 0),
        ({"arrived_on": "2021-05-01"}, 0),
    ],
)
def test_the_default_policy_tells_what_cannot_be(jinhua, facts, count):
    assert len(told(jinhua, **facts)) == count
