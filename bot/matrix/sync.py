"""Reading ``/sync`` answers: what to ask for, and how to look into an answer that strangers have written parts of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from bot.matrix import payload, visible
from bot.matrix.crypto.olm import ALGORITHM
from bot.matrix.payload import Malformed, dumps
from storage import identity as identities
from storage import member as members
from storage.tables import Room

#: How a room is set up. Nobody but the bot may change it, so each change is looked at.
_SETTINGS = [
    "m.room.encryption",
    "m.room.power_levels",
    "m.room.history_visibility",
    "m.room.join_rules",
    "m.room.guest_access",
    "m.room.server_acl",
    "m.room.tombstone",
    "m.room.name",
    "m.room.topic",
    "m.room.avatar",
    "m.room.canonical_alias",
    "m.room.pinned_events",
]
_STATES = ["m.room.member", *_SETTINGS]
_TYPES = ["m.room.encrypted", "m.room.redaction", *visible.KINDS, *_STATES]

#: Nothing but what we act on; of what is said in clear, that is a personal number alone. Members are loaded in full:
#: whoever is missing gets no keys.
FILTER = dumps(
    {
        "presence": {"types": []},
        "account_data": {"types": []},
        "room": {
            "ephemeral": {"types": []},
            "account_data": {"types": []},
            "state": {"types": _STATES, "lazy_load_members": False},
            "timeline": {"types": _TYPES, "limit": 100},
        },
    }
).decode()
#: The same filter, for filling gaps with ``/messages``.
GAP_FILTER = dumps({"types": _TYPES, "lazy_load_members": False}).decode()


#: People whose invitations are looked at in one sync.
MOST_KNOCKS = 100


class Watch(Protocol):
    """Hears of each change of a room before it is noted, within the same unit of work."""

    def moved(self, session: Session, row: Room, user_id: str, membership: str, sender: str | None) -> None:
        """Somebody's membership."""

    def changed(self, session: Session, row: Room, kind: str, content: dict[str, Any], sender: str) -> None:
        """How the room is set up."""

    def inside(self, session: Session, account_id: str, rooms: Sequence[str]) -> None:
        """The rooms the homeserver says we are in."""

    def rewound(self, session: Session) -> None:
        """The homeserver was restored from an older copy of itself."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The event that holds of somebody's membership, says the homeserver; ``known``: what we knew when we asked."""

    user_id: str
    known: str | None
    event: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class RoomNews:
    """One room's part of an answer. ``asked``: of whom the rest proves nothing, and it stands above the rest."""

    matrix_room: str
    state: list[dict[str, Any]]
    timeline: list[dict[str, Any]]
    limited: bool
    before: str | None
    joined: bool
    asked: Sequence[Asked] = ()


def is_whole(answer: dict[str, Any]) -> bool:
    """Whether an answer is built as one. Taking in half of a broken one would be losing the other half for good, for
    with the position we say that we have it all."""
    rooms, to_device = answer.get("rooms", {}), answer.get("to_device", {})
    if not isinstance(rooms, dict) or not isinstance(to_device, dict) or not isinstance(answer.get("next_batch"), str):
        return False
    sections = [rooms.get(name, {}) for name in ("join", "leave", "invite")]
    if not all(isinstance(section, dict) for section in sections):
        return False
    news = [one for section in sections[:2] for one in section.values()]
    if not all(isinstance(one, dict) for one in news):
        return False
    parts = [one.get(name, {}) for one in news for name in ("state", "timeline")]
    return all(isinstance(part, dict) and isinstance(part.get("events", []), list) for part in [*parts, to_device])


def rooms_of(answer: dict[str, Any]) -> Iterator[RoomNews]:
    """The rooms we are in, or just left."""
    sections = _dict(answer.get("rooms"))
    for section in ("join", "leave"):
        for matrix_room, news in _dict(sections.get(section)).items():
            timeline = _dict(_dict(news).get("timeline"))
            before = timeline.get("prev_batch")
            yield RoomNews(
                matrix_room=matrix_room,
                state=dicts(_dict(_dict(news).get("state")).get("events")),
                timeline=dicts(timeline.get("events")),
                limited=timeline.get("limited") is True,
                before=before if isinstance(before, str) else None,
                joined=section == "join",
            )


