"""What a youth wrote is passed on whole, never what was taken back, and they are told when there is no more room."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages import Kind, Wordless
from bot.rules.roles import Role
from handlers import TABLE
from storage import youth_words
from storage.body import Body, to_json
from tests.bodies import words_of
from tests.bot.desk import Desk, sv

SAFE = "Är du i fara nu? Ring 112."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path, table=TABLE)
    with closing(desk.core.db):
        desk.add("alex", Role.YOUTH, "youth")
        desk.add("mona", Role.GUARDIAN, "guardian")
        desk.case("K-7F2", actors=[("youth", "alex"), ("guardian", "mona")])
        desk.work()
        desk.say("anna", "hjälp")  # whoever is silent for long counts as away, and others are told as well
        yield desk


def hear(desk: Desk, text: str, **more: object) -> None:
    assert desk.hear("alex", text, where="page", **more)  # type: ignore[arg-type]


def alarms(said: list[str]) -> int:
    return sum("okänt innehåll från" in one for one in said)


def test_what_is_taken_back_before_it_is_read_is_never_kept_but_heard(desk: Desk) -> None:
    hear(desk, "de slår mig")  # event $in2
    hear(desk, "", kind=Kind.REDACTION, about="$in2")
    desk.work()
    said = desk.server.said()
    assert alarms(said) == 1
    assert any(SAFE in one and "SKICKA" not in one for one in said)  # there is nothing to offer
    assert sv("youth.nothing_asked") in desk.say("alex", "ja", where="page")
    assert not any("de slår mig" in one for one in desk.server.said())


def test_what_is_changed_before_it_is_read_is_kept_as_it_is_now(desk: Desk) -> None:
    hear(desk, "kalle slår mig")
    hear(desk, "han slår mig", kind=Kind.EDIT, about="$in2")
    desk.work()
    said = desk.say("alex", "ja", where="page")
    assert any("» han slår mig" in one for one in said)
    assert not any("kalle" in one for one in desk.server.said())


def test_a_change_of_a_change_is_kept_once(desk: Desk) -> None:
    hear(desk, "kalle slår mig")
    desk.work()
    for text in ("nån slår mig", "han slår mig"):
        desk.say("alex", text, where="page", kind=Kind.EDIT, about="$in2")
    said = desk.say("alex", "ja", where="page")
    assert any("» han slår mig" in one for one in said)
    assert not any("kalle" in one or "nån" in one for one in said)


def test_the_youth_is_told_when_no_more_is_kept_and_still_met(desk: Desk) -> None:
    for number in range(youth_words.MOST_LINES):
        said = desk.say("alex", f"rad {number} om det som hände", where="page")
        assert any(sv("youth.pass_on") in one for one in said)
        desk.clock.at += timedelta(minutes=1)  # nobody writes as fast as a flood
    said = desk.say("alex", "en rad till om det som hände", where="page")
    assert any(SAFE in one and sv("youth.full") in one for one in said)
    assert alarms(said) >= 1
    said = desk.say("alex", "SKICKA", where="page")
    assert any(sv("youth.passed_on", n=youth_words.MOST_LINES) in one and sv("youth.not_all") in one for one in said)
    assert any(sv("youth.sent_more") in one for one in said)
    assert not any("en rad till" in one for one in said)


@pytest.mark.parametrize("letter", ["z", "ж", '"', "😱", "z\n"])
def test_long_words_are_passed_on_whole_in_messages_that_have_room_for_them(desk: Desk, letter: str) -> None:
    """An event may have 65 536 bytes, encrypted: a homeserver refuses a larger one, and the words would be gone."""
    words = [letter * (2900 // len(letter.encode())) for _ in range(6)]
    for text in words:
        desk.say("alex", text, where="page")
        desk.clock.at += timedelta(minutes=1)
    sent = list[Body]()
    desk.server.fail = lambda item, _where: sent.append(item.body)
    desk.say("alex", "ja", where="page")
    passed = [body for body in sent if "»" in words_of(body)]
    assert len(passed) > 1
    assert all(len(json.dumps(to_json(item), ensure_ascii=False).encode()) * 4 / 3 < 60_000 for item in passed)
    found = "".join(words_of(item) for item in passed)
    assert found.count(letter.strip()) == sum(text.count(letter.strip()) for text in words)


@pytest.mark.parametrize("what", ["", *Wordless])
@pytest.mark.parametrize("who", ["alex", "mona"])
def test_what_cannot_be_read_is_met_as_any_words(desk: Desk, who: str, what: str) -> None:
    said = desk.say(who, what, where="page", kind=Kind.UNREADABLE)
    assert any(SAFE in one for one in said)
    assert alarms(said) == 1


def test_a_reaction_passes_nothing_on_and_is_told_once(desk: Desk) -> None:
    desk.say("alex", "de slår mig", where="page")
    offer = desk.event_of(sv("youth.pass_on"))
    tapped = {"where": "page", "kind": Kind.REACTION, "about": offer, "verified": False}
    assert desk.say("alex", "👍", **tapped) == [sv("youth.send_or_not")]
    assert desk.say("alex", "✅", **tapped) == []
    assert any("de slår mig" in one for one in desk.say("alex", "👍", where="page"))
