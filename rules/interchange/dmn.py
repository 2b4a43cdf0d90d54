"""Reads the decision tables of a DMN file: XML of DMN 1.3, 1.4 or 1.5, cells in S-FEEL."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from rules.interchange import sfeel
from rules.interchange.checking import check, inferred
from rules.interchange.decision_table import ALWAYS, Cell, DecisionTable, Hit, Input, Output, Rule, Value, ValueType
from rules.interchange.problems import TableProblems, refusal

#: Longest file, in bytes. A table of 2,000 rules and ten columns has about 3,000,000.
MAX_BYTES = 8_000_000
#: The versions that are read, by namespace.
VERSIONS = {
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
_OLDER = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
}
_HITS = {
    "UNIQUE": Hit.UNIQUE,
    "ANY": Hit.ANY,
    "PRIORITY": Hit.PRIORITY,
    "FIRST": Hit.FIRST,
    "RULE ORDER": Hit.RULE_ORDER,
    "OUTPUT ORDER": Hit.OUTPUT_ORDER,
    "COLLECT": Hit.COLLECT,
}
_AGGREGATIONS = {"SUM": Hit.SUM, "MIN": Hit.MIN, "MAX": Hit.MAX, "COUNT": Hit.COUNT}
_TYPES = {
    **{str(each): each for each in ValueType},
    **dict.fromkeys(("integer", "long", "double"), ValueType.NUMBER),
}
#: What only an expression has, where the name of some data is needed.
_EXPRESSION = re.compile(r"[()\[\]{}<>=+*/\"]|\s-\s|\bif\b")
#: Stands for a cell that could not be read, which was noted.
_UNREAD: Value = Decimal()
T = TypeVar("T")


def read_dmn(data: bytes, file: str) -> tuple[DecisionTable, ...]:
    """Read every decision table of a DMN file, in the order written.

    data: the file. file: its name, for messages.
    Raises TableInvalid with all that cannot be read, by table, rule and column.
    """
    root = _root(data, file)
    namespace, _, tag = root.tag.rpartition("}")
    version = VERSIONS.get(namespace.removeprefix("{"))
    if version is None or tag != "definitions":
        older = _OLDER.get(namespace.removeprefix("{"))
        found = f"it is DMN {older}" if older else f"it is no DMN but begins with <{tag[:40]}>"
        raise refusal(file, found, "save it as DMN 1.3, 1.4 or 1.5, which are read")
    problems = TableProblems()
    model = _Model(root, namespace + "}", file, problems)
    tables = tuple(model.tables())
    if not tables:
        problems.add(file, "it has no decision table", "add one to a decision")
    problems.refuse()
    return tables


def read_dmn_file(path: Path) -> tuple[DecisionTable, ...]:
    """Read every decision table of a DMN file. Raises TableInvalid, also when the file cannot be opened."""
    try:
        with path.open("rb") as file:
            return read_dmn(file.read(MAX_BYTES + 1), path.name)
    except OSError as error:
        raise refusal(str(path), f"it cannot be read: {error.strerror}", "name a DMN file") from error


def _root(data: bytes, file: str) -> Element:
    if len(data) > MAX_BYTES:
        raise refusal(file, f"it has more than {MAX_BYTES} bytes", "split it")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        message = "it declares a document type or entities, which are not read"
        raise refusal(file, message, "remove <!DOCTYPE …>") from error
    except (ParseError, ValueError, LookupError) as error:
        raise refusal(file, f"it is not XML: {str(error)[:100]}", "save it again as DMN XML") from error
    return root


class _Model:
    """The types and tables of one file."""

    def __init__(self, root: Element, namespace: str, file: str, problems: TableProblems) -> None:
        self.root, self.namespace, self.file, self.problems = root, namespace, file, problems
        self.holder = {child: parent for parent in root.iter() for child in parent}
        self.items = {each.get("name", ""): each for each in self.all(root, "itemDefinition")}
        self.variables = {
            each.get("name", ""): variable.get("typeRef")
            for kind in ("inputData", "decision")
            for each in self.all(root, kind)
            for variable in self.all(each, "variable")
        }

    def all(self, element: Element, tag: str) -> list[Element]:
        """Return the children with a tag."""
        return element.findall(self.namespace + tag)

    def text(self, element: Element | None, *path: str) -> str:
        """Return the text at the end of a path; '' where there is none."""
        for tag in path:
            element = None if element is None else element.find(self.namespace + tag)
        return "" if element is None else "".join(element.itertext()).strip()

    def tables(self) -> Iterator[DecisionTable]:
        """Read every decision table; what cannot be read is noted."""
        for element in self.root.iter(self.namespace + "decisionTable"):
            yield _Table(self, element, self._owner(element)).read()

    def _owner(self, element: Element) -> Element:
        """Return the decision or function that a table belongs to."""
        owners = [self.namespace + tag for tag in ("decision", "businessKnowledgeModel", "definitions")]
        while element.tag not in owners:
            element = self.holder[element]
        return element

    def type(self, name: str | None, where: str, deep: int = 0) -> tuple[ValueType | None, Cell]:
        """Return what a typeRef means and the values it allows; no type where it leaves that open."""
        bare = (name or "Any").rpartition(":")[2].strip()
        item = self.items.get(bare)
        if bare == "Any" or bare in _TYPES:
            return _TYPES.get(bare), ALWAYS
        if item is None or deep > 20 or self.all(item, "itemComponent"):
            mend = f"use {', '.join(ValueType)} or an itemDefinition of one of them"
            self.problems.add(where, f"the type '{bare[:40]}' is not read", mend)
            return None, ALWAYS
        base, allowed = self.type(self.text(item, "typeRef"), where, deep + 1)
        return base, self.cell(sfeel.cell, self.text(item, "allowedValues", "text"), where, allowed)

    def cell(self, read: Callable[[str], T], text: str, where: str, otherwise: T) -> T:
        """Read a cell; `otherwise` where it is empty or, after noting why, cannot be read."""
        try:
            return read(text) if text else otherwise
        except sfeel.Unreadable as error:
            self.problems.add(where, error.message, error.mend)
            return otherwise


class _Table:
    """Reads one decision table."""

    def __init__(self, model: _Model, element: Element, owner: Element) -> None:
        self.model, self.element, self.owner = model, element, owner
        label = element.get("outputLabel") or element.get("label") or "decision table"
        self.name = _line(owner.get("name", "")) or label
        self.where = f"{model.file}: table '{self.name}'"
        self.inputs, self.outputs = model.all(element, "input"), model.all(element, "output")
        self.called = {
            "input": [_line(each.get("label") or self._expression(each)) for each in self.inputs],
            "output": [_line(each.get("name") or each.get("label") or self.name) for each in self.outputs],
        }

    def read(self) -> DecisionTable:
        """Read the table; when every cell could be read, check the whole."""
        problems = self.model.problems
        before = len(problems.found)
        if not self.outputs:
            problems.add(self.where, "it has no output", "add one")
        rules = tuple(self._rule(number, rule) for number, rule in enumerate(self.model.all(self.element, "rule"), 1))
        inputs = tuple(self._input(n, [rule.cells[n] for rule in rules]) for n in range(len(self.inputs)))
        outputs = tuple(self._output(n, [rule.gives[n] for rule in rules]) for n in range(len(self.outputs)))
        table = DecisionTable(self.name, self._hit(), inputs, outputs, rules)
        if len(problems.found) == before:
            check(table, self.model.file, problems)
        return table

    def _expression(self, element: Element) -> str:
        return _line(self.model.text(element, "inputExpression", "text"))

    def _hit(self) -> Hit:
        name, aggregation = self.element.get("hitPolicy", "UNIQUE"), self.element.get("aggregation")
        hit = _HITS.get(name)
        if hit is Hit.COLLECT and aggregation is not None:
            hit = _AGGREGATIONS.get(aggregation)
        if hit is None:
            mend = f"use {', '.join(_HITS)}, and {', '.join(_AGGREGATIONS)} with COLLECT"
            self.model.problems.add(self.where, f"there is no hit policy '{name[:20]} {aggregation or ''}'", mend)
        return hit or Hit.UNIQUE

    def _input(self, place: int, cells: Sequence[Cell]) -> Input:
        element, model = self.inputs[place], self.model
        expression, label = self._expression(element), self.called["input"][place]
        where = f"{self.where}, input '{label or place + 1}'"
        if not label:
            model.problems.add(where, "it has neither an expression nor a label", "write what data it reads")
        elif _EXPRESSION.search(expression) and expression not in model.variables:
            message = f"the expression '{expression[:60]}' is not read"
            model.problems.add(where, message, "add an input that holds the value")
        given = element.find(model.namespace + "inputExpression")
        reference = None if given is None else given.get("typeRef")
        type_, allowed = model.type(reference or model.variables.get(expression), where)
        allowed = model.cell(sfeel.cell, model.text(element, "inputValues", "text"), where, allowed)
        type_ = type_ or inferred(value for cell in (allowed, *cells) for value in cell.values())
        return Input(expression or label, label, type_, allowed)

    def _output(self, place: int, cells: Sequence[Value]) -> Output:
        element, model = self.outputs[place], self.model
        name = self.called["output"][place]
        where = f"{self.where}, output '{name}'"
        reference, only = element.get("typeRef"), len(self.outputs) == 1
        if only:
            reference = reference or self.element.get("typeRef") or model.variables.get(self.owner.get("name", ""))
        type_, of_type = model.type(reference, where)
        allowed = model.cell(sfeel.cell, model.text(element, "outputValues", "text"), where, ALWAYS)
        if not allowed.is_list:
            model.problems.add(where, "its values are no list", "list each, the most important first")
        if allowed.always and of_type.is_list:
            allowed = of_type
        default = model.cell(_literal, model.text(element, "defaultOutputEntry", "text"), where, None)
        return Output(name, type_ or inferred(cells), tuple(allowed.values()), default)

    def _rule(self, number: int, element: Element) -> Rule:
        model = self.model
        cells = [model.cell(sfeel.cell, text, where, ALWAYS) for where, text in self._cells(number, element, "input")]
        gives = [self._given(text, where) for where, text in self._cells(number, element, "output")]
        notes = [model.text(entry, "text") for entry in model.all(element, "annotationEntry")]
        note = "; ".join(_line(each) for each in notes if each) or _line(model.text(element, "description"))
        return Rule(tuple(cells), tuple(gives), note)

    def _cells(self, number: int, element: Element, kind: str) -> Iterator[tuple[str, str]]:
        """Yield for every column where its cell stands and its text; one that is missing is noted and empty."""
        where = f"{self.where}, rule {number}"
        texts = [self.model.text(entry, "text") for entry in self.model.all(element, f"{kind}Entry")]
        names = self.called[kind]
        if len(texts) != len(names):
            message = f"it has {len(texts)} cells for {len(names)} {kind}s"
            self.model.problems.add(where, message, "write a cell for each")
        for name, text in zip_longest(names, texts[: len(names)], fillvalue=""):
            yield f"{where}, {kind} '{name}'", text

    def _given(self, text: str, where: str) -> Value:
        if not text:
            self.model.problems.add(where, "the cell is empty", "write a value")
        return self.model.cell(sfeel.value, text, where, _UNREAD)


def _literal(text: str) -> Value | None:
    return sfeel.value(text)


def _line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())
