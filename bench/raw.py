"""Sends encrypted messages with plain nio, as fast as it can: what a fan-out is compared with.

``raw.py FILE ROOMS``: FILE holds the login of a :mod:`bench.stock` bot that has run. It joins in where that bot left
off, hands out its keys in so many rooms, says ``ready``, and for each number that it then reads it sends so many
messages over those rooms, 8 beside each other, and says ``done``.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from nio import AsyncClient, AsyncClientConfig, RoomSendResponse

WIDTH = 8


async def main(config: dict[str, str], store: Path, rooms: list[str]) -> None:
    client = AsyncClient(
        config["homeserver"],
        config["user_id"],
        store_path=str(store),
        config=AsyncClientConfig(store_sync_tokens=True, encryption_enabled=True),
    )
    client.restore_login(config["user_id"], config["device_id"], config["access_token"])
    await client.sync(timeout=0, full_state=True)
    width = asyncio.Semaphore(WIDTH)

    async def send(room: str, text: str) -> None:
        content = {"msgtype": "m.text", "body": text}
        async with width:
            sent = await client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
        if not isinstance(sent, RoomSendResponse):
            raise SystemExit(str(sent))

    await asyncio.gather(*(send(room, "the keys") for room in rooms))
    print("ready", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        count = int(line)
        await asyncio.gather(
            *(send(rooms[number % len(rooms)], f"How does it go? {number}") for number in range(count))
        )
        print("done", flush=True)
    await client.close()


if __name__ == "__main__":
    file = Path(sys.argv[1])
    asyncio.run(main(json.loads(file.read_text()), file.with_name("nio-store"), sys.argv[2:]))
