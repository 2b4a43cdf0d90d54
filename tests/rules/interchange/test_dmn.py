"""DMN files as modelling tools write them, and those that are wrong or meant to harm."""

from time import perf_counter

import pytest

from rules.interchange.deciding import decide_table, runnable
from rules.interchange.decision_table import Hit, ValueType
from rules.interchange.dmn import MAX_BYTES, read_dmn, read_dmn_file
from rules.interchange.problems import TableInvalid
from tests.rules.interchange.conftest import DMN_13, dmn

#: Seconds: one or two are promised, and a machine that runs other tests beside this one is slower.
NOISY = 10
GOOD = ('< 18 => "child"', '>= 18 => "adult"')


def refused(data):
    """Return what is said of a file that cannot be read."""
    with pytest.raises(TableInvalid) as caught:
        read_dmn(data, "a.dmn")
    return str(caught.value)


@pytest.mark.parametrize("day", ["20191111", "20211108", "20230324"])
def test_versions_1_3_to_1_5_are_read(day):
    (table,) = read_dmn(dmn(GOOD, namespace=f"https://www.omg.org/spec/DMN/{day}/MODEL/"), "a.dmn")
    assert (table.hit, len(table.rules)) == (Hit.UNIQUE, 2)


@pytest.mark.parametrize(
    ("namespace", "version"),
    [("http://www.omg.org/spec/DMN/20151101/dmn.xsd", "1.1"), ("http://www.omg.org/spec/DMN/20180521/MODEL/", "1.2")],
)
def test_an_older_version_is_told_which_are_read(namespace, version):
    assert f"it is DMN {version}; save it as DMN 1.3, 1.4 or 1.5" in refused(dmn(GOOD, namespace=namespace))


def test_prefixes_and_the_tools_own_elements_do_not_matter():
    text = dmn(GOOD).decode().replace("<", "<d:").replace("<d:/", "</d:").replace("xmlns=", "xmlns:d=")
    text = text.replace("<d:decision ", '<x:tool xmlns:x="urn:tool"><x:decisionTable/></x:tool><d:decision ')
    assert len(read_dmn(text.encode(), "a.dmn")) == 1


def test_types_come_from_the_model_where_the_column_has_none():
    before = (
        '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A","B"</text></allowedValues>'
        '</itemDefinition><inputData name="信用等级"><variable name="信用等级" typeRef="tGrade"/></inputData>'
    )
    (table,) = read_dmn(dmn(['"A" => 1.5', "- => 2"], inputs=["信用等级"], outputs=["Rate"], before=before), "a.dmn")
    assert [each.low for each in table.inputs[0].allowed.ranges] == ["A", "B"]
    assert table.outputs[0].type is ValueType.NUMBER
    (table,) = read_dmn(dmn(['date("2020-01-01") => true'], inputs=["当日"], outputs=["可"]), "a.dmn")
    assert (table.inputs[0].type, table.outputs[0].type) == (ValueType.DATE, ValueType.BOOLEAN)


def test_names_in_chinese_and_with_spaces_become_words_with_labels():
    data = dmn(
        ['"博士 A" | >= 3 => "一等"', '- | - => "其他"'],
        inputs=["最高 学位:string", "Years of service:number"],
        hit='hitPolicy="FIRST"',
    )
    made = runnable(read_dmn(data, "a.dmn"), "a.dmn")
    assert list(made.policy.facts) == ["input", "years_of_service"]
    assert made.policy.facts["input"].ask.zh == "最高 学位"
    assert decide_table(made.tables[0], {"最高 学位": "博士 A", "Years of service": 3})["outputs"] == {"Rate": "一等"}
    assert decide_table(made.tables[0], {"最高 学位": "没有列出"})["outputs"] == {"Rate": "其他"}


def test_rules_with_one_id_are_told_apart_by_their_number():
    text = dmn(GOOD).decode().replace("<rule>", '<rule id="same">')
    (table,) = read_dmn(text.encode(), "a.dmn")
    assert decide_table(table, {"Age": 18})["rules"] == [2]


