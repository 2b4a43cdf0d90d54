"""Tables of our policies written as DMN: they read back to tables that decide the same people the same way."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules import engine
from rules.calendar import whole_years
from rules.expressions import Kind
from rules.hits import Conflict
from rules.interchange.deciding import decide_table
from rules.interchange.decision_table import Hit
from rules.interchange.dmn import read_dmn
from rules.interchange.exporting import decision_table, written_dmn
from rules.interchange.problems import TableInvalid
from rules.reading import read

DAY = date(2021, 6, 1)
POLICY = """\
policy: exported
title: {{zh: 政策, en: Policy}}
issued_by: {{zh: 办公室, en: Office}}
in_force: {{from: 2020-01-01}}
sources: {{law: {{document: 第1号, clause: 一, text: 条文}}}}
sections: {{one: {{zh: 一, en: One}}}}
facts:
  degree:
    section: one
    type: choice
    choices: {{none: {{zh: 无, en: None}}, master: {{zh: 硕士, en: Master}}, doctor: {{zh: 博士, en: Doctor}}}}
    ask: {{zh: 学位, en: Degree}}
  honours:
    section: one
    type: choices
    choices: {{medal: {{zh: 奖章, en: Medal}}, prize: {{zh: 奖, en: Prize}}}}
    ask: {{zh: 荣誉, en: Honours}}
  months: {{section: one, type: integer, unit: month, min: 0, max: 600, ask: {{zh: 月数, en: Months}}}}
  pay: {{section: one, type: money, ask: {{zh: 工资, en: Pay}}}}
  born_on: {{section: one, type: date, ask: {{zh: 生日, en: Birthday}}}}
  owns: {{section: one, type: boolean, ask: {{zh: 有房, en: Owns a home}}}}
terms:
  age: {{is: 'whole_years(born_on, applied_on)', source: law}}
  insured: {{is: months >= 6, source: law}}
tables:
  level:
    hit: {hit}
    gives: {gives}
    rows:
{rows}
{otherwise}
process:
  notice_working_days: 5
  decide_within_working_days: 20
  review_every_months: 12
  appeal_within_days: 60
  source: law
