"""Who came to a meeting, by name for the coordinator and by function for the room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.conversation.command import CaseCtx, UnitCtx
from bot.conversation.meeting_arguments import Which
from bot.i18n import Brief, Lines, T, Text, lines, say
from bot.rules import calendar
from bot.rules.overview import MeetingHead
from bot.rules.presence import Came, Missed
from bot.services import presence
from bot.services.presence import Noted
from bot.wording import names


def who_came(ctx: CaseCtx, noted: Noted) -> Lines:
    """Who came, for the coordinator: those who did not, and those who came late, by name."""
    values = {"code": ctx.case.code, "number": noted.meeting.number}
    away, late = noted.of(Came.NO), noted.of(Came.LATE)
    if not away and not late:
        return lines(T("presence.all_came", **values))
    return lines(
        T("presence.noted", **values),
        T("presence.away", names=_named(ctx, away)) if away else None,
        T("presence.late", names=_named(ctx, late)) if late else None,
        T("presence.others_came"),
    )


def missed(ctx: CaseCtx, found: Sequence[Missed]) -> Text | None:
    """Who stays away, for the coordinator alone."""
    if not found:
        return None
    return T(
        "presence.pattern", names=[names.with_role(ctx, one.person_id, "presence.person") for one in found]
    )


def lately(ctx: UnitCtx, _said: Mapping[str, Any]) -> Mapping[str, str]:
    """The cases that are meant where somebody speaks of a meeting that has been, each with its day."""
    return _shown(ctx, presence.met_lately(ctx.store, ctx.sender))


def soon(ctx: UnitCtx, _said: Mapping[str, Any]) -> Mapping[str, str]:
    """The cases that are meant where somebody speaks of a meeting that is to be, each with its day."""
    return _shown(ctx, presence.meeting_soon(ctx.store, ctx.sender))


def planned(ctx: UnitCtx, said: Mapping[str, Any]) -> Mapping[str, str]:
    """The cases that are meant where somebody speaks of one of the meetings that are to be, each with its day: those
    that have one of that number or day, if any has."""
    which = said.get("number")
    found = {}
    for case_id, heads in presence.planned(ctx.store, ctx.sender).items():
        meant = [head.starts_at for head in heads if which is None or _is_meant(which, head)]
        if meant:
            found[case_id] = min(meant)
    return _shown(ctx, found)


def _is_meant(which: Which, head: MeetingHead) -> bool:
    if which.number is not None:
        return head.number == which.number
    return which.day is None or which.onward or calendar.day_of(head.starts_at) == which.day


def _shown(ctx: UnitCtx, found: Mapping[str, datetime]) -> Mapping[str, str]:
    return {
        case_id: say(T("presence.of_day", at=Brief(starts_at)), ctx.language)
        for case_id, starts_at in sorted(found.items(), key=lambda each: each[1])
    }


def by_function(ctx: CaseCtx, came: Mapping[str, Came]) -> list[Text]:
    """What those who came stand for, each function once, the coordinator first; nobody is named."""
    ids = [person_id for person_id, how in came.items() if how is not Came.NO]
    ids.sort(key=lambda person_id: person_id != ctx.case.coordinator_id)
    functions = dict.fromkeys(names.role_in_case(ctx, ctx.facts.person(person_id)) for person_id in ids)
    return list(functions)


def _named(ctx: CaseCtx, people: Iterable[str]) -> list[Text]:
    return [names.with_role(ctx, person_id, "presence.person") for person_id in people]
