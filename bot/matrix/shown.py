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
_BLOCKS = "p|div|br|hr|li|ul|ol|h[1-6]|blockquote|pre|table|thead|tbody|tr|th|td|details|summary|mx-reply"
_NEW_LINE = re.compile(rf"</?(?:{_BLOCKS})(?![a-z0-9])[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<!--.*?-->|</?[a-z][^>]*>", re.IGNORECASE | re.DOTALL)


def words(content: Any, name: str = "") -> Iterator[str]:
    """Every text in a content, however deep (an edit's new words, a poll's answers); HTML also as it is read."""
    if isinstance(content, dict):
        for inner_name, inner in content.items():
            yield from words(inner, inner_name)
    elif isinstance(content, list):
        for inner in content:
            yield from words(inner, name)
    elif isinstance(content, str) and name in _WORDS:
        yield content
        if "<" in content or "&" in content:
            yield html.unescape(_TAG.sub("", _NEW_LINE.sub("\n", content)))
