"""From the youth's yes to removed and rotated: one round of the outbox, whatever else waits there."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from bot.errors import TryLater
from bot.messages import Delivered
from bot.rules.room import RoomKind
from bot.stage.fast import FastStage
from storage import outbox
from storage.outbox import Item
from storage.room import RoomView
from storage.tables import Outbox, Room
from tests.bodies import say_body, user_of, words_of
from tests.laws.town import Town

WAITING = 200

#: So many calls are looked at.
SEEN = 24


class Noting(Town):
    """A town whose homeserver's every call is noted, in order: the place, the kind, and what."""

    def __init__(self, profile: str, folder: Path) -> None:
        self.calls: list[tuple[str, str, str]] | None = None
        self.keys: dict[str, frozenset[str]] = {}
        super().__init__(profile, folder)

    async def _deliver(self, item: Item, where: RoomView) -> Delivered:
        if self.calls is None:
            return await super()._deliver(item, where)
        if len(self.calls) == SEEN:
            raise TryLater(3600)  # holds up its room, so that the round ends
        text = words_of(item.body)
        self.calls.append((self._place(where), str(item.kind), text or user_of(item.body)))
        delivered = await FastStage._deliver(self, item, where)  # without the laws: here it is the order that counts
        if text:
            self.keys[text] = frozenset(user for user, _ in self._readers[self._lines[-1].id])
        return delivered

    def queue(self, count: int) -> None:
        """So many messages wait in every room."""
        with self._core.db.unit() as session:
            for row in session.scalars(select(Room).where(Room.kind.in_((RoomKind.CASE, RoomKind.OFFICE)))).all():
                for number in range(count):
                    outbox.put(session, row, say_body(f"{row.kind} {number}"), now=self.now())

    async def one_round(self) -> list[tuple[str, str, str]]:
        """Handle what has come in, and then let the outbox begin."""
        self._core.minute()
        while self._core.work_one():
            pass
        self.calls = []
        await self._core.worker(self._deliver).run_ready()
        return self.calls

    def waiting(self) -> int:
        with self._core.db.read() as session:
            rows = (
                select(Outbox)
                .join(Room, Room.id == Outbox.room_id)
                .where(Room.kind == RoomKind.CASE, Outbox.state != "sent")
            )
            return len(session.scalars(rows).all())


async def test_two_hundred_messages_that_wait_do_not_delay_a_withdrawal(tmp_path: Path) -> None:
    town = Noting("skovde", tmp_path)
    await town.open()
    lisa = town.matrix_id("lisa")
    assert lisa in town.inside(town.rooms()[0])
    await town.tell("alex", "jag vill inte att skolan ska vara med", "page of alex")
    town.queue(WAITING)
    await town.write("alex", "page of alex", "ja")
    calls = await town.one_round()
    assert calls[0] == ("K-7F2", "remove", lisa), "before everything else, wherever it waits"
    assert lisa not in town.inside(town.rooms()[0])
    in_room = [what for place, _, what in calls[1:] if place == "K-7F2"]
    assert in_room
    assert in_room == [f"case {number}" for number in range(len(in_room))], "what waited keeps its order"
    assert all(lisa not in town.keys[what] for what in in_room), "and goes out with keys she does not get"
    town.calls = None
    assert town.waiting() >= WAITING - len(in_room), "nothing is lost by it"
    town.close()
