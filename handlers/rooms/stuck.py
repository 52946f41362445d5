"""What the homeserver refuses, or does not get done: the office is told once, with why and what to do."""

from __future__ import annotations

from bot.conversation.command import Reply, UnitCtx, when_due
from bot.delivery.stuck import DELIVERED, FAILING, LOST, failing_tag
from bot.i18n import T, Text, lines
from bot.logs import get_logger
from bot.messages import Out, Say, Unheard
from bot.rules.person import Person
from bot.rules.room import RoomKind
from bot.services import alarm
from bot.wording import names
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


@when_due(FAILING)
def tell_failing(ctx: UnitCtx, subject: str) -> Reply:
    """Say what does not get done, and why; it is tried again meanwhile."""
    row = ctx.store.stuck.get(int(subject))
    if not row.is_failing or row.room.kind is RoomKind.OLD:
        return ()
    if row.room.kind is RoomKind.OFFICE and row.kind is not Out.INVITE:
        log.error("outbox.office_failing", row=row.id, kind=str(row.kind), cause=row.cause)
        return ()  # there is nowhere to say it
    if row.cause.startswith("429"):
        return _limited(ctx)
    person = _person(ctx, row)
    what = T(
        _FAILS.get(row.kind, "stuck.words"),
        place=names.of_any_room(ctx, row.room),
        name=_name(person),
        why=_why(row, person),
    )
    body = lines(what, _meanwhile(ctx, row, person))
    return (
        Say(room_id=ctx.store.office.id, body=body, tag=failing_tag(row.id), mentions=_in_charge(ctx, row)),
    )


@when_due(LOST)
def tell_lost(ctx: UnitCtx, subject: str) -> Reply:
    """Say that something will not be done: once a day of each room."""
    row = ctx.store.stuck.get(int(subject))
    is_redaction = row.kind is Out.REDACT
    once = f"lost:{row.room.id}:{'redact:' if is_redaction else ''}{ctx.today}"
    if row.is_open or row.room.kind is RoomKind.OLD or ctx.store.stuck.is_shown_in_office(once):
        return ()
    key = "stuck.lost_redact" if is_redaction else "stuck.lost"
    body = T(key, place=names.of_any_room(ctx, row.room), why=_why(row, None))
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


def _limited(ctx: UnitCtx) -> Reply:
    """Say once a day that the homeserver takes no more from the bot for a while."""
    once = f"limited:{ctx.today}"
    if ctx.store.stuck.is_shown_in_office(once):
        return ()
    return (Say(room_id=ctx.store.office.id, body=T("stuck.limited"), tag=once),)


def _meanwhile(ctx: UnitCtx, row: StuckRow, person: Person | None) -> Text | None:
    """What to do while somebody cannot be invited."""
    if row.kind is not Out.INVITE or person is None:
        return None
    case = ctx.store.case_of(row.room)
    if case is None:
        return T("stuck.invite_call", name=_name(person))
    return T("stuck.invite_again", code=case.code, handle=person.handle, name=_name(person))


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
