"""Fills a database with opened cases, as they are after months of work: everybody is in, and nothing waits to be sent.

Everything goes through our own stores and the rules' own values, so that it is sealed and kept as the bot keeps it.
A database file that was filled is copied the next time.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.app import open_database
from bot.clock import MovableClock
from bot.conversation.contexts import BOT
from bot.core import ACCOUNT, Core
from bot.pictures import picture
from bot.rules import case as rules
from bot.rules import retention
from bot.rules.calendar import morning
from bot.rules.case import DIGITS, LETTERS, Case, State
from bot.rules.consent import Grant
from bot.rules.person import Person
from bot.rules.plan import Task, TaskState
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from bot.settings import Settings
from handlers import TABLE
from storage import member as members
from storage import outbox, room, version
from storage import picture as pictures
from storage.db import Database
from storage.person import People
from storage.scoped import UnitStore
from storage.sealed import write_master
from storage.tables import Case as CaseRow
from storage.tables import Room

SERVER = "bench"
UNIT = "enhet"
KINDS = frozenset({"school", "crime_and_company"})
_CONSENT_DAYS = 180

#: When the cases were filled, and when the bot runs on them: a weekday's morning, on which everybody may be asked. On
#: a later day rooms are looked at again, for some milliseconds a minute, and how many these are no count could say.
FILLED_AT = datetime(2027, 3, 2, 8, 0, tzinfo=UTC)
RUNS_AT = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)

_PER_UNIT_OF_WORK = 50

#: Who has a Matrix account: the coordinators, and those who stand for a function in every case. Each case has a youth
#: of its own, who has none.
COORDINATOR, SECOND, POLICE, SOCIAL = "anna", "berit", "petra", "sven"
ON_MATRIX = (COORDINATOR, SECOND, POLICE, SOCIAL)
IN_CASES = (COORDINATOR, POLICE, SOCIAL)
_OFFICE = (COORDINATOR, SECOND)


def user_id(handle: str) -> str:
    """Somebody's Matrix id."""
    return f"@{handle}:{SERVER}"


