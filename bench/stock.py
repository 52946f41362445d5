"""The bot to compare with: a stock matrix-nio echo bot, as its examples write it (sync_forever, SqliteStore).

``!burst COUNT WIDTH`` has it send so many messages over its rooms by itself, so many beside each other, while it goes
on echoing.
"""

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

    bursts: set[asyncio.Task[None]] = set()

    async def say(room_id: str, text: str) -> None:
        content = {"msgtype": "m.text", "body": text}
        await client.room_send(room_id, "m.room.message", content, ignore_unverified_devices=True)

    async def burst(count: int, width: int) -> None:
        free = asyncio.Semaphore(width)
        rooms = list(client.rooms)

        async def send(number: int) -> None:
            async with free:
                await say(rooms[number % len(rooms)], f"How does it go? {number}")

        await asyncio.gather(*(send(number) for number in range(count)))

    async def echo(room: MatrixRoom, event: RoomMessageText) -> None:
        if event.sender == client.user_id:
            return
        if event.body.startswith("!burst "):
            count, width = map(int, event.body.split()[1:])
            task = asyncio.create_task(burst(count, width))
            bursts.add(task)
            task.add_done_callback(bursts.discard)
        else:
            await say(room.room_id, f"echo: {event.body}")

    client.add_event_callback(echo, RoomMessageText)
    await client.sync_forever(timeout=30_000, full_state=True)


if __name__ == "__main__":
    file = Path(sys.argv[1])
    folder = file.with_name("nio-store")
    folder.mkdir(exist_ok=True)
    asyncio.run(main(json.loads(file.read_text()), folder, file.write_text))
