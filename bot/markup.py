"""The little Markdown that texts are written in, as plain text and as HTML, each line read only once.

A source has holes, numbers between two private characters, where values go. Markdown sees the holes and never
a value. Most lines mean the same wherever they stand: they are read once while the process lives, whatever is
put into their holes and whatever lines stand around them. The few that might reach into others (see
:data:`_REACHES`) are read with the whole text they stand in.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import cache, lru_cache

from markdown_it import MarkdownIt

_HOLE = re.compile("\ue000(\\d+)\ue001")
#: Stands for a hole of a line by itself: no letter, no blank and no punctuation mark, like those around a number.
_GAP = "\ue000"

#: With one of these a line could mean something else beside other lines: links, code, tables, hard breaks,
#: headings that are underlined, and emphasis by underscores.
_REACHES = re.compile(r"[\\`\[\]|~_=]")

#: How many lines are kept. The catalogues have about half as many.
_LINES = 4096


def hole(number: int) -> str:
    """A place for the value of this number."""
    return f"\ue000{number}\ue001"


def plain(source: str, values: Sequence[str]) -> str:
    """The plain text, without the asterisks of bold text."""
    without_stars = re.sub(r"\*\*(.+?)\*\*", r"\1", source)
    return _HOLE.sub(lambda mark: values[int(mark[1])], without_stars)


def as_html(source: str, values: Sequence[str]) -> str:
    """The HTML, with values escaped. A single paragraph has no ``<p>`` around it."""
    escaped = [html.escape(value, quote=True) for value in values]
    found = _line_by_line(source, escaped)
    if found is not None:
        return found
    body = _markdown().render(source).strip()
    if body.startswith("<p>") and body.count("<p>") == 1 and body.endswith("</p>"):
        body = body[3:-4]
    return _HOLE.sub(lambda mark: escaped[int(mark[1])], body)


def _line_by_line(source: str, escaped: Sequence[str]) -> str | None:
    """The HTML put together from that of each line; None when a line has to be read with the others."""
    paragraphs = []
    for paragraph in source.split("\n\n"):
        shown = []
        for line in paragraph.split("\n"):
            words = _HOLE.split(line)
            pieces = _line(_GAP.join(words[::2]))
            if pieces is None:
                return None
            filled = [pieces[0]]
            for number, piece in zip(words[1::2], pieces[1:], strict=True):
                filled += (escaped[int(number)], piece)
            shown.append("".join(filled))
        paragraphs.append("<br />\n".join(shown))
    if len(paragraphs) == 1:
        return paragraphs[0]
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


@lru_cache(maxsize=_LINES)
def _line(source: str) -> tuple[str, ...] | None:
    """The HTML of a line between its gaps; None when the line might mean something else among others."""
    if not source or source != source.strip() or _REACHES.search(source):
        return None
    body = _markdown().render(source).strip()
    is_paragraph = body.startswith("<p>") and body.endswith("</p>") and body.count("<p>") == 1
    if not is_paragraph or "*" in body:
        return (
            None  # a list, a heading; or an asterisk that might make something bold with one in another line
        )
    return tuple(body[3:-4].split(_GAP))


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
