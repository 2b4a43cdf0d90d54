"""What an answer changes: what the rules said before it and after it."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.decision import Decision, Verdict
from rules.policy import Policy, Text

#: Of each incentive its verdict, and fen where it is granted.
Weighed = dict[str, list[object]]


def weighed(decision: Decision) -> Weighed:
    """Return what the rules say of each incentive, as it is kept."""
    return {name: [outcome.verdict.value, outcome.fen] for name, outcome in decision.incentives.items()}


@dataclass(frozen=True)
class Difference:
    """An incentive that comes out otherwise. fen: of the whole, None unless granted."""

    title: Text
    before: Verdict
    before_fen: int | None
    after: Verdict
    after_fen: int | None


def differences(policy: Policy, result: Mapping[str, Weighed] | None) -> list[Difference]:
    """Return the incentives that came out otherwise, in the order of the policy. result: as a request keeps it."""
    before, after = (result or {}).get("before", {}), (result or {}).get("after", {})
    found = []
    for name, incentive in policy.incentives.items():
        then, now = before.get(name), after.get(name)
        if then is not None and now is not None and then != now:
            found.append(
                Difference(incentive.title, Verdict(str(then[0])), _fen(then[1]), Verdict(str(now[0])), _fen(now[1]))
            )
    return found


def _fen(value: object) -> int | None:
    return value if isinstance(value, int) else None
