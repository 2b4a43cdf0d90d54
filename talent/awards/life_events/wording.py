"""What follows from a change, in words for people: from the plain data that was kept when it was sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rules.decision import Verdict
from rules.policy import Policy, Text
from rules.review import NOTHING
from talent.awards.life_events.consequences import Effect
from talent.awards.life_events.models import ReportedChange
from talent.web.filters import day, money, said

EFFECTS = {
    Effect.PAID: (_l("Paid"), "quiet"),
    Effect.COMES: (_l("Still comes"), "good"),
    Effect.HELD: (_l("Reviewed before it is paid"), "waiting"),
    Effect.STOPS: (_l("Stops"), "bad"),
}
VERDICTS = {
    Verdict.GRANTED: _l("Granted"),
    Verdict.REFUSED: _l("Not granted"),
    Verdict.UNKNOWN: _l("Cannot be told yet"),
}


@dataclass(frozen=True)
class Row:
    """Instalments in a row that are alike. which: their numbers; when: their days."""

    which: str
    when: str
    amount: str
    effect: str
    tone: str


@dataclass(frozen=True)
class AwardSaid:
    """What becomes of one award. back: what is owed back and how it is worked out, a sentence each; source: an id.

    fen_back, fen_stopped: the same in figures, None where it cannot be told.
    """

    title: str
    rows: list[Row]
    back: list[str]
    source: str
    is_touched: bool
    fen_back: int | None
    fen_stopped: int


@dataclass(frozen=True)
class VerdictSaid:
    """How an incentive would be decided before and after, and which conditions would fail. because: with source ids."""

    title: str
    before: str
    after: str
    because: list[tuple[str, str]]


@dataclass(frozen=True)
class Said:
    """All that follows."""

    awards: list[AwardSaid]
    verdicts: list[VerdictSaid]

    @property
    def fen_back(self) -> int | None:
        """What has to be paid back in all, None where it cannot be told."""
        each = [award.fen_back for award in self.awards]
        return None if None in each else sum(fen for fen in each if fen is not None)

    @property
    def fen_stopped(self) -> int:
        """What no longer comes, in all."""
        return sum(award.fen_stopped for award in self.awards)

    @property
    def touched(self) -> list[AwardSaid]:
        """The awards that the change makes a difference to."""
        return [award for award in self.awards if award.is_touched]

    @property
    def same(self) -> list[AwardSaid]:
        """The awards that stay as they are."""
        return [award for award in self.awards if not award.is_touched]


def consequences(policy: Policy, found: Mapping[str, Any]) -> Said:
    """Say what follows. found: `Consequences.as_json`."""
    return Said(
        [_award(policy, each) for each in found["awards"]],
        [_verdict(policy, each) for each in found["verdicts"]],
    )


def standing(change: ReportedChange) -> tuple[str, str]:
    """Say where a report stands, with a tone."""
    if change.withdrawn_at is not None:
        return str(_("Withdrawn")), "quiet"
    if change.acknowledged_at is not None:
        return str(_("A clerk deals with it")), "good"
    return str(_("With the clerk")), "quiet"


def _fen(written: str) -> int:
    return int(Decimal(written) * 100)


def _award(policy: Policy, found: Mapping[str, Any]) -> AwardSaid:
    parts = found["instalments"]
    owed, held = found["owed"], found["held"]
    touched = owed["kind"] != NOTHING or any(part["before"] != part["after"] for part in parts)
    return AwardSaid(
        said(policy.incentives[found["incentive"]].title),
        list(_rows(parts)),
        list(_back(owed, held)),
        found["source"],
        touched,
        None if owed["yuan"] is None else _fen(owed["yuan"]),
        sum(_fen(part["yuan"]) for part in parts if part["after"] == Effect.STOPS and part["before"] != part["after"]),
    )


def _rows(parts: list[dict[str, Any]]) -> Iterator[Row]:
    """Tell instalments in a row that come out alike, and are of one amount, in one line."""
    for (effect, yuan), alike in groupby(parts, key=lambda part: (part["after"], part["yuan"])):
        group = list(alike)
        first, last, count = group[0], group[-1], len(group)
        numbers = [each["number"] for each in (first, last)]
        days = [day(date.fromisoformat(each["due_on"])) for each in (first, last)]
        (text, tone), amount = EFFECTS[Effect(effect)], money(_fen(yuan))
        if count == 1:
            yield Row(str(_("No. %(number)d", number=numbers[0])), days[0], amount, str(text), tone)
        else:
            yield Row(
                str(_("Nos. %(first)d to %(last)d", first=numbers[0], last=numbers[1])),
                str(_("%(first)s to %(last)s", first=days[0], last=days[1])),
                str(_("%(count)d × %(amount)s", count=count, amount=amount)),
                str(text),
                tone,
            )


def _back(owed: Mapping[str, Any], held: Mapping[str, Any]) -> Iterator[str]:
    """Say what is owed back, of what was paid and of what is still to be reviewed."""
    if owed["yuan"] is None:
        yield str(_("A share of what was paid has to be paid back; the bureau works out how much."))
    elif fen := _fen(owed["yuan"]):
        yield str(_("To be paid back: %(amount)s", amount=money(fen)))
        yield _formula(owed)
    else:
        yield str(_("Nothing has to be paid back."))
        yield from [str(_("Payment stops; what was paid stays yours."))] if owed["kind"] == "stop" else []
    if fen := _fen(held["yuan"] or "0"):
        yield str(
            _(
                "An instalment that fell due before is not paid yet. Were it paid, %(amount)s of it would have to be "
                "paid back: a clerk reviews it first.",
                amount=money(fen),
            )
        )


def _formula(owed: Mapping[str, Any]) -> str:
    paid = money(_fen(owed["of_yuan"]))
    if owed["kind"] == "full":
        return str(_("All of the %(paid)s paid so far", paid=paid))
    return str(
        _(
            "%(paid)s paid so far × %(unserved)d of %(promised)d months that you promised and will not complete",
            paid=paid,
            unserved=owed["months_unserved"],
            promised=owed["months_promised"],
        )
    )


def _verdict(policy: Policy, found: Mapping[str, Any]) -> VerdictSaid:
    return VerdictSaid(
        said(policy.incentives[found["incentive"]].title),
        _came(found["before"]),
        _came(found["after"]),
        [(said(Text(each["zh"], each["en"])), each["source"]) for each in found["because"]],
    )


def _came(outcome: Mapping[str, Any]) -> str:
    verdict = str(VERDICTS[Verdict(outcome["verdict"])])
    return f"{verdict} · {money(_fen(outcome['yuan']))}" if outcome["yuan"] is not None else verdict
