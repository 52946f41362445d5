"""Meetings of a case opened when a youth did not have to be named yet."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import delete

from bot.stage import script
from bot.stage.fast import FastStage
from bot.stage.play import play
from handlers import TABLE
from storage.db import Database
from storage.question import MEETING_ANSWER, SUGGEST_TIME
from storage.tables import Actor
from tests import opened

OPENED = Path(__file__).parents[1] / "conversations" / "motet-visas-innan-det-kallas.yaml"

MEETING = """
title: Nobody is asked, and the coordinator knows
codes: [K-7F2]
people: {anna: coordinator}
steps:
  - who: anna
    in: office
    says: "möte K-7F2 uppföljning 2026-12-17 kl 15 Stadshuset"
    bot: "Ingen ungdom är utsedd i K-7F2, så jag frågar ingen ungdom.*utse K-7F2 ungdom"
  - who: anna
    in: office
    says: "ja"
    bot: ["Möte 1", {in: page of anna, text: "K-7F2: ingen ungdom är utsedd.*tor 17 dec"}]
"""


async def test_with_no_youth_named_the_coordinator_hears_that_nobody_is_asked(tmp_path: Path) -> None:
    whole = script.load(OPENED)
    called = next(number for number, step in enumerate(whole.steps) if "nästa vecka på torsdag" in step.source)
    with closing(FastStage(whole, TABLE, tmp_path)) as stage:
        assert await play(replace(whole, steps=whole.steps[:called]), stage) is None
        _without_a_youth(stage._core.db)
        failure = await play(script.parse(MEETING), stage)
    assert failure is None, str(failure)


def _without_a_youth(db: Database) -> None:
    with db.unit() as session:
        youths = [actor.id for actor in opened.actors(session) if actor.function == "youth"]
        session.execute(delete(Actor).where(Actor.id.in_(youths)))


def test_what_a_youth_is_asked_about_a_meeting_is_answered_by_a_command() -> None:
    assert {MEETING_ANSWER, SUGGEST_TIME} <= TABLE.by_key.keys()
