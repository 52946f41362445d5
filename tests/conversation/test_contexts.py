"""What a handler gets: its unit, its case, and no way to another."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from bot.conversation.command import CaseCtx
from bot.conversation.contexts import BOT, Contexts, env
from bot.rules.person import Person
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from storage.person import People
from tests.bot.desk import Desk
from tests.bot.server import START


@pytest.fixture
def contexts(desk: Desk) -> Contexts:
    return desk.core.dispatcher._contexts


def test_a_context_knows_who_where_and_when(desk: Desk, contexts: Contexts) -> None:
    with desk.core.db.unit() as session:
        office = desk.view(session, "office", "cia", "syd")
        cia = somebody(session, "cia", "syd")
        ctx = contexts.unit(session, cia, office)
        assert (ctx.unit_id, ctx.sender, ctx.room, ctx.now) == ("syd", cia, office, START)
        assert (ctx.language, ctx.unit_language, ctx.own_server, ctx.verified) == ("sv", "sv", "s", False)
        assert ctx.profile.id == "skovde"
        assert env(ctx).person("@CIA") == cia
        assert env(ctx).person("anna") is None  # of the other unit
        assert env(ctx).person("@anna:s") is None


def test_a_case_of_another_unit_has_no_context(desk: Desk, contexts: Contexts) -> None:
    mine, theirs = desk.case("K-7F2"), desk.case("S-3XY", unit="syd")
    with desk.core.db.unit() as session:
        office = desk.view(session, "office", "anna", "norr")
        ctx = contexts.unit(session, somebody(session, "anna", "norr"), office)
        found = ctx.of(ctx.store.one_case(mine.id))
        assert isinstance(found, CaseCtx)
        assert (found.case, found.store.case_id) == (mine, mine.id)
        assert {name: getattr(found, name) for name in ("sender", "room", "now")} == {
            "sender": ctx.sender,
            "room": ctx.room,
            "now": ctx.now,
        }
        with pytest.raises(LookupError):
            ctx.of(ctx.store.one_case(theirs.id))
        with pytest.raises(LookupError):
            ctx.of(theirs)
        with pytest.raises(LookupError):
            ctx.store.of(theirs)


def test_the_bot_acts_in_the_office_of_the_unit(desk: Desk, contexts: Contexts) -> None:
    case = desk.case("S-3XY", unit="syd")
    with desk.core.db.unit() as session:
        ctx = contexts.bot(session, "syd", case.id)
        assert isinstance(ctx, CaseCtx)
        assert (ctx.sender.id, ctx.sender.role, ctx.room.kind) == (BOT, Role.COORDINATOR, RoomKind.OFFICE)
        assert not isinstance(contexts.bot(session, "syd", None), CaseCtx)
        with pytest.raises(LookupError):
            contexts.bot(session, "norr", case.id)


def test_a_code_is_new(desk: Desk, contexts: Contexts) -> None:
    with desk.core.db.unit() as session:
        ctx = contexts.bot(session, "norr", None)
        codes = {ctx.new_code(()) for _ in range(50)}
        assert len(codes) > 40
        assert ctx.new_code(codes) not in codes


def somebody(session: Session, handle: str, unit: str) -> Person:
    found = People(session, unit).find(handle)
    assert found is not None
    return found
