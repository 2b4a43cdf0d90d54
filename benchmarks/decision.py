"""One decision with all its reasons, over durable-rules and over closures: `python -m benchmarks.decision`."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

from rules import closures, engine
from rules.decision import Decision
from rules.facts import Value, parse_facts
from rules.library import FOLDER, Library
from rules.policy import Example, Policy

POLICY = "jinhua-future-community-talent"
#: Decisions measured per example, after as many to warm up.
ROUNDS = 20


def figures(rounds: int = ROUNDS) -> dict[str, float]:
    """Return medians in microseconds over all examples of the default policy.

    Keys: `decision_engine_us`, `decision_closures_us`, and `read_policy_ms`, the time to read and check all policies.
    """
    start = perf_counter()
    policy = Library.load(FOLDER).policies[POLICY]
    read = (perf_counter() - start) * 1e3
    cases = [(example, parse_facts(policy, example.given, on=example.on)) for example in policy.examples]
    return {
        "decision_engine_us": _median(policy, cases, engine.decide, rounds),
        "decision_closures_us": _median(policy, cases, closures.decide, rounds),
        "read_policy_ms": read,
    }


def _median(
    policy: Policy, cases: list[tuple[Example, dict[str, Value]]], decide: Callable[..., Decision], rounds: int
) -> float:
    for example, facts in cases:
        decide(policy, facts, on=example.on)
    times = []
    for _ in range(rounds):
        for example, facts in cases:
            start = perf_counter()
            decide(policy, facts, on=example.on)
            times.append(perf_counter() - start)
    return median(times) * 1e6


def main() -> None:
    """Print the figures."""
    for name, value in figures().items():
        print(f"{name:24} {value:10.1f}")


if __name__ == "__main__":
    main()
