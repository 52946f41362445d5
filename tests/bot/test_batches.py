"""Batches of due rows: run together, committed together; whatever goes wrong with one is nobody else's loss."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import scheduler
from bot.conversation.command import CaseCtx, Reply, UnitCtx, when_due
from bot.conversation.table import Table
from bot.scheduler import MOST_ROWS, MOST_TRIES
from storage import due, facts
from storage.db import UnitMisused
from storage.tables import Audit, Due, Person
from tests.bot.desk import Desk
from tests.bot.server import Killed
from tests.bot.small import FACTS, TABLE, told


@when_due("word")
def say_word(ctx: UnitCtx, subject: str) -> Reply:
    return told(ctx, subject)


@when_due("of case")
def say_code(ctx: CaseCtx, subject: str) -> Reply:
    return told(ctx, f"{ctx.case.code} {subject}")


@when_due("raises")
def write_and_raise(ctx: UnitCtx, subject: str) -> Reply:
    ctx.store.people.set_language(_anna(ctx), "en")
    assert ctx.store.people.get(_anna(ctx)).language == "en"
    told(ctx, subject)
    raise ZeroDivisionError("this row is broken on purpose")


@when_due("refused")
def write_nothing_valid(ctx: UnitCtx, subject: str) -> Reply:
    ctx.store.people.set_reminders(_anna(ctx), None)  # type: ignore[arg-type]
    return told(ctx, subject)


@when_due("cancels")
def cancel_word(ctx: CaseCtx, subject: str) -> Reply:
    ctx.store.cancel_scheduled("not any more", kind="of case", subject=subject)
    return told(ctx, f"cancelled {subject}")


@when_due("moves")
def move_word(ctx: CaseCtx, subject: str) -> Reply:
    ctx.store.schedule("of case", subject, ctx.now + timedelta(hours=1))
    return told(ctx, f"moved {subject}")


@when_due("hindered")
def be_hindered(ctx: UnitCtx, subject: str) -> Reply:
    if FULL:
        cause = sqlite3.OperationalError("database or disk is full")
        cause.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise OperationalError("INSERT", {}, cause)
    return told(ctx, subject)


@when_due("kills")
def die(ctx: UnitCtx, subject: str) -> Reply:
    told(ctx, subject)
    raise Killed


#: Whether the disk is full
FULL = list[bool]()


def _anna(ctx: UnitCtx) -> str:
    anna = ctx.store.people.find("anna")
    assert anna is not None
    return anna.id


@pytest.fixture
def table() -> Table:
    FULL[:] = [True]
    ours = [say_word, say_code, write_and_raise, write_nothing_valid, cancel_word, move_word]
    ours += [be_hindered, die]
    return replace(TABLE, due=[*TABLE.due, *ours])


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """No batch ends early because the machine is busy."""
    monkeypatch.setattr(scheduler, "MOST_SECONDS", 60)


def schedule(desk: Desk, *rows: tuple[str, str], case_id: str | None = None) -> None:
    """Have rows due now, in this order."""
    with desk.core.db.unit() as session:
        for kind, subject in rows:
            at = desk.clock.now()
            due.schedule(session, unit_id="norr", case_id=case_id, kind=kind, subject=subject, at=at)


def words(desk: Desk, *subjects: object) -> None:
    schedule(desk, *(("word", str(subject)) for subject in subjects))


@contextmanager
def steps(desk: Desk) -> Iterator[list[str]]:
    found = list[str]()
    desk.on_step = found.append
    yield found
    desk.on_step = lambda _name: None


def states(desk: Desk) -> Sequence[tuple[str, str, int]]:
    with desk.core.db.read() as session:
        rows = session.scalars(select(Due).order_by(Due.id)).all()
        assert not any(row.leased_until for row in rows if row.state != "pending")
        return [(row.subject, row.state, row.tries) for row in rows]


# --------------------------------------------------------------------------------------------------- a batch is a batch


def test_rows_that_are_due_together_are_run_together_and_in_order(desk: Desk) -> None:
    words(desk, *range(MOST_ROWS + 3))
    with steps(desk) as seen:
        while desk.core.work_one():
            pass
    assert FACTS.ran == [str(number) for number in range(MOST_ROWS + 3)]
    assert seen == ["due.claimed", "due.done"] * 2
    desk.work()
    assert desk.server.said("office") == FACTS.ran


def test_what_has_come_in_goes_between_two_batches(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "MOST_ROWS", 2)
    desk.rebuild()
    words(desk, *range(4))
    assert desk.core.work_one()
    desk.hear("anna", "måla blå 1")
    desk.work()
    assert FACTS.ran == ["0", "1", "blue 1", "2", "3"]


def test_a_batch_ends_when_its_time_is_over_and_the_rest_is_as_if_never_claimed(desk: Desk) -> None:
    desk.core.due.most_seconds = 0
    words(desk, "a", "b", "c")
    assert desk.core.work_one()
    assert states(desk) == [("a", "done", 1), ("b", "pending", 0), ("c", "pending", 0)]
    with desk.core.db.read() as session:
        assert due.next_at(session) == desk.clock.now()
    desk.work()
    assert FACTS.ran == ["a", "b", "c"]


def test_what_an_earlier_row_cancels_or_moves_is_not_run(desk: Desk) -> None:
    case = desk.case("K-7F2")
    rows = [("cancels", "a"), ("moves", "b"), ("of case", "a"), ("of case", "b"), ("of case", "c")]
    schedule(desk, *rows, case_id=case.id)
    desk.work()
    assert FACTS.ran == ["cancelled a", "moved b", "K-7F2 c"]
    desk.clock.at += timedelta(hours=1)
    desk.work()
    assert FACTS.ran[3:] == ["K-7F2 b"]


def test_a_row_may_schedule_the_same_again(desk: Desk) -> None:
    case = desk.case("K-7F2")
    schedule(desk, ("again", case.id), ("of case", "x"), case_id=case.id)
    desk.work()
    assert [state for _, state, _ in states(desk)] == ["done", "done", "pending"]


def test_the_rooms_are_compared_once_before_the_commit(desk: Desk) -> None:
    seen = list[str]()
    reconciler = desk.core.reconciler

    def compare(session: Session) -> None:
        reconciler.run(session)
        assert session.in_transaction()
        seen.append(" ".join(FACTS.ran))

    desk.core.due._on_unit = compare
    words(desk, "a", "b")
    assert desk.core.work_one()
    assert seen == ["a b"]


def test_no_unit_of_its_own_can_be_opened_in_a_batch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Olm machine works in a unit of its own: so no ratchet moves here."""
    refused = list[Exception]()

    @when_due("ratchet")
    def ratchet(ctx: UnitCtx, subject: str) -> Reply:
        with pytest.raises(UnitMisused) as found, desk.core.db.unit():
            pass
        refused.append(found.value)
        return ()

    monkeypatch.setitem(desk.core.due._table.by_due, "ratchet", ratchet)
    schedule(desk, ("ratchet", "x"))
    desk.work()
    assert len(refused) == 1


