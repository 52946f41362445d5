"""A command takes as many statements in a large unit as in a small one, whatever it lists.

Every command of the table that somebody types is said to two units, one of which has many times as much of
everything. A new command needs its words here, and so is measured too.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from handlers import COMMANDS, TABLE
from storage.tables import SealedKey
from tests.bot.desk import Desk
from tests.conversation.crowd import CODE, crowd
from tests.sqlite import database

SMALL, LARGE = 5, 40

#: A list of values in a statement.
_SEVERAL = re.compile(r"\(\?(, \?)*\)")


@dataclass(frozen=True)
class Saying:
    """How a command is said so that it answers, or asks whether it is agreed to; by whom and where."""

    words: str
    who: str = "anna"
    where: str = "office"


#: What is said of each command, by its key.
SAYINGS: dict[str, Saying] = {
    "help": Saying("hjälp"),
    "language": Saying("språk engelska"),
    "cancel": Saying("avbryt"),
    "calendar": Saying("kalender", where="page"),
    "case_new": Saying("ärende ny 15-17 skola"),
    "week": Saying("veckan allt"),
    "monday": Saying("måndag av"),
    "cases": Saying("ärenden"),
    "case": Saying(f"ärende {CODE}"),
    "information_meeting": Saying("informationsmöte K-100 hållet"),
    "i_take": Saying(f"jag tar {CODE}"),
    "contact": Saying(f"kontakt {CODE} nådd"),
    "i_look_after": Saying("jag tar hand om lisa"),
    "contact_with": Saying("kontakt med lisa nådd"),
    "emergency": Saying(f"nöd {CODE}"),
    "away": Saying("borta slut"),
    "appoint": Saying("utse K-100 polis petra"),
    "born": Saying(f"född {CODE} 2010-05"),
    "protected_identity": Saying(f"skyddade uppgifter {CODE} ungdomen"),
    "approve": Saying(f"godkänn {CODE} lisa"),
    "page_answers": Saying(f"sidan svarar {CODE} allt"),
    "note": Saying(f"notera {CODE} placering 2026-11-20"),
    "reference": Saying("referens"),
    "profile": Saying("profil"),
    "consultations": Saying("konsultationer"),
    "answer": Saying("svara A-100 hej"),
    "end_consultation": Saying("avsluta konsultation A-100"),
    "person_new": Saying("person ny olle skola Olle"),
    "people": Saying("personer"),
    "change_account": Saying("byt konto lisa @lisa2:s kontrollerad SITHS"),
    "release_account": Saying("släpp konto lisa"),
    "release_page": Saying("släpp sidan ungdom1"),
    "person_leaves": Saying("person slutar lisa"),
    "hand_over_case": Saying(f"lämna över ärende {CODE} till berit"),
    "hand_over_all_cases": Saying("lämna över alla ärenden till berit"),
    "take_over": Saying(f"ta över {CODE}", who="berit"),
    "history": Saying(f"historik {CODE}"),
    "accept_identity": Saying("godkänn identitet lisa"),
    "lost_device": Saying("tappad enhet @larare1"),
    "consent_record": Saying(f"samtycke registrera {CODE} polis och skola om 1 2 av ungdomen papper"),
    "consent_extend": Saying(f"samtycke utöka {CODE} fritid om 1 av ungdomen papper"),
    "consent_renew": Saying(f"samtycke förnya {CODE} av ungdomen papper"),
    "consent_narrow": Saying(f"samtycke begränsa {CODE} skola om skolgång"),
    "consent_withdraw": Saying(f"samtycke återkalla {CODE} skola"),
    "taken_back": Saying(f"återkallat {CODE} gäller"),
    "consent_show": Saying(f"samtycke visa {CODE}"),
    "consent_received": Saying(f"samtycke mottaget {CODE}", who="lisa", where="page"),
    "promise": Saying(f"lova {CODE}", who="tom", where="page"),
    "open": Saying("öppna K-100 rummet --visa"),
    "youth_place": Saying(f"ungdomens plats {CODE} egen sida"),
    "side_room": Saying(f"sidorum {CODE} skola om 1"),
    "close_side_room": Saying(f"stäng sidorum {CODE} 1"),
    "try_again": Saying("försök igen"),
    "give_up": Saying("ge upp 1"),
    "invite": Saying(f"bjud in {CODE} lisa"),
    "remove": Saying(f"ta bort {CODE} lisa"),
    "deputy": Saying(f"ersättare {CODE} polis larare0 från 2026-12-01 till 2026-12-24"),
    "who_sees_what": Saying(f"vem ser vad {CODE}"),
    "circle": Saying(f"kretsen {CODE}"),
    "circle_right": Saying(f"kretsen stämmer {CODE}"),
    "thaw": Saying("tina upp"),
    "plan": Saying(f"plan {CODE}"),
    "who_does_what": Saying(f"vem gör vad {CODE}"),
    "show_task": Saying(f"uppgift {CODE} 2"),
    "mine": Saying("mina", who="lisa", where="page"),
    "task": Saying(f'uppgift {CODE} "Ringa" @lisa 2026-12-01'),
    "goal": Saying(f'mål {CODE} skola "Hela veckan"'),
    "show_goal": Saying(f"visa mål {CODE}"),
    "own_words": Saying(f"egna ord {CODE} 1 ja"),
    "goal_means": Saying(f"mål så här {CODE} 1 ihop"),
    "milestone": Saying(f'delmål {CODE} 1 "En dag"'),
    "judge_goal": Saying(f"bedöm mål {CODE} 1 helt"),
    "change_goal": Saying(f'ändra mål {CODE} 1 "Varje dag"'),
    "strike_goal": Saying(f"stryk mål {CODE} 1"),
    "change_task": Saying(f'ändra uppgift {CODE} 2 "Ring" 2026-12-02'),
    "move_task": Saying(f"flytta uppgift {CODE} 2 till 2026-12-03"),
    "skip": Saying(f"hoppa över {CODE} 2"),
    "split_task": Saying(f'dela uppgift {CODE} 2 "Mejla" @sven'),
    "task_after": Saying(f"uppgift efter {CODE} 2 1"),
    "task_under_goal": Saying(f"uppgift under mål {CODE} 2 1"),
    "template": Saying(f"mall {CODE} skolstart"),
    "catalogue": Saying("katalog"),
    "no_task": Saying(f"ingen uppgift {CODE}", who="lisa", where="page"),
    "without_task": Saying(f"utan uppgift {CODE}"),
    "task_deputy": Saying(f"uppgift ersättare {CODE} 2 @sven"),
    "done": Saying(f"klar {CODE} 2", who="lisa", where="page"),
    "ongoing": Saying(f"pågår {CODE} 2", who="lisa", where="page"),
    "late": Saying(f"försenad {CODE} 2 till 2026-12-01", who="lisa", where="page"),
    "help_with": Saying(f"hjälp {CODE} 2", who="lisa", where="page"),
    "remind_me": Saying(f"vänta {CODE} 2 till 2026-12-01", who="lisa", where="page"),
    "digest": Saying("sammandrag varje vecka", who="lisa", where="page"),
    "obstacle": Saying(f'hinder {CODE} 2 "sjuk"', who="lisa", where="page"),
    "hand_over": Saying(f"lämna över {CODE} 2 @sven"),
    "strike": Saying(f"stryk {CODE} 2"),
    # On a day around which both units have meetings, which the preview names
    "meeting": Saying(f'möte {CODE} "Uppföljning" 2026-11-24 kl 14 Stadshuset'),
    "move_meeting": Saying(f"flytta möte {CODE} 2026-11-24 kl 10 nr 1"),
    "cancel_meeting": Saying(f"ställ in möte {CODE} 1"),
    "next_meeting": Saying(f"nästa möte {CODE} 2027-05-11 kl 14"),
    "meetings": Saying("möten alla"),
    "who_comes": Saying(f"vem kommer {CODE}"),
    "point": Saying(f"punkt {CODE} skolskjutsen", who="lisa", where="page"),
    "agenda": Saying(f"dagordning {CODE}"),
    "attendance": Saying(f"närvaro {CODE} alla"),
    "not_held": Saying(f"blev inte av {CODE}"),
    "decision": Saying(f"beslut {CODE} vi fortsätter"),
    "minute": Saying(f"minnesanteckning {CODE} det går bra"),
    "minutes": Saying(f"protokoll {CODE}"),
    "close": Saying(f'avsluta {CODE} skäl "mål nått"'),
    "acknowledge": Saying("kvittera K-104 SN 2026/1"),
    "stop": Saying("stopp", who="alex", where="page"),
    "start": Saying("starta", who="alex", where="page"),
    "call_me": Saying("ring mig", who="alex", where="page"),
    "room": Saying("rummet", who="alex", where="page"),
    "own_page": Saying("egen sida", who="alex", where="page"),
}


#: The commands whose answers have more lines in a larger unit.
GROWING = {
    *("week", "cases", "case", "people", "person_leaves", "consultations", "history", "meetings"),
    *("consent_show", "who_sees_what", "circle", "plan", "who_does_what", "show_goal"),
}


@dataclass(frozen=True)
class Answer:
    """The statements it took to answer a command, and all that the bot said then."""

    statements: list[str]
    said: str

    @property
    def lines(self) -> int:
        return self.said.count("\n")


#: More of what is asked for in a list, or listed when words are missing.
MORE = (
    Saying("ärende"),
    Saying("veckan bild"),
    Saying(f"ärende {CODE} bild"),
    Saying("historik"),
    Saying(f"historik {CODE} allt"),
    Saying("tappad enhet", who="larare1", where="page"),
    Saying("tappad enhet larare1 alla"),
    Saying("person slutar ungdom1"),
    Saying("person slutar anna till berit"),
    Saying("vem ser vad", who="lisa", where="page"),
    Saying(f"vem ser vad {CODE}", who="alex", where="page"),
    Saying("klar", who="lisa", where="page"),
    Saying("tina upp K-103"),
    Saying("språk"),
    Saying("jag vill inte att polisen ska vara med", who="alex", where="page"),
)


class Unit:
    """A unit of a size, as it is before each command."""

    def __init__(self, folder: Path, rested: Desk, size: int) -> None:
        self._db = database(folder / "work.db", rested.vault)
        self._folder = folder
        self._full = Desk(folder, rested, table=TABLE)
        crowd(self._full, size)
        self._full.core.db.close()

    def answer(self, saying: Saying) -> Answer:
        """Have a command answered by a bot that has unwrapped no keys yet."""
        desk = Desk(self._folder, self._full, db=self._db, table=TABLE)
        assert desk.hear(saying.who, saying.words, where=saying.where)
        with self._db.read() as session:
            for key_id in session.scalars(select(SealedKey.id)):
                self._db.vault.forget(key_id)
        with heard() as statements:
            assert desk.core.dispatcher.run_one()
        asyncio.run(desk.core.worker(desk.server.deliver).run_ready())
        said = "\n".join(desk.server.said())
        return Answer(statements=statements, said=said)

    def close(self) -> None:
        self._db.close()


@contextmanager
def heard() -> Iterator[list[str]]:
    """Every statement that is executed, however many values it is given in a list."""
    statements = list[str]()

    def executed(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(_SEVERAL.sub("(...)", statement))

    event.listen(Engine, "before_cursor_execute", executed)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", executed)


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory, rested: Desk) -> Iterator[tuple[Unit, Unit]]:
    small = Unit(tmp_path_factory.mktemp("small"), rested, SMALL)
    large = Unit(tmp_path_factory.mktemp("large"), rested, LARGE)
    yield small, large
    small.close()
    large.close()


def test_every_command_is_measured() -> None:
    assert set(SAYINGS) == {command.key for command in COMMANDS if not command.hidden}


@pytest.mark.parametrize("key", SAYINGS)
def test_a_command_takes_as_many_statements_in_a_large_unit(units: tuple[Unit, Unit], key: str) -> None:
    answers_alike(units, SAYINGS[key], grows=key in GROWING)


@pytest.mark.parametrize("saying", MORE, ids=lambda saying: f"{saying.who}: {saying.words}")
def test_so_does_what_lists_things_otherwise(units: tuple[Unit, Unit], saying: Saying) -> None:
    answers_alike(units, saying)


def answers_alike(units: tuple[Unit, Unit], saying: Saying, *, grows: bool | None = None) -> None:
    """Both units answer, with the same statements; ``grows``: whether the larger one says more lines."""
    small, large = units
    few = small.answer(saying)
    many = large.answer(saying)
    more = Counter(many.statements)
    more.subtract(few.statements)
    assert {statement: times for statement, times in more.items() if times > 0} == {}
    assert len(many.statements) == len(few.statements)
    if grows is not None:
        assert (many.lines > few.lines) == grows
