"""What is said of the rows of a table: overlaps and gaps with a person who shows them, rows out of reach with why."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.calendar import add_months, months_between
from tests.rules.checking.frame import FIRST_ROW, TABLE, found, said

NUMBER = {"gives": "number", "lines": ("level > 1",)}
FIRST, SECOND = FIRST_ROW, FIRST_ROW + 1


def test_rows_of_a_unique_table_that_take_one_person_are_told_with_the_person():
    (problem,) = found("degree == doctor and age <= 45 -> A", "degree >= bachelor and age >= 45 -> B", hit="unique")
    assert problem.line == SECOND
    assert problem.message == (
        f"This row and line {FIRST} take the same person, "
        "e.g. degree: doctor, born_on: 1975-01-01, on 2020-01-01 (age: 45)"
    )
    assert problem.mend == "mend one of the conditions, or write hit: first"


def test_the_person_has_answered_what_lets_the_others_be_asked():
    (message,) = said("school == famous -> A", "months >= 3 and school != other -> B", hit="unique")
    assert message.endswith("e.g. degree: bachelor, school: famous, months: 5")


def test_rows_of_an_any_table_may_overlap_where_they_agree():
    assert not found("owns or months > 2 -> A", "owns or pay > 2000 -> A", hit="any")
    (problem,) = found("owns or months > 2 -> A", "owns or pay > 2000 -> B", hit="any")
    assert "take the same person with different outputs, e.g. " in problem.message


@pytest.mark.parametrize(
    ("rows", "person"),
    [
        (("pay > 100 -> A", "pay < 100 -> B"), "pay: 100"),
        (("age < 35 -> A", "age >= 36 -> B"), "born_on: 1985-01-01, on 2020-01-01 (age: 35)"),
        (("born_on < 2000-01-01 -> A", "born_on > 2000-01-01 -> B"), "born_on: 2000-01-01"),
        (("honours has any of (medal) -> A", "not honours has any of (medal, prize) -> B"), "honours: [prize]"),
        (("school == famous -> A", "degree == none -> B"), "degree: bachelor, school: other"),
        (("pay > rent -> A", "pay < rent -> B"), "pay: 10000, rent: 10000"),
        (("tier == high -> A", "tier == middle -> B"), "degree: none, months: 4 (tier: low)"),
        (("applied_on < 2021-01-01 -> A", "applied_on > 2021-01-01 -> B"), "on 2021-01-01"),
        (("applied_on >= add_months(born_on, 216) -> A",), "born_on: 2002-01-02, on 2020-01-01"),
        (("born_on == applied_on -> A",), "born_on: 1990-01-01, on 2020-01-01"),
        (("false -> A",), "anybody"),
    ],
)
def test_a_gap_is_told_with_a_person_whom_no_row_takes(rows, person):
    told = [problem for problem in found(*rows, otherwise=None) if "takes some people" in problem.message]
    assert [problem.message for problem in told] == [f"No row of level takes some people, e.g. {person}"]
    assert told[0].line == TABLE
    assert told[0].mend == "add a row, or write otherwise: … or otherwise: unknown"


@pytest.mark.parametrize("hit", ["unique", "any", "first", "priority", "min", "max"])
def test_every_table_that_gives_the_output_of_a_row_must_take_everybody(hit):
    assert any("takes some people" in each for each in said("owns -> A", hit=hit, otherwise=None))
    assert not said("owns -> A", "not owns -> B", hit=hit, otherwise=None)


def test_a_sum_must_take_everybody_too_a_count_or_collection_need_not():
    assert any("takes some people" in each for each in said("owns -> 20", hit="sum", otherwise=None, **NUMBER))
    assert not said("owns -> true", hit="count", otherwise=None, gives="boolean", lines=("level == 1",))
    assert not said("owns -> A", hit="collect", otherwise=None, lines=("level has any of (A)",))


@pytest.mark.parametrize("otherwise", ["none", "unknown"])
def test_whoever_writes_otherwise_has_thought_of_the_rest(otherwise):
    assert not said("owns -> A", otherwise=otherwise)


def test_nobody_is_missed_only_because_a_question_is_not_asked_of_them():
    assert not said("school == famous -> A", "school == other -> B", otherwise=None)


def test_two_answers_that_are_compared_are_found_apart():
    assert any("e.g. pay: 10000, rent: 0" in each for each in said("pay > rent -> A", "rent < pay -> B", hit="unique"))
    late = "arrived_on > add_months(born_on, 240) -> A"
    assert any("take the same person" in each for each in said(late, "arrived_on > born_on -> B", hit="unique"))


def test_a_number_that_the_policy_gives_is_compared_on_the_day():
    assert any("pay: 3000" in each for each in said("pay > least_pay -> A", "pay < least_pay -> B", otherwise=None))


@pytest.mark.parametrize(
    ("rows", "hit", "why"),
    [
        (["age > 50 and age < 40 -> A"], "first", "its condition is false for everyone"),
        (["whole_years(born_on, applied_on) < 0 -> A"], "first", "its condition is false for everyone"),
        (["born_on > applied_on -> A"], "first", "its condition is false for everyone"),
        (["school == famous and degree == none -> A"], "first", "its condition is false for everyone"),
        (["tier == middle and not owns -> A"], "first", "its condition is false for everyone"),
        (["true -> A", "owns -> B"], "first", f"line {FIRST} always matches"),
        (["owns -> A", "owns -> B"], "first", f"line {FIRST} has the same condition"),
        (["months >= 2 -> A", "months > 2 and owns -> B"], "first", f"line {FIRST} takes every case of it"),
        (
            ["age >= 18 -> A", "months_between(born_on, applied_on) >= 216 -> B"],
            "first",
            f"line {FIRST} takes every case",
        ),
        (["applied_on >= add_months(born_on, 216) -> A", "age >= 18 -> B"], "first", f"line {FIRST} takes every case"),
        (["pay > 50 -> A", "pay > 100 -> B"], "max", f"line {FIRST} takes every case of it"),
        (["pay > 50 -> A", "pay > 100 -> B"], "priority", f"line {FIRST} takes every case of it"),
        (["pay > 50 -> C", "pay > 100 -> B"], "min", f"line {FIRST} takes every case of it"),
        (["pay > 50 -> A", "pay > 100 -> A"], "any", f"line {FIRST} takes every case of it"),
    ],
)
def test_a_row_no_case_reaches_is_told_with_why(rows, hit, why):
    (problem,) = [each for each in found(*rows, hit=hit) if "No case reaches" in each.message]
    assert problem.line == FIRST + len(rows) - 1
    assert problem.message.startswith(f"No case reaches this row: {why}")


def test_a_row_that_several_cover_together_names_only_those_it_takes():
    rows = ["owns -> C", "degree in (none, doctor) -> A", "degree == bachelor and pay > 5 -> B", "pay > 7 -> C"]
    (message,) = said(*rows)
    assert message == f"4: No case reaches this row: lines {FIRST + 1} and {FIRST + 2} take every case of it"


def test_a_better_row_below_does_not_put_a_row_out_of_reach():
    assert not said("pay > 100 -> B", "pay > 50 -> A", hit="min")
    assert not said("pay > 50 -> B", "pay > 100 -> A", hit="max")


def test_many_mistakes_of_one_kind_are_told_of_twenty_rows_at_most():
    assert len(said(*["pay > 5 -> A"] * 50, hit="unique")) <= 21


def test_what_is_too_large_to_search_is_left_unsaid():
    either = " and ".join(f"(pay > {number} or rent > {number})" for number in range(9))
    assert not said(f"{either} and pay < 5 and rent < 5 -> A")


def test_more_comparisons_than_can_be_searched_are_left_unsaid():
    assert not said(*[f"pay + {number} > rent -> A" for number in range(300)], otherwise=None)


@settings(max_examples=300, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-40, 40), st.integers(-400, 400))
def test_months_are_reached_exactly_when_they_are_counted(day, months, days):
    applied_on = add_months(day, months) + timedelta(days=days % 3 - 1)
    for number in (months - 1, months, months + 1):
        assert (add_months(day, number) <= applied_on) is (months_between(day, applied_on) >= number)
