"""The JSON Schema of policy files says what the reader says: the same keys, the same words, every file of ours."""

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from rules import engine, schema
from rules.amounts import PERIODS
from rules.examples import differences
from rules.library import FOLDER
from rules.overlaps import RULES
from rules.policy import FactType, HitPolicy, InNumber, Registry, Standing
from rules.reading import Problems, read
from rules.reading.awards import KINDS
from rules.reading.definitions import UNITS
from rules.reading.document import Items, Mapping, document
from rules.reading.shapes import RESERVED, Shapes
from tests.rules.conftest import SMALL, bent, small

SCHEMA = json.loads(schema.text())
CHECK = Draft202012Validator(SCHEMA)
FILES = sorted(FOLDER.rglob("*.yaml"))

#: The small policy with every part that a policy can have.
FULL = bent(
    ("in_force: {from: 2020-01-01}", "in_force: {from: 2020-01-01, to: 2029-12-31}"),
    ("facts:\n", "evidence:\n  card: {label: {zh: 证, en: Card}, accepts: [pdf], expires_after_months: 3, "
     "registry: degrees}\nfacts:\n"),
    ("parameters:\n", "parameters:\n  part: {unit: share, above: CNY, values: "
     "[{from: 2020-01-01, source: law, brackets: {0: 10%, 1_000: 5%}}]}\n"),
    ("while: {zh: 在职, en: Employed}", "while: {is: months >= 6, says: {zh: 在职, en: Employed}}"),
    ("    kind: rent_reduction\n", "    kind: rent_reduction\n"
     "    obliges: {serve_years: 1, recovery: full, source: law}\n"),
    ("ask: {zh: 有房, en: Owns a home}}", "ask: {zh: 有房, en: Owns a home}, from_spouse: {applies: [grant]}}"),
    ("process:\n", "contradictions:\n  - {never: price < 0, says: {zh: 不对, en: Wrong}}\nprocess:\n"),
    ("process:\n", "events:\n  moved: {title: {zh: 搬家, en: Moved}, about: {zh: 提示, en: Help}, sets: {owns: false}, "
     "asks: [months], day: born_on, source: law}\nprocess:\n"),
)  # fmt: skip


def as_text(entry):
    """A file as a reader that knows only text sees it: 40% and 1_000 and true are words."""
    if isinstance(entry, Mapping):
        return {key: as_text(value) for key, value in entry}
    return [as_text(each) for each in entry.items] if isinstance(entry, Items) else entry.text


