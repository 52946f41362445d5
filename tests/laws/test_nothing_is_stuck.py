"""Whatever requests meet, nothing is stuck: no row without a next step, a cause, and somebody who knows.

A case is lived while its homeserver fails by chance (:mod:`tests.laws.weather`), for a while or for good. At every rest
each row of the outbox, the inbox and what is due

- is done, or
- was dropped with a cause: its ground is gone, or somebody was told where they would miss it, or
- waits with a cause and a time for its next try, and somebody knows of it if it waits longer than it should.

When the homeserver is well again, everything is done, nothing was said twice, and everybody is where they should be.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select, update

from bot.core import ACCOUNT
from bot.delivery import held
from bot.delivery.outbox import LONGEST_WAIT
from bot.matrix.http import MatrixError
from bot.matrix.outbox import failure
from bot.messages import Delivered, Out
from bot.rules.patience import PATIENCE, UNREAD
from bot.rules.person import Person
from bot.rules.roles import Role
from bot.rules.room import RoomKind, RoomState
from storage import outbox, room, stuck
from storage.body import InviteBody, RemoveBody
from storage.outbox import Item
from storage.room import RoomView
from storage.tables import Account, Due, Inbox, Outbox, Room
from tests import opened
from tests.bodies import user_of
from tests.laws.openings import OPENINGS
from tests.laws.town import Broken, Moment, Town, TownOnPostgres
from tests.laws.weather import Weather
from tests.postgres import Server

#: Why rows may be dropped without a word: what they were for is gone, and nobody misses them.
GROUND_GONE = {
    *("not wanted any more", "not so any more", "not offered any more", "the room is left", "the room is closed"),
    *("the room is replaced", "it got through", "the room is not open", "the room is frozen", held.NO_ACCOUNT),
    *("nothing of that tag is shown", "it was never shown", "what it asks is over", "its key is gone", stuck.GIVEN_UP),
}
#: Kinds of rows that nobody would miss, when the homeserver refuses them for good.
NOT_MISSED = (Out.REACT, Out.PIN, Out.SEED, Out.UNSEED)
#: Kinds of rows whose refusal is an alarm of their room, which is told.
ALARMING = (Out.REMOVE, Out.FREEZE, Out.THAW)

#: What may happen in a case: who says it where.
DEEDS = (
    ("anna", "office", "utse K-7F2 polis per"),
    ("anna", "office", "utse K-7F2 vårdnadshavare mia"),
    ("anna", "office", "sidorum K-7F2 skola om 1"),
    ("anna", "office", "ta bort K-7F2 @lisa"),
    ("anna", "office", "bjud in K-7F2 @lisa"),
    ("anna", "office", "bjud in K-7F2 @per"),
    ("anna", "office", "samtycke återkalla K-7F2 skola"),
    ("anna", "office", "samtycke utöka K-7F2 skola om 1 2"),
    ("anna", "office", "ersättare K-7F2 polis @per till 2026-12-20"),
    ("anna", "office", "ärenden"),
    ("anna", "office", "försök igen"),
    ("anna", "office", "person slutar @per"),
    ("anna", "K-7F2", "!uppgift Ringa hem @sven fredag"),
    ("petra", "K-7F2", "!vem ser vad"),
    ("sven", "K-7F2", "!klar 1"),
    ("alex", "page of alex", "jag vill inte att skolan ska vara med"),
    ("alex", "page of alex", "jag vill dö"),
    ("alex", "page of alex", "egen sida"),
    ("alex", "page of alex", "rummet"),
    ("anna", "office", "export K-7F2"),
    ("anna", "office", "tina upp"),
    ("berit", "office", "veckan"),
)
#: Lives in which much is refused, fails for good and comes back, at a price that a short run can pay.
FEW = (5, 7, 26)

USERS = ("lisa", "per", "mia", "alex", "anna", "sven")


class Stormy(Town):
    """A town whose homeserver fails by chance."""

    weather: Weather | None = None

    def live(self, seed: int) -> None:
        """Begin a life with the weather of a seed."""
        self.weather = Weather(seed, self.now(), USERS)
        self.delivered: dict[str, Delivered] = {}
        self.doubled: list[str] = []

    async def _deliver(self, item: Item, where: RoomView) -> Delivered:
        if self.weather is None:
            return await super()._deliver(item, where)
        self.weather.now = self.now()
        self.weather.joined = list(self._joined)
        try:
            is_lost = await self.weather.meet(item, where, user_of(item.body) or None)
        except MatrixError as error:
            raise await failure(self.weather.http, error, where.matrix_room) from error
        done = self.delivered.get(item.txn)
        if done is None:
            done = await self._do(item, where)
            self.delivered[item.txn] = done
        if is_lost:
            lost = MatrixError(0, "UNREACHABLE", "ServerDisconnectedError")
            raise await failure(self.weather.http, lost, where.matrix_room)
        return done

    async def _do(self, item: Item, where: RoomView) -> Delivered:
        """What a homeserver does; also what was done already by another row is no error."""
        there = self._joined.get(where.matrix_room or "")
        match item.body:
            case InviteBody(user_id=user_id) if there is not None and user_id in there:
                return Delivered()
            case RemoveBody() if there is None:
                return Delivered()
        if isinstance(item.body, InviteBody) and there is None:
            return Delivered()
        return await super()._deliver(item, where)

    async def passes(self, by: timedelta) -> None:
        """Let time pass, with a sync now and then while the homeserver answers one."""
        to = self.now() + by
        while self.now() < to:
            await self.move_clock(min(to, self.now() + timedelta(minutes=max(1, by.total_seconds() // 600))))
            with self._core.db.unit() as session:
                session.execute(update(Account).values(synced_at=self.now()))
            self._core.minute()
            await self.settle()

    # --------------------------------------------------------------------------------------------------- the law

    def judge_rows(self) -> None:
        """Every row has a next step and somebody who knows."""
        with self._core.db.read() as session:
            rows = {row.id: row for row in session.scalars(select(Outbox).order_by(Outbox.id))}
            rooms = {row.id: room.view(row) for row in session.scalars(select(Room))}
            people = {one.id: one for one in opened.people(session)}
            listed = {
                (one.table, one.id): one
                for one in stuck.waiting(session, ACCOUNT, self.now(), self._core.clock.today())
            }
            due = list(session.scalars(select(Due)))
            came = list(session.scalars(select(Inbox)))
        told = _Told(list(rows.values()), rooms, people)
        for row in rows.values():
            if row.state == "dropped":
                self._judge_dropped(row, rooms[row.room_id], told)
            elif row.state in ("waiting", "sending"):
                self._judge_waiting(row, rooms[row.room_id], listed, told)
        for one in due:
            if one.state == "aside" and not any(
                other.kind == "due.aside" and other.subject == str(one.id) for other in due
            ):
                raise Broken(f"due {one.kind} was set aside, and nobody told")
            if one.state == "pending" and one.at <= self.now():
                raise Broken(f"due {one.kind} is late at rest")
        for event in came:
            if event.state == "new":
                raise Broken(f"event {event.id} is not handled at rest")
            if event.state == "aside" and not any(
                other.kind == "inbox.aside" and other.subject == str(event.id) for other in due
            ):
                raise Broken(f"event {event.id} was set aside, and nobody told")

    def _judge_dropped(self, row: Outbox, where: RoomView, told: _Told) -> None:
        if not row.cause:
            raise Broken(f"{row.kind} {row.id} was dropped without a cause")
        if row.cause in GROUND_GONE or row.kind in NOT_MISSED or row.kind == Out.LEAVE:
            return
        if where.kind is RoomKind.OLD or where.state is RoomState.LEFT:
            return
        if row.cause == held.TOO_LATE and (where.kind is RoomKind.OFFICE or row.kind not in (Out.SAY, Out.ATTACH)):
            return
        if row.kind in ALARMING:
            if where.alarm is None and not told.of_alarm(where):
                raise Broken(f"{row.kind} {row.id} was refused ({row.cause}), and there is no alarm")
            return
        if (row.tag or "").startswith(("lost:", "unheard:")):
            return  # what tells of another
        if not told.of_loss(where):
            raise Broken(f"{row.kind} {row.id} in {where.kind} was dropped ({row.cause}), and nobody told")

    def _judge_waiting(
        self, row: Outbox, where: RoomView, listed: dict[tuple[str, int], stuck.Waits], told: _Told
    ) -> None:
        what = f"{row.kind} {row.id} in {where.kind} ({row.state}, {row.cause}, {row.tries} tries)"
        one = listed.get(("outbox", row.id))
        since = row.waits_since or max(row.created_at, row.not_before)
        if since > self.now() - PATIENCE:
            return
        if one is None:
            raise Broken(f"{what} waits too long and is not listed")
        if one.next_try is None and one.mends is not stuck.Mends.ROW_BEFORE:
            raise Broken(f"{what} has no next try: {one.cause}")
        if not one.cause:
            raise Broken(f"{what} has no cause")
        if row.state == "sending" and row.not_before > self.now() + timedelta(seconds=LONGEST_WAIT + 60):
            raise Broken(f"{what} is not tried before {row.not_before}")
        if one.mends is stuck.Mends.ROW_BEFORE:
            first = int(one.cause.removeprefix("behind row ").partition(":")[0])
            if ("outbox", first) not in listed and told.row(first).not_before <= self.now():
                raise Broken(f"{what} is {one.cause}, which does not wait")
            return
        if row.cause == outbox.NOBODY_READS:
            is_missed = where.kind is RoomKind.PAGE and row.kind in (Out.SAY, Out.ATTACH)
            if is_missed and since <= self.now() - UNREAD and row.told_at is None:
                raise Broken(f"{what} is not read since {since}, and nobody knows")
            return
        if row.told_at is None and since <= self.now() - 3 * PATIENCE and where.kind is not RoomKind.OLD:
            raise Broken(f"{what} fails since {since}, and nobody knows")
        if row.told_at is not None and row.cause != outbox.IN_ALARM and not told.of_failing(row, where):
            raise Broken(f"{what} counts as told, and nobody was")

    def judge_calm(self) -> None:
        """Everything is done, nothing was done twice."""
        with self._core.db.read() as session:
            rows = list(session.scalars(select(Outbox).order_by(Outbox.id)))
            rooms = {row.id: room.view(row) for row in session.scalars(select(Room))}
        for row in rows:
            where = rooms[row.room_id]
            if row.state not in ("waiting", "sending") or where.alarm is not None:
                continue
            if row.tries == 0 and row.not_before > self.now():
                continue
            if row.cause == outbox.NOBODY_READS:
                continue
            raise Broken(f"{row.kind} {row.id} in {where.kind} is not done in calm weather: {row.state} {row.cause}")
        events = Counter(row.event_id for row in rows if row.event_id is not None)
        assert [event for event, times in events.items() if times > 1] == []


class StormyOnPostgres(Stormy, TownOnPostgres):
    """The same, on a PostgreSQL server."""


class _Told:
    """What somebody could know from what the bot has said, or is saying."""

    def __init__(self, rows: Sequence[Outbox], rooms: dict[str, RoomView], people: dict[str, Person]) -> None:
        self._rows = {row.id: row for row in rows}
        self._rooms = rooms
        #: Rooms in which coordinators read
        self._heard = {
            one.id
            for one in rooms.values()
            if one.kind is RoomKind.OFFICE
            or (one.kind is RoomKind.PAGE and people[str(one.person_id)].role is Role.COORDINATOR)
        }

    def row(self, number: int) -> Outbox:
        return self._rows[number]

    def _is_told(self, begins: str) -> bool:
        """Whether words of such a tag have reached somebody, or wait to."""
        said = [row for row in self._rows.values() if (row.tag or "").startswith(begins) and row.room_id in self._heard]
        return any(row.state != "dropped" or row.cause in GROUND_GONE for row in said)

    def of_loss(self, where: RoomView) -> bool:
        """Whether somebody knows that something in a room was lost, or everybody who was told refuses to hear it."""
        if self._is_told(f"lost:{where.id}:") or self._is_told("unheard:"):
            return True
        tried = {row.room_id for row in self._rows.values() if (row.tag or "").startswith(f"lost:{where.id}:")}
        offices = {one for one in self._heard if self._rooms[one].kind is RoomKind.OFFICE}
        if where.id in offices:
            return tried >= self._heard - offices
        return bool(tried) and all(self.of_loss(self._rooms[office]) for office in offices)

    def of_alarm(self, where: RoomView) -> bool:
        return any(row.urgency == "alarm" and row.room_id in self._heard for row in self._rows.values())

    def of_failing(self, row: Outbox, where: RoomView) -> bool:
        """Whether somebody knows that something in a room fails, or that kontoret refused to hear it."""
        others = [one for one in self._rows.values() if one.room_id == row.room_id and one.told_at is not None]
        if any(self._is_told(f"stuck:{one.id}") for one in others):
            return True
        if self._is_told("limited:") or self._is_told("unheard:"):
            return True
        return all(self.of_loss(one) for one in self._rooms.values() if one.kind is RoomKind.OFFICE)


class Towns:
    """Towns at two moments, one for each municipality: before anything, and when their room was opened."""

    def __init__(self, folder: Path, build: Callable[[str, Path], Stormy] = Stormy) -> None:
        self._folder = folder
        self._build = build
        self._known: dict[str, tuple[Stormy, dict[bool, Moment]]] = {}
        self.runner = asyncio.Runner()

    def begin(self, name: str, *, opened: bool) -> Stormy:
        if name not in self._known:
            folder = self._folder / name
            folder.mkdir()
            town = self._build(name, folder)
            self.runner.run(town.settle())
            before = town.remember(folder / "before.db")
            self.runner.run(town.open())
            self._known[name] = town, {False: before, True: town.remember(folder / "opened.db")}
        town, moments = self._known[name]
        town.weather = None
        town.begin(moments[opened])
        return town

    def close(self) -> None:
        for town, _ in self._known.values():
            town.close()
        self.runner.close()


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Towns]:
    made = Towns(tmp_path_factory.mktemp("stormy"))
    yield made
    made.close()


async def lived(town: Stormy, seed: int, *, longest: timedelta) -> None:
    """A life of some days in bad weather, ``longest`` of them without a word, and what follows it in good."""
    chance = Random(seed)
    town.live(seed)
    assert town.weather is not None
    if not town.rooms():
        await town.open()
    for _ in range(chance.randint(4, 7)):
        who, place, text = chance.choice(DEEDS)
        await town.agreed(text, who=who, place=place)
        if chance.random() < 0.3:
            await town.crash()
        await town.passes(timedelta(minutes=chance.choice((1, 3, 8, 20, 90, 600))))
        town.judge_rows()
    await town.passes(min(longest, timedelta(days=chance.choice((1, 2, 4)))))
    town.judge_rows()
    town.weather.clear()
    await town.passes(min(longest, timedelta(hours=26)))
    town.judge_rows()
    town.judge_calm()


@pytest.mark.parametrize("seed", FEW)
def test_nothing_is_stuck(towns: Towns, seed: int) -> None:
    towns.runner.run(lived(towns.begin("skovde", opened=True), seed, longest=timedelta(hours=2)))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 600))
def test_nothing_is_stuck_in_many_lives(towns: Towns, seed: int) -> None:
    name = tuple(OPENINGS)[seed % len(OPENINGS)]
    towns.runner.run(lived(towns.begin(name, opened=seed % 3 > 0), seed, longest=timedelta(days=4)))


@pytest.mark.long
@pytest.mark.postgres
def test_nor_on_postgresql(postgres_server: Server, tmp_path: Path) -> None:
    def build(name: str, folder: Path) -> StormyOnPostgres:
        return StormyOnPostgres(name, folder, postgres_server.url)

    with closing(Towns(tmp_path, build)) as towns:
        for seed in FEW:
            name = ("skovde", "borlange")[seed % 2]
            towns.runner.run(lived(towns.begin(name, opened=seed % 3 > 0), seed, longest=timedelta(days=4)))
