"""What does not get done: kontoret is told once, with why and what to do, and can have it tried again or given up.

When it is kontoret itself that hears nothing, its coordinators are told on their own pages, and the log has it: the
pages are rooms of their own, and a person at work looks there as well. What reaches nobody on Matrix, an operator
sees (:func:`storage.stuck.waiting`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from bot.conversation.arguments import Arg, Number
from bot.conversation.command import Args, Outcome, Reply, UnitCtx, command, refuse, when_due
from bot.delivery.held import TOO_LATE
from bot.delivery.stuck import DELIVERED, FAILING, LOST, LOST_TAG, UNHANDLED, UNREAD_PAGE, failing_tag
from bot.i18n import Lines, T, Text, lines
from bot.logs import get_logger
from bot.messages import Out, Say, Unheard
from bot.rules.person import Person, coordinators
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import alarm
from bot.services import stuck as service
from bot.wording import names
from storage.due import ASIDE
from storage.room import RoomView
from storage.stuck import StuckRow

log = get_logger(__name__)

#: What is said of a row that fails, by what it is to do; of anything else that it is words.
_FAILS = {
    Out.INVITE: "stuck.invite",
    Out.OPEN: "stuck.open",
    Out.REMOVE: "stuck.remove",
    Out.FREEZE: "stuck.freeze",
    Out.THAW: "stuck.thaw",
    Out.LEAVE: "stuck.leave",
}


# ------------------------------------------------------------------------------------------------- what is told


@when_due(FAILING)
def tell_failing(ctx: UnitCtx, subject: str) -> Reply:
    """Say what does not get done, and why; it is tried again meanwhile."""
    row = ctx.store.stuck.get(int(subject))
    if not row.is_failing or row.room.kind is RoomKind.OLD:
        return ()
    is_known = row.kind not in _FAILS and not row.is_told and ctx.store.stuck.is_told_of_words(row.room)
    service.note_told(ctx.store, [row])
    if is_known:
        return ()  # that words there do not get through was said of others
    if row.cause.startswith("429"):
        return _limited(ctx, row)
    return _tell(ctx, row.room, _what_fails(ctx, row), failing_tag(row.id), _in_charge(ctx, row))


@when_due(LOST)
def tell_lost(ctx: UnitCtx, subject: str) -> Reply:
    """Say that something will not be done: once a day of each room, in kontoret; on the pages of its coordinators
    when kontoret did not even get that."""
    row = ctx.store.stuck.get(int(subject))
    if row.is_open or row.room.kind is RoomKind.OLD:
        return ()
    is_redaction = row.kind is Out.REDACT
    once = f"{LOST_TAG}{row.room.id}:{'redact:' if is_redaction else ''}{ctx.today}"
    key = "stuck.lost_redact" if is_redaction else "stuck.lost"
    body = T(key, place=names.of_any_room(ctx, row.room), why=_why(row, None))
    if row.tag is not None and row.tag.startswith(LOST_TAG):
        log.error("outbox.office_refused", row=row.id, cause=row.cause)
        return tuple(Say(room_id=page.id, body=body, tag=once) for page in _pages(ctx, once))
    if ctx.store.stuck.is_shown_in_office(once):
        return ()
    return (Say(room_id=ctx.store.office.id, body=body, tag=once, mentions=_in_charge(ctx, row)),)


@when_due(DELIVERED)
def tell_through(ctx: UnitCtx, subject: str) -> Reply:
    """Say that what the office was told of as failing is done."""
    row = ctx.store.stuck.get(int(subject))
    place = names.of_any_room(ctx, row.room)
    if row.kind is Out.INVITE:
        body = T("stuck.through_invite", place=place, name=_name(_person(ctx, row)))
    else:
        body = T("stuck.through_open", place=place)
    return (Say(room_id=ctx.store.office.id, body=body, quiet=True),)


@when_due(UNREAD_PAGE)
def tell_unread(ctx: UnitCtx, subject: str) -> Reply:
    """Say that somebody has not come in to their own page, where words wait for them."""
    page = ctx.store.alarms.get(subject)
    assert page.person_id is not None
    if service.note_unread(ctx.store, page) == 0:
        return ()
    owner = ctx.store.facts.person(page.person_id)
    body = T("stuck.unread", name=names.in_office(owner))
    return (Say(room_id=ctx.store.office.id, body=body, tag=f"unread:{page.id}"),)


@when_due(UNHANDLED)
def tell_unhandled(ctx: UnitCtx, subject: str) -> Reply:
    """Say that the bot could not handle something somebody has written or done. In kontoret they were told
    there."""
    row = ctx.store.stuck.unhandled(int(subject))
    if row.room.kind.is_office:
        return ()
    person = next((one for one in ctx.store.facts.people if one.matrix_id == row.sender), None)
    body = T(
        "stuck.unhandled",
        name=_name(person),
        place=names.of_any_room(ctx, row.room),
        at=row.seen_at,
        reference=row.reference,
    )
    mentions = tuple(one.id for one in alarm.responsible(ctx.store, row.room))
    return (Say(room_id=ctx.store.office.id, body=body, mentions=mentions),)


@when_due(ASIDE)
def tell_aside(ctx: UnitCtx, subject: str) -> Reply:
    """Say that the bot could not do something that was due, and whether it tries again."""
    row = ctx.store.stuck.undone(int(subject))
    if row is None:
        return ()
    code = None
    if row.case_id is not None:
        code = ctx.store.cases.codes_of([row.case_id]).get(row.case_id)
    what = T("stuck.aside", day=row.at) if code is None else T("stuck.aside_case", code=code, day=row.at)
    body = lines(what, T("stuck.aside_again" if row.is_retried else "stuck.aside_stays", row=row.id))
    return (Say(room_id=ctx.store.office.id, body=body),)


def tell_unheard(ctx: UnitCtx, unheard: Unheard) -> Reply:
    """Say in the office what somebody cannot read on their page now, or that it was dropped."""
    name = names.in_office(ctx.store.facts.person(unheard.owner_id))
    if unheard.is_alarmed:
        told = T("alarm.unheard", name=name)
    elif unheard.is_failing:
        told = T("stuck.alarm", name=name)
    elif unheard.elsewhere is not None:
        told = T("room.unheard_alarm", name=name)
    else:
        told = T("room.unheard", name=name)
    office = ctx.store.office.id
    return (Say(room_id=office, body=told, then=unheard.elsewhere, tag=unheard.tag, urgency=unheard.urgency),)


# ------------------------------------------------------------------------------------------------- what is done


class Again(Args):
    """Which row, or all that fail."""

    number: Annotated[int | None, Arg(reads=Number())] = None


@command(sv="försök igen", en="try again", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE, RoomKind.PAGE))
def try_again(ctx: UnitCtx, args: Again) -> Reply:
    """Try again at once what does not get done: one row, or all of them."""
    if args.number is None:
        rows: Sequence[StuckRow] = ctx.store.stuck.failing()
        if not rows:
            raise refuse("stuck.nothing_fails")
    else:
        rows = [_open_row(ctx, args.number)]
    service.try_again(ctx.store, rows)
    return (ctx.say(T("stuck.trying", n=len(rows))),)


class GivenUp(Args):
    """Which row."""

    number: Annotated[int, Arg(reads=Number(), ask="stuck.ask_row")]


@command(sv="ge upp", en="give up", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE, RoomKind.PAGE))
def give_up(ctx: UnitCtx, args: GivenUp) -> Outcome:
    """Give up something that does not get done; nobody else ever does."""
    row = _open_row(ctx, args.number)
    if row.kind in service.BY_GROUND:
        raise refuse("stuck.not_given_up", row=row.id)
    place = names.of_any_room(ctx, row.room)
    name = _name(_person(ctx, row))
    is_invitation = row.kind is Out.INVITE
    preview = T("stuck.give_up_invite" if is_invitation else "stuck.give_up_words", place=place, name=name)
    asked = ctx.still_to_agree(preview)
    if asked is not None:
        return asked
    service.give_up(ctx.store, row)
    if not is_invitation:
        return (ctx.say(T("stuck.given_up_words", place=place)),)
    return (ctx.say(lines(T("stuck.given_up_invite", place=place, name=name), _ask_again(ctx, row))),)


def _open_row(ctx: UnitCtx, number: int) -> StuckRow:
    """A row that fails, by its number."""
    row = ctx.store.stuck.find(number)
    if row is None or not row.is_failing:
        raise refuse("stuck.no_row", row=number)
    return row


# -------------------------------------------------------------------------------------------------- the sentences


def _tell(
    ctx: UnitCtx, failing: RoomView, body: Text | Lines, tag: str, mentions: tuple[str, ...] = ()
) -> Reply:
    """Tell kontoret of something that fails in a room; when kontoret hears nothing, its coordinators on their own
    pages."""
    office = ctx.store.office
    if not failing.kind.is_office and office.alarm is None:
        return (Say(room_id=office.id, body=body, tag=tag, mentions=mentions),)
    log.error("outbox.office_failing", room=failing.id, tag=tag)
    return tuple(
        Say(room_id=page.id, body=body, tag=tag) for page in _pages(ctx, tag) if page.id != failing.id
    )


def _pages(ctx: UnitCtx, tag: str) -> list[RoomView]:
    """The own pages of the coordinators that do not show a message of a tag."""
    pages = [ctx.store.page(person.id) for person in coordinators(ctx.store.facts.people, ctx.unit_id)]
    return [page for page in pages if not ctx.store.stuck.is_shown(page, tag)]


def _limited(ctx: UnitCtx, row: StuckRow) -> Reply:
    """Say once a day that the homeserver takes no more from the bot for a while."""
    once = f"limited:{ctx.today}"
    if ctx.store.stuck.is_shown_in_office(once):
        return ()
    return _tell(ctx, row.room, T("stuck.limited"), once)


def _what_fails(ctx: UnitCtx, row: StuckRow) -> Lines:
    """What fails, why, and what to do meanwhile."""
    person = _person(ctx, row)
    fails = _FAILS.get(row.kind, "stuck.words_apart" if row.cause == "bug" else "stuck.words")
    place = names.of_any_room(ctx, row.room)
    return lines(
        T(fails, place=place, name=_name(person), why=_why(row, person)), *_meanwhile(ctx, row, person)
    )


def _meanwhile(ctx: UnitCtx, row: StuckRow, person: Person | None) -> tuple[Text, ...]:
    """What to do while somebody cannot be invited, or something of the bot's own fails."""
    if row.kind is not Out.INVITE:
        return (T("stuck.do_give_up", row=row.id),) if row.cause == "bug" and row.kind not in _FAILS else ()
    told = []
    if person is not None:
        told.append(T("stuck.invite_call", name=_name(person)))
    case = ctx.store.case_of(row.room)
    if person is not None and case is not None:
        told.append(T("stuck.invite_again", code=case.code, handle=person.handle, row=row.id))
    else:
        told.append(T("stuck.row_again", row=row.id))
    return tuple(told)


