"""What a person can have together where incentives exclude one another: the options side by side, best first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from rules.closures import decide
from rules.decision import Decision, Outcome, Verdict
from rules.facts import Value
from rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one way of choosing gives.

    choices: the answer to each question that chooses. granted: what is then granted. open: what cannot be told yet.
    fen: all that is granted, over all instalments.
    """

    choices: Mapping[str, str]
    granted: Mapping[str, Outcome]
    open: tuple[str, ...]
    fen: int

    def by(self, day: date) -> int:
        """Return the fen that are paid up to and including a day."""
        return sum(part.fen for outcome in self.granted.values() for part in outcome.paid if part.on <= day)


def bundles(policy: Policy, facts: Mapping[str, Value], *, on: date) -> list[Bundle]:
    """Return what each way of choosing gives, the greatest sum first, of two alike what pays earlier.

    facts: typed values; those that choose are replaced. on: the day of application.
    Empty where nothing is left to choose: fewer than two of the incentives that exclude each other can be had.
    Raises Conflict as `decide` does.
    """
    free = decide(policy, {name: value for name, value in facts.items() if name not in _choosing(policy)}, on=on)
    options = {by: _standing(policy, free, by) for by in _choosing(policy)}
    open_ = {by: names for by, names in options.items() if len(names) > 1}
    if not open_:
        return []
    found = []
    for chosen in product(*open_.values()):
        choices = dict(zip(open_, chosen, strict=True))
        found.append(_bundle(decide(policy, {**facts, **choices}, on=on), choices))
    return sorted(found, key=lambda bundle: (-bundle.fen, _lateness(bundle)))


def _choosing(policy: Policy) -> dict[str, None]:
    return dict.fromkeys(overlap.by for overlap in policy.overlaps if overlap.by is not None)


def _standing(policy: Policy, decision: Decision, by: str) -> list[str]:
    """The incentives that a question chooses among and that the person could have."""
    among = dict.fromkeys(name for overlap in policy.overlaps if overlap.by == by for name in overlap.among)
    return [name for name in among if decision.incentives[name].verdict is not Verdict.REFUSED]


def _bundle(decision: Decision, choices: Mapping[str, str]) -> Bundle:
    granted = {name: each for name, each in decision.incentives.items() if each.verdict is Verdict.GRANTED}
    open_ = tuple(name for name, each in decision.incentives.items() if each.verdict is Verdict.UNKNOWN)
    return Bundle(choices, granted, open_, sum(each.fen or 0 for each in granted.values()))


def _lateness(bundle: Bundle) -> int:
    """Days until the money comes, each fen counted."""
    return sum(part.on.toordinal() * part.fen for outcome in bundle.granted.values() for part in outcome.paid)
