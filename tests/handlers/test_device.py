"""What people are told about devices, and when: once, in waking hours, not too often, and nothing on a lost phone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import repeat
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.core import ACCOUNT
from bot.messages import Delivered
from bot.rules.audit import Action
from bot.stage.fast import FastStage
from bot.stage.script import parse
from bot.stage.stagehand import BOT, AccountChange
from handlers import TABLE
from storage import device as known_devices
from storage.body import SayBody
from storage.outbox import Item
from storage.room import RoomView
from storage.tables import Audit

PEOPLE = """\
title: Devices
people:
  anna: coordinator
  berit: coordinator
  petra: {role: actor, function: police}
  alex: {role: youth}
steps:
  - {silent: {in: office}}
"""


NEW: AccountChange = "new device"


class Stage(FastStage):
    """A stage on which one thing is done at a time, and what notified is noted."""

    def __init__(self, folder: Path) -> None:
        super().__init__(parse(PEOPLE), TABLE, folder)
        self.loud: list[tuple[str, str]] = []
        self._before = 0

    async def _deliver(self, item: Item, where: RoomView) -> Delivered:
        if isinstance(item.body, SayBody) and not item.body.quiet:
            self.loud.append((self._place(where), item.body.plain))
        return await super()._deliver(item, where)

    async def said(self) -> list[tuple[str, str]]:
        """What the bot says now."""
        await self.settle()
        found = [(line.place, line.text) for line in self._lines[self._before :] if line.who == BOT]
        self._before = len(self._lines)
        return found

    async def later(self, **time: int) -> list[tuple[str, str]]:
        await self.move_clock(self.now() + timedelta(**time))
        return await self.said()

    async def does(self, who: str, *changes: AccountChange) -> None:
        for change in changes:
            await self.account(who, change)
        await self.settle()

    async def hears(self, who: str, text: str, place: str = "") -> list[tuple[str, str]]:
        await self.say(who, place or f"page of {who}", text)
        return await self.said()

    def lost(self, who: str) -> list[str]:
        with self._core.db.read() as session:
            listed = known_devices.of_user(session, ACCOUNT, self.matrix_id(who))
        return [one.device_id for one in listed if one.lost]

    def actions(self) -> Sequence[str]:
        with self._core.db.read() as session:
            return session.scalars(select(Audit.action).order_by(Audit.seq)).all()


@pytest.fixture
async def stage(tmp_path: Path) -> Stage:
    made = Stage(tmp_path)
    await made.said()
    assert await made.later(minutes=10) == []
    return made


def places(said: Sequence[tuple[str, str]]) -> list[str]:
    return [place for place, _ in said]


# ------------------------------------------------------------------------------------------------------- told unasked


async def test_a_verification_within_minutes_is_no_news(stage: Stage) -> None:
    await stage.does("petra", "new device")
    assert await stage.later(minutes=2) == []
    await stage.does("petra", "device signed")
    assert await stage.later(hours=5) == []


async def test_it_is_told_after_a_crash_all_the_same_and_once(stage: Stage) -> None:
    await stage.does("petra", "new identity")
    await stage.crash()
    said = await stage.later(minutes=4)
    assert places(said) == ["office"]
    await stage.crash()
    assert await stage.later(days=2) == []
    assert list(stage.actions()).count(Action.DEVICE_HELD_BACK) == 1
    await stage.does("petra", "new device")  # other news, but of nothing that was not told
    assert await stage.later(hours=5) == []


async def test_an_identity_that_flaps_is_spoken_of_every_two_hours_at_most(stage: Stage) -> None:
    heard = []
    for _ in range(60):
        await stage.does("petra", "new identity")
        heard += await stage.later(minutes=4)
    # Every identity is another one: four hours, one message at first and one after each two hours
    assert places(heard) in (["office"] * 2, ["office"] * 3)


async def test_devices_that_come_and_come_are_counted_not_listed(stage: Stage) -> None:
    await stage.does("petra", *repeat(NEW, 5))
    ((place, text),) = await stage.later(minutes=4)
    assert place == "page of petra"
    assert text.startswith("5 nya enheter har loggat in på ditt konto")
    await stage.does("petra", "new device")
    assert await stage.later(minutes=30) == []
    ((_, text),) = await stage.later(hours=2)
    assert text.startswith("En ny enhet")


async def test_what_is_resolved_is_said_quietly_and_may_then_be_news_again(stage: Stage) -> None:
    await stage.does("petra", "new identity")
    assert places(await stage.later(minutes=4)) == ["office"]
    await accept(stage)
    stage.loud.clear()
    assert places(await stage.later(minutes=4)) == ["office", "page of petra"]
    assert stage.loud == []
    await stage.does("petra", "new identity")
    assert places(await stage.later(hours=3)) == ["office"]


async def test_kontoret_is_not_disturbed_at_night_and_hears_how_it_is_in_the_morning(stage: Stage) -> None:
    await stage.move_clock(stage.now().replace(hour=21))  # 22 in Sweden
    await stage.does("petra", "new identity")
    await stage.does("alex", "new identity")
    assert await stage.later(hours=8) == []
    assert Action.DEVICE_HELD_BACK not in stage.actions()
    await accept(stage)
    ((place, text),) = [one for one in await stage.later(hours=2) if "kan inte läsa" in one[1]]
    assert place == "office"
    assert text.startswith("@alex")  # by short name: kontoret's lock screens show it too


# --------------------------------------------------------------------------------------------------------------- lost


async def test_a_youths_lost_phone_shows_nothing_of_it(stage: Stage) -> None:
    """The list comes without a sound; what follows it the phone cannot read."""
    await stage.does("alex", "new device", "device signed")
    stage.loud.clear()
    ((_, text),) = await stage.hears("alex", "tappad enhet")
    assert "1 ”another device”" in text or "1 ”stage”" in text
    assert stage.loud == []
    heard = dict(await stage.hears("alex", "de jagar mig"))
    assert heard["page of alex"].startswith("Bra att du skriver")
    await stage.hears("alex", "avbryt")
    ((_, text),) = await stage.hears("alex", "tappad enhet")
    found = re.search(r"(\d) ”another device”", text)
    assert found is not None
    number = found[1]
    said = await stage.hears("alex", f"{number}.")
    assert places(said) == ["page of alex", "office"]
    answer = next(line for line in stage.transcript() if line.text == said[0][1])
    assert await stage.reads("alex", answer)
    assert not await stage.reads("alex", answer, newest=True)
    assert Action.DEVICE_LOST in stage.actions()


async def test_who_may_not_cannot(stage: Stage) -> None:
    for again in (["page of petra", "office"], ["page of petra"]):
        said = await stage.hears("petra", "tappad enhet @alex alla")
        assert places(said) == again
        assert said[0][1].startswith("Jag ändrar inget på någon annans")
    ((_, text),) = await stage.hears("petra", "godkänn identitet @petra telefon")
    assert "inte" in text
    assert Action.DEVICE_LOST not in stage.actions()


async def test_nothing_is_lost_by_a_word_nobody_vouches_for_but_somebody_is_told_once(stage: Stage) -> None:
    await stage.does("petra", "new identity")
    await stage.later(minutes=4)
    said = await stage.hears("petra", "tappad enhet alla")
    assert sorted(places(said)) == ["office", "page of petra"]
    assert "Inget är ändrat" in dict(said)["office"]
    assert places(await stage.hears("petra", "tappad enhet")) == ["page of petra"]
    assert Action.DEVICE_LOST not in stage.actions()
    await stage.does("anna", "new identity")
    ((_, text),) = await stage.hears("anna", "tappad enhet @petra alla", "office")
    assert "verifierad enhet" in text
    assert Action.DEVICE_LOST not in stage.actions()


async def test_what_was_listed_is_what_is_lost_whatever_comes_meanwhile(stage: Stage) -> None:
    await stage.does("petra", "new device", "device signed")
    await stage.hears("petra", "tappad enhet")
    await stage.does("petra", *repeat(NEW, 12))
    ((_, text), *_) = await stage.hears("petra", "2")
    assert text.startswith("Får inget mer härifrån: ”another device”.")
    assert stage.lost("petra") == ["DEVICE2"]


async def test_a_coordinator_sees_what_follows_and_may_think_again(stage: Stage) -> None:
    await stage.hears("anna", "tappad enhet @petra", "office")
    ((_, text),) = await stage.hears("anna", "1", "office")
    assert "Petra kan sedan inte läsa något" in text
    await stage.hears("anna", "nej", "office")
    assert Action.DEVICE_LOST not in stage.actions()
    await stage.hears("anna", "tappad enhet @petra", "office")
    await stage.hears("anna", "1", "office")
    said = await stage.hears("anna", "ja", "office")
    assert places(said) == ["office"]  # nobody could read it on the page
    ((_, text),) = await stage.hears("anna", "tappad enhet @petra", "office")
    assert "Jag ser ingen enhet" in text


# ------------------------------------------------------------------------------------------------------------ accepted


async def test_nobody_accepts_their_own_though_their_device_is_trusted(stage: Stage) -> None:
    """After a loss the remaining device is trusted: what it says is evidence, but not for this."""
    await stage.does("berit", "new device")
    await stage.hears("berit", "tappad enhet", "office")
    await stage.hears("berit", "2", "office")
    ((_, text),) = await stage.hears("berit", "godkänn identitet @berit möte", "office")
    assert "Det behövs två andra" in text
    await stage.hears("anna", "godkänn identitet @berit möte", "office")
    await stage.hears("anna", "ja", "office")
    ((_, text),) = await stage.hears("berit", "ja", "office")
    assert "Det behövs två andra" in text
    assert Action.DEVICE_IDENTITY_ACCEPTED not in stage.actions()


async def test_who_was_accepted_and_still_cannot_read_is_told_of_again(stage: Stage) -> None:
    await stage.does("petra", "new device")
    await stage.hears("anna", "tappad enhet @petra", "office")
    await stage.hears("anna", "1", "office")
    await stage.hears("anna", "ja", "office")
    await stage.later(hours=5)
    await accept(stage)
    ((_, text),) = await stage.later(minutes=4)
    assert "ingen ny är godkänd" in text  # the new device is not verified
    await stage.does("petra", "device signed")  # too late: nobody has accepted that
    assert await stage.later(hours=5) == []
    await accept(stage)
    assert places(await stage.later(minutes=4)) == ["office", "page of petra"]


async def accept(stage: Stage) -> None:
    """Two people let petra read."""
    for who, text in (("anna", "godkänn identitet @petra video"), ("anna", "ja"), ("berit", "ja")):
        said = await stage.hears(who, text, "office")
    assert "får läsa från och med nu" in said[-1][1]


async def test_what_was_agreed_to_is_the_identity_that_was_shown(stage: Stage) -> None:
    await stage.does("petra", "new identity")
    await stage.later(minutes=4)
    await stage.hears("anna", "godkänn identitet @petra möte", "office")
    await stage.hears("anna", "ja", "office")
    await stage.does("petra", "new identity")  # somebody else's, in the meantime
    said = await stage.hears("berit", "ja", "office")
    assert Action.DEVICE_IDENTITY_ACCEPTED not in stage.actions()
    assert "Kod nu" in said[-1][1]
