"""The profile's table of withdrawals, row by row, as it is lived: who says it, and who is in the room afterwards.

What follows by default is played by conversation files for some rows: a youth from 15
(``ungdomen-aterkallar-for-skolan``), the guardian of a younger one (``vardnadshavaren-aterkallar``), the police
(``polisen-aterkallas-och-rummet-fryses``), the birthdays (``ungdomen-fyller-arton``, ``ungdomen-fyller-femton``). The
others are here.
"""

from __future__ import annotations

from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.stage import script
from bot.stage.fast import FastStage
from bot.stage.play import play
from handlers import TABLE

TOML = (resources.files("bot.rules") / "profiles" / "skovde.toml").read_text(encoding="utf-8")
ALL = ["anna", "petra", "sven", "lisa", "alex", "kim"]


def says(who: str, text: str, *bot: str, where: str = "office") -> dict[str, Any]:
    return {"who": who, "in": where, "says": text, "bot": list(bot)}


def agreed_by_two(*bot: str) -> list[dict[str, Any]]:
    return [says("anna", "ja", "andra ja"), says("berit", "ja", *bot)]


def opened(band: str, givers: str) -> list[dict[str, Any]]:
    """An open case with everybody in it."""
    names = {"polis": "petra", "socialtjänst": "sven", "skola": "lisa", "ungdom": "alex", "vårdnadshavare": "kim"}
    steps = [
        says("anna", f"ärende ny {band} skola", "K-7F2 är skapat"),
        says("anna", "informationsmöte K-7F2 hållet", "☑ informationsmöte"),
    ]
    for function, name in names.items():
        steps += [says("anna", f"utse K-7F2 {function} {name}", "ja / nej"), says("anna", "ja", "är utsedd")]
    shared = "polis socialtjänst skola vårdnadshavare om 1 2"
    steps += [says("anna", f"samtycke registrera K-7F2 {shared} av {givers}", "Så här blir det")]
    steps += agreed_by_two("registrerat")
    return [
        *steps,
        says("anna", "öppna K-7F2 rummet", "Jag öppnar"),
        says("anna", "ja", "K-7F2 öppnas nu"),
        {"clock": "+1 min", "bot": [{"in": "K-7F2", "text": "Välkomna"}]},
        {"room": "K-7F2", "members": ALL},
    ]


async def plays(steps: list[dict[str, Any]], folder: Path, **table: str) -> None:
    """Play them where the table says so."""
    toml = TOML
    for row, follows in table.items():
        before = next(line for line in TOML.splitlines() if line.startswith(f"{row} = "))
        toml = toml.replace(before, f'{row} = "{follows}"')
    (folder / "tabell.toml").write_text(toml, encoding="utf-8")
    people = {
        "anna": "coordinator",
        "berit": "second",
        "petra": {"role": "actor", "function": "police"},
        "sven": {"role": "actor", "function": "social_services"},
        "lisa": {"role": "actor", "function": "school"},
        "alex": "youth",
        "kim": "guardian",
    }
    told = {"title": "A row of the table", "profile": "tabell.toml", "codes": ["K-7F2"], "people": people}
    (folder / "rad.yaml").write_text(yaml.safe_dump({**told, "steps": steps}, allow_unicode=True), encoding="utf-8")
    played = script.load(folder / "rad.yaml")
    with closing(FastStage(played, TABLE, folder)) as stage:
        failure = await play(played, stage)
    assert failure is None, str(failure)


@pytest.mark.parametrize(
    ("row", "follows", "who"),
    [
        ("youth_under_15", "remove", "alex"),  # against the guardian, whose word suffices
        ("youth_under_15", "freeze", "alex"),
        ("youth_from_15", "freeze", "alex"),
        ("guardian_under_15", "freeze", "kim"),
        ("guardian_from_15", "remove", "kim"),  # against a mature 17-year-old
        ("guardian_from_15", "freeze", "kim"),
    ],
)
async def test_who_takes_it_back_and_what_follows(row: str, follows: str, who: str, tmp_path: Path) -> None:
    young = row.endswith("under_15")
    steps = opened("13-14", "ensam papper tillfrågad ja") if young else opened("15-17", "ungdomen papper")
    steps.append(says(who, "jag vill inte att skolan ska vara med", "Det är ditt val", where="page"))
    steps.append({"who": who, "in": "page", "says": "ja"})
    if follows == "remove":
        steps.append({"room": "K-7F2", "members": [one for one in ALL if one != "lisa"]})
        steps.append(says("anna", "ärende K-7F2", "rummet är öppet"))
    else:
        # Nothing new is shared with anybody, and the coordinator decides: here, as the youth or guardian wished
        steps.append({"room": "K-7F2", "members": ALL})
        steps.append(says("anna", "ärende K-7F2", "fryst"))
        steps.append(says("anna", "samtycke återkalla K-7F2 skola", "ja / nej"))
        steps.append(says("anna", "ja", "återkallat"))
        steps.append({"room": "K-7F2", "members": [one for one in ALL if one != "lisa"]})
    await plays(steps, tmp_path, **{row: follows})


async def test_without_the_social_services_who_must_be_there_it_freezes_too(tmp_path: Path) -> None:
    steps = opened("15-17", "ungdomen papper")
    steps.append(says("alex", "ta bort soc", "Det är ditt val", where="page"))
    steps.append({"who": "alex", "in": "page", "says": "ja"})
    steps.append({"room": "K-7F2", "members": [one for one in ALL if one != "sven"]})
    steps.append(says("anna", "ärende K-7F2", "fryst"))
    await plays(steps, tmp_path)


@pytest.mark.parametrize(
    ("row", "band", "born", "follows", "members"),
    [
        ("silence_at_18", "15-17", "2009-03", "keep", ALL),  # the youth's own consent goes on
        ("silence_at_15", "13-14", "2012-02", "freeze", ["anna", "alex"]),
    ],
)
async def test_nobody_answers_at_a_birthday(
    row: str, band: str, born: str, follows: str, members: list[str], tmp_path: Path
) -> None:
    steps = opened(band, "ungdomen papper" if band == "15-17" else "ensam papper tillfrågad ja")
    steps.append(says("anna", f"född K-7F2 {born}", "noterad"))
    steps.append({"clock": "2027-03-01 12:00"})
    steps.append({"room": "K-7F2", "members": ALL})
    steps.append(says("anna", "ärende K-7F2", "fryst" if follows == "freeze" else "rummet är öppet"))
    steps.append({"clock": "2027-03-08 12:00"})
    steps.append({"room": "K-7F2", "members": members})
    await plays(steps, tmp_path, **{row: follows})


async def test_profil_shows_every_row_and_that_a_lawyer_has_not_decided(tmp_path: Path) -> None:
    shown = (
        "Jurist avgör: .*Ungdomen, under 15: den det gäller är ute direkt.*Ungdomen, från 15: .*"
        "En vårdnadshavare, ungdomen under 15: .*En vårdnadshavare, ungdomen från 15: rummet fryses.*"
        "Någon som alltid ska vara med: rummet fryses.*fyller 15: det som gäller.*fyller 18: rummet fryses"
    )
    await plays([says("anna", "profil", shown)], tmp_path, guardian_from_15="freeze")
