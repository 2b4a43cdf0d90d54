"""A million people through all tables and incentives, file to file: ours, openfisca-core and bare DuckDB."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import duckdb

from benchmarks.cases import asked, default_policy
from benchmarks.children import in_child
from benchmarks.contender import DAY, results
from benchmarks.figures import Figure, print_figures
from benchmarks.people import read_people, write_people
from rules import closures
from rules.decision import Decision
from rules.policy import Policy

COUNT = 1_000_000
#: Times that the contenders take turns, and how often each then decides everybody.
TURNS, ROUNDS = 3, 3
#: People whose answers are held against those of the closures.
CHECKED = 2_000


@dataclass(slots=True)
class Run:
    """What a contender took, over all its turns."""

    prepared: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    megabytes: float = 0

    @property
    def median(self) -> float:
        """Seconds to decide everybody."""
        return median(self.seconds)


def figures(count: int = COUNT) -> list[Figure]:
    """Return seconds, memory and ratios. Raises AssertionError when the contenders decide somebody differently."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs = race(folder, count, ("ibis", "openfisca", "bare"), turns=TURNS, rounds=ROUNDS)
        compared = assert_same(default_policy(), folder)
    ours, openfisca, bare = runs["ibis"], runs["openfisca"], runs["bare"]
    people = f"{count:,} people, all tables and incentives, Parquet to Parquet"
    return [
        Figure(f"{people}: Ibis on DuckDB", ours.median, "s"),
        Figure(f"{people}: openfisca-core", openfisca.median, "s"),
        Figure(f"{people}: bare DuckDB, reads and writes as much, decides nothing", bare.median, "s"),
        Figure("how many times faster than openfisca-core", openfisca.median / ours.median, "×", at_least=3),
        Figure("how many times slower than bare DuckDB", ours.median / bare.median, "×", under=8),
        Figure("most memory held by Ibis on DuckDB", ours.megabytes, "MB", under=2048),
        Figure("most memory held by openfisca-core", openfisca.megabytes, "MB"),
        Figure("made once for a policy: the query of Ibis", median(ours.prepared), "s"),
        Figure("made once for a policy: the system of openfisca-core", median(openfisca.prepared), "s"),
        Figure("people of whom all is known, alike in Ibis and openfisca-core", compared, "people"),
    ]


def race(folder: Path, count: int, contenders: tuple[str, ...], *, turns: int, rounds: int) -> dict[str, Run]:
    """Let contenders decide the same people, in turns, each in a process of its own. The folder keeps the files."""
    people = folder / "people.parquet"
    write_people(default_policy(), people, count, on=DAY)
    runs = {name: Run() for name in contenders}
    for _ in range(turns):
        for name, run in runs.items():
            answers = folder / f"{name}.parquet"
            if name == "bare":
                shutil.copy(folder / "ibis.parquet", answers)
            told = in_child("contender", name, people, answers, rounds)
            run.prepared.append(told["prepared"])
            run.seconds += told["seconds"]
            run.megabytes = max(run.megabytes, told["megabytes"])
    return runs


def assert_same(policy: Policy, folder: Path) -> int:
    """Hold Ibis to openfisca-core where all is known and to the closures; return how many people the former were."""
    people, ours, theirs = (
        duckdb.read_parquet(str(folder / f"{name}.parquet")).set_alias(name) for name in ("people", "ibis", "openfisca")
    )
    columns = ", ".join(["person", *results(policy)])
    known = people.filter(" AND ".join(f"{fact.name} IS NOT NULL" for fact in asked(policy))).project("person")
    one, other = (each.join(known.set_alias("known"), "person").project(columns) for each in (ours, theirs))
    assert one.except_(other).fetchone() is None
    answers = ours.project(columns).filter(f"person < {CHECKED}").order("person").fetchall()
    for row, (person, facts) in zip(answers, read_people(policy, folder / "people.parquet", CHECKED), strict=True):
        assert row == (person, *_answers(closures.decide(policy, facts, on=DAY))), facts
    return known.count("*").fetchone()[0]


def _answers(decision: Decision) -> Iterator[object]:
    yield from (table.output for table in decision.tables.values())
    for outcome in decision.incentives.values():
        yield from (str(outcome.verdict), outcome.fen or 0)


def main() -> None:
    """Print the figures."""
    print_figures(figures())


if __name__ == "__main__":
    main()
