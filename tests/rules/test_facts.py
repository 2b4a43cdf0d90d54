"""Answers: typed values from forms and files, and every wrong one named at once."""

from datetime import date

import pytest

from rules.facts import FactError, FactErrors, parse_fact, parse_facts, written
from tests.rules.conftest import DAY, small

POLICY = small()


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("degree", "doctor", "doctor"),
        ("honours", ["medal"], frozenset({"medal"})),
        ("honours", [], frozenset()),
        ("months", 6, 6),
        ("months", " 6 ", 6),
        ("months", 600, 600),
        ("pay", "300000.00", 30_000_000),
        ("pay", 300000, 30_000_000),
        ("pay", 0.1, 10),
        ("pay", "1,234.5", 123_450),
        ("born_on", "1976-06-01", date(1976, 6, 1)),
        ("born_on", "2021-06-01", date(2021, 6, 1)),
        ("owns", False, False),
        ("owns", "true", True),
        ("owns", "", None),
        ("pay", None, None),
    ],
)
def test_an_answer_is_typed(name, raw, value):
    assert parse_fact(POLICY.facts[name], raw, on=DAY) == value


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("degree", "docto", "choice"),
        ("degree", 3, "choice"),
        ("degree", ["doctor"], "choice"),
        ("honours", "medal", "type"),
        ("honours", ["medal", "cup"], "choice"),
        ("honours", [["medal"]], "choice"),
        ("months", "six", "type"),
        ("months", 6.5, "type"),
        ("months", True, "type"),
        ("months", -1, "range"),
        ("months", 601, "range"),
        ("months", "9" * 5_000, "type"),
        ("pay", "-1", "range"),
        ("pay", "1.001", "type"),
        ("pay", float("nan"), "type"),
        ("pay", float("inf"), "type"),
        ("pay", 1e300, "type"),
        ("pay", True, "type"),
        ("pay", {"a": 1}, "type"),
        ("pay", "99999999999999", "range"),
        ("born_on", "2023-02-30", "type"),
        ("born_on", "1.6.1976", "type"),
        ("born_on", "20210601", "type"),
        ("born_on", "2021-06-02", "future"),
        ("born_on", "0001-01-01", "range"),
        ("owns", "maybe", "type"),
        ("owns", 2, "type"),
    ],
)
def test_a_wrong_answer_is_named(name, raw, code):
    with pytest.raises(FactError) as caught:
        parse_fact(POLICY.facts[name], raw, on=DAY)
    assert (caught.value.name, caught.value.code) == (name, code)
    assert caught.value.says.zh
    assert caught.value.says.en


def test_every_wrong_answer_is_named_at_once():
    with pytest.raises(FactErrors) as caught:
        parse_facts(POLICY, {"degree": 1, "months": -1, "born_on": "2030-01-01", "shoe": 44, "pay": "5"}, on=DAY)
    assert {(e.name, e.code) for e in caught.value.errors} == {
        ("shoe", "unknown"), ("degree", "choice"), ("months", "range"), ("born_on", "future"),
    }  # fmt: skip


def test_an_answer_that_is_not_asked_for_is_ignored():
    assert "price" not in parse_facts(POLICY, {"owns": False, "price": 5}, on=DAY)
    assert parse_facts(POLICY, {"owns": True, "price": 5}, on=DAY)["price"] == 500
    assert parse_facts(POLICY, {"price": 5}, on=DAY)["price"] == 500


def test_a_value_is_written_as_it_was_given():
    given = {"degree": "doctor", "honours": ["medal", "prize"], "months": 6, "pay": "1.05", "born_on": "1976-06-01",
             "owns": True}  # fmt: skip
    values = parse_facts(POLICY, given, on=DAY)
    assert {name: written(POLICY.facts[name], value) for name, value in values.items()} == given