def _ask_again(ctx: UnitCtx, row: StuckRow) -> Text | None:
    """How somebody is asked in again whose invitation was given up."""
    person = _person(ctx, row)
    case = ctx.store.case_of(row.room)
    if person is None or case is None:
        return None
    return T("invitation.ask_again", code=case.code, handle=person.handle)


def _person(ctx: UnitCtx, row: StuckRow) -> Person | None:
    """Whom a row is about; None for nobody we know, or nobody at all."""
    people = ctx.store.facts.people
    if row.user_id is not None:
        return next((person for person in people if person.matrix_id == row.user_id), None)
    return next((person for person in people if person.id == row.person_id), None)


def _name(person: Person | None) -> Text | str:
    if person is None:
        return T("stuck.somebody")
    return names.in_office(person)


def _why(row: StuckRow, person: Person | None) -> Text:
    """The cause in plain words."""
    status = row.cause.partition(" ")[0]
    is_silent = not status.isdigit() or int(status) == 0 or int(status) >= 500
    if row.cause == "bug":
        return T("stuck.why_bug", row=row.id)
    if row.cause == "unsettled":
        return T("stuck.why_unsettled")
    if row.cause == TOO_LATE:
        return T("stuck.why_too_late")
    if row.kind is Out.INVITE and is_silent:
        return T("stuck.why_their_server", name=_name(person))
    if row.kind is Out.INVITE and status == "404":
        return T("stuck.why_no_account")
    return T("stuck.why_silent" if is_silent else "stuck.why_refused")


def _in_charge(ctx: UnitCtx, row: StuckRow) -> tuple[str, ...]:
    """Whom to mention: of a case its coordinator; what is about no case is for all who read the office."""
    if row.room.case_id is None:
        return ()
    return tuple(person.id for person in alarm.responsible(ctx.store, row.room))
