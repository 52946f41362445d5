"""Pictures of how cases stand, drawn by a program that lives as long as its picture (:mod:`bot.documents.drawing`)."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from bot.errors import CannotDeliver
from bot.i18n import Language, T, Text, say
from bot.logs import get_logger

log = get_logger(__name__)

#: Width and height in pixels.
SIZE: Final = (1000, 700)

#: So many seconds a picture may take; one takes about two, and the first one five.
_LONGEST = 120

_DRAWING = Path(__file__).with_name("drawing.py")

_PARTS: Mapping[str, str] = {
    "done": "picture.done",
    "open": "picture.open",
    "stuck": "picture.stuck",
    "late": "picture.late",
}


def picture(about: Mapping[str, Any], language: Language) -> bytes:
    """A PNG of how many tasks are done, open, stuck and late, by case or by week.

    ``about``: which ``chart`` (``cases`` or ``weeks``), of how many cases those that are shown are the most urgent
    (``of``) or the ``code`` of the one case it is about, and ``rows``, each with the code or the number of its week and
    its ``counts``. Raises :class:`CannotDeliver` when it
    cannot be drawn: what it shows stands in words above it.
    """
    used = [part for part in _PARTS if any(row["counts"].get(part) for row in about["rows"])]
    what = {
        "size": SIZE,
        "lying": about["chart"] == "cases",
        "title": say(_title(about), language),
        "rows": [{"label": say(_label(row), language), "counts": row["counts"]} for row in about["rows"]],
        "parts": [(part, say(T(_PARTS[part]), language)) for part in used],
    }
    # Nothing of the bot's surroundings goes along: neither its secrets nor what they say to Python
    surroundings = {"MPLCONFIGDIR": _fonts().name, "MPLBACKEND": "Agg"}
    try:
        done = subprocess.run(  # noqa: S603 - a file of ours
            [sys.executable, "-I", str(_DRAWING)],
            input=json.dumps(what).encode(),
            capture_output=True,
            timeout=_LONGEST,
            env=surroundings,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.error("pictures.not_drawn", error=type(error).__name__)
        raise CannotDeliver("the picture cannot be drawn") from error
    return done.stdout


@cache
def _fonts() -> tempfile.TemporaryDirectory[str]:
    """Where the library keeps which fonts it has found, until the bot ends."""
    return tempfile.TemporaryDirectory(prefix="sigbot-fonts-")


def _title(about: Mapping[str, Any]) -> Text:
    if about["chart"] == "weeks":
        return T("picture.weeks_of", code=about["code"])
    shown = len(about["rows"])
    if shown < about["of"]:
        return T("picture.some_cases", shown=shown, whole=about["of"])
    return T("picture.cases")


def _label(row: Mapping[str, Any]) -> Text:
    if "week" in row:
        return T("picture.week", week=row["week"])
    return T("picture.code", code=row["code"])
