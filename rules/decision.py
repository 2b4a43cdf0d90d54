"""What comes out of deciding one person under one policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from rules.facts import written, yuan
from rules.policy import Output, Text
from rules.reasons import Answers, Reason, plain


class Verdict(StrEnum):
    """Unknown is never granted and never refused: a fact is missing."""

    GRANTED = "granted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Instalment(NamedTuple):
    """A payment due: `on` a day, `fen`, `provided` that something still holds then."""

    on: date
    fen: int
    provided: Text | None = None


class Answered(NamedTuple):
    """One answer that changes. before, after: JSON values as in Reason.facts."""

    fact: str
    before: object
    after: object


class Change(NamedTuple):
    """A nearest change of one answer, or of two, that betters an outcome.

    fact, before, after: the answer that changes; further: the second, where one is not enough.
    verdict, fen: what the incentive comes to then. gain: by how much its amount grows, in fen.
    tables: the tables it reads that then give a higher choice, and which.
    """

    fact: str
    before: object
    after: object
    verdict: Verdict
    fen: int | None
    gain: int = 0
    further: tuple[Answered, ...] = ()
    tables: tuple[tuple[str, str], ...] = ()

    @property
    def answers(self) -> tuple[Answered, ...]:
        """All answers that change."""
        return (Answered(self.fact, self.before, self.after), *self.further)


class Outcome(NamedTuple):
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


class TableOutcome(NamedTuple):
    """What a decision table came to, None when it cannot be told, and the rows that decided it.

    output: a choice by key, a number, fen or share, yes or no; for a table that collects the keys in the order of rows.
    """

    output: Output | tuple[Output, ...] | None
    reasons: tuple[Reason, ...]


class OverlapOutcome(NamedTuple):
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
    answers: Answers
    tables: Mapping[str, TableOutcome]
    incentives: Mapping[str, Outcome]
    overlaps: tuple[OverlapOutcome, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def facts(self) -> dict[str, object]:
        """The facts known, as JSON values in the order of the policy."""
        facts, env = self.answers.policy.facts, self.answers.env
        return {name: written(fact, env[name]) for name, fact in facts.items() if name in env}

    def as_json(self) -> dict[str, object]:
        """Return the decision as the plain JSON data of docs/policy-language.md, money in yuan as text."""
        return {
            "policy": self.policy,
            "digest": self.digest,
            "on": self.on.isoformat(),
            "facts": self.facts,
            "tables": {name: self._table(name) for name in self.tables},
            "table_reasons": {
                name: [self._reason(reason) for reason in table.reasons] for name, table in self.tables.items()
            },
            "incentives": {name: self._outcome(outcome) for name, outcome in self.incentives.items()},
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

    def _table(self, name: str) -> object:
        output = self.tables[name].output
        return list(output) if isinstance(output, tuple) else plain(output, self.answers.policy.tables[name].type)

    def _outcome(self, outcome: Outcome) -> dict[str, object]:
        return {**_outcome_json(outcome), "reasons": [self._reason(reason) for reason in outcome.reasons]}

    def _reason(self, reason: Reason) -> dict[str, object]:
        return {
            "line": reason.line,
            "holds": reason.holds,
            "facts": self.answers.facts(reason),
            "terms": self.answers.terms(reason),
            "source": reason.source,
            "says": text_json(reason.says),
        }


def text_json(text: Text) -> dict[str, str]:
    """Return a sentence as JSON data."""
    return {"zh": text.zh, "en": text.en}


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
        "amount_sources": list(outcome.amount_sources),
        "would_change": [_change_json(change) for change in outcome.would_change],
        "missing": list(outcome.missing),
    }


def _change_json(change: Change) -> dict[str, object]:
    """`with`, `gain` and `tables` are written where they say more: gain where the incentive is granted already."""
    first, *further = ({"fact": each.fact, "from": each.before, "to": each.after} for each in change.answers)
    said: dict[str, object] = {**first, "with": further} if further else first
    said |= {"then": str(change.verdict), "amount": None if change.fen is None else yuan(change.fen)}
    if change.gain != change.fen:
        said["gain"] = yuan(change.gain)
    return said | {"tables": dict(change.tables)} if change.tables else said
