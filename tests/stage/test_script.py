"""Conversation files: what is read, and how clearly a wrong one is refused."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.stage import steps
from bot.stage.script import ScriptError, parse

HEAD = """\
title: t
people: {anna: coordinator, alex: {role: youth, language: en}, eva: {role: guardian, matrix: none}}
steps:
"""


def test_every_kind_of_step_is_read() -> None:
    play = parse(
        HEAD
        + """\
  - {who: anna, in: office, says: "ärende ny 15-17 skola", bot: "Ärende (?P<code>[A-Z]-\\\\w+)"}
  - {who: anna, in: office, says: no, bot: [Okej, {in: page of alex, text: "Hej {code}"}, {reacts: ✅}]}
  - {who: anna, replies: ja, to: Öppna, in: "{code}"}
  - {who: alex, reacts: 👍, to: "Hej"}
  - {who: anna, edits: "hjlp", says: hjälp}
  - {who: anna, redacts: hjälp}
  - {clock: +2 h, bot: {in: page of alex, text: möte}}
  - {clock: 2026-12-16 18:30}
  - {crash: true}
  - {who: anna, device: new}
  - {who: anna, device: signs}
  - {who: alex, identity: reset, bot: {in: office, text: hej}}
  - {room: "{code}", members: [anna, alex]}
  - {silent: {who: anna, in: "{code}", says: "hej på er"}}
  - {silent: {who: alex}}
  - {sees: {who: [anna, alex], message: välkommen}}
  - {cannot_read: {who: alex, in: office, message: "{@alex}"}}
  - {cannot_read: {who: alex, on: new, message: hej}}
"""
    )
    kinds = " ".join(type(step).__name__ for step in play.steps)
    acts = "Say Say Reply React Edit Redact MoveClock MoveClock Crash Account Account Account"
    assert kinds == f"{acts} Members Silent Silent Audience Audience Audience"
    changes = [step.what for step in play.steps if isinstance(step, steps.Account)]
    assert changes == ["new device", "device signed", "new identity"]
    assert [step.newest for step in play.steps if isinstance(step, steps.Audience)] == [False, False, True]
    second = play.steps[1]
    assert isinstance(second, steps.Say)
    assert second.text == "no"
    assert second.bot == (
        steps.Expect(text="Okej"),
        steps.Expect(place="page of alex", text="Hej {code}"),
        steps.Expect(reacts="✅"),
    )
    assert second.line == 5
    moved, until = play.steps[6:8]
    assert isinstance(moved, steps.MoveClock)
    assert moved.by == timedelta(hours=2)
    assert isinstance(until, steps.MoveClock)
    assert until.until is not None
    assert until.until.isoformat() == "2026-12-16T18:30:00+01:00"
    assert play.people["alex"] == steps.Actor(handle="alex", role="youth", name="Alex", language="en")
    assert play.people["eva"].matrix == "none"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("{who: anna, in: office, sys: hej}", "no step has such words"),
        ("{who: anna, in: kontoret, says: hej}", "'kontoret' does not match"),
        ("{who: anna, says: hej}", "'in' is a required property"),
        ("{who: bo, in: page, says: hej}", "bo is not among the people"),
        ("{who: eva, in: page, says: hej}", "eva has no Matrix account"),
        ("{who: anna, in: page of bo, says: hej}", "bo is not among the people"),
        ("{who: anna, in: office, says: hej, bot: '(oj'}", "no regular expression"),
        ("{who: anna, in: office, says: 'öppna {code}'}", "{code} is not set by any step before"),
        ("{who: anna, in: office, says: 'bind {@bo}'}", "bo is not among the people"),
        ("{who: anna, in: office, says: hej, bot: {txt: hej}}", "is not valid under any of the given schemas"),
        ("{clock: 2 h}", "'2 h' does not match"),
        ("{clock: +2 h, bot: hej}", "where should the bot say that"),
        ("{crash: false}", "True was expected"),
        ("{who: anna, device: old}", "'old' is not one of"),
        ("{who: eva, device: new}", "eva has no Matrix account"),
        ("{who: anna, identity: reset, bot: hej}", "where should the bot say that"),
        ("{silent: {says: hej}}", "'who' is a dependency of 'says'"),
        ("{room: office, members: [bo]}", "bo is not among the people"),
    ],
)
def test_a_wrong_step_is_refused_with_its_line(step: str, said: str) -> None:
    with pytest.raises(ScriptError) as refused:
        parse(f"{HEAD}  - {{crash: true}}\n  - {step}\n", "a.yaml")
    assert str(refused.value).startswith("a.yaml:5: ")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a", "is not of type 'object'"),
        ("title: t\npeople: {anna: boss}\nsteps: [{crash: true}]", "people.anna"),
        ("title: t\npeople: {anna: coordinator}", "'steps' is a required property"),
        ("title: [", "expected"),
    ],
)
def test_a_wrong_file_is_refused(text: str, said: str) -> None:
    with pytest.raises(ScriptError, match=said):
        parse(text)


def test_groups_are_filled_in_and_stand_for_themselves_in_patterns() -> None:
    values = {"code": "K.7", "@alex": "@alex:stage.localhost"}
    assert steps.fill("öppna {code} a{2} {@alex}", values) == "öppna K.7 a{2} @alex:stage.localhost"
    assert steps.fill("{code}$", values, pattern=True) == r"K\.7$"


def test_the_example_of_the_page_can_be_played() -> None:
    page = Path(__file__).parents[2] / "docs" / "conversations.md"
    example = page.read_text().split("```yaml\n")[1].split("```")[0]
    assert parse(example).codes == ("K-7F2",)
