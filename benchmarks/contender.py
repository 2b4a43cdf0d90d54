"""One way of deciding a file of people into a file of answers, timed in this process.

`python -m benchmarks.contender ibis people.parquet answers.parquet 5` tells the seconds that it takes to prepare, once
for a policy, and those of each round, and the most megabytes that it held.
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter

from benchmarks.cases import asked, default_policy
from benchmarks.children import resident_megabytes, say
from rules.decision import Verdict
from rules.policy import Policy

#: The day of application of everybody.
DAY = date(2021, 6, 1)

Work = Callable[[], object]


def results(policy: Policy) -> list[str]:
    """Return the columns that every contender answers beside `person`: tables, verdicts and amounts."""
    return [*policy.tables, *(f"{id_}_{part}" for id_ in policy.incentives for part in ("verdict", "fen"))]


def _written(policy: Policy, worded: str) -> str:
    """Return the answers as DuckDB writes them fastest: words as places in a list, as openfisca-core has them too.

    worded: how SQL makes such a word of a column.
    """
    words = {name: list(table.outputs) for name, table in policy.tables.items() if table.outputs}
    words |= {f"{id_}_verdict": [str(verdict) for verdict in Verdict] for id_ in policy.incentives}
    made = {
        name: worded.format(column=name, listed=listed, enum=f"ENUM {tuple(listed)}") for name, listed in words.items()
    }
    return ", ".join(["person", *(f"{made.get(name, name)} AS {name}" for name in results(policy))])


def by_ibis(people: Path, answers: Path) -> Work:
    """Ours: the policy as one query of DuckDB, made beforehand through Ibis."""
    import ibis  # noqa: PLC0415  each contender loads its own engine only, so that memory is its own

    from rules.population import decide_population  # noqa: PLC0415

    policy, connection = default_policy(), ibis.duckdb.connect()
    decided = decide_population(policy, connection.read_parquet(people), on=DAY, words=False)
    query = connection.con.sql(ibis.to_sql(decided, dialect="duckdb"))
    written = query.project(_written(policy, "list_extract(CAST({listed} AS {enum}[]), {column})"))
    return lambda: written.write_parquet(str(answers))


def by_openfisca(people: Path, answers: Path) -> Work:
    """openfisca-core: its system is made beforehand, reading and writing are done as fast as we know how."""
    from benchmarks.peers.openfisca import OpenFiscaPolicy  # noqa: PLC0415
    from benchmarks.peers.parquet import read_arrays, write_arrays  # noqa: PLC0415

    policy = default_policy()
    system = OpenFiscaPolicy(policy, results(policy))

    def work() -> None:
        facts = read_arrays(asked(policy), people)
        person = facts.pop("person")
        write_arrays(answers, {"person": person, **system.decide(facts, on=DAY)}, system.choices)

    return work


def by_nothing(people: Path, answers: Path) -> Work:
    """Bare DuckDB: it reads the facts and writes the columns of the answers, decided before; nothing is decided."""
    import duckdb  # noqa: PLC0415

    policy, connection = default_policy(), duckdb.connect()
    columns = ", ".join(f"count({fact.name})" for fact in asked(policy))
    connection.read_parquet(str(answers)).project(_written(policy, "CAST({column} AS {enum})")).create("decided")

    def work() -> None:
        connection.read_parquet(str(people)).aggregate(columns).fetchall()
        connection.table("decided").write_parquet(f"{answers}.copy")

    return work


CONTENDERS = {"ibis": by_ibis, "openfisca": by_openfisca, "bare": by_nothing}


def main() -> None:
    """Prepare, warm up once, then time the rounds."""
    name, people, answers, rounds = sys.argv[1:]
    default_policy()
    start = perf_counter()
    work = CONTENDERS[name](Path(people), Path(answers))
    prepared = perf_counter() - start
    work()
    seconds = []
    for _ in range(int(rounds)):
        start = perf_counter()
        work()
        seconds.append(perf_counter() - start)
    say({"prepared": prepared, "seconds": seconds, "megabytes": resident_megabytes(peak=True)})


if __name__ == "__main__":
    main()
