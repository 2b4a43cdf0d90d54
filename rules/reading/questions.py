"""Reads what a policy stands on and asks: sources, sections, evidence, facts."""

from collections.abc import Mapping as Map
from dataclasses import replace
from datetime import date

from rules.expressions import Kind, Type
from rules.policy import EvidenceKind, Fact, FactType, InNumber, Registry, Section, Source, Standing, Text
from rules.reading.document import Entry, Mapping, Scalar
from rules.reading.households import from_spouse
from rules.reading.shapes import Shapes
from rules.types import BOOLEAN, Scope

_FACT_KEYS = (
    "section", "type", "ask", "hint", "unit", "choices", "min", "max", "evidence", "asked_when", "changeable", "future",
    "asked", "from_spouse", "in_identity_number",
)  # fmt: skip
_KINDS = {
    FactType.CHOICE: Kind.CHOICE,
    FactType.CHOICES: Kind.CHOICES,
    FactType.MONEY: Kind.MONEY,
    FactType.DATE: Kind.DATE,
    FactType.INTEGER: Kind.NUMBER,
    FactType.BOOLEAN: Kind.BOOLEAN,
}
_ACCEPTED = ("pdf", "image")


def fact_type(fact: Fact) -> Type:
    """Return the type a fact has in expressions."""
    kind = _KINDS[fact.type]
    unit = (fact.unit or "CNY") if kind is Kind.MONEY else fact.unit if kind is Kind.NUMBER else None
    return Type(kind, None if unit == "number" else unit, tuple(fact.choices))


