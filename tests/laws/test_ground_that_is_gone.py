"""What is withdrawn, frozen or closed is neither asked nor reminded of: not when its time comes a second later, and not
when its words are waiting to be sent.

Each due kind of the table stands here, with how it comes about or why it is outside the law. A new one fails until it
does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversation.asked_in_room import FIRST_WORDS
from bot.messages import Out
from bot.rules import calendar
from bot.rules.case import Case, State
from bot.rules.consent import Actor
from bot.rules.person import Person
from bot.rules.plan import By, TaskState, Via
from bot.rules.recurrence import Every, Recurrence
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from bot.services import (
    birthday,
    closing,
    day_before,
    deputy,
    expiry,
    meeting,
    meeting_answer,
    meeting_notice,
    meeting_series,
    overview,
    pause,
    plan,
    presence,
    receipt,
    reminder,
    review,
    silence,
    status_round,
    withdrawal,
)
from handlers import TABLE
from storage import member as members
from storage.db import Database
from storage.person import People
from storage.scoped import CaseStore
from storage.tables import Due, Outbox, Room
from tests.bot.desk import Desk, Moment
from tests.rules.making import meeting as a_meeting
from tests.services.opened import SHARED, known, on_day, record
from tests.services.stores import case_store, unit_store

#: A Monday at ten, Swedish time.
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
#: When the due row of a scene comes, where the scene does not say another time: the day after, at ten.
SOON = MONDAY + timedelta(days=1)
#: Whoever is told of what is paused or withdrawn, since it is theirs to mend.
OFFICE = ("anna", "berit")
#: What people are asked and reminded with. An edit notifies nobody.
SAID = (Out.SAY, Out.ATTACH)


class Ending(StrEnum):
    """What takes away the ground of a reminder."""

    LEFT = "the reader's consent is withdrawn"
    WITHDRAWN = "all consent is withdrawn"
    FROZEN = "the case is frozen"
    CLOSING = "the case begins to close"


#: The function by whose consent somebody is there who may leave alone.
COVERED_BY = {"lisa": "school", "tore": "trainer"}


@dataclass(frozen=True, kw_only=True)
class World:
    """An open case on a desk, in a unit of work."""

    desk: Desk
    session: Session
    case: Case

    @property
    def store(self) -> CaseStore:
        return case_store(self.desk, self.session, self.case)

    def person(self, handle: str) -> Person:
        return known(self.store, handle)

    def task(self, handle: str, *, due: datetime | None = SOON, state: TaskState | None = None) -> str:
        """A task of somebody, by id."""
        store = self.store
        day = None if due is None else calendar.day_of(due)
        made = plan.add(store, "ring skolan", owner_id=self.person(handle).id, due_on=day, by=self.by())
        if state is not None:
            store.plan.save(replace(made, state=state), now=store.now)
        return made.id

    def by(self) -> By:
        return By(person_id=self.person("anna").id, via=Via.COMMAND)

    def plan(self, kind: str, subject: str, at: datetime = SOON) -> None:
        """Plan a due row as the service does that schedules it."""
        self.store.schedule(kind, subject, at)

    def call(self, day: datetime) -> str:
        """Call a meeting at three in the afternoon; returns its number."""
        starts = calendar.moment(calendar.day_of(day), time(15))
        new = a_meeting(id="", unit_id="norr", case_id=self.case.id, number=0, starts_at=starts)
        return str(meeting.call(self.store, new).meeting.number)


Scene = Callable[[World], None]


# ---------------------------------------------------------------------------------------------------------- the scenes


def youth_is_reminded(world: World) -> None:
    world.call(SOON)


def meeting_was_moved(world: World) -> None:
    known_as, now = world.call(MONDAY + timedelta(days=4)), world.call(MONDAY + timedelta(days=5))
    world.plan(meeting_notice.CHANGE, f"{world.case.id}:{known_as}:{now}")


def meeting_comes(days: int) -> Scene:
    """A meeting so many days from now."""

    def scene(world: World) -> None:
        world.call(MONDAY + timedelta(days=days))

    return scene


def meeting_was_held(world: World) -> None:
    world.call(MONDAY)


def series_goes_on(world: World) -> None:
    """A meeting each Monday, without an end."""
    rule = Recurrence(begins=calendar.day_of(MONDAY), every=Every.WEEK, weekdays=(0,))
    pattern = a_meeting(id="", unit_id="norr", case_id=world.case.id, number=0)
    store = world.store
    meeting_series.call(store, meeting_series.forecast(store, pattern, rule, time(15), skips_free=False))


def task_is_due(*handles: str) -> Scene:
    def scene(world: World) -> None:
        for handle in handles:
            world.plan(status_round.DUE, world.task(handle))

    return scene


def task_was_snoozed(world: World) -> None:
    store = world.store
    task = store.plan.get(world.task("lisa", due=None))
    assert task is not None
    status_round.snooze(store, task, calendar.day_of(SOON), world.by())


def asked_a_while_ago(world: World) -> None:
    task_id = world.task("lisa", due=MONDAY)
    status_round.hold_due(world.store, task_id)


def wants_it_weekly(world: World) -> None:
    world.task("lisa", due=MONDAY + timedelta(days=8))
    silence.choose(unit_store(world.desk, world.session), world.person("lisa").id, weekly=True)


def task_is_freed(world: World) -> None:
    world.plan("task.freed", world.task("lisa", due=None))


def task_is_offered(world: World) -> None:
    world.plan("task.offer", world.task("lisa", due=None, state=TaskState.ASKED))


def followed_up(world: World) -> None:
    world.task("lisa", due=None)
    world.plan("followup.prompt", world.case.id)


def consent_has_come(world: World) -> None:
    receipt.plan_reminder(world.store)


def consent_runs_out(world: World) -> None:
    expiry.plan_end(world.store)


def circle_is_reviewed(world: World) -> None:
    review.plan_again(world.store)


def birthday_comes(world: World) -> None:
    birthday.note(world.store, "2012-01", approved_by=None)


def promise_is_waited_for(world: World) -> None:
    world.plan("promise.ask", private(world).id, MONDAY)


def promise_is_asked_for(world: World) -> None:
    world.plan("promise.ask", private(world).id)


def private(world: World) -> Actor:
    """Somebody whom only the promise keeps out."""
    desk, store = world.desk, world.store
    record(store, on_day(store, "guardian1:joint", "guardian2:joint", kinds={**SHARED, "trainer": ["school"]}))
    store.actors.assign("trainer", known(store, "tore").id, calendar.day_of(desk.clock.now()))
    return next(actor for actor in store.facts.actors if actor.function == "trainer")


def deputy_comes(world: World) -> None:
    at = calendar.day_of(SOON)
    would = deputy.forecast(world.store, "school", world.person("stina"), at, at + timedelta(days=1))
    deputy.name(world.store, would.deputy, approved_by=None)


def morning_comes(world: World) -> None:
    world.task("lisa", due=MONDAY)
    overview.begin_mornings(unit_store(world.desk, world.session))


#: Each due kind that asks or reminds somebody of something in a case: how it comes about, and whom it is for (in the
#: room, or by handle).
SCENES: Mapping[str, tuple[tuple[Scene, str], ...]] = {
    "meeting.reminder": ((youth_is_reminded, "alex"),),
    meeting_notice.CHANGE: ((meeting_was_moved, "alex"),),
    meeting_answer.NUDGE: ((meeting_comes(3), "lisa"),),
    meeting_answer.SILENT: ((meeting_comes(3), "anna"),),
    day_before.REMIND: ((meeting_comes(3), "lisa"),),
    presence.OVER: ((meeting_was_held, "anna"),),
    meeting_series.ASK: ((series_goes_on, "room"),),
    meeting_series.ENDS: ((series_goes_on, "anna"),),
    reminder.UNSEEN: ((youth_is_reminded, "anna"),),
    status_round.DUE: (
        (task_is_due("lisa"), "room"),
        (task_is_due("lisa", "lisa"), "lisa"),
        (task_is_due("alex"), "alex"),
        (task_is_due("mia"), "mia"),
    ),
    status_round.SNOOZED: ((task_was_snoozed, "room"),),
    status_round.AGAIN: ((asked_a_while_ago, "room"),),
    silence.NUDGE: ((asked_a_while_ago, "lisa"),),
    silence.WEEKLY: ((wants_it_weekly, "lisa"),),
    "task.freed": ((task_is_freed, "lisa"),),
    "task.offer": ((task_is_offered, "room"),),
    "followup.prompt": ((followed_up, "room"),),
    "consent.receipts": ((consent_has_come, "lisa"),),
    "consent.ending": ((consent_runs_out, "anna"),),
    "circle.review": ((circle_is_reviewed, "anna"),),
    "case.birthday": ((birthday_comes, "anna"),),
    "promise.ask": ((promise_is_asked_for, "tore"),),
    "promise.waits": ((promise_is_waited_for, "anna"),),
    "deputy.begins": ((deputy_comes, "anna"),),
    "deputy.ended": ((deputy_comes, "anna"),),
    overview.MORNING: ((morning_comes, "anna"),),
}

_NO_CASE = "there is no case yet, or it is about none"
_OF_BOT = "about the bot and what it cannot do, for those who run it and the office"
_ALARM = "an alarm is heard whatever becomes of the case"
_TAKEN_BACK = "a second person is asked about a command; what ends the case overtakes the question"
#: The other due kinds, and why they are outside the law.
OUTSIDE: Mapping[str, str] = {
    "case.purge": "a case that was never opened is erased, as the coordinator was told",
    "case.leave": "follows from the closing",
    "case.dispose": "follows from the closing",
    "person.erase": "follows from the closing",
    "room.briefing": "the first words stand there when the case goes on; they ask nothing",
    FIRST_WORDS: "whom to turn to when nobody reads: nobody is safer for not knowing it",
    "page.fade": "takes words away",
    "meeting.began": "takes away what may be tapped",
    reminder.TO_RING: "a task for whoever leads the case, as long as it is not paused; see tests/services",
    reminder.RUNG: "ends a task",
    reminder.RESTED: "what the youth has chosen comes to its end",
    "outage.tell": "says what has happened, as it is by then",
    "reminder.missed": "for whoever coordinates, as the case is by then",
    "plan.late": "changes the card, which notifies nobody and asks nobody",
    "withdrawal.waits": "carries out a withdrawal, and reminds the coordinator of one",
    "youth_alarm.untaken": _ALARM,
    "youth_alarm.ask": _ALARM,
    "youth_alarm.taken_back": _ALARM,
    **dict.fromkeys(("second.remind", "second.lapses", "second.overtaken"), _TAKEN_BACK),
    **{kind: _NO_CASE for kind in TABLE.by_due if kind.startswith("consultation.")},
    **dict.fromkeys(("servers.struck", "device.news", "device.told"), _NO_CASE),
    **dict.fromkeys(("room.alarm", "homeserver.rewound", "operators.fresh", "trouble.tell", "trouble.over"), _OF_BOT),
    **dict.fromkeys(("outbox.failing", "outbox.lost", "outbox.through", "outbox.unread"), _OF_BOT),
    **dict.fromkeys(("inbox.aside", "due.aside", "operator.retry", "operator.compare"), _OF_BOT),
}

_STILL_MEETS = "nobody should miss a meeting that was moved, or wait for one, whatever is paused"
_FAREWELL = "who leaves reads that they do, and the others that they have"
#: What is said all the same, by kind and ending, and why.
STILL: Mapping[tuple[str, Ending], str] = {
    **{(meeting_notice.CHANGE, one): _STILL_MEETS for one in (Ending.WITHDRAWN, Ending.FROZEN)},
    **{("deputy.ended", one): _FAREWELL for one in Ending},
    (overview.MORNING, Ending.CLOSING): "one message over all cases, for whoever closes it",
}


def test_each_due_kind_is_in_the_law_or_has_its_reason_to_be_outside() -> None:
    kinds = set(TABLE.by_due)
    assert kinds - SCENES.keys() - OUTSIDE.keys() == set(), "make a scene of it, or say why it is outside"
    assert (SCENES.keys() | OUTSIDE.keys()) - kinds == set()
    assert not SCENES.keys() & OUTSIDE.keys()


CASES = [
    pytest.param(kind, scene, reader, id=f"{kind}-{reader}")
    for kind, scenes in SCENES.items()
    for scene, reader in scenes
]


ENDED = [
    pytest.param(kind, scene, reader, ending, id=f"{kind}-{reader}-{ending.name.lower()}")
    for kind, scenes in SCENES.items()
    for scene, reader in scenes
    for ending in Ending
    if ending is not Ending.LEFT or reader in COVERED_BY
]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, rested: Desk) -> Desk:
    """Where each scene begins; its database is closed and may be copied."""
    made = Desk(tmp_path_factory.mktemp("begun"), rested, table=TABLE)
    open_case(made)
    made.core.db.close()
    return made


@pytest.fixture
def desk(shared: Database, begun: Desk) -> Iterator[Desk]:
    made = Desk(Path(shared.url.removeprefix("sqlite:///")).parent, begun, db=shared, table=TABLE)
    made.clock.at = MONDAY
    yield made
    made.core.db.close()


@pytest.fixture
def case(desk: Desk) -> Case:
    with desk.core.db.read() as session:
        return unit_store(desk, session).cases.all()[0]


def open_case(desk: Desk) -> None:
    """An open case with a youth, a guardian and three authorities, all with accounts."""
    desk.clock.at = MONDAY
    for handle, function in (("petra", "police"), ("sven", "social_services"), ("lisa", "school")):
        desk.add(handle, Role.ACTOR, function)
    for handle, function in (("stina", "school"), ("tore", "trainer")):
        desk.add(handle, Role.ACTOR, function)
    desk.add("alex", Role.YOUTH, "youth")
    desk.add("mia", Role.GUARDIAN, "guardian")
    desk.work()
    named = [
        ("police", "petra"),
        ("social_services", "sven"),
        ("school", "lisa"),
        ("youth", "alex"),
        ("guardian", "mia"),
    ]
    made = desk.case("K-7F2", actors=named)
    room = desk.open_case_room(made, covered=False)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, made)
        scope = frozenset({"school"})
        store.save(
            replace(store.case, state=State.ACTIVE, opened_on=store.facts.today, youth_choice="page", scope=scope)
        )
        record(store, on_day(store, "guardian1:joint", "guardian2:joint", kinds=SHARED))
        for handle in ("petra", "sven", "lisa", "anna"):
            who = f"@{handle}:s"
            members.note_membership(session, "bot", str(room.matrix_room), who, "join", desk.clock.now())
        desk.core.reconciler.run(session)
    desk.work()


@contextmanager
def unit(desk: Desk, case: Case) -> Iterator[World]:
    """A unit of work in which something is changed, and whoever is in the rooms follows."""
    with desk.core.db.unit() as session:
        yield World(desk=desk, session=session, case=case)
        desk.core.reconciler.run(session)


def times_of(desk: Desk, kind: str) -> Sequence[datetime]:
    """When rows of a kind are due, the soonest first."""
    query = select(Due.at).where(Due.kind == kind, Due.state == "pending").order_by(Due.at)
    with desk.core.db.read() as session:
        return session.scalars(query).all()


def newest(desk: Desk) -> int:
    rows = desk.outbox()
    return rows[-1].id if rows else 0


def heard(desk: Desk, after: int, until: int | None = None) -> set[str]:
    """Who was told anything by rows with such numbers: people by handle, ``room`` and ``office``."""
    with desk.core.db.read() as session:
        rows = session.scalars(select(Outbox).where(Outbox.id > after, Outbox.state == "sent"))
        found = set()
        for row in rows:
            if row.kind in SAID and (until is None or row.id <= until):
                room = session.get_one(Room, row.room_id)
                found.add(_reader(session, room))
    return found


def _reader(session: Session, room: Room) -> str:
    if room.person_id is not None:
        return People(session, room.unit_id).get(room.person_id).handle
    return "room" if room.kind in (RoomKind.CASE, RoomKind.SIDE) else "office"


def end(desk: Desk, case: Case, ending: Ending, reader: str) -> None:
    """Take the ground away."""
    with unit(desk, case) as world:
        store = world.store
        anna = world.person("anna").id
        match ending:
            case Ending.LEFT:
                withdrawal.withdraw(store, COVERED_BY[reader], by=anna)
            case Ending.WITHDRAWN:
                withdrawal.withdraw(store, None, by=anna)
            case Ending.FROZEN:
                pause.freeze(store, "by hand")
            case Ending.CLOSING:
                closing.begin(store, "done")


def spared(ending: Ending, reader: str) -> set[str]:
    """Who may still hear something."""
    office = {*OFFICE, "office"}
    match ending:
        case Ending.LEFT:
            return {"room", "alex", "mia", "petra", "sven", *office} - {reader}
        case Ending.CLOSING:
            return set()
    return office


class Played:
    """The scenes that were played, each up to a second before its row is due: they begin alike for every ending."""

    def __init__(self, folder: Callable[[str], Path]) -> None:
        self._folder = folder
        self._moments: dict[str, tuple[Moment, datetime]] = {}

    def begin(self, desk: Desk, case: Case, kind: str, scene: Scene, reader: str) -> datetime:
        """Go to the end of a scene; returns when its row is due."""
        name = f"{kind}-{reader}"
        if name not in self._moments:
            at = play(desk, case, kind, scene)
            self._moments[name] = (desk.keep(self._folder(name)), at)
            return at
        moment, at = self._moments[name]
        desk.go_back(moment)
        return at


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return Played(tmp_path_factory.mktemp)


def play(desk: Desk, case: Case, kind: str, scene: Scene) -> datetime:
    """Play a scene, up to a second before its row is due; returns when that is."""
    with unit(desk, case) as world:
        scene(world)
    if not times_of(desk, kind):
        desk.work()  # it is planned by what comes before it
    at = times_of(desk, kind)[0]
    while (following := soonest(desk, at)) is not None:
        desk.clock.at = following
        desk.work()
    desk.clock.at = at - timedelta(seconds=1)
    desk.work()
    return at


def soonest(desk: Desk, before: datetime) -> datetime | None:
    """When the next row is due before a moment."""
    with desk.core.db.read() as session:
        times = session.scalars(
            select(Due.at).where(Due.state == "pending", Due.at > desk.clock.now(), Due.at < before)
        )
        return min(times, default=None)


def to(reader: str) -> set[str]:
    return {"anna", "berit", "office"} if reader == "anna" else {reader}


@pytest.mark.parametrize(("kind", "scene", "reader"), CASES)
def test_it_is_said_when_nothing_comes_between(
    played: Played, desk: Desk, case: Case, kind: str, scene: Scene, reader: str
) -> None:
    desk.clock.at = played.begin(desk, case, kind, scene, reader) - timedelta(seconds=1)
    before = newest(desk)
    desk.clock.at += timedelta(seconds=1)
    desk.work()
    assert heard(desk, before) & to(reader)


@pytest.mark.parametrize(("kind", "scene", "reader", "ending"), ENDED)
def test_it_is_not_said_when_its_ground_went_a_second_before(
    played: Played, desk: Desk, case: Case, kind: str, scene: Scene, reader: str, ending: Ending
) -> None:
    at = played.begin(desk, case, kind, scene, reader)
    end(desk, case, ending, reader)
    desk.work()
    before = newest(desk)
    desk.clock.at = at
    desk.work()
    told = heard(desk, before) - spared(ending, reader)
    assert told == set() or (kind, ending) in STILL


@pytest.mark.parametrize(("kind", "scene", "reader", "ending"), ENDED)
def test_nor_when_its_words_wait_to_be_sent(
    played: Played, desk: Desk, case: Case, kind: str, scene: Scene, reader: str, ending: Ending
) -> None:
    desk.clock.at = played.begin(desk, case, kind, scene, reader)
    before = newest(desk)
    while desk.core.work_one():
        pass
    last = newest(desk)
    end(desk, case, ending, reader)
    desk.work()
    desk.clock.at += timedelta(days=1)  # what was held for the morning goes out then
    desk.work()
    told = heard(desk, before, last) - spared(ending, reader)
    assert told == set() or (kind, ending) in STILL
