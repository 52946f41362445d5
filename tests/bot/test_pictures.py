"""The pictures of the bot and its rooms: shapes that tell nothing, there for every kind of room, small."""

from __future__ import annotations

import struct
from importlib import resources
from xml.etree import ElementTree

import pytest

from bot.pictures import BOT, picture
from bot.rules.room import RoomKind

NAMES = sorted({BOT, *RoomKind} - {RoomKind.OLD})

#: What a drawing may be made of: no words, no pictures from elsewhere.
SHAPES = {"svg", "rect", "circle"}


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_room_has_a_picture_and_the_drawing_it_was_made_from(name: str) -> None:
    drawn = picture(name)
    assert drawn is not None
    assert drawn.png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", drawn.png[16:24]) == (256, 256)
    assert len(drawn.png) < 4096
    assert b"tEXt" not in drawn.png
    drawing = ElementTree.fromstring((resources.files("bot.pictures") / f"{name}.svg").read_bytes())
    assert {element.tag.rpartition("}")[2] for element in drawing.iter()} <= SHAPES
    assert all(not (element.text or "").strip() for element in drawing.iter())


def test_no_two_are_the_same() -> None:
    digests = [drawn.digest for drawn in map(picture, NAMES) if drawn is not None]
    assert len(digests) == len(set(digests)) == 6


def test_a_room_that_is_given_up_has_none() -> None:
    assert picture(RoomKind.OLD) is None
