"""What the coordinator hears of people who write on their own page, and the alarm they raise by it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conversation.command import Ask, CaseCtx, Reply, UnitCtx
from bot.i18n import Lines, T, Text, lines
from bot.messages import Say, Urgency
from bot.rules import plan
from bot.rules.case import Case
from bot.rules.person import Person
from bot.rules.profile import Profile
from bot.rules.roles import Role
from bot.rules.words import Term
from bot.rules.youth_alarm import CALL
from bot.services import youth_alarm as alarms
from bot.wording import cards, closed, names, youth_alarm
from storage.question import OFFER

#: Where a youth can be.
PLACES = (
    Term(id="room", sv="rummet", en="the room", words=("rum", "ärenderummet", "room")),
    Term(
        id="page",
        sv="egen sida",
        en="own page",
        words=("sida", "sidan", "page", "bara egen sida", "only own page"),
    ),
)


def alarm(ctx: UnitCtx, case: Case, words: Text) -> Say:
    """An alarm to the case's coordinator; it goes to the office as well, if they cannot read it on their
    page."""
    page = ctx.store.page(alarms.reader(ctx.store, case).id)
    body = lines(words, youth_alarm.written_late(ctx))
    return Say(room_id=page.id, body=body, urgency=Urgency.ALARM, elsewhere=body)


def when_read(ctx: UnitCtx) -> Iterator[Text]:
    """When somebody reads it at the earliest, and whom to ring if it cannot wait.

    That somebody has it is said only of a person on call, who is there to read it.
    """
    hours = ctx.profile.office_hours
    if hours.reads(ctx.now):
        yield T("youth.read_today", at=hours.closes)
    elif alarms.on_call_reads(ctx.store):
        yield T("youth.on_call_has_it")
    else:
        yield T("youth.read_later", at=hours.next_opening(ctx.now))
    if ctx.profile.socialjour is None:
        yield T("youth.cannot_wait", emergency=ctx.profile.emergency)
    else:
        yield T("youth.cannot_wait_jour", emergency=ctx.profile.emergency, phone=ctx.profile.socialjour)


def who_may_open(profile: Profile) -> Text:
    """Whether anybody can open what a youth wrote without their yes: for the first words to them."""
    return T("youth.kept_two_may_open" if profile.kept_may_be_opened else "youth.kept_nobody_opens")


def who_may_open_too(ctx: UnitCtx) -> Text | None:
    """What the safe words add where somebody can."""
    return who_may_open(ctx.profile) if ctx.profile.kept_may_be_opened else None


def offer(ctx: UnitCtx) -> Text:
    """The offer to pass words on, to whoever would get them now."""
    return T("youth.pass_on_call" if alarms.on_call_reads(ctx.store) else "youth.pass_on")


def offer_quietly(ctx: CaseCtx, said: Text, *, is_kept_whole: bool) -> Ask:
    """Offer to pass on plain words that only a human being can answer or place: ``said`` of them first.

    It is no alarm. But the words of such messages are many, so ``said`` has whom to ring when it is urgent.
    """
    return Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=lines(said, offer(ctx) if is_kept_whole else T("youth.full")),
        command=OFFER,
        field="may",
        case_id=ctx.case.id,
        urgency=Urgency.ANSWER,
        quiet=True,
        tag="ask",
    )


def will_call(ctx: UnitCtx) -> Lines:
    """That the coordinator is asked to ring; with the office's own number while it answers."""
    if ctx.profile.office_hours.reads(ctx.now):
        return lines(
            T("youth.will_call", phone=ctx.profile.contact.phone),
            T("youth.danger", emergency=ctx.profile.emergency),
        )
    return lines(T("youth.will_call_later"), *when_read(ctx))


def raised(ctx: UnitCtx, kind: str, case: Case | None) -> Reply:
    """What came on the writer's own page counts towards their alarm, and those responsible are told."""
    return youth_alarm.told(ctx, alarms.hear(ctx.store, ctx.sender, kind, case))


def call_back(ctx: UnitCtx, case: Case | None) -> Reply:
    """Have the writer rung: by the coordinator of the case they are in (``case``), else by the office."""
    if case is None and closed.is_over(ctx):
        return (ctx.say(closed.nobody_rings(ctx)),)
    to_writer = ctx.say(will_call(ctx))
    if ctx.sender.role in (Role.YOUTH, Role.GUARDIAN):
        return (to_writer, *raised(ctx, CALL, case))
    if case is None:
        call = T("youth.call_somebody", handle=ctx.sender.handle)
        return (to_writer, Say(room_id=ctx.store.office.id, body=call, urgency=Urgency.ALARM))
    return (to_writer, alarm(ctx, case, T("youth.call", code=case.code, who=names.of_writer(ctx))))


def chose_page(ctx: CaseCtx, youth: Person) -> Lines:
    """That the youth is in the case room no more, and which tasks of theirs are asked about there."""
    open_tasks = [
        task.number for task in ctx.store.plan.all() if task.owner_id == youth.id and task.state in plan.OPEN
    ]
    return lines(
        T("youth.chose_page", code=ctx.case.code), cards.about_tasks(open_tasks, "youth.tasks_in_room")
    )
