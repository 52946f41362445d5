"""One account on one homeserver: logs in, keeps its keys published, syncs, and stores what a sync brings.

Everything a sync brings (room keys, device changes, members, inbox rows, the position) is committed in one
unit of work. A crash before that repeats the sync; a crash after it has lost nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.backoff import Backoff
from bot.clock import Clock
from bot.errors import NotAlone
from bot.logs import get_logger
from bot.matrix import history, sync
from bot.matrix.crypto import cross_signing
from bot.matrix.crypto.life import Life
from bot.matrix.crypto.machine import Machine
from bot.matrix.crypto.trust import Change, Directory
from bot.matrix.crypto.upkeep import Upkeep
from bot.matrix.http import Connect, Http, MatrixError
from bot.matrix.inbound import Inbound
from bot.matrix.knocks import Knock, Knocks
from bot.matrix.listener import Listener, SeenEvent
from bot.matrix.login import log_in
from bot.matrix.outbound import Outbound
from bot.matrix.rollback import Rollback, current_state, is_older
from bot.matrix.rooms import Rooms
from bot.stopping import unless_stopped
from bot.tally import Tally
from storage import identity as identities
from storage import keys
from storage import member as members
from storage import room as rooms
from storage.db import Database
from storage.tables import Room

log = get_logger(__name__)

#: What a sync brought of each room, with the events that were left out of its timeline, oldest first.
_News = list[tuple[sync.RoomNews, list[dict[str, Any]]]]

#: Waits while the homeserver is away. They stay short: somebody may be waiting to cry for help.
_BACKOFF = Backoff(first=1, most=5)
#: After so many syncs in a row that brought nothing but what we sent ourselves, as in a burst, so many seconds pass
#: until the next: each takes a commit.
_MANY_ECHOES = 3
_ECHO_PAUSE = 0.15


class Client:
    """The bot's account, or (with ``on_event``) the account of an embedded person, whose events are not
    stored.

    ``most_in_gap``: how many events are fetched per room to fill a gap in the timeline. ``on_news`` is called
    after a sync that wrote inbox rows; ``on_change`` inside the unit of work that stored a changed identity
    or device; ``on_knock`` inside that of a sync (see :mod:`bot.matrix.knocks`).
    """

    def __init__(
        self,
        url: str,
        db: Database,
        account_id: str,
        clock: Clock,
        *,
        user_id: str,
        password: str | None = None,
        token: str | None = None,
        device_name: str = "sigbot",
        display_name: str = "",
        is_command: Callable[[str], bool] = lambda _words: False,
        break_glass: Sequence[str] = (),
        federated: bool = False,
        rotation: tuple[timedelta, int] = (timedelta(days=1), 100),
        patience: float = 30,
        most_in_gap: int = 5000,
        cross_sign: bool = True,
        on_news: Callable[[], None] | None = None,
        on_change: Callable[[Session, Change], None] | None = None,
        on_event: Callable[[SeenEvent], None] | None = None,
        on_knock: Knock | None = None,
        watch: sync.Watch | None = None,
        connect: Connect | None = None,
        tally: Tally | None = None,
    ) -> None:
        tally = tally or Tally()
        self.http = Http(
            url, patience=patience, connect=connect, on_error=tally.note_error, look=self._look_whether_alone
        )
        self.db = db
        self.account_id = account_id
        self.user_id = user_id
        self.machine = Machine(db, account_id, clock, rotation=rotation, any_room=on_event is not None)
        self.directory = Directory(self.http, self.machine, on_change)
        self.rooms = Rooms(
            self.http,
            self.machine,
            break_glass=break_glass,
            federated=federated,
            rotation=rotation,
            watch=watch,
        )
        self.outbound = Outbound(self.http, self.machine, self.directory, self.rooms)
        self.upkeep = Upkeep(self.http, self.machine, self.outbound.to_devices)
        self._rollback = Rollback(self.http, self.machine, self.rooms, self.upkeep, watch)
        self.invites: frozenset[str] = frozenset()
        self._guard = cross_signing.Guard(
            self.http, self.machine, password, active=cross_sign and on_event is None
        )
        self._life = Life(self.http, db, account_id, user_id, active=cross_sign and on_event is None)
        self._inbound: Inbound | Listener = (
            Listener(self.machine, on_event)
            if on_event
            else Inbound(self.machine, display_name, is_command, tally)
        )
        self._adopts_rooms = on_event is not None
        self._clock = clock
        self._password = password
        self._token = token
        self._device_name = device_name
        self._most_in_gap = most_in_gap
        self._cross_sign = cross_sign
        self._on_news = on_news
        self._knocks = Knocks(self.http, user_id, on_knock)
        self._watch = watch
        #: So many syncs in a row have brought nothing but what we sent ourselves.
        self._echoes = 0
        #: How far we have synced, once it is known to be on the disk.
        self._committed_position: str | None = None

    # ------------------------------------------------------------------------------------------------ starting

    async def start(self) -> None:
        """Log in (again), publish device, one-time and fallback keys, and check or publish our identity.

        Raises:
            IdentityForeign: the homeserver shows an identity that is not ours, or the bot lives on elsewhere.
            MatrixError: the homeserver refused.
        """
        device_id = await log_in(
            self.http,
            self.db,
            self.account_id,
            self.user_id,
            self._password,
            self._token,
            self._device_name,
            check=self._life.check,
        )
        self.machine.set_device(self.user_id, device_id)
        self._committed_position = None  # read anew
        has_identity = await self._life.begin()  # before anything is published or signed
        await self.upkeep.publish(on_server=None, fallback=False)
        if self._cross_sign:
            await cross_signing.ensure_published(self.http, self.machine, self._password)
        if not has_identity:
            await self._life.begin(is_new=True)
        if self._watch is not None:
            await self.rooms.check_joined(self._watch)
        if (
            self._position() is None
        ):  # messages from before the first sync are ignored, so nobody is invited before it
            await self.sync_once()

    async def set_display_name(self, name: str) -> None:
        """Set the display name, unless it is that already."""
        path = ("profile", self.user_id, "displayname")
        try:
            shown = (await self.http.call("GET", path)).get("displayname")
        except MatrixError as error:
            if error.status != 404:
                raise
            shown = None
        if shown != name:
            await self.http.call("PUT", path, {"displayname": name})

    async def stop(self) -> None:
        """Close the connections."""
        await self.http.close()

    def _look_whether_alone(self) -> None:
        """Look before each call whether another bot has our database by now, if we have not looked for long.

        Raises:
            NotAlone: it has; from then on every call raises it.
            MatrixError: the database is away, so nobody knows.
        """
        try:
            self.db.look_again_if_late()
        except NotAlone as error:
            self.http.blocked_by = error
            raise
        except DBAPIError as error:
            raise MatrixError(0, "NO_LEASE", "the database does not answer") from error

    # ------------------------------------------------------------------------------------------------- syncing

    async def run(self, stop: asyncio.Event, *, timeout_ms: int = 30_000) -> None:
        """Sync until ``stop`` is set. While the homeserver is away we wait; when the token is bad we log in
        again.

        Raises:
            IdentityForeign: somebody has replaced our identity.
            MatrixError: logging in again was refused.
        """
        failures = 0
        logged_out = False
        while not stop.is_set():
            try:
                if logged_out:
                    await self.start()
                    logged_out = False
                await unless_stopped(self.sync_once(timeout_ms), stop)
                failures = 0
                if self.is_echoing:
                    await unless_stopped(asyncio.sleep(_ECHO_PAUSE), stop)
            except MatrixError as error:
                if logged_out and not (error.passing or error.token_bad):
                    raise
                if error.token_bad:
                    logged_out = True
                self._rollback.in_doubt = True  # it may be restored from an older backup meanwhile
                failures += 1
                wait = max(error.retry_after or 0.0, _BACKOFF.wait(failures))
                log.warning("sync.again", status=error.status, errcode=error.errcode, wait=round(wait, 1))
                await unless_stopped(asyncio.sleep(wait), stop)

    @property
    def is_echoing(self) -> bool:
        """Whether the last syncs brought nothing but what we sent ourselves, so that the next one may wait a moment."""
        return self._echoes >= _MANY_ECHOES

    async def sync_once(self, timeout_ms: int = 0) -> bool:
        """Sync once, waiting up to ``timeout_ms`` for something to happen; returns whether inbox rows were
        written."""
        since = self._position()
        rolled_back = since is not None and await self._rollback.detect(since)
        if not rolled_back:
            answer = await self._fetch(since, timeout_ms)
            rolled_back = since is not None and is_older(answer["next_batch"], since)
        if rolled_back:
            await self._rollback.prepare()
            answer = await self._fetch(None, 0)
            since = None
            await self._rollback.leave_again(one.matrix_room for one in sync.rooms_of(answer) if one.joined)
        await self._life.hear(answer)
        await self._guard.check_and_repair(sync.changed_users(answer))
        found = list(sync.rooms_of(answer))
        self._adopt(one.matrix_room for one in found if one.joined)
        if rolled_back:
            news: _News = [(current_state(one), []) for one in found]
        else:
            news = await self._with_what_is_missing(found, since)
        is_echo = bool(news) and not sync.to_device_of(answer) and not sync.changed_users(answer)
        is_echo = is_echo and not any(self._tells_anything(one, missed) for one, missed in news)
        self._echoes = self._echoes + 1 if is_echo else 0
        wrote, knocked = await self._store(answer, news, since, rolled_back=rolled_back)
        if self._adopts_rooms:  # the bot accepts no invitation, so it does not keep a list of them either
            self.invites = sync.invites_of(answer, frozenset() if since is None else self.invites)
        await self.upkeep.maintain(answer)
        if (wrote or knocked) and self._on_news is not None:
            self._on_news()
        await self._knocks.decline(knocked)
        return wrote

    def _position(self) -> str | None:
        """How far we have synced; ``None`` before the first sync."""
        if self._committed_position is None:
            with self.db.read() as session:
                self._committed_position = keys.position(session, self.account_id)
        return self._committed_position

    async def _fetch(self, since: str | None, timeout_ms: int) -> dict[str, Any]:
        query = {"filter": sync.FILTER, "timeout": str(timeout_ms), "set_presence": "offline"}
        if since is not None:
            query["since"] = since
        seconds = timeout_ms / 1000 + 2 * self.http.patience
        answer = await self.http.call("GET", ("sync",), query=query, seconds=seconds, tries=1)
        if not sync.is_well_formed(answer):
            raise MatrixError(0, "NO_ANSWER", "the homeserver's answer is no sync")
        return answer

    def _adopt(self, matrix_rooms: Iterable[str]) -> None:
        """Store rooms we did not create (people only: the bot ignores them)."""
        adopted = list(matrix_rooms)
        if not self._adopts_rooms or not adopted:
            return
        with self.db.unit() as session:
            for matrix_room in adopted:
                rooms.adopt(session, self.account_id, matrix_room)

    async def _with_what_is_missing(self, found: Sequence[sync.RoomNews], since: str | None) -> _News:
        """The rooms' news, with what the homeserver left out or left uncertain. Rooms that are not ours are
        ignored."""
        if not any(one.limited or sync.has_member_events([*one.state, *one.timeline]) for one in found):
            return [(one, []) for one in found]
        with self.db.read() as session:
            ours = rooms.all_at(session, self.account_id, [one.matrix_room for one in found]).keys()
        news = [await self._with_gap_filled(one, since) for one in found if one.matrix_room in ours]
        if since is None:
            return news
        return [(await self._with_uncertain_members_asked(one, missed), missed) for one, missed in news]

    async def _with_gap_filled(
        self, news: sync.RoomNews, since: str | None
    ) -> tuple[sync.RoomNews, list[dict[str, Any]]]:
        """A room's news, and the events the homeserver left out of its timeline, oldest first."""
        if not news.limited or since is None or news.before is None:
            return news, []
        missed = await history.between(
            self.http, news.matrix_room, since, news.before, most=self._most_in_gap
        )
        log.info("sync.gap_filled", events=len(missed))
        return news, missed

    async def _with_uncertain_members_asked(
        self, news: sync.RoomNews, missed: list[dict[str, Any]]
    ) -> sync.RoomNews:
        """A room's news, with the current membership of everybody whose membership the news leaves uncertain.

        The homeserver is asked before the position is stored: until it answers, the same sync is fetched
        again.
        """
        if not news.joined or not sync.has_member_events([*missed, *news.state, *news.timeline]):
            return news
        with self.db.read() as session:
            known = members.memberships(session, news.matrix_room)
        if known.get(self.user_id) != "join":
            return news  # we have just joined: the sync shows the room's whole state
        asked = []
        for user_id in sorted(sync.uncertain_members(known, missed, news)):
            event = await self.rooms.members.event(news.matrix_room, user_id)
            if event is None:
                # until then their membership stays as stored
                self.outbound.require_member_check(news.matrix_room)
            else:
                asked.append(sync.AskedMember(user_id=user_id, known=known.get(user_id), event=event))
        if asked:
            log.info("sync.members_asked", members=len(asked))
        return replace(news, state=sync.without_members(news.state), asked=asked)

    async def _store(
        self, answer: dict[str, Any], news: _News, since: str | None, *, rolled_back: bool
    ) -> tuple[bool, list[str]]:
        """Store what a sync brought, in one unit, once the devices of everybody who wrote are known: their
        messages are verified against them.

        Returns whether inbox rows were written, and the rooms whose invitations are to be declined.
        """
        with self.machine.unit() as session:
            if since is None:
                identities.mark_everybody_stale(session, self.account_id)
            self.directory.mark_changed(session, sync.changed_users(answer))
            unknown = self.directory.stale(session, self._senders(news))
            if not unknown:
                stored = self._store_all(session, answer, news, since, rolled_back=rolled_back)
        if unknown:
            await self.directory.refresh(unknown)
            with self.machine.unit() as session:
                stored = self._store_all(session, answer, news, since, rolled_back=rolled_back)
        # Only what is committed may be said to the homeserver, which then deletes what it has sent us
        self._committed_position = str(answer["next_batch"])
        return stored

    def _senders(self, news: _News) -> frozenset[str]:
        """Who wrote an encrypted message, other than ourselves."""
        found = (sync.encrypted_senders(missed + one.timeline) for one, missed in news)
        return frozenset[str]().union(*found) - {self.user_id}

    def _store_all(
        self,
        session: Session,
        answer: dict[str, Any],
        news: _News,
        since: str | None,
        *,
        rolled_back: bool,
    ) -> tuple[bool, list[str]]:
        if rolled_back:
            self._rollback.remove_unknown_members(session, (one for one, _ in news))
        wrote = self._store_sync(session, answer, news, first=since is None and not rolled_back)
        return wrote, [] if since is None else self._knocks.handle(session, answer)

    def _store_sync(self, session: Session, answer: dict[str, Any], news: _News, *, first: bool) -> bool:
        """Store everything a sync brought; returns whether inbox rows were written."""
        new_keys = self.machine.receive(sync.to_device_of(answer))
        wrote = self._inbound.retry_waiting(session, new_keys)
        told = [(one, missed) for one, missed in news if self._tells_anything(one, missed)]
        ours = rooms.all_at(session, self.account_id, [one.matrix_room for one, _ in told])
        for one, missed in told:
            room = ours.get(one.matrix_room)
            if room is None:
                continue
            known = members.memberships(session, one.matrix_room) if one.asked else {}
            for event in missed:
                wrote |= self._store_event(session, room, event, first=first)
            for event in one.state:
                self._store_state(session, room, event)
            for event in one.timeline:
                wrote |= self._store_event(session, room, event, first=first)
            for member in one.asked:
                if known.get(member.user_id) == member.known:  # else we invited or removed them meanwhile
                    self._store_state(session, room, member.event)
            if one.asked or (one.limited and not first):
                self.outbound.require_member_check(one.matrix_room)
        keys.save_position(session, self.account_id, str(answer["next_batch"]), self._clock.now())
        return wrote

    def _tells_anything(self, news: sync.RoomNews, missed: list[dict[str, Any]]) -> bool:
        """Whether a room's news hold more than the messages we sent ourselves, as most do during a burst."""
        if news.limited or news.asked or news.state or self._adopts_rooms:
            return True
        return any(
            "state_key" in event or event.get("sender") != self.user_id for event in [*missed, *news.timeline]
        )

    def _store_event(self, session: Session, room: Room, event: dict[str, Any], *, first: bool) -> bool:
        self._store_state(session, room, event)
        if first and not self._adopts_rooms:
            return False  # written before our first sync: never a command
        try:
            return self._inbound.store(session, room, event)
        except SQLAlchemyError:
            raise  # not the event's fault: the whole unit must roll back
        except Exception as error:  # noqa: BLE001 - one malformed event must not stop the next
            log.info("event.dropped", why=type(error).__name__)
            return False

    def _store_state(self, session: Session, room: Room, event: dict[str, Any]) -> None:
        try:
            sync.apply_state(session, room, event, self._clock.now(), self._watch)
        except SQLAlchemyError:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            log.info("state.dropped", why=type(error).__name__)

    # ---------------------------------------------------------------------------------------------- for people

    async def join(self, matrix_room: str) -> None:
        """Accept an invitation (people only: the bot is in no room but those it created)."""
        await self.http.call("POST", ("rooms", matrix_room, "join"), {})
        self._adopt([matrix_room])

    def room_id(self, matrix_room: str) -> str:
        """Our id of a Matrix room."""
        with self.db.unit() as session:
            row = rooms.at(session, self.account_id, matrix_room)
            if row is None:
                raise LookupError("no such room")
            return row.id
