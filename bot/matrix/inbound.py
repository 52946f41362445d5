"""What people write becomes inbox rows, if it is addressed to the bot; ordinary chat is never stored.

Who a message is from, and whether that is proven, is settled here; what it means is for the dispatcher. Nothing a
decrypted event says changes what we believe about a room.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.logs import get_logger
from bot.matrix import payload, visible
from bot.matrix.crypto.machine import Decrypted, Machine, MissingKey
from bot.matrix.payload import Malformed
from bot.messages import Kind, Wordless
from bot.rules.personal_number import holds_personal_number, without_numbers
from bot.rules.room import RoomKind
from storage import flood, inbox, youth_words
from storage import personal_number as numbers
from storage import room as rooms
from storage.tables import Room

log = get_logger(__name__)

_LATEST = 4_102_444_800_000  # the year 2100: later is a lie, and would overflow
_LONGEST_KEY = 64

#: What has no words we read, by its type or message type. Nothing of it is taken in but which of these it is.
_WORDLESS = {
    "m.audio": Wordless.VOICE,
    "m.image": Wordless.IMAGE,
    "m.video": Wordless.VIDEO,
    "m.file": Wordless.FILE,
    "m.location": Wordless.LOCATION,
    "m.emote": Wordless.EMOTE,
    "m.notice": Wordless.NOTICE,
}
_WORDLESS_TYPES = {
    **{sort: what for sort, what in _WORDLESS.items() if sort != "m.notice"},
    **{sort.replace("m.", "org.matrix.msc1767.", 1): what for sort, what in _WORDLESS.items()},
    "m.voice": Wordless.VOICE,
    "m.sticker": Wordless.STICKER,
    "m.poll.start": Wordless.POLL,
    "org.matrix.msc3381.poll.start": Wordless.POLL,
    "m.message": Wordless.OTHER,
    "org.matrix.msc1767.message": Wordless.OTHER,
}
#: Devices talking with each other, which nobody wrote.
_VERIFICATION = "m.key.verification.request"


@dataclass(frozen=True, kw_only=True)
class _Event:
    """The outside of an event, checked."""

    event_id: str
    sender: str
    type: str
    content: dict[str, Any]
    sent_at: datetime
    raw: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What an event wants."""

    kind: Kind
    about: str | None
    body: str


