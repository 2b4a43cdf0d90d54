"""A table of people decided at once: its columns, what it refuses, and what is told of whom."""

from datetime import date

import ibis
import pyarrow.parquet as pq
import pytest

from rules.population import AlikeNames, UnknownFact, decide_population
from tests.rules.agreement import table_of
from tests.rules.conftest import DAY, small

DOCTOR = {
    "degree": "doctor",
    "honours": frozenset(),
    "months": 6,
    "pay": 123_456,
    "born_on": date(1976, 6, 1),
    "owns": False,
    "prefers": "grant",
}


def decided(policy, *people, reasons=False):
    """Return what comes out for each person, in their order."""
    table = decide_population(policy, table_of(policy, people), on=DAY, reasons=reasons)
    return table.order_by("person").to_pyarrow().to_pylist()


def test_a_person_has_a_column_for_every_table_and_three_for_every_incentive():
    assert decided(small(), DOCTOR) == [
        {
            "person": 0,
            "level": "B",
            "grant_verdict": "granted",
            "grant_fen": 100_000,
            "grant_paid": [40_000, 30_000, 30_000],
            "bonus_verdict": "refused",
            "bonus_fen": 0,
            "bonus_paid": [],
            "conflict": None,
        }
    ]


def test_nothing_told_of_a_person_leaves_everything_unknown():
    (nobody,) = decided(small(), {})
    assert (nobody["level"], nobody["grant_verdict"], nobody["bonus_verdict"]) == (None, "unknown", "unknown")
    assert (nobody["grant_fen"], nobody["grant_paid"]) == (0, [])


def test_reasons_are_a_column_for_every_row_and_line():
    (doctor, young) = decided(small(), DOCTOR, {"degree": "doctor", "born_on": date(2000, 1, 1)}, reasons=True)
    assert (doctor["level_row_1"], doctor["level_row_2"]) == (False, True)
    assert (doctor["grant_line_1"], doctor["grant_line_2"], doctor["bonus_line_1"]) == (True, True, True)
    assert (young["level_row_1"], young["level_row_2"], young["level"]) == (None, True, None)
    assert (young["grant_line_1"], young["grant_line_2"]) == (None, None)


def test_every_column_that_is_missing_is_named_at_once():
    people = table_of(small(), [DOCTOR]).drop("pay", "owns")
    with pytest.raises(UnknownFact) as caught:
        decide_population(small(), people, on=DAY)
    assert caught.value.missing == ("pay", "owns")


def test_every_column_of_another_type_is_named_with_the_type_it_needs():
    people = table_of(small(), [DOCTOR]).mutate(pay=ibis.literal(1.5), born_on=ibis.literal("1976-06-01"))
    with pytest.raises(UnknownFact) as caught:
        decide_population(small(), people, on=DAY)
    assert caught.value.mistyped == {"pay": ("float64", "int64"), "born_on": ("string", "date")}


def test_a_narrower_number_and_a_column_of_nothing_are_read():
    people = table_of(small(), [DOCTOR]).mutate(months=ibis.literal(6, "int8"), price=ibis.null())
    (doctor,) = decide_population(small(), people, on=DAY).to_pyarrow().to_pylist()
    assert doctor["grant_fen"] == 100_000


def test_columns_the_policy_does_not_read_are_left_alone():
    people = table_of(small(), [DOCTOR]).mutate(LEVEL=ibis.literal("a column of somebody else"))
    (doctor,) = decide_population(small(), people, on=DAY).to_pyarrow().to_pylist()
    assert doctor["level"] == "B"


def test_a_fact_of_the_review_needs_no_column():
    review = "  still: {section: one, type: boolean, asked: review, ask: {zh: 还, en: Still}}\nparameters:"
    policy = small(("parameters:", review), checked=False)
    (doctor,) = decide_population(policy, table_of(small(), [DOCTOR]), on=DAY).to_pyarrow().to_pylist()
    assert doctor["grant_verdict"] == "granted"


