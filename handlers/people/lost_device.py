"""Phones and computers that are lost or stolen: nothing more is given to them, whoever vouches for them.

A device is out before the answer is sent, so it never shows the words about it. What it has, it keeps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from bot.conversation.arguments import Arg, Env, Rest, Somebody, Word, bare
from bot.conversation.command import Args, Ask, Reply, UnitCtx, command, refuse
from bot.i18n import T, Words, lines
from bot.messages import Say, Urgency
from bot.rules.audit import Action
from bot.rules.device import TOLD_AGAIN_AFTER, Device
from bot.rules.people import Person, coordinators
from bot.rules.roles import Duty, Role, may
from bot.rules.room import RoomKind
from bot.services import consultation
from bot.wording import devices, names

EVERYTHING = ("alla", "allt", "all", "everything")

#: Characters of what somebody called another person, as kontoret is told.
_LONGEST_CALLED = 80


@dataclass(frozen=True)
class Numbers:
    """Numbers of a list (``2``, ``1 och 3``) or all of it (``alla``), and nothing else: a cry for help is no number."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return 1 if words and _numbers(words[0]) is not None else 0

    def value(self, text: str, env: Env) -> frozenset[int]:
        found = _numbers(text)
        if found is None:
            raise refuse("device.no_number", text=text)
        return found


@dataclass(frozen=True)
class Another:
    """Somebody whom the speaker may not name here, or whom nobody knows; ``said``: what they were called."""

    said: str


@dataclass(frozen=True)
class Whose:
    """Whose device: a person the speaker may name, or whoever else they say, known or not."""

    def take(self, words: Sequence[str], env: Env) -> int:
        named = Somebody().take(words, env)
        return named or (0 if env.own_words else len(words))  # "tappat mobilen, hjälp" is a cry for help

    def value(self, text: str, env: Env) -> Person | Another:
        return env.person(text) or Another(text.strip())


class Lost(Args):
    """Whose, when it is somebody else's; and whether it is all of them."""

    person: Annotated[Person | Another | None, Arg(reads=Whose())] = None
    everything: Annotated[bool, Arg(reads=Word(EVERYTHING))] = False


@command(
    sv="tappad enhet",
    en="lost device",
    needs=Duty.SELF,
    evidence=False,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
    also=(
        *("tappat mobilen", "tappat min mobil", "tappat telefonen", "tappat min telefon", "tappad mobil"),
        *("jag har tappat mobilen", "jag har tappat min mobil", "min mobil är stulen", "mobilen är stulen"),
        *("lost my phone", "i lost my phone", "i have lost my phone", "my phone is stolen"),
    ),
)
def report(ctx: UnitCtx, args: Lost) -> Reply:
    """Hold keys back from a phone or computer that is lost or stolen: your own, or as coordinator anybody's."""
    whose = args.person or ctx.sender
    if isinstance(whose, Another):
        return _of_another(ctx, whose)
    unsure = _check(ctx, whose)
    if unsure is not None:
        return unsure
    listed = _listed(ctx, whose)
    if args.everything:
        return _lose(ctx, whose, None)
    if not listed:
        raise refuse("device.none", name=names.in_office(whose))
    shown = [
        T("device.line" if one.trusted else "device.line_unconfirmed", number=number, name=devices.name_of(one))
        for number, one in enumerate(listed, 1)
    ]
    own = whose.id == ctx.sender.id
    head = T("device.which") if own else T("device.which_of", name=names.in_office(whose))
    alone = T("device.alone") if own and sum(one.trusted for one in listed) == 1 else None
    how = T("device.how_to_choose" if own else "device.how_to_choose_of")
    return (
        Ask(
            room_id=ctx.room.id,
            person_id=ctx.sender.id,
            body=lines(head, *shown, alone, how),
            command=choose.key,
            field="which",
            given={"person": whose.handle, "listed": " ".join(one.mark for one in listed)},
            urgency=Urgency.ANSWER,
            quiet=ctx.sender.role in (Role.YOUTH, Role.GUARDIAN),  # the lost phone still gets this one
        ),
    )


class Choose(Args):
    """Which of those that were listed."""

    person: Annotated[Person, Arg(reads=Somebody())]
    listed: Annotated[str, Arg(reads=Rest())]
    which: Annotated[frozenset[int], Arg(reads=Numbers(), ask="device.which")]


@command(
    sv="välj tappad enhet",
    en="choose lost device",
    needs=Duty.SELF,
    evidence=False,
    hidden=True,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
)
def choose(ctx: UnitCtx, args: Choose) -> Reply:
    """The answer to which device is lost."""
    unsure = _check(ctx, args.person)
    if unsure is not None:
        return unsure
    if not args.which:
        return _lose(ctx, args.person, None)
    marks = args.listed.split()
    if max(args.which) > len(marks) or min(args.which) < 1:
        raise refuse("device.no_number", text=str(max(args.which)))
    chosen = {marks[number - 1] for number in args.which}
    return _lose(ctx, args.person, [one for one in _listed(ctx, args.person) if one.mark in chosen])


