"""Stores the events addressed to the bot as inbox rows; ordinary chat is never stored.

Who an event is from, and whether that is verified, is decided here; what it means is for the dispatcher.
Nothing in a decrypted event changes what we believe about a room.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.conversation import asked_in_room
from bot.conversation.clean import without_reply_quote
from bot.logs import get_logger
from bot.matrix import payload, pills, threads, visible
from bot.matrix.crypto.machine import Decrypted, Machine, MissingKey
from bot.matrix.payload import Malformed
from bot.matrix.pills import Addressee
from bot.messages import Kind, Wordless
from bot.rules.flood import Verdict
from bot.rules.personal_number import holds_personal_number, without_numbers
from bot.rules.room import RoomKind
from bot.tally import Tally
from storage import flood, inbox, youth_words
from storage import personal_number as numbers
from storage import room as rooms
from storage.tables import Room

log = get_logger(__name__)

_OLDEST = 365 * 24 * 3_600_000  # milliseconds; an older age is false
_LATEST = 4_102_444_800_000  # the year 2100; later timestamps are false, and would overflow
_LONGEST_KEY = 64

#: Messages without text we read, by event type or message type. Only which of these it was is stored.
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
    **{name: what for name, what in _WORDLESS.items() if name != "m.notice"},
    **{name.replace("m.", "org.matrix.msc1767.", 1): what for name, what in _WORDLESS.items()},
    "m.voice": Wordless.VOICE,
    "m.sticker": Wordless.STICKER,
    "m.poll.start": Wordless.POLL,
    "org.matrix.msc3381.poll.start": Wordless.POLL,
    "m.message": Wordless.OTHER,
    "org.matrix.msc1767.message": Wordless.OTHER,
}
#: Degrees north and east, to about a metre; what apps write behind them is left out.
_COORDINATES = re.compile(r"geo:-?\d{1,2}(?:\.\d{1,5})?,-?\d{1,3}(?:\.\d{1,5})?", re.ASCII)
#: A message that devices send each other by themselves.
_VERIFICATION = "m.key.verification.request"


@dataclass(frozen=True, kw_only=True)
class _Event:
    """An event with its unencrypted fields checked."""

    event_id: str
    sender: str
    type: str
    content: dict[str, Any]
    sent_at: datetime
    raw: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class _Draft:
    """The kind, subject and text that an event's inbox row would have."""

    kind: Kind
    about: str | None
    body: str
    thread: str | None = None


