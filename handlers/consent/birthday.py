"""The youth's month of birth, kept after consent: at 15 and 18 everybody is asked anew, in good time.

What a birthday changes follows from the calendar (:mod:`bot.rules.age`), whether or not anything here has
been said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from bot.conversation.arguments import Arg, Env
from bot.conversation.command import Args, CaseCtx, Outcome, Reply, command, refuse, when_due
from bot.i18n import Lines, T, Text, lines
from bot.messages import Say, Urgency
from bot.rules import age as rules
from bot.rules.age import Birthday
from bot.rules.case import State
from bot.rules.profile import Givers
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import birthday as birthdays
from bot.services import expiry
from bot.services.birthday import Forecast
from bot.wording import cards, farewell

_SOON = {15: "birthday.soon_15", 18: "birthday.soon_18"}
_TODAY = {15: "birthday.today_15", 18: "birthday.today_18"}
_TO_YOUTH = {15: "birthday.youth_15", 18: "birthday.youth_18"}
_MONTHS = (
    "birthday.month_1",
    "birthday.month_2",
    "birthday.month_3",
    "birthday.month_4",
    "birthday.month_5",
    "birthday.month_6",
    "birthday.month_7",
    "birthday.month_8",
    "birthday.month_9",
    "birthday.month_10",
    "birthday.month_11",
    "birthday.month_12",
)
_GIVERS = {
    Givers.YOUTH: T("profile.givers_youth"),
    Givers.GUARDIAN: T("profile.givers_guardian"),
    Givers.ANY: T("profile.givers_any"),
    Givers.BOTH: T("profile.givers_both"),
}


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
    if ctx.case.state not in birthdays.LIVING:
        raise refuse("case.past_that", code=ctx.case.code)
    if ctx.case.state is State.PROPOSED and not ctx.facts.heard:
        raise refuse("birthday.consent_first", code=ctx.case.code)


@command(sv="född", en="born", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,), ready=_can_note)
def note(ctx: CaseCtx, args: Born) -> Outcome:
    """Note the youth's year and month of birth, after consent, so that consent is asked anew at 15 and 18."""
    if args.month == ctx.case.born:
        return (ctx.say(lines(T("birthday.already", code=ctx.case.code), _coming(ctx, args.month))),)
    forecast = birthdays.forecast(ctx.store, args.month)
    if forecast.corrects or forecast.freezes:
        asked = ctx.still_to_agree(_preview(ctx, forecast), second=forecast.corrects and forecast.widens)
        if asked is not None:
            return asked
    birthdays.note(ctx.store, args.month, approved_by=None if ctx.approver is None else ctx.approver.id)
    return (ctx.say(lines(T("birthday.noted", code=ctx.case.code), _coming(ctx, args.month))),)


@when_due("case.birthday")
def tell(ctx: CaseCtx, subject: str) -> Reply:
    """Tell the coordinator that a birthday comes, or has come; the youth on the day, for any lock screen to
    show."""
    prompt = birthdays.prompt(ctx.facts, subject)
    if prompt is None:
        return ()
    if prompt.has_come:
        return _new_age(ctx, prompt.birthday)
    if not prompt.is_current:
        return ()
    return (ctx.to_coordinator(lines(*_ask_anew(ctx, prompt.birthday))),)


# -------------------------------------------------------------------------------------------------------------- inside


def _preview(ctx: CaseCtx, forecast: Forecast) -> Lines:
    """What a month changes of what was known, and that the room freezes by it."""
    freezes = T("consent.would_freeze") if forecast.freezes else None
    if not forecast.corrects:
        return lines(freezes)
    before = ctx.profile.band(ctx.case.age_band)
    changed = T("birthday.other_month")
    if forecast.band.id != before.id:
        givers = _GIVERS[forecast.band.givers]
        changed = T("birthday.other_band", before=before.text, band=forecast.band.text, givers=givers)
    return lines(T("birthday.correction", code=ctx.case.code), changed, freezes)


def _ask_anew(ctx: CaseCtx, birthday: Birthday) -> list[Text | None]:
    """What the coordinator does before a birthday, and what silence then means."""
    leave = birthday.day + timedelta(days=ctx.profile.expiry_leave_days)
    soon = T(_SOON[birthday.age], code=ctx.case.code, month=_month(birthday), day=birthday.day)
    if birthdays.is_answered(ctx.facts, birthday):
        return [soon, T("birthday.answered", until=expiry.last_day(ctx.facts))]
    ends = birthdays.ends_by_silence(ctx.facts, birthday)
    return [
        soon,
        T("birthday.silence", day=birthday.day, leave=leave) if ends else None,
        T("birthday.do", code=ctx.case.code),
    ]


def _new_age(ctx: CaseCtx, birthday: Birthday) -> Reply:
    """The day the new age counts is said once to those concerned."""
    new_age = birthdays.begin_age(ctx.store, birthday)
    departure = new_age.departure
    is_answered = birthdays.is_answered(ctx.facts, birthday)
    leave = birthday.day + timedelta(days=ctx.profile.expiry_leave_days)
    names = [ctx.facts.person(actor.person_id).name for actor in departure.leaving]
    until = expiry.last_day(ctx.facts)
    body = lines(
        T(_TODAY[birthday.age], code=ctx.case.code),
        T("birthday.frozen", leave=leave) if new_age.freezes else None,
        T("consent.leaves", names=names) if names else None,
        cards.about_tasks(departure.orphaned, "consent.orphans_told"),
        T("birthday.answered", until=until) if is_answered else T("birthday.do", code=ctx.case.code),
    )
    told = (ctx.to_coordinator(body), *_to_youth(ctx, birthday, is_answered=is_answered))
    if not departure.leaving:
        return told
    functions = sorted({actor.function for actor in departure.leaving})
    gone = T("consent.gone", what=[ctx.profile.function(function).text for function in functions])
    return (*told, *farewell.told(ctx, departure, gone))


def _to_youth(ctx: CaseCtx, birthday: Birthday, *, is_answered: bool) -> tuple[Say, ...]:
    youth = ctx.facts.youth
    if youth is None or youth.matrix_id is None:
        return ()
    words = T("birthday.youth_answered" if is_answered else _TO_YOUTH[birthday.age])
    page = ctx.store.page(youth.id)
    return (Say(room_id=page.id, body=words, urgency=Urgency.QUESTION, person_id=youth.id),)


def _coming(ctx: CaseCtx, month: str) -> Text:
    """The next birthday that changes something."""
    coming = [birthday for birthday in rules.birthdays(month, ctx.profile) if birthday.day > ctx.today]
    if not coming:
        return T("birthday.none_left")
    first, second, _ = birthdays.PROMPTS
    return T(
        "birthday.next",
        age=coming[0].age,
        month=_month(coming[0]),
        day=coming[0].day,
        first=first,
        second=second,
    )


def _month(birthday: Birthday) -> Text:
    first = birthday.month
    return T(_MONTHS[first.month - 1], year=first.year)
