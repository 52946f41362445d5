"""Alarms: which changes of a room only an intruder makes, and what may still be said there.

Only the bot invites, removes and configures a room. A homeserver's administrator can do all of that *as the
bot*, in events that name the bot as their sender. So a sender proves nothing, and the bot goes by what it
knows it did itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.rules.room import RoomKind


class Cause(StrEnum):
    """Why nothing is said in a room until a coordinator thaws it; each is worse than the one before."""

    RESTORED = "restored"  # the bot was restored from a backup and may have forgotten a withdrawal
    SETTINGS = "settings"  # somebody else changed the room's settings, or removed people
    INVITED = "invited"  # somebody else invited a stranger, who has not joined yet; or a stranger knocks
    STRANGER = "stranger"  # somebody joined who must not be there
    POWERLESS = "powerless"  # the homeserver refuses the bot a power it needs
    CREATOR = "creator"  # the break-glass account joined: nobody can remove it or take its power
    UPGRADED = "upgraded"  # somebody replaced the room by another
    OUT = "out"  # the bot is no longer in the room


#: Causes that cannot be repaired: the room is given up and a fresh one takes its place.
BEYOND_REPAIR = frozenset({Cause.POWERLESS, Cause.CREATOR, Cause.UPGRADED, Cause.OUT})

_ORDER = tuple(Cause)
_ALL_POWER = 100


@dataclass(frozen=True, kw_only=True)
class MembershipChange:
    """A change of somebody's membership. ``sender`` made it; None when only the result is known."""

    user_id: str
    before: str | None
    membership: str
    sender: str | None


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What the bot itself knows about the room and the person whose membership changed."""

    bot: str
    creators: frozenset[str] = frozenset()  # break-glass accounts
    wanted: frozenset[str] = frozenset()  # who may be in the room
    inviting: bool = False  # the bot's own invitation of them is on its way
    removed: bool = False  # the bot removed them a moment ago; older news may still arrive
    leaving: bool = False  # the bot is leaving the room
    alarmed: bool = False  # the room is under alarm already


def cause_of_change(change: MembershipChange, known: Circumstances) -> Cause | None:
    """The alarm that a change of somebody's membership raises; None when it is no cause for one.

    Somebody who lost their consent a moment ago and is still in or invited is no stranger: the bot just
    removes them.
    """
    left = change.membership in ("leave", "ban")
    if change.user_id == known.bot:
        return Cause.OUT if left and not known.leaving else None
    if change.membership == change.before:
        return None
    if left:
        removed_by_another = change.sender not in (None, change.user_id, known.bot)
        return Cause.SETTINGS if removed_by_another else None
    expected = change.user_id in known.wanted or _invited_by_bot(change, known)
    if change.membership == "join":
        if change.user_id in known.creators:
            return Cause.CREATOR
        return None if expected else Cause.STRANGER
    if change.membership == "invite" and change.sender in (None, known.bot):
        return None if expected else Cause.INVITED
    return Cause.INVITED  # only the bot invites, and nobody who knocks is let in


def _invited_by_bot(change: MembershipChange, known: Circumstances) -> bool:
    """Whether the bot itself invited somebody who is no longer wanted. Under an alarm the invitation may be
    forged."""
    return known.inviting or (not known.alarmed and (change.before == "invite" or known.removed))


def cause_of_state(kind: str, content: Mapping[str, Any], *, by_bot: bool, frozen: bool) -> Cause | None:
    """The alarm that a change of a room's state raises. ``frozen``: only the bot may write there now."""
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
    """Whether nobody but the room's creators has any power. ``frozen``: nobody else may write, either."""
    if content.get("users") or content.get("events") or content.get("users_default", 0) != 0:
        return False
    if any(content.get(name) != _ALL_POWER for name in ("ban", "kick", "invite", "redact", "state_default")):
        return False
    to_write = content.get("events_default", 0)
    return to_write == _ALL_POWER or (to_write == 0 and not frozen)


def is_worse(cause: Cause, than: str | None) -> bool:
    """Whether a cause is worse than the one the room is under alarm for, and so has to be reported as
    well."""
    if cause is Cause.INVITED and than == Cause.SETTINGS:
        return False  # an intruder's power and invitation come together; who joins with them is reported
    return than is None or _ORDER.index(cause) > _ORDER.index(Cause(than))


def may_be_said(place: RoomKind, urgency: str, tag: str | None) -> bool:
    """Whether a message is sent to a room under alarm: one about the alarm itself.

    In the office answers and alarms are sent too. The alarm is reported and ended there, so it never freezes.
    """
    return (tag or "").startswith("alarm:") or (place.is_office and urgency in ("answer", "alarm"))