class Inbound:
    """Turns timeline events of our rooms into inbox rows."""

    def __init__(
        self,
        machine: Machine,
        display_name: str = "",
        is_command: Callable[[str], bool] = lambda _words: False,
        tally: Tally | None = None,
    ) -> None:
        """``display_name``: the bot's name in rooms, with which people may speak to it; ``is_command``: whether
        words begin with a command; ``tally``: where what cannot be read is counted."""
        self._machine = machine
        self._name = display_name
        self._is_command = is_command
        self._tally = tally or Tally()

    def store(self, session: Session, room: Room, raw: dict[str, Any]) -> bool:
        """Store one event if it is addressed to the bot; returns whether a row was written.

        Raises:
            Malformed: the event lacks a valid id, sender, type or content.
        """
        event = _checked(raw, self._machine.clock.now())
        if event.sender == self._machine.user_id:
            return False
        if event.type == "m.room.encrypted":
            return self._store_encrypted(session, room, event, self._machine.clock.now())
        if event.type == "m.room.member":
            return self._store_member(session, room, event)
        if "state_key" in event.raw:
            return False
        draft: _Draft | None = None
        if event.type == "m.reaction":  # clients do not encrypt reactions
            draft = _reaction(event.content)
        elif event.type == "m.room.redaction":
            draft = _redaction(event)
        # m.room.message and all else: plaintext in an encrypted room is never a command
        return self._add(session, room, event, draft, None, self._machine.clock.now())

    def retry_waiting(self, session: Session, new_keys: Iterable[tuple[str, str]]) -> bool:
        """Decrypt the rows that waited for these keys, as (room, session id); returns whether a row was
        written."""
        wrote = False
        for matrix_room, session_id in set(new_keys):
            room = rooms.at(session, self._machine.account_id, matrix_room)
            if room is None:
                continue
            for row in inbox.waiting(session, self._machine.account_id, matrix_room, session_id):
                event = replace(
                    _checked(json.loads(inbox.body(session, row)), row.seen_at), sent_at=row.sent_at
                )
                seen_at = row.seen_at
                opened = self._machine.decrypt(session, matrix_room, event.raw)
                if isinstance(opened, MissingKey):
                    continue
                # It may be ordinary chat, or a repeat: only if it is addressed to us is a row written again
                session.delete(row)
                session.flush()
                if isinstance(opened, Decrypted):
                    draft = self._draft(session, room, event, opened)
                    wrote |= self._add(session, room, event, draft, opened, seen_at)
        return wrote

    def _store_encrypted(self, session: Session, room: Room, event: _Event, now: datetime) -> bool:
        opened = self._machine.decrypt(session, str(room.matrix_room), event.raw)
        if isinstance(opened, Decrypted):
            return self._add(session, room, event, self._draft(session, room, event, opened), opened, now)
        if not isinstance(opened, MissingKey):
            self._tally.undecryptable["rejected"] += 1
            log.info("event.rejected", why=opened.reason)
            return False
        self._tally.undecryptable["no_key"] += 1
        if flood.has_too_many_keyless(session, self._machine.account_id, event.sender):
            log.info("event.rejected", why="too many without a key")
            return False
        sealed = {
            name: event.raw[name] for name in ("type", "event_id", "sender", "origin_server_ts", "content")
        }
        waiting = inbox.Event(
            event_id=event.event_id,
            sender=event.sender,
            kind=Kind.TEXT,
            body=json.dumps(sealed),
            verified=False,
            session_id=opened.session_id,
            sent_at=event.sent_at,
            seen_at=now,
        )
        return inbox.add(session, room, waiting, state="waiting") is not None

    def _draft(self, session: Session, room: Room, event: _Event, opened: Decrypted) -> _Draft | None:
        """The draft of a decrypted event; whoever its text names by a link has their Matrix id there."""

        bot = Addressee(user_id=self._machine.user_id, name=self._name, is_command=self._is_command)

        def text_of(content: dict[str, Any]) -> str:
            return pills.as_said(session, room, event.sender, content, bot)

        draft = _draft_of(opened, text_of)
        if draft is None:
            return None
        if draft.thread is not None and draft.about is None:
            now = self._machine.clock.now()
            about = threads.answered(session, room, event.sender, draft.thread, draft.body, now)
            return replace(draft, about=about)
        if draft.kind is Kind.EDIT and draft.about is not None:
            return replace(draft, thread=inbox.thread_of(session, self._machine.account_id, draft.about))
        return draft

    def _store_member(self, session: Session, room: Room, event: _Event) -> bool:
        user_id = payload.matrix_id(event.raw.get("state_key"), "@")
        membership = event.content.get("membership")
        before = payload.previous_membership(event.raw)
        if membership not in ("join", "invite", "leave", "ban", "knock") or membership == before:
            return False  # only the display name or picture changed
        if membership == "leave" and event.sender == user_id:
            membership = payload.departure(
                event.content, self._machine.clock.today(), declined=before == "invite"
            )
        draft = _Draft(kind=Kind.MEMBER, about=user_id, body=membership)
        return self._add(session, room, event, draft, None, self._machine.clock.now())

    def _add(
        self,
        session: Session,
        room: Room,
        event: _Event,
        draft: _Draft | None,
        opened: Decrypted | None,
        seen_at: datetime,
    ) -> bool:
        """Write a draft to the inbox if it is addressed to the bot and within limits; returns whether it was
        written.

        If the event has a personal number, its removal from the room is queued too.
        """
        today = self._machine.clock.today()
        has_number = _has_personal_number(event, opened, today)
        if draft is not None and not has_number:
            has_number = holds_personal_number(draft.body, today)  # in the address of a link
        if has_number:
            draft = self._without_number(session, room, event, draft, seen_at)
        if draft is None:
            return False
        incoming = inbox.Event(
            event_id=event.event_id,
            sender=event.sender,
            kind=draft.kind,
            about=draft.about,
            body=draft.body,
            thread=draft.thread,
            verified=opened is not None and opened.verified,
            session_id=opened.session_id if opened else None,
            message_index=opened.message_index if opened else None,
            sent_at=event.sent_at,
            seen_at=seen_at,
        )
        addressed = asked_in_room.addressed(session, room, incoming)
        if addressed is None:
            return False
        draft = replace(draft, about=addressed.about)
        draft = self._apply_limits(session, room, event, draft, seen_at)
        if draft is None:
            return False
        row = inbox.add(
            session,
            room,
            replace(incoming, kind=draft.kind, about=draft.about, body=draft.body),
            state="done" if draft.kind is Kind.NUMBER_AGAIN and not draft.body else "new",
        )
        if row is not None and has_number and draft.kind is not Kind.NUMBER:
            numbers.put_redaction(session, room, event.event_id, now=seen_at)
        return row is not None

    def _without_number(
        self, session: Session, room: Room, event: _Event, draft: _Draft | None, seen_at: datetime
    ) -> _Draft:
        """The draft of a message with a personal number, without the number.

        The other text is kept only where a youth or guardian may be asking for help in it.
        """
        kind = numbers.kind(
            session, account_id=self._machine.account_id, sender=event.sender, seen_at=seen_at
        )
        body = ""
        if (
            draft is not None
            and draft.kind is not Kind.REACTION
            and numbers.keeps_words(session, room, event.sender, draft.kind, draft.about, draft.body)
        ):
            # "…": it had no text we read
            body = (
                "…"
                if draft.kind is Kind.UNREADABLE
                else without_numbers(draft.body, self._machine.clock.today())
            )
        about = None
        edited = draft.about if draft is not None and draft.kind is Kind.EDIT else None
        if edited is not None and inbox.was_heard(session, self._machine.account_id, edited, event.sender):
            about = edited  # that message counts no longer
        return _Draft(kind=kind, about=about, body=body)

    def _apply_limits(
        self, session: Session, room: Room, event: _Event, draft: _Draft, seen_at: datetime
    ) -> _Draft | None:
        """The draft, if its sender is within the flood limits.

        The first message over the limit becomes a row that says so; of the others nothing is stored
        (``None``), except that an edit or redaction still takes back the words it is about.
        """
        if draft.kind in (Kind.MEMBER, Kind.NUMBER) or (draft.kind is Kind.NUMBER_AGAIN and not draft.body):
            return draft
        verdict = flood.verdict(
            session,
            account_id=self._machine.account_id,
            room=room,
            sender=event.sender,
            sent_at=event.sent_at,
            seen_at=seen_at,
        )
        if verdict is Verdict.TAKE:
            return draft
        over_limit = verdict is Verdict.DROP
        log.warning("event.flood", reported_before=over_limit)
        if over_limit and draft.kind is Kind.NUMBER_AGAIN:
            return replace(draft, body="")  # the message is removed from the room all the same
        if over_limit or draft.kind not in (Kind.TEXT, Kind.EDIT, Kind.UNREADABLE, Kind.NUMBER_AGAIN):
            if draft.about is not None and draft.kind in (Kind.EDIT, Kind.REDACTION):
                youth_words.forget_message(session, draft.about, changed=False)
            return None
        keeps_text = draft.kind is not Kind.UNREADABLE and room.kind is RoomKind.PAGE
        about = draft.about if draft.kind is Kind.EDIT else None
        return _Draft(kind=Kind.FLOOD, about=about, body=draft.body if keeps_text else "")


