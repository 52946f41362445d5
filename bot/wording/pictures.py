"""Pictures of how cases stand, each with its twin in words: case codes and numbers, and nobody's name."""

from __future__ import annotations

from dataclasses import asdict

from bot.conversation.command import CaseCtx, UnitCtx
from bot.i18n import Lines, T, Text, items, lines
from bot.messages import Attach
from bot.services import overview as service
from bot.services.overview import Overview, Standing, Week
from bot.wording import overview

#: Width and height of each picture, in pixels.
SIZE = (1000, 700)

#: So many cases have a bar: the others would make each too thin to read. They are counted in the words below.
BARS = 10


def of_cases(ctx: UnitCtx, room_id: str, seen: Overview) -> tuple[Attach, ...]:
    """How the tasks of each case stand, the most urgent cases first; nothing where there are no tasks."""
    counted = [(one, service.count(one.tasks, ctx.today)) for one in seen.cases]
    counted = [(one, count) for one, count in counted if sum(asdict(count).values())]
    if not counted:
        return ()
    shown, rest = counted[:BARS], counted[BARS:]
    rows = [{"code": one.case.code, "counts": asdict(count)} for one, count in shown]
    twin = [T("picture.line", code=one.case.code, tally=overview.tally(count)) for one, count in shown]
    if rest:
        whole = service.added([count for _, count in rest])
        twin.append(T("picture.rest_line", n=len(rest), tally=overview.tally(whole)))
    about: dict[str, object] = {"chart": "cases", "of": len(counted), "rows": rows}
    return (_attached(room_id, "läget.png", about, lines(T("picture.cases"), items(*twin))),)


def of_case(ctx: CaseCtx, one: Standing) -> tuple[Attach, ...]:
    """How the tasks of a case stood at the end of each of the last weeks; nothing where there were none."""
    weeks = service.progress(ctx.store, [one])
    if not weeks:
        return ()
    rows = [{"week": _week(week), "counts": asdict(week.count)} for week in weeks]
    caption = lines(T("picture.weeks_of", code=one.case.code), items(*(_line(week) for week in weeks)))
    about: dict[str, object] = {"chart": "weeks", "code": one.case.code, "rows": rows}
    return (_attached(ctx.room.id, f"{one.case.code}.png", about, caption),)


def _line(week: Week) -> Text:
    return T("picture.week_line", week=_week(week), tally=overview.tally(week.count))


def _week(week: Week) -> int:
    return week.monday.isocalendar().week


def _attached(room_id: str, name: str, about: dict[str, object], caption: Lines) -> Attach:
    return Attach(
        room_id=room_id,
        name=name,
        mime="image/png",
        make="picture",
        about=about,
        caption=caption,
        size=SIZE,
    )
