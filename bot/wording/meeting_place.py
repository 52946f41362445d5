"""Where people meet: a place, or a link on which one can click.

The bot says nothing in a room that is not encrypted, so a link is never read by a homeserver.
"""

from __future__ import annotations

from bot.conversation.command import CaseCtx, refuse
from bot.conversation.meeting_arguments import Place
from bot.i18n import T, Text, say
from bot.rules import protection
from bot.rules.meeting import Meeting
from bot.rules.room import RoomKind
from bot.services import meeting as meetings


def is_shown(ctx: CaseCtx, room_kind: RoomKind) -> bool:
    """Whether a kind of room may show where people meet."""
    return protection.shows_place(ctx.case, room_kind)


def named(meeting: Meeting) -> Text | str:
    """The place of a meeting, and its link, if it has one."""
    if meeting.link is None:
        return meeting.place
    return T("meeting.place_link", place=meeting.place, link=meeting.link)


def shown(ctx: CaseCtx, meeting: Meeting, room_kind: RoomKind) -> Text | str:
    """Where a meeting is, as far as a kind of room may know."""
    return named(meeting) if is_shown(ctx, room_kind) else T("protected.place")


def meant(ctx: CaseCtx, said: Place) -> tuple[str, str | None]:
    """The place and the link that somebody means. Refused where they mean those of the last meeting, and there was
    none."""
    if said.is_same:
        last = meetings.latest(ctx.store)
        if last is None:
            raise refuse("meeting.no_place_yet", code=ctx.case.code)
        return last.place, said.link or last.link
    if said.name is not None:
        return said.name, said.link
    return say(T("meeting.by_link"), ctx.unit_language), said.link
