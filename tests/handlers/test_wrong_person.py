"""The wrong person tries each command, wherever they can: refused with a reason, nothing changed, nothing told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversation.arguments import Env
from bot.conversation.command import Command
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.roles import Role, may
from bot.rules.room import RoomKind
from handlers import TABLE
from storage import member as members
from storage import outbox, room
from storage.room import RoomView
from storage.scoped import CaseStore
from storage.tables import Audit, Base, Outbox, Room
from tests.bodies import words_of
from tests.bot.desk import Desk, sv
from tests.bot.written import written
from tests.rules.making import grant

#: Somebody of each role in the case, and somebody who is not. (What a guest writes is never a command, but asked.)
INSIDE = {
    "petra": Role.ACTOR,
    "leda": Role.LEAD,
    "alex": Role.YOUTH,
    "mona": Role.GUARDIAN,
}
OUTSIDE = {
    "olle": Role.ACTOR,
    "lo": Role.LEAD,
    "kim": Role.YOUTH,
    "mia": Role.GUARDIAN,
    "chefen": Role.SECOND,
}
FUNCTIONS = {
    "petra": "police",
    "leda": "lead",
    "alex": "youth",
    "mona": "guardian",
    "sven": "social_services",
    "olle": "school",
    "lo": "lead",
    "kim": "youth",
    "mia": "guardian",
}
IN_ROOM, IN_OFFICE = ("anna", "petra", "leda", "alex", "sven"), ("anna", "berit", "chefen")
#: What every message leaves: that it came, what was answered, and a row of the audit log; on an own page its words, for
#: half a minute.
TRACES = {"inbox", "outbox", "audit", "just_said"}
#: The generation is raised by every unit of a process that is not alone on the database, as none is here
TABLES = {table.name for table in Base.metadata.sorted_tables} - TRACES - {"generation"}
START, SCOPE = date(2026, 11, 23), frozenset({"school"})


#: What somebody says, and where.
Try = tuple[str, str | RoomView]


class Unit:
    """A desk with one open case, and what happens to its database."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        for who, role in {**INSIDE, **OUTSIDE, "sven": Role.ACTOR}.items():
            desk.add(who, role, FUNCTIONS.get(who))
        case = desk.case("K-7F2", actors=[(FUNCTIONS[who], who) for who in (*INSIDE, "sven")])
        with desk.core.db.unit() as session:
            store = CaseStore(session, "norr", case.coordinator_id, desk.clock.now(), case.id, profile=None)
            store.save(replace(case, state=State.ACTIVE, opened_on=START, youth_choice="room", scope=SCOPE))
            mine: dict[str, Any] = {"unit_id": "norr", "case_id": case.id, "starts_on": START, "given_on": START}
            for function in ("police", "social_services", "guardian"):
                store.consents.add([replace(grant(function, *SCOPE), **mine)])
            store.open_room(SCOPE)
            for row in session.scalars(select(Room)):
                room.mark_opened(session, row.id, f"!{row.alias}")
                there = [who.matrix_id for who in store.people.all() if who.id == row.person_id]
                if row.unit_id == "norr" and row.kind != RoomKind.PAGE:
                    there = [f"@{who}:s" for who in (IN_ROOM if row.kind == RoomKind.CASE else IN_OFFICE)]
                for user_id in filter(None, there):
                    members.note_membership(session, "bot", str(row.matrix_room), user_id, "join", desk.clock.now())
            self.room = store.room
        desk.work()
        assert desk.say("anna", "!uppgift Ringa hem @sven 2026-12-17", where=self.room)

    def places(self, who: str, command: Command) -> Iterator[str | RoomView]:
        """Where somebody can try a command: on their own page, and in the rooms they are in."""
        # what a youth may not command may be a cry for help, and is answered so, wherever it is said
        speaks_freely = INSIDE.get(who) in (Role.YOUTH, Role.GUARDIAN)
        if not speaks_freely:
            yield "page"
        if who in IN_OFFICE and RoomKind.OFFICE in command.where:
            yield "office"
        if who in IN_ROOM and RoomKind.CASE in command.where and not speaks_freely:
            yield self.room

    def refused(self, who: str, tries: Sequence[Try], unit: str = "norr") -> list[str]:
        """Somebody tries this and that; what is answered to each. Asserts that nothing changed but the traces of it.

        All at once, for it is done hundreds of times; and read past SQLAlchemy, and not delivered: others test that.
        """
        before, audited, last = self.tables(), self.rows("audit"), self.rows("outbox")
        for text, where in tries:
            self.desk.hear(who, f"!{text}" if isinstance(where, RoomView) else text, where=where, unit=unit)
        while self.desk.core.work_one():
            pass
        after = self.tables()
        assert {name for name in after if after[name] != before[name]} == set(), who
        with self.desk.core.db.unit() as session:
            actions = list(session.scalars(select(Audit.action).order_by(Audit.seq).offset(audited)))
            new = list(session.scalars(select(Outbox.id).order_by(Outbox.id).offset(last)))
            answers = [words_of(outbox.claim(session, number).body) for number in new]
        assert actions == [Action.COMMAND_REFUSED] * len(tries), who
        assert len(answers) == len(tries), (who, answers)
        return answers

    def rows(self, table: str) -> int:
        with closing(sqlite3.connect(self.desk.folder / "desk.db")) as db:
            return int(db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])

    def tables(self) -> Mapping[str, list[tuple[object, ...]]]:
        with closing(sqlite3.connect(self.desk.folder / "desk.db")) as db:
            return {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for name in TABLES}


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unit]:
    desk = Desk(tmp_path_factory.mktemp("desk"), table=TABLE)
    with closing(desk.core.db):
        yield Unit(desk)


