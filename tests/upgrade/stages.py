"""Stages for the play before an upgrade and the play after it."""

from __future__ import annotations

from bot.errors import CannotDeliver, TryLater
from bot.messages import Delivered, Out
from bot.stage.fast import FastStage
from storage.body import InviteBody
from storage.outbox import Item
from storage.room import RoomView

#: Whose invitation is not answered, and whose is refused.
SLOW, REFUSED = "nils", "ove"
#: On whose page the homeserver refuses words, and on whose it says none for now.
MUTE, BUSY = "page of sara", "page of kim"

#: More people nobody knows than are taken in within an hour.
GUESTS = tuple(f"gast{number}" for number in range(7))

#: What is written last of all, and never handled before the upgrade: who, where, what.
UNHANDLED = (("lisa", "page of lisa", "hjälp"), ("sven", "K-7F2", "!pågår 1"))


class LateGuests(FastStage):
    """A stage on which some people are slow to accept an invitation: they come when they ``enter``."""

    async def _deliver(self, item: Item, where: RoomView) -> Delivered:
        if isinstance(item.body, InviteBody) and item.body.user_id == self.matrix_id(SLOW):
            return Delivered(membership="invite")
        return await super()._deliver(item, where)

    async def enter(self, who: str, place: str) -> None:
        """Accept an invitation, or be let in by somebody else than the bot."""
        if who == SLOW:
            self._join(self._room(place), self.matrix_id(who))
        else:
            await super().enter(who, place)


class Before(LateGuests):
    """Where the homeserver refuses some things. Once the bot is ``idle`` nothing that is due is done any more; once the
    homeserver is ``away`` nothing is delivered either."""

    idle = False
    away = False
    relents = False

    async def settle(self) -> None:
        """Work until nothing is left to do now."""
        if not self.idle:
            await super().settle()
            return
        worker = self._core.worker(self._deliver)
        worked = True
        while worked:
            worked = False
            self._accounts.look_up(self._core.db, self.now())
            while self._core.dispatcher.run_one():
                worked = True
            if not self.away and await worker.run_ready():
                worked = True

    async def relent(self) -> None:
        """The homeserver lets people in whom it refused before."""
        self.relents = True
        self._core.daily()
        await self.settle()

    def rewind(self) -> None:
        """The homeserver says that it was restored from an older copy of itself."""
        with self._core.db.unit() as session:
            self._core.watch.alarm_on_rollback(session)

    async def _deliver(self, item: Item, where: RoomView) -> Delivered:
        if isinstance(item.body, InviteBody) and item.body.user_id == self.matrix_id(REFUSED) and not self.relents:
            raise CannotDeliver("403 M_FORBIDDEN")
        if item.kind is Out.SAY and self._place(where) == MUTE and item.urgency == "answer":
            raise CannotDeliver("413 M_TOO_LARGE")
        if item.kind is Out.SAY and self._place(where) == BUSY and item.urgency == "answer":
            raise TryLater(60, cause="500")
        return await super()._deliver(item, where)
