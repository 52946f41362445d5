"""Somebody with Element meets the whole bot: a fresh account without an identity, as ``make demo`` offers it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.stage import script
from bot.stage.demo import VISITOR
from bot.stage.homeserver import Homeserver
from bot.stage.play import play
from bot.stage.world import World
from tests.element.driver import ElementPerson, Shown

pytestmark = pytest.mark.real

CAST = """
title: Clara leads a case of her own
codes: [K-7F2]
people:
  berit: coordinator
  anna: coordinator
  petra: {role: actor, function: police}
  sven: {role: actor, function: social_services}
  alex: youth
steps:
  - {who: berit, in: office, says: "ärenden", bot: "inga ärenden"}
"""

#: What Clara writes in Kontoret, and what she must get.
PREPARED = (
    ("ärende ny 15-17 skola", "K-7F2.*skapat"),
    ("informationsmöte K-7F2 hållet", "hållet mån"),
    ("utse K-7F2 polis petra", "Petra .*K-7F2.*\\nStämmer"),
    ("ja", "☑ polis"),
    ("utse K-7F2 socialtjänst sven", "Sven .*K-7F2.*\\nStämmer"),
    ("ja", "☑ socialtjänst"),
    ("utse K-7F2 ungdom alex", "Alex .*K-7F2.*\\nStämmer"),
    ("ja", "☑ ungdomen"),
    ("samtycke registrera K-7F2 polis socialtjänst om skolgång av ungdomen papper", "Så här blir det"),
    ("ja", "andra ja"),
)


async def test_element_is_read_and_reads_without_a_shield_everywhere(tmp_path: Path) -> None:
    case = script.parse(CAST)
    case = replace(case, people={**case.people, VISITOR.handle: VISITOR})
    async with Homeserver(tmp_path / "homeserver") as server:
        await server.register(VISITOR.handle, "secret", display_name=VISITOR.name)
        async with (
            World(case, tmp_path / "bot", server) as world,
            ElementPerson(server.url, "clara", "secret") as clara,
        ):
            assert await play(case, world) is None
            office = world.matrix_room("office")
            await clara.join(office)

            wrong = await clara.say(office, "språkk")
            read(await clara.wait(office, "Menade du"))
            await clara.edit(office, wrong, "hjälp språk")
            read(await clara.wait(office, "välj språk"))
            await clara.say(office, "språk")
            question = read(await clara.wait(office, "Vilket språk"))
            await clara.reply(office, question.event_id, "svenska")
            read(await clara.wait(office, "jag skriver svenska"))

            for text, answer in PREPARED:
                await clara.say(office, text)
                read(await clara.wait(office, answer))
            await world.people["berit"].say(office, "ja")
            read(await clara.wait(office, "Allt är klart"))
            await clara.say(office, "öppna K-7F2 rummet")
            read(await clara.wait(office, "Jag öppnar"))
            await clara.say(office, "ja")
            read(await clara.wait(office, "öppnas nu"))
            await world.settle()
            room = world.matrix_room("K-7F2")
            await clara.join(room)
            await world.settle()

            await _tap_and_talk(world, clara, room)

            await clara.say(room, "!uppgift Ringa skolan @clara")
            task = read(await clara.wait(room, "Ringa skolan.*tar du den"))
            await clara.react(room, task.event_id, "✅")
            read(await clara.wait(room, "⏳ .*Ringa skolan"))
            await world.settle()
            assert world.unreadable() == []


async def _tap_and_talk(world: World, clara: ElementPerson, room: str) -> None:
    """A pill, the emoji that lie ready, a tap that is taken back, an edited reply with a quote, and a thread."""
    bot, sven = world.matrix_id("assistent"), world.matrix_id("sven")
    await clara.pill(room, "!uppgift Möta Alex ", "Sven", sven, " fredag")
    asked = read(await clara.wait(room, "1 Möta Alex – Sven .*fre.*Sven, tar du den"))
    seed = await clara.wait(room, sender=bot, type="m.reaction")
    assert seed.relation is not None
    assert (seed.relation["event_id"], seed.relation["key"]) == (asked.event_id, "✅")

    await clara.pill(room, "", "Clara", clara.user_id)  # talk about somebody is nothing to the bot
    await clara.pill(room, "!uppgift Skriva brev ", "Clara", clara.user_id)
    mine = read(await clara.wait(room, "2 Skriva brev – Clara.*Clara, tar du den"))
    tap = await clara.react(room, mine.event_id, "👍")
    read(await clara.wait(room, "⏳ 2 Skriva brev – Clara.*Clara har den"))
    await clara.redact(room, tap)
    await world.settle()
    read(await clara.wait(room, "☐ 2 Skriva brev – Clara"))

    wrong = await clara.reply(room, mine.event_id, "!klarr 2 kanske")
    read(await clara.wait(room, "Menade du|förstod jag inte"))
    await clara.edit_quoting(room, wrong, mine.event_id, "!klar 2")
    read(await clara.wait(room, "Uppgift 2 är klar"))

    talk = await clara.say(room, "Hur gör vi med bussen?")
    await clara.thread(room, talk, "!stryk 1")
    preview = read(await clara.wait(room, "Stämmer det"))
    assert preview.relation is not None
    assert (preview.relation["rel_type"], preview.relation["event_id"]) == ("m.thread", talk)
    await clara.thread(room, talk, "ja")
    struck = read(await clara.wait(room, "Uppgift 1 är struken"))
    assert struck.relation is not None
    assert (struck.relation["rel_type"], struck.relation["event_id"]) == ("m.thread", talk)
    await world.settle()


def read(shown: Shown) -> Shown:
    """Decrypted, and without any shield."""
    assert (shown.failure, shown.shield, shown.encrypted) == (None, 0, True), shown
    return shown
