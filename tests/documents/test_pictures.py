"""Pictures of how cases stand: drawn by a program of their own, readable on a phone, in light and in dark."""

from __future__ import annotations

import io
from typing import Any

import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread

from bot.documents import drawing, pictures
from bot.errors import CannotDeliver

#: As WCAG has it for text of any size.
CONTRAST = 4.5

CASES = {
    "chart": "cases",
    "of": 40,
    "rows": [
        {"code": "K-7F2", "counts": {"done": 3, "open": 4, "stuck": 1, "late": 2}},
        {"code": "K-4MD", "counts": {"done": 0, "open": 1, "stuck": 0, "late": 0}},
    ],
}
WEEKS = {
    "chart": "weeks",
    "code": "K-7F2",
    "rows": [
        {"week": 48 + number, "counts": {"done": number, "open": 2, "stuck": 0, "late": 1}} for number in range(3)
    ],
}


@pytest.mark.parametrize("about", [CASES, WEEKS], ids=["cases", "weeks"])
def test_a_picture_has_its_size_and_its_own_ground(about: dict[str, Any]) -> None:
    drawn = imread(io.BytesIO(pictures.picture(about, "sv")))
    assert drawn.shape[:2] == (pictures.SIZE[1], pictures.SIZE[0])
    assert tuple(drawn[20, 500]) == (1, 1, 1, 1), "nothing of a dark client shines through"
    done = to_rgb(drawing._FILLS["done"][0])
    assert (abs(drawn[:, :, :3] - done).max(axis=2) < 0.01).sum() > 1000


def luminance(colour: str) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_all_letters_can_be_told_from_what_they_stand_on() -> None:
    assert contrast(drawing._INK, drawing._GROUND) >= CONTRAST
    for ground, _, ink in drawing._FILLS.values():
        assert contrast(ground, ink) >= CONTRAST, ground


def test_parts_that_are_alike_in_grey_have_patterns() -> None:
    """Who sees no colours tells those with light numbers apart by the pattern, and so those with dark ones."""
    looks = [(pattern, ink) for _, pattern, ink in drawing._FILLS.values()]
    assert len(set(looks)) == len(looks)


def test_letters_are_large_enough_for_a_phone() -> None:
    assert drawing._SMALL >= 24


def test_what_cannot_be_drawn_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_DRAWING", pictures._DRAWING.with_name("there_is_none.py"))
    with pytest.raises(CannotDeliver):
        pictures.picture(CASES, "sv")
