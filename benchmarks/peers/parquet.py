"""People from a Parquet file to arrays, and answers in arrays to another, as fast as we know how."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.peers.arrays import Array
from rules.policy import Fact, FactType


def read_arrays(asked: Iterable[Fact], source: Path) -> dict[str, Array]:
    """Read `person` and facts as arrays; what is not known counts as 0, no, the first choice or 1970-01-01."""
    columns = ["person", *(column for fact in asked for column in _selected(fact))]
    arrays = duckdb.read_parquet(str(source)).project(", ".join(columns)).fetchnumpy()
    return {name: _plain(array) for name, array in arrays.items()}


def _selected(fact: Fact) -> list[str]:
    name = fact.name
    match fact.type:
        case FactType.CHOICE:
            return [f"coalesce(list_position({list(fact.choices)}, {name}) - 1, 0)::SMALLINT AS {name}"]
        case FactType.CHOICES:
            return [f"coalesce(list_contains({name}, '{key}'), false) AS {name}_{key}" for key in fact.choices]
        case FactType.DATE:
            return [f"coalesce({name}, DATE '1970-01-01') AS {name}"]
        case FactType.BOOLEAN:
            return [f"coalesce({name}, false) AS {name}"]
        case _:
            return [f"coalesce({name}, 0) AS {name}"]


def _plain(array: Array) -> Array:
    array = np.ma.getdata(array)
    return array.astype("datetime64[D]") if array.dtype.kind == "M" else array


def write_arrays(target: Path, results: Mapping[str, Array], choices: Mapping[str, tuple[str, ...]]) -> None:
    """Write answers as columns; choices, which stand as places, by key."""
    columns = {
        name: pa.DictionaryArray.from_arrays(array, list(choices[name])) if name in choices else array
        for name, array in results.items()
    }
    pq.write_table(pa.table(columns), target)
