"""A consent as it is written down: checked, shown with what would follow from it, and agreed to by two people."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.conversation.command import CaseCtx, Lacks, Reply, refuse
from bot.i18n import ZONE, Lines, T, Text, lines
from bot.rules import agreement as rules
from bot.rules import ledger, membership, promise
from bot.rules.agreement import Agreement, Giver
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.consent import GUARDIANS, Grant, Kinds
from bot.rules.facts import CaseFacts
from bot.rules.profile import GUARDIAN, YOUTH
from bot.rules.roles import Role
from bot.rules.room import RoomState
from bot.rules.words import one
from bot.services import circle, departure, expiry, receipt
from bot.wording import farewell, names
from handlers.consent.form import ASKED, GIVERS, METHODS, Recorded, Renewed

_GIVER = {
    "youth": Giver(who=YOUTH, capacity="self"),
    "guardian1": Giver(who="guardian1", capacity="joint"),
    "guardian2": Giver(who="guardian2", capacity="joint"),
    "sole": Giver(who="guardian1", capacity="sole"),
    "appointed": Giver(who="guardian1", capacity="appointed"),
}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A consent that can be recorded, not recorded yet. ``until``: its last day."""

    agreement: Agreement
    until: date
    grants: tuple[Grant, ...]


def limit(ctx: CaseCtx, args: Renewed) -> date:
    """The last day that the profile allows."""
    days = ctx.profile.verbal_days if args.method == "verbal" else ctx.profile.consent_days
    return (args.given or ctx.today) + timedelta(days=days)


def drafted(
    ctx: CaseCtx,
    args: Renewed,
    kinds: Mapping[str, Kinds],
    *,
    only: Mapping[str, str] | None = None,
    until: date | None = None,
) -> Draft:
    """What was said, checked; whatever is needed and was not said is asked for. ``until``: unless they said."""
    agreement = Agreement(
        givers=tuple(_GIVER[giver] for giver in args.givers),
        kinds=kinds,
        method=args.method,
        given_on=args.given or ctx.today,
        starts_on=ctx.today,
        until=args.until or until,
        witness=args.witness,
        youth_asked=args.asked,
        assessed_on=args.assessed,
        person_ids=only,
        interpreter=args.interpreter,
        form=args.form,
        paper=args.paper,
    )
    if args.method == "verbal" and args.witness is None:
        raise Lacks("witness")
    band = ctx.profile.band(ctx.case.age_band)
    if band.ask_youth and YOUTH not in args.givers and args.asked is None:
        raise Lacks("asked")
    if band.assess_alone and args.givers == (YOUTH,) and args.assessed is None:
        raise Lacks("assessed")
    last = rules.check(agreement, band=ctx.case.age_band, profile=ctx.profile, today=ctx.today)
    grants = _grants(ctx, agreement, approved_by="")  # nobody yet: it is only to be looked at
    after = ctx.facts.with_grants((*ctx.facts.grants, *grants))
    rules.check_waiver(after.heard, ctx.profile)
    return Draft(agreement=agreement, until=last, grants=grants)


def settle(ctx: CaseCtx, draft: Draft, args: Renewed, *notes: Text | None) -> Reply:
    """Show what it means, have two people say yes, and record it. Returns what is said to those who leave by it, and to
    those who stay: a change of custody may end what somebody else gave."""
    everybody = {actor.person_id for actor in ctx.store.actors.all()}
    before, was_open = circle.seats(ctx.store, everybody), circle.is_talking(ctx.store)
    preview = _preview(ctx, draft, args, notes)
    ctx.confirm(preview)
    ctx.confirm_second(preview)
    assert ctx.approver is not None  # confirm_second returns only with one
    ctx.store.consents.add(_grants(ctx, draft.agreement, approved_by=ctx.approver.id))
    ctx.store.audit(
        Action.CASE_CONSENT_RECORDED,
        functions=list(draft.agreement.kinds),
        until=draft.until.isoformat(),
        approved_by=ctx.approver.id,
    )
    expiry.plan_prompts(ctx.store)
    receipt.plan_reminder(ctx.store)
    after = circle.seats(ctx.store, everybody)
    lost = frozenset[str]().union(*(before[room_id] - after[room_id] for room_id in before))
    leaving = [actor for actor in ctx.store.actors.all() if actor.person_id in lost]
    if not leaving:
        return ()
    seen = departure.Before(leaving=tuple(leaving), seats=before, was_talking=was_open)
    left = departure.finish(ctx.store, seen)
    words = [ctx.profile.function(function).text for function in dict.fromkeys(actor.function for actor in leaving)]
    return farewell.told(ctx, left, T("consent.gone", what=words))


