"""Whatever belongs to which room: nobody is ever shown a goal or a task of a room they may not be in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import Refused
from bot.i18n import say
from bot.rules.plan import Happened, TaskEvent, TaskState, Via
from bot.services import circle
from bot.wording import cards
from handlers.plan import card, history, mine
from storage.room import RoomView
from tests.bot.desk import Desk
from tests.wording.plans import Planned, opened, planned, said

READERS = ("anna", "petra", "sven", "lisa", "alex", "kim")
OWNERS = (*READERS, None)

#: Where something belongs, and whose it is.
_THINGS = st.tuples(st.sampled_from(("case", "side")), st.sampled_from(OWNERS), st.sampled_from(list(TaskState)))


class _Undone(Exception):
    """What was written is taken back."""


@pytest.fixture(scope="module")
def desk_of_law(tmp_path_factory: pytest.TempPathFactory, rested: Desk) -> Desk:
    return Desk(tmp_path_factory.mktemp("law"), rested)


@given(
    tasks=st.lists(_THINGS, min_size=1, max_size=7),
    goals=st.lists(st.sampled_from(("case", "side")), max_size=3),
    data=st.data(),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_nobody_is_shown_what_belongs_to_a_room_they_may_not_be_in(
    desk_with_case: tuple[Desk, Any], tasks: list[Any], goals: list[str], data: st.DataObject
) -> None:
    desk, case = desk_with_case
    with pytest.raises(_Undone), desk.core.db.unit() as session:
        made = planned(desk, session, case)
        rooms = {"case": made.store.room, "side": made.side}
        where = {f"mål-{number}-": place for number, place in enumerate(goals)}
        owner_of: dict[str, str | None] = {}
        known = [
            made.goal(f"mål-{number}-", room_id=rooms[place].id, own_words=f"ord-{number}-")
            for number, place in enumerate(goals)
        ]
        for number, (place, owner, state) in enumerate(tasks):
            title = f"uppgift-{number}-"
            where[title], owner_of[title] = place, owner
            goal_id = data.draw(st.sampled_from([None, *(goal.id for goal in known)]))
            before = [task.id for task in made.store.plan.all()]
            waits_for = data.draw(st.sampled_from([None, *before]))
            task = made.task(title, owner, state=state, room_id=rooms[place].id, goal_id=goal_id, waits_for=waits_for)
            event = TaskEvent(
                task_id=task.id,
                what=Happened.LINKED,
                at=made.store.now,
                by=made.person("anna").id,
                via=Via.COMMAND,
                about=waits_for,
            )
            made.store.plan.note(event)
        for who in READERS:
            for room in (None, *rooms.values()):
                if room is None or made.person(who).id in circle.members(made.store, room):
                    shown = _all_that_is_shown(made, who, room, len(tasks))
                    for title, place in where.items():
                        if title in shown:
                            assert _may_see(made, who, room, rooms[place], owner_of.get(title)), (who, room, title)
        raise _Undone


@pytest.fixture(scope="module")
def desk_with_case(desk_of_law: Desk) -> tuple[Desk, Any]:
    return desk_of_law, opened(desk_of_law)


def _all_that_is_shown(made: Planned, who: str, room: RoomView | None, count: int) -> str:
    """What somebody gets to see, wherever they look."""
    shown = [made.answer(command, who, room) for command in (card.show, card.who_does_what)]
    ctx = made.ctx(who, room)
    shown.append(said(mine.show.run(ctx, mine.show.args())))  # type: ignore[arg-type]
    for number in range(1, count + 1):
        try:
            shown.append(made.answer(history.show, who, room, number=number))
        except Refused as refused:
            shown.append(say(refused.text, "sv"))
    if room is not None:
        shown.append(say(cards.of_room(ctx, room), "sv"))
    return "\n".join(shown)


def _may_see(made: Planned, who: str, here: RoomView | None, belongs_to: RoomView, owner: str | None) -> bool:
    """The oracle: in a room what belongs to it; alone what is one's own, or belongs to a room one may be in, where one
    works with the case; the coordinator everything."""
    if here is not None:
        return here.id == belongs_to.id
    if who == "anna" or owner == who:
        return True
    return who not in ("alex", "kim") and made.person(who).id in circle.members(made.store, belongs_to)


def test_the_law_would_see_a_leak(desk_with_case: tuple[Desk, Any]) -> None:
    desk, case = desk_with_case
    with pytest.raises(_Undone), desk.core.db.unit() as session:
        made = planned(desk, session, case)
        made.task("uppgift-0-", "petra", room_id=made.side.id)
        assert not _may_see(made, "lisa", None, made.side, "petra")
        assert not _may_see(made, "petra", made.store.room, made.side, "petra")
        assert "uppgift-0-" in _all_that_is_shown(made, "petra", made.side, 1)
        assert _may_see(made, "petra", made.side, made.side, "petra")
        raise _Undone
