"""The filter for ``/sync``, and safe access to its answers, parts of which are written by strangers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from bot.matrix import payload, visible
from bot.matrix.crypto.life import KIND as LIFE
from bot.matrix.crypto.olm import ALGORITHM
from bot.matrix.payload import Malformed, as_object, as_objects, dumps
from storage import identity as identities
from storage import member as members
from storage.tables import Room

#: State events that set up a room. Nobody but the bot may change them, so each change is checked.
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

#: Only event types we act on; unencrypted messages are among them because personal numbers in them are
#: removed. Members are loaded in full: whoever is missing gets no keys.
FILTER = dumps(
    {
        "presence": {"types": []},
        "account_data": {"types": [LIFE]},
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


#: Inviting users that are handled in one sync.
MOST_KNOCKS = 100


class Watch(Protocol):
    """Raises alarms. It is called with each change of a room before the change is stored, in the same unit of
    work."""

    def alarm_on_membership(
        self, session: Session, row: Room, user_id: str, membership: str, sender: str | None
    ) -> None:
        """Raise an alarm if somebody's new membership calls for one."""

    def alarm_on_state(
        self, session: Session, row: Room, kind: str, content: dict[str, Any], sender: str
    ) -> None:
        """Raise an alarm if a change of the room's settings calls for one."""

    def alarm_on_missing_rooms(self, session: Session, account_id: str, joined: Sequence[str]) -> None:
        """Raise an alarm in every room of ours that is not among those the homeserver says we are in."""

    def alarm_on_rollback(self, session: Session) -> None:
        """Have every office told that the homeserver was restored from an older backup."""


@dataclass(frozen=True, kw_only=True)
class AskedMember:
    """A membership event we asked the homeserver for; ``known``: the membership stored when we asked."""

    user_id: str
    known: str | None
    event: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class RoomNews:
    """One room's part of an answer. ``asked``: members we asked about, because the rest leaves them
    uncertain."""

    matrix_room: str
    state: list[dict[str, Any]]
    timeline: list[dict[str, Any]]
    limited: bool
    before: str | None
    joined: bool
    asked: Sequence[AskedMember] = ()


def is_well_formed(answer: dict[str, Any]) -> bool:
    """Whether an answer has the structure of a sync.

    Storing the readable half of a malformed one would lose the other half for good: with the position we
    confirm that we have received everything.
    """
    in_rooms = answer.get("rooms", {})
    to_device = answer.get("to_device", {})
    if not isinstance(in_rooms, dict) or not isinstance(to_device, dict):
        return False
    if not isinstance(answer.get("next_batch"), str):
        return False
    sections = [in_rooms.get(name, {}) for name in ("join", "leave", "invite")]
    if not all(isinstance(section, dict) for section in sections):
        return False
    news = [one for section in sections[:2] for one in section.values()]
    if not all(isinstance(one, dict) for one in news):
        return False
    parts = [one.get(name, {}) for one in news for name in ("state", "timeline")]
    return all(
        isinstance(part, dict) and isinstance(part.get("events", []), list) for part in [*parts, to_device]
    )


def rooms_of(answer: dict[str, Any]) -> Iterator[RoomNews]:
    """The news of the rooms we are in, or have just left."""
    sections = as_object(answer.get("rooms"))
    for section in ("join", "leave"):
        for matrix_room, news in as_object(sections.get(section)).items():
            timeline = as_object(as_object(news).get("timeline"))
            before = timeline.get("prev_batch")
            yield RoomNews(
                matrix_room=matrix_room,
                state=as_objects(as_object(as_object(news).get("state")).get("events")),
                timeline=as_objects(timeline.get("events")),
                limited=timeline.get("limited") is True,
                before=before if isinstance(before, str) else None,
                joined=section == "join",
            )


def uncertain_members(
    known: Mapping[str, str], missed: Sequence[dict[str, Any]], news: RoomNews
) -> frozenset[str]:
    """The users whose current membership does not follow from a room's news, ``known`` being what is stored.

    When two events are sent at once, neither follows the other: the room's history forks. What a sync calls
    the state before its timeline is then the state of *one* branch, and may be older than what an earlier
    sync showed: it can list somebody who has left as joined. Likewise a timeline event that does not follow
    the stored membership is from another branch. Only the homeserver can say which branch holds.
    """
    uncertain: set[str] = set()
    last = dict(known)
    for events, in_order in ((missed, True), (news.state, False), (news.timeline, True)):
        for event in events:
            try:
                user_id = payload.matrix_id(event.get("state_key"), "@")
            except Malformed:
                continue
            membership = as_object(event.get("content")).get("membership")
            if event.get("type") != "m.room.member" or membership == last.get(user_id):
                continue
            if not in_order or (payload.previous_membership(event) or "leave") != last.get(user_id, "leave"):
                uncertain.add(user_id)
            if isinstance(membership, str):
                last[user_id] = membership
    return frozenset(uncertain)


