"""The pictures of the bot and of each kind of room, drawn for it.

They are shapes without meaning: whoever sees a list of rooms, a list of members or a lock screen over somebody's
shoulder learns nothing. No letters, no faces, no colours or signs of an authority.

The drawings are the ``svg`` files. The ``png`` files beside them are what clients show: 256 by 256 pixels, made with
``chromium --headless --no-sandbox --hide-scrollbars --window-size=256,256 --screenshot=case.png case.svg``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources

#: The picture of the bot itself; those of rooms are named by the kind of room.
BOT = "bot"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture as clients show it. ``digest``: of its bytes, in hexadecimal."""

    png: bytes
    digest: str


@cache
def picture(name: str) -> Picture | None:
    """The picture of that name; None where there is none."""
    file = resources.files(__name__) / f"{name}.png"
    if not file.is_file():
        return None
    png = file.read_bytes()
    return Picture(png=png, digest=hashlib.sha256(png).hexdigest())
