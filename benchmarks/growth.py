"""How times grow with the rows of a table and with the number of people: `python -m benchmarks.growth`."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cases import Case, read_every_reason
from benchmarks.figures import medians
from benchmarks.grown import DAY, grown, people
from benchmarks.peers.gorules import ZenPolicy
from benchmarks.population import race
from rules import closures, engine
from rules.reading import read

ROWS = (10, 100, 1_000)
PEOPLE = (10_000, 100_000, 1_000_000, 10_000_000)
#: Most people that openfisca-core decides at once: it keeps every variable of everybody in memory.
MOST_AT_ONCE = 1_000_000

IBIS, OPENFISCA, BARE = "Ibis on DuckDB", "openfisca-core", "bare DuckDB, deciding nothing"


@dataclass(frozen=True, slots=True)
class Growth:
    """Times that grow with a number. curves: per contender the time for each number; unit: of the times."""

    name: str
    title: str
    says: str
    number: str
    unit: str
    curves: dict[str, dict[int, float]]


def with_rows(sizes: tuple[int, ...] = ROWS) -> Growth:
    """Return the microseconds of one decision by one table of so many rows and the two lines of an incentive."""
    curves: dict[str, dict[int, float]] = {}
    for rows in sizes:
        for contender, seconds in _decisions(rows).items():
            curves.setdefault(contender, {})[rows] = seconds * 1e6
    says = (
        "One table of the hit policy `first` and an incentive of two lines; people whom rows from the first to the "
        "last decide, and one whom none does. zen-engine stops at the row that matches; ours judge every row."
    )
    return Growth("rows", "One decision, as a table grows", says, "rows in the table", "µs", curves)


def _decisions(rows: int) -> dict[str, float]:
    policy = read(grown(rows), "grown.yaml", checked=False)
    zen = ZenPolicy(policy, [DAY])
    cases = [Case.of(facts, DAY) for facts in people(rows)]
    for case in cases:
        level = closures.decide(policy, case.facts, on=DAY).tables["level"].output
        assert zen.decide(case.message, trace=False)["result"]["level"] == level, case
    return medians(
        {
            "durable-rules": lambda case: read_every_reason(engine.decide(policy, case.facts, on=case.on)),
            "closures": lambda case: read_every_reason(closures.decide(policy, case.facts, on=case.on)),
            "zen-engine with trace": lambda case: zen.decide(case.message, trace=True),
        },
        cases,
        rounds=max(5, 2_000 // rows),
    )


def with_people(counts: tuple[int, ...] = PEOPLE) -> Growth:
    """Return the seconds of all tables and incentives of the default policy, from Parquet to Parquet."""
    named = {"ibis": IBIS, "openfisca": OPENFISCA, "bare": BARE}
    curves: dict[str, dict[int, float]] = {name: {} for name in named.values()}
    for count in counts:
        contenders = tuple(name for name in named if name != "openfisca" or count <= MOST_AT_ONCE)
        with tempfile.TemporaryDirectory() as folder:
            for name, run in race(Path(folder), count, contenders, turns=1, rounds=3).items():
                curves[named[name]][count] = run.median
    says = (
        f"The default policy, from Parquet to Parquet; openfisca-core up to {MOST_AT_ONCE:,}, for it keeps every "
        "variable of everybody in memory."
    )
    return Growth("people", "All tables and incentives, as people grow", says, "people", "s", curves)


def main() -> None:
    """Print the curves."""
    for growth in (with_rows(), with_people()):
        print(growth.title)
        for contender, curve in growth.curves.items():
            print(f"{contender:30}", {number: f"{value:.4g} {growth.unit}" for number, value in curve.items()})


if __name__ == "__main__":
    main()
