"""The bot to compare with: a stock matrix-nio echo bot, as its examples write it (sync_forever, SqliteStore)."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path

from nio import AsyncClient, AsyncClientConfig, MatrixRoom, RoomMessageText


async def main(config: dict[str, str], store: Path, keep: Callable[[str], object]) -> None:
    client = AsyncClient(
        config["homeserver"],
        config["user_id"],
        store_path=str(store),
        config=AsyncClientConfig(store_sync_tokens=True, encryption_enabled=True),
    )
    if "access_token" in config:
        client.restore_login(config["user_id"], config["device_id"], config["access_token"])
    else:
        answer = await client.login(config["password"], device_name="stock")
        config |= {"device_id": answer.device_id, "access_token": answer.access_token}
        keep(json.dumps(config))

    async def echo(room: MatrixRoom, event: RoomMessageText) -> None:
        if event.sender != client.user_id:
            content = {"msgtype": "m.text", "body": f"echo: {event.body}"}
            await client.room_send(room.room_id, "m.room.message", content, ignore_unverified_devices=True)

    client.add_event_callback(echo, RoomMessageText)
    await client.sync_forever(timeout=30_000, full_state=True)


if __name__ == "__main__":
    file = Path(sys.argv[1])
    folder = file.with_name("nio-store")
    folder.mkdir(exist_ok=True)
    asyncio.run(main(json.loads(file.read_text()), folder, file.write_text))