def test_an_answer_to_a_question_that_does_not_concern_a_person_is_not_read():
    policy = small(("not owns or price <= 100", "price is not known"))
    owner, tenant = decided(policy, {"owns": True, "price": 9}, {"owns": False, "price": 9}, reasons=True)
    assert (owner["bonus_line_1"], tenant["bonus_line_1"]) == (False, True)


def test_a_choice_that_the_policy_does_not_offer_is_not_known():
    people = table_of(small(), [DOCTOR]).mutate(degree=ibis.literal("wizard"))
    (wizard,) = decide_population(small(), people, on=DAY).to_pyarrow().to_pylist()
    assert (wizard["level"], wizard["grant_verdict"]) == (None, "unknown")


@pytest.mark.parametrize("hit", ["unique", "any"])
def test_a_person_under_a_contradiction_is_granted_nothing_and_the_table_is_named(hit):
    policy = small(("hit: first", f"hit: {hit}"), checked=False)
    medal, doctor = decided(policy, {**DOCTOR, "honours": frozenset({"medal"})}, DOCTOR)
    assert (medal["conflict"], medal["level"], medal["grant_verdict"]) == ("level", None, "unknown")
    assert (medal["bonus_verdict"], medal["bonus_fen"], medal["bonus_paid"]) == ("unknown", 0, [])
    assert (doctor["conflict"], doctor["level"], doctor["grant_verdict"]) == (None, "B", "granted")


def test_a_number_is_read_on_the_day_it_is_in_force():
    both = "      - {from: 2020-01-01, A: 3_000, source: other}\n"
    policy = small((both, f"{both}      - {{from: 2022-01-01, B: 2_000, source: other}}\n"))
    people = table_of(policy, [DOCTOR])
    before, after, long_before = (
        decide_population(policy, people, on=day).to_pyarrow().to_pylist()[0]["grant_fen"]
        for day in (date(2021, 6, 1), date(2022, 5, 1), date(2019, 12, 31))
    )
    assert (before, after, long_before) == (100_000, 200_000, 0)


@pytest.mark.parametrize(
    ("edits", "names"),
    [
        ((("  age: {is: 'whole", "  DEGREE: {is: 'whole"), ("age <= 45", "DEGREE <= 45")), ("degree", "DEGREE")),
        ((("  level:\n    hit", "  grant_fen:\n    hit"), ("level >= B", "grant_fen >= B"),
          ("by: level", "by: grant_fen"), ("sum_of[level]", "sum_of[grant_fen]")), ("grant_fen", "grant_fen")),
    ],
    ids=["terms", "columns that come out"],
)  # fmt: skip
def test_names_that_sql_does_not_tell_apart_are_refused(edits, names):
    policy = small(*edits, checked=False)
    with pytest.raises(AlikeNames) as caught:
        decide_population(policy, table_of(policy, [DOCTOR]), on=DAY)
    assert caught.value.names == names


def test_nobody_is_decided_of_an_empty_table():
    assert decided(small()) == []


def test_a_parquet_file_has_the_types_that_are_promised(tmp_path):
    policy = small(rule="deduct", checked=False)
    people = table_of(policy, [{**DOCTOR, "price": 1}])
    decide_population(policy, people, on=DAY, reasons=True).to_parquet(tmp_path / "decided.parquet")
    types = {field.name: str(field.type) for field in pq.read_schema(tmp_path / "decided.parquet")}
    assert types["person"] == types["grant_fen"] == types["bonus_fen"] == "int64"
    assert types["grant_paid"] == types["bonus_paid"] == "list<element: int64>"
    assert types["level"] == types["grant_verdict"] == types["conflict"] == "string"
    assert types["level_row_1"] == types["grant_line_2"] == "bool"


def test_without_words_choices_and_verdicts_are_told_by_their_places():
    people = table_of(small(), [DOCTOR, {}])
    told = decide_population(small(), people, on=DAY, words=False).order_by("person").to_pyarrow().to_pylist()
    columns = ("level", "grant_verdict", "bonus_verdict")
    assert [tuple(person[name] for name in columns) for person in told] == [(2, 1, 2), (None, 3, 3)]
