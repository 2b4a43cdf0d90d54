"""How long it takes to read and check a policy of 2,000 rows, and the default one: `python -m benchmarks.reading`."""

from statistics import median
from time import perf_counter

from benchmarks.cases import default_policy
from benchmarks.figures import Figure, print_figures
from benchmarks.grown import grown
from rules.reading import read

ROWS = 2_000
ROUNDS = 3


def figures() -> list[Figure]:
    """Return the median seconds of both, every check included."""
    large = f"reading and checking a policy of {ROWS:,} rows in one table and as many examples"
    return [
        Figure(large, _seconds(grown(ROWS)), "s", under=2),
        Figure("reading and checking the default policy", _seconds(default_policy().text), "s"),
    ]


def _seconds(text: str) -> float:
    read(text, "policy.yaml")
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        read(text, "policy.yaml")
        times.append(perf_counter() - start)
    return median(times)


def main() -> None:
    """Print the figures."""
    print_figures(figures())


if __name__ == "__main__":
    main()
