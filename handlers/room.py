"""Opening the case room, who is in it and why, and the words that greet people there."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from bot.arguments import Arg, OneOf, Somebody, SomeOf
from bot.command import Args, CaseCtx, Lacks, NoArgs, Reply, UnitCtx, command, refuse, when_due, when_member
from bot.i18n import Lines, T, Text, lines
from bot.messages import Pin, Say, Urgency
from bot.rules import case as rules
from bot.rules import consent, membership, retention
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.membership import Why
from bot.rules.people import Person
from bot.rules.profile import Term
from bot.rules.roles import Duty, Role, may
from handlers import device
from handlers.case import youth_of
from handlers.plan import card
from storage.scoped import CaseStore

PLACES = (
    Term(id="room", sv="rummet", en="the room", words=("rum", "ärenderummet", "room")),
    Term(id="page", sv="egen sida", en="own page", words=("sida", "sidan", "page", "bara egen sida", "only own page")),
)

#: People join one after the other; the briefing waits this long, so that it is posted once for all of them.
GATHERING = timedelta(seconds=20)


class Open(Args):
    """Where the youth wants to be, and what the room is about."""

    place: Annotated[str | None, Arg(reads=OneOf(lambda _: PLACES), ask="room.ask_place", options=lambda _: PLACES)] = (
        None
    )
    scope: Annotated[
        tuple[str, ...] | None, Arg(reads=SomeOf(lambda env: env.profile.kinds), words=("om", "about"))
    ] = None


@command(sv="öppna", en="open", needs=Duty.MANAGE_ROOM, evidence=True, where=("office",))
def open_room(ctx: CaseCtx, args: Open) -> Reply:
    """Open the case room: only the actors whose consent covers all of its scope come in."""
    choice = args.place or ctx.case.youth_choice
    grants, actors = ctx.store.consents.all(), ctx.store.actors.all()
    scope = frozenset(args.scope) if args.scope is not None else _common(ctx)
    rules.check_open(
        ctx.case,
        actors=actors,
        grants=grants,
        profile=ctx.profile,
        scope=scope,
        youth_choice=choice or "room",
        today=ctx.today,
    )
    if choice is None:
        raise Lacks("place")
    case = rules.opened(ctx.case, scope=scope, youth_choice=choice, today=ctx.today)
    place = membership.Room(
        id=ctx.store.room.id, kind="case", unit_id=ctx.unit_id, case_id=case.id, scope=scope, state="open"
    )
    people = ctx.store.people.all()
    coming = membership.wanted(place, case, grants, actors, people, ctx.profile, ctx.today)
    staying = membership.excluded(place, case, grants, actors, people, ctx.profile, ctx.today)
    ctx.confirm(
        lines(
            T("room.opening", code=case.code, kinds=ctx.profile.kind_words(scope)),
            *(_who(ctx, person_id, "room.comes") for person_id in coming),
            *(_stays(ctx, subject, why) for subject, why in staying.items()),
            *device.cannot_read(ctx, map(ctx.store.people.get, coming), why=True),
            T("room.open_question"),
        )
    )
    ctx.store.save(case)
    ctx.store.open_room(scope)
    ctx.store.cancel_due("the case is open", kind="case.purge")
    ctx.store.plan_due("followup.prompt", case.id, morning(retention.followup_on(ctx.today, ctx.profile)))
    ctx.store.audit("case:opened", scope=sorted(scope), place=choice)
    told = [ctx.say(T("room.opened", code=case.code))]
    youth = youth_of(ctx.store)
    if youth is not None and youth.matrix_id is not None:
        told.append(Say(room_id=ctx.store.page(youth.id).id, body=T(f"room.youth_{choice}"), quiet=True))
    return tuple(told)


class Invite(Args):
    """Whom."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]


@command(sv="bjud in", en="invite", needs=Duty.MANAGE_ROOM, where=("office", "case"))
def invite(ctx: CaseCtx, args: Invite) -> Reply:
    """See whether somebody comes in, and if not, why and what to do. Consent decides; nobody is invited by hand."""
    where = ctx.store.room
    place = membership.Room(
        id=where.id, kind="case", unit_id=ctx.unit_id, case_id=ctx.case.id, scope=where.scope, state=where.state
    )
    facts = (ctx.store.consents.all(), ctx.store.actors.all(), ctx.store.people.all(), ctx.profile, ctx.today)
    if args.person.id in membership.wanted(place, ctx.case, *facts):
        return (ctx.say(T("room.already_covered", name=args.person.name, code=ctx.case.code)),)
    why = membership.excluded(place, ctx.case, *facts).get(args.person.id)
    reason = T("room.not_named", name=args.person.name) if why is None else why.text
    raise refuse("room.stop", name=args.person.name, why=reason, code=ctx.case.code)


