"""What somebody's client has: an event, opened or not, and how it reads in a play's transcript."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.matrix import listener
from bot.stage.stagehand import Line

_FILES = ("m.file", "m.image", "m.audio", "m.video", "m.location", "m.emote")


@dataclass(frozen=True, kw_only=True)
class Heard:
    """An event as somebody's client has it. Own messages count as decrypted: the client remembers what it said."""

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


def heard_as(event: listener.Heard, said: dict[str, Any] | None) -> Heard:
    """An event as a client has it. ``said``: our own words, which nobody can decrypt for us."""
    content = said or event.content
    relation, shown, mentions = (content.get(key) for key in ("m.relates_to", "m.new_content", "m.mentions"))
    relates_to = relation if isinstance(relation, dict) else {}
    if event.type == "m.room.redaction":
        relates_to = {"event_id": content.get("redacts")}
    shown = shown if isinstance(shown, dict) else content
    html = shown.get("formatted_body")
    return Heard(
        room=event.matrix_room,
        event_id=event.event_id,
        sender=event.sender,
        type="m.room.message" if said else event.type,
        body=str(relates_to.get("key", "") if event.type == "m.reaction" else shown.get("body", "")),
        html=html if isinstance(html, str) else None,
        msgtype=shown.get("msgtype"),
        relates_to=relates_to,
        mentions=mentions if isinstance(mentions, dict) else {},
        encrypted=event.encrypted,
        decrypted=event.readable or said is not None,
        verified=event.verified or said is not None,
        session_id=event.raw["content"].get("session_id") if event.encrypted else None,
    )


def line_of(heard: Heard, place: str, who: str) -> Line | None:
    """A readable event as a line of the transcript; ``None`` for what is not said (members, settings)."""
    about = heard.relates_to.get("event_id")
    if heard.type == "m.reaction":
        return Line(id=heard.event_id, place=place, who=who, kind="reaction", text=heard.body, about=about)
    if heard.type == "m.room.redaction":
        return Line(id=heard.event_id, place=place, who=who, kind="redaction", text="", about=about)
    if heard.type != "m.room.message":
        return None
    if heard.relates_to.get("rel_type") == "m.replace":
        return Line(id=heard.event_id, place=place, who=who, kind="edit", text=heard.body, about=about)
    kind: Literal["text", "file"] = "file" if heard.msgtype in _FILES else "text"
    return Line(id=heard.event_id, place=place, who=who, kind=kind, text=heard.body)
