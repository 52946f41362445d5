"""After a time away: each room that it touched is told once, and whoever coordinates hears what youths missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.conversation.command import CaseCtx, Reply, UnitCtx, when_due
from bot.i18n import Brief, Items, Lines, T, Text, lines
from bot.messages import Say, Urgency
from bot.rules.roles import OWN_WORDS
from bot.rules.room import RoomKind
from bot.services import missed, outage
from bot.services.missed import Missed
from bot.services.outage import Away, Touched
from storage.outage import MISSED, TELL


@when_due(TELL)
def tell(ctx: UnitCtx, subject: str) -> Reply:
    """Tell each room that a time away touched, in words for those who read there."""
    away = outage.take(ctx.store, int(subject))
    if away is None:
        return ()
    readers = _by_reader(ctx, away.missed)
    said = []
    for one in away.touched:
        if one.room.kind is not RoomKind.OLD and one.room.person_id not in readers:
            said.append(_told(ctx, away, one))
    late = {one.room.person_id: one.late for one in away.touched}
    for person_id, found in readers.items():
        body = lines(*_at_work(away, late.get(person_id, 0)), *_missed(found))
        said.append(_to_reader(ctx, person_id, body))
    return tuple(said)


@when_due(MISSED)
def tell_missed(ctx: CaseCtx, subject: str) -> Reply:
    """Tell whoever coordinates of what youths did not hear in time, all of it together."""
    readers = _by_reader(ctx, missed.take(ctx.store, also=(ctx.case.id, subject)))
    return tuple(_to_reader(ctx, person_id, lines(*_missed(found))) for person_id, found in readers.items())


def _told(ctx: UnitCtx, away: Away, one: Touched) -> Say:
    """What is said in a room, without a sound: nobody has to do anything."""
    room = one.room
    if room.person_id is None:
        late = T("outage.late_here") if room.kind.of_case and one.late else None
        body = lines(_times(away), late) if room.kind.of_case else lines(*_at_work(away, one.late))
        return Say(room_id=room.id, body=body, quiet=True, to_all=True)
    owner = ctx.store.facts.person(room.person_id)
    body = lines(*_to_youth(away, one)) if owner.role in OWN_WORDS else lines(*_at_work(away, one.late))
    # What was asked before it stays what was asked last
    return Say(
        room_id=room.id, body=body, urgency=Urgency.CHANGE, quiet=True, person_id=owner.id, tag="beside"
    )


def _times(away: Away) -> Text:
    return T("outage.away", since=Brief(at=away.began_at), until=Brief(at=away.ended_at))


def _at_work(away: Away, late: int) -> tuple[Text, ...]:
    return (_times(away), *((T("outage.late", n=late),) if late else ()))


def _to_youth(away: Away, one: Touched) -> tuple[Text, ...]:
    """Only what it was to them, in words that say nothing of what they have here."""
    found = (
        (one.is_heard, T("outage.youth_heard")),
        (one.late > 0, T("outage.youth_late")),
        (one.is_missing, T("outage.youth_missed")),
    )
    began = T("outage.youth_away", since=Brief(at=away.began_at), until=Brief(at=away.ended_at))
    return (began, *(text for is_so, text in found if is_so))


def _by_reader(ctx: UnitCtx, found: Sequence[Missed]) -> Mapping[str, Sequence[Missed]]:
    """What youths missed, by who reads for the coordinator of their case."""
    readers: dict[str, list[Missed]] = {}
    for one in found:
        readers.setdefault(ctx.of(one.case).reader.id, []).append(one)
    return readers


def _missed(found: Sequence[Missed]) -> tuple[Text | Items, ...]:
    listed = tuple(T("outage.missed", code=one.case.code, at=one.meeting.starts_at) for one in found)
    return (T("outage.missed_head"), Items(listed), T("outage.missed_do"))


def _to_reader(ctx: UnitCtx, person_id: str, body: Lines) -> Say:
    """On the own page of whoever coordinates; in kontoret, where they have none."""
    who = ctx.store.facts.person(person_id)
    room = ctx.store.office if who.matrix_id is None else ctx.store.page(person_id)
    return Say(room_id=room.id, body=body, urgency=Urgency.CHANGE, person_id=person_id)