def _of_another(ctx: UnitCtx, whose: Another) -> Reply:
    """Somebody else's device: the same words whoever it is, so that they tell nothing; a human being finds out."""
    if may(ctx.sender.role, Duty.BIND_PERSON):
        raise refuse("kit.no_person", text=whose.said)
    told = _office_told(ctx, whose)
    answer = lines(
        T("device.another"),
        T("device.another_told") if told else None,
        T("help.contact_phone", phone=ctx.profile.contact.phone),  # whose number it is would name what this is
        T("device.your_own"),
    )
    return (ctx.say(answer, quiet=True), *told)


def _office_told(ctx: UnitCtx, whose: Another) -> tuple[Say, ...]:
    """What kontoret is told of it: once in some hours from each, and of guests no more than it takes from them."""
    if ctx.room.kind is RoomKind.OFFICE or "another" in ctx.store.devices.reported(ctx.sender.id):
        return ()
    if ctx.sender.role is Role.GUEST and not consultation.count_message(ctx.store, ctx.sender.id):
        return ()
    ctx.store.devices.note_reported(ctx.sender.id, "another", ctx.now + TOLD_AGAIN_AFTER)
    ctx.store.audit(Action.DEVICE_ANOTHER)
    said = " ".join(whose.said.split())[:_LONGEST_CALLED]
    body = lines(
        T("device.another_lost", name=names.in_office(ctx.sender)),
        T("consultation.quote", text=Words(said)),
        T("device.another_lost_do"),
    )
    return (Say(room_id=ctx.store.office.id, body=body),)


def _check(ctx: UnitCtx, whose: Person) -> Reply | None:
    """Refuse who may not; where it is not proven who says it, a human being finds out."""
    if whose.id != ctx.sender.id:
        if not may(ctx.sender.role, Duty.BIND_PERSON):
            raise refuse("kit.may_not")
        if not ctx.verified:
            raise refuse("kit.not_verified")
    if ctx.verified:
        return None
    told = ctx.store.devices.reported(ctx.sender.id)
    answer = ctx.say(T("device.is_it_you"), quiet=True)  # a stolen phone can read this
    if "unsure" in told:
        return (answer,)
    guest = ctx.sender.role is Role.GUEST
    if guest and not consultation.count_message(ctx.store, ctx.sender.id):
        return (ctx.say(T("device.guest", phone=ctx.profile.contact.phone), quiet=True),)
    ctx.store.devices.note_reported(ctx.sender.id, "unsure", ctx.now + TOLD_AGAIN_AFTER)
    alarm = T("device.unsure", name=names.in_office(ctx.sender), handle=ctx.sender.handle)
    urgency = Urgency.ANSWER if guest else Urgency.ALARM
    return (answer, Say(room_id=ctx.store.office.id, body=alarm, urgency=urgency))


def _lose(ctx: UnitCtx, whose: Person, chosen: Sequence[Device] | None) -> Reply:
    """Carry it out (``None``: all there ever were), and say what it means."""
    own = whose.id == ctx.sender.id
    if chosen is not None and not chosen:
        raise refuse("device.none", name=names.in_office(whose))
    listed = _listed(ctx, whose)
    gone = listed if chosen is None else chosen
    left = [one for one in listed if one.trusted and one not in gone]
    last = not left and any(one.trusted for one in gone)
    shown = devices.names_of(gone) if gone else T("device.all_of_them")
    if not own:
        blind = T("device.last_of", name=names.in_office(whose)) if last else None
        ctx.confirm(
            lines(T("device.lose_preview", name=names.in_office(whose), devices=shown), T("device.keeps"), blind)
        )
    ctx.store.devices.mark_lost(whose.id, None if chosen is None else [one.id for one in chosen])
    ctx.store.audit(Action.DEVICE_LOST, person=whose.id, n=len(gone), left=len(left))
    head = T("device.lost", devices=shown)
    if own:
        office = T("device.lost_told", name=names.in_office(whose), handle=whose.handle)
        to_office = Say(
            room_id=ctx.store.office.id,
            body=lines(office, T("device.last_of", name=names.in_office(whose)) if last else None),
            urgency=Urgency.QUESTION,
            person_id=next((one.id for one in coordinators(ctx.store.people.all(), ctx.unit_id)), None),
        )
        said = ctx.say(lines(head, T("device.keeps"), T("device.log_out"), T("device.last") if last else None))
        return (said,) if ctx.room.kind is RoomKind.OFFICE else (said, to_office)
    advice = T("device.log_out_of", name=names.in_office(whose), handle=whose.handle)
    answer = ctx.say(
        lines(head, T("device.keeps"), T("device.last_of", name=names.in_office(whose)) if last else None, advice)
    )
    if not left:
        return (answer,)  # nobody could read it there
    to_page = lines(T("device.lost_for_you", devices=shown), T("device.keeps"), T("device.log_out"))
    return (answer, Say(room_id=ctx.store.page(whose.id).id, body=to_page, quiet=True))


def _listed(ctx: UnitCtx, whose: Person) -> list[Device]:
    account = ctx.store.devices.of(whose.id)
    return [] if account is None else [one for one in account.devices if not one.lost]


def _numbers(text: str) -> frozenset[int] | None:
    """The numbers in words that are nothing but numbers; empty for all; ``None`` for anything else."""
    if bare(text) in EVERYTHING:
        return frozenset()
    words = [word for word in re.split(r"[\s,;+]+", bare(text)) if word not in ("och", "and", "")]
    if not words or not all(word.isascii() and word.isdigit() and len(word) <= 3 for word in words):
        return None
    return frozenset(int(word) for word in words)
