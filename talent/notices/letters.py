"""What a letter says, as plain values: the policy's own sentences, amounts and clauses, kept as they were decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from rules.decision import Instalment, Verdict
from rules.policy import Source, Standing, Text


class LetterOutcome(StrEnum):
    """What the case as a whole came to."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class LetterReason:
    """A condition as it came out: True, False, or None when it could not be told. source: id among the sources."""

    says: Text
    holds: bool | None
    source: str


@dataclass(frozen=True, slots=True)
class LetterIncentive:
    """What became of one incentive. fen: the whole amount over all instalments, None unless granted.

    obligation: what the person owes in return, as a sentence (see `wording.obligation_said`).
    """

    title: Text
    verdict: Verdict
    fen: int | None = None
    paid: tuple[Instalment, ...] = ()
    reasons: tuple[LetterReason, ...] = ()
    amount_sources: tuple[str, ...] = ()
    obligation: Text | None = None
    obligation_source: str | None = None
    #: Where it was decided otherwise than the rules say: why, and the id of the clause it rests on.
    override: Text | None = None
    override_source: str | None = None

    @property
    def cited(self) -> Iterator[str]:
        """The ids of the sources it names, in reading order, with repeats."""
        if self.override_source:
            yield self.override_source
        yield from self.amount_sources
        yield from (reason.source for reason in self.reasons)
        if self.obligation_source:
            yield self.obligation_source


@dataclass(frozen=True, slots=True)
class Appeal:
    """The right to have the decision looked at again: within how many days of receiving it, and by whom."""

    days: int
    to: Text
    source: str | None = None


class UnknownSourceError(ValueError):
    """A letter names a clause that it does not carry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContent:
    """Everything a decision letter says. reference: of the case. reason: what the clerk wrote for the applicant.

    sources: every clause that is named, by id. number: given when the letter is issued.
    Raises UnknownSourceError when a clause is named that is not among the sources.
    """

    reference: str
    number: str = ""
    issued_on: date
    recipient_name: str
    pilot: Text
    policy: Text
    issued_by: Text
    outcome: LetterOutcome
    reason: str = ""
    incentives: tuple[LetterIncentive, ...]
    sources: Mapping[str, Source] = field(default_factory=dict)
    appeal: Appeal
    #: How the person was placed: pairs of what a decision table is called and what it gave.
    placed: tuple[tuple[Text, Text], ...] = ()
    #: The last day of the public notice, where there is one: what is granted is final, and paid, after it.
    notice_closes_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a letter that names a clause it does not carry."""
        for source in self.cited:
            if source not in self.sources:
                raise UnknownSourceError(source)

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of the sources named, each once, in reading order."""
        named = [source for incentive in self.incentives for source in incentive.cited]
        if self.appeal.source:
            named.append(self.appeal.source)
        return tuple(dict.fromkeys(named))

    @property
    def fen(self) -> int:
        """What is granted in all."""
        return sum(incentive.fen or 0 for incentive in self.incentives if incentive.verdict is Verdict.GRANTED)

    @property
    def masked_name(self) -> str:
        """The name as strangers may see it: '王**', 'J** S**'."""
        return masked(self.recipient_name)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data; money in whole fen."""
        return {
            "reference": self.reference,
            "number": self.number,
            "issued_on": self.issued_on.isoformat(),
            "recipient_name": self.recipient_name,
            "pilot": _text_to(self.pilot),
            "policy": _text_to(self.policy),
            "issued_by": _text_to(self.issued_by),
            "outcome": str(self.outcome),
            "reason": self.reason,
            "incentives": [_incentive_to(incentive) for incentive in self.incentives],
            "sources": {id_: _source_to(source) for id_, source in self.sources.items()},
            "appeal": {"days": self.appeal.days, "to": _text_to(self.appeal.to), "source": self.appeal.source},
            "notice_closes_on": self.notice_closes_on.isoformat() if self.notice_closes_on else None,
            "placed": [[_text_to(table), _text_to(output)] for table, output in self.placed],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "LetterContent":
        """Read what `to_json` gave."""
        appeal = data["appeal"]
        return cls(
            reference=data["reference"],
            number=data["number"],
            issued_on=date.fromisoformat(data["issued_on"]),
            recipient_name=data["recipient_name"],
            pilot=Text(**data["pilot"]),
            policy=Text(**data["policy"]),
            issued_by=Text(**data["issued_by"]),
            outcome=LetterOutcome(data["outcome"]),
            reason=data["reason"],
            incentives=tuple(_incentive_from(incentive) for incentive in data["incentives"]),
            sources={id_: _source_from(id_, source) for id_, source in data["sources"].items()},
            appeal=Appeal(appeal["days"], Text(**appeal["to"]), appeal["source"]),
            notice_closes_on=date.fromisoformat(closes) if (closes := data.get("notice_closes_on")) else None,
            placed=tuple((Text(**table), Text(**output)) for table, output in data.get("placed", [])),
        )


def masked(name: str) -> str:
    """Return a name as strangers may see it: '王**', 'J** S**'."""
    return " ".join(f"{word[0]}**" for word in name.split())


def _text_to(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _maybe_to(text: Text | None) -> dict[str, str] | None:
    return None if text is None else _text_to(text)


def _maybe_from(data: Mapping[str, str] | None) -> Text | None:
    return None if data is None else Text(**data)


def _source_to(source: Source) -> dict[str, str]:
    return {
        "document": source.document,
        "clause": source.clause,
        "text": source.text,
        "standing": str(source.standing),
    }


def _source_from(id_: str, data: Mapping[str, str]) -> Source:
    return Source(id_, data["document"], data["clause"], data["text"], Standing(data["standing"]))


def _incentive_to(incentive: LetterIncentive) -> dict[str, Any]:
    return {
        "title": _text_to(incentive.title),
        "verdict": str(incentive.verdict),
        "fen": incentive.fen,
        "paid": [
            {"on": part.on.isoformat(), "fen": part.fen, "provided": _maybe_to(part.provided)}
            for part in incentive.paid
        ],
        "reasons": [
            {"says": _text_to(reason.says), "holds": reason.holds, "source": reason.source}
            for reason in incentive.reasons
        ],
        "amount_sources": list(incentive.amount_sources),
        "obligation": _maybe_to(incentive.obligation),
        "obligation_source": incentive.obligation_source,
        "override": _maybe_to(incentive.override),
        "override_source": incentive.override_source,
    }


def _incentive_from(data: Mapping[str, Any]) -> LetterIncentive:
    return LetterIncentive(
        title=Text(**data["title"]),
        verdict=Verdict(data["verdict"]),
        fen=data["fen"],
        paid=tuple(
            Instalment(date.fromisoformat(part["on"]), part["fen"], _maybe_from(part["provided"]))
            for part in data["paid"]
        ),
        reasons=tuple(
            LetterReason(Text(**reason["says"]), reason["holds"], reason["source"]) for reason in data["reasons"]
        ),
        amount_sources=tuple(data["amount_sources"]),
        obligation=_maybe_from(data["obligation"]),
        obligation_source=data["obligation_source"],
        override=_maybe_from(data.get("override")),
        override_source=data.get("override_source"),
    )
