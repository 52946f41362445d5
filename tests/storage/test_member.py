"""Members of rooms as the homeserver shows them, and whoever left by themselves."""

from __future__ import annotations

from sqlalchemy.orm import Session

from storage import member as members
from storage import room
from storage.tables import Room
from tests.storage.conftest import NOW, World


def test_whoever_left_by_themselves_is_away_until_asked_again(world: World) -> None:
    case, sven = world.case("K-7F2", world.person("anna")), world.person("sven")
    with world.unit() as session:
        store, user_id = world.store(session, case), sven.matrix_id or ""
        room.mark_opened(session, store.room.id, "!case:s")
        for membership, by_self, away in (("join", False, []), ("leave", True, ["!case:s"]), ("join", False, [])):
            members.note_membership(session, "bot", "!case:s", user_id, membership, NOW, by_self=by_self)
            assert [where.matrix_room for where in store.left_rooms(sven)] == away
        members.note_membership(session, "bot", "!case:s", user_id, "leave", NOW)  # removed
        assert store.left_rooms(sven) == []
        members.note_membership(session, "bot", "!case:s", user_id, "invite", NOW)
        members.note_membership(session, "bot", "!case:s", user_id, "leave", NOW, by_self=True)
        session.get_one(Room, store.room.id).dirty = False
        store.invite_again(sven)
        assert store.left_rooms(sven) == []
        assert session.get_one(Room, store.room.id).dirty


def test_membership_is_what_was_last_seen(world: World) -> None:
    with world.unit() as session:
        changes = [("@a:s", "invite"), ("@a:s", "join"), ("@b:s", "join"), ("@b:s", "leave"), ("@c:s", "knock")]
        before = [
            members.note_membership(session, "bot", "!r:s", user, membership, NOW) for user, membership in changes
        ]
        assert before == [None, "invite", None, "join", None]
        assert members.memberships(session, "!r:s") == {"@a:s": "join", "@b:s": "leave", "@c:s": "knock"}
        assert members.joined(session, "!r:s") == {"@a:s"}
        assert [seen.membership for seen in members.seen(session, "!r:s")] == ["join", "leave", "knock"]
        assert members.memberships(session, "!other:s") == {}


def test_whoever_left_by_themselves_is_known_until_they_come_back(world: World) -> None:
    def left(session: Session) -> list[bool]:
        return [one.left_by_self for one in members.seen(session, "!r:s")]

    with world.db.unit() as session:
        members.note_membership(session, "bot", "!r:s", "@anna:s", "join", NOW)
        members.note_membership(session, "bot", "!r:s", "@anna:s", "leave", NOW, by_self=True)
        assert left(session) == [True]
        # Said again, it is still their own doing
        members.note_membership(session, "bot", "!r:s", "@anna:s", "leave", NOW)
        assert left(session) == [True]
        members.note_membership(session, "bot", "!r:s", "@anna:s", "join", NOW)
        members.note_membership(session, "bot", "!r:s", "@anna:s", "leave", NOW)
        assert left(session) == [False]