def kinds_of(ctx: CaseCtx, args: Recorded) -> dict[str, Kinds]:
    """The kinds for each function that was named. Refused where none were said. What was said for everybody does not
    reach a private person beside them: for them it is asked."""
    found, alone = {}, all(promise.binds(function, ctx.profile) for function in args.functions)
    for function in args.functions:
        private = promise.binds(function, ctx.profile)
        said = args.private if private and not alone else args.kinds
        kinds = args.kinds.get(function) or said.get(function) or said.get("")
        if kinds is None and private and not alone:
            raise Lacks("private", private=_private_without(ctx, args))
        if kinds is None:
            raise refuse("consent.no_kind", function=ctx.profile.function(function).text)
        found[function] = kinds
    return found


def _private_without(ctx: CaseCtx, args: Recorded) -> list[Text]:
    """The private persons' functions of whom it is not said what they may hear."""
    said = {*args.kinds, *args.private}
    return [
        ctx.profile.function(one).text for one in args.functions if promise.binds(one, ctx.profile) and one not in said
    ]


def beside(ctx: CaseCtx, function: str, kinds: Kinds) -> Text:
    """Where somebody comes in who hears less than the case room is about: a side room there is, or one to open."""
    words = {"function": ctx.profile.function(function).text, "kinds": ctx.profile.kind_words(kinds)}
    rooms = [where for where in ctx.store.rooms if where.number is not None and where.scope <= kinds]
    if not rooms:
        return T("consent.side", code=ctx.case.code, **words)
    return T("consent.in_side", rooms=[names.of_room(ctx, where) for where in rooms], **words)


# -------------------------------------------------------------------------------------------------------------- inside


def _grants(ctx: CaseCtx, agreement: Agreement, *, approved_by: str) -> tuple[Grant, ...]:
    return rules.grants_of(
        agreement,
        ctx.facts,
        now=ctx.now,
        recorded_by=ctx.sender.id,
        approved_by=approved_by,
        new_id=lambda: secrets.token_hex(16),
    )


def _preview(ctx: CaseCtx, draft: Draft, args: Renewed, notes: Sequence[Text | None]) -> Lines:
    agreement, earlier = draft.agreement, ctx.facts.grants
    givers = [next(term.text for term in GIVERS if term.id == giver) for giver in args.givers]
    return lines(
        T("consent.preview", code=ctx.case.code),
        *(
            _line(ctx, function, kinds, (agreement.person_ids or {}).get(function))
            for function, kinds in agreement.kinds.items()
        ),
        *_rooms(ctx, ctx.facts.with_grants((*earlier, *draft.grants))),
        *_taken_back(ctx, agreement, earlier),
        *_refused(ctx, agreement),
        T("consent.preview_until", until=draft.until, givers=givers),
        T("consent.preview_given", day=agreement.given_on, how=one(METHODS, args.method).text),
        T("ledger.witness", name=args.witness) if args.witness else None,
        T("ledger.asked", answer=one(ASKED, args.asked).text) if args.asked else None,
        T("consent.youth_says_no") if args.asked == "no" else None,
        *notes,
    )


def _taken_back(ctx: CaseCtx, agreement: Agreement, earlier: Sequence[Grant]) -> list[Text]:
    """A warning for each function whose consent was taken back on the very day this was given: which came last?"""
    last = {grant.function: grant for grant, narrowed in ledger.taken_back(earlier) if not narrowed}
    return [
        T("consent.taken_back", function=ctx.profile.function(one).text, at=at)
        for one in agreement.kinds
        if one in last and (at := last[one].withdrawn_at) and at.astimezone(ZONE).date() == agreement.given_on
    ]


