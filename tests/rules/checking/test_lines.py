"""What is said of the lines of an incentive: nobody meets one, everybody does, or nobody meets them together."""

import pytest

from tests.rules.checking.frame import FIRST_ROW, found, said

#: Where the first line of the incentive stands when the table has one row.
FIRST_LINE = FIRST_ROW + 7


def told(*lines):
    return found("owns -> A", lines=lines)


@pytest.mark.parametrize(
    "line", ["months > 5", "age < 0", "level == B", "false", "owns and not owns", "tier == middle and not owns"]
)
def test_a_line_nobody_can_meet_is_told(line):
    (problem,) = told("pay > 100", line)
    assert problem.line == FIRST_LINE + 1
    assert problem.message == "Nobody can meet this line of grant"


@pytest.mark.parametrize(
    "line", ["months >= 0", "level >= none", "true", "owns or not owns", "degree == none or school in (other, famous)"]
)
def test_a_line_that_always_holds_is_told(line):
    (problem,) = told("pay > 100", line)
    assert problem.line == FIRST_LINE + 1
    assert problem.message == "This line of grant always holds"
    assert problem.mend == "remove it or mend it"


@pytest.mark.parametrize(
    "line", ["months >= 1", "owns", "school == famous", "level == A", "born_on is known", "applied_on >= 2020-01-01"]
)
def test_a_line_that_some_meet_and_some_do_not_is_fine(line):
    assert not told("pay > 100", line)


def test_an_incentive_for_everybody_says_so_by_its_only_line():
    assert not told("true")


def test_lines_that_contradict_one_another_are_named_and_no_others():
    (problem,) = told("owns", "months >= 2", "pay > 5", "months < 2")
    assert problem.line == FIRST_LINE + 3
    assert problem.message == (
        f"Nobody can be granted grant: lines {FIRST_LINE + 1} and {FIRST_LINE + 3} contradict one another"
    )


def test_lines_that_contradict_one_another_through_a_table_are_named():
    (problem,) = told("tier == high", "degree == none", "months < 5")
    assert f"lines {FIRST_LINE}, {FIRST_LINE + 1} and {FIRST_LINE + 2} contradict" in problem.message


def test_a_question_that_is_not_asked_of_somebody_cannot_help_them():
    (problem,) = told("school == famous", "degree == none")
    assert "contradict one another" in problem.message


def test_answers_that_cannot_all_be_right_count_as_nobodys():
    never = "contradictions: [{never: owns and months < 3, says: {zh: 不可能, en: Impossible}}]\n"
    assert not said("owns -> A", lines=("owns", "months < 3"))
    (problem,) = found("owns -> A", lines=("owns", "months < 3"), more=never)
    assert "contradict one another" in problem.message
