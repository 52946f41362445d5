"""A talk with the coordinator: "ring mig", and the offer of one to whoever says that somebody near may not
know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from bot.conversation import answers
from bot.conversation.arguments import Arg, Env
from bot.conversation.command import Args, Ask, CaseCtx, NoArgs, Reply, UnitCtx, command
from bot.conversation.youth import Intent, Wish
from bot.errors import Refused
from bot.i18n import T, lines
from bot.messages import Urgency
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import talk as talks
from bot.services import youth_words
from bot.wording import names, youth
from storage.question import TALK


@command(sv="ring mig", en="call me", needs=Duty.STOP_REMINDERS, evidence=False, where=(RoomKind.PAGE,))
def call_me(ctx: UnitCtx, args: NoArgs) -> Reply:
    """Ask the coordinator to ring."""
    return youth.call_back(ctx, ctx.store.cases.only_of_person(ctx.sender.id))


@dataclass(frozen=True)
class Plainly:
    """A yes or no in whatever plain words: nothing hangs on it but a call."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> bool:
        found = answers.yes_or_no(text)
        if found is None:
            raise Refused(T("kit.yes_or_no"))
        return found


class Talk(Args):
    """Whether the coordinator is to ring."""

    talk: Annotated[bool, Arg(reads=Plainly(), ask="youth.talk")]


@command(
    sv="prata om det",
    en="talk about it",
    needs=Duty.SELF,
    evidence=False,
    hidden=True,
    where=(RoomKind.PAGE,),
)
def talk(ctx: CaseCtx, args: Talk) -> Reply:
    """A talk with the coordinator about who may know, if the youth wants one."""
    if not args.talk:
        return (ctx.say(T("youth.no_talk")),)
    talks.ask_for(ctx.store)
    wanted = T("youth.wants_talk", code=ctx.case.code, who=names.of_writer(ctx))
    told = ctx.say(youth.will_call(ctx))
    return (told, youth.alarm(ctx, ctx.case, wanted))


def hear(ctx: CaseCtx, wish: Wish, text: str) -> Reply | None:
    """Somebody near may not know: say who sees the page, and offer a talk; None when the words say no such
    thing.

    Nobody is put out by such words: all would notice, and whom it is about first.
    """
    if wish.kind is not Intent.SECRET:
        return None
    if ctx.store.has_kept_words(ctx.sender.id):
        # It must not be left out of what is passed on
        until = ctx.now + ctx.kept_for
        youth_words.keep(ctx.store, ctx.sender.id, text, event_id=ctx.said_in, until=until)
    who = wish.said[:1].upper() + wish.said[1:]
    offer = Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=lines(T("youth.secret", who=who), T("youth.talk_about", who=wish.said)),
        command=TALK,
        field="talk",
        case_id=ctx.case.id,
        urgency=Urgency.ANSWER,
        quiet=True,  # it names somebody
    )
    return (offer,)
