"""Growth as pictures in celadon and ink: SVG with text as text, both axes with their units, both logarithmic."""

from math import ceil, floor, log10
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.growth import BARE, IBIS, Growth

PAPER, INK, CELADON, WARM, STONE = "#faf9f5", "#1d2b36", "#17594a", "#b4552d", "#6b7a80"
#: Ours in celadon, peers in a warm tone, what only reads and writes in stone.
_STYLES = {
    "durable-rules": {"color": CELADON, "marker": "o", "linewidth": 2.4},
    "closures": {"color": CELADON, "marker": "o", "linestyle": "--", "markerfacecolor": PAPER},
    IBIS: {"color": CELADON, "marker": "o", "linewidth": 2.4},
    BARE: {"color": STONE, "marker": "D", "linestyle": ":"},
}
_PEER = {"color": WARM, "marker": "s"}
_LOOK = {
    "svg.fonttype": "none",
    "svg.hashsalt": "performance",
    "font.family": "sans-serif",
    "font.size": 11,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.facecolor": PAPER,
    "figure.facecolor": PAPER,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": "#dcdcd2",
}


def draw(growth: Growth, path: Path) -> None:
    """Draw the curves of one growth."""
    with mpl.rc_context(_LOOK):
        figure = Figure(figsize=(7.2, 4.4), layout="constrained")
        axes = figure.subplots()
        for name, curve in growth.curves.items():
            axes.loglog(list(curve), list(curve.values()), label=name, **_STYLES.get(name, _PEER))
        times = [time for curve in growth.curves.values() for time in curve.values()]
        decades = (10 ** floor(log10(min(times))), 10 ** ceil(log10(max(times))))
        axes.set(xlabel=growth.number, ylabel=f"time in {growth.unit}", ylim=decades)
        axes.set_title(growth.title, pad=12)
        axes.set_xticks(sorted({number for curve in growth.curves.values() for number in curve}))
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.yaxis.set_major_formatter("{x:,g}")
        axes.minorticks_off()
        axes.grid(visible=True)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False)
        path.parent.mkdir(exist_ok=True)
        figure.savefig(path, metadata={"Date": None, "Creator": None})
