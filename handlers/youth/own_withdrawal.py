"""What a youth or a guardian wants, in their own words on their own page: whom they do not want in it any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from bot.conversation import answers
from bot.conversation.arguments import Arg, Env, OneOf, bare
from bot.conversation.command import Args, Ask, CaseCtx, Lacks, Reply, command
from bot.conversation.youth import Wish
from bot.errors import Refused
from bot.i18n import T, Text, lines
from bot.messages import Say, Urgency
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.roles import Duty, Role
from bot.rules.room import RoomKind
from bot.rules.words import Term
from bot.services import circle, pause, withdrawal
from bot.wording import names
from bot.wording import withdrawal as withdrawal_words
from bot.wording.consent import what_of

#: What somebody says who wants nobody in it any more.
ALL = Term(id="all", sv="alla", en="everybody", words=("allihop", "alla andra", "ingen", "everyone", "nobody"))


def _own_choices(env: Env) -> tuple[Term, ...]:
    return (*env.profile.recipients, ALL)


@dataclass(frozen=True)
class Surely:
    """A yes that says yes, for what cannot be undone ("ok" may be to anything); a no in whatever plain words."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> bool:
        if answers.yes_or_no(text) is False:
            return False
        if bare(text) in answers.YES - answers.VAGUE:
            return True
        raise Refused(T("kit.yes_or_no"))


class Own(Args):
    """Whom (``all``: everybody), and whether the person is sure."""

    function: Annotated[str | None, Arg(reads=OneOf(_own_choices), ask="youth.whom_again", options=_own_choices)] = None
    sure: Annotated[bool | None, Arg(reads=Surely(), ask="youth.your_choice")] = None


@command(sv="dra tillbaka", en="withdraw", needs=Duty.WITHDRAW_OWN, hidden=True, where=(RoomKind.PAGE,))
def own(ctx: CaseCtx, args: Own) -> Reply:
    """The youth's or guardian's own withdrawal: at once, no questions about why."""
    if args.function is None:
        raise Lacks("function")
    function = None if args.function == ALL.id else args.function
    if _no_say(ctx):
        return _passed_on(ctx, function)
    if not any(grant.withdrawn_at is None and function in (None, grant.function) for grant in ctx.store.consents.all()):
        return _not_in(ctx, function)
    if args.sure is None:
        return (_ask_sure(ctx, function),)
    if not args.sure:
        return (ctx.say(T("youth.stays")), *_perhaps_one(ctx, function))
    if ctx.case.state in (State.ACTIVE, State.FROZEN) and _follows(ctx) == "freeze":
        return _stilled(ctx, function)
    what = _what(ctx, function)
    result = withdrawal.withdraw(ctx.store, function, by=ctx.sender.id)
    told = withdrawal_words.told(ctx, function, result)
    paused = T("youth.paused") if ctx.store.case.state is State.FROZEN else None
    return (ctx.say(lines(T("youth.withdrawn", what=what), paused), quiet=True), *told)


def wish(ctx: CaseCtx, function: str | None) -> Reply:
    """Somebody said in their own words that they do not want somebody in it: ask, or say how it is."""
    if _no_say(ctx):
        return _passed_on(ctx, function)
    inside = withdrawal.taking_part(ctx.facts)
    what = T("youth.somebody") if function is None else _what(ctx, function)
    if not inside or function not in (None, *(one.id for one in inside)):
        return _not_in(ctx, function)
    if not ctx.verified:
        told = T("youth.wishes_unsure", code=ctx.case.code, who=names.of_writer(ctx), what=what)
        page = ctx.store.page(ctx.case.coordinator_id)
        alarm = Say(room_id=page.id, body=told, urgency=Urgency.ALARM, elsewhere=told)
        return (ctx.say(T("youth.is_it_you")), alarm)
    if function is not None:
        return (_ask_sure(ctx, function),)
    choices = T("youth.whom", choices=[*(one.text for one in inside), ALL.text])
    return (_ask(ctx, choices, "function", quiet=True),)  # it names who takes part


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


@command(sv="prata om det", en="talk about it", needs=Duty.SELF, evidence=False, hidden=True, where=(RoomKind.PAGE,))
def talk(ctx: CaseCtx, args: Talk) -> Reply:
    """A talk with the coordinator about who may know, if the youth wants one."""
    if not args.talk:
        return (ctx.say(T("youth.no_talk")),)
    ctx.store.audit(Action.YOUTH_ASKED_FOR_TALK)
    wanted = T("youth.wants_talk", code=ctx.case.code, who=names.of_writer(ctx))
    page = ctx.store.page(ctx.case.coordinator_id)
    told = ctx.say(T("youth.will_call", phone=ctx.profile.contact.phone))
    return (told, Say(room_id=page.id, body=wanted, urgency=Urgency.ALARM, elsewhere=wanted))