def _checked(raw: dict[str, Any], now: datetime) -> _Event:
    """An event whose unencrypted fields are valid, received now. Raises :class:`Malformed`."""
    content = raw.get("content")
    sent = raw.get("origin_server_ts")
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
        sent_at=_sent_at(raw, sent, now),
        raw={**raw, "origin_server_ts": sent},
    )


def _sent_at(raw: dict[str, Any], sent: int, now: datetime) -> datetime:
    """When an event was sent, by the bot's clock: from its age, as the homeserver knows it; else by the sender's
    server."""
    age = payload.as_object(raw.get("unsigned")).get("age")
    if isinstance(age, int) and 0 <= age <= _OLDEST:
        return now - timedelta(milliseconds=age)
    return datetime.fromtimestamp(sent / 1000, UTC)


def _draft_of(opened: Decrypted, text_of: Callable[[dict[str, Any]], str]) -> _Draft | None:
    """The draft of a decrypted event; ``None`` for events that no person writes. ``text_of``: the text of a
    message's content."""
    if opened.type == "m.reaction":
        return _reaction(opened.content)
    if opened.type != "m.room.message":
        what = _WORDLESS_TYPES.get(opened.type)
        return None if what is None else _wordless(what)
    relation = _relation(opened.content)
    if relation.get("rel_type") == "m.replace":
        text = _text(_unquoted(opened.content.get("m.new_content")), text_of)
        about = _event_id(relation.get("event_id"))
        if about is None:
            return None
        if text is None:  # an edit that leaves no text takes the message back
            return _Draft(kind=Kind.REDACTION, about=about, body="")
        return _Draft(kind=Kind.EDIT, about=about, body=text)
    answered = payload.as_object(relation.get("m.in_reply_to"))
    about = _event_id(answered.get("event_id"))
    text = _text(opened.content if about is None else _unquoted(opened.content), text_of)
    if text is None:
        msgtype = opened.content.get("msgtype")
        if msgtype == _VERIFICATION:
            return None
        if not isinstance(msgtype, str):
            return _wordless(Wordless.OTHER)
        what = _WORDLESS.get(msgtype, Wordless.OTHER)
        return _place(opened.content) if what is Wordless.LOCATION else _wordless(what)
    thread = None
    if relation.get("rel_type") == "m.thread":
        thread = _event_id(relation.get("event_id"))
    if thread is not None and relation.get("is_falling_back") is True:
        about = None  # said in the thread, not to its latest message
    return _Draft(kind=Kind.TEXT, about=about, body=text, thread=thread)


