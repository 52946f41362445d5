"""What the homeserver refuses, or does not get done: kontoret is told once, with why and what to do."""

from __future__ import annotations

from bot.conversation.command import Reply, UnitCtx, when_due
from bot.delivery.stuck import FAILING, LOST, THROUGH, tag
from bot.i18n import T, Text, lines
from bot.logs import get_logger
from bot.messages import Out, Say
from bot.rules.people import Person
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from handlers.rooms import alarm
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
def failing(ctx: UnitCtx, subject: str) -> Reply:
    """Say what does not get done, and why; it is tried again meanwhile."""
    row = ctx.store.stuck.get(int(subject))
    if not row.is_failing or row.room.kind is RoomKind.OLD:
        return ()
    if row.room.kind is RoomKind.OFFICE and row.kind is not Out.INVITE:
        log.error("outbox.office_failing", row=row.id, kind=str(row.kind), cause=row.cause)
        return ()  # there is nowhere to say it
    if row.cause.startswith("429"):
        limited = f"limited:{ctx.today}"
        told = ctx.store.stuck.is_shown_in_office(limited)
        return () if told else (Say(room_id=ctx.store.office.id, body=T("stuck.limited"), tag=limited),)
    who = _who(ctx, row)
    words = {"place": alarm.called(ctx, row.room), "name": _name(who), "why": _why(row, who)}
    body = lines(T(_FAILS.get(row.kind, "stuck.words"), **words), _meanwhile(ctx, row, who))
    return (Say(room_id=ctx.store.office.id, body=body, tag=tag(row.id), mentions=_in_charge(ctx, row)),)


@when_due(LOST)
def lost(ctx: UnitCtx, subject: str) -> Reply:
    """Say that something will not be done: once a day of each room."""
    row = ctx.store.stuck.get(int(subject))
    redacted = row.kind is Out.REDACT
    once = f"lost:{row.room.id}:{'redact:' if redacted else ''}{ctx.today}"
    if row.is_open or row.room.kind is RoomKind.OLD or ctx.store.stuck.is_shown_in_office(once):
        return ()
    words = {"place": alarm.called(ctx, row.room), "why": _why(row, None)}
    body = T("stuck.lost_redact" if redacted else "stuck.lost", **words)
    return (Say(room_id=ctx.store.office.id, body=body, tag=once, mentions=_in_charge(ctx, row)),)


@when_due(THROUGH)
def through(ctx: UnitCtx, subject: str) -> Reply:
    """Say that what was told to fail is done."""
    row = ctx.store.stuck.get(int(subject))
    place = alarm.called(ctx, row.room)
    if row.kind is Out.INVITE:
        body = T("stuck.through_invite", place=place, name=_name(_who(ctx, row)))
    else:
        body = T("stuck.through_open", place=place)
    return (Say(room_id=ctx.store.office.id, body=body, quiet=True),)


def _meanwhile(ctx: UnitCtx, row: StuckRow, who: Person | None) -> Text | None:
    """What to do while somebody cannot be invited."""
    if row.kind is not Out.INVITE or who is None:
        return None
    code = next((case.code for case in ctx.store.cases.all() if case.id == row.room.case_id), None)
    if code is None:
        return T("stuck.invite_call", name=_name(who))
    return T("stuck.invite_again", code=code, handle=who.handle, name=_name(who))


def _who(ctx: UnitCtx, row: StuckRow) -> Person | None:
    """Whom a row is about; nobody we know, or nobody at all."""
    people = ctx.store.people.all()
    if row.user_id is not None:
        return next((one for one in people if one.matrix_id == row.user_id), None)
    return next((one for one in people if one.id == row.person_id), None)


def _name(who: Person | None) -> Text | str:
    if who is None:
        return T("stuck.somebody")
    return f"@{who.handle}" if who.role in (Role.YOUTH, Role.GUARDIAN) else who.name


def _why(row: StuckRow, who: Person | None) -> Text:
    """The cause in plain words."""
    status = row.cause.partition(" ")[0]
    silent = not status.isdigit() or int(status) == 0 or int(status) >= 500
    if row.cause == "bug":
        return T("stuck.why_bug", row=row.id)
    if row.cause == "unsettled":
        return T("stuck.why_unsettled")
    if row.kind is Out.INVITE and silent:
        return T("stuck.why_their_server", name=_name(who))
    if row.kind is Out.INVITE and status == "404":
        return T("stuck.why_no_account")
    return T("stuck.why_silent" if silent else "stuck.why_refused")


def _in_charge(ctx: UnitCtx, row: StuckRow) -> tuple[str, ...]:
    """Of a case its coordinator, who is named; what is about nobody's case is for all who read kontoret."""
    return tuple(one.id for one in alarm.responsible(ctx, row.room)) if row.room.case_id is not None else ()