def secret(ctx: CaseCtx, wish: Wish) -> Reply:
    """Somebody near may not know: who sees the page, and the offer of a talk. Nobody is put out by such words: all
    would notice, and whom it is about first."""
    who = wish.said[:1].upper() + wish.said[1:]
    body = lines(T("youth.secret", who=who), T("youth.talk"))
    question = Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=body,
        command=talk.key,
        field="talk",
        case_id=ctx.case.id,
        urgency=Urgency.ANSWER,
        quiet=True,  # it names somebody
    )
    return (question,)


# -------------------------------------------------------------------------------------------------------------- inside


def _ask_sure(ctx: CaseCtx, function: str | None) -> Ask:
    """Whether they are sure, once it is said who leaves."""
    several = _several(ctx, function)
    words = T("youth.your_choice_several", function=_what(ctx, function), names=several)
    body = words if several else T("youth.your_choice")
    return _ask(ctx, body, "sure", given={"function": function or ALL.id}, quiet=bool(several))


def _ask(ctx: CaseCtx, body: Text, field: str, *, quiet: bool, given: Mapping[str, str] | None = None) -> Ask:
    return Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=body,
        command=own.key,
        field=field,
        given=given or {},
        case_id=ctx.case.id,
        urgency=Urgency.ANSWER,
        quiet=quiet,
    )


def _no_say(ctx: CaseCtx) -> bool:
    """Whether it is a guardian who speaks, of somebody who is grown up: then only the youth takes a consent back."""
    return ctx.sender.role is Role.GUARDIAN and ctx.profile.band(ctx.case.age_band).adult


def _not_in(ctx: CaseCtx, function: str | None) -> Reply:
    """There is nothing to take back, but the no stands: it is kept, and shown with any consent from that day or before
    (one may be waiting for its second yes right now)."""
    ctx.store.refusals.put(function, by=ctx.sender.id, now=ctx.now)
    if function is None:
        ctx.store.audit(Action.CASE_REFUSAL_SOMEBODY)
    else:
        ctx.store.audit(Action.CASE_REFUSAL_SAID, function=function)
    what = T("youth.somebody") if function is None else _what(ctx, function)
    told = T("youth.wishes_without", code=ctx.case.code, who=names.of_writer(ctx), what=what)
    page = ctx.store.page(ctx.case.coordinator_id)
    return (ctx.say(T("youth.nobody_in"), quiet=True), Say(room_id=page.id, body=told))


def _several(ctx: CaseCtx, function: str | None) -> list[str]:
    """The names of those who stand for one private function, where there is more than one: a word such as "pappa" or
    "mormor" means one of them, and the consent is for all."""
    if function is None or not ctx.profile.function(function).private:
        return []
    people = {actor.person_id for actor in ctx.store.actors.all() if actor.function == function}
    there = (
        frozenset[str]().union(*circle.seats(ctx.store, people).values()) if ctx.case.opened_on is not None else people
    )
    return sorted(ctx.store.people.get(person_id).name for person_id in there) if len(there) > 1 else []


def _perhaps_one(ctx: CaseCtx, function: str | None) -> tuple[Say, ...]:
    """Who says no to having all of them out may want one of them out: a person asks."""
    if not _several(ctx, function):
        return ()
    told = T(
        "youth.one_of_several",
        code=ctx.case.code,
        who=names.of_writer(ctx),
        what=_what(ctx, function),
    )
    return (Say(room_id=ctx.store.page(ctx.case.coordinator_id).id, body=told, urgency=Urgency.QUESTION),)


def _passed_on(ctx: CaseCtx, function: str | None) -> Reply:
    what = T("youth.somebody") if function is None else _what(ctx, function)
    told = T("youth.wishes_grown", code=ctx.case.code, who=names.of_writer(ctx), what=what)
    return (ctx.say(T("youth.grown")), Say(room_id=ctx.store.page(ctx.case.coordinator_id).id, body=told))


def _follows(ctx: CaseCtx) -> Literal["remove", "freeze"]:
    """The profile's table: what somebody's own withdrawal does by itself."""
    return ctx.profile.withdrawal.consequence(str(ctx.sender.role), ctx.profile.band(ctx.case.age_band))


def _stilled(ctx: CaseCtx, function: str | None) -> Reply:
    """Nothing new is shared with anybody from now on; what becomes of the consent, the coordinator decides."""
    if ctx.case.state is State.ACTIVE:
        pause.freeze(ctx.store, "somebody took a consent back")
    told = T(
        "consent.stilled",
        code=ctx.case.code,
        who=names.of_writer(ctx),
        what=_what(ctx, function),
    )
    to_office = Say(room_id=ctx.store.office.id, body=told, mentions=(ctx.case.coordinator_id,))
    return (ctx.say(T("youth.stilled"), quiet=True), to_office)


def _what(ctx: CaseCtx, function: str | None) -> Text:
    return what_of(ctx.profile, function)
