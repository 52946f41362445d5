"""The little markup that texts are written in, as plain text and as HTML.

A text has ``**bold**`` words and, between backticks, what somebody can write to the bot. A line may be an item of
a list. All else means itself. A source has holes, numbers between two private characters, where values go: what a
person wrote is never read as markup.

The plain twin, which notifications and lock screens show, has the words alone. Only the HTML has no-break spaces:
what is searched for or copied from the plain text has the spaces that people type.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

_HOLE = re.compile("\ue000(\\d+)\ue001")

#: Begins a line that is an item of a list, or one of the choices of a question, which are numbered from 1.
ITEM = "\ue002"
CHOICE = "\ue003"

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CODE = re.compile(r"`([^`]+)`")

_MONTHS = (
    "jan|feb|mars|apr|maj|juni|juli|aug|sep|okt|nov|dec|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept|Oct|Nov|Dec"
)
_BEFORE_NUMBERS = "kl|v\\.|nr|week|[Uu]ppgift|[Mm]öte|[Ss]idorum|[Tt]ask|[Mm]eeting|room"
_AFTER_NUMBERS = f"{_MONTHS}|min|h|dag|dagar|år|days?|years?"

#: The spaces at which no line should end: inside numbers and dates, and between a number and what it counts.
_TIED = re.compile(
    rf"(?<=\d) (?=\d)|(?<=[\d\ue001]) (?=(?:{_AFTER_NUMBERS})\b)|\b({_BEFORE_NUMBERS}) (?=[\d\ue000])"
)


def hole(number: int) -> str:
    """A place for the value of this number."""
    return f"\ue000{number}\ue001"


def first_hole(source: str) -> int | None:
    """The number of the hole that a source begins with, if it begins with one."""
    found = _HOLE.match(source)
    return None if found is None else int(found[1])


def plain(source: str, values: Sequence[str]) -> str:
    """The plain text: items on lines of their own, the choices of a question on one."""
    shown = []
    for mark, group in _blocks(source):
        words = [_CODE.sub(r"\1", _BOLD.sub(r"\1", line)) for line in group]
        if mark == CHOICE:
            shown.append(" · ".join(f"{number} {line}" for number, line in enumerate(words, 1)))
        else:
            shown += words
    return _HOLE.sub(lambda place: values[int(place[1])], "\n".join(shown))


def as_html(source: str, values: Sequence[str]) -> str:
    """The HTML, with values escaped. Paragraphs are marked as such only where there are several."""
    paragraphs = [_paragraph(paragraph) for paragraph in source.split("\n\n")]
    whole = paragraphs[0] if len(paragraphs) == 1 else "\n".join(f"<p>{each}</p>" for each in paragraphs)
    escaped = [_tied(html.escape(value)) for value in values]
    return _HOLE.sub(lambda place: escaped[int(place[1])], whole)


def _paragraph(source: str) -> str:
    shown = []
    for mark, group in _blocks(source):
        words = [_line(line) for line in group]
        if mark:
            tag = "ol" if mark == CHOICE else "ul"
            shown.append(f"<{tag}>{''.join(f'<li>{line}</li>' for line in words)}</{tag}>")
        else:
            shown.append("<br />\n".join(words))
    return "\n".join(shown)


def _line(source: str) -> str:
    """The HTML of one line, with its holes."""
    pieces = _CODE.split(html.escape(source))
    pieces[::2] = [_tied(piece) for piece in pieces[::2]]
    pieces[1::2] = [f"<code>{piece}</code>" for piece in pieces[1::2]]
    return _BOLD.sub(r"<strong>\1</strong>", "".join(pieces))


def _tied(text: str) -> str:
    """A text with no-break spaces where a line should not end."""
    return _TIED.sub(lambda place: f"{place[1] or ''}\u00a0", text)


def _blocks(source: str) -> Iterator[tuple[str, list[str]]]:
    """The lines of a source, those of one list together, each without its mark; with the mark, or ""."""
    for mark, group in groupby(
        source.split("\n"), lambda line: line[:1] if line[:1] in (ITEM, CHOICE) else ""
    ):
        yield mark, [line.removeprefix(mark) for line in group]
