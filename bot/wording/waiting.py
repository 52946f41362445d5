"""Lists what waits for somebody's answer over all their cases, on their own page."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.command import UnitCtx
from bot.i18n import Lines, T, Text, lines
from bot.services.silence import Waiting
from bot.wording import tasks

#: So many tasks are listed; of more it is said how many there are.
_MOST = 12


def nudge(ctx: UnitCtx, waiting: Sequence[Waiting]) -> Lines:
    """What somebody has not answered, and how to."""
    listed, left = _listed(ctx, waiting)
    if len(listed) == 1 and not left:
        one = waiting[0]
        what = tasks.choice(ctx, one.tasks[0])
        asked = T("status.nudge_one", task=what, code=one.case.code)
        return lines(asked, _how(waiting), T("status.or_weekly"))
    return lines(T("status.nudge"), *listed, _more(left), _how(waiting), T("status.or_weekly"))


def digest(ctx: UnitCtx, waiting: Sequence[Waiting], *, daily: bool) -> Lines:
    """All that waits for somebody, is late, or comes until the next time, with the meetings of those days."""
    with_tasks = [each for each in waiting if each.tasks]
    listed, left = _listed(ctx, with_tasks)
    meetings = [
        T("status.meeting", code=each.case.code, at=meeting.starts_at)
        for each in waiting
        for meeting in each.meetings
    ]
    how = _how(with_tasks) if with_tasks else None
    return lines(T("status.day" if daily else "status.week"), *meetings, *listed, _more(left), how)


def _listed(ctx: UnitCtx, waiting: Sequence[Waiting]) -> tuple[list[Text], int]:
    every = [(each.case.code, task) for each in waiting for task in each.tasks]
    shown = [T("status.in_case", code=code, task=tasks.choice(ctx, task)) for code, task in every[:_MOST]]
    return shown, len(every) - len(shown)


def _more(left: int) -> Text | None:
    return T("status.more", n=left) if left else None


def _how(waiting: Sequence[Waiting]) -> Text:
    """How to answer, with the number of the first; with its case, where there are several."""
    first = waiting[0].tasks[0].number
    if len(waiting) == 1:
        return T("status.answer", which=str(first))
    return T("status.answer", which=f"{waiting[0].case.code} {first}")