class Questions:
    """The part of the reader that knows sources, sections, evidence and facts."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.problems = shapes.problems

    def source(self, name: str, line: int, entry: Mapping) -> Source:
        """Read one source."""
        self.shapes.identifier(name, "the id of a source", line)
        self.shapes.mapping(entry, f"source {name}", ("document", "clause", "text", "standing"))
        document, clause, text = (
            self.shapes.plain(entry.entries.get(key), f"the {key} of source {name}", line)
            for key in ("document", "clause", "text")
        )
        standing = entry.entries.get("standing", Scalar(line, "in_force"))
        options = [str(each) for each in Standing]
        binding = Standing(self.shapes.one_of(standing, options, "standing", line))
        return Source(name, document, clause, text, binding)

    def section(self, name: str, line: int, entry: Mapping) -> Section:
        """Read one section."""
        self.shapes.identifier(name, "the id of a section", line)
        return Section(name, self.shapes.text(entry, f"the title of section {name}", line))

    def evidence(self, name: str, line: int, entry: Mapping) -> EvidenceKind:
        """Read one kind of evidence."""
        self.shapes.identifier(name, "the id of evidence", line)
        self.shapes.mapping(entry, f"evidence {name}", ("label", "accepts", "expires_after_months", "registry"))
        accepts = self.shapes.items(entry.entries.get("accepts"), f"what evidence {name} accepts")
        months = entry.entries.get("expires_after_months")
        if isinstance(months, Scalar) and months.text in ("null", "~", ""):
            months = None
        return EvidenceKind(
            name,
            self.shapes.text(entry.entries.get("label"), f"the label of evidence {name}", line),
            tuple(self.shapes.one_of(each, _ACCEPTED, "kind of file", line) for each in accepts) or _ACCEPTED,
            self.shapes.optional_number(months, f"the months of evidence {name}"),
            self._registry(entry.entries.get("registry"), line),
        )

    def _registry(self, entry: Entry | None, line: int) -> Registry | None:
        """Read which registry knows what a document proves."""
        if entry is None:
            return None
        return Registry(self.shapes.one_of(entry, [str(each) for each in Registry], "registry", line))

    def fact(self, name: str, line: int, entry: Mapping) -> Fact:
        """Read one fact; `asked_when` is read later, when every fact is known."""
        self.shapes.word(name, "a fact", line)
        self.shapes.mapping(entry, f"fact {name}", _FACT_KEYS)
        given = entry.entries
        type_ = FactType(self.shapes.one_of(given.get("type"), [str(each) for each in FactType], "type", line))
        unit = self.shapes.plain(given["unit"], "unit", line) if "unit" in given else None
        return Fact(
            name,
            self.shapes.plain(given.get("section"), f"the section of {name}", line),
            type_,
            self.shapes.text(given.get("ask"), f"the question of {name}", line),
            self.shapes.optional_text(given.get("hint"), f"the hint of {name}"),
            unit or ("CNY" if type_ is FactType.MONEY else None),
            self._choices(name, line, type_, given.get("choices")),
            self._bound(given.get("min"), type_, f"min of {name}"),
            self._bound(given.get("max"), type_, f"max of {name}"),
            tuple(self.shapes.plain(each, "evidence", line) for each in self.shapes.items(given.get("evidence"), name)),
            None,
            line,
            self.shapes.truth(given.get("changeable"), "changeable"),
            self.shapes.truth(given.get("future"), "future"),
            self._at_review(given.get("asked"), line),
            from_spouse(self.shapes, name, given.get("from_spouse")),
            self._in_number(name, type_, given.get("in_identity_number"), line),
        )

    def _in_number(self, name: str, type_: FactType, entry: Entry | None, line: int) -> InNumber | None:
        """Read what of an identity card's number says the same as the answer."""
        if entry is None:
            return None
        told = InNumber(self.shapes.one_of(entry, [str(each) for each in InNumber], "part of an identity number", line))
        wanted = FactType.DATE if told is InNumber.BIRTH_DATE else FactType.CHOICE
        if type_ is not wanted:
            self.problems.add(entry.line, f"{name}: {told} is no {type_}", f"make it a {wanted}, or remove the word")
        return told

    def _at_review(self, entry: Entry | None, line: int) -> bool:
        """Read whether a fact is asked at application or only when an instalment falls due."""
        return (
            entry is not None and self.shapes.one_of(entry, ("application", "review"), "time to ask", line) == "review"
        )

    def _choices(self, name: str, line: int, type_: FactType, entry: Entry | None) -> Map[str, Text]:
        if type_ not in (FactType.CHOICE, FactType.CHOICES):
            if entry is not None:
                self.problems.add(entry.line, f"{name} is no choice but has choices", "remove them or mend the type")
            return {}
        choices = self.shapes.mapping(entry, f"the choices of {name}")
        if len(choices.entries) < 2 and (type_ is FactType.CHOICE or not choices.entries):
            self.problems.add(line, f"{name} has nothing to choose from", "write two choices or more, in rising order")
        for key, place in choices.lines.items():
            self.shapes.word(key, "a choice", place)
        return {key: self.shapes.text(each, f"choice {key}", choices.lines[key]) for key, each in choices}

    def _bound(self, entry: Entry | None, type_: FactType, what: str) -> int | date | None:
        if entry is None:
            return None
        if type_ is FactType.DATE:
            return self.shapes.day(entry, what, entry.line)
        if type_ not in (FactType.MONEY, FactType.INTEGER):
            self.problems.add(entry.line, f"{what}: only numbers, money and days have bounds", "remove it")
        return self.shapes.number(entry, what, entry.line, scale=100 if type_ is FactType.MONEY else 1)

    def with_conditions(self, facts: dict[str, Fact], entry: Entry | None) -> dict[str, Fact]:
        """Read `asked_when` of every fact; it may read only facts asked before."""
        whole = self.shapes.mapping(entry, "facts")
        types = {name: fact_type(fact) for name, fact in facts.items()}
        result: dict[str, Fact] = {}
        for name, fact in facts.items():
            each = self.shapes.mapping(whole.entries[name], name).entries.get("asked_when")
            if each is not None:
                before = list(result)
                scope = Scope(lambda before=before: before, types.__getitem__, {})  # type: ignore[misc]
                when = self.shapes.expression(each, scope, f"asked_when of {name}", each.line, BOOLEAN)
                fact = replace(fact, asked_when=when)  # noqa: PLW2901
            result[name] = fact
        return result

    def check_references(
        self, facts: Map[str, Fact], sections: Map[str, Section], evidence: Map[str, EvidenceKind]
    ) -> None:
        """Note sections and evidence that facts name and the policy lacks, and empty sections."""
        for fact in facts.values():
            if fact.section and fact.section not in sections:
                self.problems.add(fact.line, f"There is no section '{fact.section}'", "add it under sections")
            for kind in fact.evidence:
                if kind and kind not in evidence:
                    self.problems.add(fact.line, f"There is no evidence '{kind}'", "add it under evidence")
            low, high = fact.minimum, fact.maximum
            if low is not None and high is not None and low > high:  # type: ignore[operator]
                self.problems.add(fact.line, f"min of {fact.name} lies above max", "exchange them")