def doubted(known: Mapping[str, str], missed: Sequence[dict[str, Any]], news: RoomNews) -> frozenset[str]:
    """Whose membership cannot be told from what has happened in a room since we knew the members ``known``.

    When two events come at once, the one does not know of the other: the room's history forks. What a sync calls the
    state before its timeline is then the state of *one* branch, which may be older than what the sync before it has
    told: whoever has left is in it once more. And an event of the timeline that does not come after what we know is
    from another branch; which of them holds, only the homeserver can say.
    """
    found, last = set(), dict(known)
    branches = [(missed, True), (news.state, False), (news.timeline, True)]
    for event, follows in [(event, follows) for events, follows in branches for event in events]:
        try:
            user_id = payload.matrix_id(event.get("state_key"), "@")
        except Malformed:
            continue
        membership = _dict(event.get("content")).get("membership")
        if event.get("type") != "m.room.member" or membership == last.get(user_id):
            continue
        if not follows or (payload.before(event) or "leave") != last.get(user_id, "leave"):
            found.add(user_id)
        if isinstance(membership, str):
            last[user_id] = membership
    return frozenset(found)


def moves(events: Sequence[dict[str, Any]]) -> bool:
    """Whether any of these events is about a member."""
    return any(event.get("type") == "m.room.member" for event in events)


def without_members(state: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a room's state says beside who is in it."""
    return [event for event in state if event.get("type") != "m.room.member"]


def invites_of(answer: dict[str, Any], before: frozenset[str]) -> frozenset[str]:
    """The rooms we are invited to now, when ``before`` were those until this answer."""
    present = {one.matrix_room for one in rooms_of(answer)}
    return (before | frozenset(_dict(_dict(answer.get("rooms")).get("invite")))) - present


def knocks_of(answer: dict[str, Any], own_id: str) -> dict[str, list[str]]:
    """Who invites us, and to which rooms; no more of them than we look at.

    What a room shows of itself is written by the inviter's server, which may put an invitation by somebody else in
    front of the real one, so an invitation by two people is by nobody.
    """
    found: dict[str, list[str]] = {}
    for matrix_room, news in _dict(_dict(answer.get("rooms")).get("invite")).items():
        stripped = dicts(_dict(_dict(news).get("invite_state")).get("events"))
        ours = [one for one in stripped if one.get("type") == "m.room.member" and one.get("state_key") == own_id]
        if len(ours) != 1 or _dict(ours[0].get("content")).get("membership") != "invite":
            continue
        try:
            sender = payload.matrix_id(ours[0].get("sender"), "@")
        except Malformed:
            continue
        if sender in found or len(found) < MOST_KNOCKS:
            found.setdefault(sender, []).append(matrix_room)
    return found


def to_device_of(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """To-device events."""
    return dicts(_dict(answer.get("to_device")).get("events"))


def changed_users(answer: dict[str, Any]) -> frozenset[str]:
    """Users whose devices may have changed."""
    lists = _dict(answer.get("device_lists"))
    found = [user for part in ("changed", "left") for user in lists.get(part) or () if isinstance(user, str)]
    return frozenset(user for user in found if 1 < len(user) <= 255)


def writers(events: list[dict[str, Any]]) -> frozenset[str]:
    """Who wrote something encrypted."""
    found = set()
    for event in events:
        if event.get("type") == "m.room.encrypted":
            try:
                found.add(payload.matrix_id(event.get("sender"), "@"))
            except Malformed:
                continue
    return frozenset(found)


def apply_state(session: Session, room: Room, event: dict[str, Any], now: datetime, watch: Watch | None = None) -> bool:
    """Take in a state event as the homeserver shows it (never a decrypted one); returns whether members changed.

    Raises:
        Malformed: not a state event we can do anything with.
    """
    matrix_room, content = str(room.matrix_room), _dict(event.get("content"))
    if event.get("type") in _SETTINGS and event.get("state_key") == "":
        if event["type"] == "m.room.encryption" and content.get("algorithm") == ALGORITHM:
            room.encrypted = True  # never unset, whatever the homeserver says later
        if watch is not None:
            watch.changed(session, room, event["type"], content, payload.matrix_id(event.get("sender"), "@"))
        return False
    if event.get("type") != "m.room.member" or "state_key" not in event:
        return False
    user_id, membership = payload.matrix_id(event["state_key"], "@"), content.get("membership")
    if membership not in ("join", "invite", "leave", "ban", "knock"):
        raise Malformed("no membership")
    sender = payload.matrix_id(event.get("sender"), "@")
    if watch is not None:
        watch.moved(session, room, user_id, membership, sender)
    by_self = membership == "leave" and sender == user_id  # then nobody invites them again unasked
    before = members.note_membership(session, room.account_id, matrix_room, user_id, membership, now, by_self=by_self)
    if before == membership:
        return False
    room.dirty = True
    if membership in ("join", "invite"):
        identities.mark_stale(session, room.account_id, [user_id], how="new")
    return True


def dicts(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; anything else in it falls away."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
