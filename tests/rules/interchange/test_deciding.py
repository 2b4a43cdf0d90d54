"""Decision tables decided through the policy they make, held against DMN's meaning written out plainly."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.interchange.deciding import decide_table, decide_tables, runnable
from rules.interchange.decision_table import Cell, DecisionTable, Hit, Input, Output, Range, Rule, ValueType
from rules.interchange.dmn import read_dmn
from rules.interchange.dmn_writing import written_tables
from rules.interchange.problems import TableInvalid
from tests.rules.interchange.conftest import dmn, tables

ANSWERS = {
    ValueType.STRING: st.sampled_from(["甲", "good", "B b", "no, or", "other", "true", "unheard of"]),
    ValueType.NUMBER: st.sampled_from([-4, -3, 0, 0.5, 2, 2.25, 2.5, "3", 10, 1_000_000]),
    ValueType.BOOLEAN: st.booleans(),
    ValueType.DATE: st.sampled_from(["2020-02-28", "2020-02-29", "2021-01-01", "2025-12-31", "2030-07-01"]),
}


def within(each: Range, value) -> bool:
    """Tell whether a value lies in a range."""
    above = each.low is None or value > each.low or (each.includes_low and value == each.low)
    return above and (each.high is None or value < each.high or (each.includes_high and value == each.high))


def matches(cell: Cell, value) -> bool:
    """Tell whether a value matches a cell."""
    return cell.always or any(within(each, value) for each in cell.ranges) is not cell.negated


def plain(literal):
    """Return a literal as JSON."""
    if isinstance(literal, Decimal):
        return int(literal) if literal == int(literal) else float(literal)
    return literal.isoformat() if isinstance(literal, date) else literal


def meant(table: DecisionTable, case):
    """Return what the specification says a table gives, or the word for an invalid one."""
    kinds = {ValueType.NUMBER: lambda value: Decimal(str(value)), ValueType.DATE: date.fromisoformat}
    values = [kinds.get(each.type, lambda same: same)(value) for each, value in zip(table.inputs, case, strict=True)]
    hits = [rule.gives for rule in table.rules if all(map(matches, rule.cells, values))]
    names = [output.name for output in table.outputs]
    if table.hit.ranks:
        ranked = [place for place, output in enumerate(table.outputs) if output.values]
        hits.sort(key=lambda gives: [table.outputs[place].values.index(gives[place]) for place in ranked])
    if table.hit.lists:
        return [dict(zip(names, map(plain, gives), strict=True)) for gives in hits]
    if table.hit is Hit.COUNT:
        return {names[0]: len(hits)}
    if not hits:
        return {output.name: None if output.default is None else plain(output.default) for output in table.outputs}
    if table.hit.aggregates:
        combine = {Hit.SUM: sum, Hit.MIN: min, Hit.MAX: max}[table.hit]
        return {names[0]: plain(combine(gives[0] for gives in hits))}
    if (table.hit is Hit.UNIQUE and len(hits) > 1) or (table.hit is Hit.ANY and len(set(hits)) > 1):
        return "invalid"
    return dict(zip(names, map(plain, hits[0]), strict=True))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_every_hit_policy_decides_as_the_specification_means(data):
    table = data.draw(tables())
    case = [data.draw(ANSWERS[each.type]) for each in table.inputs]
    inputs = {each.label: value for each, value in zip(table.inputs, case, strict=True)}
    expected = meant(table, case)
    if expected == "invalid":
        with pytest.raises(TableInvalid, match="rules out"):
            decide_table(table, inputs)
    else:
        assert decide_table(table, inputs)["outputs"] == expected


@settings(max_examples=200, deadline=None)
@given(tables())
def test_what_is_written_as_dmn_reads_back_to_the_same_table(table):
    assert read_dmn(written_tables([table]).encode(), "a.dmn") == (table,)


WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30)


@settings(max_examples=100, deadline=None)
@given(WORDS, WORDS, st.lists(WORDS, min_size=1, max_size=4, unique=True), WORDS)
def test_whatever_words_a_table_uses_its_policy_can_be_read(name, column, texts, note):
    rules = tuple(Rule((Cell((Range(text, text),)),), (text,), note) for text in texts)
    table = DecisionTable(
        name, Hit.FIRST, (Input(column, column, ValueType.STRING),), (Output(name, ValueType.STRING),), rules
    )
    for number, text in enumerate(texts, 1):
        came = decide_table(table, {column: text})
        assert (came["outputs"], came["rules"]) == ({name: text}, [number])


def table_of(*args, **kwargs):
    """Return the table of a DMN file in a few words."""
    return read_dmn(dmn(*args, **kwargs), "a.dmn")[0]


def test_unique_hit_twice_names_the_rules():
    table = table_of(['< 10 => "a"', '> 20 => "b"', '> 5 => "c"'])
    with pytest.raises(TableInvalid, match=r"table 'Table', rules 1 and 3: all match, which hit policy U rules out"):
        decide_table(table, {"Age": 7})
    assert decide_table(table, {"Age": 4})["outputs"] == {"Rate": "a"}


def test_any_with_different_outputs_names_the_rules():
    table = table_of(['< 10 => "a"', '> 5 => "a"', '> 6 => "b"'], hit='hitPolicy="ANY"')
    assert decide_table(table, {"Age": 6})["outputs"] == {"Rate": "a"}
    with pytest.raises(TableInvalid, match="rules 1 and 2 and 3: all match with different outputs"):
        decide_table(table, {"Age": 7})


def test_what_is_not_known_gives_null_unless_it_cannot_matter():
    rules = ['< 10 | true => "a"', '>= 10 | - => "b"', '< 10 | false => "c"']
    table = table_of(rules, inputs=["Age:number", "In:boolean"])
    assert decide_table(table, {"Age": 12}) == {"table": "Table", "outputs": {"Rate": "b"}, "rules": [2]}
    assert decide_table(table, {"Age": 2}) == {"table": "Table", "outputs": {"Rate": None}, "rules": []}
    assert decide_table(table, {"Age": None, "In": True})["outputs"] == {"Rate": None}


def test_inputs_are_known_by_label_expression_and_our_word():
    text = dmn(['>= 18 => "a"']).decode().replace("<input>", '<input label="年龄">').replace(">Age<", ">Applicant.Age<")
    (table,) = read_dmn(text.encode(), "a.dmn")
    for name in ("年龄", "Applicant.Age", "applicant_age"):
        assert decide_table(table, {name: 18})["outputs"] == {"Rate": "a"}
    with pytest.raises(TableInvalid, match="input 'Age': the tables have no such input; use 年龄"):
        decide_table(table, {"Age": 18})


@pytest.mark.parametrize(
    ("column", "rule", "value", "said"),
    [
        ("Age:number", "> 1", "old", "'old' cannot be its value; write a number"),
        ("Age:number", "> 1", True, "'True' cannot be its value"),
        ("Age:number", "> 1", float("nan"), "'nan' cannot be its value"),
        ("Age:number", "> 1", 1e300, "cannot be its value"),
        ("Age:number|[0..120]", "> 1", 121, "121 is out of its range; write from 0 to 120"),
        ("Age:number|[0..1.5)", "> 1", 1.5, "1.5 is out of its range; write from 0 to 1.4"),
        ("In:boolean", "true", "perhaps", "'perhaps' cannot be its value; write true or false"),
        ("Day:date", '> date("2020-01-01")', "2023-02-30", "cannot be its value; write a day as YYYY-MM-DD"),
        ('Grade:string|"a","b"', '"a"', "c", '\'c\' cannot be its value; write "a", "b"'),
        ("Grade:string", '"a"', ["a"], "cannot be its value"),
    ],
)
def test_an_input_that_cannot_be_used_is_named(column, rule, value, said):
    table = table_of([f'{rule} => "x"'], inputs=[column])
    with pytest.raises(TableInvalid) as caught:
        decide_table(table, {column.split(":")[0]: value})
    assert said in str(caught.value)


def test_a_finer_number_than_the_table_writes_is_compared_exactly():
    table = table_of(['< 0.3 => "a"', '>= 0.3 => "b"'])
    assert decide_table(table, {"Age": 0.29999})["outputs"] == {"Rate": "a"}
    assert decide_table(table, {"Age": 0.3})["outputs"] == {"Rate": "b"}
    assert decide_table(table, {"Age": "0.30000001"})["outputs"] == {"Rate": "b"}


def chained(*more):
    """Return a table of scores and those that read it."""
    score = table_of(
        ["> 1 => 10", "> 2 => 5"], outputs=["Points:number"], hit='hitPolicy="COLLECT" aggregation="SUM"', name="Score"
    )
    return [score, *more]


def test_a_table_reads_what_another_gives():
    level = table_of(['>= 15 => "high"', '< 15 => "low"'], inputs=["Score:number"], name="Level")
    came = decide_tables(chained(level), {"Age": 3})
    assert [table["outputs"] for table in came] == [{"Points": 15}, {"Rate": "high"}]
    assert set(runnable(chained(level)).policy.facts) == {"Age"}


def test_tables_that_read_one_another_in_a_circle_are_refused():
    one = table_of(["> 1 => 1"], inputs=["Two:number"], outputs=["One:number"], name="One")
    two = table_of(["> 1 => 1"], inputs=["One:number"], outputs=["Two:number"], name="Two")
    with pytest.raises(TableInvalid, match="defined by one another"):
        decide_tables([one, two], {})


def test_what_cannot_be_read_from_another_table_is_named():
    listed = table_of(['> 1 => "a"'], hit='hitPolicy="COLLECT"', name="Score")
    level = table_of(['"a" => "high"'], inputs=["Score:string"], name="Level")
    with pytest.raises(TableInvalid, match="input 'Score': what table 'Score' gives cannot be tested so"):
        runnable([listed, level])
    with pytest.raises(TableInvalid, match="table 'Level': another has the same name"):
        runnable([level, level])


def test_the_policy_file_a_table_makes_is_whole():
    table = table_of(['"A 甲" => 1.5', "- => 2"], inputs=["Grade 级:string"], outputs=["Rate"], hit='hitPolicy="FIRST"')
    text = runnable([table], "a.dmn").text
    for line in (
        '  input: {section: questions, type: choice, choices: {c: {zh: "A 甲", en: "A 甲"}, '
        'other: {zh: 其他, en: Other}}, ask: {zh: "Grade 级", en: "Grade 级"}}',
        '    title: {zh: "Table（以 0.1 为单位）", en: "Table, in steps of 0.1"}',
        "    hit: first",
        '      - {when: "input == c", gives: 15, source: Table, says: {zh: "规则 1", en: "Rule 1"}}',
        '      - {when: "true", gives: 20, source: Table, says: {zh: "规则 2", en: "Rule 2"}}',
        "    otherwise: unknown",
    ):
        assert line in text