@command(sv="vem ser vad", en="who sees what", needs=Duty.SEE_WHO)
def who_sees_what(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Show who may read what, in plain words."""
    if ctx.case.opened_on is None:
        return (ctx.say(T("room.not_open", code=ctx.case.code), quiet=True),)
    where = ctx.store.room
    place = membership.Room(
        id=where.id, kind="case", unit_id=ctx.unit_id, case_id=ctx.case.id, scope=where.scope, state=where.state
    )
    inside = membership.wanted(
        place,
        ctx.case,
        ctx.store.consents.all(),
        ctx.store.actors.all(),
        ctx.store.people.all(),
        ctx.profile,
        ctx.today,
    )
    shown = [_who(ctx, person_id, "room.sees") for person_id in inside]
    why = may(ctx.sender.role, Duty.MANAGE_ROOM)  # the others need not know what is wrong with whose phone
    shown += device.cannot_read(ctx, map(ctx.store.people.get, inside), why=why)
    kinds = T("room.about", kinds=ctx.profile.kind_words(ctx.case.scope))
    # On an own page this is asked for, and answered without a notification: it names actors
    return (ctx.say(lines(kinds, *shown, T("room.page_is_private")), quiet=ctx.room.kind == "page"),)


@when_member
def joined(ctx: UnitCtx, change: str) -> Reply:
    """Somebody came into a case room: brief them, once for all who come at about the same time. Newcomers are announced
    to the youth."""
    if not isinstance(ctx, CaseCtx) or change != "join" or ctx.room.kind != "case":
        return ()
    ctx.store.plan_due("room.briefing", ctx.case.id, ctx.now + GATHERING)
    youth = youth_of(ctx.store)
    founding = not ctx.store.is_shown(f"welcome:{ctx.case.id}")
    if founding or youth is None or youth.matrix_id is None or ctx.sender.id == youth.id:
        return ()
    return (Say(room_id=ctx.store.page(youth.id).id, body=_who(ctx, ctx.sender.id, "room.newcomer"), quiet=True),)


@when_due("room.briefing")
def brief(ctx: CaseCtx, subject: str) -> Reply:
    """The first words in the room, again for newcomers: they cannot read what was said before they came."""
    if ctx.case.state is not State.ACTIVE:
        return ()
    where, tag = ctx.store.room.id, f"welcome:{ctx.case.id}"
    plan_tag = f"plan:{ctx.case.id}"
    return (
        Say(room_id=where, body=_welcome(ctx), tag=tag, quiet=True),
        Say(room_id=where, body=card(ctx), tag=plan_tag, urgency=Urgency.DIGEST),
        Pin(room_id=where, tag=plan_tag),
    )


def _welcome(ctx: CaseCtx) -> Lines:
    contact = ctx.profile.contact
    police = any(actor.function == "police" for actor in ctx.store.actors.all())
    return lines(
        T("room.welcome", code=ctx.case.code, kinds=ctx.profile.kind_words(ctx.case.scope)),
        T("room.police") if police else None,
        T("room.secrecy"),
        T(
            "room.emergency",
            emergency=ctx.profile.emergency,
            who=contact.label(ctx.unit_language),
            phone=contact.phone,
        ),
        T("profile.socialjour", phone=ctx.profile.socialjour) if ctx.profile.socialjour else None,
    )


def _common(ctx: CaseCtx) -> consent.Kinds:
    """What everybody the profile requires may hear: the widest scope the room can have with all of them."""
    covered = consent.covered_functions(
        ctx.store.consents.all(), ctx.case.age_band, ctx.profile, ctx.case.id, ctx.today
    )
    needed = [covered.get(function, frozenset()) for function in ctx.profile.required_functions]
    return frozenset.intersection(*needed) if needed else frozenset().union(*covered.values())


def _who(ctx: CaseCtx, person_id: str, key: str) -> Text:
    person = ctx.store.people.get(person_id)
    if person.role is Role.COORDINATOR:
        return T(key, name=person.name, function=T("person.role_coordinator"))
    return T(key, name=person.name, function=_role(ctx, ctx.store, person))


def _role(ctx: CaseCtx, store: CaseStore, person: Person) -> Text:
    found = next((actor.function for actor in store.actors.all() if actor.person_id == person.id), None)
    return T(f"person.role_{person.role}") if found is None else ctx.profile.function(found).text


def _stays(ctx: CaseCtx, subject: str, why: Why) -> Text:
    try:
        name = ctx.store.people.get(subject).name
    except LookupError:
        return T("room.stays_function", why=why.text)
    return T("room.stays", name=name, why=why.text)
