"""Eight threads deciding at once with durable-rules: `python -m benchmarks.threads`."""

from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from time import perf_counter

from benchmarks.cases import Case, default_policy, examples
from benchmarks.figures import Figure, print_figures
from rules import closures, engine
from rules.decision import Decision
from rules.policy import Policy

THREADS = 8
COUNT = 100_000


def figures(count: int = COUNT) -> list[Figure]:
    """Return how many of the decisions were wrong or failed, and how many were made in a second."""
    policy = default_policy()
    right = [(case, _answer(closures.decide(policy, case.facts, on=case.on))) for case in examples(policy)]
    start = perf_counter()
    with ThreadPoolExecutor(THREADS) as threads:
        shares = threads.map(lambda _: _wrong(policy, right, count // THREADS), range(THREADS))
        wrong = sum(shares)
    seconds = perf_counter() - start
    return [
        Figure(f"errors and wrong answers of {count:,} decisions by {THREADS} threads", wrong, "decisions", none=True),
        Figure(f"decisions by {THREADS} threads, one engine, held to the right answer", count / seconds, "per second"),
    ]


def _wrong(policy: Policy, right: list[tuple[Case, object]], count: int) -> int:
    """Decide people again and again and count what fails or comes out otherwise."""
    wrong = 0
    for case, answer in islice(cycle(right), count):
        try:
            wrong += _answer(engine.decide(policy, case.facts, on=case.on)) != answer
        except Exception:
            wrong += 1
    return wrong


def _answer(decision: Decision) -> object:
    """What a decision says: outputs, verdicts, amounts, and how every condition came out."""
    outcomes = (*decision.tables.values(), *decision.incentives.values())
    return (
        [table.output for table in decision.tables.values()],
        [(outcome.verdict, outcome.fen) for outcome in decision.incentives.values()],
        [(reason.line, reason.holds) for outcome in outcomes for reason in outcome.reasons],
    )


def main() -> None:
    """Print the figures."""
    print_figures(figures())


if __name__ == "__main__":
    main()
