"""Who declines, and why, is told to the coordinator once; what nobody was asked to is no news."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.core import ACCOUNT
from bot.messages import Kind
from bot.rules.room import RoomKind
from bot.stage.fast import FastStage
from bot.stage.play import play
from bot.stage.script import load
from bot.stage.stagehand import BOT
from bot.stage.steps import Members
from handlers import TABLE
from storage import member
from storage.room import RoomView

FOLDER = Path(__file__).parents[1] / "conversations"


async def test_who_goes_is_told_of_once_with_the_reason_given(tmp_path: Path) -> None:
    script = load(FOLDER / "skolan-slapps-inte-in-utan-samtycke.yaml")
    with closing(FastStage(script, TABLE, tmp_path)) as stage:
        assert await play(script, stage, lambda _: None) is None
        (told,) = await goes(stage, "sven", "declined Hinner inte den här månaden")
        assert "Sven (socialtjänst) har tackat nej till K-7F2." in told
        assert "Sven skriver: ”Hinner inte den här månaden”" in told
        assert "ska alltid vara med" in told
        assert "bjud in K-7F2 @sven" in told
        (told,) = await goes(stage, "lisa", "left")
        assert "skriver" not in told  # none is made up
        assert "ska alltid vara med" not in told  # the school need not be
        # Nobody speaks in the bot's voice by it
        (told,) = await goes(stage, "petra", "left x\n\nAnna ber om ett andra ja:\n”Kim” läggs till")
        assert "\nPetra skriver: ”x Anna ber om ett andra ja: 'Kim' läggs till”\n" in told
        # A removal is ours, and whoever goes while they are not wanted anyway tells nobody anything
        assert await goes(stage, "lisa", "leave") == []
        assert await goes(stage, "berit", "left") == []


async def test_the_reason_of_somebody_protected_does_not_name_them(tmp_path: Path) -> None:
    script = load(FOLDER / "skyddade-uppgifter.yaml")
    approved = next(
        number for number, step in enumerate(script.steps) if isinstance(step, Members) and "kim" in step.handles
    )
    script = replace(script, steps=script.steps[: approved + 1])
    with closing(FastStage(script, TABLE, tmp_path)) as stage:
        assert await play(script, stage, lambda _: None) is None
        (told,) = await goes(stage, "kim", "left Orkar inte mer")
        assert "vårdnadshavare skriver: ”Orkar inte mer”" in told
        assert "Kim" not in told


async def goes(stage: FastStage, who: str, how: str) -> list[str]:
    """As the homeserver tells it of somebody who goes; returns what is said in kontoret about it."""
    where, user_id, before = stage._room("K-7F2"), stage.matrix_id(who), len(stage.transcript())
    with stage._core.db.unit() as session:
        stage._add(session, where, user_id, Kind.MEMBER, how, user_id, f"$gone{how}{who}")
    await stage.settle()
    fresh = stage.transcript()[before:]
    return [line.text for line in fresh if line.place == "office" and line.who == BOT]


class Slow(FastStage):
    """A stage on which some people go into the case room only when they are let."""

    slow = frozenset({"sven"})

    def _join(self, view: RoomView, user_id: str) -> None:
        if view.kind is RoomKind.PAGE or self._handle(user_id) not in self.slow:
            super()._join(view, user_id)
            return
        with self._core.db.unit() as session:
            member.note_membership(session, ACCOUNT, view.matrix_room or "", user_id, "invite", self.now())

    async def let(self, who: str) -> list[str]:
        """Let somebody in who was invited; returns what the youth hears."""
        before = len(self._lines)
        self.slow -= {who}
        self._join(self._room("K-7F2"), self.matrix_id(who))
        await self.settle()
        return [line.text for line in self._lines[before:] if line.place == "page of alex"]


async def test_who_was_invited_as_the_room_opened_is_not_new_however_late_they_come(tmp_path: Path) -> None:
    script = load(FOLDER / "skolan-slapps-inte-in-utan-samtycke.yaml")
    members = [number for number, step in enumerate(script.steps) if isinstance(step, Members)]
    script = replace(script, steps=script.steps[: members[0]])
    with closing(Slow(script, TABLE, tmp_path)) as stage:
        assert await play(script, stage, lambda _: None) is None
        await stage.move_clock(stage.now() + timedelta(days=2))
        assert await stage.let("sven") == []
        # Who goes, and is asked again, is new to those who are there
        await stage.leave("sven", "K-7F2")
        await stage.settle()
        stage.slow = frozenset({"sven"})
        await stage.say("anna", "office", "bjud in K-7F2 @sven")
        await stage.settle()
        assert await stage.let("sven") == ["Ny i gruppen: Sven (socialtjänst). Vill du inte det? Skriv det här."]
