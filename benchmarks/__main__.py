"""Run every benchmark, print the figures and write docs/performance.md. Ends with 1 when a bound is missed."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks import agreement, decision, growth, letter, memory, pages, population, reading, report, threads
from benchmarks.figures import print_figures
from benchmarks.report import Section


def main() -> int:
    """Measure, print, write; return 1 when a bound is missed."""
    quick = "--quick" in sys.argv
    sections = []
    for section in _sections(quick):
        print(f"\n{section.title}", flush=True)
        print_figures(section.figures)
        sections.append(section)
    if not quick:
        report.write(sections, [growth.with_rows(), growth.with_people()], datetime.now(UTC).date())
    return 0 if all(figure.kept for section in sections for figure in section.figures) else 1


def _sections(quick: bool) -> Iterator[Section]:
    less = 10 if quick else 1
    yield Section(
        "One decision",
        "The examples of the default policy, each decided again and again. A decision comes with a reason for every "
        "row and line that decided it; every one is read.",
        decision.figures(decision.ROUNDS // less),
    )
    yield Section(
        "Many people",
        "People made up near the default policy's examples and boundaries, everything known of four in five. Each "
        "contender runs in a process of its own.",
        population.figures(population.COUNT // less),
    )
    yield Section(
        "At once and for long",
        "One engine serves all threads of a process. Memory is what the operating system says that the process holds.",
        [*threads.figures(threads.COUNT // less), *memory.figures(memory.COUNT // less)],
    )
    yield Section(
        "Agreement",
        "Policies and people made up at random, much of them unknown; durable-rules, the closures and Ibis must say "
        "the same of everybody: tables, verdicts, amounts, instalments and every row and line.",
        agreement.figures(agreement.COUNT // less),
    )
    yield Section(
        "Reading a policy",
        "From text to a policy with every check made, in a process that has read nothing before.",
        reading.figures(),
    )
    yield Section(
        "Pages and letters",
        "Pages in process with the demo data on SQLite, signed in where needed; letters in both languages as PDF.",
        [*pages.figures(), *letter.figures()],
    )


if __name__ == "__main__":
    sys.exit(main())