def _refused(ctx: CaseCtx, agreement: Agreement) -> list[Text]:
    """A warning for whoever was not wanted on the day this was given, or later: they said so when there was nothing to
    take back, and somebody has to ask them."""
    return [
        T(
            "consent.refused" if refusal.function else "consent.refused_somebody",
            who=T(f"youth.is_{ctx.store.people.get(refusal.person_id).role}"),
            at=refusal.said_at,
            **({"function": ctx.profile.function(refusal.function).text} if refusal.function else {}),
        )
        for refusal in ctx.store.refusals.all()
        if (refusal.function is None or refusal.function in agreement.kinds)
        and not _said_since(ctx, refusal, agreement)
    ]


def _said_since(ctx: CaseCtx, refusal: ledger.Refusal, agreement: Agreement) -> bool:
    """Whether whoever said no has said yes on a later day. A yes of somebody else's is no answer to it, nor, with two
    guardians, of one of them."""
    if refusal.said_at.astimezone(ZONE).date() >= agreement.given_on:
        return False
    givers = {giver.who for giver in agreement.givers}
    if ctx.store.people.get(refusal.person_id).role is Role.YOUTH:
        return YOUTH in givers
    return {GUARDIANS[0], GUARDIANS[1]} <= givers or any(giver.capacity == "sole" for giver in agreement.givers)


def _line(ctx: CaseCtx, function: str, kinds: Kinds, only: str | None) -> Text:
    named = [actor.person_id for actor in ctx.store.actors.all() if actor.function == function]
    people = [ctx.store.people.get(person_id).name for person_id in named]
    who = T("consent.only", name=ctx.store.people.get(only).name) if only else people or T("consent.nobody_yet")
    words = {"function": ctx.profile.function(function).text, "kinds": ctx.profile.kind_words(kinds)}
    return T("consent.preview_line", who=who, **words)


def _rooms(ctx: CaseCtx, after: CaseFacts) -> list[Text]:
    """Which rooms follow from a ledger: what the case room is about and who is in it, who comes in now, and whose kinds
    are too few for it."""
    case, heard = ctx.case, after.heard
    is_open = case.opened_on is not None
    scope = case.scope if is_open else ledger.shared(heard, ctx.profile)
    if not scope:
        return [T("consent.no_room")]
    place = replace(ctx.store.room.place, scope=scope, state=RoomState.OPEN)
    choice = case.youth_choice or ctx.profile.proposed_place(case.track)
    would_be = replace(case, state=State.ACTIVE, opened_on=ctx.today, youth_choice=choice)
    people = membership.wanted(place, after.with_case(would_be))
    stays = membership.excluded(place, after.with_case(would_be))
    promising = [person_id for person_id, why in stays.items() if why.key == "membership.not_promised"]
    inside = membership.wanted(ctx.store.room.place, ctx.facts) if is_open else people
    coming = [person_id for person_id in people if person_id not in inside]
    leaving = [person_id for person_id in inside if person_id not in people]
    narrower = {function: kinds for function, kinds in heard.items() if not kinds >= scope}
    comes = "consent.comes_later" if case.state is State.FROZEN else "consent.comes_in"
    return [
        T("consent.room", kinds=ctx.profile.kind_words(scope), people=[_member(ctx, each) for each in people]),
        *([T("consent.comes_on_promise", people=[_member(ctx, each) for each in promising])] if promising else []),
        *([T(comes, people=[_member(ctx, each) for each in coming])] if coming else []),
        *([T("consent.leaves", names=[_member(ctx, each) for each in leaving])] if leaving else []),
        *(beside(ctx, function, kinds) for function, kinds in narrower.items()),
    ]


def _member(ctx: CaseCtx, person_id: str) -> Text:
    """``Petra (polis)``; the youth and the guardians by what they are."""
    person = ctx.store.people.get(person_id)
    function = next((actor.function for actor in ctx.store.actors.all() if actor.person_id == person_id), None)
    what = names.role_in_case(ctx, person)
    return what if function in (YOUTH, GUARDIAN) else T("consent.member", name=person.name, what=what)
