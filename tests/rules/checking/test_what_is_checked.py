"""Everything that a policy is checked for when it is read: for each a broken file, told with its line and a mend."""

import pytest

from tests.rules.conftest import bent, problems


def told(old, new, *words):
    """Bend the small policy once; return the one problem that says these words, which stands where it was bent."""
    (problem,) = [each for each in problems((old, new)) if all(word in each.message for word in words)]
    assert problem.file == "small.yaml"
    assert problem.mend
    return problem


def line_of(old, new, text):
    """Return the line on which a text stands in the small policy after it is bent."""
    whole = bent((old, new))
    return whole[: whole.index(text)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("is: months >= 6", "is: mnths >= 6"),
        ("honours has any of (medal)", "honors has any of (medal)"),
        ("is: 'whole_years(born_on, applied_on)'", "is: 'whole_years(birthday, applied_on)'"),
        ("is: 'sum_of[level]'", "is: 'sums_of[level]'"),
        ("asked_when: owns", "asked_when: own"),
    ],
)
def test_an_unknown_name(old, new):
    problem = told(old, new, "is not known here")
    assert problem.line == line_of(old, new, new)
    assert problem.mend.startswith(("did you mean", "declare it"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("is: months >= 6", "is: months", "This is a number in month, not a yes or no"),
        ("is: floor(pay * 10%)", "is: owns", "This is a yes or no, not a money in CNY"),
        ("age <= 45", "born_on <= 45", "A date and a number cannot go together"),
        ("is: months >= 6", "is: not months", "A condition is needed here, not a number"),
        ("is: floor(pay * 10%)", "is: floor(pay * owns)", "cannot be combined by '*'"),
    ],
)
def test_a_wrong_type(old, new, words):
    assert told(old, new, words).line == line_of(old, new, new)


@pytest.mark.parametrize("new", ["is: months >= pay", "is: pay > months", "is: pay + months > 3"])
def test_money_against_months(new):
    problem = told("is: months >= 6", new, "money in CNY", "number in month")
    assert problem.line == line_of("is: months >= 6", new, new)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("degree == doctor", "degree == master", "'master' is not known here"),
        ("degree == doctor", "degree in (master)", "'master' is not known here"),
        ("honours has any of (medal)", "honours has any of (medals)", "'medals' is not known here"),
        ("level >= B", "level >= C", "'C' is not known here"),
        ("A: 3_000", "E: 3_000", "No choice of sum_of is called 'E'"),
        ("gives: B", "gives: C", "Table level gives no 'C'"),
        ("degree: doctor, honours", "degree: master, honours", "Given degree: Choose one of"),
    ],
)
def test_a_choice_that_no_fact_offers(old, new, words):
    told(old, new, words)


@pytest.mark.parametrize(("share", "total"), [("50%", "110 %"), ("10%", "70 %"), ("39.99%", "99.99 %")])
def test_shares_that_do_not_add_to_100_percent(share, total):
    problem = told("share: 40%", f"share: {share}", f"The shares of grant add to {total}, not 100 %")
    assert problem.mend == "mend the shares"


@pytest.mark.parametrize(
    ("old", "what"),
    [
        (", gives: A, source: law", "a row of level"),
        ("{is: months >= 6, source: law", "a line of grant"),
        ("{from: 2020-01-01, B: 1_000, source: law", "the numbers of sum_of"),
        ("{is: 'whole_years(born_on, applied_on)', source: law", "term age"),
        ("{is: 'sum_of[level]', source: law", "the amount of grant"),
        ("by: prefers, source: law", "the overlap"),
        ("appeal_within_days: 60\n  source: law", "process"),
    ],
)
def test_a_row_or_number_without_a_source(old, what):
    new = old.removesuffix(", source: law").removesuffix("\n  source: law")
    told(old, new, f"the source of {what} is missing")
    told(old, old.replace("source: law", "source: lw"), "There is no source 'lw'")


def test_a_row_no_case_can_reach():
    old, new = "degree == doctor and age <= 45", "honours has any of (medal) and owns"
    problem = told(old, new, "No case reaches this row")
    assert problem.line == line_of(old, new, new)


def test_rows_of_a_unique_table_that_overlap():
    problem = told("hit: first", "hit: unique", "take the same person, e.g. degree: doctor, honours: [medal], born_on:")
    assert problem.line == line_of("hit: first", "hit: unique", "      - {when: degree == doctor")


def test_a_gap():
    problem = told("    otherwise: none\n", "", "No row of level takes some people, e.g. degree: none, honours: []")
    assert problem.line == line_of("    otherwise: none\n", "", "  level:")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("degree: doctor, honours", "degree: bachelor, honours", "No example reaches this row of level"),
        ("pay: 1_234.56, owns: false", "pay: 0, owns: false", "No example is granted bonus"),
    ],
)
def test_a_row_or_incentive_no_example_reaches(old, new, what):
    told(old, new, what)


def test_rows_that_contradict_one_another_for_an_example():
    medal = "given: {honours: [medal], months: 6"
    both = f"{medal}, degree: doctor, born_on: 1990-01-01"
    found = problems(("hit: first", "hit: unique"), (medal, both))
    assert any("of table level contradict one another" in each.message for each in found)


@pytest.mark.parametrize(
    ("old", "new", "circle"),
    [
        ("is: 'whole_years(born_on, applied_on)'", "is: age + 1", "age → age"),
        ("degree == doctor and age <= 45", "level == A", "level → level"),
    ],
)
def test_circular_terms(old, new, circle):
    told(old, new, f"defined by one another: {circle}")


def test_a_question_of_the_review_that_is_read_at_application():
    old = "owns: {section: one, type: boolean"
    told(old, f"{old}, asked: review", "'owns' is asked only at the review, but a rule reads it at application")


def test_lines_that_always_hold_or_contradict_one_another():
    told("is: months >= 6", "is: months >= 0", "This line of grant always holds")
    told("is: months >= 6", "is: level == none", "Nobody can be granted grant: lines 53 and 54 contradict")
