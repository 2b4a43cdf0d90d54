"""What comes out of deciding one person under one policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rules.policy import Text


class Verdict(StrEnum):
    """Unknown is never granted and never refused: a fact is missing."""

    GRANTED = "granted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition as it came out. holds: True, False, or None when it cannot be told.

    line: the expression as written. facts: the facts it read, also through terms, as JSON values: money in yuan as
    text ('200000.00'), null where not known. terms: the terms and tables it names, likewise.
    source: the id of the source in the policy. says: the sentence for the person, chosen by how it came out.
    """

    line: str
    holds: bool | None
    facts: Mapping[str, object]
    source: str
    says: Text
    terms: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Instalment:
    """A payment due: `on` a day, `fen`, `provided` that something still holds then."""

    on: date
    fen: int
    provided: Text | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one fact that would change the verdict. before, after: JSON values as in Reason.facts."""

    fact: str
    before: object
    after: object
    verdict: Verdict
    fen: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one incentive came to. fen: the whole amount over all instalments, None unless granted.

    amount_sources: ids of the sources that the amount and the parameters it read stand on.
    missing: facts that would settle it when the verdict is unknown.
    """

    verdict: Verdict
    fen: int | None
    paid: tuple[Instalment, ...]
    reasons: tuple[Reason, ...]
    amount_sources: tuple[str, ...] = ()
    would_change: tuple[Change, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """What a decision table came to: its output, None when it cannot be told, and the rows that decided it."""

    output: str | int | bool | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class OverlapOutcome:
    """An overlap that had to be applied. applied: a sentence saying what it did."""

    rule: str
    among: tuple[str, ...]
    applied: Text
    source: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything decided of one person on one day, as every evaluator must say it."""

    policy: str
    digest: str
    on: date
    facts: Mapping[str, object]
    tables: Mapping[str, TableOutcome]
    incentives: Mapping[str, Outcome]
    overlaps: tuple[OverlapOutcome, ...] = ()
    missing: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, object]:
        """Return the decision as the plain JSON data of docs/policy-language.md, money in yuan as text."""
        return {
            "policy": self.policy,
            "digest": self.digest,
            "on": self.on.isoformat(),
            "facts": dict(self.facts),
            "tables": {name: table.output for name, table in self.tables.items()},
            "table_reasons": {
                name: [_reason_json(reason) for reason in table.reasons] for name, table in self.tables.items()
            },
            "incentives": {name: _outcome_json(outcome) for name, outcome in self.incentives.items()},
            "overlaps": [
                {
                    "rule": overlap.rule,
                    "among": list(overlap.among),
                    "applied": text_json(overlap.applied),
                    "source": overlap.source,
                }
                for overlap in self.overlaps
            ],
            "missing": list(self.missing),
        }


def yuan(fen: int) -> str:
    """Write fen as yuan: 20000000 is '200000.00'."""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{rest // 100}.{rest % 100:02d}"


def text_json(text: Text) -> dict[str, str]:
    """Return a sentence as JSON data."""
    return {"zh": text.zh, "en": text.en}


def _reason_json(reason: Reason) -> dict[str, object]:
    return {
        "line": reason.line,
        "holds": reason.holds,
        "facts": dict(reason.facts),
        "terms": dict(reason.terms),
        "source": reason.source,
        "says": text_json(reason.says),
    }


def _outcome_json(outcome: Outcome) -> dict[str, object]:
    return {
        "verdict": str(outcome.verdict),
        "amount": None if outcome.fen is None else yuan(outcome.fen),
        "unit": "CNY",
        "paid": [
            {
                "on": part.on.isoformat(),
                "amount": yuan(part.fen),
                "while": None if part.provided is None else text_json(part.provided),
            }
            for part in outcome.paid
        ],
        "reasons": [_reason_json(reason) for reason in outcome.reasons],
        "amount_sources": list(outcome.amount_sources),
        "would_change": [
            {
                "fact": change.fact,
                "from": change.before,
                "to": change.after,
                "then": str(change.verdict),
                "amount": None if change.fen is None else yuan(change.fen),
            }
            for change in outcome.would_change
        ],
        "missing": list(outcome.missing),
    }
