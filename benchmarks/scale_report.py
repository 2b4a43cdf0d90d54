"""The table of what was measured with many cases."""

import os
import platform
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import psutil

from benchmarks.scale_growing import WHOLE_EVERY
from talent.demo.bulk.manner import DETAILS
from talent.settings import ROOT

if TYPE_CHECKING:
    from benchmarks.scale import Measured

PAGE = ROOT / "docs" / "performance-scale.md"
#: A page: median milliseconds at the larger size, and how many times that of the smaller.
BOUND_MS, BOUND_RATIO = 50, 2
RUN_SECONDS, RUN_MEGABYTES, SQLITE_SECONDS = 60, 500, 180


def print_all(measured: "Measured") -> None:
    """Print the table."""
    print("\n".join(_table(measured)), flush=True)


def write(measured: "Measured") -> None:
    """Write docs/performance-scale.md."""
    few = measured.sizes[0]
    machine = f"{os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB"
    load, size = os.getloadavg()[2], measured.megabytes / 1000
    took = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in measured.steps.items())
    lines = [
        "# Performance with many cases",
        "",
        f"Written by `make bench-scale` on {datetime.now(UTC).date()}: {machine}, a load of {load:.1f} over the",
        f"last quarter of an hour; CPython {platform.python_version()}, {platform.system()} {platform.machine()};",
        "PostgreSQL as the tests bring it, with its own settings. Pages are asked for in process, one after the other;",
        "times are medians of up to 30 visits.",
        "",
        f"Cases are copies of what the operations made, each of another person. The first {few:,} are whole; of the",
        f"others, which take the database to {size:.1f} GB, one in {WHOLE_EVERY} is: the rest have",
        f"no entries in the audit record and no rows in {', '.join(f'`{name}`' for name in sorted(DETAILS))}.",
        "A case page is that of a whole case, the same at both sizes.",
        "",
        *_table(measured),
        "",
        f"A page is held to {BOUND_MS} ms and to {BOUND_RATIO} times its time with {few:,} cases.",
        "",
        f"What the measuring took: {took}.",
        +", ".join(f"{name} {seconds:.0f} s" for name, seconds in measured.steps.items()) + ".",
    ]
    PAGE.write_text("\n".join(lines) + "\n")


def _table(measured: "Measured") -> list[str]:
    few, many = measured.sizes
    lines = [f"| what | {few:,} cases | {many:,} cases | ratio | |", "| --- | ---: | ---: | ---: | --- |"]
    for name, large in measured.pages[many].items():
        small = measured.pages[few][name]
        kept = _word(large < BOUND_MS and large <= BOUND_RATIO * small)
        lines.append(f"| {name} | {small:.1f} ms | {large:.1f} ms | {large / small:.2f} | {kept} |")
    run, sqlite = measured.run, measured.steps["SQLite"]
    for name, figure, kept in (
        (
            f"a payment run of {run['count']:,.0f} instalments, begun to exported (under {RUN_SECONDS} s)",
            f"{run['seconds']:.1f} s",
            run["seconds"] < RUN_SECONDS,
        ),
        (
            f"the most memory its process held (under {RUN_MEGABYTES} MB)",
            f"{run['megabytes']:.0f} MB",
            run["megabytes"] < RUN_MEGABYTES,
        ),
        (
            f"`flask demo load --applications {measured.on_sqlite}` on SQLite (under {SQLITE_SECONDS} s)",
            f"{sqlite:.0f} s",
            sqlite < SQLITE_SECONDS,
        ),
    ):
        lines.append(f"| {name} | | {figure} | | {_word(kept)} |")
    return lines


def _word(kept: bool) -> str:
    return "kept" if kept else "**missed**"
