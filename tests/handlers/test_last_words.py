"""Last words: once to everybody who is out, and nothing to anybody who is where they were."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import yaml

from bot.stage import script
from bot.stage.fast import FastStage
from bot.stage.play import play
from handlers import TABLE
from tests.handlers.test_withdrawal import agreed_by_two, says

CONVERSATIONS = Path(__file__).parents[1] / "conversations"


async def heard(file: Path, folder: Path) -> list[tuple[str, str]]:
    """Where the bot said what, in a play that goes well."""
    played, found = script.load(file), list[tuple[str, str]]()

    def tell(what: Any) -> None:
        if getattr(what, "who", None) == "bot":
            found.append((what.place, what.text))

    with closing(FastStage(played, TABLE, folder)) as stage:
        failure = await play(played, stage, tell)
    assert failure is None, str(failure)
    return found


async def test_a_guardian_who_is_out_by_the_birthday_hears_it_once(tmp_path: Path) -> None:
    told = await heard(CONVERSATIONS / "ungdomen-fyller-arton-och-har-svarat.yaml", tmp_path)
    assert [text for where, text in told if where == "page of kim" and "inte längre med" in text] != []
    assert len([text for where, text in told if where == "page of kim" and "inte längre med" in text]) == 1
    assert len([text for where, text in told if where == "K-7F2" and "Inte längre med" in text]) == 1


async def test_a_coordinator_who_stood_for_a_function_too_is_not_told_to_be_out(tmp_path: Path) -> None:
    """In a small municipality one person is both."""
    steps: list[dict[str, Any]] = [
        says("anna", "ärende ny 15-17 skola", "K-7F2 är skapat"),
        says("anna", "informationsmöte K-7F2 hållet", "☑ informationsmöte"),
    ]
    for function, name in {"polis": "petra", "socialtjänst": "anna", "ungdom": "alex"}.items():
        steps += [says("anna", f"utse K-7F2 {function} {name}", "ja / nej"), says("anna", "ja", "är utsedd")]
    steps += [
        says("anna", "samtycke registrera K-7F2 polis socialtjänst om 1 2 av ungdomen papper", "Så här blir det"),
        *agreed_by_two("registrerat"),
        says("anna", "öppna K-7F2 rummet", "Jag öppnar"),
        says("anna", "ja", "K-7F2 öppnas nu"),
        {"clock": "+1 min", "bot": [{"in": "K-7F2", "text": "Välkomna"}]},
        {"room": "K-7F2", "members": ["anna", "petra", "alex"]},
        says("anna", "uppgift K-7F2 Ringa skolan @anna", "Uppgift 1 är lagd"),
        says("anna", "uppgift K-7F2 Ringa hem @petra", "Uppgift 2 är lagd"),
        says("anna", "samtycke återkalla K-7F2", "ja / nej"),
        says("anna", "ja", "återkallat.*Uppgift 2 behöver"),
        {"room": "K-7F2", "members": ["anna", "alex"]},
    ]
    people = {"anna": "coordinator", "berit": "second", "alex": "youth"}
    people |= {"petra": {"role": "actor", "function": "police"}}  # type: ignore[dict-item]
    told = {"title": "Both at once", "profile": "skovde", "codes": ["K-7F2"], "people": people, "steps": steps}
    (tmp_path / "play.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    out = [where for where, text in await heard(tmp_path / "play.yaml", tmp_path) if "inte längre med i" in text]
    assert out == ["page of petra"]
