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
from rich.text import Text

from bot import logs
from bot.stage import script
from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from bot.stage.play import play
from bot.stage.stagehand import BOT, Line
from bot.stage.steps import Actor, Crash, MoveClock, Step
from bot.stage.world import World

#: The case that is played.
WHOLE_CASE = Path(__file__).parents[2] / "tests" / "conversations" / "hela-arendet.yaml"

#: The visitor: a coordinator whose account has no cross-signing identity yet, so that Element makes one.
VISITOR = Actor(handle="clara", role="coordinator", name="Clara", matrix="none")

_COLOURS = ("cyan", "green", "magenta", "blue", "bright_cyan", "bright_green", "bright_magenta")

_MARKS = {"text": "", "edit": "✎", "reaction": "taps", "file": "sends", "redaction": "takes back"}

_TRY = """Log in with Element (desktop, or a web build of your own; Log in > Edit > other homeserver):

  homeserver  {url}
  username    {user}
  password    {password}

Let Element set up encryption when it asks; the bot then sends you its keys. Accept the invitation to Kontoret and try:

  hjälp
  ärende ny 15-17 skola             a new case, in one line; or only: ärende ny
  ärenden                           what there is, and what comes next
  person ny olle skola Olle Ek      somebody without an account
  öppna K-...                       too early: it says what is missing
  språk engelska

What needs a second person Berit says yes to (she is a client in this process). Ctrl-C ends everything."""


def main(*, once: bool) -> int:
    """Play the case; 0 when it went as written. Without ``once`` stay up until Ctrl-C."""
    logs.setup("error", "console")  # the people's clients run in this process and would log into the play
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="sigbot-demo-") as folder, suppress(KeyboardInterrupt):
        return asyncio.run(_demo(Path(folder), console, once=once))
    return 0


async def _demo(folder: Path, console: Console, *, once: bool) -> int:
    case = script.load(WHOLE_CASE)
    case = replace(case, people={**case.people, VISITOR.handle: VISITOR})
    password = secrets.token_urlsafe(9)
    console.print("Starting a homeserver, the bot and six people with encrypted clients ...", style="dim")
    async with Homeserver(folder / "homeserver") as server:
        visitor = await server.register(VISITOR.handle, password, display_name=VISITOR.name)
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
            console.print(_TRY.format(url=server.url, user=visitor, password=password), markup=False)
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
    """Prints a play line by line: who, where, what."""

    def __init__(self, console: Console, people: list[str]) -> None:
        self._console = console
        self._colours = {handle: _COLOURS[number % len(_COLOURS)] for number, handle in enumerate(people)}

    def tell(self, what: Step | Line) -> None:
        """Print a line as it is said; of the steps, print those that say nothing themselves."""
        if isinstance(what, Line):
            self._say(what)
        elif isinstance(what, MoveClock):
            until = f"until {what.until:%Y-%m-%d %H:%M}" if what.until else f"{what.by} later"
            self._console.print(f"\n        (time passes: {until})", style="dim italic")
        elif isinstance(what, Crash):
            self._console.print("\n        (the bot is killed and started again)", style="dim italic")

    def _say(self, line: Line) -> None:
        who = f"{line.who} {_MARKS[line.kind]}"
        style = "bold yellow" if line.who == BOT else f"bold {self._colours.get(line.who, 'white')}"
        head = Text.assemble((f"{who:<12}", style), (f" {line.place:<14} ", "dim"))
        body = Text(line.text.replace("\n", "\n" + " " * 28))
        self._console.print(Text.assemble(head, body), soft_wrap=True)
