"""A bot as matrix-nio's examples make one: ``sync_forever``, ``room_send``, ``SqliteStore``, a callback that answers.

``python -m tests.attacks.stock_bot URL USER PASSWORD FOLDER``. It joins where it is invited and answers whatever begins
with ``!``: ``!makt`` with whether the room's power levels let the asker command, ``!ut`` by putting somebody out.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from nio import (
    AsyncClient,
    AsyncClientConfig,
    InviteMemberEvent,
    LoginResponse,
    MatrixRoom,
    RoomMessageText,
)

DEVICE = "STOCKBOT"


async def main(url: str, user_id: str, password: str, folder: Path) -> None:
    """Run until something raises."""
    client = AsyncClient(
        url,
        user_id,
        device_id=DEVICE,
        store_path=str(folder),
        config=AsyncClientConfig(store_sync_tokens=True, encryption_enabled=True),
    )
    kept = folder / "login.json"
    if kept.exists():
        client.restore_login(user_id, DEVICE, json.loads(kept.read_text())["access_token"])
    else:
        answer = await client.login(password, device_name="stock")
        assert isinstance(answer, LoginResponse), answer
        kept.write_text(json.dumps({"access_token": answer.access_token}))

    async def invited(room: MatrixRoom, event: Any) -> None:
        if event.state_key == user_id:
            await client.join(room.room_id)

    async def heard(room: MatrixRoom, event: Any) -> None:
        if event.sender == user_id or not event.body.startswith("!"):
            return
        said = f"svar: {event.body}"
        if event.body.startswith("!makt"):
            said = f"svar: {'ja' if room.power_levels.get_user_level(event.sender) >= 50 else 'nej'} {event.body}"
        if event.body.startswith("!ut "):
            await client.room_kick(room.room_id, event.body.split()[1])
        await client.room_send(
            room.room_id, "m.room.message", {"msgtype": "m.text", "body": said}, ignore_unverified_devices=True
        )

    client.add_event_callback(invited, InviteMemberEvent)
    client.add_event_callback(heard, RoomMessageText)
    await client.sync_forever(timeout=30_000, full_state=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4])))
