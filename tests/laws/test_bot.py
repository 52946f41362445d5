"""The whole bot through any life a case can have: commands, days, strangers and crashes, in any order.

What must hold is judged by :mod:`tests.laws.oracle` at rest and at each word the bot says in a room of the case.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.rules.room import RoomState
from tests.laws.openings import OPENINGS
from tests.laws.town import Moment, Town, TownOnPostgres
from tests.postgres import Server

FUNCTIONS = st.sampled_from(["polis", "socialtjänst", "skola", "vårdnadshavare"])
KINDS = st.sampled_from(["1", "1 2", "1 2 3", "2"])
PEOPLE = st.sampled_from(["petra", "per", "sven", "lisa", "alex", "mia", "lena"])


class Towns:
    """The towns of this process, each at the moment its room was opened."""

    def __init__(self, folder: Path, make: Callable[[str, Path], Town] = Town) -> None:
        self._folder = folder
        self._make = make
        self.names: tuple[str, ...] = tuple(OPENINGS)
        self._known: dict[str, tuple[Town, Moment]] = {}
        self._runner = asyncio.Runner()

    def begin(self, name: str) -> Town:
        if name not in self._known:
            folder = self._folder / name
            folder.mkdir()
            town = self._make(name, folder)
            self.run(town.open())
            self._known[name] = town, town.remember()
        town, moment = self._known[name]
        town.begin(moment)
        return town

    def run(self, work: Coroutine[Any, Any, Any]) -> None:
        self._runner.run(work)

    def close(self) -> None:
        for town, _ in self._known.values():
            town.close()
        self._runner.close()


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Towns]:
    made = Towns(tmp_path_factory.mktemp("towns"))
    yield made
    made.close()


class Life(RuleBasedStateMachine):
    """One case's life. Whatever is refused is refused: only what happens is judged."""

    towns: Towns

    @initialize(number=st.integers(0, 99))
    def begin(self, number: int) -> None:
        self.town = self.towns.begin(self.towns.names[number % len(self.towns.names)])

    # ---------------------------------------------------------------------------------------------------- the ledger

    @rule(
        functions=st.sets(FUNCTIONS, min_size=1),
        kinds=KINDS,
        givers=st.sampled_from(["ungdomen", "ensam", "vh1, vh2", "ungdomen, ensam", "ungdomen, vh1, vh2", "förordnad"]),
        how=st.sampled_from(["papper", "muntligt"]),
    )
    def record(self, functions: set[str], kinds: str, givers: str, how: str) -> None:
        witness = " vittne Eva" if how == "muntligt" else ""
        who = " ".join(sorted(functions))
        self._agreed(f"samtycke registrera K-7F2 {who} om {kinds} av {givers} {how} tillfrågad ja{witness}")

    @rule(function=FUNCTIONS, kinds=KINDS, word=st.sampled_from(["utöka", "begränsa"]))
    def widen_or_narrow(self, function: str, kinds: str, word: str) -> None:
        self._agreed(f"samtycke {word} K-7F2 {function} om {kinds}")

    @rule(givers=st.sampled_from(["ungdomen", "ungdomen, ensam", "vh1, vh2"]))
    def renew(self, givers: str) -> None:
        self._agreed(f"samtycke förnya K-7F2 av {givers} papper tillfrågad ja")

    @rule(function=FUNCTIONS | st.just(""))
    def withdraw(self, function: str) -> None:
        self._agreed(f"samtycke återkalla K-7F2 {function}")

    @rule(who=st.sampled_from(["alex", "alex", "mia"]), whom=st.sampled_from(["polisen", "soc", "skolan"]))
    def own_words(self, who: str, whom: str) -> None:
        self._agreed(f"jag vill inte att {whom} ska vara med", who=who, place=f"page of {who}")

    # -------------------------------------------------------------------------------------------- people and places

    @rule(
        pair=st.sampled_from(
            ["polis per", "polis petra", "vårdnadshavare mia", "operativ samordnare lena", "skola lisa"]
        )
    )
    def name(self, pair: str) -> None:
        self._agreed(f"utse K-7F2 {pair}")

    @rule(who=PEOPLE, words=st.sampled_from(["ta bort K-7F2 @{}", "bjud in K-7F2 @{}", "person slutar @{}"]))
    def somebody(self, who: str, words: str) -> None:
        self._agreed(words.format(who))

    @rule(until=st.sampled_from(["", " till 2026-12-20"]))
    def deputy(self, until: str) -> None:
        self._agreed(f"ersättare K-7F2 polis @per{until}")

    @rule(function=FUNCTIONS, kinds=KINDS)
    def side_room(self, function: str, kinds: str) -> None:
        self._agreed(f"sidorum K-7F2 {function} om {kinds}")

    @rule(
        words=st.sampled_from(
            [
                *("stäng sidorum K-7F2 1", "lämna över ärende K-7F2 @berit", "skyddade uppgifter K-7F2 ungdom"),
                *("återkallat K-7F2 gäller", "återkallat K-7F2 gäller inte", "ungdomens plats K-7F2 rummet"),
            ]
        )
    )
    def office_does(self, words: str) -> None:
        self._agreed(words)

    @rule(month=st.sampled_from(["2008-12", "2009-03", "2011-12"]))
    def born(self, month: str) -> None:
        self._agreed(f"född K-7F2 {month}")

    @rule(place=st.sampled_from(["rummet", "egen sida"]))
    def youth_chooses(self, place: str) -> None:
        self._agreed(place, who="alex", place="page of alex")

    @rule(who=PEOPLE | st.just("mallory"), membership=st.sampled_from(["join", "leave"]), number=st.integers(0, 2))
    def homeserver_shows(self, who: str, membership: str, number: int) -> None:
        rooms = [one for one in self.town.rooms() if one.matrix_room is not None and one.state != RoomState.LEFT]
        if rooms:
            let_in = "mallory" if membership == "join" else None
            self._do(self.town.shows(who, membership, rooms[number % len(rooms)], by=let_in))

    @rule()
    def thaw(self) -> None:
        self._agreed("tina upp K-7F2")

    # ------------------------------------------------------------------------------------------------ words, and time

    @rule(
        text=st.sampled_from(["!uppgift Ringa hem @sven fredag", "!vem ser vad", "fika?"]),
        whom=st.sampled_from(["skolan", "polisen"]),
    )
    def words_wait(self, text: str, whom: str) -> None:
        """Words in the room, and a withdrawal, before the bot comes to any of it."""

        async def at_once() -> None:
            await self.town.tell("alex", f"jag vill inte att {whom} ska vara med", "page of alex")
            await self.town.write("anna", "K-7F2", text)
            await self.town.write("alex", "page of alex", "ja")
            await self.town.write("petra", "K-7F2", text)
            await self.town.settle()

        self._do(at_once())

    @rule(
        words=st.sampled_from(["öppna K-7F2 rummet", "öppna K-7F2", "avsluta K-7F2 skäl klart", "kvittera K-7F2 dnr 1"])
    )
    def case_moves(self, words: str) -> None:
        self._agreed(words)

    @rule(days=st.integers(1, 12) | st.sampled_from([60, 100, 183, 400]))
    def days_pass(self, days: int) -> None:
        self._do(self.town.wait(days))

    @rule()
    def crash(self) -> None:
        self._do(self.town.crash())
        self._do(self.town.settle())

    # ------------------------------------------------------------------------------------------------ what must hold

    @invariant()
    def nobody_is_there_who_is_not_covered(self) -> None:
        self.town.judge()

    def teardown(self) -> None:
        if hasattr(self, "town"):
            self.town.judge_audit()

    def _agreed(self, text: str, **more: str) -> None:
        self._do(self.town.agreed(text, **more))

    def _do(self, work: Coroutine[Any, Any, Any]) -> None:
        self.towns.run(work)


#: A life takes seconds: what fails is shown as it is, and shrunk in the long run.
LIVES = settings(
    max_examples=5,
    stateful_step_count=6,
    phases=[Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


def test_lives_of_the_whole_bot(towns: Towns) -> None:
    towns.names = ("skovde", "borlange", "tyreso")
    Life.towns = towns
    run_state_machine_as_test(Life, settings=LIVES)


@pytest.mark.long
@pytest.mark.postgres
def test_lives_on_postgresql(postgres_server: Server, tmp_path: Path) -> None:
    with closing(Towns(tmp_path, lambda name, folder: TownOnPostgres(name, folder, postgres_server.url))) as towns:
        towns.names = ("skovde", "borlange", "tyreso")
        Life.towns = towns
        longer = settings(LIVES, max_examples=40, stateful_step_count=15)
        run_state_machine_as_test(Life, settings=longer)


@pytest.mark.long
def test_many_long_lives_of_the_whole_bot(towns: Towns) -> None:
    towns.names = tuple(OPENINGS)
    Life.towns = towns
    longer = settings(LIVES, max_examples=500, stateful_step_count=25, phases=tuple(Phase))
    run_state_machine_as_test(Life, settings=longer)
