"""``make demo``: plays a whole case on a real homeserver, prints it as it happens, and stays up for you to
join in."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import logs
from bot.stage import script
from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from bot.stage.play import play
from bot.stage.stagehand import BOT, Line
from bot.stage.steps import Actor, Away, Crash, MoveClock, Step
from bot.stage.world import World

#: The case that is played.
WHOLE_CASE = Path(__file__).parents[2] / "tests" / "conversations" / "hela-arendet.yaml"

#: The visitors, for you to log in as: accounts without a cross-signing identity yet, so that Element makes one.
VISITOR = Actor(handle="clara", role="coordinator", name="Clara", matrix="visitor")
YOUTH = Actor(handle="robin", role="youth", name="Robin", matrix="visitor")

#: The chapters of the case, by what is said first in each.
_CHAPTERS = (
    ("ärende ny", "An idea becomes a case"),
    ("samtycke registrera", "Consent decides who may come in"),
    ("öppna", "The room opens"),
    ("!uppgift", "The plan"),
    ("!möte", "A meeting"),
    ("jag vill inte", "The youth changes their mind"),
    ("avsluta", "The case is closed"),
)

_COLOURS = ("cyan", "green", "magenta", "blue", "bright_cyan", "bright_green", "bright_magenta")

_MARKS = {"text": "", "edit": "✎", "reaction": "taps", "file": "sends", "redaction": "takes back"}

_TRY = """Log in with Element (desktop, or a web build of your own; Log in > Edit > other homeserver):

  homeserver  {url}
  username    {coordinator}, a coordinator, or {youth}, a youth in another window
  password    {password}, for both

Let Element set up encryption when it asks; the bot then sends you its keys. Accept the invitations.

As {coordinator}, in Kontoret, with the code that the bot gives you instead of K-...:

  ärende ny 15-17 skola
  informationsmöte K-... hållet
  utse K-... polis petra            ja
  utse K-... socialtjänst sven      ja
  utse K-... ungdom {youth}           ja
  samtycke registrera K-... polis socialtjänst om 1 2 av ungdomen papper
  ja                                Berit says the second yes; she is a client in this process
  öppna K-... rummet                ja
  hjälp                             what fits now

Then in the room of the case:       !uppgift "Möta Robin vid bussen" @sven fredag

As {youth}, on the own page:         hjälp, vem ser vad, jag vill inte att polisen ska vara med

Ctrl-C ends everything."""


def main(*, once: bool) -> int:
    """Play the case; 0 when it went as written. Without ``once`` stay up until Ctrl-C."""
    logs.setup("error", "console")  # the people's clients run in this process and would log into the play
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="sigbot-demo-") as folder, suppress(KeyboardInterrupt):
        return asyncio.run(_demo(Path(folder), console, once=once))
    return 0


async def _demo(folder: Path, console: Console, *, once: bool) -> int:
    case = script.load(WHOLE_CASE)
    case = replace(case, people={**case.people, VISITOR.handle: VISITOR, YOUTH.handle: YOUTH})
    password = secrets.token_urlsafe(9)
    console.print("Starting a homeserver, the bot and people with encrypted clients ...", style="dim")
    async with Homeserver(folder / "homeserver") as server:
        for visitor in (VISITOR, YOUTH):
            await server.register(visitor.handle, password, display_name=visitor.name)
        async with World(case, folder / "bot", server) as world:
            failure = await play(case, world, _Printer(console, list(case.people)).tell)
            if failure is not None:
                console.print(str(failure), style="bold red", markup=False)
                return 1
            unread = world.unreadable()
            if unread:
                console.print(f"\nNot decrypted: {', '.join(unread)}", style="bold red", markup=False)
                return 1
            console.print(
                "\nThe case is closed, and the people decrypted every message they got.", style="bold"
            )
            if once:
                return 0
            told = _TRY.format(
                url=server.url, coordinator=VISITOR.handle, youth=YOUTH.handle, password=password
            )
            console.print(told, markup=False, soft_wrap=True)
            await _second_person(world.people["berit"])
    return 0


async def _second_person(berit: Person) -> None:
    """Answer yes, after a moment, whenever a second person is asked for."""
    answered = {event.event_id for event in berit.received}
    while True:
        for event in list(berit.received):
            if event.event_id not in answered:
                answered.add(event.event_id)
                if event.decrypted and "ber om ett andra ja" in event.body:
                    await asyncio.sleep(2)
                    await berit.reply(event, "ja")
        await asyncio.sleep(0.3)


class _Printer:
    """Prints a play line by line: who, where, what; with a heading where a chapter begins."""

    def __init__(self, console: Console, people: list[str]) -> None:
        self._console = console
        self._colours = {handle: _COLOURS[number % len(_COLOURS)] for number, handle in enumerate(people)}
        self._chapters = list(_CHAPTERS)
        self._number = 0

    def tell(self, what: Step | Line) -> None:
        """Print a line as it is said; of the steps, print those that say nothing themselves."""
        if isinstance(what, Line):
            self._begin_chapter(what)
            self._say(what)
        elif isinstance(what, MoveClock):
            until = f"until {what.until:%Y-%m-%d %H:%M}" if what.until else f"{what.by} later"
            self._console.print(f"\n        (time passes: {until})", style="dim italic")
        elif isinstance(what, Crash):
            self._console.print("\n        (the bot is killed and started again)", style="dim italic")
        elif isinstance(what, Away):
            happens = "stopped" if what.begins else "started again"
            self._console.print(f"\n        (the bot is {happens})", style="dim italic")

    def _begin_chapter(self, line: Line) -> None:
        if line.who == BOT or not self._chapters:
            return
        first, title = self._chapters[0]
        if not line.text.startswith(first):
            return
        del self._chapters[0]
        self._number += 1
        self._console.print()
        self._console.rule(f"{self._number}. {title}", align="left", style="dim")

    def _say(self, line: Line) -> None:
        """One line, what is said in a column of its own, as wide as the terminal leaves it."""
        who = f"{line.who} {_MARKS[line.kind]}"
        style = "bold yellow" if line.who == BOT else f"bold {self._colours.get(line.who, 'white')}"
        columns = Table.grid(padding=(0, 1))
        columns.add_column(width=12, no_wrap=True)
        columns.add_column(width=14, no_wrap=True)
        columns.add_column(overflow="fold")
        columns.add_row(Text(who, style), Text(line.place, "dim"), Text(line.text))
        self._console.print(columns)