"""
#: Per kind of output what rows may give.
GIVES = {
    "choice of none, B, A": ("none", "B", "A"),
    "number": ("0", "3", "-2"),
    "CNY": ("0", "1000.50", "20"),
    "share": ("5%", "12.5%"),
    "boolean": ("true", "false"),
}
ATOMS = [
    "degree == master",
    "degree != none",
    "degree >= master",
    "degree in (none, doctor)",
    "degree not in (doctor)",
    "months < 6",
    "3 < months <= 9",
    "months != 7",
    "6 <= months",
    "months in (5, 6, 7)",
    "pay >= 1000.5",
    "pay < 99 ",
    "born_on < 1990-05-31",
    "born_on != 1990-05-31",
    "owns",
    "owns == false",
    "age >= 31",
    "insured",
    "applied_on >= 2021-01-01",
    "honours has any of (medal)",
    "honours has any of (medal, prize)",
]
HITS = ["unique", "any", "first", "priority", "min", "max", "collect", "sum", "count"]


def policy(hit, gives, rows, otherwise=None):
    """Return a policy with one table. rows: (when, gives)."""
    lines = "\n".join(f"      - {{when: '{when}', gives: {output}, source: law}}" for when, output in rows)
    rest = "" if otherwise is None else f"    otherwise: {otherwise}"
    return read(POLICY.format(hit=hit, gives=gives, rows=lines, otherwise=rest), "exported.yaml", checked=False)


@st.composite
def policies(draw):
    """Draw a policy whose table DMN can say: conjunctions, and or and not where a rule may stand twice."""
    hit = draw(st.sampled_from(HITS))
    kinds = {"collect": ["choice of none, B, A"], "sum": ["number", "CNY", "share"]}.get(hit, list(GIVES))
    gives = draw(st.sampled_from(kinds))
    atoms = st.sampled_from(ATOMS)
    free = st.recursive(
        atoms,
        lambda inner: st.one_of(
            inner.map(lambda each: f"not ({each})"),
            st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda each: "({} {} {})".format(*each)),
        ),
        max_leaves=4,
    )
    plain = [each for each in ATOMS if "medal, prize" not in each]
    whens = (
        free
        if hit in ("any", "first", "priority", "min", "max")
        else st.lists(st.sampled_from(plain), min_size=1, max_size=3).map(" and ".join)
    )
    rows = draw(st.lists(st.tuples(whens | st.just("true"), st.sampled_from(GIVES[gives])), min_size=1, max_size=4))
    default = draw(st.none() | st.sampled_from([*GIVES[gives], "unknown"]))
    return policy(hit, gives, rows, None if hit in ("collect", "count") else default)


@st.composite
def people(draw):
    """Draw the facts of a person, some not known."""
    facts = {
        "degree": st.sampled_from(["none", "master", "doctor"]),
        "honours": st.frozensets(st.sampled_from(["medal", "prize"])),
        "months": st.sampled_from([0, 3, 4, 5, 6, 7, 8, 9, 600]),
        "pay": st.sampled_from([0, 9_899, 9_900, 100_049, 100_050]),
        "born_on": st.sampled_from([date(1980, 1, 1), date(1990, 5, 31), date(1990, 6, 1), date(1990, 6, 2)]),
        "owns": st.booleans(),
    }
    return {name: draw(st.none() | st.one_of(values)) for name, values in facts.items()}


def as_inputs(facts, table):
    """Return what a DMN engine would be told of a person."""
    known = dict(facts, applied_on=DAY, age=None, insured=None)
    if facts["born_on"] is not None:
        known["age"] = whole_years(facts["born_on"], DAY)
    if facts["months"] is not None:
        known["insured"] = facts["months"] >= 6
    if facts["pay"] is not None:
        known["pay"] = facts["pay"] / 100
    if facts["honours"] is not None:
        known.update({f"honours has {key}": key in facts["honours"] for key in ("medal", "prize")})
    return {each.name: known.get(each.name) for each in table.inputs}


def came(policy, facts):
    """Return what our table gives as DMN writes it, or the word for rows that contradict one another."""
    known = {name: value for name, value in facts.items() if value is not None}
    table = policy.tables["level"]
    try:
        told = engine.decide(policy, known, on=DAY).tables["level"].output
    except Conflict:
        return "conflict"
    if isinstance(told, tuple):
        return [{"level": each} for each in told]
    scale = {Kind.MONEY: 100, Kind.SHARE: 10_000}.get(table.value_type.kind)
    return told if told is None or scale is None else told / scale


@settings(max_examples=300, deadline=None)
@given(policies(), st.lists(people(), min_size=1, max_size=6))
def test_a_table_read_back_from_dmn_decides_made_up_people_the_same(policy, crowd):
    try:
        text = written_dmn(policy, "level")
    except TableInvalid as refusal:
        assume("nobody can meet" in str(refusal))
        return
    (table,) = read_dmn(text.encode(), "level.dmn")
    for facts in crowd:
        expected = came(policy, facts)
        if expected == "conflict":
            with pytest.raises(TableInvalid, match="rules out"):
                decide_table(table, as_inputs(facts, table))
            continue
        outputs = decide_table(table, as_inputs(facts, table))["outputs"]
        told = outputs["level"] if isinstance(outputs, dict) else outputs
        if expected is not None or all(value is not None for value in facts.values()):
            assert told == expected


def test_what_conditions_name_becomes_inputs_and_or_becomes_rules():
    rows = [("degree >= master and (owns or age < 35)", "A"), ("honours has any of (medal)", "B")]
    table = decision_table(policy("first", "choice of none, B, A", rows, "none"), "level")
    assert [each.name for each in table.inputs] == ["degree", "owns", "age", "honours has medal"]
    assert table.inputs[0].label == "学位"
    assert [each.low for each in table.inputs[0].allowed.ranges] == ["none", "master", "doctor"]
    assert [rule.gives for rule in table.rules] == [("A",), ("A",), ("B",)]
    assert table.outputs[0].default == "none"


@pytest.mark.parametrize(
    ("hit", "written", "values"),
    [
        ("priority", Hit.PRIORITY, ("A", "B", "none")),
        ("max", Hit.PRIORITY, ("A", "B", "none")),
        ("min", Hit.PRIORITY, ("none", "B", "A")),
        ("first", Hit.FIRST, ("none", "B", "A")),
    ],
)
def test_the_order_of_choices_becomes_the_priority_of_outputs(hit, written, values):
    table = decision_table(policy(hit, "choice of none, B, A", [("owns", "A")], "none"), "level")
    assert (table.hit, table.outputs[0].values) == (written, values)


@pytest.mark.parametrize(
    ("hit", "when", "said"),
    [
        ("first", "months_between(born_on, applied_on) > 3", "a cell tests one name, not born_on and applied_on"),
        ("first", "months * 2 > 3", "a cell compares one name with written-out values, and no more"),
        ("first", "pay is known", "a cell compares one name with written-out values"),
        ("first", "degree > doctor", "nobody can meet"),
        ("unique", "owns or months < 3", "would match twice with hit policy unique"),
    ],
)
def test_what_dmn_cannot_say_is_named_by_its_line(hit, when, said):
    with pytest.raises(TableInvalid) as caught:
        written_dmn(policy(hit, "choice of none, B, A", [("owns", "B"), (when, "A")]), "level")
    assert str(caught.value).startswith("table level, line 31: ")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "when",
    ["owns or not owns", "months < 3 or months >= 3", "degree >= none", "born_on < 2000-01-01 or born_on > 1999-01-01"],
)
def test_what_any_value_meets_still_needs_a_value(when):
    table = decision_table(policy("first", "boolean", [(when, "true"), ("true", "false")]), "level")
    known = {"owns": True, "months": 3, "degree": "none", "born_on": "1999-06-01"}
    name = table.inputs[0].name
    assert decide_table(table, {name: known[name]})["outputs"] == {"level": True}
    assert decide_table(table, {})["outputs"] == {"level": None}


def test_a_table_that_is_not_there_is_told():
    with pytest.raises(TableInvalid, match="it has no table 'other'; name one of level"):
        written_dmn(policy("first", "boolean", [("owns", "true")]), "other")


def test_tables_of_the_default_policy_are_written_as_dmn(jinhua):
    for name in jinhua.tables:
        assert read_dmn(written_dmn(jinhua, name).encode(), "a.dmn") == (decision_table(jinhua, name),)
