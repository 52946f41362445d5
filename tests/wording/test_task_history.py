"""What has happened to a task, in the words people would use; what stands in its way only where it may be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.errors import Refused
from bot.i18n import LANGUAGES, Language, say
from bot.rules.plan import Happened, Task, TaskEvent, TaskState, Via
from bot.rules.recurrence import Every, Recurrence
from bot.services import card
from bot.wording import task_history
from handlers.plan import history
from storage.room import RoomView
from tests.bot.desk import Desk
from tests.wording.plans import Planned, opened, planned


@pytest.fixture
def made(desk: Desk) -> Iterator[Planned]:
    case = opened(desk)
    with desk.core.db.unit() as session:
        yield planned(desk, session, case)


def happens(made: Planned, task: Task, what: Happened, by: str | None = None, *, days: int = 0, **more: Any) -> None:
    """Something happens to a task, so many days after it was made."""
    by_id = None if by is None else made.person(by).id
    at = made.store.now + timedelta(days=days)
    known = {"verified": by is not None, "via": Via.COMMAND if by else Via.BOT, **more}
    made.store.plan.note(TaskEvent(task_id=task.id, what=what, at=at, by=by_id, **known))


def lines(made: Planned, who: str, room: RoomView | None = None, number: int = 1) -> list[str]:
    return made.answer(history.show, who, room, number=number).splitlines()


def test_its_history_is_told_from_the_beginning(made: Planned) -> None:
    task = made.task("Ringa mentorn", "lisa", state=TaskState.DONE)
    happens(made, task, Happened.ADDED, "anna")
    happens(made, task, Happened.TAKEN, "lisa", via=Via.TAP)
    happens(made, task, Happened.MOVED, "anna", days=1, day=date(2026, 12, 4), about="2026-11-27")
    happens(made, task, Happened.RENAMED, "anna", days=1, words="Prata med mentorn")
    happens(made, task, Happened.DONE, "lisa", days=3, via=Via.WORDS)

    assert lines(made, "petra", made.store.room) == [
        "✅ 1 Ringa mentorn – Lisa",
        "Läge: klar",
        "Anna lade till den, mån 23 nov 2026 (v. 48)",
        "Lisa tog den, mån 23 nov 2026 (v. 48) (tryck)",
        "Anna flyttade den till fre 4 dec 2026 (v. 49), sagt tis 24 nov 2026 (v. 48)",
        "Anna ändrade vad den heter, förut ”Prata med mentorn”, tis 24 nov 2026 (v. 48)",
        "Lisa: klar, tor 26 nov 2026 (v. 48) (med egna ord)",
    ]


def test_of_what_repeats_the_day_it_is_about_is_said(made: Planned) -> None:
    weekly = Recurrence(begins=date(2026, 11, 24), every=Every.WEEK, weekdays=(1,))
    task = made.task("Ringa mentorn", "lisa", repeats=weekly.stored)
    happens(made, task, Happened.ADDED, "anna", day=date(2026, 11, 24), about=made.person("lisa").id)
    happens(made, task, Happened.DONE, "lisa", days=2, day=date(2026, 11, 24), via=Via.TAP)
    happens(made, task, Happened.MOVED, "anna", days=3, day=date(2026, 12, 2), about="2026-12-01")
    happens(made, task, Happened.SKIPPED, "anna", days=3, day=date(2026, 12, 8))
    assert lines(made, "petra")[2:] == [
        "Anna gav den till Lisa, mån 23 nov 2026 (v. 48)",
        "Lisa: klar med tis 24 nov 2026 (v. 48), sagt ons 25 nov 2026 (v. 48) (tryck)",
        "Anna flyttade tis 1 dec 2026 (v. 49) till ons 2 dec 2026 (v. 49), sagt tor 26 nov 2026 (v. 48)",
        "Anna hoppade över tis 8 dec 2026 (v. 50), sagt tor 26 nov 2026 (v. 48)",
    ]


def test_what_stands_in_the_way_is_told_to_the_coordinator_where_nobody_else_reads(made: Planned) -> None:
    task = made.task("Ringa mentorn", "lisa", state=TaskState.STUCK)
    made.store.plan.save(replace(task, obstacle="mentorn är sjuk"), now=made.store.now)
    happens(made, task, Happened.NUDGED)
    happens(made, task, Happened.STUCK, "lisa", words="mentorn är sjuk", verified=False)

    alone = lines(made, "anna")
    assert "Hindret är:" in alone
    assert "Boten påminde på egna sidan, mån 23 nov 2026 (v. 48)" in alone
    told = "Lisa: hinder, mån 23 nov 2026 (v. 48), från en enhet som inte är verifierad: ”mentorn är sjuk”"
    assert told in alone
    for who, room in (("anna", made.store.room), ("lisa", made.store.room), ("lisa", None), ("petra", None)):
        shown = lines(made, who, room)
        assert "Lisa: hinder, mån 23 nov 2026 (v. 48)" in shown
        assert not any("sjuk" in line or "påminde" in line or "verifierad" in line for line in shown), who


def test_what_is_said_twice_on_a_day_stands_once(made: Planned) -> None:
    task = made.task("Ringa", "lisa")
    for _ in range(3):
        happens(made, task, Happened.DOING, "lisa")
    happens(made, task, Happened.DOING, "lisa", days=1)
    assert sum("på gång" in line for line in lines(made, "lisa")) == 2


def test_of_a_long_history_the_newest_is_shown(made: Planned) -> None:
    task = made.task("Ringa", "lisa")
    for day in range(task_history.MOST + 4):
        happens(made, task, Happened.DONE if day % 2 else Happened.DOING, "lisa", days=day)
    shown = lines(made, "lisa")
    assert "4 äldre rader visas inte." in shown
    assert len(shown) == 3 + task_history.MOST


def test_of_another_task_or_goal_only_its_number_is_said_and_only_where_it_may_be_seen(made: Planned) -> None:
    hidden = made.task("Förhör", "petra", room_id=made.side.id)
    goal = made.goal("Komma till skolan")
    task = made.task("Ringa", "lisa", waits_for=hidden.id, goal_id=goal.id)
    for about in (hidden.id, goal.id):
        happens(made, task, Happened.LINKED, "anna", about=about)
    happens(made, task, Happened.FREED, about=hidden.id)
    alone = lines(made, "anna", number=2)
    assert "Väntar på uppgift 1: Förhör" in alone
    assert any(line.startswith("Anna lade den efter uppgift 1, ") for line in alone)
    here = lines(made, "anna", made.store.room, number=2)
    assert "Hör till mål 1: Komma till skolan" in here
    assert any(line.startswith("Anna lade den under mål 1, ") for line in here)
    assert any(line.startswith("Anna ändrade vad den hör ihop med, ") for line in here)
    assert any(line.startswith("Det den väntade på är klart, ") for line in here)
    assert not any("Förhör" in line or "uppgift 1" in line for line in here)


def test_a_task_of_another_room_is_as_one_that_is_not_there(made: Planned) -> None:
    made.task("Förhör", "petra", room_id=made.side.id)
    refusals = set()
    for who, room, number in (
        ("lisa", None, 1),
        ("lisa", made.store.room, 1),
        ("anna", made.store.room, 1),
        ("lisa", None, 2),
    ):
        with pytest.raises(Refused) as refused:
            lines(made, who, room, number=number)
        refusals.add(say(refused.value.text, "sv").replace("2", "1"))
    assert refusals == {"Det finns ingen uppgift 1."}


def test_a_struck_task_can_still_be_looked_at(made: Planned) -> None:
    task = made.task("Ringa", "lisa", state=TaskState.DROPPED)
    happens(made, task, Happened.STRUCK, "anna")
    assert lines(made, "lisa", made.store.room) == [
        "– 1 Ringa – Lisa",
        "Läge: struken",
        "Anna strök den, mån 23 nov 2026 (v. 48)",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_happens_there_is_a_sentence_for_it(made: Planned, language: Language) -> None:
    task = made.task("Ringa", "lisa")
    for what in Happened:
        for day in (None, date(2026, 12, 4)):
            happens(
                made,
                task,
                what,
                "lisa",
                day=day,
                about="2026-11-30" if what is Happened.MOVED else "nobody",
                words="ord",
                via=Via.REPLY,
            )
            happens(made, task, what, day=day)
    ctx = made.ctx("anna")
    part = card.for_person(made.store, ctx.sender, struck=True)
    told = task_history.told(ctx, task, made.store.plan.history(task.id), part, hears_obstacles=True)
    assert say(told, language).count("\n") == 2 + task_history.MOST
