"""Devices: who is told that somebody cannot read, and of new ones.

What the bot says to somebody without a trusted device cannot be read there, so the office hears it, with what
to say on the phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.conversation.command import Reply, UnitCtx, when_due
from bot.i18n import T, lines
from bot.messages import Say, Urgency
from bot.rules.device import Account, AccountState
from bot.rules.person import Person, coordinators
from bot.services import device as service
from bot.services.device import About, News
from bot.wording import devices, names

#: What to say on the phone to somebody who cannot read, by why.
_WHAT_TO_DO: Mapping[AccountState, str] = MappingProxyType(
    {
        AccountState.UNSIGNED: "device.do_unsigned",
        AccountState.CHANGED: "device.do_changed",
        AccountState.GONE: "device.do_gone",
        AccountState.WAITING: "device.do_waiting",
    }
)


@when_due("device.news")
def tell(ctx: UnitCtx, subject: str) -> Reply:
    """Something changed about somebody's devices: say how it is now, once, within hours, and not too
    often."""
    person = ctx.store.facts.person(subject)
    return tuple(_said(ctx, person, news) for news in service.take_news(ctx.store, person))


@when_due("device.told")
def forget(ctx: UnitCtx, subject: str) -> Reply:
    """What was told so long ago may be told again: the row is done, and with that forgotten."""
    return ()


def _said(ctx: UnitCtx, person: Person, news: News) -> Say:
    match news.about:
        case About.CANNOT_READ:
            return _cannot(ctx, person, news.account)
        case About.READS_AGAIN:
            body = T("device.reads_again", name=names.in_office(person))
            return Say(room_id=ctx.store.office.id, body=body, quiet=True)
        case About.YOU_READ_AGAIN:
            return Say(room_id=ctx.store.page(person.id).id, body=T("device.you_read_again"), quiet=True)
        case About.NEW_DEVICES:
            body = T("device.new_closed" if news.account.closed else "device.new", n=len(news.devices))
            page = ctx.store.page(person.id)
            return Say(room_id=page.id, body=body, urgency=Urgency.QUESTION, person_id=person.id)
        case About.CONFIRMED_DEVICES:
            body = T("device.confirmed", devices=devices.names_of(news.devices))
            return Say(room_id=ctx.store.page(person.id).id, body=body, quiet=True)


def _cannot(ctx: UnitCtx, person: Person, account: Account) -> Say:
    """To the office, for the person's coordinators: what happened, and what to say on the phone."""
    responsible = {case.coordinator_id for case in ctx.store.cases.of_person(person.id)} - {person.id}
    everybody = coordinators(ctx.store.facts.people, ctx.unit_id)
    others = [one.id for one in everybody if one.id != person.id]
    first = next((one for one in others if one in responsible), next(iter(others), None))
    why = account.cannot_read(names.in_office(person))
    advice = T(_WHAT_TO_DO[account.reading], name=names.in_office(person), handle=person.handle)
    return Say(
        room_id=ctx.store.office.id,
        body=lines(why, advice),
        urgency=Urgency.QUESTION,
        person_id=first,
        mentions=tuple(sorted(responsible)),
    )
