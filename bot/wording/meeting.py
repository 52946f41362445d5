"""The words about a meeting: in the room, on the youth's own page, and to the coordinator who is to ring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import time, timedelta
from types import MappingProxyType

from bot.conversation.command import Ask, CaseCtx
from bot.conversation.youth import Reason
from bot.i18n import ZONE, Lines, T, Text, lines
from bot.messages import Attach, Edit, Offer, Say, Until, Urgency
from bot.rules import (
    calendar,
    lock_screen,
    meeting_answers,
    meeting_series,
    membership,
    red_day,
    school_break,
)
from bot.rules import meeting as rules
from bot.rules.meeting import Answer, Likeness, Meeting, MeetingKind, MeetingState
from bot.rules.person import Person
from bot.rules.room import RoomKind
from bot.services import circle, meeting_answer, pause
from bot.services import meeting as meetings
from bot.services import meeting_series as series
from bot.services.meeting import Called, CalledOff
from bot.services.meeting_answer import Answers
from bot.services.meeting_notice import Notice, Way
from bot.wording import calendar as calendars
from bot.wording import meeting_place, names
from storage.question import MEETING_ANSWER

#: What a tap on the meeting's message means.
TAPS = MappingProxyType({"✅": Answer.YES, "❌": Answer.NO, "❓": Answer.MAYBE})

#: Why somebody cannot come, as the coordinator is told.
REASONS = MappingProxyType(
    {
        Reason.TEST: T("meeting.reason_test"),
        Reason.TRAINING: T("meeting.reason_training"),
        Reason.MATCH: T("meeting.reason_match"),
        Reason.WORK: T("meeting.reason_work"),
        Reason.SCHOOL: T("meeting.reason_school"),
        Reason.HOMEWORK: T("meeting.reason_homework"),
        Reason.DENTIST: T("meeting.reason_dentist"),
        Reason.APPOINTMENT: T("meeting.reason_appointment"),
        Reason.DRIVING: T("meeting.reason_driving"),
        Reason.TRAVEL: T("meeting.reason_travel"),
        Reason.PARTY: T("meeting.reason_party"),
        Reason.BABYSITTING: T("meeting.reason_babysitting"),
        Reason.TRANSPORT: T("meeting.reason_transport"),
        Reason.FORGOT: T("meeting.reason_forgot"),
        Reason.OVERSLEPT: T("meeting.reason_overslept"),
        Reason.BUSY: T("meeting.reason_busy"),
    }
)

_ALIKE = {
    Likeness.SAME_TIME: "meeting.same_hour",
    Likeness.SAME_TITLE: "meeting.same_title",
    Likeness.SAME_DAY: "meeting.same_day",
}
_HEARS = {
    Way.ASK: T("meeting.hear_ask"),
    Way.RING: T("meeting.hear_ring"),
    Way.TELL: T("meeting.hear_tell"),
    Way.RING_MOVED: T("meeting.hear_ring_moved"),
    Way.LATER: T("meeting.hear_later"),
}


def what(ctx: CaseCtx, meeting: Meeting, room_kind: RoomKind | None = None) -> Text:
    """The title, time and place of a meeting; place and link only in rooms that may know them."""
    ends = meeting.ends_at.astimezone(ZONE)
    return T(
        "meeting.what",
        title=meeting.title,
        starts=meeting.starts_at,
        ends=T("meeting.clock", hour=f"{ends:%H}", minute=f"{ends:%M}"),
        place=meeting_place.shown(ctx, meeting, room_kind or ctx.room.kind),
    )


def numbered(ctx: CaseCtx, meeting: Meeting, room_kind: RoomKind) -> Text:
    """A meeting with its number."""
    return T("meeting.shown", number=meeting.number, what=what(ctx, meeting, room_kind))


def invitation(ctx: CaseCtx, meeting: Meeting) -> Lines:
    """The meeting, the question whether people can come, how many have answered, and for which functions one waits.

    Never what anybody has answered, nor the youth or a guardian: that is not for the room.
    """
    answers = meeting_answer.answers(ctx.store, meeting)
    return lines(
        numbered(ctx, meeting, RoomKind.CASE),
        *about(meeting),
        _of_series(ctx, meeting),
        T("meeting.can_you"),
        _answered(ctx, answers),
    )


def _answered(ctx: CaseCtx, answers: Answers) -> Lines | None:
    """How many professionals have answered, and who is missing; None before anybody has."""
    if not answers.answered:
        return None
    missing = meeting_answers.missing(answers.invited)
    functions = [ctx.profile.function(function).text for function in missing]
    return lines(
        T("meeting.answered", n=answers.answered, all=len(answers.invited)),
        T("meeting.waits_for", functions=functions) if functions else T("meeting.waits_for_nobody"),
    )


def counted(ctx: CaseCtx, meeting: Meeting) -> tuple[Edit | Offer, ...]:
    """The invitation as people have answered it by now; nothing is offered there once all have."""
    tag = f"meeting:{meeting.id}"
    shown = Edit(room_id=ctx.store.room.id, tag=tag, body=invitation(ctx, meeting))
    if meeting_answers.missing(meeting_answer.answers(ctx.store, meeting).invited):
        return (shown,)
    return (shown, *no_more_offered(ctx, meeting.id))


def why_not_asked(ctx: CaseCtx, meeting: Meeting) -> Text | None:
    """Why an answer about a meeting does not count; None while it does."""
    if meeting.state is MeetingState.MOVED:
        return T("meeting.tap_moved", number=meeting.number)
    if meeting.state is not MeetingState.PLANNED:
        return T("meeting.tap_off", number=meeting.number)
    if meeting.starts_at <= ctx.now:
        return T("meeting.tap_past", number=meeting.number)
    if pause.is_paused(ctx.store):
        return T("meeting.tap_still", code=ctx.case.code)
    return None


def about(meeting: Meeting) -> list[Text]:
    """What a meeting is for, where its title does not say it, and its agenda."""
    said = []
    if meeting.kind not in (MeetingKind.EXTRA, rules.kind_of(meeting.title)):
        said.append(T("meeting.kind", kind=rules.kind_text(meeting.kind)))
    if meeting.agenda:
        said.append(T("meeting.agenda", points=list(meeting.agenda)))
    return said


def _of_series(ctx: CaseCtx, meeting: Meeting) -> Text | None:
    """That a meeting is one of several, and which is the last of them."""
    if meeting.series_id is None:
        return None
    last = meeting_series.following(meetings.planned(ctx.store), meeting)[-1:]
    if not last or last[0].id == meeting.id:
        return T("meeting.last_of_series")
    return T("meeting.of_series", last=calendar.day_of(last[0].starts_at))


def no_more_offered(ctx: CaseCtx, meeting_id: str) -> tuple[Offer, ...]:
    """Nothing is to be tapped under an invitation any more."""
    return (Offer(room_id=ctx.store.room.id, tag=f"meeting:{meeting_id}"),)


def remarks(ctx: CaseCtx, meeting: Meeting, *, instead_of: Meeting | None = None) -> list[Text]:
    """What a preview asks about: an hour or a day on which nobody meets, and meetings that may be the same.

    ``instead_of``: the meeting that is moved.
    """
    return [
        *about_hour(meeting),
        *_about_day(ctx, meeting),
        *_about_consent(ctx, meeting),
        *_about_others(ctx, meeting, instead_of),
    ]


def about_hour(meeting: Meeting) -> list[Text]:
    """That hardly anybody meets at the hour of a meeting."""
    return [T("meeting.at_night")] if rules.at_night(meeting.starts_at) else []


def _about_day(ctx: CaseCtx, meeting: Meeting) -> list[Text]:
    day = meeting.starts_at.astimezone(ZONE).date()
    name = red_day.name_of(day)
    if name is not None:
        return [T("meeting.on_red_day", day=day, name=name)]
    name = school_break.name_of(day, ctx.profile.school_breaks)
    return [] if name is None else [T("meeting.on_break", name=name)]


def _about_consent(ctx: CaseCtx, meeting: Meeting) -> list[Text]:
    """That the consent does not reach as far as a meeting: for anybody, or for some who are in the room now."""
    then = ctx.facts.on(calendar.day_of(meeting.starts_at))
    if pause.why_frozen(ctx.store, then) is not None:
        until = series.consent_until(ctx.store)
        if until is None:
            return []
        return [T("meeting.after_consent", day=until, code=ctx.case.code)]
    place = ctx.store.room.place
    lost = membership.wanted(place, ctx.facts).keys() - membership.wanted(place, then).keys()
    named = _named(ctx, lost)
    return [T("meeting.without_consent", names=named, code=ctx.case.code)] if named else []


def _about_others(ctx: CaseCtx, meeting: Meeting, instead_of: Meeting | None) -> list[Text]:
    found: list[Text] = []
    for other in meetings.planned(ctx.store):
        like = rules.likeness(meeting, other)
        if like is not None and (instead_of is None or other.id != instead_of.id):
            found.append(T(_ALIKE[like], what=numbered(ctx, other, ctx.room.kind)))
    return found


def hearers(ctx: CaseCtx, meeting: Meeting, known: Meeting | None) -> list[Text]:
    """Who would hear of a meeting, and how, for a preview; ``known``: the meeting as the youth knows it, when
    it is moved."""
    way = meetings.way(ctx.store, meeting, known)
    return [
        *_in_room(ctx, "meeting.hear_room"),
        T("meeting.hear_nobody", code=ctx.case.code) if way is None else _HEARS[way],
        *_guardians_hear(ctx),
    ]


def _guardians_hear(ctx: CaseCtx) -> list[Text]:
    """How the guardians who take part would hear of a meeting."""
    found = meeting_answer.guardians(ctx.store)
    told = []
    if found.on_page:
        told.append(T("meeting.hear_guardian", n=len(found.on_page)))
    if found.by_telephone:
        told.append(T("meeting.hear_guardian_ring", n=len(found.by_telephone)))
    return told


def _in_room(ctx: CaseCtx, key: str) -> list[Text]:
    """Who is in the room, and who will not see what is said there though they belong to it."""
    there = circle.presence(ctx.store, ctx.store.room)
    shown = []
    for text, people in (
        (key, there.inside),
        ("meeting.not_in", there.awaited),
        ("meeting.has_left", there.left),
    ):
        named = _named(ctx, people)
        if named or text == key:
            shown.append(T(text, names=named) if named else T("meeting.hear_none"))
    return shown


def _named(ctx: CaseCtx, people: Iterable[str]) -> list[Text]:
    """People with what they stand for, without the youth and the guardians, who are asked on their own pages."""
    others = [person_id for person_id in people if ctx.facts.person(person_id).role not in lock_screen.NEAR]
    others.sort(key=lambda person_id: ctx.facts.person(person_id).name)
    return [names.with_role(ctx, person_id, "meeting.person") for person_id in others]


def hearers_of_calling_off(ctx: CaseCtx, forecast: CalledOff) -> list[Text]:
    """Who would hear that a meeting is called off, and who has to be told otherwise."""
    to_room = _in_room(ctx, "meeting.off_room") if forecast.is_talking else [T("meeting.off_still")]
    if forecast.guardians.on_page:
        to_room.append(T("meeting.off_guardian", n=len(forecast.guardians.on_page)))
    if ctx.facts.youth is None or forecast.known is None:
        return [*to_room, T("meeting.off_unknown")]
    return [*to_room, T("meeting.off_youth" if forecast.is_in_time else "meeting.off_ring")]


def told(
    ctx: CaseCtx, called: Called, *, first: Text | Lines | None = None
) -> tuple[Ask | Attach | Say | Offer, ...]:
    """Ask the room and the youth whether they can come; ``first``: what is said before, as that it was at another
    time."""
    meeting = called.meeting
    asked = to_all(ctx, called, first=first)
    if ctx.room.id == ctx.store.room.id:
        return asked
    return (*asked, ctx.say(numbered(ctx, meeting, ctx.room.kind)))


def to_all(
    ctx: CaseCtx,
    called: Called,
    *,
    first: Text | Lines | None = None,
    filed: Sequence[Meeting] | None = None,
) -> tuple[Ask | Attach | Say | Offer, ...]:
    """The same, without a word to whoever wants it; ``filed``: which meetings the file for calendars has, if not this
    one alone."""
    meeting = called.meeting
    to_room = Say(
        room_id=ctx.store.room.id,
        body=lines(first, invitation(ctx, meeting)),
        tag=f"meeting:{meeting.id}",
        to_all=True,
        news=lock_screen.NEWS_OF_MEETING,
    )
    offered = Offer(room_id=ctx.store.room.id, tag=f"meeting:{meeting.id}", keys=tuple(TAPS))
    found = [meeting] if filed is None else list(filed)
    to_calendars = (calendars.file_of(ctx, ctx.store.room.id, found),) if found else ()
    to_family = (*_told_youth(ctx, called), *_told_guardians(ctx, called))
    return (to_room, *to_calendars, *to_family, offered)


def _told_youth(ctx: CaseCtx, called: Called) -> tuple[Ask | Say, ...]:
    """The question to the youth on their page, or, when that is too late or they have no account, a call to
    make.

    A youth who knows of another time is told that it has changed.
    """
    youth = ctx.facts.youth
    if youth is None:
        return (_nobody_asked(ctx, called.meeting),)
    if called.notice is not None:
        return changed(ctx, called.notice)
    match called.way:
        case Way.ASK:
            return (question(ctx, called.meeting, youth),)
        case Way.RING:
            return (ring(ctx, called.meeting, youth),)
        case _:
            return ()  # they hear of it later


def _told_guardians(ctx: CaseCtx, called: Called) -> tuple[Ask | Say, ...]:
    """The question to the guardians who take part, on their own pages; a call to make to those without an account."""
    found = meeting_answer.guardians(ctx.store)
    said: list[Ask | Say] = []
    for guardian in found.on_page:
        if called.before is not None and guardian in called.knowing.on_page:
            body = T("meeting.youth_moved", before=called.before.starts_at, at=called.meeting.starts_at)
            said.append(_ask(ctx, called.meeting, guardian, body, Urgency.CHANGE))
        else:
            said.append(question(ctx, called.meeting, guardian))
    if found.by_telephone:
        ring_up = T("meeting.call_guardian", code=ctx.case.code, at=called.meeting.starts_at)
        said.append(Say(room_id=ctx.coordinator_page.id, body=ring_up, person_id=ctx.reader.id))
    return tuple(said)


def called_off_for_guardians(ctx: CaseCtx, off: CalledOff, meeting: Meeting) -> tuple[Say, ...]:
    """That a meeting is not held, to the guardians who may know of it; a call to make to those without an account."""
    said = [
        Say(
            room_id=ctx.store.page(guardian.id).id,
            body=T("meeting.youth_off", at=meeting.starts_at),
            urgency=Urgency.CHANGE,
            person_id=guardian.id,
        )
        for guardian in off.guardians.on_page
    ]
    if off.guardians.by_telephone:
        ring_up = T("meeting.call_off_guardian", code=ctx.case.code, at=meeting.starts_at)
        said.append(Say(room_id=ctx.coordinator_page.id, body=ring_up, person_id=ctx.reader.id))
    return tuple(said)


def hearers_of_place(ctx: CaseCtx, forecast: CalledOff) -> list[Text]:
    """Who would hear that a meeting is at another place, for a preview."""
    told = [T("meeting.place_room" if forecast.is_talking else "meeting.place_still")]
    if ctx.facts.youth is not None and forecast.known is not None:
        told.append(T("meeting.place_youth" if forecast.is_in_time else "meeting.place_ring"))
    return told


def relocated(ctx: CaseCtx, hearers: CalledOff, meeting: Meeting) -> tuple[Say | Edit | Offer | Attach, ...]:
    """That a meeting is at another place: with the place in the room, without it to the youth and guardians who know
    of the meeting, whose screens others may see."""
    said: list[Say | Edit | Offer | Attach] = []
    if hearers.is_talking and meeting.asked_at is not None:
        said += counted(ctx, meeting)
    if hearers.is_talking:
        new = _new_place(ctx, meeting, RoomKind.CASE)
        said.append(Say(room_id=ctx.store.room.id, body=new, news=lock_screen.NEWS))
        said.append(calendars.file_of(ctx, ctx.store.room.id, [meeting]))
    of_youth = () if ctx.facts.youth is None or hearers.known is None else (ctx.facts.youth,)
    on_page = (*(of_youth if hearers.is_in_time else ()), *hearers.guardians.on_page)
    for person in on_page:
        body = T("meeting.youth_place", at=meeting.starts_at)
        page = ctx.store.page(person.id).id
        said.append(Say(room_id=page, body=body, urgency=Urgency.CHANGE, person_id=person.id))
    ring = []
    if of_youth and not hearers.is_in_time:
        ring.append("meeting.place_call_youth")
    if hearers.guardians.by_telephone:
        ring.append("meeting.place_call_guardian")
    for key in ring:
        place = meeting_place.shown(ctx, meeting, RoomKind.PAGE)
        body = T(key, code=ctx.case.code, at=meeting.starts_at, place=place)
        said.append(Say(room_id=ctx.coordinator_page.id, body=body, person_id=ctx.reader.id))
    if ctx.room.id != ctx.store.room.id or not hearers.is_talking:
        said.append(ctx.say(_new_place(ctx, meeting, ctx.room.kind)))
    return tuple(said)


def _new_place(ctx: CaseCtx, meeting: Meeting, room_kind: RoomKind) -> Text:
    place = meeting_place.shown(ctx, meeting, room_kind)
    return T("meeting.place_new", number=meeting.number, at=meeting.starts_at, place=place)


def _nobody_asked(ctx: CaseCtx, meeting: Meeting) -> Say:
    """To the coordinator: there is no youth to ask."""
    coordinator = ctx.reader.id
    body = T("meeting.no_youth", code=ctx.case.code, at=meeting.starts_at)
    return Say(room_id=ctx.store.page(coordinator).id, body=body, person_id=coordinator)


def changed(ctx: CaseCtx, notice: Notice) -> tuple[Ask | Say, ...]:
    """Tell the youth that a meeting they know of is at another time, and ask anew; ring where writing is too
    late."""
    before = notice.known.starts_at
    at = notice.meeting.starts_at
    said: list[Ask | Say] = []
    if notice.in_writing:
        body = T("meeting.youth_moved", before=before, at=at)
        said.append(_ask(ctx, notice.meeting, notice.youth, body, notice.urgency, tag=notice.tag))
    if notice.by_telephone:
        coordinator = ctx.reader.id
        call = T("meeting.call_youth_moved", code=ctx.case.code, before=before, at=at)
        said.append(Say(room_id=ctx.store.page(coordinator).id, body=call, person_id=coordinator))
    return tuple(said)


def question(ctx: CaseCtx, meeting: Meeting, youth: Person, urgency: Urgency = Urgency.QUESTION) -> Ask:
    """Whether the youth can come, in words that any lock screen may show."""
    local = meeting.starts_at.astimezone(ZONE)
    key = "meeting.remind_later"
    if urgency is Urgency.REMINDER:
        # A question may wait for the morning, and "tomorrow" would be today by then; reminders come when they
        # are due
        match (local.date() - ctx.today).days:
            case 0:
                key = "meeting.remind_today"
            case 1:
                key = "meeting.remind_tomorrow"
    return _ask(ctx, meeting, youth, T(key, day=local.date(), at=local.time()), urgency)


def reminded_again(ctx: CaseCtx, meeting: Meeting, youth: Person) -> Ask:
    """That the meeting is which a youth has said yes to. It asks nothing, but takes a no."""
    local = meeting.starts_at.astimezone(ZONE)
    match (local.date() - ctx.today).days:
        case 0:
            key = "meeting.known_today"
        case 1:
            key = "meeting.known_tomorrow"
        case _:
            key = "meeting.known_later"
    return _ask(ctx, meeting, youth, T(key, day=local.date(), at=local.time()), Urgency.REMINDER)


def ask_again(ctx: CaseCtx, meeting: Meeting, body: Text) -> Ask:
    """Ask whoever writes anew whether they can come, in other words."""
    return _ask(ctx, meeting, ctx.sender, body, Urgency.ANSWER)


def ring(ctx: CaseCtx, meeting: Meeting, youth: Person, urgency: Urgency = Urgency.ANSWER) -> Say:
    """Ask the coordinator to ring a youth without an account, or about a meeting that is too soon to ask in
    writing."""
    key = "meeting.call_youth" if youth.matrix_id is None else "meeting.call_youth_soon"
    return Say(
        room_id=ctx.coordinator_page.id,
        body=T(key, code=ctx.case.code, at=meeting.starts_at),
        urgency=urgency,
        person_id=ctx.reader.id,
        until=_until_it_begins(ctx, meeting),
    )


def while_of_use(ctx: CaseCtx, meeting: Meeting, urgency: Urgency) -> Until | None:
    """Until when words about a meeting may come: until it begins; those that say today or tomorrow only on the day they
    are said. An answer always comes."""
    if urgency is Urgency.ANSWER:
        return None
    until = _until_it_begins(ctx, meeting)
    if urgency is not Urgency.REMINDER:
        return until
    return replace(until, at=min(until.at, calendar.moment(ctx.today + timedelta(days=1), time())))


def _until_it_begins(ctx: CaseCtx, meeting: Meeting) -> Until:
    return Until(at=meeting.starts_at, case_id=ctx.case.id, meeting_id=meeting.id)


def _ask(
    ctx: CaseCtx, meeting: Meeting, youth: Person, body: Text, urgency: Urgency, *, tag: str | None = None
) -> Ask:
    return Ask(
        room_id=ctx.store.page(youth.id).id,
        person_id=youth.id,
        body=body,
        command=MEETING_ANSWER,
        field="can",
        given={"meeting": meeting.id},
        case_id=ctx.case.id,
        urgency=urgency,
        tag=tag,
        until=while_of_use(ctx, meeting, urgency),
    )
