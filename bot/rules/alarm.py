"""When a room is under attack: what somebody else than the bot did to it, and what may still be said there.

Only the bot invites, removes and sets a room up. A homeserver's administrator can do all of that *as the bot*: such an
event names the bot as its sender and proves nothing, so we go by what we know that we did ourselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.rules.room import RoomKind


class Cause(StrEnum):
    """Why nothing is said in a room until a coordinator thaws it; a later one is is_worse than those before it."""

    RESTORED = "restored"  # we were restored from a copy: a consent may have been withdrawn that we do not remember
    SETTINGS = "settings"  # somebody else changed how the room is set up, or removed people
    INVITED = "invited"  # somebody else let a stranger in, who has not come yet; or a stranger knocks
    STRANGER = "stranger"  # somebody came in who must not be there
    POWERLESS = "powerless"  # the homeserver refuses what we must be able to do there
    CREATOR = "creator"  # the break-glass account came in: nobody can remove it or take its power
    UPGRADED = "upgraded"  # somebody put another room in its place
    OUT = "out"  # we are not in it any more


#: What cannot be mended: the room is given up and a fresh one takes its place.
BEYOND_REPAIR = frozenset({Cause.POWERLESS, Cause.CREATOR, Cause.UPGRADED, Cause.OUT})

_ORDER = tuple(Cause)
_ALL_POWER = 100


@dataclass(frozen=True, kw_only=True)
class MembershipChange:
    """Somebody's membership changed. ``sender``: who did it; ``None`` when we only see that it is so now."""

    user_id: str
    before: str | None
    membership: str
    sender: str | None


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What we know ourselves of the room and of the one who moved."""

    bot: str
    creators: frozenset[str] = frozenset()  # break-glass accounts
    wanted: frozenset[str] = frozenset()  # who may be in the room
    inviting: bool = False  # our own invitation of them is on its way
    removed: bool = False  # we removed them a moment ago; news from before that may still come
    leaving: bool = False  # we are leaving the room ourselves
    alarmed: bool = False  # an alarm stands already


def cause_of_move(move: MembershipChange, ours: Circumstances) -> Cause | None:
    """What a change of somebody's membership means; ``None`` when it is as it should be.

    Whoever lost their consent a moment ago and is still in or invited is no stranger: they are removed, no more.
    """
    if move.user_id == ours.bot:
        return Cause.OUT if move.membership in ("leave", "ban") and not ours.leaving else None
    if move.membership == move.before:
        return None
    if move.membership in ("leave", "ban"):
        return Cause.SETTINGS if move.sender not in (None, move.user_id, ours.bot) else None
    if move.membership == "join":
        if move.user_id in ours.creators:
            return Cause.CREATOR
        return None if move.user_id in ours.wanted or _ours_still(move, ours) else Cause.STRANGER
    if move.membership == "invite" and move.sender in (None, ours.bot):
        return None if move.user_id in ours.wanted or _ours_still(move, ours) else Cause.INVITED
    return Cause.INVITED  # only we invite, and nobody is let in who knocks


def _ours_still(move: MembershipChange, ours: Circumstances) -> bool:
    """Whether they come by our own invitation, though they are not wanted any more. Under an alarm nobody is excused:
    an invitation may then be somebody else's."""
    return ours.inviting or (not ours.alarmed and (move.before == "invite" or ours.removed))


def cause_of_state(kind: str, content: Mapping[str, Any], *, by_bot: bool, frozen: bool) -> Cause | None:
    """What a change of a room's state means. ``frozen``: only the bot may write there now."""
    match kind:
        case "m.room.tombstone":
            return Cause.UPGRADED if content else None
        case "m.room.power_levels":
            fine = levels_are_ours(content, frozen=frozen)
        case "m.room.encryption":
            fine = by_bot and content.get("algorithm") == "m.megolm.v1.aes-sha2"
        case "m.room.history_visibility":
            fine = content.get("history_visibility") == "joined"
        case "m.room.join_rules":
            fine = content.get("join_rule") == "invite"
        case "m.room.guest_access":
            fine = content.get("guest_access") == "forbidden"
        case "m.room.topic" | "m.room.avatar" | "m.room.server_acl":
            fine = by_bot or not any(content.values())
        case "m.room.name" | "m.room.canonical_alias" | "m.room.pinned_events":
            fine = by_bot
        case _:
            fine = True
    return None if fine else Cause.SETTINGS


def levels_are_ours(content: Mapping[str, Any], *, frozen: bool) -> bool:
    """Whether nobody but the room's creators has any power; ``frozen``: nor may write."""
    if content.get("users") or content.get("events") or content.get("users_default", 0) != 0:
        return False
    if any(content.get(name) != _ALL_POWER for name in ("ban", "kick", "invite", "redact", "state_default")):
        return False
    return content.get("events_default", 0) in ((_ALL_POWER,) if frozen else (0, _ALL_POWER))


def is_worse(cause: Cause, than: str | None) -> bool:
    """Whether a cause has to be told though an alarm stands."""
    if cause is Cause.INVITED and than == Cause.SETTINGS:
        return False  # power and an invitation come together; whoever comes in by them is told
    return than is None or _ORDER.index(cause) > _ORDER.index(Cause(than))


def may_be_said(place: RoomKind, urgency: str, tag: str | None) -> bool:
    """Whether words go out to a room under alarm: what is said about the alarm itself.

    In kontoret answers and alarms too: it is where the alarm is told and ended, so it is never frozen.
    """
    return (tag or "").startswith("alarm:") or (place is RoomKind.OFFICE and urgency in ("answer", "alarm"))
