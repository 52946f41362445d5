"""Due rows end in the same database, whether they run in batches or one by one, also when the process dies.

The handlers are the real ones, on cases in every state; rows that have lost their reason, and rows that fail, are
among them.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from bot import scheduler
from bot.core import Core
from bot.messages import Out
from bot.rules.case import Case, State
from bot.rules.roles import Role
from bot.rules.room import RoomState
from handlers import TABLE
from storage import audit, due, room
from storage import case as cases
from storage import member as members
from storage.body import from_json, to_json
from storage.db import Database
from storage.sealed import unseal_json
from storage.tables import AskedInRoom, Base, Due, Outbox, Question, Room
from storage.tables import Case as CaseRow
from tests import opened
from tests.bodies import what_of
from tests.bot.desk import Desk
from tests.bot.server import Killed
from tests.rules.making import grant, meeting, task
from tests.services.stores import case_store
from tests.sqlite import database

NAMED = (("police", "petra"), ("social_services", "sven"), ("school", "lisa"))
SHARED = ("police", "social_services", "school")
STATES = (State.ACTIVE, State.ACTIVE, State.FROZEN, State.CLOSED, State.PROPOSED)

#: Tables in which the order of rows, and the numbers they got, say nothing.
PLAIN = [
    table
    for table in Base.metadata.sorted_tables
    if table.name not in ("due", "outbox", "question", "audit", "sealed_key", "generation", "lease")
]


@dataclass(frozen=True, kw_only=True)
class Ripe:
    """Something that may be due."""

    case_id: str | None
    kind: str
    subject: str


@dataclass(frozen=True, kw_only=True, repr=False)
class World:
    """A unit with cases in every state, and what may be due in them."""

    desk: Desk
    ripe: Sequence[Ripe]
    folder: Path

    def after(
        self, db: Database, rows: Sequence[tuple[Ripe, int]], seconds: float, dies: Collection[int] = ()
    ) -> dict[str, Any]:
        """What is in the database when these rows, due so many minutes ago, have run.

        A batch takes at most so many ``seconds``; the process ``dies`` at the steps with these numbers.
        """
        now = self.desk.clock.now()
        with db.unit() as session:
            for one, minutes in rows:
                due.schedule(
                    session,
                    unit_id="norr",
                    case_id=one.case_id,
                    kind=one.kind,
                    subject=one.subject,
                    at=now - timedelta(minutes=minutes),
                )
        steps = count()

        def die_at(_name: str) -> None:
            if next(steps) in dies:
                raise Killed

        # Alone, as the bot is: what it has read is kept from one unit to the next
        with pytest.MonkeyPatch.context() as patch, db.alone():
            patch.setattr(scheduler, "MOST_SECONDS", seconds)
            is_done = False
            while not is_done:
                core = Core(self.desk.settings, db, self.desk.clock, TABLE, on_step=die_at)
                core.take_up()
                with suppress(Killed):
                    while core.work_one():
                        pass
                    is_done = True
        return remembered(db)

    def copy(self, db: Database) -> None:
        """Fill an empty database."""
        Base.metadata.create_all(db.engine)
        with self.desk.core.db.engine.connect() as source, db.engine.begin() as target:
            for table in Base.metadata.sorted_tables:
                rows = [dict(row._mapping) for row in source.execute(select(table))]
                if rows:
                    target.execute(table.insert(), rows)
            if target.dialect.name == "postgresql":
                for name in ("due", "outbox", "question", "inbox"):
                    last = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), 1 + (SELECT count(*) FROM {name}))"
                    target.execute(text(last))


def remembered(db: Database) -> dict[str, Any]:
    """All that is in a database, without what differs from one run to the next: random ids, and numbers of rows."""
    found: dict[str, Any] = {}
    with db.read() as session:
        # A set: what the reconciler schedules after a row, it schedules once after a batch
        found["due"] = {
            (row.kind, row.subject, row.state, row.cause, row.at, row.leased_until)
            for row in session.scalars(select(Due))
        }
        rooms = {row.id: row for row in session.scalars(select(Room))}
        queued = defaultdict(list)
        words: dict[int | None, str] = {None: ""}
        for sent in session.scalars(select(Outbox).order_by(Outbox.rank, Outbox.id)):
            body: Any = None
            if sent.body_sealed is not None:
                key_id = rooms[sent.room_id].key_id
                body = from_json(Out(sent.kind), unseal_json(session, key_id, sent.body_sealed, f"outbox:{sent.txn}"))
                words[sent.id] = what_of(body)
                body = to_json(body)
            queued[sent.room_id].append(
                (sent.kind, sent.state, sent.tag, sent.person_id, sent.urgency, sent.not_before, sent.cause, body)
            )
        found["outbox"] = dict(queued)
        asked = defaultdict(list)
        for row in session.scalars(select(Question).order_by(Question.id)):
            state = unseal_json(session, row.key_id, row.state_sealed, "question") if row.state_sealed else None
            about = words.get(row.outbox_id)
            asked[row.room_id].append((row.person_id, row.command, row.field, row.state, row.expires_at, state, about))
        found["question"] = dict(asked)
        found["listens"] = sorted(
            (row.room_id, row.person_id, str(words.get(row.outbox_id))) for row in session.scalars(select(AskedInRoom))
        )
        found["audit"] = [(entry.seq, entry.action, entry.actor, entry.detail) for entry in opened.audited(session)]
        assert list(audit.broken_links(session)) == []
        for table in PLAIN:
            columns = [
                column for column in table.columns if not column.name.endswith("_sealed") and column.name != "outbox_id"
            ]
            found[table.name] = sorted(map(repr, session.execute(select(*columns)).all()))
        found["cases"] = [repr(cases.get(session, row.id)) for row in session.scalars(select(CaseRow))]
    return found


# ------------------------------------------------------------------------------------------------------------ the world


def case_in(desk: Desk, number: int, state: State) -> list[Ripe]:
    """A case in a state, and what may be due in it."""
    youth = desk.add(f"alex{number}", Role.YOUTH)
    desk.add(f"kim{number}", Role.GUARDIAN)
    case = desk.case(f"K-{number}F2", actors=[*NAMED, ("youth", youth.handle), ("guardian", f"kim{number}")])
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        today = store.facts.today
        lena = store.people.find("lena")
        assert lena is not None
        for function in (*SHARED, "trainer"):
            until = today - timedelta(days=1) if state is State.FROZEN else today + timedelta(days=14)
            consent = grant(function, "school", starts_on=today - timedelta(days=90), until=until, given_on=today)
            if state is not State.PROPOSED:
                person_id = lena.id if function == "trainer" else None
                store.consents.add([replace(consent, unit_id=case.unit_id, case_id=case.id, person_id=person_id)])
        planned = [
            store.plan.add(task(0, owner_id=store.people.find(handle).id, due_on=today), now=store.now)  # type: ignore[union-attr]
            for handle in ("lisa", "petra")
        ]
        met = store.meetings.add(
            replace(meeting(), id="", unit_id="norr", case_id=case.id, starts_at=store.now + timedelta(days=1))
        )
        deputy = store.actors.assign("police", store.people.find("per").id, today, deputy=True, ended_on=today)  # type: ignore[union-attr]
        _bring_to(store, case, state)
        kept_out = store.actors.assign("trainer", lena.id, today)
        where = store.room.id
    _open(desk, state, where)
    last = today + timedelta(days=14)
    subjects = [
        ("followup.prompt", case.id),
        *(("task.due", one.id) for one in planned),
        ("meeting.reminder", f"{met.id}:evening"),
        ("meeting.reminder", f"{met.id}:soon"),
        ("circle.review", case.id),
        ("case.purge", case.id),
        ("case.leave", case.id),
        ("case.dispose", case.id),
        ("case.birthday", f"{case.id}:18:30"),
        ("consent.receipts", case.id),
        ("consent.ending", f"{case.id}:14:{last}"),
        ("promise.ask", kept_out),
        ("promise.waits", kept_out),
        ("deputy.begins", deputy),
        ("deputy.ended", f"{deputy}:{today}"),
        ("room.briefing", where),
        ("of a later version", case.id),
    ]
    return [
        *(Ripe(case_id=case.id, kind=kind, subject=subject) for kind, subject in subjects),
        Ripe(case_id=None, kind="room.alarm", subject=where),
    ]


def _bring_to(store: Any, case: Case, state: State) -> None:
    today = store.facts.today
    changed = replace(store.case, state=state, information_meeting_held=True, born="2008-12", youth_choice="room")
    if state is State.PROPOSED:
        store.save(replace(changed, purge_on=today))
        return
    opened = replace(changed, scope=frozenset({"school"}), opened_on=today - timedelta(days=90))
    if state is State.CLOSED:
        opened = replace(opened, leave_on=today, dispose_on=today)
    store.save(opened)
    store.open_room(frozenset({"school"}))


def _open(desk: Desk, state: State, where: str) -> None:
    """As if the homeserver had made the room, and everybody had come."""
    if state is State.PROPOSED:
        return
    with desk.core.db.unit() as session:
        row = session.get_one(Room, where)
        room.mark_opened(session, where, f"!{row.alias}")
        if state is State.FROZEN:
            row.state = RoomState.FROZEN
        there = {"assistent", "anna", "petra", "sven", "lisa"}
        for handle in there:
            members.note_membership(session, row.account_id, f"!{row.alias}", f"@{handle}:s", "join", desk.clock.now())


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("batches")
    desk = Desk(folder, table=TABLE)
    desk.work()
    for function, handle in NAMED:
        desk.add(handle, Role.ACTOR, function)
    desk.add("per", Role.ACTOR, "police")
    desk.add("lena", Role.ACTOR, "trainer")
    ripe = [one for number, state in enumerate(STATES) for one in case_in(desk, number, state)]
    with desk.core.db.unit() as session:
        desk.core.reconciler.run(session)
    unit = (("servers.struck", "norr"), ("consultation.gathered", "norr"), ("consultation.turned_away", "3"))
    ripe += [Ripe(case_id=None, kind=kind, subject=subject) for kind, subject in unit]
    yield World(desk=desk, ripe=ripe, folder=folder)
    desk.core.db.close()


# -------------------------------------------------------------------------------------------------------------- the law


NUMBERS = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 5)), min_size=2, max_size=40, unique_by=lambda row: row[0]
)
DEATHS = st.sets(st.integers(0, 6), max_size=3)
FEW = settings(
    max_examples=5, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)


def _chosen(world: World, numbers: Sequence[tuple[int, int]]) -> list[tuple[Ripe, int]]:
    """Each thing that may be due at most once, and for how many minutes it has been."""
    return list({world.ripe[number % len(world.ripe)]: minutes for number, minutes in numbers}.items())


def _same(world: World, numbers: Sequence[tuple[int, int]], dies: Collection[int] = ()) -> None:
    rows = _chosen(world, numbers)
    ends = []
    for seconds, dying in ((60, dies), (0, ())):
        file = world.folder / "copy.db"
        file.unlink(missing_ok=True)
        with closing(database(file, world.desk.vault)) as db:
            world.copy(db)
            ends.append(world.after(db, rows, seconds, dying))
    _compare(ends, rows)


def _compare(ends: Sequence[dict[str, Any]], rows: Sequence[tuple[Ripe, int]]) -> None:
    together, alone = ends
    for name in together:
        assert together[name] == alone[name], (name, sorted((one.kind, minutes) for one, minutes in rows))


@FEW
@given(NUMBERS, DEATHS)
def test_batches_end_as_rows_one_by_one(world: World, numbers: list[tuple[int, int]], dies: set[int]) -> None:
    _same(world, numbers, dies)


@pytest.mark.long
@settings(FEW, max_examples=150)
@given(NUMBERS, DEATHS)
def test_all_batches_end_as_rows_one_by_one(world: World, numbers: list[tuple[int, int]], dies: set[int]) -> None:
    _same(world, numbers, dies)


def test_all_that_may_be_due_at_once(world: World) -> None:
    _same(world, [(number, number % 3) for number in range(len(world.ripe))])


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.parametrize("seed", range(6))
def test_on_postgresql_too(world: World, postgres: str, seed: int) -> None:
    drawn = random.Random(seed)
    numbers = [(number, drawn.randrange(6)) for number in drawn.sample(range(len(world.ripe)), 30)]
    rows = _chosen(world, numbers)
    ends = []
    for seconds in (60, 0):
        with closing(Database(postgres, world.desk.vault)) as db:
            try:
                world.copy(db)
                ends.append(world.after(db, rows, seconds))
            finally:
                Base.metadata.drop_all(db.engine)
    _compare(ends, rows)
