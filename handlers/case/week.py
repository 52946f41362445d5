"""The week of a coordinator or case lead: what needs them, asked for, and told in the morning where it is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from bot.conversation.arguments import Arg, OneOf, Word
from bot.conversation.command import Args, Ask, Reply, UnitCtx, command, when_due
from bot.i18n import Lines, T, lines
from bot.messages import Attach, Say, Urgency
from bot.rules import away
from bot.rules import overview as rules
from bot.rules.calendar import day_of
from bot.rules.case import Case
from bot.rules.overview import Matter, MatterKind, Monday
from bot.rules.person import Person
from bot.rules.roles import Consequence, Duty, may
from bot.rules.room import RoomKind
from bot.rules.words import Term
from bot.services import overview
from bot.services.overview import Overview
from bot.wording import overview as words
from bot.wording import pictures
from storage.question import NEXT_MEETING

_PICTURE = ("bild", "bilden", "diagram", "picture", "chart")


class Week(Args):
    """All of it instead of what fits a phone's screen, or as a picture."""

    in_full: Annotated[bool, Arg(reads=Word(("allt", "alla", "mer", "all", "everything", "more")))] = False
    picture: Annotated[bool, Arg(reads=Word(_PICTURE))] = False


@command(
    sv="veckan",
    en="week",
    also=(
        *("vad är på gång", "vad är på gång i veckan", "vad händer i veckan", "vad händer den här veckan"),
        *("what is on", "what is on this week", "what happens this week"),
    ),
    needs=Duty.OVERSEE,
    consequence=Consequence.LOOK,
    evidence=False,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
)
def show(ctx: UnitCtx, args: Week) -> Reply:
    """Show what needs somebody this week, in their own cases first."""
    seen = overview.of_person(ctx.store, ctx.sender)
    own, others = seen.own(ctx.sender), seen.others(ctx.sender)
    told = ctx.say(words.week(ctx, ctx.sender, own, others, whole=args.in_full))
    if not args.picture:
        return (told,)
    return (told, *_drawn(ctx, ctx.room.id, own if own.cases else seen))


class Choice(Args):
    """Whether, and with a picture or not."""

    wanted: Annotated[
        str,
        Arg(
            reads=OneOf(
                lambda _env: (
                    Term(id="on", sv="på", en="on", words=("ja", "yes")),
                    Term(id="off", sv="av", en="off", words=("nej", "no")),
                    Term(id="picture", sv="bild", en="picture", words=("med bild", "with picture")),
                )
            ),
            ask="overview.ask_monday",
        ),
    ]


_CHOSEN = {
    Monday.ON: "overview.monday_on",
    Monday.OFF: "overview.monday_off",
    Monday.PICTURE: "overview.monday_picture",
}


@command(
    sv="måndag",
    en="monday",
    needs=Duty.OVERSEE,
    consequence=Consequence.NOTE,
    evidence=False,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
)
def monday(ctx: UnitCtx, args: Choice) -> Reply:
    """Choose whether the bot says by itself how the week looks as it begins."""
    chosen = Monday(args.wanted)
    overview.choose_monday(ctx.store, ctx.sender, chosen)
    return (ctx.say(T(_CHOSEN[chosen])),)


@when_due(overview.MORNING)
def tell(ctx: UnitCtx, subject: str) -> Reply:
    """In the morning: one message to each who has something new, or the week as it begins; never on a day off."""
    looked_on = subject.rpartition(":")[2]
    since = date.fromisoformat(looked_on) if looked_on else ctx.today
    seen = overview.of_cases(ctx.store, ctx.store.cases.all())
    if not overview.go_on(ctx.store, seen, since):
        return ()
    told: Reply = ()
    for person in ctx.store.facts.people:
        if _is_told(ctx, person):
            told += _morning(ctx, person, seen.own(person), since)
    return told


def _is_told(ctx: UnitCtx, person: Person) -> bool:
    """Whether somebody hears of their cases in the morning: nobody does who is away, or has no account."""
    is_there = person.active and person.matrix_id is not None and not away.is_away(person, ctx.today)
    return is_there and may(person.role, Duty.OVERSEE)


def _morning(ctx: UnitCtx, person: Person, own: Overview, since: date) -> Reply:
    chosen = rules.monday_of(person)
    if chosen is not Monday.OFF and rules.is_first_of_week(ctx.today, since):
        if not own.needing and not own.meetings:
            return ()
        shown = words.week(ctx, person, own, Overview(cases=()), whole=False)
        said = _to_page(ctx, person, lines(T("overview.monday_begin"), shown, T("overview.monday_end")))
        drawn = _drawn(ctx, said.room_id, own) if chosen is Monday.PICTURE else ()
        return (said, *drawn)
    if not may(person.role, Duty.SEE_CASES):
        return ()  # a case lead has the week, if they want it; what is new is for the coordinator to see to
    fresh = own.news(since, ctx.today)
    proposed = _proposed(own, fresh)
    if proposed is None:
        news = words.news(ctx, person, own, fresh)
        return () if news is None else (_to_page(ctx, person, news),)
    others = {
        case_id: [matter for matter in matters if matter.kind is not MatterKind.NEXT]
        for case_id, matters in fresh.items()
    }
    return (_next_meeting(ctx, person, *proposed, words.news(ctx, person, own, others)),)


def _proposed(own: Overview, fresh: Mapping[str, Sequence[Matter]]) -> tuple[Case, Matter] | None:
    """The only case in which a next meeting is proposed this morning; where there are several, each is called by its
    command."""
    found = [
        (one.case, matter)
        for one in own.cases
        for matter in fresh.get(one.case.id, ())
        if matter.kind is MatterKind.NEXT
    ]
    return found[0] if len(found) == 1 else None


def _next_meeting(ctx: UnitCtx, person: Person, case: Case, matter: Matter, news: Lines | None) -> Ask:
    """What else is new, and the question whether to call the next meeting as it is proposed: the bot drafts, and
    somebody sends (rules 38 and 75)."""
    assert matter.at is not None
    return Ask(
        room_id=ctx.store.page(person.id).id,
        person_id=person.id,
        body=lines(
            news or T("overview.good_morning"),
            T("meeting.next_draft", code=case.code, day=matter.day, at=matter.at),
        ),
        command=NEXT_MEETING,
        field="when",
        given={"when": day_of(matter.at).isoformat()},
        case_id=case.id,
        urgency=Urgency.DIGEST,
    )


def _to_page(ctx: UnitCtx, person: Person, body: Lines) -> Say:
    page = ctx.store.page(person.id)
    return Say(room_id=page.id, body=body, urgency=Urgency.DIGEST, person_id=person.id)


def _drawn(ctx: UnitCtx, room_id: str, own: Overview) -> tuple[Attach, ...]:
    return pictures.of_cases(ctx, room_id, own)
