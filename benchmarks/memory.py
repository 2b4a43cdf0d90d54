"""Memory over a million decisions with durable-rules, in a process of its own: `python -m benchmarks.memory`."""

import sys
from itertools import cycle, islice

from benchmarks.cases import default_policy, examples
from benchmarks.children import in_child, resident_megabytes, say
from benchmarks.figures import Figure, print_figures
from rules import engine

COUNT = 1_000_000
#: How often memory is read.
TIMES = 10


def figures(count: int = COUNT) -> list[Figure]:
    """Return how much the process grew between the first tenth of the decisions, which warms up, and the last."""
    held = in_child("memory", "--child", count)
    most = max(held[1:])
    return [
        Figure(f"memory held after {count // TIMES:,} decisions", held[0], "MB"),
        Figure(f"more than that, at most, until {count:,}", most - held[0], "MB", under=5),
    ]


def held(count: int) -> list[float]:
    """Decide people again and again; return the megabytes held after each tenth."""
    policy = default_policy()
    cases = cycle(examples(policy))
    megabytes = []
    for _ in range(TIMES):
        for case in islice(cases, count // TIMES):
            engine.decide(policy, case.facts, on=case.on)
        megabytes.append(resident_megabytes())
    return megabytes


def main() -> None:
    """Print the figures or, as the child, tell what was held."""
    if "--child" in sys.argv:
        say(held(int(sys.argv[-1])))
    else:
        print_figures(figures())


if __name__ == "__main__":
    main()