def _place(content: dict[str, Any]) -> _Draft:
    """A shared place: its coordinates are words, nothing else of it is."""
    found = _COORDINATES.match(str(content.get("geo_uri")))
    where = "" if found is None else f" {found[0]}"
    return _Draft(kind=Kind.UNREADABLE, about=None, body=f"{Wordless.LOCATION}{where}")


def _wordless(what: Wordless) -> _Draft:
    return _Draft(kind=Kind.UNREADABLE, about=None, body=str(what))


def _reaction(content: dict[str, Any]) -> _Draft | None:
    relation = _relation(content)
    about = _event_id(relation.get("event_id"))
    key = relation.get("key")
    if relation.get("rel_type") != "m.annotation" or about is None or not isinstance(key, str):
        return None
    if not 0 < len(key) <= _LONGEST_KEY:
        return None
    return _Draft(kind=Kind.REACTION, about=about, body=key)


def _redaction(event: _Event) -> _Draft | None:
    about = _event_id(event.content.get("redacts", event.raw.get("redacts")))
    if about is None:
        return None
    return _Draft(kind=Kind.REDACTION, about=about, body="")


def _relation(content: dict[str, Any]) -> dict[str, Any]:
    return payload.as_object(content.get("m.relates_to"))


def _text(content: Any, text_of: Callable[[dict[str, Any]], str]) -> str | None:
    if (
        not isinstance(content, dict)
        or content.get("msgtype") != "m.text"
        or not isinstance(content.get("body"), str)
    ):
        return None
    return text_of(content)


def _unquoted(content: Any) -> Any:
    """The content of an answer, or of what it is changed to, without the quoted message in front of it, which
    Element Android leaves there."""
    if not isinstance(content, dict) or not isinstance(content.get("body"), str):
        return content
    return {**content, "body": without_reply_quote(content["body"])}


def _has_personal_number(event: _Event, opened: Decrypted | None, today: date) -> bool:
    """Whether a message has a personal number in its text, encrypted or not and whether or not it is for the
    bot."""
    source = event if opened is None else opened
    if source.type not in visible.KINDS:
        return False
    return any(holds_personal_number(text, today) for text in visible.words(source.content))


def _event_id(value: Any) -> str | None:
    try:
        return payload.matrix_id(value, "$")
    except Malformed:
        return None
