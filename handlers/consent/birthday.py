"""The youth's month of birth, kept after consent: at 15 and 18 everybody is asked anew, in good time.

What a birthday changes follows from the calendar (:mod:`bot.rules.age`), whether or not anything here has been said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated

from bot.conversation.arguments import Arg, Env
from bot.conversation.command import Args, CaseCtx, Reply, command, refuse, when_due
from bot.i18n import T, Text, lines
from bot.messages import Say, Urgency
from bot.rules import age as rules
from bot.rules.age import Birthday
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.consent import Actor
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import circle, departure, expiry, pause
from bot.wording import cards, farewell
from handlers.case.case import youth_of

#: So many days before the new age counts the coordinator is told, and on the day.
PROMPTS = (60, 14, 0)

#: States in which somebody's age still decides something.
LIVING = (State.PROPOSED, State.ACTIVE, State.FROZEN)


@dataclass(frozen=True)
class Month:
    """A year and a month: ``2011-05``; whatever else stands there is read too, to be refused with why."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> str:
        return rules.parse_month(text, env.today)


class Born(Args):
    """Year and month."""

    month: Annotated[str, Arg(reads=Month(), ask="birthday.ask")]


def _can_note(ctx: CaseCtx) -> None:
    if ctx.case.state not in LIVING:
        raise refuse("case.past_that", code=ctx.case.code)
    if ctx.case.state is State.PROPOSED and not ctx.facts.heard:
        raise refuse("birthday.consent_first", code=ctx.case.code)


@command(sv="född", en="born", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,), ready=_can_note)
def born(ctx: CaseCtx, args: Born) -> Reply:
    """Note the youth's year and month of birth, after consent, so that consent is asked anew at 15 and 18."""
    if args.month == ctx.case.born:
        return (ctx.say(lines(T("birthday.already", code=ctx.case.code), _coming(ctx, args.month))),)
    before = ctx.profile.band(ctx.case.age_band)
    band = rules.band_on(args.month, ctx.profile, ctx.today)
    if band.id != before.id or ctx.case.born is not None:
        changed = T("birthday.other_band", before=before.text, band=band.text, givers=_givers(band.givers))
        preview = lines(
            T("birthday.correction", code=ctx.case.code), changed if band.id != before.id else T("birthday.other_month")
        )
        ctx.confirm(preview)
        if rules.widens(ctx.case, args.month, ctx.profile, ctx.today):
            ctx.confirm_second(preview)
    ctx.store.save(replace(ctx.case, born=args.month, age_band=band.id))
    ctx.store.audit(Action.CASE_BORN_NOTED, band=band.id, approved_by=None if ctx.approver is None else ctx.approver.id)
    ctx.store.cancel_scheduled("the month of birth is noted anew", kind="case.birthday")
    for birthday in rules.birthdays(args.month, ctx.profile):
        for days in PROMPTS:
            at = morning(birthday.day - timedelta(days=days))
            if at > ctx.now:
                ctx.store.schedule("case.birthday", f"{ctx.case.id}:{birthday.age}:{days}", at)
    expiry.plan_prompts(ctx.store)
    return (ctx.say(lines(T("birthday.noted", code=ctx.case.code), _coming(ctx, args.month))),)


@when_due("case.birthday")
def told(ctx: CaseCtx, subject: str) -> Reply:
    """Tell the coordinator that a birthday comes, or has come; the youth on the day, for any lock screen to show."""
    _, at_age, days = subject.split(":")
    if ctx.case.born is None or ctx.case.state not in LIVING:
        return ()
    birthday = next(one for one in rules.birthdays(ctx.case.born, ctx.profile) if one.age == int(at_age))
    left, following = (birthday.day - ctx.today).days, max((each for each in PROMPTS if each < int(days)), default=-1)
    if int(days) == 0 and left <= 0:
        return _come(ctx, birthday)
    # One that comes late, when the next has its say already, is not said
    return (ctx.to_coordinator(lines(*_ask_anew(ctx, birthday))),) if following < left <= int(days) else ()


