"""Who speaks in a room that pauses, or is about to, is answered on their own page.

On a real homeserver nobody can write in a frozen room. But words may be on their way while it freezes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest_asyncio
import yaml

from bot.stage import script
from bot.stage.fast import FastStage
from bot.stage.play import play
from handlers import TABLE
from tests.handlers.test_withdrawal import agreed_by_two, says

PEOPLE = {
    "anna": "coordinator",
    "berit": "second",
    "petra": {"role": "actor", "function": "police"},
    "sven": {"role": "actor", "function": "social_services"},
    "lisa": {"role": "actor", "function": "school"},
    "alex": "youth",
}
#: The case room is open, and everybody has a task.
OPENED = [
    says("anna", "ärende ny 15-17 skola", "K-7F2 är skapat"),
    says("anna", "informationsmöte K-7F2 hållet", "☑ informationsmöte"),
    *(
        step
        for function, name in {"polis": "petra", "socialtjänst": "sven", "skola": "lisa", "ungdom": "alex"}.items()
        for step in (says("anna", f"utse K-7F2 {function} {name}", "ja / nej"), says("anna", "ja", "är utsedd"))
    ),
    says("anna", "samtycke registrera K-7F2 polis socialtjänst skola om 1 2 av ungdomen papper", "Så här blir det"),
    *agreed_by_two("registrerat"),
    says("anna", "öppna K-7F2 rummet", "Jag öppnar"),
    says("anna", "ja", "K-7F2 öppnas nu"),
    {"clock": "+1 min", "bot": [{"in": "K-7F2", "text": "Välkomna"}]},
    says("anna", "!uppgift Boka tid @sven", "tar du den", where="K-7F2"),
    says("anna", "!uppgift Ringa mentorn @lisa", "tar du den", where="K-7F2"),
    says("anna", "!uppgift Hämta papper @petra", "tar du den", where="K-7F2"),
]


class Stage:
    """A play that goes on by hand, so that two things happen before the bot delivers anything."""

    def __init__(self, stage: FastStage) -> None:
        self.stage = stage

    async def ask_about(self, who: str) -> None:
        """The youth says who is to leave, and is asked; whoever wrote longest ago is heard first after that."""
        await self.together(("alex", "page of alex", f"jag vill inte att {who} ska vara med"))
        await self.together(
            *((other, f"page of {other}", "hjälp") for other in PEOPLE if other not in ("alex", "berit"))
        )

    async def together(self, *said: tuple[str, str, str]) -> list[tuple[str, str]]:
        """Who writes what where, all at once; returns where the bot says what then."""
        before = len(self.stage.transcript())
        for who, place, text in said:
            await self.stage.say(who, place, text)
        await self.stage.settle()
        return [(line.place, line.text) for line in self.stage.transcript()[before:] if line.who == "bot" and line.text]


@pytest_asyncio.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Stage]:
    told = {"title": "Opened", "profile": "skovde", "codes": ["K-7F2"], "people": PEOPLE, "steps": OPENED}
    (tmp_path / "play.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    played = script.load(tmp_path / "play.yaml")
    with closing(FastStage(played, TABLE, tmp_path)) as stage:
        failure = await play(played, stage)
        assert failure is None, str(failure)
        yield Stage(stage)


def told(heard: list[tuple[str, str]], place: str) -> str:
    return "\n".join(text for where, text in heard if where == place)


async def test_a_command_between_withdrawal_and_pause_is_answered_on_the_own_page(opened: Stage) -> None:
    await opened.ask_about("polisen")
    heard = await opened.together(
        ("alex", "page of alex", "ja"),
        ("sven", "K-7F2", "!klar 1"),
        ("anna", "K-7F2", "!uppgift Ringa hem @sven"),
        ("lisa", "K-7F2", "!möte"),
        ("petra", "K-7F2", "!klar 3"),
        ("sven", "K-7F2", "fika?"),
    )
    assert "Uppgift 1 är klar" in told(heard, "page of sven")
    assert "står stilla just nu, så de andra ser det först" in told(heard, "page of sven")
    assert "K-7F2 är inte öppet" in told(heard, "page of anna")
    assert "hör inte till din roll" in told(heard, "page of lisa")
    # Whoever is on the way out changes nothing, and hears that
    assert "Du är inte med i det rummet just nu" in told(heard, "page of petra")
    in_room = [text for where, text in heard if where == "K-7F2"]
    assert in_room[0].startswith("Inte längre med: polis")
    assert in_room[-1].startswith("Gruppen pausar nu")
    assert not any("lagd i rummet" in text for _, text in heard)


async def test_who_is_out_is_shown_nothing_of_a_room_that_goes_on(opened: Stage) -> None:
    await opened.ask_about("skolan")
    heard = await opened.together(
        ("alex", "page of alex", "ja"), ("lisa", "K-7F2", "!vem ser vad"), ("lisa", "K-7F2", "!klar 2")
    )
    assert told(heard, "page of lisa").count("Du är inte med i det rummet just nu") == 2
    assert "Får läsa" not in "\n".join(text for _, text in heard)
    assert "Gruppen pausar" not in told(heard, "K-7F2")


async def test_every_word_for_the_bot_in_a_silent_room_is_answered(opened: Stage) -> None:
    await opened.ask_about("polisen")
    await opened.together(("alex", "page of alex", "ja"))
    for who, words, answer in (
        ("sven", "!hjälp", "vem ser vad"),
        ("sven", "!vem ser vad", "Rummet är fryst"),
        ("sven", "!klar 1", "Uppgift 1 är klar"),
        ("lisa", "!hinder 2 väntar på besked", "uppgift 2 har ett hinder"),
        ("sven", "!klr 1", "Menade du"),
        ("sven", "!dansa", "Det förstod jag inte"),
        ("anna", "!uppgift", "K-7F2 är inte öppet"),
        ("anna", "!möte uppföljning imorgon kl 15 Soc", "K-7F2 är inte öppet"),
        ("anna", "!bjud in @sven", "står stilla"),
        ("alex", "!hjälp", "Är du i fara nu"),
        ("alex", "!klar 1", "är någon annans"),
        ("anna", "!stryk 2", "Stämmer det"),
    ):
        heard = await opened.together((who, "K-7F2", words))
        assert answer in told(heard, f"page of {who}"), words
        assert told(heard, "K-7F2") == "", words
    # The question was asked on the page, and is answered there
    heard = await opened.together(("anna", "page of anna", "ja"))
    assert "Uppgift 2 är struken" in told(heard, "page of anna")


async def test_the_reason_is_the_same_whoever_took_it_back(opened: Stage) -> None:
    await opened.together(("anna", "office", "samtycke återkalla K-7F2 polis"))
    heard = await opened.together(("anna", "office", "ja"))
    in_room = [text for where, text in heard if where == "K-7F2"]
    assert in_room[-1].startswith("Gruppen pausar nu, medan samordnaren går igenom vilka som är med.")
    assert not {"ungdomen", "Alex", "samtycke", "återkalla"} & set(in_room[-1].split())
