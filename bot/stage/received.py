"""An event as somebody's client received it, and its line in a play's transcript."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.matrix import listener
from bot.stage.stagehand import Line

_FILES = ("m.file", "m.image", "m.audio", "m.video", "m.location", "m.emote")


@dataclass(frozen=True, kw_only=True)
class ReceivedEvent:
    """An event as somebody's client has it. Own messages count as decrypted, because the client remembers
    them."""

    room: str
    event_id: str
    sender: str
    type: str
    body: str  # of an edit: the new text; of a reaction: the emoji
    html: str | None
    msgtype: str | None
    relates_to: dict[str, Any]
    mentions: dict[str, Any]
    encrypted: bool
    decrypted: bool  # or never encrypted
    verified: bool  # from a device its owner vouches for
    session_id: str | None


def received_event(event: listener.SeenEvent, said: dict[str, Any] | None) -> ReceivedEvent:
    """The event of a client's sync. ``said``: the content of a message of its own, which it cannot
    decrypt."""
    content = said or event.content
    relates_to = _dict(content.get("m.relates_to"))
    if event.type == "m.room.redaction":
        relates_to = {"event_id": content.get("redacts")}
    new_content = content.get("m.new_content")
    shown = new_content if isinstance(new_content, dict) else content
    html = shown.get("formatted_body")
    body = relates_to.get("key", "") if event.type == "m.reaction" else shown.get("body", "")
    return ReceivedEvent(
        room=event.matrix_room,
        event_id=event.event_id,
        sender=event.sender,
        type="m.room.message" if said else event.type,
        body=str(body),
        html=html if isinstance(html, str) else None,
        msgtype=shown.get("msgtype"),
        relates_to=relates_to,
        mentions=_dict(content.get("m.mentions")),
        encrypted=event.encrypted,
        decrypted=event.readable or said is not None,
        verified=event.verified or said is not None,
        session_id=event.raw["content"].get("session_id") if event.encrypted else None,
    )


def line_of(received: ReceivedEvent, place: str, who: str) -> Line | None:
    """The transcript's line for a readable event; None for members, settings and the like."""
    about = received.relates_to.get("event_id")
    if received.type == "m.reaction":
        return Line(
            id=received.event_id, place=place, who=who, kind="reaction", text=received.body, about=about
        )
    if received.type == "m.room.redaction":
        return Line(id=received.event_id, place=place, who=who, kind="redaction", text="", about=about)
    if received.type != "m.room.message":
        return None
    if received.relates_to.get("rel_type") == "m.replace":
        return Line(id=received.event_id, place=place, who=who, kind="edit", text=received.body, about=about)
    kind: Literal["text", "file"] = "file" if received.msgtype in _FILES else "text"
    thread = about if received.relates_to.get("rel_type") == "m.thread" else None
    return Line(
        id=received.event_id,
        place=place,
        who=who,
        kind=kind,
        text=received.body,
        thread=thread,
        quiet=received.msgtype == "m.notice",
    )


def _dict(value: Any) -> dict[str, Any]:
    """A part of an event's content, or nothing when it is no object."""
    return value if isinstance(value, dict) else {}
