"""Devices: who is told that somebody cannot read, and of new ones.

What the bot says to somebody without a trusted device cannot be read there, so kontoret hears it, with what to say on
the phone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.conversation.command import Reply, UnitCtx, when_due
from bot.i18n import T, lines
from bot.messages import Say, Urgency
from bot.rules import budget
from bot.rules.audit import Action
from bot.rules.device import (
    NEEDS_ACTION,
    REMEMBERED,
    SETTLING_TIME,
    TOLD_AGAIN_AFTER,
    Account,
    AccountState,
)
from bot.rules.people import Person, coordinators
from bot.rules.roles import Role
from bot.wording import devices, names

#: Told of somebody who was accepted: it is said in any case whether they can read now.
_ACCEPTED = "cannot.accepted"


@dataclass(frozen=True, kw_only=True)
class _News:
    """Something to tell. ``to``: whose hours are kept, when it notifies. ``limit``: what it is limited by; ``learned``
    and ``over``: what is known by it, and not any more."""

    say: Say
    to: Role | None
    limit: str = ""
    learned: tuple[str, ...] = ()
    over: tuple[str, ...] = ()


@when_due("device.news")
def tell(ctx: UnitCtx, subject: str) -> Reply:
    """Something changed about somebody's devices: say how it is now, once, within hours, and not too often."""
    person = ctx.store.people.get(subject)
    account = ctx.store.devices.of(person.id)
    if account is None or not person.active or person.role is Role.GUEST:  # whom nobody knows, nobody can ring
        return ()
    known = ctx.store.devices.reported(person.id)
    said, later = [], list[datetime]()
    for news in _news(ctx, person, account, frozenset(known)):
        at = ctx.now if news.to is None else _when(news.say.urgency, news.to, ctx.now, known.get(news.limit))
        if at > ctx.now:
            later.append(at)
            continue
        said.append(news.say)
        if news.limit == "office":
            ctx.store.audit(Action.DEVICE_HELD_BACK, person=person.id, why=str(account.reading))
        for what in news.learned:
            ctx.store.devices.note_reported(person.id, what, ctx.now + REMEMBERED)
        for what in news.over:
            ctx.store.devices.forget_reported(person.id, what)
        if news.limit:
            ctx.store.devices.note_reported(person.id, news.limit, ctx.now + TOLD_AGAIN_AFTER)
    if later:
        ctx.store.devices.schedule_news(person.id, min(later))
    return tuple(said)


@when_due("device.told")
def forget(ctx: UnitCtx, subject: str) -> Reply:
    """What was told so long ago may be told again: the row is done, and with that forgotten."""
    return ()


def _news(ctx: UnitCtx, person: Person, account: Account, known: frozenset[str]) -> Iterator[_News]:
    reading = account.reading
    if reading in NEEDS_ACTION:
        what = f"cannot.{reading}.{(account.seen or '')[:8]}"
        if what not in known or _ACCEPTED in known:
            yield _News(
                say=_cannot(ctx, person, account),
                to=Role.COORDINATOR,
                limit="office",
                learned=(what,),
                over=(_ACCEPTED,),
            )
        return
    if reading is not AccountState.READS:
        return
    over = tuple(what for what in known if what.startswith("cannot."))
    page = ctx.store.page(person.id).id
    if over:
        said = T("device.reads_again", name=names.in_office(person))
        yield _News(say=Say(room_id=ctx.store.office.id, body=said, quiet=True), to=None, over=over)
        yield _News(say=Say(room_id=page, body=T("device.you_read_again"), quiet=True), to=None)
    fresh = [device for device in account.unconfirmed if f"new.{device.mark}" not in known]
    if fresh:
        body = T("device.new_closed" if account.closed else "device.new", n=len(fresh))
        say = Say(room_id=page, body=body, urgency=Urgency.QUESTION, person_id=person.id)
        yield _News(say=say, to=person.role, limit="page", learned=tuple(f"new.{device.mark}" for device in fresh))
    signed = [device for device in account.devices if device.trusted and f"new.{device.mark}" in known]
    if signed:
        body = T("device.confirmed", devices=devices.names_of(signed))
        marks = tuple(f"new.{device.mark}" for device in signed)
        yield _News(say=Say(room_id=page, body=body, quiet=True), to=None, over=marks)


def _cannot(ctx: UnitCtx, person: Person, account: Account) -> Say:
    """To kontoret, for the person's coordinators: what happened, and what to say on the phone."""
    named = {case.coordinator_id for case in ctx.store.cases.of_person(person.id)} - {person.id}
    others = [one.id for one in coordinators(ctx.store.people.all(), ctx.unit_id) if one.id != person.id]
    first = next((one for one in others if one in named), next(iter(others), None))
    why = account.cannot_read(names.in_office(person))
    return Say(
        room_id=ctx.store.office.id,
        body=lines(why, T(f"device.do_{account.reading}", name=names.in_office(person), handle=person.handle)),
        urgency=Urgency.QUESTION,
        person_id=first,
        mentions=tuple(sorted(named)),
    )


def _when(urgency: Urgency, to: Role, now: datetime, limit: datetime | None) -> datetime:
    """The first moment within the hours of whom it is for, and not too soon after the last time."""
    return budget.may_leave_at(urgency, to, max(now, limit or now), 0) or now


def watch(ctx: UnitCtx, person: Person) -> None:
    """Somebody's identity was accepted: say soon whether they can read, whatever was said before."""
    ctx.store.devices.note_reported(person.id, _ACCEPTED, ctx.now + REMEMBERED)
    ctx.store.devices.forget_reported(person.id, "office")
    ctx.store.devices.schedule_news(person.id, ctx.now + SETTLING_TIME)
