"""The words when a youth or guardian does not want somebody in it any more: questions, and to the
coordinator."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.command import Ask, CaseCtx, Reply
from bot.i18n import Lines, T, Text, lines
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

#: What somebody was shown would follow, by the course it takes and whether the group pauses.
SHOWN = (
    Term(id="remove", sv="ut", en="out"),
    Term(id="stops", sv="ut och paus", en="out and pause"),
    Term(id="pause", sv="paus", en="pause"),
    Term(id="freeze", sv="stopp", en="stop"),
)


def shown(ctx: CaseCtx, function: str | None, course: Course) -> str:
    """What is shown to follow from a course, by its id in :data:`SHOWN`."""
    if course is Course.REMOVE and withdrawal.forecast(ctx.store, function, by=ctx.sender.id).freezes:
        return "stops"
    return str(course)


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
        case Course.WAITS:
            return (ctx.say(T("withdrawal.waits_already"), quiet=True),)
        case Course.FREEZE | Course.PAUSE | Course.REMOVE:
            return _question(ctx, function, course)


def sure(ctx: CaseCtx, function: str | None, course: Course) -> Ask:
    """Show what follows, and ask whether they are sure, once they have said who is to leave."""
    what = what_of(ctx.profile, function)
    several = names_of_several(ctx, function)
    follows = shown(ctx, function, course)
    body = lines(
        T("youth.your_choice"),
        T("youth.several", function=what, names=several) if several else None,
        *_what_follows(ctx, follows, what),
        T("youth.shall_i"),
        T("youth.only_one") if several else None,
    )
    given = {"function": function or ALL.id, "shown": follows}
    return _ask(ctx, body, "sure", given=given, quiet=True)  # it names who leaves


def names_of_several(ctx: CaseCtx, function: str | None) -> list[str]:
    """The names of the people that a word such as "mormor" may mean, where there are several."""
    people = own_withdrawal.several(ctx.store, function)
    return sorted(ctx.facts.person(person_id).name for person_id in people)


def _what_follows(ctx: CaseCtx, follows: str, what: Text) -> list[Text]:
    """What would follow: who leaves, who notices, whether the group pauses, and that a person rings."""
    match follows:
        case "pause":
            return [T("withdrawal.all_pauses"), T("withdrawal.then_out", what=what)]
        case "freeze":
            return [T("withdrawal.all_pauses"), T("withdrawal.coordinator_decides")]
    if ctx.case.opened_on is None:
        return [T("withdrawal.never_in", what=what)]
    leaves = [T("withdrawal.out_at_once", what=what)]
    if follows == "stops":
        leaves.append(T("withdrawal.pauses_too"))
    return leaves


def _question(ctx: CaseCtx, function: str | None, course: Course) -> Reply:
    """Ask whom they mean, or whether they are sure; where somebody else may write, alarm the coordinator
    instead."""
    if not ctx.verified or ctx.sender.held:
        told = T(
            "youth.wishes_unsure", code=ctx.case.code, who=names.of_writer(ctx), what=_whom(ctx, function)
        )
        return (ctx.say(T("youth.is_it_you")), youth.alarm(ctx, ctx.case, told))
    if function is not None:
        return (sure(ctx, function, course),)
    choices = [*(term.text for term in withdrawal.taking_part(ctx.facts)), ALL.text]
    return (_ask(ctx, T("youth.whom", choices=choices), "function", quiet=True),)  # it names who takes part


def _ask(
    ctx: CaseCtx, body: Text | Lines, field: str, *, quiet: bool, given: Mapping[str, str] | None = None
) -> Ask:
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
