"""One decision with all its reasons, by each evaluator and by zen-engine: `python -m benchmarks.decision`."""

from collections.abc import Callable, Sequence

from benchmarks.cases import Case, default_policy, examples, read_every_reason, settled
from benchmarks.figures import Figure, medians, print_figures
from benchmarks.peers.gorules import ZenPolicy
from rules import closures, engine
from rules.policy import Policy

#: Times that each example is decided, after once to warm up.
ROUNDS = 40

ENGINE = "durable-rules"
CLOSURES = "closures"
AS_JSON = "durable-rules, and the decision as JSON"
ZEN = "zen-engine with trace"
FASTER_ZEN = "zen-engine with trace, its lines as one expression node"
BARE_ZEN = "zen-engine without trace"

Contenders = dict[str, Callable[[Case], object]]


def figures(rounds: int = ROUNDS) -> list[Figure]:
    """Return median microseconds over the examples of the default policy, and ratios to zen-engine.

    Raises AssertionError when zen-engine, asked about people of whom all is known, says something else than we do.
    """
    policy = default_policy()
    cases = examples(policy)
    known = [case for case in cases if settled(policy, case)]
    ours = medians(_ours(policy), cases, rounds=rounds)
    beside = medians(_ours(policy) | _peers(policy, known), known, rounds=rounds)
    us = {name: seconds * 1e6 for name, seconds in beside.items()}
    return [
        Figure("decision with all reasons, durable-rules", ours[ENGINE] * 1e6, "µs", under=300),
        Figure("decision with all reasons, closures", ours[CLOSURES] * 1e6, "µs", under=40),
        *(Figure(f"the same where all is known, {name}", value, "µs") for name, value in us.items()),
        Figure("durable-rules against zen-engine with trace", us[ENGINE] / us[ZEN], "×", under=1),
        Figure("durable-rules against zen-engine's fastest model", us[ENGINE] / us[FASTER_ZEN], "×"),
        Figure("closures against zen-engine without trace", us[CLOSURES] / us[BARE_ZEN], "×"),
    ]


def _ours(policy: Policy) -> Contenders:
    return {
        ENGINE: lambda case: read_every_reason(engine.decide(policy, case.facts, on=case.on)),
        CLOSURES: lambda case: read_every_reason(closures.decide(policy, case.facts, on=case.on)),
        AS_JSON: lambda case: engine.decide(policy, case.facts, on=case.on).as_json(),
    }


def _peers(policy: Policy, cases: Sequence[Case]) -> Contenders:
    days = {case.on for case in cases}
    tables, expressions = (ZenPolicy(policy, days, lines=lines) for lines in ("tables", "expressions"))
    for case in cases:
        for zen in (tables, expressions):
            _assert_same(policy, case, zen)
    return {
        ZEN: lambda case: tables.decide(case.message, trace=True),
        FASTER_ZEN: lambda case: expressions.decide(case.message, trace=True),
        BARE_ZEN: lambda case: expressions.decide(case.message, trace=False),
    }


def _assert_same(policy: Policy, case: Case, zen: ZenPolicy) -> None:
    """Hold zen-engine to the same tables and amounts; where incentives overlap it has no say."""
    decision = closures.decide(policy, case.facts, on=case.on)
    result = zen.decide(case.message, trace=False)["result"]
    for name, table in decision.tables.items():
        assert result[name] == table.output, (name, case)
    overlapping = {name for overlap in decision.overlaps for name in overlap.among}
    for name, outcome in decision.incentives.items():
        assert name in overlapping or result[f"{name}_fen"] == (outcome.fen or 0), (name, case)


def main() -> None:
    """Print the figures."""
    print_figures(figures())


if __name__ == "__main__":
    main()
