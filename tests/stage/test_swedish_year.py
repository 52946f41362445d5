"""A year in Swedish time, against a list written by hand of what is sent to whom and when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Self

import yaml

from bot.i18n import ZONE
from bot.stage import script
from bot.stage.fast import FastStage
from bot.stage.play import play
from bot.stage.stagehand import BOT, Line
from bot.stage.steps import MoveClock, Script
from handlers import TABLE

YEAR = Path(__file__).with_name("swedish_year.yaml")
#: Where a youth or a guardian reads
FAMILY = {"page of alex", "page of mona", "K-7F2"}


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A row of the list: at a minute of Swedish time, in a place, with or without a sound, something that matches."""

    at: str
    place: str
    says: str

    @classmethod
    def of(cls, row: str) -> Self:
        """The row as it stands in the file."""
        at, place, says = row.split(" | ")
        return cls(at=at, place=place, says=says)

    def is_met_by(self, sent: Sent) -> bool:
        """Whether this was sent."""
        return (self.at, self.place) == (sent.at, sent.place) and re.search(
            self.says, sent.line.text, re.DOTALL
        ) is not None

    def __str__(self) -> str:
        return f"{self.at} | {self.place} | {self.says}"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What the bot has written by itself."""

    moment: datetime
    line: Line

    @property
    def at(self) -> str:
        """The minute, in Sweden."""
        return f"{self.moment:%Y-%m-%d %H:%M}"

    @property
    def place(self) -> str:
        """Where, and for a family whether their phones are silent."""
        quiet = self.line.quiet and self.line.place in FAMILY
        return f"{self.line.place}, quiet" if quiet else self.line.place

    def __str__(self) -> str:
        text = " / ".join(self.line.text.splitlines())
        return f"{self.at} | {self.place} | {text}"


class DatedStage(FastStage):
    """A stage that knows when each line was said."""

    def __init__(self, year: Script, folder: Path) -> None:
        self.said_at: dict[str, datetime] = {}
        super().__init__(year, TABLE, folder)

    def _note(self, *args: Any, **kwargs: Any) -> Line:
        line = super()._note(*args, **kwargs)
        self.said_at[line.id] = self.now().astimezone(ZONE)
        return line


async def sent_by_itself(year: Script, folder: Path) -> Sequence[Sent]:
    """All that the bot wrote while nobody but the clock did anything."""
    found: list[Sent] = []
    with closing(DatedStage(year, folder)) as stage:
        for step in year.steps:
            before = len(stage.transcript())
            failure = await play(replace(year, steps=(step,)), stage)
            assert failure is None, str(failure)
            if isinstance(step, MoveClock):
                found += [
                    Sent(moment=stage.said_at[line.id], line=line)
                    for line in stage.transcript()[before:]
                    if line.who == BOT and line.kind in ("text", "file")
                ]
    return found


def expected(data: Mapping[str, Any]) -> Sequence[Expected]:
    """The rows of the file, and one for each Monday but those it leaves out."""
    rows = [Expected.of(row) for row in data["sent"]]
    mondays = data["mondays"]
    day = mondays["first"]
    while day <= mondays["last"]:
        if day not in mondays["but"]:
            rows.append(Expected(at=f"{day} 07:30", place="page of anna", says=mondays["says"]))
        day += timedelta(weeks=1)
    return rows


def differences(rows: Sequence[Expected], sent: Sequence[Sent]) -> list[str]:
    """Each row that was not sent once (-) and each message that no row names (+), in order of time."""
    left = list(sent)
    lines: list[str] = []
    for row in rows:
        met = next((one for one in left if row.is_met_by(one)), None)
        if met is None:
            lines.append(f"{row.at} - {row}")
        else:
            left.remove(met)
    lines += [f"{one.at} + {one}" for one in left]
    return [line.split(" ", 2)[2] for line in sorted(lines)]


async def test_a_year_says_what_the_list_says_when_it_says_it(tmp_path: Path) -> None:
    """Clock changes, Christmas, week 53, Easter, Ascension, Midsummer, the school's breaks, two consents that run out:
    each row once, and nothing else to anybody."""
    data = yaml.safe_load(YEAR.read_text(encoding="utf-8"))
    year = script.parse(yaml.safe_dump(data["play"], allow_unicode=True), YEAR.name)
    sent = await sent_by_itself(year, tmp_path)
    wrong = differences(expected(data), sent)
    assert not wrong, "\n".join(["not as written (- expected, + sent instead):", *wrong])
    at_night = [str(one) for one in sent if one.place in FAMILY and not time(8) <= one.moment.time() < time(21)]
    assert not at_night, "\n".join(at_night)
