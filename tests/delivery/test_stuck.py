"""What the homeserver refuses or does not get done: everything else goes on, kontoret knows, and it is done at last."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import cast

import pytest
from sqlalchemy import select, update

from bot.core import ACCOUNT
from bot.errors import CannotDeliver, TryLater
from bot.i18n import Language
from bot.messages import Delivered, Out
from bot.rules.patience import PATIENCE
from bot.rules.room import RoomKind
from bot.stage.cast import UNIT
from bot.stage.stagehand import BOT
from storage import due, outbox, person, stuck
from storage.outbox import Item
from storage.person import People
from storage.room import RoomView
from storage.tables import Inbox, Outbox, Rulebook
from tests.bodies import user_of, words_of
from tests.bot.desk import sv
from tests.laws.town import Town

#: What the homeserver answers, by what was asked of it; ``None``: it does it.
Trouble = Callable[[Item, RoomView], Exception | None]

AWAY = TryLater(1, cause="502 M_UNKNOWN")
REFUSED = CannotDeliver("403 M_FORBIDDEN")


class Troubled(Town):
    """A town whose homeserver does not always do what it is asked."""

    trouble: Trouble = staticmethod(lambda _item, _where: None)
    #: Who does not accept invitations, by handle
    absent: frozenset[str] = frozenset()

    def _join(self, view: RoomView, user_id: str) -> None:
        if self._handle(user_id) not in self.absent:
            super()._join(view, user_id)

    async def _deliver(self, item: Item, where: RoomView) -> Delivered:
        trouble = self.trouble(item, where)
        if trouble is not None:
            raise trouble
        return await super()._deliver(item, where)

    async def later(self, by: timedelta = PATIENCE + timedelta(minutes=1)) -> None:
        """Let time pass, and the bot do what is due meanwhile."""
        await self.move_clock(self.now() + by)
        await self.settle()

    def said(self, place: str = "office") -> list[str]:
        """What the bot has said in a place."""
        return [line.text for line in self._lines if line.who == BOT and line.place == place]

    def told(self, text: str) -> int:
        """How often kontoret was told something of that beginning."""
        return sum(said.startswith(text) for said in self.said())

    def open_rows(self) -> list[Outbox]:
        with self._core.db.read() as session:
            return list(session.scalars(select(Outbox).where(Outbox.state.in_(("waiting", "sending")))))

    def is_page_of(self, who: str, where: RoomView) -> bool:
        with self._core.db.read() as session:
            found = person.by_matrix(session, self.matrix_id(who), where.unit_id)
        return found is not None and found.id == where.person_id

    def lose_account(self, who: str) -> None:
        with self._core.db.unit() as session:
            found = person.by_matrix(session, self.matrix_id(who), UNIT)
            assert found is not None
            People(session, UNIT).bind(found.id, None)

    def case_room(self) -> RoomView:
        return next(where for where in self.rooms() if where.kind == RoomKind.CASE)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Troubled]:
    made = Troubled("skovde", tmp_path)
    yield made
    made.close()


def inviting(user: str, kind: str = "case", error: Exception = AWAY) -> Trouble:
    """The invitation of somebody to rooms of a kind fails."""
    return lambda item, where: (
        error if item.kind is Out.INVITE and where.kind == kind and user_of(item.body).startswith(f"@{user}:") else None
    )


def doing(kind: Out, error: Exception, place: str = "case") -> Trouble:
    """Whatever is of that kind fails in rooms of a kind."""
    return lambda item, where: error if item.kind is kind and where.kind == place else None


NOT_INVITED = "⚠️ Jag har inte kunnat bjuda in Lisa till K-7F2: servern där Lisa har sitt konto svarar inte."


async def test_one_who_cannot_be_invited_holds_nobody_up_and_is_briefed_when_she_comes(town: Troubled) -> None:
    town.trouble = inviting("lisa")
    await town.open()
    assert await town.members("K-7F2") == {"anna", "petra", "sven", "alex"}
    welcomes = [text for text in town.said("K-7F2") if text.startswith("Välkomna till K-7F2")]
    assert len(welcomes) == 1
    assert await town.tell("petra", "!vem ser vad", "K-7F2")
    await town.later()
    assert town.told(NOT_INVITED) == 1
    assert "bjud in K-7F2 @lisa" in next(text for text in town.said() if text.startswith(NOT_INVITED))
    await town.later(timedelta(hours=5))
    assert town.told(NOT_INVITED) == 1
    town.lose_account("mia")  # whoever has none is nobody who was invited
    town.trouble = lambda _item, _where: None
    said = await town.tell("anna", "bjud in K-7F2 @lisa")
    assert said[0] == sv("invitation.trying", name="Lisa", rooms=["K-7F2"])
    assert sv("stuck.through_invite", name="Lisa", place="K-7F2") in said
    assert "lisa" in await town.members("K-7F2")
    await town.later(timedelta(minutes=1))
    welcome = [line for line in town.transcript() if line.text.startswith("Välkomna till K-7F2")]
    assert [line.place for line in welcome] == ["K-7F2", "page of lisa"]
    assert await town.reads("lisa", welcome[-1])
    assert not await town.reads("lisa", welcome[0])


async def test_whoever_asks_hears_also_that_it_fails_again(town: Troubled) -> None:
    town.trouble = inviting("lisa", error=REFUSED)
    await town.open()
    refused = "⚠️ Jag har inte kunnat bjuda in Lisa till K-7F2: servern säger nej."
    assert town.told(refused) == 1, "a refusal is told at once"
    await town.tell("anna", "bjud in K-7F2 @lisa")
    await town.later()
    assert town.told(refused) == 2


async def test_waits_for_an_invitation_grow_and_it_is_given_up_only_with_its_ground(town: Troubled) -> None:
    town.trouble = inviting("lisa")
    await town.open()
    await town.later(timedelta(hours=12))
    (row,) = [row for row in town.open_rows() if row.kind == Out.INVITE]
    assert 12 < row.tries < 45
    await town.agreed("ta bort K-7F2 @lisa")
    assert [row for row in town.open_rows() if row.kind == Out.INVITE] == []


async def test_an_invitation_that_may_have_arrived_is_taken_back_when_its_ground_is_gone(town: Troubled) -> None:
    town.trouble = inviting("lisa")
    await town.open()
    asked = list[tuple[str, str]]()

    def note(item: Item, where: RoomView) -> Exception | None:
        if where.kind == RoomKind.CASE and user_of(item.body):
            asked.append((str(item.kind), user_of(item.body)))
        return AWAY if item.kind is Out.INVITE else None

    town.trouble = note
    await town.agreed("ta bort K-7F2 @lisa")
    assert asked[-1] == ("remove", "@lisa:stage")


async def test_a_room_that_is_refused_is_told_once_and_made_when_it_may_be(town: Troubled) -> None:
    town.trouble = doing(Out.OPEN, REFUSED)
    await town.open()
    told = "⚠️ Jag har inte kunnat öppna K-7F2: servern säger nej."
    await town.later(timedelta(hours=9))
    assert town.told(told) == 1
    town.trouble = lambda _item, _where: None
    await town.later(timedelta(hours=1, minutes=1))
    assert await town.members("K-7F2") == {"anna", "petra", "sven", "lisa", "alex"}
    assert sum(text.startswith("Välkomna till K-7F2") for text in town.said("K-7F2")) == 1
    assert sv("stuck.through_open", place="K-7F2") in town.said()


async def test_a_limit_of_the_homeserver_is_told_once_for_all_rooms(town: Troubled) -> None:
    limit = TryLater(600, cause="429 M_LIMIT_EXCEEDED")
    town.trouble = lambda item, where: (
        limit if item.kind is Out.OPEN and where.kind in (RoomKind.CASE, RoomKind.PAGE) else None
    )
    await town.open()
    await town.later()
    assert town.said().count(sv("stuck.limited")) == 1
    town.trouble = lambda _item, _where: None
    await town.later(timedelta(minutes=20))
    assert not any(text.startswith("Nu är") for text in town.said())
    assert await town.members("K-7F2") == {"anna", "petra", "sven", "lisa", "alex"}


async def test_a_blip_is_told_to_nobody(town: Troubled) -> None:
    failed = set[str]()

    def once(item: Item, _where: RoomView) -> Exception | None:
        if item.txn in failed:
            return None
        failed.add(item.txn)
        return AWAY

    town.trouble = once
    await town.open()
    await town.later()
    assert len(failed) > 20
    assert not [text for text in town.said() if "Jag försöker igen" in text]


async def test_a_homeserver_that_is_away_is_told_to_nobody(town: Troubled) -> None:
    """Not even when it is back: by then everything is done."""
    await town.open()
    town.trouble = lambda _item, _where: TryLater(1, cause="0 UNREACHABLE", away=True)
    await town.tell("petra", "!vem ser vad", "K-7F2")
    await town.later(timedelta(hours=1))
    before = town.said()
    town.trouble = lambda _item, _where: None
    await town.later()
    assert town.said() == before
    assert town.open_rows() == []


async def test_words_that_do_not_get_through_are_told_and_keep_their_order(town: Troubled) -> None:
    await town.open()
    town.trouble = doing(Out.SAY, AWAY)
    for text in ("!vem ser vad", "!uppgift Ringa hem @sven 2026-12-04"):
        await town.tell("anna", text, "K-7F2")
    await town.later()
    told = "⚠️ Det jag ska skriva i K-7F2 kommer inte fram: servern svarar inte som den ska."
    assert town.told(told) == 1
    before = len(town.said("K-7F2"))
    town.trouble = lambda _item, _where: None
    await town.later()
    answers = town.said("K-7F2")[before:]
    assert "ser" in answers[0]
    assert answers[1] == "Nytt i gruppen. Öppna för att läsa."  # what a lock screen shows of it
    assert "Ringa hem" in answers[2]
    await town.later(timedelta(hours=1))
    assert town.told(told) == 1


@pytest.mark.parametrize("how", ["held", "woken", "moved"])
async def test_words_that_fail_again_after_nobody_was_there_to_hear_them_are_told(town: Troubled, how: str) -> None:
    """While they wait they do not fail, and what is told of that must not be used up."""
    await town.open()
    town.trouble = doing(Out.SAY, AWAY)
    await town.tell("petra", "!vem ser vad", "K-7F2")
    with town._core.db.unit() as session:
        (row,) = session.scalars(select(Outbox).where(Outbox.state == "sending"))
        until = town.now() + timedelta(hours=1)
        match how:
            case "held":
                outbox.hold(session, row.id, until, outbox.NOBODY_READS, town.now())
            case "woken":
                outbox.give_way(session, row.id, until)
            case "moved":
                outbox.move_to_room(session, row.room_id, row.room_id)
                session.execute(update(Outbox).where(Outbox.id == row.id).values(not_before=until))
    await town.later(timedelta(minutes=30))
    told = "⚠️ Det jag ska skriva i K-7F2 kommer inte fram"
    assert town.told(told) == 0
    await town.later(timedelta(hours=1))
    await town.later()
    assert town.told(told) == 1


async def test_words_that_are_refused_for_good_are_told_once_a_day(town: Troubled) -> None:
    await town.open()
    town.trouble = doing(Out.SAY, CannotDeliver("413 M_TOO_LARGE"))
    for _ in range(2):
        await town.tell("petra", "!vem ser vad", "K-7F2")
    assert town.told("⚠️ Något jag skulle skriva i K-7F2 kom inte fram") == 1


async def test_a_removal_that_fails_holds_words_back_and_kontoret_knows(town: Troubled) -> None:
    await town.open()
    town.trouble = doing(Out.REMOVE, AWAY)
    await town.agreed("ta bort K-7F2 @lisa")
    before = town.said("K-7F2")
    await town.tell("petra", "!vem ser vad", "K-7F2")
    await town.later()
    assert town.said("K-7F2") == before
    assert town.told("⚠️ Jag har inte kunnat ta ut Lisa ur K-7F2") == 1
    town.trouble = lambda _item, _where: None
    await town.later()
    assert "lisa" not in await town.members("K-7F2")
    assert len(town.said("K-7F2")) > len(before)


async def test_one_removal_that_fails_keeps_nobody_else_in(town: Troubled) -> None:
    await town.open()
    town.trouble = lambda item, _: (
        AWAY if item.kind is Out.REMOVE and user_of(item.body).startswith("@petra:") else None
    )
    await town.agreed("samtycke återkalla K-7F2")
    await town.later()
    assert await town.members("K-7F2") & {"lisa", "sven", "petra"} == {"petra"}


async def test_an_alarm_is_taken_by_kontoret_when_a_page_does_not_get_it(town: Troubled) -> None:
    await town.open()
    town.trouble = lambda item, where: AWAY if item.kind is Out.SAY and town.is_page_of("anna", where) else None
    for text in ("jag vill dö", "ja"):
        await town.tell("alex", text, "page of alex")
    await town.later(timedelta(minutes=1))
    taken = [text for text in town.said() if text.startswith(sv("stuck.alarm", name="Anna"))]
    assert "Försök nå ungdomen" in taken[-1]
    assert len(taken) == len(set(taken))


async def test_an_alarm_for_a_page_that_cannot_be_made_is_taken_by_kontoret(town: Troubled) -> None:
    town.trouble = lambda item, where: REFUSED if item.kind is Out.OPEN and town.is_page_of("anna", where) else None
    await town.open()
    for text in ("jag vill dö", "ja"):
        await town.tell("alex", text, "page of alex")
    taken = [text for text in town.said() if text.startswith(sv("room.unheard_alarm", name="Anna"))]
    assert "Försök nå ungdomen" in taken[-1]
    assert len(taken) == len(set(taken))


async def test_what_an_earlier_release_left_stuck_is_healed_at_the_start(town: Troubled) -> None:
    """As it left it: the opening was dropped, and the invitations wait for a room nobody makes."""
    town.trouble = doing(Out.OPEN, AWAY)
    await town.open()
    where = town.case_room()
    with town._core.db.unit() as session:
        opening = update(Outbox).where(Outbox.room_id == where.id, Outbox.kind == Out.OPEN)
        session.execute(opening.values(state="dropped", cause="403 M_FORBIDDEN", body_sealed=None))
        rest = update(Outbox).where(Outbox.room_id == where.id, Outbox.kind == Out.INVITE)
        session.execute(rest.values(state="sending", tries=300))
        session.execute(update(Rulebook).values(fingerprint="another release"))
    town.trouble = lambda _item, _where: None
    await town.crash()
    await town.settle()
    await town.later(timedelta(minutes=1))
    assert await town.members("K-7F2") == {"anna", "petra", "sven", "lisa", "alex"}
    assert sum(text.startswith("Välkomna till K-7F2") for text in town.said("K-7F2")) == 1
    assert town.open_rows() == []


async def test_a_dropped_invitation_is_made_anew_the_next_day(town: Troubled) -> None:
    """No day was known on which it would be: the sweep finds it."""
    town.trouble = inviting("lisa")
    await town.open()
    with town._core.db.unit() as session:
        stuck = update(Outbox).where(Outbox.kind == Out.INVITE, Outbox.state == "sending")
        session.execute(stuck.values(state="dropped", cause="403 M_FORBIDDEN", body_sealed=None))
    town.trouble = lambda _item, _where: None
    await town.crash()
    await town.settle()
    assert "lisa" not in await town.members("K-7F2")
    await town.later(timedelta(days=1))
    assert town._core.reconciler.unforeseen == 1
    assert "lisa" in await town.members("K-7F2")


async def test_a_room_nobody_is_wanted_in_any_more_is_not_made(town: Troubled) -> None:
    town.trouble = lambda item, where: REFUSED if item.kind is Out.OPEN and town.is_page_of("lisa", where) else None
    await town.open()
    assert [row.kind for row in town.open_rows() if row.kind == Out.OPEN] == ["open"]
    await town.agreed("person slutar @lisa")
    assert town.open_rows() == []


async def test_kontoret_that_fails_itself_is_in_the_log(town: Troubled, capsys: pytest.CaptureFixture[str]) -> None:
    await town.open()
    town.trouble = doing(Out.SAY, AWAY, "office")
    await town.tell("anna", "ärenden")
    await town.later()
    assert "outbox.office_failing" in capsys.readouterr().err
    town.trouble = lambda _item, _where: None
    await town.later()
    assert town.open_rows() == []


async def test_coordinators_read_on_their_pages_that_kontoret_hears_nothing(town: Troubled) -> None:
    await town.open()
    town.trouble = doing(Out.SAY, AWAY, "office")
    await town.tell("anna", "ärenden")
    await town.later()
    told = "⚠️ Det jag ska skriva i kontoret kommer inte fram: servern svarar inte som den ska."
    for who in ("anna", "berit"):
        assert sum(text.startswith(told) for text in town.said(f"page of {who}")) == 1


async def test_what_kontoret_refuses_to_hear_is_told_on_the_pages(town: Troubled) -> None:
    await town.open()
    town.trouble = doing(Out.SAY, REFUSED, "office")
    await town.tell("anna", "ärenden")
    told = "⚠️ Något jag skulle skriva i kontoret kom inte fram, och jag försöker inte igen: servern säger nej."
    assert sum(text.startswith(told) for text in town.said("page of anna")) == 1


def breaking(text: str, error: Exception) -> Trouble:
    """A message of that beginning fails, whatever is tried."""
    return lambda item, _where: error if words_of(item.body).startswith(text) else None


async def test_what_fails_by_a_fault_of_ours_holds_up_nothing_that_does_not_need_it(town: Troubled) -> None:
    """An export that cannot be made must not silence kontoret for ever."""
    await town.open()
    town.trouble = breaking("@alex", ZeroDivisionError())
    await town.tell("anna", "personer")
    before = len(town.said())
    assert await town.tell("anna", "vem ser vad K-7F2") == [], "for five minutes words keep their order"
    await town.later()
    assert any("ser" in text for text in town.said()[before:])
    (row,) = town.open_rows()
    told = f"⚠️ Något jag ska skriva i kontoret kommer inte fram: något gick fel hos mig (uppge rad {row.id}"
    assert [text for text in town.said("page of anna") if text.startswith(told) and f"ge upp {row.id}" in text]
    assert (row.cause, row.told_at is not None) == ("bug", True)
    assert await town.tell("anna", "ärenden"), "and what comes later waits no more"
    assert await town.agreed(f"ge upp {row.id}") is False
    assert town.open_rows() == []


async def test_words_after_those_that_fail_wait_no_longer_but_go_in_order_when_it_works(town: Troubled) -> None:
    await town.open()
    town.trouble = doing(Out.SAY, AWAY)
    for text in ("!vem ser vad", "!plan"):
        await town.tell("petra", text, "K-7F2")
    await town.later(timedelta(minutes=20))
    first, second, *_ = (row for row in town.open_rows() if row.kind == Out.SAY)
    assert second.tries > 0, "it was tried when the first was told of"
    assert first.not_before < second.not_before
    before = len(town.said("K-7F2"))
    town.trouble = lambda _item, _where: None
    await town.later()
    assert "ser" in town.said("K-7F2")[before]


async def test_an_invitation_is_given_up_by_a_person_and_made_anew_when_one_asks(town: Troubled) -> None:
    town.trouble = inviting("lisa")
    await town.open()
    await town.later()
    (row,) = (row for row in town.open_rows() if row.kind == Out.INVITE)
    assert f"ge upp {row.id}" in next(text for text in town.said() if text.startswith(NOT_INVITED))
    said = await town.tell("anna", f"ge upp {row.id}")
    assert "Då slutar jag försöka bjuda in Lisa till K-7F2" in said[0]
    said = await town.tell("anna", "ja")
    assert said[0].startswith("Okej. Lisa bjuds inte in till K-7F2.")
    assert "bjud in K-7F2 @lisa" in said[0]
    town.trouble = lambda _item, _where: None
    await town.later(timedelta(days=2))
    assert town.open_rows() == []
    assert "lisa" not in await town.members("K-7F2")
    assert any("gav upp inbjudan till Lisa" in text for text in await town.tell("anna", "historik K-7F2"))
    await town.tell("anna", "bjud in K-7F2 @lisa")
    assert "lisa" in await town.members("K-7F2")
    assert await town.tell("anna", f"ge upp {row.id}") == [sv("stuck.no_row", row=row.id)]


async def test_everything_that_fails_is_tried_at_once_when_asked(town: Troubled) -> None:
    town.trouble = inviting("lisa")
    await town.open()
    await town.later()
    town.trouble = lambda _item, _where: None
    assert (await town.tell("anna", "försök igen"))[0] == sv("stuck.trying", n=1)
    assert "lisa" in await town.members("K-7F2")
    assert await town.tell("anna", "försök igen") == [sv("stuck.nothing_fails")]


async def test_what_keeps_people_out_is_not_given_up(town: Troubled) -> None:
    await town.open()
    town.trouble = doing(Out.REMOVE, AWAY)
    await town.agreed("ta bort K-7F2 @lisa")
    await town.later()
    (row,) = (row for row in town.open_rows() if row.kind == Out.REMOVE)
    assert await town.tell("anna", f"ge upp {row.id}") == [sv("stuck.not_given_up", row=row.id)]


async def test_words_that_are_not_read_for_a_day_are_told_once(town: Troubled) -> None:
    town.absent = frozenset({"lisa"})
    await town.open()
    await town.agreed("ta bort K-7F2 @lisa")
    told = sv("stuck.unread", name="Lisa")
    await town.later(timedelta(hours=23))
    assert town.told(told) == 0
    for _ in range(6):
        await town.later(timedelta(hours=1))
    assert town.told(told) == 1


async def test_something_due_that_fails_again_and_again_is_told(town: Troubled) -> None:
    await town.open()
    with town._core.db.unit() as session:
        due.schedule(session, unit_id=UNIT, kind="of a later version", subject="x", at=town.now())
    await town.later(timedelta(minutes=20))
    (told,) = (text for text in town.said() if text.startswith("⚠️ Något jag skulle göra av mig själv"))
    assert "Jag försöker igen varje natt" in told
    await town.later(timedelta(days=1))
    assert town.told("⚠️ Något jag skulle göra av mig själv") == 1
    with town._core.db.read() as session:
        (aside,) = (one for one in stuck.waiting(session, ACCOUNT, town.now(), town.now().date()) if one.table == "due")
    assert (aside.kind, aside.cause, aside.mends) == ("of a later version", due.FAILED, stuck.Mends.UPGRADE)


async def test_something_that_could_not_be_handled_is_told_to_those_in_charge(town: Troubled) -> None:
    await town.open()
    with town._core.db.unit() as session:
        found = person.by_matrix(session, town.matrix_id("petra"), UNIT)
        assert found is not None
        People(session, UNIT).set_language(found.id, cast(Language, "xx"))
    await town.tell("petra", "vem ser vad K-7F2", "page of petra")
    assert town.told("⚠️ Jag kunde inte hantera något från Petra") == 1


async def test_an_event_of_a_kind_that_nobody_knows_stops_nobody_else(town: Troubled) -> None:
    """A later version may have stored it."""
    await town.open()
    await town.say("alex", "page of alex", "hej")
    with town._core.db.unit() as session:
        session.execute(update(Inbox).where(Inbox.state == "new").values(kind="of a later"))
    assert await town.tell("anna", "ärenden")


async def test_a_connection_that_is_cut_for_a_minute_loses_and_doubles_nothing(town: Troubled) -> None:
    await town.open()
    begun = len(town.said("K-7F2"))
    town.trouble = lambda _item, _where: TryLater(1, cause="0 UNREACHABLE", away=True)
    for who, text in (("petra", "!vem ser vad"), ("anna", "!uppgift Ringa hem @sven 2026-12-04")):
        await town.tell(who, text, "K-7F2")
    await town.later(timedelta(minutes=1))
    assert town.said("K-7F2")[begun:] == []
    town.trouble = lambda _item, _where: None
    await town.later()
    said = town.said("K-7F2")[begun:]
    assert sum("Ringa hem" in text for text in said) >= 1
    assert sum("ser" in text.partition(" ")[2] and "Petra" in text for text in said[:1]) == 1
    assert town.open_rows() == []
    assert not any("kommer inte fram" in text for text in town.said())


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_fails_at_random_nothing_is_left_without_a_next_step(town: Troubled, seed: int) -> None:
    """While it lasts every row that fails has a time for its next try; when it is over, everything gets done."""
    random = Random(seed)
    errors = [AWAY, AWAY, TryLater(30, cause="429 M_LIMIT_EXCEEDED"), REFUSED, ZeroDivisionError()]

    def any_of_them(item: Item, where: RoomView) -> Exception | None:
        if where.kind == RoomKind.OFFICE or random.random() > 0.3:
            return None
        refusable = (Out.OPEN, Out.INVITE, *((Out.SAY,) if where.kind == RoomKind.CASE else ()))
        return random.choice(errors if item.kind in refusable else errors[:3])

    town.trouble = any_of_them
    await town.open()
    for _ in range(6):
        await town.tell("petra", "!vem ser vad", "K-7F2")
        await town.later(timedelta(minutes=10))
        for row in town.open_rows():
            assert row.tries == 0 or row.not_before > town.now()
    town.trouble = lambda _item, _where: None
    await town.later(timedelta(hours=2))
    assert town.open_rows() == []
    assert await town.members("K-7F2") == {"anna", "petra", "sven", "lisa", "alex"}
    with town._core.db.read() as session:
        lost = session.scalars(select(Outbox).where(Outbox.cause == "403 M_FORBIDDEN", Outbox.state == "dropped")).all()
    assert town.told("⚠️ Något jag skulle skriva i K-7F2 kom inte fram") == (1 if lost else 0)
    town.judge()
