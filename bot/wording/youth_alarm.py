"""What those responsible are told of a youth's alarm: one message for each, which grows where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time

from bot.conversation.command import CaseCtx, Reply, UnitCtx
from bot.i18n import ZONE, Lines, T, Text, lines
from bot.messages import Edit, Say, Urgency, Wordless
from bot.rules.case import Case
from bot.rules.person import Person
from bot.rules.roles import Role
from bot.rules.youth_alarm import CALL, SENT, TAG, TEXT, Came, Outcome, State, Step, YouthAlarm
from bot.services import youth_alarm as alarms
from bot.services.youth_alarm import Heard, Untaken

#: What has come, by its kind.
_CAME: Mapping[str, Text] = {
    TEXT: T("youth_alarm.message"),
    CALL: T("youth_alarm.asks_for_call"),
    SENT: T("youth_alarm.sent"),
    Wordless.VOICE: T("youth_alarm.voice"),
    Wordless.IMAGE: T("youth_alarm.image"),
    Wordless.VIDEO: T("youth_alarm.video"),
    Wordless.FILE: T("youth_alarm.file"),
    Wordless.LOCATION: T("youth_alarm.location"),
    Wordless.STICKER: T("youth_alarm.sticker"),
    Wordless.TAKEN_BACK: T("youth_alarm.taken_back"),
}

#: How an alarm ended.
_CLOSED: Mapping[Outcome, str] = {
    Outcome.REACHED: "youth_alarm.closed_reached",
    Outcome.ON_CALL: "youth_alarm.closed_on_call",
}

_STEPS: Mapping[Step, str] = {
    Step.DEPUTY: "youth_alarm.for_deputy",
    Step.OFFICE: "youth_alarm.for_office",
    Step.SECOND: "youth_alarm.for_second",
    Step.OPENING: "youth_alarm.for_opening",
}


def told(ctx: UnitCtx, heard: Heard) -> Reply:
    """An alarm where it stands: anew and notifying when there is news, else in place of what stood there."""
    if not heard.is_news:
        return tuple(shown(ctx, heard.alarm))
    return anew(ctx, heard.alarm, heard.alarm.places, lines(body(ctx, heard.alarm), written_late(ctx)))


def written_late(ctx: UnitCtx) -> Text | None:
    """When words were written that came late: the bot was away, and nobody has been told of them before."""
    if ctx.written_at is None:
        return None
    return T("youth.written_late", at=moment(ctx, ctx.written_at), now=moment(ctx, ctx.now))


def untaken(ctx: UnitCtx, found: Untaken) -> Reply:
    """An alarm that nobody has taken, for the next who are responsible."""
    head = T(_STEPS[found.step], at=moment(ctx, found.alarm.raised_at))
    return anew(ctx, found.alarm, found.places, lines(head, body(ctx, found.alarm)))


def anew(ctx: UnitCtx, alarm: YouthAlarm, places: Sequence[str], said: Lines) -> tuple[Say, ...]:
    """A new message in each of these rooms; in the office it names those responsible."""
    office = ctx.store.office.id
    return tuple(
        Say(
            room_id=place,
            body=said,
            urgency=Urgency.ALARM,
            tag=tag(alarm),
            mentions=alarms.mentioned(ctx.store) if place == office else (),
            elsewhere=None if place == office else said,
        )
        for place in places
    )


def shown(ctx: UnitCtx, alarm: YouthAlarm) -> Iterator[Say | Edit]:
    """An alarm as it is now, in every message that shows it; a new one where none does."""
    said = body(ctx, alarm)
    for place in alarm.places:
        if ctx.store.shows(tag(alarm), place):
            yield Edit(room_id=place, tag=tag(alarm), body=said)
        elif alarm.state is State.OPEN:
            yield from anew(ctx, alarm, [place], said)


def tag(alarm: YouthAlarm) -> str:
    """By which the messages of an alarm are found again."""
    return f"{TAG}{alarm.id}"


def body(ctx: UnitCtx, alarm: YouthAlarm) -> Lines:
    """What came, what to do now, and how to say that one does it; or who has taken it, and what came of that."""
    writer = ctx.store.people.get(alarm.person_id)
    case = None if alarm.case_id is None else ctx.store.one_case(alarm.case_id)
    head = lines(_head(ctx, alarm, case, writer), _so_far(ctx, alarm))
    if alarm.state is State.OPEN:
        return lines(head, *_to_do(ctx, case, writer))
    assert alarm.taken_by is not None
    assert alarm.taken_at is not None
    taker = ctx.store.facts.person(alarm.taken_by).name
    state = T("youth_alarm.taken", name=taker, at=moment(ctx, alarm.taken_at))
    if alarm.state is State.CLOSED and alarm.outcome is not None:
        state = T(_CLOSED[alarm.outcome], name=taker)
    return lines(head, state)


def in_case(ctx: CaseCtx) -> list[Text]:
    """The alarms of a case that are not over, as the view of the case shows them."""
    return [_line(ctx, alarm) for alarm in ctx.store.youth_alarms.of_case(ctx.case.id)]


def called(ctx: UnitCtx, alarm: YouthAlarm) -> str:
    """How those responsible speak of an alarm: by its case, or by who is in no case."""
    if alarm.case_id is None:
        return f"@{ctx.store.people.get(alarm.person_id).handle}"
    return ctx.store.one_case(alarm.case_id).code


def how_to_end(alarm: YouthAlarm, code: str) -> Text:
    """How to say what came of an alarm."""
    return T("youth_alarm.say_contact" if alarm.case_id else "youth_alarm.say_contact_with", code=code)


def moment(ctx: UnitCtx, at: datetime) -> time | datetime:
    """A moment to the minute; with the day when that is not today."""
    local = at.astimezone(ZONE).replace(second=0, microsecond=0)
    return local.time() if local.date() == ctx.today else local


def _line(ctx: CaseCtx, alarm: YouthAlarm) -> Text:
    at = moment(ctx, alarm.raised_at)
    if alarm.taken_by is None:
        return T("youth_alarm.case_open", code=ctx.case.code, at=at)
    return T("youth_alarm.case_taken", code=ctx.case.code, at=at, name=ctx.facts.person(alarm.taken_by).name)


def _head(ctx: UnitCtx, alarm: YouthAlarm, case: Case | None, writer: Person) -> Text:
    at = moment(ctx, alarm.raised_at)
    if case is None:
        key = "youth_alarm.call_somebody" if alarm.is_call else "youth_alarm.unknown_somebody"
        return T(key, handle=writer.handle, at=at)
    if alarm.is_call:
        return T("youth_alarm.call", code=case.code, at=at, who=who(writer))
    return T("youth_alarm.unknown", code=case.code, at=at, whose=_whose(writer))


def _so_far(ctx: UnitCtx, alarm: YouthAlarm) -> Text | None:
    """What has come by now, unless it is the one thing the head says."""
    if len(alarm.came) == 1 and alarm.came[0].count == 1 and alarm.came[0].kind in (TEXT, CALL):
        return None
    return T("youth_alarm.so_far", what=[_came(ctx, one) for one in alarm.came])


def _came(ctx: UnitCtx, came: Came) -> Text:
    what = _CAME.get(came.kind, T("youth_alarm.other"))
    if came.count == 1:
        return T("youth_alarm.came", what=what, at=moment(ctx, came.last))
    return T("youth_alarm.came_often", what=what, n=came.count, at=moment(ctx, came.last))


def _to_do(ctx: UnitCtx, case: Case | None, writer: Person) -> Iterator[Text]:
    profile = ctx.profile
    yield T("youth_alarm.reach", who=who(writer))
    if profile.socialjour is None:
        yield T("youth_alarm.no_answer_unknown", emergency=profile.emergency)
    else:
        yield T("youth_alarm.no_answer", phone=profile.socialjour, emergency=profile.emergency)
    if case is None:
        yield T("youth_alarm.look_after", handle=writer.handle)
    else:
        yield T("youth_alarm.take", code=case.code)


def who(writer: Person) -> Text:
    """Whoever wrote, by what they are."""
    return T("youth.is_guardian" if writer.role is Role.GUARDIAN else "youth.is_youth")


def _whose(writer: Person) -> Text:
    return T("youth_alarm.guardians" if writer.role is Role.GUARDIAN else "youth_alarm.youths")
