"""Whatever is done to the audit log behind its back shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.i18n import ZONE
from bot.rules.audit import Action, carried_out
from storage import audit
from storage.db import Database
from storage.sealed import Vault
from storage.tables import Base

NOON = datetime(2026, 12, 1, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def log(db: Database) -> Database:
    with db.unit() as session:
        for index in range(5):
            audit.write(
                session,
                at=NOON + timedelta(minutes=index),
                unit_id="skovde",
                actor="p1",
                case_id="c1",
                action=Action.CASE_CONSENT_RECORDED,
                number=index,
                kinds=["skolgång"],
                until=None,
            )
    return db


def wrong(db: Database) -> list[int]:
    with db.read() as session:
        return [seq for seq, _ in audit.broken_links(session)]


def test_a_whole_log_is_whole(log: Database) -> None:
    assert wrong(log) == []
    with log.read() as session:
        seq, digest = audit.last_link(session)
        assert seq == 5
        assert audit.has_link(session, seq, digest)
        assert audit.has_link(session, 0, audit.START)


def test_an_empty_log_is_whole(db: Database) -> None:
    assert wrong(db) == []
    with db.read() as session:
        assert audit.last_link(session) == (0, audit.START)


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ("UPDATE audit SET actor = 'p2' WHERE seq = 3", [3]),
        ("UPDATE audit SET detail = '{}' WHERE seq = 3", [3]),
        ("UPDATE audit SET at = '2026-12-01 12:02:00.123457' WHERE seq = 3", [3]),
        ("UPDATE audit SET case_id = NULL WHERE seq = 1", [1]),
        ("DELETE FROM audit WHERE seq = 3", [4, 4]),
        ("DELETE FROM audit WHERE seq = 1", [2, 2]),
        ("UPDATE audit SET digest = 'x' WHERE seq = 5", [5]),
        ("UPDATE audit SET digest = 'x' WHERE seq = 4", [4, 5]),
        ("UPDATE audit SET seq = 9 WHERE seq = 5", [9, 9]),
    ],
)
def test_every_change_behind_its_back_shows(log: Database, change: str, seen: list[int]) -> None:
    with log.unit() as session:
        session.execute(text(change))
    assert wrong(log) == seen


def test_a_cut_off_tail_shows_by_what_was_noted_outside(log: Database) -> None:
    with log.read() as session:
        noted = audit.last_link(session)
    with log.unit() as session:
        session.execute(text("DELETE FROM audit WHERE seq = 5"))
    assert wrong(log) == []
    with log.read() as session:
        assert not audit.has_link(session, *noted)


def test_the_time_zone_it_was_written_in_does_not_matter(db: Database) -> None:
    with db.unit() as session:
        audit.write(session, at=NOON.astimezone(ZONE), unit_id="u", actor="bot", action=Action.CASE_CLOSED)
    assert wrong(db) == []


def test_a_unit_rolled_back_leaves_no_gap(log: Database) -> None:
    with pytest.raises(KeyError), log.unit() as session:
        audit.write(session, at=NOON, unit_id="u", actor="bot", action=Action.CASE_CLOSED)
        raise KeyError
    with log.unit() as session:
        assert audit.write(session, at=NOON, unit_id="u", actor="bot", action=Action.CASE_CLOSED) == 6
    assert wrong(log) == []


detail = st.dictionaries(
    st.from_regex(r"x_[a-z]{1,8}", fullmatch=True),
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20) | st.lists(st.text(max_size=5)),
    max_size=4,
)


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(st.tuples(st.datetimes(timezones=st.just(UTC)), detail), max_size=5))
def test_whatever_is_written_reads_back_unbroken(rows: list[tuple[datetime, dict[str, str]]]) -> None:
    db = Database("sqlite://", Vault.fresh())
    Base.metadata.create_all(db.engine)
    with db.unit() as session:
        for at, values in rows:
            audit.write(session, at=at, unit_id="u", actor="bot", action=Action.CASE_CLOSED, **values)
    assert wrong(db) == []
    db.close()


def test_the_history_of_a_case_is_read_a_page_at_a_time_newest_last(db: Database) -> None:
    with db.unit() as session:
        for index in range(1, 8):
            case_id = "c2" if index == 4 else "c1"
            action = carried_out("case") if index % 2 else Action.CASE_NOTED
            at = NOON + timedelta(minutes=index)
            audit.write(session, at=at, unit_id="skovde", actor="p1", case_id=case_id, action=action, n=index)

        def page(number: int, *, size: int = 2, commands: bool) -> tuple[list[int], int]:
            found, pages = audit.of_case(session, "c1", page=number, size=size, commands=commands)
            return [entry.seq for entry in found], pages

        assert page(1, commands=True) == ([6, 7], 3)
        assert page(2, commands=True) == ([3, 5], 3)
        assert page(3, commands=True) == ([1, 2], 3)
        assert page(4, commands=True) == ([], 3)
        assert page(1, commands=False) == ([2, 6], 1)
        assert audit.of_case(session, "c3", page=1, size=2, commands=True) == ([], 1)
        entry = audit.of_case(session, "c2", page=1, size=2, commands=False)[0][0]
        assert (entry.actor, entry.action, entry.detail) == ("p1", Action.CASE_NOTED, {"n": 4})
        assert entry.at == NOON + timedelta(minutes=4)


def test_what_a_savepoint_took_back_leaves_no_gap(db: Database) -> None:
    def write(number: int) -> int:
        return audit.write(
            session, at=NOON, unit_id="skovde", actor="p1", action=Action.CASE_CONSENT_RECORDED, number=number
        )

    with db.unit() as session:
        assert write(1) == 1
        begun = session.begin_nested()
        assert write(2) == 2
        begun.rollback()
        assert [write(3), write(4)] == [2, 3]
    assert wrong(db) == []
