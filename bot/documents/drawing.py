"""Draws one picture: run as a program of its own, which reads what to draw as JSON and writes a PNG.

The library takes some sixty megabytes, which the bot would else keep for months. So it stands at the top here, nothing
of the bot is imported, and the bot imports nothing of this. See :mod:`bot.documents.pictures`.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

#: Pixels for each inch; sizes below are in pixels.
_DPI = 100
#: The smallest letters, so that they can be read on a phone, where the picture is half as wide.
_SMALL, _LARGE = 26, 34
#: A number stands in a part that is at least so many pixels wide, and high.
_ROOM_WIDE, _ROOM_HIGH = 30, 30

#: So many bars, and so many tasks in one, there is room for: a single one does not fill the picture.
_FEWEST = 5

#: The picture brings its own ground, which reads the same in a light and in a dark client.
_GROUND, _INK, _LINE = "#ffffff", "#1a1a1a", "#8a8a8a"

#: How each part is filled: its colour, its pattern, and the colour of its number. Who sees no colours tells them
#: apart by the pattern and by their order, which is that of the legend.
_FILLS: Mapping[str, tuple[str, str, str]] = {
    "done": ("#1b6e3c", "", "#ffffff"),
    "open": ("#cfe0f5", "", _INK),
    "stuck": ("#f2b84b", "..", _INK),
    "late": ("#a4243b", "//", "#ffffff"),
}

_Row = Mapping[str, Any]


def draw(what: Mapping[str, Any]) -> bytes:
    """A PNG of rows with their counts: lying bars for cases, standing ones for weeks."""
    rcParams["hatch.linewidth"] = 1.2
    rcParams["hatch.color"] = "#00000055"
    width, height = what["size"]
    figure = Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI, facecolor=_GROUND)
    figure.patch.set_edgecolor(_LINE)
    figure.patch.set_linewidth(4)
    axes = figure.add_axes((0.17, 0.15, 0.79, 0.70) if what["lying"] else (0.04, 0.20, 0.92, 0.66))
    axes.set_facecolor(_GROUND)
    figure.text(0.03, 0.93, what["title"], fontsize=_points(_LARGE), color=_INK, va="center", weight="bold")
    _bars(axes, what["rows"], lying=what["lying"])
    handles = [
        Patch(facecolor=_FILLS[part][0], hatch=_FILLS[part][1], edgecolor=_INK, label=label)
        for part, label in what["parts"]
    ]
    figure.legend(
        handles=handles,
        loc="lower center",
        ncols=len(handles),
        fontsize=_points(_SMALL),
        frameon=False,
        labelcolor=_INK,
        bbox_to_anchor=(0.5, 0.005),
        handlelength=1.2,
        handletextpad=0.4,
        columnspacing=1.2,
    )
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=_DPI, facecolor=_GROUND, edgecolor=_LINE)
    return drawn.getvalue()


def _bars(axes: Axes, rows: Sequence[_Row], *, lying: bool) -> None:
    places = list(range(len(rows)))
    most = max([_FEWEST, *(sum(row["counts"].values()) for row in rows)])
    begins = [0] * len(rows)
    for part, (colour, pattern, ink) in _FILLS.items():
        counts = [row["counts"].get(part, 0) for row in rows]
        bar = axes.barh if lying else axes.bar
        sizes = {"height": 0.72} if lying else {"width": 0.72}
        look = {"color": colour, "hatch": pattern, "edgecolor": _INK, "linewidth": 1}
        bar(places, counts, **{"left" if lying else "bottom": begins}, **sizes, **look)  # type: ignore[arg-type]
        for place, count in zip(places, counts, strict=True):
            if count:
                _number(axes, place, begins[place], count, most, len(rows), (colour, ink), lying=lying)
        begins = [begin + count for begin, count in zip(begins, counts, strict=True)]
    labels = [row["label"] for row in rows]
    axes.tick_params(length=0, colors=_INK, labelsize=_points(_SMALL))
    if lying:
        axes.set_yticks(places, labels)
        axes.set_xticks([])
        axes.invert_yaxis()
        axes.set_xlim(0, most)
        axes.set_ylim(max(len(rows), _FEWEST) - 0.5, -0.5)
    else:
        axes.set_xticks(places, labels)
        axes.set_yticks([])
        axes.set_ylim(0, most)
        axes.set_xlim(-0.5, max(len(rows), _FEWEST) - 0.5)
    for side in ("top", "right", "bottom" if lying else "left"):
        axes.spines[side].set_visible(False)
    axes.spines["left" if lying else "bottom"].set_color(_LINE)


def _number(
    axes: Axes,
    place: int,
    begin: int,
    count: int,
    most: int,
    rows: int,
    colours: tuple[str, str],
    *,
    lying: bool,
) -> None:
    """The number in a part, where there is room for it; the words below the picture have all of them."""
    box = axes.get_position()
    whole = axes.figure.bbox
    width, height = whole.width, whole.height
    long = (width * box.width if lying else height * box.height) * count / most
    broad = (height * box.height if lying else width * box.width) * 0.72 / max(rows, _FEWEST)
    if long < (_ROOM_WIDE if lying else _ROOM_HIGH) or broad < _ROOM_HIGH:
        return
    middle = begin + count / 2
    ground, ink = colours
    axes.text(
        middle if lying else place,
        place if lying else middle,
        str(count),
        ha="center",
        va="center",
        color=ink,
        fontsize=_points(_SMALL),
        weight="bold",
        bbox={"facecolor": ground, "edgecolor": "none", "pad": 1.5},
    )


def _points(pixels: float) -> float:
    return pixels * 72 / _DPI


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(json.load(sys.stdin)))
