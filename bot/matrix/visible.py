"""What people's clients show of an event, encrypted or not: the kinds that have words, and the words themselves.

Much of it is never for the bot; but a personal number may stand in any of it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

#: Kinds of events with words of their writer, by their stable and their earlier names. No state.
KINDS = (
    "m.room.message",
    "m.reaction",
    "m.sticker",
    *(f"{prefix}{kind}" for prefix in ("m.poll.", "org.matrix.msc3381.poll.") for kind in ("start", "response", "end")),
    *(f"m.{kind}" for kind in ("message", "emote", "file", "image", "video", "audio", "voice", "location", "beacon")),
    *(f"org.matrix.msc1767.{kind}" for kind in ("message", "emote", "file", "image", "video", "audio")),
    "org.matrix.msc3672.beacon",
)
#: Where words stand in a content; ids, addresses and keys beside them are nothing to read.
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
#: As much of one event is looked at: no event may be larger.
_LARGEST = 65_536

_BLOCKS = re.compile(
    r"p|div|br|hr|li|ul|ol|h[1-6]|blockquote|pre|table|thead|tbody|tr|th|td|details|summary|mx-reply", re.IGNORECASE
)
#: What a client does not show of HTML, as a browser reads it: comments, and tags with whatever stands in the quotes of
#: their attributes. Each begins once and ends at the latest with the text, so nothing is read twice.
_UNSEEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|</?(?P<name>[a-z][^\s/>]*+)"
    r"(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)?)?)*+(?:>|\Z)"
    r"|<[!?/][^>]*+(?:>|\Z)",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
_BLANKS = re.compile(r"\s++")
#: A sign by its number; one of many digits is none, and Python would not even read it.
_NUMBERED = re.compile(r"&#([0-9]++);?")


def words(content: Any) -> Iterator[str]:
    """Every text in a content, however deep (an edit's new words, a poll's answers); HTML also as it is read."""
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
                yield _as_read(text)


def _as_read(source: str) -> str:
    """The words of a piece of HTML, what stands in blocks on lines of its own."""
    text = html.unescape(_NUMBERED.sub(_sign, _UNSEEN.sub(_seen, source)))
    return _BLANKS.sub(lambda blanks: "\n" if "\n" in blanks[0] else " ", text)


def _seen(tag: re.Match[str]) -> str:
    return "\n" if _BLOCKS.fullmatch(tag["name"] or "") else ""


def _sign(numbered: re.Match[str]) -> str:
    digits = numbered[1].lstrip("0")
    return f"&#{digits};" if 0 < len(digits) < 8 else "\ufffd"
