"""A new identity accepted: somebody who lost everything, or has a new device after a lost one, may read
again."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, OneOf, Somebody
from bot.conversation.command import Args, Ask, Outcome, UnitCtx, command, refuse
from bot.i18n import Lines, T, choices, items, lines
from bot.messages import Urgency
from bot.rules.device import Account
from bot.rules.person import Person
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.rules.words import Term
from bot.services import identity as service
from bot.wording import devices, names

#: How a coordinator made sure who it is. Never in the chat: that is what may have been taken over.
WAYS = (
    Term(id="meeting", sv="möte", en="meeting", words=("träff", "på plats", "in person")),
    Term(id="phone", sv="telefon", en="phone", words=("ringde", "samtal", "call")),
    Term(id="video", sv="video", en="video", words=("videosamtal", "videomöte", "video call")),
)

#: Devices whose keys are shown to be compared.
_MOST_KEYS = 8


class Accept(Args):
    """Whose new identity, and how it was made sure that it is theirs."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]
    how: Annotated[
        str | None, Arg(reads=OneOf(lambda _: WAYS), ask="device.ask_how", options=lambda _: WAYS)
    ] = None


@command(sv="godkänn identitet", en="accept identity", needs=Duty.BIND_PERSON, where=(RoomKind.OFFICE,))
def accept(ctx: UnitCtx, args: Accept) -> Outcome:
    """Restore access for a person with a new identity, or with a new device after a lost one. Takes two,
    neither of them the person."""
    whose = args.person
    if whose.id == ctx.sender.id or (ctx.approver is not None and whose.id == ctx.approver.id):
        raise refuse("device.not_oneself")
    account = ctx.store.devices.of(whose.id)
    if account is None or not account.acceptable:
        raise refuse("device.nothing_to_accept", name=names.in_office(whose))
    codes = _codes(whose, account)
    if args.how is None:
        return (_how(ctx, whose, codes),)
    how = next(way for way in WAYS if way.id == args.how)
    preview = lines(
        codes, T("device.checked", how=how.text), T("device.then_reads", name=names.in_office(whose))
    )
    asked = ctx.still_to_agree(preview, second=True)
    if asked is not None:
        return asked
    assert ctx.approver is not None  # a second person has agreed
    service.accept(ctx.store, whose, how=args.how, approved_by=ctx.approver.id)
    return (ctx.say(T("device.accepted", name=names.in_office(whose))),)


def _how(ctx: UnitCtx, whose: Person, codes: Lines) -> Ask:
    """The question how it was made sure who it is, with the codes to compare."""
    return Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=lines(codes, T("device.ask_how"), choices(*(way.text for way in WAYS))),
        command=accept.key,
        field="how",
        given={"person": whose.handle},
        urgency=Urgency.ANSWER,
    )


def _codes(whose: Person, account: Account) -> Lines:
    """What can be read to each other on the phone: the identity's code before and now, and each device's
    key."""
    assert account.seen is not None
    changed = account.seen != account.pinned
    before = (
        T("device.code_before", code=account.code(account.pinned)) if changed and account.pinned else None
    )
    now = T("device.code_now" if changed else "device.code_same", code=account.code(account.seen))
    keys = [
        T("device.key", name=devices.name_of(one), begins=one.key_in_fours)
        for one in account.devices
        if not one.lost
    ]
    head = T("device.accept_head" if changed else "device.accept_head_lost", name=names.in_office(whose))
    more = T("device.more_keys", n=len(keys) - _MOST_KEYS) if len(keys) > _MOST_KEYS else None
    return lines(head, before, now, items(*keys[:_MOST_KEYS]), more)
