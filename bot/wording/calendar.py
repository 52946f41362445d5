"""Meetings as a file for people's calendars."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from bot.conversation.command import UnitCtx
from bot.i18n import T, say
from bot.messages import Attach


class Named(Protocol):
    """Whatever says which meeting it is."""

    @property
    def case_id(self) -> str: ...

    @property
    def id(self) -> str: ...


def file_of(ctx: UnitCtx, room_id: str, found: Iterable[Named]) -> Attach:
    """The file with meetings of any cases of the unit; what it says of them is decided when it is sent."""
    return Attach(
        room_id=room_id,
        name=say(T("calendar.file"), ctx.unit_language),
        mime="text/calendar",
        make="calendar",
        about={"room_id": room_id, "meetings": [[one.case_id, one.id] for one in found]},
    )