def test_a_note_comes_along_as_what_the_row_says():
    text = dmn(GOOD).decode().replace("</rule>", "<annotationEntry><text>未成年</text></annotationEntry></rule>", 1)
    made = runnable(read_dmn(text.encode(), "a.dmn"))
    assert made.policy.tables["Table"].rows[0].says.zh == "规则 1：未成年"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (dmn(["< f(1) => 1"]), "rule 1, input 'Age': '< f(1)' cannot be read: functions are not read"),
        (dmn(["- => today()"]), "rule 1, output 'Rate': 'today()' cannot be read: functions are not read"),
        (dmn(["- => 1 + 1"]), "arithmetic is not read"),
        (dmn(["- => adult"]), 'write "adult" if the text itself is meant'),
        (dmn(["- => "]), "rule 1, output 'Rate': the cell is empty"),
        (dmn(['- | - => "a"']), "rule 1: it has 2 cells for 1 inputs; write a cell for each"),
        (dmn(['- => "a" | "b"']), "rule 1: it has 2 cells for 1 outputs"),
        (dmn([' => "a"']), "rule 1: it has 0 cells for 1 inputs"),
        (dmn(['"x" => "a"']), "rule 1, input 'Age': \"x\" does not fit, the input holds numbers"),
        (dmn(["- => 1"]), "rule 1, output 'Rate': 1 does not fit, the output holds text"),
        (
            dmn(["- => 1"], inputs=["Age:duration"]),
            "the type 'duration' is not read; use string, number, boolean, date",
        ),
        (dmn(["- => 1"], inputs=["Age * 2:number"]), "the expression 'Age * 2' is not read; add an input that holds"),
        (dmn(["- => 1"], inputs=["count(list):number"]), "the expression 'count(list)' is not read"),
        (dmn(["- => 1"], inputs=[":number"]), "it has neither an expression nor a label"),
        (dmn(['"c" => "a"'], inputs=['Grade:string|"a","b"']), '"c" is not among the values of the input'),
        (dmn(['- => "c"'], outputs=['Rate:string|"a","b"']), '"c" is not among the values of the output'),
        (dmn(['- => "a"'], outputs=['Rate:string||"b" + "c"']), "arithmetic is not read"),
        (dmn(['- => "a"'], hit='hitPolicy="PRIORITY"'), "hit policy P needs output values"),
        (dmn(['- => "a"'], hit='hitPolicy="BEST"'), "there is no hit policy 'BEST"),
        (
            dmn(['- => "a"'], hit='hitPolicy="COLLECT" aggregation="AVERAGE"'),
            "there is no hit policy 'COLLECT AVERAGE'",
        ),
        (dmn(['- => "a"'], hit='hitPolicy="COLLECT" aggregation="SUM"'), "hit policy C+ needs numbers as outputs"),
        (
            dmn(["- => 1 | 2"], outputs=["a", "b"], hit='hitPolicy="COLLECT" aggregation="MIN"'),
            "not defined for several",
        ),
        (dmn(['- => "a"'], outputs=['Rate:string||"a"'], hit='hitPolicy="COLLECT"'), "a default cannot be said with"),
        (dmn(GOOD, outputs=[]), "it has no output"),
        (dmn([]), "it has no rules"),
    ],
)
def test_what_cannot_be_read_is_named_by_table_rule_and_column(data, said):
    assert said in refused(data)
    assert refused(data).startswith("a.dmn: table 'Table'")


def test_everything_wrong_is_told_at_once():
    said = refused(dmn(["f(1) => 1", '< "a" => null', "- => x"])).splitlines()
    assert [line.split(", ")[1].split(":")[0] for line in said] == ["rule 1", "rule 2", "rule 2", "rule 3"]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]><d>&l9;</d>'.encode(), "declares a document type or entities"),
        (b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>', "declares a document type or entities"),
        (b'<!DOCTYPE d SYSTEM "http://example.org/d.dtd"><d/>', "declares a document type or entities"),
        (b"not xml", "it is not XML"),
        (b"", "it is not XML"),
        (b"\x00\xff", "it is not XML"),
        (b'<?xml version="1.0" encoding="utf-99"?><d/>', "it is not XML"),
        (dmn(GOOD)[:-20], "it is not XML"),
        (b"<html/>", "it is no DMN but begins with <html>"),
        (f'<decision xmlns="{DMN_13}"/>'.encode(), "it is no DMN but begins with <decision>"),
        (f'<definitions xmlns="{DMN_13}"/>'.encode(), "it has no decision table"),
        (b"<d>" + b"x" * MAX_BYTES, "more than 8000000 bytes"),
    ],
)
def test_a_harmful_or_foreign_file_is_refused_at_once_in_a_sentence(data, said):
    start = perf_counter()
    assert said in refused(data)
    assert perf_counter() - start < NOISY


def test_a_hundred_thousand_nested_elements_do_no_harm():
    inside = b"<a>" * 100_000 + b"</a>" * 100_000
    assert "it has no decision table" in refused(
        f'<definitions xmlns="{DMN_13}">'.encode() + inside + b"</definitions>"
    )


def test_a_type_defined_by_itself_is_refused():
    before = '<itemDefinition name="t"><typeRef>t</typeRef></itemDefinition>'
    assert "the type 't' is not read" in refused(dmn(GOOD, inputs=["Age:t"], before=before))


def test_a_file_that_cannot_be_opened_is_told(tmp_path):
    with pytest.raises(TableInvalid, match="it cannot be read"):
        read_dmn_file(tmp_path / "none.dmn")


def test_two_thousand_rules_are_read_and_made_a_policy_in_seconds():
    rules = [f'[{10 * n}..{10 * n + 9}] | "{"甲乙丙丁"[n % 4]}" => "r{n}"' for n in range(2_000)]
    data = dmn(rules, inputs=["Age:number", "等级:string"])
    start = perf_counter()
    (table,) = read_dmn(data, "a.dmn")
    assert perf_counter() - start < NOISY
    assert len(table.rules) == 2_000
