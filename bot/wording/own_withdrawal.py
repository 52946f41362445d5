"""The words when a youth or guardian does not want somebody in it any more: questions, and to the
coordinator."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.command import Ask, CaseCtx, Reply
from bot.i18n import T, Text
from bot.messages import Say, Urgency
from bot.rules.words import Term
from bot.services import own_withdrawal, withdrawal
from bot.services.own_withdrawal import Course
from bot.wording import names, youth
from bot.wording.consent import what_of
from storage.question import OWN_WITHDRAWAL

#: What somebody says who wants nobody in it any more.
ALL = Term(
    id="all", sv="alla", en="everybody", words=("allihop", "alla andra", "ingen", "everyone", "nobody")
)


def reply_to_wish(ctx: CaseCtx, function: str | None, course: Course) -> Reply:
    """The reply to a wish that a function (None: it is not said yet which) be out: a question, or why it
    cannot be."""
    match course:
        case Course.NO_SAY:
            told = T(
                "youth.wishes_grown", code=ctx.case.code, who=names.of_writer(ctx), what=_whom(ctx, function)
            )
            return (ctx.say(T("youth.grown")), _to_coordinator(ctx, told))
        case Course.NOT_GIVEN:
            told = T(
                "youth.wishes_without",
                code=ctx.case.code,
                who=names.of_writer(ctx),
                what=_whom(ctx, function),
            )
            return (ctx.say(T("youth.nobody_in"), quiet=True), _to_coordinator(ctx, told))
        case Course.FREEZE | Course.REMOVE:
            return _question(ctx, function)


def sure(ctx: CaseCtx, function: str | None) -> Ask:
    """Ask whether they are sure, once they have said who is to leave."""
    several = names_of_several(ctx, function)
    if several:
        body = T("youth.your_choice_several", function=what_of(ctx.profile, function), names=several)
    else:
        body = T("youth.your_choice")
    return _ask(ctx, body, "sure", given={"function": function or ALL.id}, quiet=bool(several))


def names_of_several(ctx: CaseCtx, function: str | None) -> list[str]:
    """The names of the people that a word such as "mormor" may mean, where there are several."""
    people = own_withdrawal.several(ctx.store, function)
    return sorted(ctx.facts.person(person_id).name for person_id in people)


def _question(ctx: CaseCtx, function: str | None) -> Reply:
    """Ask whom they mean, or whether they are sure; from an unverified device, alarm the coordinator
    instead."""
    if not ctx.verified:
        told = T(
            "youth.wishes_unsure", code=ctx.case.code, who=names.of_writer(ctx), what=_whom(ctx, function)
        )
        return (ctx.say(T("youth.is_it_you")), youth.alarm(ctx, ctx.case, told))
    if function is not None:
        return (sure(ctx, function),)
    choices = [*(term.text for term in withdrawal.taking_part(ctx.facts)), ALL.text]
    return (_ask(ctx, T("youth.whom", choices=choices), "function", quiet=True),)  # it names who takes part


def _ask(ctx: CaseCtx, body: Text, field: str, *, quiet: bool, given: Mapping[str, str] | None = None) -> Ask:
    return Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=body,
        command=OWN_WITHDRAWAL,
        field=field,
        given=given or {},
        case_id=ctx.case.id,
        urgency=Urgency.ANSWER,
        quiet=quiet,
    )


def _whom(ctx: CaseCtx, function: str | None) -> Text:
    return T("youth.somebody") if function is None else what_of(ctx.profile, function)


def _to_coordinator(ctx: CaseCtx, told: Text) -> Say:
    return Say(room_id=ctx.coordinator_page.id, body=told)
