"""Run every benchmark, print the figures and write them to docs/performance.md. Ends with 1 when a bound is missed."""

import os
import platform
import sys
from datetime import UTC, datetime

from benchmarks import decision, letter, pages
from talent.settings import ROOT

BOUNDS = {
    "decision_engine_us": ("µs", 1000),
    "decision_closures_us": ("µs", None),
    "read_policy_ms": ("ms", None),
    "letter as PDF (median)": ("ms", 150),
    "page, the slowest (median)": ("ms", 30),
    "served process, resident": ("MB", 300),
}

NAMES = {
    "decision_engine_us": "decision with all reasons, durable-rules (median)",
    "decision_closures_us": "decision with all reasons, closures (median)",
    "read_policy_ms": "reading and checking the default policy",
}


def main() -> int:
    """Measure, print, write; return 1 when a bound is missed."""
    figures = {**decision.figures(), **letter.figures(), **pages.figures()}
    lines = ["| what | measured | bound |", "|---|---|---|"]
    missed = 0
    for name, value in figures.items():
        unit, bound = BOUNDS.get(name, ("ms", 30 if name.startswith("page") else None))
        missed += bound is not None and value > bound
        shown = NAMES.get(name, name)
        lines.append(f"| {shown} | {value:.1f} {unit} | {f'under {bound} {unit}' if bound else '–'} |")
    table = "\n".join(lines)
    print(table)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    head = (
        f"# Performance\n\nWritten by `make bench` on {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores, "
        f"{memory} GiB, CPython {platform.python_version()}, {platform.system()} {platform.machine()}. "
        "Machines are noisy: read the ratios.\n"
        "Pages are measured in process with the demo data on SQLite, signed in where needed, median of 20 visits.\n\n"
    )
    (ROOT / "docs" / "performance.md").write_text(head + table + "\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
