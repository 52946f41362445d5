"""Playing: a small world of one room and a talkative bot shows what is held and how a failure is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from bot.stage.play import main, play
from bot.stage.script import parse
from bot.stage.stagehand import BOT, AccountChange, Line, StageError
from bot.stage.steps import Step

HEAD = """\
title: Echo
start: 2026-12-01 09:00
people: {anna: coordinator, alex: youth}
steps:
"""


class Echo:
    """The bot says what it hears, in the same room; alex reads only his own page."""

    def __init__(self, start: datetime) -> None:
        self.lines: list[Line] = []
        self.time = start
        self.crashes = 0

    def put(self, place: str, who: str, text: str, kind: str = "text", about: str | None = None) -> None:
        number = str(len(self.lines))
        self.lines.append(Line(id=number, place=place, who=who, kind=kind, text=text, about=about))  # type: ignore[arg-type]

    async def settle(self) -> None:
        last = self.lines[-1] if self.lines else None
        if last is None or last.who == BOT or last.text == "tyst":
            return
        if last.kind == "reaction":
            self.put(last.place, BOT, last.text, "reaction", last.about)
        else:
            self.put(last.place, BOT, f"{last.kind}: {last.text}")
        if last.kind == "redaction" and self.reaction_of(last.about) is not None:
            self.put(last.place, BOT, "", "redaction", self.reaction_of(last.about))

    def reaction_of(self, redacted: str | None) -> str | None:
        """The bot's own emoji beside one that was taken back."""
        theirs = next((line for line in self.lines if line.id == redacted and line.kind == "reaction"), None)
        if theirs is None:
            return None
        return next(
            line.id for line in self.lines if (line.who, line.kind, line.text) == (BOT, "reaction", theirs.text)
        )

    async def say(self, who: str, place: str, text: str) -> None:
        if place not in ("office", "page of alex"):
            raise StageError(f"there is no {place}")
        self.put(place, who, text)

    async def post(self, who: str, place: str, text: str, *, pills: Mapping[str, str], thread: Line | None) -> None:
        links = [f"{words}={handle}" for words, handle in pills.items()]
        under = "" if thread is None else f" under {thread.text}"
        self.put(place, who, " ".join([text, *links]) + under)

    async def reply(self, who: str, to: Line, text: str) -> None:
        self.put(to.place, who, f"{text} < {to.text}")

    async def react(self, who: str, to: Line, key: str) -> None:
        self.put(to.place, who, key, "reaction", to.target)

    async def edit(self, who: str, to: Line, text: str) -> None:
        self.put(to.place, who, text, "edit", to.target)

    async def redact(self, who: str, to: Line) -> None:
        self.put(to.place, who, "", "redaction", to.target)

    async def move_clock(self, to: datetime) -> None:
        self.time = to
        self.put("office", BOT, f"{to:%d %B}")

    async def account(self, who: str, what: AccountChange) -> None:
        self.put("office", BOT, f"{who}: {what}")

    async def send(self, who: str, place: str, what: str, text: str) -> None:
        self.put(place, who, f"{what}: {text}")

    async def enter(self, who: str, place: str) -> None:
        self.put(place, who, "tyst")

    async def leave(self, who: str, place: str) -> None:
        self.put(place, who, "borta")

    async def knock(self, who: str) -> None:
        self.put(f"page of {who}", BOT, "stig in")

    async def crash(self) -> None:
        self.crashes += 1

    async def set_away(self, begins: bool) -> None:
        self.put("office", BOT, "borta" if begins else "tillbaka")

    async def members(self, place: str) -> frozenset[str]:
        return frozenset({"anna"})

    async def reads(self, who: str, line: Line, *, newest: bool = False) -> bool:
        return not newest and (who == "anna" or line.place == f"page of {who}")

    def now(self) -> datetime:
        return self.time

    def matrix_id(self, who: str) -> str:
        return f"@{who}:stage"

    def transcript(self) -> list[Line]:
        return self.lines


async def played(steps: str) -> str:
    script = parse(HEAD + steps)
    return str(await play(script, Echo(script.start)) or "")