@dataclass(frozen=True, kw_only=True)
class CaseRoom:
    """A case and its room on the homeserver."""

    case_id: str
    code: str
    matrix_room: str


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A database with opened cases: its settings, and its rooms as the homeserver has them."""

    settings: Settings
    office: str
    cases: Sequence[CaseRoom]
    joined: dict[str, set[str]]


def clock_of(settings: Settings, at: datetime) -> MovableClock:
    """The clock of a bot, set to a time."""
    assert settings.clock_file is not None
    clock = MovableClock(settings.clock_file)
    clock.start_at(at)
    return clock


def settings_in(folder: Path, database: str = "") -> Settings:
    """The settings of a bot with its files in a folder, and in another ``database`` if one is given."""
    return Settings(
        homeserver="http://127.0.0.1:1",
        user_id=user_id("assistent"),
        password="unused",
        data_dir=folder / "data",
        database=database,
        key_file=folder / "master.json",
        clock_file=folder / "clock",
        units=[
            {
                "id": UNIT,
                "name": "Enheten",
                "profile": "skovde",
                "phone": "010-555 00 00",
                "coordinators": [_someone(COORDINATOR), _someone(SECOND)],
            }
        ],
    )


def filled(cases: int, folder: Path, database: str = "") -> Filled:
    """A bot in a folder with so many opened cases. Files are copied if they were filled before; another ``database``
    is filled anew."""
    settings = settings_in(folder, database)
    if database:
        write_master(settings.key_file)
        _fill(settings, cases)
    else:
        kept = _kept(cases)
        shutil.copy(kept / "master.json", settings.key_file)
        shutil.copytree(kept / "data", settings.data_dir)
    return _found(settings)


def _someone(handle: str) -> dict[str, str]:
    return {"handle": handle, "name": handle.capitalize(), "matrix_id": user_id(handle)}


# ------------------------------------------------------------------------------------------------------- kept files


def _kept(cases: int) -> Path:
    """The folder of a filled database file, which is made if it is not there."""
    kept = Path(tempfile.gettempdir()) / "sigbot-filled" / _version() / str(cases)
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as name:
            fresh = Path(name) / "fresh"
            fresh.mkdir()
            settings = settings_in(fresh)
            write_master(settings.key_file)
            _fill(settings, cases)
            try:
                fresh.rename(kept)
            except OSError:
                pass  # another process was faster, and its file is as good
    return kept


def _version() -> str:
    """What a filled file depends on: the tables and this file."""
    found = hashlib.sha256(version.head().encode())
    for file in (Path(__file__), *sorted(Path(version.__file__).parent.glob("tables/*.py"))):
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


# ---------------------------------------------------------------------------------------------------------- filling


def _fill(settings: Settings, cases: int) -> None:
    db = open_database(settings)
    core = Core(settings, db, clock_of(settings, FILLED_AT), TABLE)
    core.prepare()
    _add_people(core)
    for first in range(0, cases, _PER_UNIT_OF_WORK):
        _add_cases(core, range(first, min(first + _PER_UNIT_OF_WORK, cases)))
    _open_rooms(core)
    db.close()


def _add_people(core: Core) -> None:
    with core.db.unit() as session:
        people = People(session, UNIT)
        for handle, function in ((POLICE, "police"), (SOCIAL, "social_services")):
            people.add(_person(handle, Role.ACTOR, function, user_id(handle)), now=core.clock.now())


def _add_cases(core: Core, numbers: Iterable[int]) -> None:
    now = core.clock.now()
    today = core.clock.today()
    with core.db.unit() as session:
        people = {handle: People(session, UNIT).find(handle) for handle in ON_MATRIX}
        ids = {handle: person.id for handle, person in people.items() if person is not None}
        store = UnitStore(session, UNIT, ids[COORDINATOR], now, profile=core.profile_of(UNIT))
        for number in numbers:
            youth = store.people.add(_person(f"alex{number}", Role.YOUTH, "youth", None), now=now)
            case = store.cases.add(_case(_code(number), ids[COORDINATOR], today))
            own = store.of(case)
            named = {"police": ids[POLICE], "social_services": ids[SOCIAL], "youth": youth.id}
            for function, person_id in named.items():
                own.actors.assign(function, person_id, today)
            own.consents.add(
                [
                    Grant(
                        id="",
                        unit_id=UNIT,
                        case_id=case.id,
                        giver="youth",
                        capacity="youth",
                        function=function,
                        kinds=KINDS,
                        starts_on=today,
                        until=today + timedelta(days=_CONSENT_DAYS),
                        method="paper",
                        given_on=today,
                        recorded_by=ids[COORDINATOR],
                        approved_by=ids[SECOND],
                        recorded_at=now,
                    )
                    for function in ("police", "social_services")
                ]
            )
            own.save(rules.opened(case, scope=KINDS, youth_choice="room", today=today))
            own.open_room(KINDS)
            own.plan.add(_task(case.id, ids[POLICE], core), now=now)
            next_on = retention.followup_on(today, core.profile_of(UNIT))
            own.schedule("followup.prompt", case.id, morning(next_on))


def _open_rooms(core: Core) -> None:
    """Open the rooms as the homeserver would, and see that the bot then has nothing to do about any room."""
    now = core.clock.now()
    with core.db.unit() as session:
        handles = {person.id: person.handle for person in People(session, UNIT).all()}
        for row in room.rows(session):
            inside = _inside(row, handles)
            if not inside:
                continue
            matrix_room = f"!{row.alias}"
            room.mark_opened(session, row.id, matrix_room)
            drawn = picture(row.kind)
            assert drawn is not None
            pictures.note_of_room(session, row.id, drawn.digest)
            outbox.drop_room(session, row.id, "it is open already")
            for one in ("assistent", *inside):
                members.note_membership(session, ACCOUNT, matrix_room, user_id(one), "join", now)
        core.reconciler.run(session)
        waiting = outbox.next_at(session, ACCOUNT)
    if waiting is not None:
        raise RuntimeError(
            "the bot would still invite or remove somebody: the cases are not filled as it would have"
        )


def _inside(row: Room, handles: dict[str, str]) -> Sequence[str]:
    """Who is in a room, by handle."""
    match row.kind:
        case RoomKind.OFFICE:
            return _OFFICE
        case RoomKind.CASE:
            return IN_CASES
        case RoomKind.PAGE if row.person_id is not None and handles[row.person_id] in ON_MATRIX:
            return [handles[row.person_id]]
    return ()


def _code(number: int) -> str:
    """A code as the bot would choose one: ``K-2BB`` is the first."""
    rest, last = divmod(number, len(LETTERS))
    first, middle = divmod(rest, len(LETTERS))
    return f"K-{DIGITS[first]}{LETTERS[middle]}{LETTERS[last]}"


def _case(code: str, coordinator_id: str, today: date) -> Case:
    return Case(
        id="",
        unit_id=UNIT,
        code=code,
        key_id="",
        state=State.PROPOSED,
        age_band="15-17",
        initiator="school",
        coordinator_id=coordinator_id,
        created_on=today,
        information_meeting_on=today,
        information_meeting_held=True,
    )


def _task(case_id: str, owner_id: str, core: Core) -> Task:
    return Task(
        id="",
        unit_id=UNIT,
        case_id=case_id,
        number=0,
        text="ringa skolan",
        owner_id=owner_id,
        state=TaskState.DOING,
        changed_at=core.clock.now(),
    )


def _person(handle: str, role: Role, function: str, matrix_id: str | None) -> Person:
    return Person(
        id="",
        unit_id=UNIT,
        handle=handle,
        name=handle.capitalize(),
        role=role,
        function=function,
        matrix_id=matrix_id,
        language="sv",
        added_by=BOT,
        approved_by=BOT,
    )


def _found(settings: Settings) -> Filled:
    db: Database = open_database(settings)
    with db.read() as session:
        rows = [row for row in room.rows(session) if row.matrix_room is not None]
        joined = {str(row.matrix_room): set(members.joined(session, str(row.matrix_room))) for row in rows}
        query = select(CaseRow.id, CaseRow.code, Room.matrix_room).join(Room, Room.case_id == CaseRow.id)
        cases = [
            CaseRoom(case_id=case_id, code=code, matrix_room=str(matrix_room))
            for case_id, code, matrix_room in session.execute(query.order_by(CaseRow.code))
        ]
        office = str(room.office(session, UNIT).matrix_room)
    db.close()
    return Filled(settings=settings, office=office, cases=cases, joined=joined)
