"""A policy's own tests: each example decided and held against what its author expects."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from rules.decision import Decision, Outcome
from rules.expressions import Kind
from rules.facts import FactErrors, Value, parse_facts
from rules.policy import Example, Policy, Table
from rules.review import owed_back, still_due

Decide = Callable[..., Decision]


@dataclass(frozen=True, slots=True)
class Result:
    """An example as it came out. differences: sentences; none when it came out as expected."""

    example: Example
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the policy decides as its author says."""
        return not self.differences


def run(policy: Policy, decide: Decide) -> list[Result]:
    """Decide every example of a policy. decide: `engine.decide` or another evaluator."""
    return [Result(example, differences(policy, example, decide)) for example in policy.examples]


def differences(policy: Policy, example: Example, decide: Decide) -> tuple[str, ...]:
    """Return how one example came out otherwise than expected."""
    try:
        facts = parse_facts(policy, example.given, on=example.on)
        later = parse_facts(policy, example.given, on=example.on, reviewing=True)
    except FactErrors as error:
        return tuple(f"given {each}" for each in error.errors)
    decision = decide(policy, facts, on=example.on)
    found: list[str] = []
    for name, expected in example.expect.items():
        if name in policy.tables:
            found += _table(policy.tables[name], decision.tables[name].output, expected)
        elif name in policy.incentives:
            found += _outcome(name, decision.incentives[name], expected, _Review(policy, name, later, example.on))
        elif name == "missing":
            found += _differs(name, list(decision.missing), expected)
        else:
            found.append(f"'{name}' is no table or incentive")
    return tuple(found)


class _Review(NamedTuple):
    """What a review would be asked of an incentive."""

    policy: Policy
    incentive: str
    facts: Mapping[str, Value]
    on: date

    def still_due(self) -> list[str]:
        truths = still_due(self.policy, self.policy.incentives[self.incentive], self.facts, on=self.on)
        return [{True: "true", False: "false", None: "unknown"}[holds] for holds in truths]

    def owed_back(self) -> str:
        return owed_back(self.policy, self.policy.incentives[self.incentive], self.facts, on=self.on) or "unknown"


def _table(table: Table, output: object, expected: object) -> list[str]:
    """Compare what a table came to, written as in the file: numbers of money in yuan, several choices as a list."""
    if isinstance(output, tuple):
        return _differs(table.name, list(output), expected)
    if output is None or isinstance(output, bool):
        return _differs(table.name, "unknown" if output is None else str(output).lower(), expected)
    if isinstance(output, int) and table.value_type.kind is Kind.MONEY:
        return _differs(table.name, output, _fen("amount", expected))
    if isinstance(output, int) and table.value_type.kind is Kind.SHARE:
        return _differs(table.name, f"{output / 100:g}%", expected)
    return _differs(table.name, str(output), expected)


def _outcome(name: str, outcome: Outcome, expected: object, review: _Review) -> list[str]:
    """Compare an outcome with a verdict, or with a verdict, amount, parts and missing facts."""
    if not isinstance(expected, Mapping):
        return _differs(name, str(outcome.verdict), expected)
    came: dict[str, object] = {
        "verdict": str(outcome.verdict),
        "amount": outcome.fen,
        "paid": [part.fen for part in outcome.paid],
        "on": [part.on.isoformat() for part in outcome.paid],
        "missing": list(outcome.missing),
    }
    if isinstance(expected, Mapping) and {"still_due", "owed_back"} & set(expected):
        came |= {"still_due": review.still_due(), "owed_back": review.owed_back()}
    found: list[str] = []
    for key, wanted in expected.items():
        if key not in came:
            options = ", ".join([*came, "still_due", "owed_back"])
            found.append(f"{name}: '{key}' cannot be expected; use {options}")
        else:
            found += _differs(f"{name}, {key}", came[key], _fen(key, wanted))
    return found


def _fen(key: str, wanted: object) -> object:
    """Amounts are expected in yuan."""
    if key == "paid" and isinstance(wanted, list):
        return [_fen("amount", each) for each in wanted]
    if key != "amount" or not isinstance(wanted, str):
        return wanted
    try:
        return int(Fraction(wanted.replace("_", "")) * 100)
    except ValueError:
        return wanted


def _differs(what: str, came: object, expected: object) -> list[str]:
    return [] if came == expected else [f"{what}: {_shown(came)}, expected {_shown(expected)}"]


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