def test_a_row_costs_its_batch_only_what_it_writes(desk: Desk) -> None:
    costs = []
    for many in (1, 2, MOST_ROWS):
        words(desk, *range(many))
        with statements(desk) as seen:
            assert desk.core.work_one()
        costs.append(len(seen))
    one, two, all_of_them = costs
    assert two - one == 2, "marked done, and a message queued"
    assert all_of_them - one == 2 * (MOST_ROWS - 1)


@contextmanager
def statements(desk: Desk) -> Iterator[list[str]]:
    seen = list[str]()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(desk.core.db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(desk.core.db.engine, "before_cursor_execute", note)


# ------------------------------------------------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize("kind", ["raises", "refused", "of a later version"])
def test_a_row_that_fails_undoes_only_its_own(desk: Desk, kind: str) -> None:
    schedule(desk, ("word", "a"), (kind, "bad"), ("word", "b"), ("word", "c"))
    desk.work()
    assert desk.server.said("office") == ["a", "b", "c"]
    assert [state for _, state, _ in states(desk)] == ["done", "pending", "done", "done"]
    for _ in range(MOST_TRIES):
        desk.clock.at += scheduler.RETRY
        words(desk, "later")
        desk.work()
    assert desk.server.said("office")[3:] == ["later"] * MOST_TRIES
    assert ("bad", "aside", MOST_TRIES) in states(desk)
    assert desk.person("anna").language == "sv"


def test_what_a_failed_row_wrote_is_forgotten_everywhere(desk: Desk) -> None:
    """What is kept in memory from one unit to the next comes from no row that was taken back."""
    profile = desk.core.profile_of("norr")

    def languages() -> set[str]:
        with desk.core.db.unit() as session:
            known = facts.of_unit(session, "norr", profile, desk.clock.today(), "sv")
            return {person.language for person in known.people}

    with desk.core.db.alone():
        assert languages() == {"sv"}
        schedule(desk, ("word", "a"), ("raises", "bad"), ("word", "b"))
        desk.work()
        assert FACTS.ran[:2] == ["a", "bad"]  # in one batch
        assert languages() == {"sv"}


def test_rows_that_run_again_write_one_chain(desk: Desk) -> None:
    """The audit log of a batch that was undone is written anew, without a gap."""
    case = desk.case("K-7F2")
    schedule(desk, ("word", "a"), ("of case", "b"), ("raises", "bad"), ("word", "c"), case_id=case.id)
    desk.work()
    with desk.core.db.read() as session:
        numbers = session.scalars(select(Audit.seq).order_by(Audit.seq)).all()
    assert list(numbers) == list(range(1, len(numbers) + 1))


def test_a_commit_that_fails_marks_nothing_and_the_rows_run_one_by_one(desk: Desk) -> None:
    words(desk, "a", "b", "c")
    batches = list[int]()

    def refuse(session: Session) -> None:
        batches.append(len([row for row in session.identity_map.values() if isinstance(row, Due)]))
        if len(batches) == 1:
            session.add(Person(id="x"))  # lacks all it needs, as is found out when it is flushed

    compare = desk.core.due._on_unit

    def compared(session: Session) -> None:
        compare(session)
        refuse(session)

    desk.core.due._on_unit = compared
    assert desk.core.work_one()
    assert states(desk) == [("a", "pending", 1), ("b", "pending", 1), ("c", "pending", 1)]
    desk.work()
    assert batches == [3, 1, 1, 1]
    assert desk.server.said("office") == ["a", "b", "c"]


def test_a_database_that_fails_for_a_while_is_no_rows_fault(desk: Desk) -> None:
    words(desk, "a")
    schedule(desk, ("hindered", "b"))
    for _ in range(2 * MOST_TRIES):
        with pytest.raises(OperationalError):
            while desk.core.work_one():
                pass  # rooms are looked after in between
        desk.core.take_up()
    assert states(desk) == [("a", "pending", 1), ("b", "pending", 1)]
    FULL.clear()
    desk.work()
    assert desk.server.said("office") == ["a", "b"]


# -------------------------------------------------------------------------------------------------------------- crashes


@pytest.mark.parametrize("last", ["due.claimed", "due.done"])
def test_killed_in_the_middle_nothing_is_lost_and_nothing_comes_twice(desk: Desk, last: str) -> None:
    words(desk, "a", "b", "c")

    def die_at(name: str) -> None:
        if name == last:
            raise Killed(name)

    desk.on_step = die_at
    with pytest.raises(Killed):
        desk.work()
    desk.on_step = lambda _name: None
    desk.rebuild()
    desk.work()
    assert desk.server.said("office") == ["a", "b", "c"]


def test_a_row_that_kills_the_process_holds_up_the_others_for_a_few_lives_only(desk: Desk) -> None:
    words(desk, "a")
    schedule(desk, ("kills", "bad"))
    words(desk, "b", "c")
    lives = 0
    while True:
        try:
            desk.work()
        except Killed:
            lives += 1
            desk.rebuild()
        else:
            break
    assert lives == MOST_TRIES
    assert desk.server.said("office") == ["a", "b", "c"]
    assert ("bad", "aside") in [state[:2] for state in states(desk)]
