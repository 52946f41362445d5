"""What the bot keeps in its own account on the homeserver, by kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.matrix.http import Http, MatrixError


async def fetch(http: Http, user_id: str, kind: str) -> dict[str, Any]:
    """What is kept under a kind; empty when there is nothing."""
    try:
        return await http.call("GET", ("user", user_id, "account_data", kind))
    except MatrixError as error:
        if error.status != 404:
            raise
        return {}


async def put(http: Http, user_id: str, kind: str, content: Mapping[str, Any]) -> None:
    """Keep something under a kind, in place of what was there."""
    await http.call("PUT", ("user", user_id, "account_data", kind), content)