def _ask_anew(ctx: CaseCtx, birthday: Birthday) -> list[Text | None]:
    """What the coordinator does before a birthday, and what silence then means."""
    ends = ctx.profile.withdrawal.silence(birthday.age) == "freeze"
    leave = birthday.day + timedelta(days=ctx.profile.expiry_leave_days)
    soon = T(f"birthday.soon_{birthday.age}", code=ctx.case.code, month=_month(birthday), day=birthday.day)
    if _answered(ctx, birthday):
        return [soon, T("birthday.answered", until=expiry.last_day(ctx.facts))]
    return [
        soon,
        T("birthday.silence", day=birthday.day, leave=leave) if ends else None,
        T("birthday.do", code=ctx.case.code),
    ]


def _answered(ctx: CaseCtx, birthday: Birthday) -> bool:
    """Whether the room already hangs on a consent that lasts beyond a birthday at which silence would end it."""
    last = expiry.last_day(ctx.facts)
    return ctx.profile.withdrawal.silence(birthday.age) == "freeze" and last is not None and last >= birthday.day


def _come(ctx: CaseCtx, birthday: Birthday) -> Reply:
    """The day the new age counts: written down, and said once to those concerned."""
    ctx.store.save(ctx.case)
    ctx.store.audit(Action.CASE_BIRTHDAY, age=birthday.age, band=ctx.case.age_band)
    still = ctx.case.state is State.ACTIVE and pause.why_frozen(ctx.store) is not None
    before = circle.seats(
        ctx.store, {actor.person_id for actor in ctx.store.actors.all()}, day=birthday.day - timedelta(days=1)
    )
    leaving = [] if still or ctx.case.state is not State.ACTIVE else _leaving(ctx, before)
    seen = departure.Before(leaving=tuple(leaving), seats=before, was_talking=True)
    left = departure.finish(ctx.store, seen)
    leave = birthday.day + timedelta(days=ctx.profile.expiry_leave_days)
    names = [ctx.store.people.get(actor.person_id).name for actor in leaving]
    answered = _answered(ctx, birthday)
    body = lines(
        T(f"birthday.today_{birthday.age}", code=ctx.case.code),
        T("birthday.frozen", leave=leave) if still else None,
        T("consent.leaves", names=names) if names else None,
        cards.about_tasks(left.orphaned, "consent.orphans_told"),
        T("birthday.answered", until=expiry.last_day(ctx.facts)) if answered else T("birthday.do", code=ctx.case.code),
    )
    youth = youth_of(ctx.store)
    to_youth: tuple[Say, ...] = ()
    if youth is not None and youth.matrix_id is not None:
        page = ctx.store.page(youth.id)
        words = T("birthday.youth_answered" if answered else f"birthday.youth_{birthday.age}")
        to_youth = (Say(room_id=page.id, body=words, urgency=Urgency.QUESTION, person_id=youth.id),)
    functions = sorted({actor.function for actor in leaving})
    gone = T("consent.gone", what=[ctx.profile.function(function).text for function in functions])
    parted = farewell.told(ctx, left, gone) if leaving else ()
    return (ctx.to_coordinator(body), *to_youth, *parted)


def _leaving(ctx: CaseCtx, before: circle.Seats) -> list[Actor]:
    """Who was in a room the day before, and is not any more by what the youth's own consent says."""
    actors = ctx.store.actors.all()
    after = circle.seats(ctx.store, {actor.person_id for actor in actors})
    out = frozenset[str]().union(*(before[where] - after[where] for where in before))
    return [actor for actor in actors if actor.person_id in out]


def _coming(ctx: CaseCtx, month: str) -> Text:
    """The next birthday that changes something."""
    coming = [one for one in rules.birthdays(month, ctx.profile) if one.day > ctx.today]
    if not coming:
        return T("birthday.none_left")
    following, (first, second, _) = coming[0], PROMPTS
    about = {"age": following.age, "month": _month(following), "day": following.day}
    return T("birthday.next", **about, first=first, second=second)


def _month(birthday: Birthday) -> Text:
    first = birthday.month
    return T(f"birthday.month_{first.month}", year=first.year)


def _givers(givers: str) -> Text:
    return T(f"profile.givers_{givers}")
