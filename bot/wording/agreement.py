"""The preview of a consent that is to be recorded: who will hear what, and who comes and goes."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.command import CaseCtx
from bot.i18n import ZONE, Lines, T, Text, items, lines
from bot.rules import ledger, membership
from bot.rules.agreement import ASKED, GIVERS, METHODS, Agreement, Forecast
from bot.rules.case import State
from bot.rules.consent import GUARDIANS, Kinds
from bot.rules.facts import CaseFacts
from bot.rules.ledger import Refusal
from bot.rules.profile import GUARDIAN, YOUTH
from bot.rules.roles import Role
from bot.rules.room import RoomState
from bot.rules.words import one
from bot.services import pause
from bot.wording import names

_BY_ROLE = {Role.YOUTH: T("youth.is_youth"), Role.GUARDIAN: T("youth.is_guardian")}


def preview(ctx: CaseCtx, agreement: Agreement, forecast: Forecast, *notes: Text | None) -> Lines:
    """What would follow from an agreement: who may hear what, which rooms, and how it was given; ``notes``
    last."""
    people = agreement.person_ids or {}
    givers = [one(GIVERS, giver.term).text for giver in agreement.givers]
    youth_answer = agreement.youth_asked
    return lines(
        T("consent.preview", code=ctx.case.code),
        items(
            *(
                _line(ctx, function, kinds, people.get(function))
                for function, kinds in agreement.kinds.items()
            )
        ),
        *_rooms(ctx, forecast.after),
        T("consent.would_freeze") if pause.would_begin(ctx.store, forecast.after) else None,
        *_taken_back(ctx, agreement),
        *_refused(ctx, agreement),
        T("consent.preview_until", until=forecast.until, givers=givers),
        T("consent.preview_given", day=agreement.given_on, how=one(METHODS, agreement.method).text),
        T("ledger.witness", name=agreement.witness) if agreement.witness else None,
        T("ledger.asked", answer=one(ASKED, youth_answer).text) if youth_answer else None,
        T("consent.youth_says_no") if youth_answer == "no" else None,
        *notes,
    )


def side_room(ctx: CaseCtx, function: str, kinds: Kinds) -> Text:
    """The side room for a function that may hear too little for the case room: one there is, or one to
    open."""
    words = {"function": ctx.profile.function(function).text, "kinds": ctx.profile.kind_words(kinds)}
    rooms = [room for room in ctx.store.rooms if room.number is not None and room.scope <= kinds]
    if not rooms:
        return T("consent.side", code=ctx.case.code, **words)
    return T("consent.in_side", rooms=[names.of_room(ctx, room) for room in rooms], **words)


# -------------------------------------------------------------------------------------------------------------- inside


def _line(ctx: CaseCtx, function: str, kinds: Kinds, only: str | None) -> Text:
    """One function: who stands for it, and about what."""
    words = {"function": ctx.profile.function(function).text, "kinds": ctx.profile.kind_words(kinds)}
    if only:
        return T("consent.preview_line", who=T("consent.only", name=ctx.facts.person(only).name), **words)
    people = [
        ctx.facts.person(actor.person_id).name for actor in ctx.facts.actors if actor.function == function
    ]
    return T("consent.preview_line", who=people or T("consent.nobody_yet"), **words)


def _rooms(ctx: CaseCtx, after: CaseFacts) -> list[Text]:
    """What the consent means for the rooms: the scope of the case room and who is in it, who comes and goes,
    and which functions may hear too little for it."""
    case = ctx.case
    is_open = case.opened_on is not None
    scope = case.scope if is_open else ledger.shared(after.heard, ctx.profile)
    if not scope:
        return [T("consent.no_room")]
    place = replace(ctx.store.room.place, scope=scope, state=RoomState.OPEN)
    choice = case.youth_choice or ctx.profile.proposed_place(case.track)
    in_open_case = after.with_case(
        replace(case, state=State.ACTIVE, opened_on=ctx.today, youth_choice=choice)
    )
    people = membership.wanted(place, in_open_case)
    outside = membership.excluded(place, in_open_case)
    inside = membership.wanted(ctx.store.room.place, ctx.facts) if is_open else people
    promising = [person_id for person_id, why in outside.items() if why.key == "membership.not_promised"]
    coming = [person_id for person_id in people if person_id not in inside]
    leaving = [person_id for person_id in inside if person_id not in people]
    room = T(
        "consent.room", kinds=ctx.profile.kind_words(scope), people=[_member(ctx, each) for each in people]
    )
    shown = [room]
    if promising:
        shown.append(T("consent.comes_on_promise", people=[_member(ctx, each) for each in promising]))
    if coming:
        key = "consent.comes_later" if case.state is State.FROZEN else "consent.comes_in"
        shown.append(T(key, people=[_member(ctx, each) for each in coming]))
    if leaving:
        shown.append(T("consent.leaves", names=[_member(ctx, each) for each in leaving]))
    narrower = {function: kinds for function, kinds in after.heard.items() if not kinds >= scope}
    return [*shown, *(side_room(ctx, function, kinds) for function, kinds in narrower.items())]


def _taken_back(ctx: CaseCtx, agreement: Agreement) -> list[Text]:
    """A warning for each function whose consent was withdrawn on the day this one was given: which came
    last?"""
    last = {grant.function: grant for grant, narrowed in ledger.taken_back(ctx.facts.grants) if not narrowed}
    found = []
    for function in agreement.kinds:
        at = last[function].withdrawn_at if function in last else None
        if at is not None and at.astimezone(ZONE).date() == agreement.given_on:
            found.append(T("consent.taken_back", function=ctx.profile.function(function).text, at=at))
    return found


def _refused(ctx: CaseCtx, agreement: Agreement) -> list[Text]:
    """A warning for each refusal that no later yes has answered: the youth or a guardian did not want a
    function in it, said so while there was no consent to withdraw, and has to be asked."""
    found = []
    for refusal in ctx.store.refusals.all():
        if _has_agreed_since(ctx, refusal, agreement):
            continue
        who = _BY_ROLE[ctx.facts.person(refusal.person_id).role]
        if refusal.function is None:
            found.append(T("consent.refused_somebody", who=who, at=refusal.said_at))
        elif refusal.function in agreement.kinds:
            function = ctx.profile.function(refusal.function).text
            found.append(T("consent.refused", who=who, at=refusal.said_at, function=function))
    return found


def _has_agreed_since(ctx: CaseCtx, refusal: Refusal, agreement: Agreement) -> bool:
    """Whether whoever said no says yes on a later day.

    The yes of somebody else does not count, nor, with two guardians, that of one of them.
    """
    if refusal.said_at.astimezone(ZONE).date() >= agreement.given_on:
        return False
    givers = {giver.who for giver in agreement.givers}
    if ctx.facts.person(refusal.person_id).role is Role.YOUTH:
        return YOUTH in givers
    return set(GUARDIANS) <= givers or any(giver.capacity == "sole" for giver in agreement.givers)


def _member(ctx: CaseCtx, person_id: str) -> Text:
    """``Petra (polis)``; the youth and the guardians by what they are."""
    person = ctx.facts.person(person_id)
    functions = [actor.function for actor in ctx.facts.actors_of(person_id)]
    what = names.role_in_case(ctx, person)
    if functions and functions[0] in (YOUTH, GUARDIAN):
        return what
    return T("consent.member", name=person.name, what=what)
