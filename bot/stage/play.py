"""Plays a conversation on a stage and reports the first thing that did not go as written."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from bot import logs
from bot.stage.fast import FastStage
from bot.stage.homeserver import Homeserver
from bot.stage.script import ScriptError, load
from bot.stage.stagehand import BOT, Line, StageError, Stagehand
from bot.stage.steps import (
    Account,
    Act,
    Audience,
    Away,
    Crash,
    Edit,
    Enter,
    Expect,
    Knock,
    Leave,
    Members,
    MoveClock,
    React,
    Redact,
    Reply,
    Say,
    Script,
    Send,
    Silent,
    Step,
    TakeBack,
    fill,
)
from bot.stage.world import World
from handlers import TABLE


@dataclass(frozen=True, kw_only=True)
class Failure:
    """The first expectation that did not hold."""

    title: str
    step: Step
    expected: str
    instead: tuple[str, ...]

    def __str__(self) -> str:
        said = "\n".join(f"      {line}" for line in self.instead) or "      nothing"
        where = f"{self.title}\n  line {self.step.line}: {self.step.source}"
        return f"{where}\n    expected: {self.expected}\n    instead:\n{said}"


def main(files: Sequence[Path], *, fast: bool) -> int:
    """Play files and print their failures. Returns 0 when all held, 1 when not, 2 when a file is no
    conversation."""
    logs.setup("error", "json")
    try:
        scripts = [load(file) for file in files]
    except ScriptError as error:
        typer.echo(error, err=True)
        return 2
    failed = 0
    for file, script in zip(files, scripts, strict=True):
        with TemporaryDirectory(prefix="sigbot-play-") as folder:
            playing = play_fast(script, Path(folder)) if fast else play_real(script, Path(folder))
            failure = asyncio.run(playing)
        typer.echo(f"{'FAILED' if failure else 'ok':<7} {file.name}: {script.title}")
        if failure:
            failed += 1
            typer.echo(str(failure))
    return 1 if failed else 0


async def play_fast(script: Script, folder: Path) -> Failure | None:
    """Play without Matrix, in milliseconds. Returns the first failure."""
    with closing(FastStage(script, TABLE, folder)) as stage:
        return await play(script, stage)


async def play_real(script: Script, folder: Path) -> Failure | None:
    """Play on a homeserver of its own, with encrypted people and the bot as a process. Returns the first
    failure."""
    async with Homeserver(folder / "homeserver") as server, World(script, folder / "bot", server) as world:
        return await play(script, world)


async def play(
    script: Script, hand: Stagehand, tell: Callable[[Step | Line], None] = lambda _: None
) -> Failure | None:
    """Play all steps and return the first failure. ``tell`` is called with each step, and each line as it is
    said."""
    return await _Play(script, hand, tell).run()


class _Unmet(Exception):
    def __init__(self, expected: str, instead: Sequence[str]) -> None:
        super().__init__(expected)
        self.expected = expected
        self.instead = tuple(instead)


class _Play:
    def __init__(self, script: Script, hand: Stagehand, tell: Callable[[Step | Line], None]) -> None:
        self._script = script
        self._hand = hand
        self._tell = tell
        self._told = 0
        self._before = 0  # where the transcript stood when the last acting step began
        self._values = {f"@{handle}": hand.matrix_id(handle) for handle in script.people}

    async def run(self) -> Failure | None:
        step = self._script.steps[0]
        try:
            await self._settle()
            for step in self._script.steps:
                self._tell(step)
                await self._do(step)
        except _Unmet as unmet:
            return Failure(
                title=self._script.title, step=step, expected=unmet.expected, instead=unmet.instead
            )
        except StageError as error:
            return Failure(
                title=self._script.title, step=step, expected="a step that can be done", instead=(str(error),)
            )
        return None

    async def _do(self, step: Step) -> None:
        match step:
            case Members():
                await self._check_members(step)
            case Audience():
                await self._check_audience(step)
            case Silent():
                await self._check_silence(step)
            case _:
                self._before = len(self._hand.transcript())
                place = await self._act(step)
                await self._settle()
                self._check_bot(step.bot, place, getattr(step, "who", ""))

    async def _act(self, step: Act) -> str:
        """Carry out a step. Returns its place, where the bot is expected to answer."""
        hand = self._hand
        match step:
            case Say():
                place = self._place(step.place, step.who)
                text = fill(step.text, self._values)
                if step.pills or step.thread is not None:
                    thread = None
                    if step.thread is not None:
                        thread = await self._newest(step.who, place, step.thread)
                    await hand.post(step.who, place, text, pills=step.pills, thread=thread)
                else:
                    await hand.say(step.who, place, text)
                return place
            case Send():
                place = self._place(step.place, step.who)
                await hand.send(step.who, place, step.what, fill(step.text, self._values))
                return place
            case Enter():
                await hand.enter(step.who, self._place(step.place, step.who))
                return self._place(step.place, step.who)
            case Leave():
                await hand.leave(step.who, self._place(step.place, step.who))
                return self._place(step.place, step.who)
            case Knock():
                await hand.knock(step.who)
                return self._place("page", step.who)
            case MoveClock():
                await hand.move_clock(step.until or hand.now() + (step.by or timedelta(0)))
                return ""
            case Account():
                await hand.account(step.who, step.what)
                return ""
            case Crash():
                await hand.crash()
                return ""
            case Away():
                await hand.set_away(step.begins)
                return ""
        if isinstance(step, TakeBack):
            to, reaction = await self._reaction(step)
            await hand.redact(step.who, reaction)
            return to.place
        line = await self._find(step)
        match step:
            case Reply():
                await hand.reply(step.who, line, fill(step.text, self._values))
            case React():
                await hand.react(step.who, line, step.key)
            case Edit():
                await hand.edit(step.who, line, fill(step.text, self._values))
            case Redact():
                await hand.redact(step.who, line)
        return line.place

    async def _settle(self) -> None:
        await self._hand.settle()
        for line in self._hand.transcript()[self._told :]:
            self._told += 1
            self._tell(line)

    # ------------------------------------------------------------------------------------------- expectations

    def _check_bot(self, expects: Sequence[Expect], place: str, who: str) -> None:
        said = self._said()
        free = list(said)
        for expect in expects:
            where = self._place(expect.place, who) if expect.place else place
            found = next((line for line in free if line.place == where and self._fits(line, expect)), None)
            if found is None:
                wanted = f"the bot in {where}: {expect.text or expect.reacts or expect.takes_back or expect.removes}"
                if expect.thread is not None:
                    wanted += " in a thread" if expect.thread else " in no thread"
                if expect.quiet is not None:
                    wanted += " without a sound" if expect.quiet else " with a sound"
                raise _Unmet(wanted, [_show(line) for line in said])
            free.remove(found)

    def _fits(self, line: Line, expect: Expect) -> bool:
        if expect.reacts is not None:
            return line.kind == "reaction" and line.text == expect.reacts
        if expect.takes_back is not None:
            return line.kind == "redaction" and self._redacted(line) == expect.takes_back
        if expect.removes is not None:
            return line.kind == "redaction" and self._removed(line, expect.removes)
        if line.kind == "reaction":
            return False
        if expect.thread is not None and expect.thread != (line.thread is not None):
            return False
        if expect.quiet is not None and expect.quiet != line.quiet:
            return False
        return self._matches(line, expect.text or "", learn=True)

    def _matches(self, line: Line, pattern: str, *, learn: bool = False) -> bool:
        found = re.search(fill(pattern, self._values, pattern=True), line.text, re.DOTALL)
        if found and learn:
            self._values.update(found.groupdict(default=""))
        return found is not None

    async def _check_members(self, step: Members) -> None:
        place = self._place(step.place, "")
        there = await self._hand.members(place)
        if there != step.handles:
            raise _Unmet(f"in {place}: {_names(step.handles)}", [f"in {place}: {_names(there)}"])

    async def _check_audience(self, step: Audience) -> None:
        place = self._place(step.place, step.handles[0]) if step.place else None
        lines = [line for line in self._hand.transcript() if line.kind in ("text", "edit", "file")]
        fitting = [
            line for line in lines if place in (None, line.place) and self._matches(line, step.message)
        ]
        if not fitting:
            raise _Unmet(f"a message like {step.message}", [_show(line) for line in lines[-5:]])
        for who in step.handles:
            if await self._hand.reads(who, fitting[-1], newest=step.newest) != step.reads:
                can, cannot = ("reads", "cannot read") if step.reads else ("cannot read", "reads")
                raise _Unmet(f"{who} {can} {_show(fitting[-1])}", [f"{who} {cannot} it"])

    async def _check_silence(self, step: Silent) -> None:
        place = self._place(step.place, step.who or "") if step.place else None
        if step.text is not None:
            self._before = len(self._hand.transcript())
            await self._hand.say(str(step.who), str(place), fill(step.text, self._values))
            await self._settle()
            said = self._said()
        else:
            said = [line for line in self._said() if place in (None, line.place)]
            if step.who:
                said = [line for line in said if await self._hand.reads(step.who, line)]
        # An emoji that the bot takes away says nothing
        said = [line for line in said if line.kind != "redaction" or self._redacted(line) is None]
        if said:
            raise _Unmet("silence", [_show(line) for line in said])

    # -------------------------------------------------------------------------------------------------- words

    def _said(self) -> list[Line]:
        """What the bot said since the last acting step began."""
        return [line for line in self._hand.transcript()[self._before :] if line.who == BOT]

    def _place(self, place: str, who: str) -> str:
        return f"page of {who}" if place == "page" else fill(place, self._values)

    def _redacted(self, redaction: Line) -> str | None:
        """The emoji that a redaction takes away."""
        found = [line for line in self._hand.transcript() if line.id == redaction.about]
        return found[0].text if found and found[0].kind == "reaction" else None

    def _removed(self, redaction: Line, pattern: str) -> bool:
        """Whether a redaction removes a message that matches."""
        found = [line for line in self._hand.transcript() if line.id == redaction.about]
        return bool(found) and found[0].kind != "reaction" and self._matches(found[0], pattern)

    async def _reaction(self, step: TakeBack) -> tuple[Line, Line]:
        """The newest message the step means that has the speaker's emoji, and that emoji."""
        place = self._place(step.place, step.who) if step.place else None
        lines = self._hand.transcript()
        gone = {line.about for line in lines if line.kind == "redaction"}
        theirs = [line for line in lines if line.kind == "reaction" and line.id not in gone]
        on = {line.about: line for line in theirs if (line.who, line.text) == (step.who, step.key)}
        for line in reversed(lines):
            if line.target in on and place in (None, line.place) and self._matches(line, step.to):
                return line, on[line.target]
        raise _Unmet(
            f"{step.who} has put {step.key} on a message like {step.to}", [_show(one) for one in theirs[-5:]]
        )

    async def _find(self, step: Reply | React | Edit | Redact) -> Line:
        """The newest message the step means."""
        place = self._place(step.place, step.who) if step.place else None
        return await self._newest(step.who, place, step.to, own=isinstance(step, Edit | Redact))

    async def _newest(self, who: str, place: str | None, pattern: str, *, own: bool = False) -> Line:
        """The newest message that somebody can read and that matches; only among their own, if ``own``."""
        seen = []
        for line in reversed(self._hand.transcript()):
            if line.kind in ("reaction", "redaction") or place not in (None, line.place):
                continue
            if (own and line.who != who) or not await self._hand.reads(who, line):
                continue
            if self._matches(line, pattern):
                return line
            seen.append(line)
        raise _Unmet(f"{who} finds a message like {pattern}", [_show(line) for line in reversed(seen[:5])])


def _show(line: Line) -> str:
    mark = "" if line.kind == "text" else f" [{line.kind}]"
    return f"{line.who} ({line.place}){mark}: {line.text}"


def _names(handles: frozenset[str]) -> str:
    return ", ".join(sorted(handles)) or "nobody"
