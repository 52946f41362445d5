"""Draws curves of what was measured, into ``bench/pictures``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

FOLDER = Path(__file__).with_name("pictures")


def curve(
    name: str,
    title: str,
    *,
    across: str,
    up: str,
    series: Mapping[str, Sequence[tuple[float, float]]],
    goal: Mapping[str, float] | None = None,
) -> str:
    """Draw each series of points as a line, and each goal as a dashed one across; returns a link to the picture.

    Sizes differ by powers of ten, so the axis across is logarithmic; the one up begins at zero, so that no difference
    looks larger than it is.
    """
    import matplotlib as mpl  # only here: single measures need no pictures

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = name  # the same points make the same file
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 3.6))
    for label, points in series.items():
        axes.plot([x for x, _ in points], [y for _, y in points], marker="o", label=label)
    for label, height in (goal or {}).items():
        axes.axhline(height, linestyle="--", color="grey", linewidth=1, label=label)
    axes.set_xscale("log")
    axes.set_ylim(bottom=0)
    sizes = sorted({x for points in series.values() for x, _ in points})
    axes.set_xticks(sizes, [f"{size:g}" for size in sizes])
    axes.minorticks_off()
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.set_title(title, fontsize=10)
    axes.grid(visible=True, linewidth=0.3)
    axes.legend(fontsize=8)
    figure.tight_layout()
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{name}.svg"
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)
    return f"![{title}](pictures/{file.name})"
