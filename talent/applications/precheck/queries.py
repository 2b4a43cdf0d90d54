"""A pre-check as its page shows it: the question, what is sure so far, and what it comes to in the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isinf

from flask_babel import gettext as _

from rules.advice import Interview, Opening, Sofar, opening
from rules.decision import Decision, Verdict
from rules.facts import Value
from rules.policy import Incentive, Line, Policy
from talent.applications.models import Application
from talent.applications.options.queries import Option, options
from talent.audit.queries import records
from talent.web.filters import day

#: What the audit record calls it when answers are carried over.
CARRIED = "answers carried over"


@dataclass(frozen=True)
class Standing:
    """How one incentive stands while questions are open. failing: the conditions that cannot hold any more.

    fen: what is granted for sure, or the most that can be; None where neither is known.
    """

    incentive: Incentive
    sofar: Sofar
    failing: list[Line]
    instead: Incentive | None
    fen: int | None


class Check:
    """What follows from the answers of one visitor."""

    def __init__(self, policy: Policy, facts: Mapping[str, Value], skipped: tuple[str, ...], *, on: date) -> None:
        self.policy, self.on = policy, on
        self.interview = Interview(policy, facts, on=on, besides=skipped)

    @property
    def facts(self) -> Mapping[str, Value]:
        """The answers."""
        return self.interview.facts

    @property
    def next(self) -> str | None:
        """The question to ask now."""
        return self.interview.next

    @property
    def at_most(self) -> int:
        """How many questions can still come."""
        return len(self.interview.may_follow)

    @property
    def chooses(self) -> bool:
        """Whether the question to ask now is which of several incentives the visitor would take."""
        return self.next in {overlap.by for overlap in self.policy.overlaps} and bool(self.options)

    @cached_property
    def options(self) -> list[Option]:
        """What the visitor can choose between."""
        return options(self.policy, self.interview.filled, on=self.on)

    @cached_property
    def standings(self) -> list[Standing]:
        """How each incentive stands."""
        return [self._standing(incentive) for incentive in self.policy.incentives.values()]

    def _standing(self, incentive: Incentive) -> Standing:
        sofar = self.interview.sofar[incentive.id]
        failing = [incentive.lines[place] for place in sofar.barred]
        instead = self.policy.incentives[sofar.instead] if sofar.instead else None
        return Standing(incentive, sofar, failing, instead, None if isinf(sofar.most) else int(sofar.most))

    @property
    def sure(self) -> int:
        """How many fen are granted for sure so far: of those that may not simply be added, one."""
        sure = {each.incentive.id: each.fen or 0 for each in self.standings if each.sofar.verdict is Verdict.GRANTED}
        for overlap in self.policy.overlaps:
            meet = [sure.pop(name) for name in overlap.among if name in sure]
            if meet:
                sure["; ".join(overlap.among)] = min(meet) if overlap.rule == "choose" else max(meet)
        return sum(sure.values())

    @cached_property
    def result(self) -> Decision:
        """What the answers come to."""
        return self.interview.result()

    @property
    def total(self) -> int:
        """All that the result grants, in fen."""
        return sum(outcome.fen or 0 for outcome in self.result.incentives.values())

    @cached_property
    def openings(self) -> dict[str, Opening]:
        """What would make a refused incentive possible again, where nothing nearer is known."""
        shut = [name for name, outcome in self.result.incentives.items() if not outcome.would_change]
        found = {name: opening(self.interview, name) for name in shut}
        return {name: each for name, each in found.items() if each is not None}

    @property
    def not_known(self) -> list[str]:
        """The questions that could not be answered and still matter."""
        return [name for name in self.interview.open if name in self.interview.besides]


def carried(application: Application) -> dict[str, date]:
    """Return the answers that stand as they were carried over from a pre-check, with the day it was made."""
    given = {answer.fact: answer.answered_at for answer in application.answers}
    found: dict[str, date] = {}
    for entry in records(about=f"application:{application.reference}"):
        facts, made_on = entry.details.get("facts"), entry.details.get("on")
        if entry.action == CARRIED and isinstance(facts, list) and isinstance(made_on, str):
            found |= {name: date.fromisoformat(made_on) for name in facts if given.get(name) == entry.at}
    return found


def carried_over(application: Application) -> dict[str, str]:
    """Say of each of these answers where it comes from."""
    return {
        name: str(_("From your pre-check of %(day)s. Change it if it is no longer right.", day=day(made_on)))
        for name, made_on in carried(application).items()
    }
