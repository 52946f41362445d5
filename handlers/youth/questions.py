"""What a youth or guardian asks on their own page, answered plainly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.conversation.command import CaseCtx, NoArgs, Outcome, Reply
from bot.conversation.youth import Intent, Wish
from bot.i18n import ZONE, T, Text
from bot.messages import Urgency
from bot.rules.meeting import Meeting
from bot.rules.page_answers import PageAnswers
from bot.services import circle, coordinator, meeting_notice, page_answers
from bot.services import meeting as meetings
from bot.wording import meeting as meeting_words
from bot.wording import names, ordinary, own_calendar, own_tasks

#: Answers one question.
Answer = Callable[[CaseCtx, Wish], Reply]


def answering(
    who_sees_what: Callable[[CaseCtx, NoArgs], Outcome],
) -> Callable[[CaseCtx, Wish, str], Reply | None]:
    """What answers the questions of people on their own page; ``who_sees_what`` shows who reads what."""

    def who_reads(ctx: CaseCtx, wish: Wish) -> Reply:
        if page_answers.agreed_for(ctx.store, ctx.sender) is not PageAnswers.OPEN:
            return (ordinary.orally(ctx),)
        if wish.function is not None:
            return (ordinary.sensitive(ctx, _reads(ctx, wish.function)),)
        outcome = who_sees_what(ctx, NoArgs())
        assert isinstance(outcome, tuple)  # it shows, and asks nothing
        return outcome

    def hear(ctx: CaseCtx, wish: Wish, _text: str) -> Reply | None:
        """Answer a question; None when it is none."""
        if wish.kind is Intent.WHO_READS:
            return who_reads(ctx, wish)
        known = _ANSWERS.get(wish.kind)
        return None if known is None else known(ctx, wish)

    return hear


# ------------------------------------------------------------------------------------------------------ about meetings


def _when(ctx: CaseCtx, _wish: Wish) -> Reply:
    return _of_meeting(ctx, PageAnswers.TIME, lambda meeting: T("ordinary.when", at=meeting.starts_at))


def _how_long(ctx: CaseCtx, _wish: Wish) -> Reply:
    def words(meeting: Meeting) -> Text:
        ends = meeting.ends_at.astimezone(ZONE)
        clock = T("meeting.clock", hour=f"{ends:%H}", minute=f"{ends:%M}")
        return T("ordinary.how_long", at=meeting.starts_at, ends=clock)

    return _of_meeting(ctx, PageAnswers.TIME, words)


def _where(ctx: CaseCtx, _wish: Wish) -> Reply:
    def words(meeting: Meeting) -> Text:
        return T("ordinary.where", at=meeting.starts_at, place=meeting.place)

    return _of_meeting(ctx, PageAnswers.OPEN, words)


def _who_comes(ctx: CaseCtx, _wish: Wish) -> Reply:
    def words(meeting: Meeting) -> Text:
        invited = [
            names.with_role(ctx, person_id, "meeting.person")
            for person_id in sorted(
                circle.members(ctx.store, ctx.store.room), key=lambda one: ctx.facts.person(one).name
            )
            if person_id != ctx.sender.id
        ]
        return T("ordinary.who_comes", at=meeting.starts_at, names=invited)

    return _of_meeting(ctx, PageAnswers.OPEN, words)


def _of_meeting(ctx: CaseCtx, needs: PageAnswers, words: Callable[[Meeting], Text]) -> Reply:
    """An answer about the next meeting, where so much may be told. A new time that the writer is to hear of later is
    told now."""
    told = page_answers.about_meetings(ctx.store, ctx.sender)
    if told is PageAnswers.NOTHING or (needs is PageAnswers.OPEN and told is not PageAnswers.OPEN):
        return (ordinary.orally(ctx),)
    meeting = meetings.coming(ctx.store)
    if meeting is None:
        return (ordinary.answer(ctx, T("ordinary.no_time")),)
    youth = ctx.facts.youth
    if youth is not None and youth.id == ctx.sender.id:
        notice = meeting_notice.take_waiting(ctx.store, meeting, youth, Urgency.ANSWER)
        if notice is not None:
            return meeting_words.changed(ctx, notice)
    if needs is PageAnswers.OPEN:
        return (ordinary.sensitive(ctx, words(meeting)),)
    return (ordinary.answer(ctx, words(meeting)),)


# ------------------------------------------------------------------------------------------------------ about the rest


def _reads(ctx: CaseCtx, function: str) -> Text:
    """Whether somebody who stands for a function reads in the group, beside that nobody else reads this page."""
    rooms = [] if ctx.case.opened_on is None else ctx.store.rooms
    inside = {person_id for room in rooms for person_id in circle.members(ctx.store, room)}
    standing = {actor.person_id for actor in ctx.facts.actors if actor.function == function}
    key = "ordinary.reads" if inside & standing else "ordinary.reads_not"
    return T(key, function=ctx.profile.function(function).text)


def _coordinator(ctx: CaseCtx, _wish: Wish) -> Reply:
    phone = ctx.profile.contact.phone
    if page_answers.agreed_for(ctx.store, ctx.sender) is PageAnswers.NOTHING:
        return (ordinary.sensitive(ctx, T("ordinary.number", phone=phone)),)
    name = coordinator.answering(ctx.store).name
    return (ordinary.sensitive(ctx, T("ordinary.coordinator", name=name, phone=phone)),)


def _calendar(ctx: CaseCtx, _wish: Wish) -> Reply:
    return own_calendar.to_family(ctx)


def _my_tasks(ctx: CaseCtx, _wish: Wish) -> Reply:
    return own_tasks.to_family(ctx)


def _plainly(key: str) -> Answer:
    """An answer that is the same for everybody."""
    return lambda ctx, _wish: (ordinary.answer(ctx, T(key)),)


def _in_confidence(key: str) -> Answer:
    """An answer that is the same for everybody, and says what the page is about."""
    return lambda ctx, _wish: (ordinary.sensitive(ctx, T(key)),)


_ANSWERS: Mapping[Intent, Answer] = MappingProxyType(
    {
        Intent.WHEN: _when,
        Intent.HOW_LONG: _how_long,
        Intent.WHERE: _where,
        Intent.WHO_COMES: _who_comes,
        Intent.COORDINATOR: _coordinator,
        Intent.CALENDAR: _calendar,
        Intent.MY_TASKS: _my_tasks,
        Intent.WHAT_IS_THIS: _plainly("ordinary.what_is_this"),
        Intent.MUST_I: _plainly("ordinary.must_i"),
        Intent.CAN_I_STOP: _in_confidence("ordinary.can_i_stop"),
        Intent.WHAT_IS_KEPT: _in_confidence("ordinary.kept"),
        Intent.MY_RIGHTS: _in_confidence("ordinary.rights"),
    }
)
