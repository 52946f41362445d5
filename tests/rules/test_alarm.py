"""What somebody else than the bot did to a room, told from what only looks like it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.i18n import catalogue
from bot.rules.alarm import (
    BEYOND_REPAIR,
    Cause,
    Circumstances,
    MembershipChange,
    cause_of_change,
    cause_of_state,
    is_worse,
    may_be_said,
)
from bot.rules.room import RoomKind

BOT, EVA, GLASS = "@bot:s", "@eva:s", "@reserv:s"
OURS = Circumstances(bot=BOT, creators=frozenset({GLASS}))
WANTED = replace(OURS, wanted=frozenset({EVA}))


def moved(membership: str, *, who: str = EVA, before: str | None = None, sender: str | None = EVA) -> MembershipChange:
    return MembershipChange(user_id=who, before=before, membership=membership, sender=sender)


@pytest.mark.parametrize(
    ("move", "ours", "cause"),
    [
        # Strangers, by whatever route
        (moved("join"), OURS, Cause.STRANGER),
        (moved("join", sender=None), OURS, Cause.STRANGER),  # only seen in the list of members
        (moved("join", before="leave"), OURS, Cause.STRANGER),
        (moved("join", before="ban"), OURS, Cause.STRANGER),
        (moved("join", before="knock"), OURS, Cause.STRANGER),
        (moved("invite", sender=BOT), OURS, Cause.INVITED),  # the administrator, in our name
        (moved("invite", sender="@mallory:s"), OURS, Cause.INVITED),
        (moved("invite", sender="@mallory:s"), WANTED, Cause.INVITED),  # only we invite, whomever
        (moved("knock"), OURS, Cause.INVITED),
        (moved("join", before="invite"), replace(OURS, alarmed=True), Cause.STRANGER),
        (moved("join", before="leave"), replace(OURS, alarmed=True, removed=True), Cause.STRANGER),
        # The break-glass account, always
        (moved("join", who=GLASS, before="invite"), OURS, Cause.CREATOR),
        (moved("join", who=GLASS), replace(OURS, wanted=frozenset({GLASS})), Cause.CREATOR),
        # Ourselves
        (moved("leave", who=BOT, before="join", sender="@mallory:s"), OURS, Cause.OUT),
        (moved("leave", who=BOT, before="join", sender=BOT), OURS, Cause.OUT),  # the administrator, as us
        (moved("ban", who=BOT, before="join", sender="@mallory:s"), OURS, Cause.OUT),
        (moved("leave", who=BOT, before="join", sender=BOT), replace(OURS, leaving=True), None),
        (moved("join", who=BOT, sender=BOT), OURS, None),
        # Somebody else removes people
        (moved("leave", before="join", sender="@mallory:s"), WANTED, Cause.SETTINGS),
        (moved("ban", before="join", sender="@mallory:s"), WANTED, Cause.SETTINGS),
        # Innocent
        (moved("join", before="invite"), WANTED, None),
        (moved("join"), WANTED, None),
        (moved("invite", sender=BOT), WANTED, None),
        (moved("join", before="invite"), OURS, None),  # our invitation, and the consent gone since: removed, no more
        (moved("join"), replace(OURS, inviting=True), None),
        (moved("invite", sender=BOT), replace(OURS, inviting=True), None),
        (moved("join", before="leave"), replace(OURS, removed=True), None),  # news from before we removed them
        (moved("join", before="join"), OURS, None),  # a new name, or removal pending
        (moved("leave", before="join"), OURS, None),
        (moved("leave", before="join", sender=BOT), OURS, None),
        (moved("leave", before="join", sender=None), OURS, None),
    ],
)
def test_who_moved_and_what_we_did_ourselves_decide(
    move: MembershipChange, ours: Circumstances, cause: Cause | None
) -> None:
    assert cause_of_change(move, ours) is cause


LEVELS = {
    "users": {},
    "users_default": 0,
    "events": {},
    "events_default": 0,
    "state_default": 100,
    "invite": 100,
    "kick": 100,
    "ban": 100,
    "redact": 100,
    "historical": 100,
}
MEGOLM = {"algorithm": "m.megolm.v1.aes-sha2"}


@pytest.mark.parametrize(
    ("kind", "content", "by_bot", "fine"),
    [
        ("m.room.power_levels", LEVELS, True, True),
        ("m.room.power_levels", {**LEVELS, "events_default": 100}, True, True),
        ("m.room.power_levels", LEVELS, False, True),  # whoever says so: what counts is what it says
        ("m.room.power_levels", {**LEVELS, "users": {"@mallory:s": 100}}, True, False),  # make_room_admin: in our name
        ("m.room.power_levels", {**LEVELS, "users_default": 100}, True, False),
        ("m.room.power_levels", {**LEVELS, "events": {"m.room.name": 0}}, True, False),
        ("m.room.power_levels", {**LEVELS, "invite": 0}, True, False),
        ("m.room.power_levels", {**LEVELS, "state_default": 50}, True, False),
        ("m.room.power_levels", {**LEVELS, "events_default": 50}, True, False),  # as a room upgrade leaves it
        ("m.room.power_levels", {}, True, False),
        ("m.room.encryption", MEGOLM, True, True),
        ("m.room.encryption", MEGOLM, False, False),
        ("m.room.encryption", {}, True, False),
        ("m.room.history_visibility", {"history_visibility": "joined"}, False, True),
        ("m.room.history_visibility", {"history_visibility": "world_readable"}, True, False),
        ("m.room.join_rules", {"join_rule": "invite"}, False, True),
        ("m.room.join_rules", {"join_rule": "public"}, True, False),
        ("m.room.guest_access", {"guest_access": "can_join"}, True, False),
        ("m.room.server_acl", {"allow": ["evil"]}, False, False),
        ("m.room.name", {"name": "K-7F2"}, True, True),
        ("m.room.name", {"name": "Alex"}, False, False),
        ("m.room.topic", {"topic": "Alex"}, False, False),
        ("m.room.topic", {"topic": ""}, False, True),
        ("m.room.avatar", {"url": "mxc://a/b"}, False, False),
        ("m.room.pinned_events", {"pinned": ["$x"]}, False, False),
        ("m.room.pinned_events", {"pinned": ["$x"]}, True, True),
        ("m.room.canonical_alias", {"alias": "#x:s"}, False, False),
    ],
)
def test_nobody_else_may_change_how_a_room_is_set_up(
    kind: str, content: dict[str, Any], by_bot: bool, fine: bool
) -> None:
    assert cause_of_state(kind, content, by_bot=by_bot, frozen=False) is (None if fine else Cause.SETTINGS)


def test_a_frozen_room_is_thawed_by_nobody_else() -> None:
    assert cause_of_state("m.room.power_levels", LEVELS, by_bot=True, frozen=True) is Cause.SETTINGS
    assert cause_of_state("m.room.power_levels", {**LEVELS, "events_default": 100}, by_bot=True, frozen=True) is None


def test_another_room_in_its_place_is_the_end_of_a_room() -> None:
    gone = cause_of_state("m.room.tombstone", {"replacement_room": "!x"}, by_bot=True, frozen=False)
    assert gone is Cause.UPGRADED
    assert gone in BEYOND_REPAIR
    assert cause_of_state("m.room.tombstone", {}, by_bot=True, frozen=False) is None  # redacted


def test_only_what_is_worse_is_told_again() -> None:
    assert is_worse(Cause.SETTINGS, None)
    assert is_worse(Cause.STRANGER, "settings")
    assert is_worse(Cause.OUT, "upgraded")
    assert not is_worse(Cause.STRANGER, "stranger")
    assert not is_worse(Cause.STRANGER, "out")
    assert not is_worse(Cause.INVITED, "settings")  # the one comes with the other


def test_what_may_be_said_under_alarm() -> None:
    assert may_be_said(RoomKind.CASE, "alarm", "alarm:r1")
    assert not may_be_said(RoomKind.CASE, "alarm", None)
    assert not may_be_said(RoomKind.CASE, "answer", "plan:c1")
    assert not may_be_said(RoomKind.PAGE, "answer", None)
    assert may_be_said(RoomKind.OFFICE, "answer", None)
    assert not may_be_said(RoomKind.OFFICE, "digest", None)


def test_every_cause_has_words() -> None:
    assert "recovery.office" in catalogue("sv")  # for RESTORED: once for all rooms
    for cause in set(Cause) - {Cause.RESTORED}:
        assert f"alarm.told_{cause}" in catalogue("sv")
