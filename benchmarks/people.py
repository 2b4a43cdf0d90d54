"""People made up from a policy's own examples and questions, as many as wanted, always the same ones.

Each takes the answers of one of the examples; one answer in four, and those an example does not give, are drawn anew:
numbers near those that the policy compares with, days within three years or a lifetime.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.cases import asked
from rules.expressions import Compare, Expression, Literal, Name, walk
from rules.facts import Value, highest, is_asked, lowest, parse_facts
from rules.policy import Fact, FactType, Policy

#: Share of the people of whom everything is known; of the others each fact is unknown one time in five.
KNOWN = 0.8
UNKNOWN = 0.2
#: How often an answer is not that of the example.
DRAWN = 0.25
#: Most people made at a time, and in one row group: as many as DuckDB puts in one.
_AT_ONCE, _ROW_GROUP = 1_000_000, 122_880
_RECENT, _LIFETIME = 1_100, 25_000


def write_people(policy: Policy, path: Path, count: int, *, on: date, seed: int = 2020) -> None:
    """Write people as Parquet: `person`, and per fact a column; money in whole fen, several choices as a list."""
    crowd = _Crowd(policy, on, np.random.default_rng(seed))
    writer = None
    for start in range(0, count, _AT_ONCE):
        table = crowd.table(start, min(_AT_ONCE, count - start))
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table, row_group_size=_ROW_GROUP)
    if writer is not None:
        writer.close()


def read_people(policy: Policy, path: Path, count: int) -> Iterator[tuple[int, dict[str, Value]]]:
    """Yield the first people as an evaluator of one person takes them: their number and what is known of them.

    An answer to a question that does not concern the person is left out, as `parse_facts` does.
    """
    for row in next(pq.ParquetFile(path).iter_batches(count)).to_pylist():
        known: dict[str, Value] = {}
        for fact in asked(policy):
            value = row[fact.name]
            if value is not None and is_asked(fact, known) is not False:
                known[fact.name] = frozenset(value) if fact.type is FactType.CHOICES else value
        yield row["person"], known


@dataclass(frozen=True, slots=True)
class _Crowd:
    """People on a day. A choice stands as its place, several choices as a row of yes and no."""

    policy: Policy
    on: date
    random: np.random.Generator

    def table(self, start: int, count: int) -> pa.Table:
        examples = [parse_facts(self.policy, each.given, on=each.on) for each in self.policy.examples]
        example = self.random.integers(len(examples), size=count)
        unknown = self.random.random(count) >= KNOWN
        columns = {"person": pa.array(np.arange(start, start + count))}
        for fact in asked(self.policy):
            name = fact.name
            values = self._drawn(fact, count)
            given = np.array([name in each for each in examples])
            answers = np.array([_plain(fact, each.get(name)) for each in examples], dtype=values.dtype)
            taken = given[example] & (self.random.random(count) >= DRAWN)
            values[taken] = answers[example[taken]]
            columns[name] = _column(fact, values, unknown & (self.random.random(count) < UNKNOWN))
        return pa.table(columns)

    def _drawn(self, fact: Fact, count: int) -> np.ndarray:
        random = self.random
        match fact.type:
            case FactType.BOOLEAN:
                return random.random(count) < 0.5
            case FactType.CHOICE:
                return random.integers(len(fact.choices), size=count, dtype=np.int16)
            case FactType.CHOICES:
                return random.random((count, len(fact.choices))) < 0.1
            case FactType.DATE:
                back = np.where(random.random(count) < 0.5, _RECENT, _LIFETIME) * random.random(count)
                return np.datetime64(self.on, "D") - back.astype(np.int64)
            case _:
                return self._numbers(fact, count)

    def _numbers(self, fact: Fact, count: int) -> np.ndarray:
        """Numbers near those that the policy compares with, or else of any size."""
        near = _compared_with(self.policy, fact.name)
        if near:
            about = self.random.choice(near, count)
            drawn = np.where(
                self.random.random(count) < 0.5,
                about + self.random.integers(-1, 2, count),
                about * self.random.lognormal(0, 0.5, count),
            )
        elif fact.type is FactType.MONEY:
            drawn = 10 ** self.random.uniform(2, 10, count)
        else:
            drawn = self.random.integers(0, 60, count)
        return np.clip(drawn.astype(np.int64), int(lowest(fact)), int(highest(fact)))  # type: ignore[arg-type]


def _plain(fact: Fact, value: Value | None) -> object:
    """An answer as it stands in an array, whatever where there is none."""
    match fact.type:
        case FactType.CHOICE:
            return list(fact.choices).index(str(value)) if value in fact.choices else 0
        case FactType.CHOICES:
            return [isinstance(value, frozenset) and key in value for key in fact.choices]
        case _:
            return value or 0


def _column(fact: Fact, values: np.ndarray, unknown: np.ndarray) -> pa.Array:
    match fact.type:
        case FactType.CHOICE:
            return pa.DictionaryArray.from_arrays(pa.array(values, mask=unknown), list(fact.choices))
        case FactType.CHOICES:
            values[unknown] = False
            ends = np.concatenate([[0], values.sum(axis=1).cumsum()]).astype(np.int32)
            keys = pa.array(list(fact.choices)).take(pa.array(values.nonzero()[1]))
            return pa.ListArray.from_arrays(pa.array(ends), keys, mask=pa.array(unknown))
        case _:
            return pa.array(values, mask=unknown)


def _compared_with(policy: Policy, name: str) -> list[int]:
    """Return the numbers that a fact is compared with anywhere in the policy."""
    return [
        node.right.value
        for expression in _conditions(policy)
        for node in walk(expression.tree)
        if isinstance(node, Compare) and isinstance(node.left, Name) and isinstance(node.right, Literal)
        if node.left.name == name and isinstance(node.right.value, int)
    ]


def _conditions(policy: Policy) -> Iterator[Expression]:
    yield from (term.meaning for term in policy.terms.values())
    yield from (row.when for table in policy.tables.values() for row in table.rows)
    yield from (line.condition for incentive in policy.incentives.values() for line in incentive.lines)
