"""Decision tables as a policy file: the facts they ask, a source to fill in, and one table for each output."""

from collections.abc import Iterator, Sequence
from datetime import date
from json import dumps

from rules.interchange.columns import Column
from rules.interchange.decision_table import DecisionTable, Hit, Output, Rule, ValueType, shown
from rules.interchange.naming import Naming, outputs_of

_HITS = {
    Hit.UNIQUE: "unique",
    Hit.ANY: "any",
    Hit.PRIORITY: "priority",
    Hit.FIRST: "first",
    Hit.RULE_ORDER: "collect",
    Hit.OUTPUT_ORDER: "collect",
    Hit.COLLECT: "collect",
    Hit.SUM: "sum",
    Hit.MIN: "min",
    Hit.MAX: "max",
    Hit.COUNT: "count",
}
_FACT_TYPES = {
    ValueType.STRING: "choice",
    ValueType.NUMBER: "integer",
    ValueType.BOOLEAN: "boolean",
    ValueType.DATE: "date",
}
_HEAD = """\
policy: {policy}
title: {title}
issued_by: {{zh: 请填写发文机关, en: Fill in who issues it}}
in_force: {{from: 2000-01-01}}
sources:
{sources}
sections:
  questions: {{zh: 问题, en: Questions}}
facts:{facts}
tables:
{tables}
process:
  notice_working_days: 0
  decide_within_working_days: 0
  review_every_months: 0
  appeal_within_days: 0
  source: {source}
"""


def policy_text(tables: Sequence[DecisionTable], naming: Naming, document: str) -> str:
    """Write tables as the text of a policy. document: what the rules are taken from, such as the name of the file.

    Every row says its rule's number and note; who issues it, its days and its examples are left to be filled in.
    """
    keys = [naming.results[next(outputs_of(table))[0]].key for table in tables]
    titles = ", ".join(table.name for table in tables)
    return _HEAD.format(
        policy=keys[0],
        title=_both(titles),
        sources="\n".join(_source(key, table, document) for key, table in zip(keys, tables, strict=True)),
        facts="".join(f"\n  {_fact(column)}" for column in naming.asked()) or " {}",
        tables="\n".join(line for key, table in zip(keys, tables, strict=True) for line in _tables(key, table, naming)),
        source=keys[0],
    )


def rule_says(number: int, rule: Rule) -> tuple[str, str]:
    """Return what the row of a rule says, in Chinese and English: its number and its note."""
    note = _clean(rule.note)
    return (f"规则 {number}：{note}", f"Rule {number}: {note}") if note else (f"规则 {number}", f"Rule {number}")


def _source(key: str, table: DecisionTable, document: str) -> str:
    count = len(table.rules)
    text = _quoted(f"{count} 条规则，命中方式 {table.hit} / {count} rules, hit policy {table.hit}")
    return f"  {key}: {{document: {_quoted(document)}, clause: {_quoted(table.name)}, text: {text}}}"


def _fact(column: Column) -> str:
    parts = [f"section: questions, type: {_FACT_TYPES[column.type]}"]
    if column.keys:
        named = [f"{key}: {_both(shown(value))}" for value, key in column.keys.items()]
        other = [f"{column.other}: {{zh: 其他, en: Other}}"] if column.other else []
        parts.append(f"choices: {{{', '.join([*named, *other])}}}")
    if column.least is not None:
        parts.append(f"min: {_bound(column.least)}")
    if column.most is not None:
        parts.append(f"max: {_bound(column.most)}")
    if column.type is ValueType.DATE:
        parts.append("future: true")
    parts.append(f"ask: {_label(column)}")
    return f"{column.key}: {{{', '.join(parts)}}}"


def _bound(value: int | date) -> str:
    return f"{value:_}" if isinstance(value, int) else value.isoformat()


def _tables(source: str, table: DecisionTable, naming: Naming) -> Iterator[str]:
    whens = [_when(rule, table, naming) for rule in table.rules]
    for place, (name, output) in enumerate(outputs_of(table)):
        column = naming.results[name]
        compound = table.hit is Hit.PRIORITY and len(table.outputs) > 1
        yield f"  {column.key}:"
        yield f"    title: {_label(column)}"
        yield f"    hit: {'first' if compound else _HITS[table.hit]}"
        if table.hit is not Hit.COUNT:
            yield from _gives(column)
        yield "    rows:"
        for number, rule in table.ordered():
            gives = "" if table.hit is Hit.COUNT else f"gives: {column.written(rule.gives[place])}, "
            says = _pair(*rule_says(number, rule))
            yield f"      - {{when: {whens[number - 1]}, {gives}source: {source}, says: {says}}}"
        yield from _otherwise(table.hit, output, column)


def _when(rule: Rule, table: DecisionTable, naming: Naming) -> str:
    conditions = (
        naming.of_input(each.name).condition(cell) for each, cell in zip(table.inputs, rule.cells, strict=True)
    )
    return _quoted(" and ".join(each for each in conditions if each is not None) or "true")


def _label(column: Column) -> str:
    """Write what a column is called, with the steps its decimals are counted in."""
    step = f"{10**-column.places:.{column.places}f}"
    label = _clean(column.label)
    return _pair(f"{label}（以 {step} 为单位）", f"{label}, in steps of {step}") if column.places else _both(label)


def _gives(column: Column) -> Iterator[str]:
    if not column.keys:
        yield f"    gives: {'boolean' if column.type is ValueType.BOOLEAN else 'number'}"
        return
    yield "    gives:"
    for value, key in column.keys.items():
        yield f"      {key}: {_both(shown(value))}"


def _otherwise(hit: Hit, output: Output, column: Column) -> Iterator[str]:
    """A table that lists or counts gives none where no rule matches; for any other DMN leaves it open."""
    if output.default is not None:
        yield f"    otherwise: {column.written(output.default)}"
    elif not hit.lists and hit is not Hit.COUNT:
        yield "    otherwise: unknown"


def _both(text: str) -> str:
    return _pair(text, text)


def _pair(zh: str, en: str) -> str:
    return f"{{zh: {_quoted(zh)}, en: {_quoted(en)}}}"


def _quoted(text: str) -> str:
    return dumps(_clean(text) or "—", ensure_ascii=False)


def _clean(text: str) -> str:
    """Keep what can be printed, on one line."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
