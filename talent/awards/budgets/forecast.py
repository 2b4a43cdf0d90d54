"""What is to be paid in which month, as figures and as a chart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from rules.calendar import add_months
from talent.applications.models import Application
from talent.awards.models import Instalment, InstalmentState
from talent.awards.payments import selection
from talent.database import db
from talent.pilots.models import Pilot

#: How many months are shown one by one.
MONTHS = 12
#: The size of the chart, its margins, and how many lines it has, in its own units.
WIDE, HIGH, LEFT, BOTTOM, TOP, LINES = 760, 280, 92, 34, 16, 4


@dataclass
class Month:
    """One month. fen, count: what falls due and is not paid; held, late: of it, what is under review and overdue."""

    first: date
    fen: int = 0
    count: int = 0
    held: int = 0
    late: int = 0
    #: All that falls due until the end of the month.
    so_far: int = 0


@dataclass
class Forecast:
    """The months ahead, this one with all that is overdue; later: what falls due after them."""

    months: list[Month]
    later: Month
    bars: list["Bar"] = field(default_factory=list)
    lines: list["Line"] = field(default_factory=list)

    @property
    def fen(self) -> int:
        """All that is still to be paid."""
        return self.later.so_far


@dataclass(frozen=True)
class Bar:
    """A month of the chart, in its units. late: how much of its height, from below, is overdue."""

    month: Month
    x: float
    y: float
    width: float
    height: float
    late: float


@dataclass(frozen=True)
class Line:
    """A level of the chart: how high, and what it stands for."""

    y: float
    fen: int


def forecast(pilot: Pilot | None, today: date) -> Forecast:
    """Return what is still to be paid by month. pilot: of one community, or None for all."""
    query = selection.joined(
        select(Instalment.due_on, Instalment.review_since.is_not(None), func.sum(Instalment.fen), func.count())
    ).where(Instalment.state == InstalmentState.DUE)
    if pilot is not None:
        query = query.where(Application.pilot_id == pilot.id)
    this = today.replace(day=1)
    months = [Month(add_months(this, ahead)) for ahead in range(MONTHS)]
    later = Month(add_months(this, MONTHS))
    for due_on, held, fen, count in db.session.execute(
        query.group_by(Instalment.due_on, Instalment.review_since.is_not(None))
    ):
        place = max(0, (due_on.year - this.year) * 12 + due_on.month - this.month)
        month = months[place] if place < MONTHS else later
        month.fen, month.count = month.fen + int(fen), month.count + count
        month.held += int(fen) if held else 0
        month.late += int(fen) if due_on < today else 0
    so_far = 0
    for month in [*months, later]:
        so_far += month.fen
        month.so_far = so_far
    return _drawn(Forecast(months, later))


def _drawn(found: Forecast) -> Forecast:
    """Add the chart."""
    top = _round_up(max(month.fen for month in found.months))
    height, width = HIGH - BOTTOM - TOP, (WIDE - LEFT) / MONTHS
    for place, month in enumerate(found.months):
        high = round(height * month.fen / top, 1)
        late = round(height * month.late / top, 1)
        x = LEFT + place * width + width * 0.15
        found.bars.append(Bar(month, round(x, 1), round(HIGH - BOTTOM - high, 1), round(width * 0.7, 1), high, late))
    for step in range(LINES + 1):
        found.lines.append(Line(round(HIGH - BOTTOM - height * step / LINES, 1), top * step // LINES))
    return found


def _round_up(fen: int) -> int:
    """Return the next round amount that a scale of four lines can end with, 400 yuan at least."""
    step = 10_000
    for factor in _factors():
        if fen <= step * factor * LINES:
            return step * factor * LINES
    raise ValueError(fen)


def _factors() -> Sequence[int]:
    return [base * 10**power for power in range(14) for base in (1, 2, 5)]
