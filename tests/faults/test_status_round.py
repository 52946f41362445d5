"""The process dies after any step of a status round: the tally is right afterwards, and nobody is asked twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation.table import Table
from bot.messages import Kind
from bot.rules.case import Case
from bot.rules.plan import By, Via
from bot.rules.roles import Role
from bot.services import plan
from handlers import TABLE
from storage import room as rooms
from tests.bot.desk import Desk
from tests.bot.server import Killed
from tests.services.opened import known
from tests.services.stores import case_store

#: A Monday at nine, Swedish time.
DUE = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)

#: After which steps the process dies in every run; in the long one, after each.
SAMPLE = (1, 3, 8, 34)
MOST_STEPS = 100


@pytest.fixture
def table() -> Table:
    return TABLE


@dataclass(frozen=True)
class End:
    """What became of a round: what was said how often, the last tally, and what was answered."""

    said: Counter[str]
    tally: str
    answered: tuple[tuple[int, str | None], ...]
    steps: int


def opened(desk: Desk) -> Case:
    """A case in which petra has a task for that Monday, and sven has two."""
    desk.add("petra", Role.ACTOR, "police")
    desk.add("sven", Role.ACTOR, "social_services")
    desk.work()
    case = desk.case("K-7F2", actors=[("police", "petra"), ("social_services", "sven")])
    desk.open_case_room(case)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        for handle, text in (("petra", "ringa"), ("sven", "boka"), ("sven", "skriva")):
            person = known(store, handle)
            by = By(person_id=person.id, via=Via.COMMAND)
            plan.add(store, text, owner_id=person.id, due_on=DUE.date(), by=by)
    desk.work()
    return case


def alive(desk: Desk) -> None:
    """Work until nothing is left; the process that dies on the way is started again."""
    while True:
        try:
            desk.work()
        except Killed:
            desk.rebuild()
        else:
            return


def played(desk: Desk, die_after: int | None) -> End:
    """A round from its question to the reminder of who did not answer, with one death."""
    case = opened(desk)
    steps = 0

    def count(_name: str) -> None:
        nonlocal steps
        steps += 1
        if steps == die_after:
            raise Killed

    desk.on_step = count
    desk.clock.at = DUE
    alive(desk)
    with desk.core.db.read() as session:
        room = rooms.of_case(session, case.id)
    assert room is not None
    desk.hear("petra", "✅", where=room, kind=Kind.REACTION, about=desk.event_of("Svara med ✅"), verified=False)
    alive(desk)
    desk.hear("sven", "klar K-7F2 2", where="page")
    alive(desk)
    desk.clock.at = DUE + timedelta(days=2)
    alive(desk)
    with desk.core.db.read() as session:
        store = case_store(desk, session, case)
        numbers = {task.id: task.number for task in store.plan.all()}
        found = store.status_rounds.newest()
    answered = sorted((numbers[task_id], each.said) for task_id, each in found.items())
    tallies = [text for text in desk.server.said() if "petra" in text.casefold() and "2 boka" in text]
    said = Counter(text for text in desk.server.said())
    return End(said, tallies[-1], tuple(answered), steps)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory, rested: Desk) -> End:
    """The round without a death."""
    return played(Desk(tmp_path_factory.mktemp("reference"), rested, table=TABLE), None)


def test_the_round_without_a_death(reference: End) -> None:
    assert reference.answered == ((1, "done"), (2, "done"), (3, None))
    assert "1 ringa – Petra – ✅ klar" in reference.tally
    assert "2 boka – Sven – ✅ klar" in reference.tally
    assert "3 skriva – Sven – (väntar)" in reference.tally
    assert sum(text.startswith("Hej! Hur går det med 3 skriva") for text in reference.said) == 1
    assert max(SAMPLE) < reference.steps < MOST_STEPS


@pytest.mark.parametrize(
    "die_after",
    [pytest.param(n, marks=[] if n in SAMPLE else [pytest.mark.long]) for n in range(1, MOST_STEPS)],
)
def test_after_any_step_the_tally_is_right_and_nobody_is_asked_twice(
    tmp_path: Path, rested: Desk, reference: End, die_after: int
) -> None:
    found = played(Desk(tmp_path, rested, table=TABLE), die_after)
    assert (found.said, found.tally, found.answered) == (reference.said, reference.tally, reference.answered)
