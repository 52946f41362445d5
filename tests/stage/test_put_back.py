"""A bot that was restored from a backup of the day before yesterday: what is over is not said now."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.cli import identity_restore
from bot.clock import MovableClock
from bot.core import ACCOUNT
from bot.i18n import ZONE
from bot.stage import cast, script
from bot.stage.fast import FastStage
from bot.stage.play import play
from bot.stage.stagehand import BOT, Line
from bot.stage.steps import Script
from handlers import TABLE
from storage.db import Database
from storage.sealed import Vault
from storage.tables import Account

MONDAY = datetime(2026, 11, 23, 16, 0, tzinfo=ZONE)
WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=ZONE)
FRIDAY = datetime(2026, 11, 27, 17, 0, tzinfo=ZONE)

CASE = """
title: A case with a meeting on Tuesday and one on Friday
profile: skovde
start: 2026-11-23 09:00
codes: [K-7F2]
people:
  anna: coordinator
  berit: second
  petra: {role: actor, function: police}
  sven: {role: actor, function: social_services}
  lisa: {role: actor, function: school}
  alex: youth
steps:
  - {who: anna, in: office, says: "ärende ny 15-17 skola", bot: "Ärende K-7F2 är skapat"}
  - {who: anna, in: office, says: "informationsmöte K-7F2 hållet", bot: "☑ informationsmöte"}
  - {who: anna, in: office, says: "utse K-7F2 polis petra", bot: "ja / nej"}
  - {who: anna, in: office, says: "ja", bot: "är utsedd"}
  - {who: anna, in: office, says: "utse K-7F2 socialtjänst sven", bot: "ja / nej"}
  - {who: anna, in: office, says: "ja", bot: "är utsedd"}
  - {who: anna, in: office, says: "utse K-7F2 skola lisa", bot: "ja / nej"}
  - {who: anna, in: office, says: "ja", bot: "är utsedd"}
  - {who: anna, in: office, says: "utse K-7F2 ungdom alex", bot: "ja / nej"}
  - {who: anna, in: office, says: "ja", bot: "är utsedd"}
  - who: anna
    in: office
    says: "samtycke registrera K-7F2 polis skola socialtjänst om 1 2 av ungdomen papper"
    bot: "Så här blir det"
  - {who: anna, in: office, says: "ja", bot: "andra ja"}
  - {who: berit, in: office, says: "ja", bot: "Allt är klart"}
  - {who: anna, in: office, says: "öppna K-7F2 rummet", bot: "Jag öppnar"}
  - {who: anna, in: office, says: "ja", bot: "K-7F2 öppnas nu"}
  - {clock: "+1 min", bot: {in: K-7F2, text: "Välkomna"}}
  - {who: anna, in: office, says: "möte K-7F2 uppföljning 2026-11-24 kl 15 Soc", bot: "Stämmer det"}
  - {who: anna, in: office, says: "ja", bot: {in: K-7F2, text: "Möte 1"}}
  - {who: anna, in: office, says: "möte K-7F2 uppföljning 2026-11-27 kl 15 Soc", bot: "Stämmer det"}
  - {who: anna, in: office, says: "ja", bot: {in: K-7F2, text: "Möte 2"}}
"""


def said(lines: Sequence[Line], place: str) -> str:
    """All that the bot has written in a place."""
    return "\n".join(line.text for line in lines if line.who == BOT and line.place == place and line.kind == "text")


def give_another_device(case: Script, folder: Path, file: Path, vault: Vault) -> None:
    """Do to a database what ``sigbot restore`` does on Wednesday with a backup of Monday."""
    MovableClock(folder / "clock").start_at(WEDNESDAY)
    with closing(Database(f"sqlite:///{file}", vault)) as db:
        with db.unit() as session:
            session.get_one(Account, ACCOUNT).synced_at = MONDAY
        settings = cast.settings(case, folder=folder)
        identity_restore._start_new_device(settings, db, "NEW", "a token", {}, {})


async def test_what_had_its_time_since_the_backup_is_neither_said_again_nor_left_in_silence(tmp_path: Path) -> None:
    """The old bot reminded of the meeting on Tuesday; the restored one cannot know. It has the coordinator look, and
    goes on with the meeting on Friday."""
    case, vault, file, backup = script.parse(CASE), Vault.fresh(), tmp_path / "play.db", tmp_path / "backup.db"
    with closing(FastStage(case, TABLE, tmp_path, vault=vault)) as stage:
        failure = await play(case, stage)
        assert failure is None, str(failure)
        await stage.move_clock(MONDAY)
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(backup)) as copy:
            source.backup(copy)
        before = len(stage.transcript())
        await stage.move_clock(WEDNESDAY)
        first = stage.transcript()[before:]
        outside = stage.surroundings()
    assert said(first, "page of alex").count("Du har ett möte") == 2
    give_another_device(case, tmp_path, backup, vault)

    going_on = replace(case, start=WEDNESDAY)
    database = f"sqlite:///{backup}"
    with closing(FastStage(going_on, TABLE, tmp_path, database, vault=vault, surroundings=outside)) as stage:
        before = len(stage.transcript())
        await stage.settle()
        await stage.move_clock(WEDNESDAY + timedelta(hours=3))
        back = stage.transcript()[before:]
        before = len(stage.transcript())
        await stage.move_clock(FRIDAY)
        then = stage.transcript()[before:]
    assert said(back, "page of alex") == "", "its time is over, and nobody knows that it was missing"
    assert said(back, "page of anna").count("K-7F2: mötet tis 24 nov") == 1
    assert "Skriv inget här förrän" in said(back, "K-7F2")
    assert said(back, "office").count("mellan mån 23 nov 2026 (v. 48) kl 16.00 och ons 25 nov") == 1
    assert "Inga svar har försvunnit" not in "\n".join(line.text for line in back)
    assert said(then, "page of alex").splitlines() == [
        "Hej! Du har ett möte imorgon kl 15.00. Funkar det? Svara JA eller NEJ.",
        "Hej! Du har ett möte idag kl 15.00. Funkar det? Svara JA eller NEJ.",
    ]
    assert said(then, "page of petra").count("fre 27 nov") == 1
    assert "24 nov" not in "\n".join(line.text for line in then)
