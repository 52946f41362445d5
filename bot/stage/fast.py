"""Plays a conversation without Matrix, in milliseconds: the whole application on a real database.

Only the homeserver is faked. Rooms are names, people join when they are invited, and those can read a message
with whom the application would have shared its keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import MovableClock
from bot.conversation import asked_in_room
from bot.conversation.clean import without_reply_quote
from bot.conversation.table import Table
from bot.core import ACCOUNT, Core
from bot.matrix import sync, threads
from bot.matrix.pills import Addressee, as_said
from bot.messages import Delivered, Kind
from bot.rules.personal_number import holds_personal_number, without_numbers
from bot.stage import cast
from bot.stage.account import Accounts, PublishedAccount
from bot.stage.stagehand import BOT, AccountChange, Line, StageError
from bot.stage.steps import Script
from bot.stage.written import written
from storage import dialects, inbox, personal_number, room
from storage import member as members
from storage.blank import create_tables
from storage.body import (
    AttachBody,
    EditBody,
    InviteBody,
    LeaveBody,
    OpenBody,
    ReactBody,
    RedactBody,
    RemoveBody,
    SayBody,
    SeedBody,
    UnseedBody,
)
from storage.db import Database
from storage.outbox import Item
from storage.room import RoomView
from storage.sealed import Vault
from storage.tables import Room

SERVER = "stage"

LineKind = Literal["text", "edit", "reaction", "file", "redaction"]
_NOTED: dict[Kind, LineKind] = {
    Kind.TEXT: "text",
    Kind.REACTION: "reaction",
    Kind.EDIT: "edit",
    Kind.REDACTION: "redaction",
    Kind.UNREADABLE: "file",
}


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What there is of a play outside the bot's database.

    ``lines`` are what was said so far, with the devices that can read each in ``readers``; ``next_number`` is
    that of the next event.
    """

    lines: Sequence[Line]
    readers: Mapping[str, frozenset[tuple[str, str]]]
    accounts: Sequence[PublishedAccount]
    next_number: int


