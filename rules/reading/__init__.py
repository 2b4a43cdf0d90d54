"""YAML to Policy. Everything wrong with a file is found in one reading and told with line and mend."""

import hashlib
from datetime import date
from pathlib import Path

from rules.policy import Policy
from rules.reading.awards import Awards
from rules.reading.contradictions import Contradictions
from rules.reading.definitions import Definitions
from rules.reading.document import Mapping, document
from rules.reading.events import Events
from rules.reading.households import check_households
from rules.reading.problems import PolicyInvalid, Problem, Problems
from rules.reading.questions import Questions
from rules.reading.shapes import Shapes
from rules.reading.tables import Tables

__all__ = ["PolicyInvalid", "Problem", "Problems", "read", "read_file"]

_KEYS = (
    "policy", "title", "issued_by", "in_force", "sources", "sections", "evidence", "facts", "parameters", "terms",
    "tables", "incentives", "overlaps", "contradictions", "events", "process", "examples",
)  # fmt: skip


def read(text: str, file: str, *, checked: bool = True) -> Policy:
    """Read and check a policy.

    text: the file, YAML 1.2. file: its name, for messages. checked: False reads a draft without asking whether its
    rows, questions and examples serve; circles are refused all the same.
    Raises PolicyInvalid with everything that is wrong, by line.
    """
    from rules.checking import check  # noqa: PLC0415  checking decides the examples, which reads nothing

    problems = Problems(file)
    entry = document(text, problems)
    problems.refuse()
    assert entry is not None  # noqa: S101
    policy = _Reader(entry, problems).policy(text)
    problems.refuse()
    check(policy, problems, thoroughly=checked)
    problems.refuse()
    return policy


def read_file(path: Path) -> Policy:
    """Read and check a policy file. Raises PolicyInvalid, also when the file cannot be opened or is no text."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not text in UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise PolicyInvalid([Problem(str(path), 1, f"The file cannot be read: {why}", "name a policy file")]) from error
    return read(text, str(path))


class _Reader:
    """Reads the parts of a file in the order in which they name one another."""

    def __init__(self, entry: Mapping, problems: Problems) -> None:
        self.entry = entry
        self.given = entry.entries
        self.shapes = Shapes(problems)
        self.shapes.mapping(entry, "a policy", _KEYS)

    def policy(self, text: str) -> Policy:
        """Read the whole; what could not be read is left out, with its problem noted."""
        given, shapes = self.given, self.shapes
        questions = Questions(shapes)
        sources = shapes.named(given.get("sources"), questions.source, "sources")
        sections = shapes.named(given.get("sections"), questions.section, "sections")
        evidence = shapes.named(given.get("evidence"), questions.evidence, "evidence")
        facts = shapes.named(given.get("facts"), questions.fact, "facts")
        questions.check_references(facts, sections, evidence)
        facts = questions.with_conditions(facts, given.get("facts"))
        definitions = Definitions(shapes, facts, sources)
        declared = Tables(definitions)
        declared.declare(given.get("tables"))
        parameters = definitions.parameters(given.get("parameters"))
        terms = definitions.terms(given.get("terms"))
        tables = declared.read(given.get("tables"))
        awards = Awards(definitions)
        incentives = shapes.named(given.get("incentives"), awards.incentive, "incentives")
        check_households(shapes.problems, facts, incentives)
        overlaps = [awards.overlap(each, incentives, facts) for each in shapes.items(given.get("overlaps"), "overlaps")]
        return Policy(
            shapes.identifier(shapes.plain(given.get("policy"), "the id of the policy", 1), "the id of a policy", 1),
            shapes.text(given.get("title"), "the title", 1),
            shapes.text(given.get("issued_by"), "issued_by", 1),
            *self._in_force(),
            sources,
            sections,
            facts,
            evidence,
            parameters,
            terms,
            tables,
            incentives,
            tuple(overlaps),
            awards.process(given.get("process")),
            tuple(awards.example(each) for each in shapes.items(given.get("examples"), "examples")),
            text,
            "sha256:" + hashlib.sha256(text.encode()).hexdigest(),
            shapes.named(given.get("events"), Events(definitions, facts).event, "events"),
            Contradictions(definitions).read(given.get("contradictions")),
        )

    def _in_force(self) -> tuple[date, date | None]:
        """Read the first day on which the policy applies and, where it has one, the last."""
        force = self.shapes.mapping(self.given.get("in_force"), "in_force", ("from", "to"))
        first = self.shapes.day(force.entries.get("from"), "from of in_force", force.line or 1)
        last = self.shapes.day(force.entries["to"], "to of in_force", force.line) if "to" in force.entries else None
        return first, last
