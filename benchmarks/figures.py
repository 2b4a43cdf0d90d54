"""What a benchmark measures, the bound it is held to, and how contenders are timed side by side."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TypeVar

Case = TypeVar("Case")


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured. under, at_least: the bound it must keep, where there is one. none: it must be nought."""

    what: str
    value: float
    unit: str
    under: float | None = None
    at_least: float | None = None
    none: bool = False

    @property
    def kept(self) -> bool:
        """Whether the bound is kept."""
        if self.none:
            return self.value == 0
        if self.under is not None:
            return self.value < self.under
        return self.at_least is None or self.value >= self.at_least

    @property
    def measured(self) -> str:
        """The value with its unit, in as many digits as mean something."""
        return f"{shown(self.value)} {self.unit}"

    @property
    def bound(self) -> str:
        """The bound with its unit, or a dash."""
        if self.none:
            return "none"
        if self.under is not None:
            return f"under {shown(self.under)} {self.unit}"
        return "–" if self.at_least is None else f"{shown(self.at_least)} {self.unit} or more"


def print_figures(figures: Iterable[Figure]) -> None:
    """Print each on a line with its bound."""
    for figure in figures:
        print(
            f"{figure.what:90} {figure.measured:>14}   {figure.bound}{'' if figure.kept else '   MISSED'}", flush=True
        )


def shown(value: float) -> str:
    """Write a number with three digits that count, and whole thousands in full: 0.123, 45.6, 1,234."""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def medians(
    contenders: Mapping[str, Callable[[Case], object]], cases: Sequence[Case], *, rounds: int
) -> dict[str, float]:
    """Return per contender the median seconds of one case.

    Every contender takes all cases in every round, so that what else the machine does meets them alike. The first
    round warms up and is not counted.
    """
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for round_ in range(rounds + 1):
        for name, decide in contenders.items():
            taken = list(_timed(decide, cases))
            times[name] += taken if round_ else []
    return {name: median(taken) for name, taken in times.items()}


def _timed(decide: Callable[[Case], object], cases: Iterable[Case]) -> Iterable[float]:
    for case in cases:
        start = perf_counter()
        decide(case)
        yield perf_counter() - start
