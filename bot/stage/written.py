"""The content of a message as an app sends it, with links to the people it names."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote


def written(text: str, pills: Mapping[str, str]) -> dict[str, Any]:
    """The content of a message. ``pills``: words of it that are links to accounts, by Matrix id.

    As Element does, the body has the words alone, and the HTML says where they lead.
    """
    content: dict[str, Any] = {"msgtype": "m.text", "body": text, "m.mentions": {}}
    if not pills:
        return content
    source = escape(text, quote=False)
    for words, user_id in pills.items():
        shown = escape(words, quote=False)
        source = source.replace(
            shown, f'<a href="https://matrix.to/#/{quote(user_id, safe="@:")}">{shown}</a>', 1
        )
    content["m.mentions"] = {"user_ids": sorted(set(pills.values()))}
    content["format"] = "org.matrix.custom.html"
    content["formatted_body"] = source
    return content
