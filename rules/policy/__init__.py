"""What a policy says, as plain values: what `reading` makes of a file and the evaluators decide under."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.policy.awards import Amount, Incentive, Line, Obligation, Overlap, Part, Process
from rules.policy.definitions import HitPolicy, Output, Parameter, ParameterValue, Row, Table, Term
from rules.policy.questions import (
    Contradiction,
    EvidenceKind,
    Fact,
    FactType,
    FromSpouse,
    InNumber,
    LifeEvent,
    Registry,
    Section,
)
from rules.policy.sources import Source, Standing, Text

__all__ = [
    "Amount",
    "Contradiction",
    "EvidenceKind",
    "Example",
    "Fact",
    "FactType",
    "FromSpouse",
    "HitPolicy",
    "InNumber",
    "Incentive",
    "LifeEvent",
    "Line",
    "Obligation",
    "Output",
    "Overlap",
    "Parameter",
    "ParameterValue",
    "Part",
    "Policy",
    "Process",
    "Registry",
    "Row",
    "Section",
    "Source",
    "Standing",
    "Table",
    "Term",
    "Text",
]


@dataclass(frozen=True, slots=True)
class Example:
    """A case the policy must decide as its author says. given, expect: as written in the file."""

    name: str
    on: date
    given: Mapping[str, object]
    expect: Mapping[str, object]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of one policy. digest: 'sha256:' and the hex digest of `text`, the file as it was read."""

    id: str
    title: Text
    issued_by: Text
    in_force_from: date
    in_force_to: date | None
    sources: Mapping[str, Source]
    sections: Mapping[str, Section]
    facts: Mapping[str, Fact]
    evidence: Mapping[str, EvidenceKind]
    parameters: Mapping[str, Parameter]
    terms: Mapping[str, Term]
    tables: Mapping[str, Table]
    incentives: Mapping[str, Incentive]
    overlaps: tuple[Overlap, ...]
    process: Process
    examples: tuple[Example, ...]
    text: str
    digest: str
    events: Mapping[str, LifeEvent] = field(default_factory=dict)
    contradictions: tuple[Contradiction, ...] = ()