class FastStage:
    """Plays one script. ``database`` is the URL of an empty one; without it SQLite in ``folder``. ``vault``:
    with these master keys, instead of new ones.

    With ``surroundings`` a play goes on that was broken off earlier: ``database`` and ``vault`` are those it
    had.
    """

    def __init__(
        self,
        script: Script,
        table: Table,
        folder: Path,
        database: str | None = None,
        *,
        vault: Vault | None = None,
        surroundings: Surroundings | None = None,
    ) -> None:
        self._script = script
        self._table = table
        self._folder = folder
        self._database = database or f"sqlite:///{folder / 'play.db'}"
        self._vault = vault or Vault.fresh()
        self._clock = MovableClock(folder / "clock")
        self._clock.start_at(script.start)
        self._joined: dict[str, set[str]] = {}
        #: What is written while the bot is away, which it gets when it is back; None while it is there
        self._missed: list[Callable[[], None]] | None = None
        self._alone = ExitStack()
        if surroundings is None:
            self._begin()
        else:
            self._go_on(surroundings)

    def _begin(self) -> None:
        self._lines: list[Line] = []
        self._readers: dict[str, frozenset[tuple[str, str]]] = {}
        self._accounts = Accounts(
            PublishedAccount(self.matrix_id(actor.handle), signed=actor.matrix == "signed")
            for actor in self._script.people.values()
            if actor.matrix != "none"
        )
        self._next_number = 1
        self._core = self._build(is_new=True)
        self._core.prepare()
        cast.add_known(self._core, self._script, SERVER)

    def _go_on(self, surroundings: Surroundings) -> None:
        self._lines = list(surroundings.lines)
        self._readers = dict(surroundings.readers)
        self._accounts = Accounts(surroundings.accounts)
        self._next_number = surroundings.next_number
        self._core = self._build()
        with self._core.db.read() as session:
            for where in room.rows(session):
                if where.matrix_room is not None:
                    self._joined[where.matrix_room] = set(members.joined(session, where.matrix_room))
        self._core.prepare()

    def surroundings(self) -> Surroundings:
        """What there is outside the database by now."""
        return Surroundings(
            lines=tuple(self._lines),
            readers=dict(self._readers),
            accounts=self._accounts.all(),
            next_number=self._next_number,
        )

    def _number(self) -> int:
        """Of the next event."""
        number = self._next_number
        self._next_number += 1
        return number

    def _build(self, *, is_new: bool = False) -> Core:
        db = Database(self._database, self._vault)
        dialects.spare_disk(db.engine)
        if is_new:
            create_tables(db.engine)
        self._alone.enter_context(db.alone())  # as the bot is, so that it keeps its memory between units
        return Core(cast.settings(self._script, folder=self._folder), db, self._clock, self._table)

    def close(self) -> None:
        """Close the database."""
        self._alone.close()
        self._core.db.close()

    # ------------------------------------------------------------------------------------------ the play's side

    async def settle(self) -> None:
        """Let the bot work until it has nothing left to do now."""
        if self._missed is not None:
            return
        worker = self._core.worker(self._deliver)
        self._core.begin_turn()
        while True:
            worked = False
            self._accounts.look_up(self._core.db, self.now())
            while self._core.work_one():
                worked = True
            if not await worker.run_ready() and not worked:
                return

    async def say(self, who: str, place: str, text: str) -> None:
        """Write."""
        self._write(who, self._inside(who, place), Kind.TEXT, text, None)

    async def post(
        self, who: str, place: str, text: str, *, pills: Mapping[str, str], thread: Line | None
    ) -> None:
        """Write with links, or in a thread."""
        root = None if thread is None else thread.thread or thread.target
        self._write(who, self._inside(who, place), Kind.TEXT, text, None, pills=pills, thread=root)

    async def send(self, who: str, place: str, what: str, text: str) -> None:
        """Send something that is no text, of which the bot sees only what it is."""
        self._write(who, self._inside(who, place), Kind.UNREADABLE, what, None)

    async def reply(self, who: str, to: Line, text: str) -> None:
        """Answer a message."""
        self._write(who, self._inside(who, to.place), Kind.TEXT, text, to.target)

    async def react(self, who: str, to: Line, key: str) -> None:
        """Put an emoji on a message."""
        self._write(who, self._inside(who, to.place), Kind.REACTION, key, to.target)

    async def edit(self, who: str, to: Line, text: str) -> None:
        """Change an own message."""
        self._write(who, self._inside(who, to.place), Kind.EDIT, text, to.target)

    async def redact(self, who: str, to: Line) -> None:
        """Take an own message or reaction back."""
        self._write(who, self._inside(who, to.place), Kind.REDACTION, "", to.target)

    async def enter(self, who: str, place: str) -> None:
        """Let somebody into a room past the bot."""
        view = self._room(place)
        self._joined[view.matrix_room or ""].add(self.matrix_id(who))
        with self._core.db.unit() as session:
            self._moves(session, view, who, "join")

    async def leave(self, who: str, place: str) -> None:
        """Leave a room, of one's own will."""
        view = self._inside(who, place)
        user_id = self.matrix_id(who)
        self._joined[view.matrix_room or ""].discard(user_id)
        with self._core.db.unit() as session:
            self._moves(session, view, who, "leave")
            self._add(session, view, user_id, Kind.MEMBER, "left", user_id, f"$left{self._number()}")

    def _moves(self, session: Session, view: RoomView, who: str, membership: str) -> None:
        """Let the bot's sync take in a membership that somebody changed themselves."""
        user_id = self.matrix_id(who)
        event = {
            "type": "m.room.member",
            "state_key": user_id,
            "sender": user_id,
            "content": {"membership": membership},
        }
        sync.apply_state(session, session.get_one(Room, view.id), event, self.now(), self._core.watch)

    async def knock(self, who: str) -> None:
        """Make a room and invite the bot to it; the bot answers in another."""
        with self._core.db.unit() as session:
            self._core.door.knock(session, self.matrix_id(who))

    async def move_clock(self, to: datetime) -> None:
        """Let time pass until ``to``, stopping wherever something is due."""
        stands = False
        while self._missed is None:
            await self.settle()
            following = self._core.next_at()
            if following is None or following > to:
                break
            # The clock goes on by itself, so it may be past that moment already: then all is done once more
            stood = stands
            stands = not self._clock.advance_to(following)
            if stood and stands:
                break  # it waits for something else
        self._clock.advance_to(to)
        if self._missed is None:
            self._core.daily()

    async def account(self, who: str, what: AccountChange) -> None:
        """Change what the homeserver would show of somebody's account."""
        with self._core.db.unit() as session:
            self._accounts.change(session, self.matrix_id(who), what)

    async def set_away(self, begins: bool) -> None:
        """Stop the bot; it gets what was written meanwhile when it is started again."""
        if begins:
            self._missed = []
            return
        await self.crash()
        missed, self._missed = self._missed or [], None
        for hear in missed:
            hear()

    async def crash(self) -> None:
        """Start a new application on the same database, as after kill -9."""
        self.close()
        self._core = self._build()
        self._core.prepare()

    async def members(self, place: str) -> frozenset[str]:
        """Who is in a room beside the bot."""
        view = self._room(place)
        there = self._joined.get(view.matrix_room or "", set())
        return frozenset(self._handle(user_id) for user_id in there)

    async def reads(self, who: str, line: Line, *, newest: bool = False) -> bool:
        """Whether the keys of a message would have been shared with somebody's device (and they were
        there)."""
        return self._accounts.device(self.matrix_id(who), newest=newest) in self._readers[line.id]

    def now(self) -> datetime:
        """The bot's time."""
        return self._clock.now()

    def matrix_id(self, who: str) -> str:
        """The Matrix id of a handle."""
        return f"@{who}:{SERVER}"

    def transcript(self) -> Sequence[Line]:
        """All that was said so far."""
        return self._lines

    # ------------------------------------------------------------------------------------------ the bot's side

    async def _deliver(self, item: Item, view: RoomView) -> Delivered:
        """Do what a homeserver does with an outbox row: note what is sent, let invited people join."""
        matrix_room = view.matrix_room or ""
        match item.body:
            case OpenBody():
                self._joined[f"!{view.alias}"] = set()
                return Delivered(matrix_room=f"!{view.alias}")
            case InviteBody(user_id=user_id):
                self._join(view, user_id)
            case RemoveBody(user_id=user_id):
                self._joined[matrix_room].discard(user_id)
            case LeaveBody():
                self._joined.pop(matrix_room)
            case SayBody(plain=text, thread=thread, quiet=quiet):
                return Delivered(event_id=self._note(view, BOT, "text", text, None, thread, quiet=quiet).id)
            case AttachBody(name=name, caption=caption):
                shown = name if caption is None else caption.plain
                return Delivered(event_id=self._note(view, BOT, "file", shown, None).id)
            case EditBody(plain=text):
                return Delivered(event_id=self._note(view, BOT, "edit", text, item.shown).id)
            case RedactBody(event_id=event_id):
                return Delivered(event_id=self._note(view, BOT, "redaction", "", event_id).id)
            case ReactBody(event_id=event_id, key=key):
                return Delivered(event_id=self._note(view, BOT, "reaction", key, event_id).id)
            case SeedBody(key=key):
                return Delivered(event_id=self._note(view, BOT, "reaction", key, item.shown).id)
            case UnseedBody():
                return Delivered(event_id=self._note(view, BOT, "redaction", "", item.shown).id)
        return Delivered()

    def _join(self, view: RoomView, user_id: str) -> None:
        handle = self._handle(user_id)
        actor = self._script.people.get(handle)
        if actor is None or actor.matrix == "none":
            return
        assert view.matrix_room is not None
        self._joined[view.matrix_room].add(user_id)
        with self._core.db.unit() as session:
            members.note_membership(session, ACCOUNT, view.matrix_room, user_id, "join", self.now())
            self._add(session, view, user_id, Kind.MEMBER, "join", user_id, f"$join{self._number()}")

    def _write(
        self,
        who: str,
        view: RoomView,
        kind: Kind,
        text: str,
        about: str | None,
        *,
        pills: Mapping[str, str] = MappingProxyType({}),
        thread: str | None = None,
    ) -> None:
        line = self._note(view, who, _NOTED[kind], text, about, thread)
        sent_at = self.now()

        def hear() -> None:
            self._hear(view, who, kind, text, about, pills=pills, thread=thread, line=line, sent_at=sent_at)

        if self._missed is None:
            hear()
        else:
            self._missed.append(hear)

    def _hear(
        self,
        view: RoomView,
        who: str,
        kind: Kind,
        text: str,
        about: str | None,
        *,
        pills: Mapping[str, str],
        thread: str | None,
        line: Line,
        sent_at: datetime,
    ) -> None:
        """Let the bot's sync take in what somebody has written."""
        sender = self.matrix_id(who)
        with self._core.db.unit() as session:
            if kind in (Kind.TEXT, Kind.EDIT):
                text = self._as_said(session, view, sender, text, pills)
            if thread is not None:
                about = threads.answered(session, view, sender, thread, text, self.now())
            self._add(session, view, sender, kind, text, about, line.id, thread, sent_at=sent_at)

    def _as_said(
        self, session: Session, view: RoomView, sender: str, text: str, pills: Mapping[str, str]
    ) -> str:
        """What the bot reads of a message as an app sends it."""
        settings = self._core.settings
        ids = {
            words: settings.user_id if handle == BOT else self.matrix_id(handle)
            for words, handle in pills.items()
        }
        bot = Addressee(user_id=settings.user_id, name=settings.display_name, is_command=self._table.begins)
        return as_said(session, view, sender, written(text, ids), bot)

    def _add(
        self,
        session: Session,
        view: RoomView,
        sender: str,
        kind: Kind,
        body: str,
        about: str | None,
        event_id: str,
        thread: str | None = None,
        *,
        sent_at: datetime | None = None,
    ) -> None:
        row = session.get_one(Room, view.id)
        was_edit = kind is Kind.EDIT
        if kind in (Kind.TEXT, Kind.EDIT) and holds_personal_number(body, self._clock.today()):
            kind = personal_number.kind(session, account_id=ACCOUNT, sender=sender, seen_at=self.now())
            said = Kind.EDIT if was_edit else Kind.TEXT
            keeps = personal_number.keeps_words(session, row, sender, said, about, body)
            about = about if was_edit else None
            body = without_numbers(body, self._clock.today()) if keeps else ""
            if kind is Kind.NUMBER_AGAIN:
                personal_number.put_redaction(session, row, event_id, now=self.now())
        elif kind is Kind.EDIT or (kind is Kind.TEXT and about is not None):
            body = without_reply_quote(body)
        trusted = self._accounts.device(sender) in self._accounts.trusted(session, [sender])
        came = inbox.Event(
            event_id=event_id,
            sender=sender,
            kind=kind,
            about=about,
            body=body,
            thread=thread,
            verified=trusted and kind in (Kind.TEXT, Kind.EDIT),
            sent_at=sent_at or self.now(),
            seen_at=self.now(),
        )
        addressed = asked_in_room.addressed(session, row, came)
        if addressed is not None:
            inbox.add(session, row, addressed)

    def _note(
        self,
        view: RoomView,
        who: str,
        kind: LineKind,
        text: str,
        about: str | None,
        thread: str | None = None,
        *,
        quiet: bool = False,
    ) -> Line:
        line = Line(
            id=f"$event{self._number()}",
            place=self._place(view),
            who=who,
            kind=kind,
            text=text,
            about=about,
            thread=thread,
            quiet=quiet,
        )
        there = frozenset(self._joined.get(view.matrix_room or "", set()))
        if who == BOT:
            self._accounts.look_up(self._core.db, self.now())
            with self._core.db.read() as session:
                there &= self._core.reconciler.audience(session, view.id)
                self._readers[line.id] = self._accounts.trusted(session, there)
        else:
            self._readers[line.id] = self._accounts.all_of(there)
        self._lines.append(line)
        return line

    # ------------------------------------------------------------------------------------------------ places

    def _inside(self, who: str, place: str) -> RoomView:
        view = self._room(place)
        if self.matrix_id(who) not in self._joined.get(view.matrix_room or "", set()):
            raise StageError(f"{who} is not in {place}")
        return view

    def _room(self, place: str) -> RoomView:
        with self._core.db.read() as session:
            for row in session.scalars(select(Room)):
                view = room.view(row)
                if self._place(view) == place:
                    return view
        raise StageError(f"there is no {place}")

    def _place(self, view: RoomView) -> str:
        with self._core.db.read() as session:
            return cast.place_of(session, view)

    def _handle(self, user_id: str) -> str:
        return user_id.removeprefix("@").removesuffix(f":{SERVER}")
