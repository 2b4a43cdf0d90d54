"""Writes decision tables as a DMN 1.3 file that reads back to the same tables."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from rules.interchange.decision_table import DecisionTable, Hit, Input, Output, Rule
from rules.interchange.sfeel import written_cell, written_value

_NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
_POLICIES = {
    Hit.UNIQUE: {"hitPolicy": "UNIQUE"},
    Hit.ANY: {"hitPolicy": "ANY"},
    Hit.PRIORITY: {"hitPolicy": "PRIORITY"},
    Hit.FIRST: {"hitPolicy": "FIRST"},
    Hit.RULE_ORDER: {"hitPolicy": "RULE ORDER"},
    Hit.OUTPUT_ORDER: {"hitPolicy": "OUTPUT ORDER"},
    Hit.COLLECT: {"hitPolicy": "COLLECT"},
    Hit.SUM: {"hitPolicy": "COLLECT", "aggregation": "SUM"},
    Hit.MIN: {"hitPolicy": "COLLECT", "aggregation": "MIN"},
    Hit.MAX: {"hitPolicy": "COLLECT", "aggregation": "MAX"},
    Hit.COUNT: {"hitPolicy": "COLLECT", "aggregation": "COUNT"},
}


def written_tables(tables: Sequence[DecisionTable]) -> str:
    """Write tables as one DMN 1.3 file: a decision for each, and the data they read."""
    name = ", ".join(table.name for table in tables)
    root = Element("definitions", {"xmlns": _NAMESPACE, "name": name, "namespace": "urn:decision-tables"})
    inputs = {column.name: column for table in tables for column in table.inputs}
    decided = {table.name: f"decision_{number}" for number, table in enumerate(tables, 1)}
    data = {name: f"input_{number}" for number, name in enumerate(inputs, 1) if name not in decided}
    for column, identifier in data.items():
        element = SubElement(root, "inputData", {"id": identifier, "name": column})
        SubElement(element, "variable", {"name": column, "typeRef": str(inputs[column].type)})
    for table in tables:
        decision = SubElement(root, "decision", {"id": decided[table.name], "name": table.name})
        SubElement(decision, "variable", {"name": table.name})
        for each in table.inputs:
            kind, place = ("requiredInput", data) if each.name in data else ("requiredDecision", decided)
            SubElement(SubElement(decision, "informationRequirement"), kind, {"href": f"#{place[each.name]}"})
        _table(decision, table)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _table(decision: Element, table: DecisionTable) -> None:
    element = SubElement(decision, "decisionTable", {**_POLICIES[table.hit], "outputLabel": table.name})
    for column in table.inputs:
        _input(element, column)
    for output in table.outputs:
        _output(element, output)
    noted = any(rule.note for rule in table.rules)
    if noted:
        SubElement(element, "annotation", {"name": "note"})
    for rule in table.rules:
        _rule(element, rule, noted)


def _input(table: Element, column: Input) -> None:
    element = SubElement(table, "input", {"label": column.label})
    _text(element, "inputExpression", column.name, {"typeRef": str(column.type)})
    if not column.allowed.always:
        _text(element, "inputValues", written_cell(column.allowed))


def _output(table: Element, output: Output) -> None:
    element = SubElement(table, "output", {"name": output.name, "typeRef": str(output.type)})
    if output.values:
        _text(element, "outputValues", ", ".join(written_value(value) for value in output.values))
    if output.default is not None:
        _text(element, "defaultOutputEntry", written_value(output.default))


def _rule(table: Element, rule: Rule, noted: bool) -> None:
    element = SubElement(table, "rule")
    for cell in rule.cells:
        _text(element, "inputEntry", written_cell(cell))
    for value in rule.gives:
        _text(element, "outputEntry", written_value(value))
    if noted:
        _text(element, "annotationEntry", rule.note)


def _text(parent: Element, tag: str, text: str, attributes: dict[str, str] | None = None) -> None:
    SubElement(SubElement(parent, tag, attributes or {}), "text").text = text
