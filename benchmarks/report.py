"""docs/performance.md: the figures with their bounds, the curves as pictures and tables, and how to read them."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from benchmarks.figures import Figure, shown
from benchmarks.growth import Growth
from benchmarks.plots import draw
from talent.settings import ROOT

FILE = ROOT / "docs" / "performance.md"
PICTURES = FILE.with_suffix("")
PEERS = ("durable-rules", "ibis-framework", "duckdb", "zen-engine", "openfisca-core")

_HEAD = """\
# Performance

Written by `make bench` on {day}: {cores} cores, {memory} GiB, a load of {load:.1f} over the last quarter of an hour;
CPython {python}, {system}; {versions}.

Everything stands in one run on one machine, and those who are compared take turns, so that what else the machine does
meets them alike. Machines differ: read the ratios, then the bounds, then the times. Times are medians. A bound that is
missed is marked, and `make bench` then ends with an error. `make bench QUICK=1` takes two minutes instead of twenty,
counts less and writes nothing.
"""

_FOOT = """\
## What the peers do not do

All contenders get the same policy, written for each of them from the same parsed tree (`benchmarks/peers`): the same
terms, tables, rows, lines and amounts. Before anything is timed they are held to the same answers, and a difference
ends the run. What they answer beside that is not alike, and mostly less:

- **zen-engine** decides one person where everything is known; a fact that is not makes it stop with an error or counts
  as a no. Its trace says which rows matched and what came out of each expression, without a sentence, a source or the
  facts that a line read. It makes amounts with their caps, but neither instalments by day nor overlaps. It is measured
  as its Python package is fastest: compiled beforehand, a dict in and a dict out. Its trace is made whole each time;
  our reasons are read whole each time: verdict, sentence, line and source of each.
- **openfisca-core** decides many at once and knows no unknown: what is not known counts as 0, as no or as the first
  choice; nor of instalments, or of rows that contradict one another. Its system is made before the time is taken, as
  is our query. It reads its arrays and writes its answers by the fastest way we found, DuckDB in and Arrow out; reading
  and writing is a part of its time as it is of ours. Being three times as fast was asked of us and is missed: every
  condition of ours may be unknown, and in DuckDB a conjunction of columns that may be NULL takes nine times as long as
  one of columns that may not.
- **bare DuckDB** decides nothing: it reads the facts of everybody and writes a table of answers that lies ready in its
  memory. No evaluator that reads and writes files can be faster.
"""


@dataclass(frozen=True, slots=True)
class Section:
    """Figures that belong together, with what has to be known to read them."""

    title: str
    says: str
    figures: Sequence[Figure]


def write(sections: Sequence[Section], growths: Sequence[Growth], on: date) -> None:
    """Write the page and its pictures."""
    parts = [_head(on), *map(_section, sections), *map(_growth, growths), _FOOT]
    for growth in growths:
        draw(growth, PICTURES / f"{growth.name}.svg")
    FILE.write_text("\n".join(parts), encoding="utf-8")


def _head(on: date) -> str:
    return _HEAD.format(
        day=on,
        cores=os.cpu_count(),
        load=os.getloadavg()[2],
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        versions=", ".join(f"{name} {version(name)}" for name in PEERS),
    )


def _section(section: Section) -> str:
    rows = [
        (each.what, each.measured, each.bound if each.kept else f"**missed: {each.bound}**") for each in section.figures
    ]
    return f"## {section.title}\n\n{section.says}\n\n{_table(('what', 'measured', 'bound'), rows)}\n"


def _bound(figure: Figure) -> str:
    return figure.bound if figure.kept else f"**missed:** {figure.bound}"


def _growth(growth: Growth) -> str:
    numbers = sorted({number for curve in growth.curves.values() for number in curve})
    heads = (growth.number, *(f"{name}, {growth.unit}" for name in growth.curves))
    rows = [
        (f"{number:,}", *(shown(curve[number]) if number in curve else "–" for curve in growth.curves.values()))
        for number in numbers
    ]
    picture = f"![{growth.title}]({PICTURES.name}/{growth.name}.svg)"
    return f"## {growth.title}\n\n{growth.says}\n\n{picture}\n\n{_table(heads, rows)}\n"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