class Inbound:
    """Turns timeline events of our rooms into inbox rows."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def take(self, session: Session, room: Room, raw: dict[str, Any]) -> bool:
        """Take in one event; returns whether a row was written.

        Raises:
            Malformed: not an event we can do anything with.
        """
        event = _outside(raw)
        if event.sender == self._machine.user_id:
            return False
        if event.type == "m.room.encrypted":
            return self._encrypted(session, room, event, self._machine.clock.now())
        if event.type == "m.room.member":
            return self._member(session, room, event)
        if "state_key" in event.raw:
            return False
        said: _Said | None = None
        if event.type == "m.reaction":  # clients do not encrypt reactions
            said = _reaction(event.content)
        elif event.type == "m.room.redaction":
            said = _redaction(event)
        # m.room.message and all else: plaintext in an encrypted room is never for us, whatever it says
        return self._add(session, room, event, said, None, self._machine.clock.now())

    def arrived(self, session: Session, places: Iterable[tuple[str, str]]) -> bool:
        """Keys came, for (room, session id): retry what waited for them. Returns whether a row became readable."""
        wrote = False
        for matrix_room, session_id in set(places):
            room = rooms.at(session, self._machine.account_id, matrix_room)
            if room is None:
                continue
            for row in inbox.waiting(session, self._machine.account_id, matrix_room, session_id):
                event, seen_at = _outside(json.loads(inbox.body(session, row))), row.seen_at
                opened = self._machine.decrypt(session, matrix_room, event.raw)
                if isinstance(opened, MissingKey):
                    continue
                # It may be ordinary chat, or a repeat: only what is addressed to us comes back as a row
                session.delete(row)
                session.flush()
                if isinstance(opened, Decrypted):
                    wrote |= self._add(session, room, event, _meaning(opened), opened, seen_at)
        return wrote

    def _encrypted(self, session: Session, room: Room, event: _Event, now: datetime) -> bool:
        opened = self._machine.decrypt(session, str(room.matrix_room), event.raw)
        if isinstance(opened, Decrypted):
            return self._add(session, room, event, _meaning(opened), opened, now)
        if not isinstance(opened, MissingKey):
            log.info("event.rejected", why=opened.reason)
            return False
        if flood.has_too_many_keyless(session, self._machine.account_id, event.sender):
            log.info("event.rejected", why="too many without a key")
            return False
        kept = {name: event.raw[name] for name in ("type", "event_id", "sender", "origin_server_ts", "content")}
        waiting = inbox.Event(
            event_id=event.event_id,
            sender=event.sender,
            kind=Kind.TEXT,
            body=json.dumps(kept),
            verified=False,
            session_id=opened.session_id,
            sent_at=event.sent_at,
            seen_at=now,
        )
        return inbox.add(session, room, waiting, state="waiting") is not None

    def _member(self, session: Session, room: Room, event: _Event) -> bool:
        user_id = payload.matrix_id(event.raw.get("state_key"), "@")
        membership = event.content.get("membership")
        before = payload.before(event.raw)
        if membership not in ("join", "invite", "leave", "ban", "knock") or membership == before:
            return False  # a new display name is no news
        if membership == "leave" and event.sender == user_id:
            membership = payload.parting(event.content, declined=before == "invite")
        said = _Said(kind=Kind.MEMBER, about=user_id, body=membership)
        return self._add(session, room, event, said, None, self._machine.clock.now())

    def _add(
        self,
        session: Session,
        room: Room,
        event: _Event,
        said: _Said | None,
        opened: Decrypted | None,
        seen_at: datetime,
    ) -> bool:
        numbered = _holds_number(event, opened)
        if numbered:
            said = self._without_number(session, room, event, said, seen_at)
        if said is None:
            return False
        came = inbox.Event(
            event_id=event.event_id,
            sender=event.sender,
            kind=said.kind,
            about=said.about,
            body=said.body,
            verified=opened is not None and opened.verified,
            session_id=opened.session_id if opened else None,
            message_index=opened.message_index if opened else None,
            sent_at=event.sent_at,
            seen_at=seen_at,
        )
        if not inbox.is_addressed(session, room, came):
            return False
        said = self._within_limits(session, room, event, said, seen_at)
        if said is None:
            return False
        row = inbox.add(
            session,
            room,
            replace(came, kind=said.kind, about=said.about, body=said.body),
            state="done" if said.kind is Kind.NUMBER_AGAIN and not said.body else "new",
        )
        if row is not None and numbered and said.kind is not Kind.NUMBER:
            numbers.put_redaction(session, room, event.event_id, now=seen_at)
        return row is not None

    def _without_number(
        self, session: Session, room: Room, event: _Event, said: _Said | None, seen_at: datetime
    ) -> _Said:
        """A message with a personal number, without it. Words are kept only where a youth or guardian may have cried
        for help with it."""
        kind = numbers.kind(session, account_id=self._machine.account_id, sender=event.sender, seen_at=seen_at)
        body = ""
        if said is not None and said.kind is not Kind.REACTION and room.kind is RoomKind.PAGE:
            body = "…" if said.kind is Kind.UNREADABLE else without_numbers(said.body)
        about = None
        if said is not None and said.kind is Kind.EDIT and said.about is not None:
            theirs = inbox.was_heard(session, self._machine.account_id, said.about, event.sender)
            about = said.about if theirs else None  # what it changes does not stand any more
        return _Said(kind=kind, about=about, body=body)

    def _within_limits(
        self, session: Session, room: Room, event: _Event, said: _Said, seen_at: datetime
    ) -> _Said | None:
        """What was said, if its sender has not said too much; the first that is too much becomes a row that says so."""
        if said.kind in (Kind.MEMBER, Kind.NUMBER) or (said.kind is Kind.NUMBER_AGAIN and not said.body):
            return said
        verdict = flood.verdict(
            session,
            account_id=self._machine.account_id,
            room=room,
            sender=event.sender,
            sent_at=event.sent_at,
            seen_at=seen_at,
        )
        if verdict is flood.Verdict.TAKE:
            return said
        log.warning("event.flood", told=verdict is flood.Verdict.DROP)
        if verdict is flood.Verdict.DROP and said.kind is Kind.NUMBER_AGAIN:
            return replace(said, body="")  # taken away all the same
        if verdict is flood.Verdict.DROP or said.kind not in (Kind.TEXT, Kind.EDIT, Kind.UNREADABLE, Kind.NUMBER_AGAIN):
            if said.about is not None and said.kind in (Kind.EDIT, Kind.REDACTION):
                youth_words.forget_message(session, said.about, changed=False)  # that much is done at once
            return None
        worded = said.kind is not Kind.UNREADABLE and room.kind is RoomKind.PAGE
        about = said.about if said.kind is Kind.EDIT else None
        return _Said(kind=Kind.FLOOD, about=about, body=said.body if worded else "")


def _outside(raw: dict[str, Any]) -> _Event:
    content, sent = raw.get("content"), raw.get("origin_server_ts")
    if not isinstance(content, dict) or not isinstance(raw.get("type"), str):
        raise Malformed("no event")
    if not isinstance(sent, int) or not 0 <= sent <= _LATEST:
        sent = 0
    payload.check(content)
    return _Event(
        event_id=payload.matrix_id(raw.get("event_id"), "$"),
        sender=payload.matrix_id(raw.get("sender"), "@"),
        type=raw["type"],
        content=content,
        sent_at=datetime.fromtimestamp(sent / 1000, UTC),
        raw={**raw, "origin_server_ts": sent},
    )


def _meaning(opened: Decrypted) -> _Said | None:
    """What a decrypted event wants; ``None`` for what nobody says to anybody."""
    if opened.type == "m.reaction":
        return _reaction(opened.content)
    if opened.type != "m.room.message":
        return _wordless(_WORDLESS_TYPES[opened.type]) if opened.type in _WORDLESS_TYPES else None
    relation = _relation(opened.content)
    if relation.get("rel_type") == "m.replace":
        text = _text(opened.content.get("m.new_content"))
        about = _event_id(relation.get("event_id"))
        if about is None:
            return None
        # Words changed into something without words are words taken back
        return _Said(kind=Kind.REDACTION if text is None else Kind.EDIT, about=about, body=text or "")
    text = _text(opened.content)
    if text is None:
        sort = opened.content.get("msgtype")
        known = _WORDLESS.get(sort, Wordless.OTHER) if isinstance(sort, str) else Wordless.OTHER
        return None if sort == _VERIFICATION else _wordless(known)
    answered = relation.get("m.in_reply_to")
    about = _event_id(answered.get("event_id")) if isinstance(answered, dict) else None
    if about is not None:
        text = _without_quote(text)
    if relation.get("rel_type") == "m.thread" and (about is None or relation.get("is_falling_back") is True):
        about = _event_id(relation.get("event_id"))  # said to the thread, not to its latest message
    return _Said(kind=Kind.TEXT, about=about, body=text)


def _wordless(what: Wordless) -> _Said:
    return _Said(kind=Kind.UNREADABLE, about=None, body=str(what))


def _reaction(content: dict[str, Any]) -> _Said | None:
    relation = _relation(content)
    about, key = _event_id(relation.get("event_id")), relation.get("key")
    if relation.get("rel_type") != "m.annotation" or about is None or not isinstance(key, str):
        return None
    return _Said(kind=Kind.REACTION, about=about, body=key) if 0 < len(key) <= _LONGEST_KEY else None


def _redaction(event: _Event) -> _Said | None:
    about = _event_id(event.content.get("redacts", event.raw.get("redacts")))
    return None if about is None else _Said(kind=Kind.REDACTION, about=about, body="")


def _relation(content: dict[str, Any]) -> dict[str, Any]:
    relation = content.get("m.relates_to")
    return relation if isinstance(relation, dict) else {}


def _text(content: Any) -> str | None:
    if not isinstance(content, dict) or content.get("msgtype") != "m.text" or not isinstance(content.get("body"), str):
        return None
    return str(content["body"])


def _without_quote(text: str) -> str:
    """Older clients put the quoted message in front of the answer."""
    if not text.startswith(("> <", "> * <")):
        return text
    lines = text.split("\n")
    while lines and lines[0].startswith(">"):
        del lines[0]
    return "\n".join(lines[1:] if lines and not lines[0].strip() else lines)


def _holds_number(event: _Event, opened: Decrypted | None) -> bool:
    """Whether a message, encrypted or not and whomever it is for, holds a personal number."""
    kind, content = (event.type, event.content) if opened is None else (opened.type, opened.content)
    return kind in visible.KINDS and any(holds_personal_number(text) for text in visible.words(content))


def _event_id(value: Any) -> str | None:
    try:
        return payload.matrix_id(value, "$")
    except Malformed:
        return None