def has_member_events(events: Sequence[dict[str, Any]]) -> bool:
    """Whether any of these events is about a member."""
    return any(event.get("type") == "m.room.member" for event in events)


def without_members(state: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A room's state without the members."""
    return [event for event in state if event.get("type") != "m.room.member"]


def invites_of(answer: dict[str, Any], before: frozenset[str]) -> frozenset[str]:
    """The rooms we are invited to after this answer; ``before``: those we were invited to until then."""
    present = {one.matrix_room for one in rooms_of(answer)}
    return (before | frozenset(as_object(as_object(answer.get("rooms")).get("invite")))) - present


def knocks_of(answer: dict[str, Any], own_id: str) -> dict[str, list[str]]:
    """The users who invite us, at most :data:`MOST_KNOCKS`, and the rooms each invites us to.

    What is shown of a room is written by the inviter's server, which could add an invitation by somebody
    else. So a room with two invitations of us is left out.
    """
    found: dict[str, list[str]] = {}
    for matrix_room, news in as_object(as_object(answer.get("rooms")).get("invite")).items():
        stripped = as_objects(as_object(as_object(news).get("invite_state")).get("events"))
        ours = [
            one for one in stripped if one.get("type") == "m.room.member" and one.get("state_key") == own_id
        ]
        if len(ours) != 1 or as_object(ours[0].get("content")).get("membership") != "invite":
            continue
        try:
            sender = payload.matrix_id(ours[0].get("sender"), "@")
        except Malformed:
            continue
        if sender in found or len(found) < MOST_KNOCKS:
            found.setdefault(sender, []).append(matrix_room)
    return found


def to_device_of(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The to-device events."""
    return as_objects(as_object(answer.get("to_device")).get("events"))


def changed_users(answer: dict[str, Any]) -> frozenset[str]:
    """The users whose devices may have changed."""
    lists = as_object(answer.get("device_lists"))
    found = [user for part in ("changed", "left") for user in lists.get(part) or () if isinstance(user, str)]
    return frozenset(user for user in found if 1 < len(user) <= 255)


def encrypted_senders(events: list[dict[str, Any]]) -> frozenset[str]:
    """The senders of the encrypted events."""
    found = set()
    for event in events:
        if event.get("type") == "m.room.encrypted":
            try:
                found.add(payload.matrix_id(event.get("sender"), "@"))
            except Malformed:
                continue
    return frozenset(found)


def apply_state(
    session: Session, room: Room, event: dict[str, Any], now: datetime, watch: Watch | None = None
) -> bool:
    """Store a state event as the homeserver shows it (never a decrypted one); returns whether members
    changed.

    Raises:
        Malformed: the event has no valid member, sender or membership.
    """
    matrix_room = str(room.matrix_room)
    content = as_object(event.get("content"))
    if event.get("type") in _SETTINGS and event.get("state_key") == "":
        if event["type"] == "m.room.encryption" and content.get("algorithm") == ALGORITHM:
            room.encrypted = True  # never unset, whatever the homeserver says later
        if watch is not None:
            watch.alarm_on_state(
                session, room, event["type"], content, payload.matrix_id(event.get("sender"), "@")
            )
        return False
    if event.get("type") != "m.room.member" or "state_key" not in event:
        return False
    user_id = payload.matrix_id(event["state_key"], "@")
    membership = content.get("membership")
    if membership not in ("join", "invite", "leave", "ban", "knock"):
        raise Malformed("no membership")
    sender = payload.matrix_id(event.get("sender"), "@")
    if watch is not None:
        watch.alarm_on_membership(session, room, user_id, membership, sender)
    by_self = membership == "leave" and sender == user_id  # then they are not invited again unless they ask
    before = members.note_membership(
        session, room.account_id, matrix_room, user_id, membership, now, by_self=by_self
    )
    if before == membership:
        return False
    room.dirty = True
    if membership in ("join", "invite"):
        identities.mark_stale(session, room.account_id, [user_id], how="new")
    return True