def words(desk: Desk, command: Command, code: str = "K-7F2") -> str:
    """A command as it is written right, with all it needs."""
    env = Env(
        profile=desk.core.profile_of("norr"),
        today=desk.clock.today(),
        language="sv",
        person=lambda said: desk.person(said.lstrip("@")),
    )
    said = [command.sv, *([code] if command.of_case else [])]
    for name, arg in command.fields().items():
        if command.required(name):
            said += [*arg.words[:1], written(arg, env, somebody="sven")]
    return " ".join(said)


def test_whoever_lacks_the_duty_is_told_so_and_nothing_else(unit: Unit) -> None:
    tried = 0
    for who, role in {**INSIDE, "chefen": Role.SECOND}.items():
        tries = [
            (words(unit.desk, command), where)
            for command in TABLE.spoken
            if not may(role, command.needs)
            for where in unit.places(who, command)
        ]
        for said, answer in zip(tries, unit.refused(who, tries), strict=True):
            assert answer == sv("kit.may_not"), (who, said)
        tried += len(tries)
    assert tried > 150


def test_whoever_is_outside_the_case_learns_not_even_that_it_is_there(unit: Unit) -> None:
    tried = 0
    for who, role in OUTSIDE.items():
        told = [one for one in TABLE.spoken if one.of_case and may(role, one.needs) and RoomKind.PAGE in one.where]
        for code in ("K-7F2", "K-9ZZ"):
            tries: list[Try] = [(words(unit.desk, command, code), "page") for command in told]
            for said, answer in zip(tries, unit.refused(who, tries), strict=True):
                assert answer == sv("kit.no_such_case", code=code), (who, said)
            tried += len(tries)
    assert tried > 20


def test_a_coordinator_of_another_unit_is_outside_every_case(unit: Unit) -> None:
    told = [
        one for one in TABLE.spoken if one.of_case and may(Role.COORDINATOR, one.needs) and RoomKind.OFFICE in one.where
    ]
    tries: list[Try] = [(words(unit.desk, command), "office") for command in told]
    for said, answer in zip(tries, unit.refused("cia", tries, unit="syd"), strict=True):
        assert answer == sv("kit.no_such_case", code="K-7F2"), said


def test_what_is_not_for_the_room_is_refused_there_to_the_coordinator_too(unit: Unit) -> None:
    told = [one for one in TABLE.spoken if RoomKind.CASE not in one.where and may(Role.COORDINATOR, one.needs)]
    tries: list[Try] = [(words(unit.desk, command), unit.room) for command in told]
    for said, answer in zip(tries, unit.refused("anna", tries), strict=True):
        assert answer in (sv("kit.not_here"), sv("kit.not_here_office"), sv("kit.not_here_page")), said


@pytest.mark.parametrize(("who", "role"), [("alex", Role.YOUTH), ("mona", Role.GUARDIAN)])
def test_what_they_may_not_command_is_what_they_want_to_tell_somebody(unit: Unit, who: str, role: Role) -> None:
    """On their own page nothing that begins like a command is met by "that is not your role"."""
    said = [words(unit.desk, one) for one in TABLE.spoken if RoomKind.PAGE in one.where and not may(role, one.needs)]
    assert "flytta möte" in " ".join(said)
    before = unit.tables()
    for text in said:
        answers = unit.desk.say(who, text, where="page")
        assert any("112" in answer for answer in answers), (text, answers)
    after = unit.tables()
    assert {name for name in after if after[name] != before[name]} <= {"kept", "question", "youth_alarm", "due"}
