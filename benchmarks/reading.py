"""How long it takes to read and check a policy of 2,000 rows, and the default one: `python -m benchmarks.reading`."""

import sys
from statistics import median
from time import perf_counter

from benchmarks.cases import POLICY_FILE
from benchmarks.children import in_child, say
from benchmarks.figures import Figure, print_figures
from benchmarks.grown import grown
from rules.reading import read

ROWS = 2_000
TIMES = 3


def figures() -> list[Figure]:
    """Return the median seconds of both, every check included, each time in a new process that has read nothing yet."""
    large, default = (median(in_child("reading", "--child", rows) for _ in range(TIMES)) for rows in (ROWS, 0))
    return [
        Figure(f"a policy of {ROWS:,} rows in one table, and as many examples", large, "s", under=2),
        Figure("the default policy", default, "s"),
    ]


def seconds(rows: int) -> float:
    """Read a policy of so many rows, or the default one where there are none to be."""
    text = grown(rows) if rows else POLICY_FILE.read_text(encoding="utf-8")
    start = perf_counter()
    read(text, "policy.yaml")
    return perf_counter() - start


def main() -> None:
    """Print the figures or, as the child, tell the seconds."""
    if "--child" in sys.argv:
        say(seconds(int(sys.argv[-1])))
    else:
        print_figures(figures())


if __name__ == "__main__":
    main()
