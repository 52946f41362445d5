"""What tests ask of an embedded person's client, and wait for."""

from __future__ import annotations

from bot.stage.people import Person
from bot.stage.received import ReceivedEvent
from storage import keys


def can_read(person: Person, room: str, session_id: str) -> bool:
    """Whether this device holds the key of somebody else's room session."""
    with person.client.db.unit() as session:
        return bool(keys.megolm_sessions(session, person.client.account_id, room, session_id))


async def wait_event(person: Person, event_id: str) -> ReceivedEvent:
    """An event, readable or not, once it has come."""
    return await person.until(lambda: person.event(event_id), "got the event")


async def wait_joined(person: Person, room: str, *, timeout: float = 20) -> None:  # noqa: ASYNC109 - the error says what
    """Until this client is in a room."""
    await person.until(lambda: room in person.rooms, "joined the room", timeout)
