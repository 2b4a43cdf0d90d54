"""What an applicant can choose between, with the money by time and what each option gives up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from rules.bundles import Bundle, bundles
from rules.calendar import add_months
from rules.facts import Value
from rules.hits import Conflict
from rules.policy import Policy, Text
from talent.applications import queries
from talent.applications.errors import DecisionStopped
from talent.applications.models import Application, Stage
from talent.applications.signals import Closed, option_closed


class Timing(NamedTuple):
    """When the money of an option comes, in fen. until: the day of the last payment."""

    year: int
    this_year: int
    first_year: int
    later: int
    until: date | None


@dataclass(frozen=True)
class Option:
    """One way of choosing. key: what a form calls it.

    best: whether it is ahead of the others, by sum or, of two alike, by coming earlier. best_sum: by sum.
    own: the incentives that not every option grants alike. gives_up: what another option grants and this one does
    not, with the fen of it.
    """

    key: str
    bundle: Bundle
    chosen: bool
    best: bool
    best_sum: bool
    timing: Timing
    own: list[str]
    gives_up: dict[str, int]

    def said(self, policy: Policy) -> Text:
        """Return what is chosen, in words."""
        named = [policy.facts[name].choices[choice] for name, choice in self.bundle.choices.items()]
        return Text("、".join(each.zh for each in named), ", ".join(each.en for each in named))


def options(policy: Policy, facts: Mapping[str, Value], *, on: date) -> list[Option]:
    """Return the options, the best first; none where there is nothing to choose.

    facts: typed values. on: the day of application. Raises Conflict as `rules.bundles.bundles` does.
    """
    found = bundles(policy, facts, on=on)
    ahead = len(found) > 1 and _rank(found[0]) < _rank(found[1])
    return [
        Option(
            key_of(bundle.choices),
            bundle,
            chosen=all(facts.get(name) == value for name, value in bundle.choices.items()),
            best=ahead and place == 0,
            best_sum=ahead and place == 0 and bundle.fen > found[1].fen,
            timing=_timing(bundle, on),
            own=[name for name in bundle.granted if not _is_alike(name, found)],
            gives_up=_given_up(bundle, found),
        )
        for place, bundle in enumerate(found)
    ]


def options_of(application: Application) -> list[Option]:
    """Return the options of an applicant. Raises DecisionStopped where the rules contradict one another."""
    policy, facts = queries.policy_of(application), queries.facts_of(application)
    try:
        return options(policy, facts, on=queries.applied_on(application))
    except Conflict as error:
        raise DecisionStopped from error


def closed(application: Application, *, hold: bool = False) -> Closed | None:
    """Return why the option of an application can no longer be changed. hold: keep it so until the transaction ends."""
    if application.stage is Stage.DRAFT:
        return None
    told = (found for _receiver, found in option_closed.send(application, hold=hold))
    return next((found for found in told if found is not None), None)


def key_of(choices: Mapping[str, str]) -> str:
    """Return what a form calls a way of choosing: 'preferred_help=rent_reduction'."""
    return ";".join(f"{name}={value}" for name, value in sorted(choices.items()))


def _rank(bundle: Bundle) -> tuple[int, int]:
    """Rank a bundle as `bundles` does: the greater sum first, then the earlier money."""
    days = sum(part.on.toordinal() * part.fen for outcome in bundle.granted.values() for part in outcome.paid)
    return -bundle.fen, days


def _timing(bundle: Bundle, on: date) -> Timing:
    this_year = bundle.by(date(on.year, 12, 31))
    first_year = max(this_year, bundle.by(add_months(on, 12) - timedelta(days=1)))
    days = [part.on for outcome in bundle.granted.values() for part in outcome.paid]
    last = max(days, default=None)
    return Timing(on.year, this_year, first_year - this_year, bundle.fen - first_year, last)


def _is_alike(name: str, found: Sequence[Bundle]) -> bool:
    return len({each.granted[name].fen if name in each.granted else None for each in found}) == 1


def _given_up(bundle: Bundle, found: Sequence[Bundle]) -> dict[str, int]:
    """Return the most that another option grants of what this one does not."""
    given_up: dict[str, int] = {}
    for other in found:
        for name, outcome in other.granted.items():
            if name not in bundle.granted:
                given_up[name] = max(given_up.get(name, 0), outcome.fen or 0)
    return given_up