async def test_a_conversation_that_goes_as_written() -> None:
    told: list[Step | Line] = []
    script = parse(
        HEAD
        + """\
  - {who: anna, in: office, says: "hej K.7", bot: "text: hej (?P<code>\\\\S+)"}
  - {who: anna, replies: "{code}", to: "hej {code}", bot: "K.7 < text: hej K.7"}
  - {who: anna, edits: hej, says: "hej {@alex}", bot: "edit: hej @alex:stage"}
  - {who: anna, reacts: 👍, to: "edit: hej", bot: {reacts: 👍}}
  - {who: anna, takes_back: 👍, from: "edit: hej", bot: [redaction, {takes_back: 👍}]}
  - {who: anna, redacts: hej, bot: redaction}
  - {who: anna, in: office, says: "fråga Alex", pills: {Alex: alex}, thread: "edit: hej", bot: "Alex=alex under"}
  - {clock: +2 d, bot: {in: office, text: 03 December}}
  - {clock: 2026-12-24 15:00, bot: {in: office, text: 24 December}}
  - {who: anna, device: new, bot: {in: office, text: "anna: new device"}}
  - {who: anna, device: signs, bot: {in: office, text: "anna: device signed"}}
  - {who: anna, identity: reset, bot: {in: office, text: "anna: new identity"}}
  - {crash: true}
  - {silent: {in: office}}
  - {who: alex, in: page, says: hemligt, bot: [{in: page of alex, text: hemligt}]}
  - {silent: {in: office}}
  - {silent: {who: anna, in: office, says: tyst}}
  - {sees: {who: [anna, alex], message: hemligt}}
  - {cannot_read: {who: alex, in: office, message: hej}}
  - {cannot_read: {who: anna, on: new, message: hemligt}}
  - {room: office, members: [anna]}
"""
    )
    world = Echo(script.start)
    assert await play(script, world, told.append) is None
    assert world.crashes == 1
    assert [line for line in told if isinstance(line, Line)] == world.lines
    assert [step for step in told if not isinstance(step, Line)] == list(script.steps)


@pytest.mark.parametrize(
    ("step", "expected", "instead"),
    [
        ("{who: anna, in: office, says: hej, bot: nej}", "the bot in office: nej", "bot (office): text: hej"),
        ("{who: anna, in: office, says: hej, bot: [hej, hej]}", "the bot in office: hej", "bot (office): text: hej"),
        ("{who: anna, in: office, says: hej, bot: {in: page, text: hej}}", "the bot in page of anna: hej", "(office)"),
        ("{who: anna, in: office, says: hej, bot: {reacts: 👍}}", "the bot in office: 👍", "bot (office): text: hej"),
        ("{who: anna, in: K-7F2, says: hej}", "a step that can be done", "there is no K-7F2"),
        ("{who: anna, reacts: 👍, to: hej}", "anna finds a message like hej", "välkommen"),
        ("{who: anna, edits: välkommen, says: hej}", "anna finds a message like välkommen", "nothing"),
        ("{silent: {who: anna, in: office, says: hej}}", "silence", "bot (office): text: hej"),
        ("{silent: {who: anna}}", "silence", "bot (page of alex): text: välkommen"),
        ("{sees: {who: alex, message: hej}}", "a message like hej", "bot (page of alex): text: välkommen"),
        ("{cannot_read: {who: alex, message: välk}}", "alex cannot read bot (page of alex)", "alex reads it"),
        ("{room: office, members: [anna, alex]}", "in office: alex, anna", "in office: anna"),
    ],
)
async def test_the_first_failure_is_told_with_what_was_said_instead(step: str, expected: str, instead: str) -> None:
    report = await played(f"  - {{who: alex, in: page, says: välkommen}}\n  - {step}\n")
    first, line, wanted, _, *said = report.splitlines()
    assert first == "Echo"
    assert line.startswith("  line 6: {")
    assert wanted.startswith(f"    expected: {expected}")
    assert instead in "\n".join(said)


def test_playing_files_tells_by_its_exit_code_whether_all_held(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = "title: Hjälp\npeople: {anna: coordinator, berit: coordinator}\n"
    good, bad, no = tmp_path / "good.yaml", tmp_path / "bad.yaml", tmp_path / "no.yaml"
    good.write_text(people + "steps: [{who: anna, in: office, says: hjälp, bot: hjälp}]")
    bad.write_text(people + "steps: [{who: anna, in: office, says: hjälp, bot: tyvärr}]")
    no.write_text(people + "steps: [{who: anna, sings: hjälp}]")
    assert main([good], fast=True) == 0
    assert capsys.readouterr().out == "ok      good.yaml: Hjälp\n"
    assert main([good, bad], fast=True) == 1
    assert "FAILED  bad.yaml: Hjälp\nHjälp\n  line 3: {bot: tyvärr" in capsys.readouterr().out
    assert main([bad, no], fast=True) == 2
    assert "no.yaml:3: steps.0: no step has such words" in capsys.readouterr().err
