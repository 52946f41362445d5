"""The worker: order within a room, rooms beside each other, removals first, the same transaction to the last try."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, select, update

from bot.delivery.outbox import BY_ITSELF_AT_ONCE, BY_ITSELF_TOGETHER, INVITATIONS_AT_ONCE, ROOMS_AT_ONCE
from bot.errors import CannotDeliver, TryLater
from bot.messages import Delivered, Out
from bot.rules.room import RoomState
from storage import member as members
from storage import outbox, room, sealed
from storage.body import EditBody, FreezeBody, InviteBody, LeaveBody, PinBody, RedactBody, RemoveBody
from storage.db import Database
from storage.outbox import Item
from storage.room import RoomView
from storage.tables import Member, Outbox, Person, Room
from tests.bodies import say_body, user_of, words_of
from tests.bot.desk import Desk
from tests.bot.server import Killed


def office(desk: Desk, unit: str = "norr") -> str:
    with desk.core.db.read() as session:
        return room.office(session, unit).id


def fail_on(desk: Desk, text: str, *troubles: BaseException) -> None:
    """Deliveries of that text meet these troubles, one after the other, then go well."""
    left = list(troubles)

    def fail(item: Item, _where: RoomView) -> None:
        if words_of(item.body) == text and left:
            raise left.pop(0)

    desk.server.fail = fail


def states(desk: Desk, room_id: str) -> list[str]:
    return [row.state for row in desk.outbox() if row.room_id == room_id and row.kind != Out.OPEN]


def test_order_is_kept_within_a_room_also_while_one_waits_for_its_next_try(desk: Desk) -> None:
    norr, syd = office(desk), office(desk, "syd")
    for text in "abc":
        desk.put(norr, say_body(text))
    desk.put(syd, say_body("elsewhere"))
    fail_on(desk, "b", TryLater(60), TryLater(1), TryLater(1))
    desk.work()
    assert desk.server.said() == ["a", "elsewhere"]
    desk.clock.at += timedelta(seconds=59)
    desk.work()
    assert desk.server.said("office") == ["a", "elsewhere"]
    for _ in range(3):
        desk.clock.at += timedelta(minutes=6)
        desk.work()
    assert desk.server.said() == ["a", "elsewhere", "b", "c"]


def test_a_row_held_up_by_a_retry_wakes_nobody_before_its_time(desk: Desk) -> None:
    for text in "ab":
        desk.put(office(desk), say_body(text))
    fail_on(desk, "a", TryLater(60))
    desk.work()
    at = desk.core.next_at()
    assert at is not None
    assert at >= desk.clock.now() + timedelta(seconds=60)


async def test_rooms_are_served_beside_each_other(desk: Desk) -> None:
    norr, syd = office(desk), office(desk, "syd")
    desk.put(norr, say_body("slow"))
    desk.put(norr, say_body("after"))
    desk.put(syd, say_body("quick"))
    heard, free = list[str](), asyncio.Event()

    async def deliver(item: Item, where: RoomView) -> Delivered:
        if words_of(item.body) == "slow":
            await free.wait()
        heard.append(words_of(item.body))
        free.set()
        return Delivered(event_id=f"${item.id}")

    async with asyncio.timeout(5):
        assert await desk.core.worker(deliver).run_ready() == 3
    assert heard == ["quick", "slow", "after"]


async def test_words_go_while_an_invitation_takes_its_time(desk: Desk) -> None:
    """As long as the homeserver of whoever is invited likes; and its failure holds up neither words nor the others."""
    norr = office(desk)
    for user in ("@far:s", "@near:s"):
        desk.put(norr, InviteBody(user_id=user))
    desk.put(norr, say_body("meanwhile"))
    heard, free = list[str](), asyncio.Event()

    async def deliver(item: Item, where: RoomView) -> Delivered:
        what = user_of(item.body) or words_of(item.body)
        if what == "@far:s":
            await free.wait()
            raise TryLater(60)
        heard.append(what)
        if what == "meanwhile":
            free.set()
        return Delivered(event_id=f"${item.id}", membership="join")

    async with asyncio.timeout(5):
        await desk.core.worker(deliver).run_ready()
    assert heard == ["@near:s", "meanwhile"]
    desk.put(norr, say_body("afterwards"))
    async with asyncio.timeout(5):
        await desk.core.worker(deliver).run_ready()
    assert heard == ["@near:s", "meanwhile", "afterwards"]


async def test_invitations_that_take_long_leave_room_for_everything_else(desk: Desk) -> None:
    norr, syd = office(desk), office(desk, "syd")
    far = [desk.put(norr, InviteBody(user_id=f"@far{number}:s")) for number in range(20)]
    desk.put(norr, say_body("here"))
    desk.put(syd, say_body("elsewhere"))
    heard, begun, free, news = list[str](), list[int](), asyncio.Event(), asyncio.Event()

    async def deliver(item: Item, where: RoomView) -> Delivered:
        if item.kind is Out.INVITE:
            begun.append(item.id)
            await free.wait()
        else:
            heard.append(words_of(item.body))
        return Delivered(event_id=f"${item.id}")

    worker = desk.core.worker(deliver)
    async with asyncio.timeout(5):
        while len(heard) < 2:
            await worker.run_ready(news)
        assert worker.is_busy()
        assert begun == far[:INVITATIONS_AT_ONCE]
        desk.put(syd, say_body("new"))
        news.set()
        await worker.run_ready(news)
        news.clear()
        while len(heard) < 3:
            await worker.run_ready(news)
        assert sorted(heard) == ["elsewhere", "here", "new"]
        free.set()
        await worker.finish()
        assert not worker.is_busy()
        assert begun == far[:INVITATIONS_AT_ONCE], "it began something new"
        await worker.run_ready()
    assert begun == far


async def test_an_invitation_whose_ground_goes_while_it_is_under_way_is_taken_back(desk: Desk) -> None:
    """It is removed again, and not tried again if it failed."""
    norr = office(desk)
    asked = [desk.put(norr, InviteBody(user_id=user)) for user in ("@came:s", "@failed:s")]
    done, taken_back = list[tuple[str, str]](), asyncio.Event()

    async def deliver(item: Item, where: RoomView) -> Delivered:
        done.append((str(item.kind), user_of(item.body)))
        if item.id == asked[1]:
            await taken_back.wait()  # it is still under way when the other has come
        if item.kind is Out.REMOVE:
            taken_back.set()
        if item.kind is Out.INVITE:
            with desk.core.db.unit() as session:
                outbox.drop(session, item.id, "not wanted any more")
        if item.id == asked[1]:
            raise TryLater(0)
        return Delivered(membership="invite" if item.kind is Out.INVITE else "leave")

    async with asyncio.timeout(5):
        await desk.core.worker(deliver).run_ready()
    assert sorted(done) == [
        ("invite", "@came:s"),
        ("invite", "@failed:s"),
        ("remove", "@came:s"),
        ("remove", "@failed:s"),  # nobody knows whether it has arrived
    ]


def test_a_removal_goes_first_and_nothing_else_leaves_for_the_room_while_it_is_pending(desk: Desk) -> None:
    norr, syd = office(desk), office(desk, "syd")
    desk.put(norr, say_body("said before"))
    desk.put(norr, InviteBody(user_id="@new:s"))
    desk.put(norr, RemoveBody(user_id="@berit:s"))
    desk.put(syd, say_body("elsewhere"))
    begun = len(desk.server.done)

    def fail(item: Item, _where: RoomView) -> None:
        if item.kind is Out.REMOVE:
            raise TryLater(30)

    desk.server.fail = fail
    desk.work()
    assert [what for *_, what in desk.server.done[begun:]] == ["elsewhere"]
    desk.server.fail = lambda _item, _where: None
    desk.clock.at += timedelta(minutes=1)
    desk.work()
    assert [what for *_, what in desk.server.done[begun:]] == ["elsewhere", "@berit:s", "@new:s", "said before"]


def test_a_removal_overtakes_what_waits_for_its_next_try(desk: Desk) -> None:
    norr = office(desk)
    desk.put(norr, say_body("stuck"))
    fail_on(desk, "stuck", TryLater(600))
    desk.work()
    desk.put(norr, RemoveBody(user_id="@berit:s"))
    desk.work()
    assert desk.server.done[-1][1:] == ("remove", "@berit:s")


@pytest.mark.parametrize("rank", [None, 6], ids=["one", "of a burst"])
def test_a_message_is_taken_away_whatever_else_fails_in_its_room(desk: Desk, rank: int | None) -> None:
    """A personal number does not stand there for as long as somebody cannot be taken out."""
    norr = office(desk)
    for text in ("stuck", "behind it"):
        desk.put(norr, say_body(text))
    fail_on(desk, "stuck", TryLater(600), TryLater(600))
    desk.work()
    with desk.core.db.unit() as session:
        where = session.get_one(Room, norr)
        outbox.put(session, where, RedactBody(event_id="$first"), now=desk.clock.now(), rank=rank)
    desk.work()
    assert desk.server.done[-1][1] == Out.REDACT

    def fail(item: Item, _where: RoomView) -> None:
        if item.kind is Out.REMOVE:
            raise TryLater(600)

    desk.server.fail = fail
    desk.put(norr, RemoveBody(user_id="@berit:s"))
    with desk.core.db.unit() as session:
        where = session.get_one(Room, norr)
        outbox.put(session, where, RedactBody(event_id="$second"), now=desk.clock.now(), rank=rank)
    desk.work()
    assert [kind for _, kind, _ in desk.server.done].count(Out.REDACT) == 2
    assert desk.server.said() == []


def test_a_message_for_later_holds_nobody_up(desk: Desk) -> None:
    norr = office(desk)
    later = desk.clock.now() + timedelta(hours=2)
    desk.put(norr, say_body("tomorrow"), not_before=later)
    desk.put(norr, say_body("now"))
    desk.work()
    assert desk.server.said() == ["now"]
    assert desk.core.next_at() == later
    desk.clock.at = later
    desk.work()
    assert desk.server.said() == ["now", "tomorrow"]


def test_the_transaction_id_stays_the_same_from_the_first_try_to_the_last(desk: Desk) -> None:
    norr, seen = office(desk), list[tuple[str, int]]()
    desk.put(norr, say_body("a"))

    def fail(item: Item, _where: RoomView) -> None:
        seen.append((item.txn, item.tries))
        if len(seen) == 1:
            raise TryLater(1)
        if len(seen) == 2:
            raise Killed
        if len(seen) == 3:
            raise ConnectionError("no answer")

    desk.server.fail = fail
    desk.work()
    desk.clock.at += timedelta(minutes=6)
    with pytest.raises(Killed):
        desk.work()
    desk.rebuild()
    desk.work()
    desk.clock.at += timedelta(minutes=6)
    desk.work()
    assert [tries for _, tries in seen] == [1, 2, 3, 4]
    assert len({txn for txn, _ in seen}) == 1
    assert desk.server.said() == ["a"]


@pytest.mark.parametrize("refused", [False, True])
def test_the_body_is_wiped_when_a_row_is_sent_or_dropped(desk: Desk, refused: bool) -> None:
    desk.put(office(desk), say_body("secret"))
    if refused:
        fail_on(desk, "secret", CannotDeliver("403 M_FORBIDDEN"))
    desk.work()
    row = desk.outbox()[-1]
    assert row.body_sealed is None
    assert (row.state, row.cause) == (("dropped", "403 M_FORBIDDEN") if refused else ("sent", None))


def test_what_cannot_be_delivered_does_not_hold_up_what_follows(desk: Desk) -> None:
    for text in "ab":
        desk.put(office(desk), say_body(text))
    fail_on(desk, "a", CannotDeliver("403 M_FORBIDDEN"))
    desk.work()
    assert desk.server.said() == ["b"]


def test_an_unknown_failure_is_tried_again_and_stops_no_other_room(desk: Desk) -> None:
    desk.put(office(desk), say_body("a"))
    desk.put(office(desk, "syd"), say_body("b"))
    fail_on(desk, "a", ValueError("a bug"), ZeroDivisionError())
    desk.work()
    assert desk.server.said() == ["b"]
    for _ in range(2):
        desk.clock.at += timedelta(minutes=6)
        desk.work()
    assert desk.server.said() == ["b", "a"]


def test_a_row_whose_key_is_gone_is_dropped_and_stops_no_other_room(desk: Desk) -> None:
    norr = office(desk)
    desk.put(norr, say_body("a"))
    desk.put(office(desk, "syd"), say_body("b"))
    with desk.core.db.unit() as session:
        sealed.destroy_key(session, session.get_one(Room, norr).key_id)
    desk.work()
    assert desk.server.said() == ["b"]
    assert next(row.cause for row in desk.outbox() if row.room_id == norr and row.state == "dropped") == (
        "its key is gone"
    )


def test_what_was_sent_but_could_not_be_marked_is_marked_later_and_sent_once(desk: Desk) -> None:
    desk.put(office(desk), say_body("a"))
    desk.put(office(desk, "syd"), say_body("b"))
    reconcile, troubles = desk.core.reconciler.run, [ZeroDivisionError()]
    begun = len(desk.server.done)

    def run(session: object) -> int:
        if troubles and len(desk.server.done) > begun:
            raise troubles.pop()
        return reconcile(session)  # type: ignore[arg-type]

    desk.core.reconciler.run = run  # type: ignore[method-assign]
    desk.work()
    desk.clock.at += timedelta(minutes=6)
    desk.work()
    assert sorted(desk.server.said()) == ["a", "b"]
    assert {row.state for row in desk.outbox()} == {"sent"}


def rooms_of_cases(desk: Desk, count: int) -> list[str]:
    """As many case rooms, open."""
    return [desk.open_case_room(desk.case(f"K-{number + 10}"), covered=False).id for number in range(count)]


@contextmanager
def transactions(db: Database) -> Iterator[list[str]]:
    """The transactions begun meanwhile on the connections that write and those that read."""
    begun: list[str] = []

    def writes(_connection: Connection) -> None:
        begun.append("write")

    def reads(_connection: Connection) -> None:
        begun.append("read")

    event.listen(db.engine, "begin", writes)
    event.listen(db._reader, "begin", reads)
    try:
        yield begun
    finally:
        event.remove(db.engine, "begin", writes)
        event.remove(db._reader, "begin", reads)


async def test_what_ends_together_is_marked_together_and_the_next_are_claimed_with_it(desk: Desk) -> None:
    """One commit, and so one wait for the disk, for as many rows as are delivered beside each other."""
    rooms = rooms_of_cases(desk, ROOMS_AT_ONCE)
    for text in ("first", "second"):
        for one in rooms:
            desk.put(one, say_body(text))

    async def deliver(item: Item, where: RoomView) -> Delivered:
        return Delivered(event_id=f"${item.id}")

    worker = desk.core.worker(deliver)
    with transactions(desk.core.db) as begun:
        assert await worker.run_ready() == 2 * ROOMS_AT_ONCE
    assert begun == ["write"] * 3  # claim; mark and claim; mark
    assert {row.state for row in desk.outbox()} == {"sent"}
    with transactions(desk.core.db) as begun:
        assert await worker.run_ready() == 0
    assert begun == ["read"]


async def test_one_that_cannot_be_marked_undoes_none_of_those_that_ended_with_it(desk: Desk) -> None:
    rooms = rooms_of_cases(desk, 3)
    numbers = [desk.put(one, say_body(one)) for one in rooms]
    heard: list[str] = []

    async def deliver(item: Item, where: RoomView) -> Delivered:
        heard.append(item.txn)
        if item.id == numbers[1] and item.tries == 1:
            return Delivered(event_id=object())  # type: ignore[arg-type]  # no database takes that
        return Delivered(event_id=f"${item.id}")

    worker = desk.core.worker(deliver)
    await worker.run_ready()
    assert states(desk, rooms[0]) + states(desk, rooms[2]) == ["sent", "sent"]
    assert states(desk, rooms[1]) == ["sending"]
    desk.clock.at += timedelta(minutes=6)
    await worker.run_ready()
    assert states(desk, rooms[1]) == ["sent"]
    assert Counter(Counter(heard).values()) == {1: 2, 2: 1}, "the one was tried again, with its transaction id"


async def test_one_that_cannot_be_claimed_holds_up_none_of_the_others(desk: Desk) -> None:
    rooms = rooms_of_cases(desk, 3)
    numbers = [desk.put(one, say_body(one)) for one in rooms]
    with desk.core.db.unit() as session:
        session.get_one(Outbox, numbers[1]).tag = "stuck:no number"
    await desk.worker.run_ready()
    assert [states(desk, one) for one in rooms] == [["sent"], ["sending"], ["sent"]]
    with desk.core.db.unit() as session:
        session.get_one(Outbox, numbers[1]).tag = None
    desk.clock.at += timedelta(minutes=6)
    await desk.worker.run_ready()
    assert states(desk, rooms[1]) == ["sent"]


async def test_whoever_waits_for_an_answer_is_served_before_a_burst(desk: Desk) -> None:
    """Of a thousand reminders only those go before it that are under way already, and it waits for none of them."""
    *rooms, asked = rooms_of_cases(desk, 21)
    for number in range(1000):
        desk.put(rooms[number % 20], say_body("reminder"), urgency="reminder")
    heard: list[str] = []
    answered, go_on, news = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def deliver(item: Item, where: RoomView) -> Delivered:
        heard.append(words_of(item.body))
        if words_of(item.body) == "pong":
            answered.set()
        else:
            await go_on.wait()
        return Delivered(event_id=f"${item.id}")

    worker = desk.core.worker(deliver)
    news.set()
    await worker.run_ready(news)
    await asyncio.sleep(0)
    assert heard == ["reminder"] * BY_ITSELF_AT_ONCE
    desk.clock.at += timedelta(seconds=1)
    desk.put(asked, say_body("pong"), urgency="answer")
    desk.put(office(desk), say_body("alarm"), urgency="alarm")
    await worker.run_ready(news)
    await answered.wait()
    assert heard[BY_ITSELF_AT_ONCE:] == ["alarm", "pong"]
    go_on.set()
    await worker.run_ready()
    assert Counter(heard) == {"reminder": 1000, "pong": 1, "alarm": 1}


async def test_what_the_bot_says_by_itself_is_claimed_and_marked_many_at_a_time(desk: Desk) -> None:
    for one in rooms_of_cases(desk, BY_ITSELF_AT_ONCE + BY_ITSELF_TOGETHER):
        desk.put(one, say_body("reminder"), urgency="reminder")
    beside = most = 0

    async def deliver(item: Item, where: RoomView) -> Delivered:
        nonlocal beside, most
        beside += 1
        most = max(most, beside)
        await asyncio.sleep(0)
        beside -= 1
        return Delivered(event_id=f"${item.id}")

    with transactions(desk.core.db) as begun:
        assert await desk.core.worker(deliver).run_ready() == BY_ITSELF_AT_ONCE + BY_ITSELF_TOGETHER
    assert begun.count("write") == 2  # claim; mark
    assert most == BY_ITSELF_AT_ONCE
    assert {row.state for row in desk.outbox()} == {"sent"}


async def test_what_is_claimed_and_not_begun_lets_a_removal_go_first(desk: Desk) -> None:
    rooms = rooms_of_cases(desk, 2 * BY_ITSELF_AT_ONCE)
    numbers = [desk.put(one, say_body("reminder"), urgency="reminder") for one in rooms]
    heard: list[tuple[str, str]] = []
    go_on, news = asyncio.Event(), asyncio.Event()

    async def deliver(item: Item, where: RoomView) -> Delivered:
        heard.append((where.id, str(item.kind)))
        await go_on.wait()
        return Delivered(event_id=f"${item.id}", membership=None)

    worker = desk.core.worker(deliver)
    news.set()
    await worker.run_ready(news)
    await asyncio.sleep(0)
    assert len(heard) == BY_ITSELF_AT_ONCE
    kept = rooms[-1]
    assert states(desk, kept) == ["sending"]
    desk.put(kept, RemoveBody(user_id="@x:s"))
    await worker.run_ready(news)
    go_on.set()
    await worker.run_ready()
    assert [kind for where, kind in heard if where == kept] == ["remove", "say"]
    assert {row.state for row in desk.outbox()} == {"sent"}
    assert {row.tries for row in desk.outbox() if row.id in numbers} == {1}, "what is given back was not tried"


@pytest.mark.parametrize("dies_at", range(1, BY_ITSELF_TOGETHER))
async def test_a_death_among_those_claimed_together_loses_and_repeats_none(desk: Desk, dies_at: int) -> None:
    for one in rooms_of_cases(desk, BY_ITSELF_TOGETHER):
        for text in ("first", "second"):
            desk.put(one, say_body(f"{text} in {one}"), urgency="reminder")
    left = dies_at

    def fail(_item: Item, _where: RoomView) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed

    desk.server.fail = fail
    with pytest.raises(Killed):
        await desk.worker.run_ready()
    desk.rebuild()
    await desk.worker.run_ready()
    said = desk.server.said()
    assert max(Counter(said).values()) == 1
    assert len(said) == 2 * BY_ITSELF_TOGETHER
    assert all(said.index(one) < said.index(one.replace("first", "second")) for one in said if "first" in one)


async def test_rooms_take_turns(desk: Desk) -> None:
    """However much is to be said in those that were first."""
    rooms = rooms_of_cases(desk, 2 * ROOMS_AT_ONCE)
    for one in rooms:
        for _ in range(3):
            desk.put(one, say_body(one), urgency="reminder")
    heard: list[str] = []

    async def deliver(item: Item, where: RoomView) -> Delivered:
        heard.append(where.id)
        return Delivered(event_id=f"${item.id}")

    await desk.core.worker(deliver).run_ready()
    assert sorted(heard[: len(rooms)]) == sorted(rooms)


def test_a_frozen_room_gets_no_words_but_removals(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    with desk.core.db.unit() as session:
        room.set_state(session, where.id, RoomState.FROZEN)
    desk.put(where.id, say_body("words"))
    desk.put(where.id, RemoveBody(user_id="@x:s"))
    desk.work()
    mine = {row.kind: (row.state, row.cause) for row in desk.outbox() if row.room_id == where.id}
    assert mine["say"] == ("dropped", "the room is frozen")
    assert mine["remove"] == ("sent", None)
    assert desk.server.said() == []


def test_freezing_keeps_its_place_after_the_words_before_it(desk: Desk) -> None:
    norr = office(desk)
    for body in (say_body("last words"), FreezeBody(), say_body("too late")):
        desk.put(norr, body)
    desk.work()
    assert desk.server.said() == ["last words"]


def test_a_room_that_is_left_gets_nothing(desk: Desk) -> None:
    norr = office(desk)
    with desk.core.db.unit() as session:
        room.set_state(session, norr, RoomState.LEFT)
        assert (
            session.scalars(select(Member).where(Member.matrix_room == room.get(session, norr).matrix_room)).all() == []
        )
    begun = len(desk.server.done)
    for body in (say_body("a"), RemoveBody(user_id="@x:s"), LeaveBody()):
        desk.put(norr, body)
    desk.work()
    assert len(desk.server.done) == begun
    assert states(desk, norr)[-3:] == ["dropped"] * 3


def test_words_for_a_case_room_that_is_not_open_are_dropped(desk: Desk) -> None:
    case = desk.case("K-7F2")
    with desk.core.db.read() as session:
        where = room.of_case(session, case.id)
    assert where is not None
    desk.put(where.id, say_body("too early"))
    desk.work()
    assert states(desk, where.id) == ["dropped"]


def test_words_for_somebody_without_an_account_are_dropped(desk: Desk) -> None:
    berit = desk.person("berit")
    with desk.core.db.unit() as session:
        page = room.page(session, berit.id)
        session.execute(update(Person).where(Person.id == berit.id).values(matrix_id=None))
    desk.put(page.id, say_body("hej"))
    desk.work()
    assert desk.outbox()[-1].cause == "the person has no account"


def test_an_edit_of_what_was_never_shown_is_dropped(desk: Desk) -> None:
    norr = office(desk)
    desk.put(norr, EditBody(plain="x", html="x"), tag="card:1")
    desk.put(norr, PinBody(tag="card:1"))
    desk.work()
    assert [row.cause for row in desk.outbox()[-2:]] == ["nothing of that tag is shown"] * 2


def test_what_the_homeserver_did_is_kept(desk: Desk) -> None:
    """Each row once: its event, and membership as it is now."""
    norr = office(desk)
    desk.absent = {"@new:s"}
    desk.put(norr, InviteBody(user_id="@new:s"))
    desk.put(norr, RemoveBody(user_id="@berit:s"))
    desk.work()
    with desk.core.db.read() as session:
        matrix_room = room.get(session, norr).matrix_room
        assert matrix_room is not None
        memberships = members.memberships(session, matrix_room)
    assert memberships["@new:s"] == "invite"
    assert memberships["@berit:s"] == "leave"
    assert max(Counter(row.txn for row in desk.outbox()).values()) == 1
