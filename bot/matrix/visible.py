"""The text that clients show of an event, encrypted or not, and the links in it.

Much of it is not addressed to the bot, but any of it may contain a personal number.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

#: Event types with text written by their sender, under their stable and their earlier names. No state events.
KINDS = (
    "m.room.message",
    "m.reaction",
    "m.sticker",
    *(
        f"{prefix}{kind}"
        for prefix in ("m.poll.", "org.matrix.msc3381.poll.")
        for kind in ("start", "response", "end")
    ),
    *(
        f"m.{kind}"
        for kind in ("message", "emote", "file", "image", "video", "audio", "voice", "location", "beacon")
    ),
    *(f"org.matrix.msc1767.{kind}" for kind in ("message", "emote", "file", "image", "video", "audio")),
    "org.matrix.msc3672.beacon",
)
#: Fields of a content that hold text; ids, addresses and keys are not shown.
_WORDS = frozenset(
    {
        "body",
        "formatted_body",
        "filename",
        "name",
        "caption",
        "description",
        "geo_uri",
        "uri",
        "key",  # of a reaction
        "shortcode",
        "m.text",
        "m.html",
        "org.matrix.msc1767.text",
        "org.matrix.msc1767.html",
        "og:title",
        "og:description",
    }
)
#: Characters read of one event: no event may be larger.
_LARGEST = 65_536

_BLOCKS = re.compile(
    r"p|div|br|hr|li|ul|ol|h[1-6]|blockquote|pre|table|thead|tbody|tr|th|td|details|summary|mx-reply",
    re.IGNORECASE,
)
#: The parts of HTML that a browser does not show: comments, and tags with their quoted attributes. Each match
#: ends at the latest with the text, and the quantifiers are possessive, so nothing is read twice.
_MARKUP = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|</?(?P<name>[a-z][^\s/>]*+)"
    r"(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)?)?)*+(?:>|\Z)"
    r"|<[!?/][^>]*+(?:>|\Z)",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
_BLANKS = re.compile(r"\s++")
#: One attribute of a tag, with its value in one of the three ways to write it.
_ATTRIBUTE = re.compile(
    r"([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"?|'([^']*+)'?|([^\s>\"'][^\s>]*+)))?", re.ASCII
)
#: A numeric character reference. One with many digits is no character, and Python refuses to convert it.
_NUMERIC = re.compile(r"&#([0-9]++);?")


def words(content: Any) -> Iterator[str]:
    """Every text in a content, however deep (an edit's new text, a poll's answers); HTML also as a browser
    shows it."""
    inside: list[tuple[str, Any]] = [("", content)]
    left = _LARGEST
    while inside and left > 0:
        name, value = inside.pop()
        if isinstance(value, dict):
            inside.extend(reversed(value.items()))
        elif isinstance(value, list):
            inside.extend((name, one) for one in reversed(value))
        elif isinstance(value, str) and name in _WORDS:
            text = value[:left]
            left -= len(text)
            yield text
            if "<" in text or "&" in text:
                yield _rendered(text)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A piece of shown text; ``target``: where it leads, if it is a link."""

    text: str
    target: str | None = None


def pieces(source: str) -> list[Piece]:
    """The text of a piece of HTML as a browser shows it, its links told apart. A quoted message that it answers
    is left out."""
    found: list[Piece] = []
    text: list[str] = []
    target: str | None = None
    quoting = False
    at = 0

    def end_piece() -> None:
        shown = _plain("".join(text))
        if shown:
            found.append(Piece(text=shown, target=target))
        text.clear()

    for markup in _MARKUP.finditer(source):
        if not quoting:
            text.append(_in_one_line(source[at : markup.start()]))
        at = markup.end()
        name = (markup["name"] or "").lower()
        is_end = markup[0].startswith("</")
        if name == "mx-reply":
            quoting = not is_end
        elif name == "a" and not quoting:
            end_piece()  # a link within a link ends the outer one, as in a browser
            target = None if is_end else _href(markup[0])
        elif not quoting:
            text.append(_break_of(markup))
    if not quoting:
        text.append(_in_one_line(source[at:]))
    end_piece()
    return found


def _href(tag: str) -> str | None:
    """Where the tag of a link leads; a browser takes the first of several."""
    for name, double, single, bare in _ATTRIBUTE.findall(tag, 2):
        if name.lower() == "href":
            return _plain(double or single or bare)
    return None


def _in_one_line(source: str) -> str:
    return source.replace("\n", " ").replace("\r", " ")


def _plain(source: str) -> str:
    """Text with its character references resolved."""
    return html.unescape(_NUMERIC.sub(_short_reference, source))


def _rendered(source: str) -> str:
    """The text of a piece of HTML, with each block element on lines of its own."""
    without_markup = _MARKUP.sub(_break_of, source)
    text = _plain(without_markup)
    return _BLANKS.sub(lambda blanks: "\n" if "\n" in blanks[0] else " ", text)


def _break_of(markup: re.Match[str]) -> str:
    """A line break for a block element's tag, nothing for other markup."""
    return "\n" if _BLOCKS.fullmatch(markup["name"] or "") else ""


def _short_reference(reference: re.Match[str]) -> str:
    """A numeric character reference without leading zeros; the replacement character if it has too many
    digits."""
    digits = reference[1].lstrip("0")
    if 0 < len(digits) < 8:
        return f"&#{digits};"
    return "\ufffd"
