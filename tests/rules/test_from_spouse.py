"""Household facts: which answer follows from what the spouse applied for or was granted, refused where it cannot."""

import pytest

from rules.library import FOLDER
from rules.policy import FromSpouse
from rules.reading import read_file
from tests.rules.conftest import problems, small

OWNS = "ask: {zh: 有房, en: Owns a home}"
DEGREE = "    ask: {zh: 学位, en: Degree}\n"
PAY = "ask: {zh: 工资, en: Pay}"


def saying(ask, text):
    return (ask, f"{ask}, from_spouse: {text}")


def test_a_yes_follows_from_what_the_spouse_applies_for():
    fact = small(saying(OWNS, "{applies: [grant, bonus]}")).facts["owns"]
    assert fact.from_spouse == FromSpouse(applies=("grant", "bonus"))


def test_a_choice_follows_where_the_policy_says_which():
    fact = small((DEGREE, DEGREE + "    from_spouse: {applies: [grant], gives: doctor}\n")).facts["degree"]
    assert fact.from_spouse == FromSpouse(applies=("grant",), gives="doctor")


def test_a_sum_follows_from_what_the_spouse_was_granted():
    assert small(saying(PAY, "{granted: [grant]}")).facts["pay"].from_spouse == FromSpouse(granted=("grant",))


def test_what_no_policy_says_follows_from_nobody():
    assert all(fact.from_spouse is None for fact in small().facts.values())


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (saying(OWNS, "{}"), "needs one of applies and granted"),
        (saying(OWNS, "{applies: []}"), "needs one of applies and granted"),
        (saying(PAY, "{applies: [grant], granted: [grant]}"), "needs one of applies and granted"),
        (saying(OWNS, "{applies: grant}"), "is not a list"),
        (saying(OWNS, "applies"), "is not a mapping"),
        (saying(OWNS, "{asks: [grant]}"), "'asks' is not known"),
        (saying(OWNS, "{applies: [gift]}"), "names 'gift', which is no incentive; name one of grant, bonus"),
        (saying(OWNS, "{granted: [grant]}"), "owns is no sum in CNY"),
        (saying(PAY, "{applies: [grant]}"), "pay cannot say whether the spouse applies"),
        (saying(OWNS, "{applies: [grant], gives: doctor}"), "gives a choice where there is none"),
        (saying(PAY, "{granted: [grant], gives: doctor}"), "gives a choice where there is none"),
        ((DEGREE, DEGREE + "    from_spouse: {applies: [grant]}\n"), "write gives: none | bachelor | doctor"),
        ((DEGREE, DEGREE + "    from_spouse: {applies: [grant], gives: master}\n"), "gives none of its choices"),
        (saying(OWNS, "{applies: [grant]}, asked: review"), "owns is asked only at the review"),
        (saying(PAY, "{granted: [grant]}, unit: CNY/year"), "pay is no sum in CNY"),
    ],
)
def test_what_does_not_fit_is_told_by_line(edit, says):
    found = problems(edit)
    assert any(says in str(problem) for problem in found), found
    assert all(problem.line > 1 and problem.mend for problem in found)


def test_the_policies_that_ask_about_the_spouse_say_what_follows():
    named = {
        fact.name: fact.from_spouse
        for path in FOLDER.rglob("*.yaml")
        for fact in read_file(path).facts.values()
        if fact.from_spouse is not None
    }
    assert named == {
        "purchase_claim": FromSpouse(applies=("purchase_help",), gives="spouse"),
        "spouse_applies": FromSpouse(applies=("purchase_subsidy",)),
        "spouse_help": FromSpouse(granted=("purchase_subsidy",)),
    }
