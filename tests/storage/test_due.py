"""The due table: one pending row per thing, claimed in order, leased, and cheap to look at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from storage import due
from storage.tables import Due
from tests.storage.conftest import NOW, World

LATER = NOW + timedelta(hours=1)


def put(session: Session, subject: str, minutes: int = 0, *, kind: str = "k", case_id: str | None = None) -> None:
    due.schedule(
        session, unit_id="norr", kind=kind, subject=subject, at=NOW + timedelta(minutes=minutes), case_id=case_id
    )


def test_planning_again_moves_the_one_pending_row(world: World) -> None:
    with world.unit() as session:
        put(session, "a", 5)
        put(session, "a", 9)
        put(session, "b", 1)
        put(session, "a", 3, kind="other")
        assert due.scheduled_at(session, "k", "a") == NOW + timedelta(minutes=9)
        assert len(session.scalars(select(Due)).all()) == 3
        assert due.next_at(session) == NOW + timedelta(minutes=1)


def test_what_is_still_planned_in_a_case_is_known_by_its_kind(world: World) -> None:
    anna = world.person("anna")
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        for subject, of in (("a:b", case.id), ("c:d", case.id), ("e:f", other.id)):
            put(session, subject, case_id=of)
        put(session, "g", kind="other", case_id=case.id)
        due.cancel(session, "over", kind="k", subject="c:d")
        assert due.pending_subjects(session, "k", case.id) == ["a:b"]


def test_planning_again_begins_anew(world: World) -> None:
    with world.unit() as session:
        put(session, "a")
        assert due.claim(session, NOW)
        put(session, "a")
        (job,) = due.claim(session, NOW)
        assert job.tries == 1


def test_rows_are_claimed_earliest_first_and_once(world: World) -> None:
    with world.unit() as session:
        for subject, minutes in (("late", -1), ("early", -9), ("same a", -5), ("same b", -5), ("not yet", 1)):
            put(session, subject, minutes)
        claimed = [[job.subject for job in due.claim(session, NOW, most)] for most in (1, 2, 9, 9)]
        assert claimed == [["early"], ["same a", "same b"], ["late"], []]


def test_a_lease_runs_out_or_is_released(world: World) -> None:
    with world.unit() as session:
        put(session, "a")
        (first,) = due.claim(session, NOW)
        assert due.next_at(session) is None
        assert due.claim(session, NOW + due.LEASE) == []
        (second,) = due.claim(session, NOW + due.LEASE + timedelta(seconds=1))
        assert (second.id, second.tries) == (first.id, 2)
        due.release_leases(session)
        (third,) = due.claim(session, NOW)
        assert third.tries == 3


def test_a_row_that_was_claimed_before_comes_alone(world: World) -> None:
    with world.unit() as session:
        for subject in ("a", "b"):
            put(session, subject)
        assert len(due.claim(session, NOW, 9)) == 2
        put(session, "new")
        due.release_leases(session)
        claimed = [[job.subject for job in due.claim(session, NOW, 9)] for _ in range(3)]
        assert claimed == [["a"], ["b"], ["new"]]


def test_a_try_that_is_taken_back_does_not_set_a_row_apart(world: World) -> None:
    with world.unit() as session:
        for subject in ("a", "b"):
            put(session, subject)
        jobs = due.claim(session, NOW, 9)
        due.free(session, [job.id for job in jobs])
        due.uncount(session, [job.id for job in jobs])
        assert [job.tries for job in due.claim(session, NOW, 9)] == [1, 1]


def test_a_batch_sees_what_becomes_of_its_rows(world: World) -> None:
    with world.unit() as session:
        for subject in ("first", "cancelled", "moved", "forgotten", "again", "last", "left"):
            put(session, subject)
        jobs = due.claim(session, NOW, 9)
    with world.unit() as session:
        batch = due.Batch(session, jobs)
        assert taken(batch) == "first"
        due.cancel(session, "over", kind="k", subject="cancelled")
        put(session, "moved", 5)
        due.forget(session, "k", "forgotten")
        put(session, "again")  # for the time it had
        put(session, "first", 9)  # what runs may schedule the same again
        assert [taken(batch), taken(batch)] == ["again", "last"]
        batch.give_back()
    with world.unit() as session:
        rows = session.scalars(select(Due).order_by(Due.id)).all()
        assert [(row.subject, row.state, row.tries) for row in rows] == [
            ("first", "done", 1),
            ("cancelled", "cancelled", 0),
            ("moved", "pending", 0),
            ("again", "done", 0),
            ("last", "done", 1),
            ("left", "pending", 0),
            ("first", "pending", 0),
        ]
        assert not any(row.leased_until for row in rows)


def test_a_row_that_somebody_else_deleted_meanwhile_is_passed_over(world: World) -> None:
    with world.unit() as session:
        for subject in ("a", "b"):
            put(session, subject)
        jobs = due.claim(session, NOW, 9)
        due.forget(session, "k", "a")
    with world.unit() as session:
        batch = due.Batch(session, jobs)
        assert [taken(batch), taken(batch)] == ["b", None]


def taken(batch: due.Batch) -> str | None:
    job = batch.take()
    return None if job is None else job.subject


def test_done_aside_and_retried(world: World) -> None:
    with world.unit() as session:
        for subject in ("done", "aside", "again"):
            put(session, subject)
        done, aside, again = due.claim(session, NOW, 3)
        assert taken(due.Batch(session, [done])) == "done"
        due.set_aside(session, aside.id, due.FAILED, NOW)
        due.postpone(session, again.id, NOW + timedelta(minutes=2))
        (told,) = due.claim(session, NOW)
        assert (told.kind, told.subject) == (due.ASIDE, str(aside.id))
        assert due.claim(session, NOW) == []
        (job,) = due.claim(session, NOW + timedelta(minutes=2))
        assert job.subject == "again"
        put(session, "done")
        assert due.claim(session, NOW)  # what is done may be planned again


def test_what_was_set_aside_is_tried_once_more_and_told_once(world: World) -> None:
    with world.unit() as session:
        put(session, "a")
        (first,) = due.claim(session, NOW)
        due.set_aside(session, first.id, due.FAILED, NOW)
        due.cancel(session, "it is told", kind=due.ASIDE)
        due.retry_aside(session, LATER, 4)
        (again,) = due.claim(session, LATER)
        assert (again.id, again.tries) == (first.id, 5)
        due.set_aside(session, again.id, due.FAILED, LATER)
        assert due.scheduled_at(session, due.ASIDE, str(first.id)) is None
        put(session, "a")
        due.retry_aside(session, LATER, 4)
        assert session.get_one(Due, first.id).state == "cancelled", "its like is scheduled since"


def test_what_killed_the_process_is_not_tried_by_itself(world: World) -> None:
    with world.unit() as session:
        put(session, "a")
        (first,) = due.claim(session, NOW)
        due.set_aside(session, first.id, "the process died", NOW)
        due.retry_aside(session, LATER, 4)
        assert session.get_one(Due, first.id).state == "aside"


def test_cancelling_keeps_the_cause(world: World) -> None:
    with world.unit() as session:
        for subject, kind, case_id in (("1", "a", "x"), ("2", "a", "x"), ("1", "b", "x"), ("3", "a", "y")):
            put(session, subject, kind=kind, case_id=case_id)
        assert due.cancel(session, "it is done", kind="a", subject="1") == 1
        assert due.cancel(session, "it is closed", case_id="x") == 2
        assert due.cancel(session, "again", case_id="x") == 0
        rows = session.scalars(select(Due).order_by(Due.id)).all()
        assert [(row.state, row.cause) for row in rows] == [
            ("cancelled", "it is done"),
            ("cancelled", "it is closed"),
            ("cancelled", "it is closed"),
            ("pending", None),
        ]
        with pytest.raises(ValueError, match="what to cancel"):
            due.cancel(session, "everything")


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_a_look_costs_the_same_however_many_rows_there_are(world: World) -> None:
    with world.unit() as session:
        session.execute(
            insert(Due),
            [
                {
                    "unit_id": "norr",
                    "kind": "k",
                    "subject": str(number),
                    "at": NOW + timedelta(minutes=number + 1),
                    "state": "done" if number % 2 else "pending",
                    "tries": 0,
                }
                for number in range(20_000)
            ],
        )
    with world.db.read() as session:
        wanted = "SELECT min(at) FROM due WHERE state = 'pending' AND leased_until IS NULL"
        assert "ix_due_next" in plan_of(session, wanted)
        wanted = "SELECT id FROM due WHERE kind = 'k' AND subject = '7' AND state = 'pending'"
        assert "ix_due_pending" in plan_of(session, wanted)
    seen: list[str] = []
    with world.unit() as session:
        raw = session.connection().connection.driver_connection
        assert raw is not None
        raw.set_trace_callback(seen.append)
        assert due.claim(session, NOW) == []
        raw.set_trace_callback(None)
        assert "ix_due_next" in plan_of(session, seen[0])


def plan_of(session: Session, query: str) -> str:
    """How the database looks a query up; never by reading or sorting everything."""
    steps = [row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {query}".replace(":", r"\:")))]
    assert not any(step.startswith("SCAN due") or "ORDER BY" in step for step in steps), steps
    return " ".join(steps)