def as_json(value):
    """A file as YAML 1.2 readers see it: numbers are numbers; JSON knows days only as text."""
    if isinstance(value, dict):
        return {str(key): as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def seen(text):
    """A policy text as editors may see it, both ways."""
    entry = document(text, Problems("policy"))
    return [as_json(YAML(typ="safe").load(text)), as_text(entry)]


def wrong(text):
    return [error.message for instance in seen(text) for error in CHECK.iter_errors(instance)]


def closed(node):
    """Yield the keys of every object of the schema that allows no others."""
    if isinstance(node, dict):
        if node.get("additionalProperties") is False:
            yield frozenset(node["properties"])
        for each in node.values():
            yield from closed(each)
    elif isinstance(node, list):
        for each in node:
            yield from closed(each)


def test_it_is_a_schema_of_the_draft_it_names():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_policy_file_of_ours_validates(path):
    assert wrong(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("text", [SMALL, FULL], ids=["small", "with every part"])
def test_a_small_policy_validates(text):
    assert wrong(text) == []


def test_the_schema_knows_the_keys_the_reader_knows_and_no_others(monkeypatch):
    known = set()
    mapping = Shapes.mapping

    def recorded(self, entry, what, allowed=None):
        if allowed is not None:
            known.add(frozenset(allowed))
        return mapping(self, entry, what, allowed)

    monkeypatch.setattr(Shapes, "mapping", recorded)
    read(FULL, "full.yaml", checked=False)
    assert set(closed(SCHEMA)) - {frozenset(SCHEMA["$defs"]["expected"]["properties"])} == known


def test_the_schema_knows_what_an_example_can_expect():
    policy = small(("{verdict: granted, amount: 123.45}", "{verdikt: granted}"))
    message = differences(policy, policy.examples[2], engine.decide)[0]
    assert message.endswith("use " + ", ".join(SCHEMA["$defs"]["expected"]["properties"]))


def test_the_schema_lists_the_words_the_reader_knows():
    defs = SCHEMA["$defs"]
    fact, table, incentive = (defs[name]["properties"] for name in ("fact", "table", "incentive"))
    assert fact["type"]["enum"] == [str(each) for each in FactType]
    assert fact["in_identity_number"]["enum"] == [str(each) for each in InNumber]
    assert defs["evidence_kind"]["properties"]["registry"]["enum"] == [str(each) for each in Registry]
    assert table["hit"]["enum"] == [str(each) for each in HitPolicy]
    assert defs["source"]["properties"]["standing"]["enum"] == [str(each) for each in Standing]
    assert tuple(defs["unit"]["enum"]) == UNITS
    assert tuple(incentive["kind"]["enum"]) == KINDS
    assert set(defs["overlap"]["properties"]["rule"]["enum"]) == set(RULES)
    assert tuple(defs["amount"]["properties"]["per"]["enum"]) == tuple(PERIODS)
    assert set(defs["name"]["not"]["enum"]) == RESERVED


def test_every_key_is_described_in_both_languages():
    def described(node):
        if "description" in node:
            return node["description"]
        return SCHEMA["$defs"][node["$ref"].rpartition("/")[2]]["description"]

    for name, each in [("policy", SCHEMA), *SCHEMA["$defs"].items()]:
        for key, node in each.get("properties", {}).items():
            english, _, chinese = described(node).partition(" / ")
            assert english and chinese.endswith("。"), f"{name}: {key}"


BROKEN = {
    "an unknown key": ("issued_by:", "issued_bye:"),
    "a key of a fact that is none": ("max: 600", "most: 600"),
    "a type that is none": ("type: money, ask: {zh: 工资", "type: salary, ask: {zh: 工资"),
    "choices without choices": ("    choices: {medal: {zh: 奖章, en: Medal}, prize: {zh: 奖, en: Prize}}\n", ""),
    "choices of a number": ("type: boolean, ask", "type: boolean, choices: {a: {zh: 一, en: A}}, ask"),
    "a day of another form": ("in_force: {from: 2020-01-01}", "in_force: {from: 2020.1.1}"),
    "one language only": ("title: {zh: 小政策, en: A small policy}", "title: {zh: 小政策}"),
    "a row without a source": ("gives: A, source: law}", "gives: A}"),
    "a row that gives nothing": ("when: honours has any of (medal), gives: A", "when: honours has any of (medal)"),
    "a line without a condition": ("- {is: level >= B, source: law}", "- {source: law}"),
    "a hit policy that is none": ("hit: first", "hit: last"),
    "a unit that is none": ("unit: CNY\n", "unit: EUR\n"),
    "a number that is none": ("B: 1_000, source", "B: a thousand, source"),
    "a share without %": ("share: 40%", "share: 40"),
    "a part with neither share nor amount": ("{share: 40%, after_months: 0}", "{after_months: 0}"),
    "a period without months": ("at_most: 500,", "at_most: 500, per: month,"),
    "a kind that is none": ("kind: rent_reduction", "kind: gift"),
    "a choice without a question": ("rule: choose, by: prefers", "rule: choose"),
    "an overlap of one": ("among: [grant, bonus]", "among: [grant]"),
    "a promise left out": ("  notice_working_days: 5\n", ""),
    "an example without a day": ("    on: 2021-06-01\n", ""),
    "an outcome that is none": ("verdict: granted, amount: 123.45", "verdict: yes, amount: 123.45"),
    "a name with a hyphen": ("  born_on: {section", "  born-on: {section"),
    "a name that is a word of the language": ("  owns: {section", "  known: {section"),
}


@pytest.mark.parametrize("edit", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_refused_however_it_is_seen(edit):
    for instance in seen(bent(edit)):
        assert not CHECK.is_valid(instance)
