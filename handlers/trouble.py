"""The room of those who run the bot: what is wrong with it, once when it has lasted, once when it is over.

They are told what a person has to do, and nothing of any person, case or room. What they write is answered by how the
bot is, or by the words that are answered there.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.conversation.clean import bare
from bot.conversation.command import Reply, UnitCtx, when_due
from bot.i18n import Lines, T, Text, items, lines
from bot.messages import Incoming, Kind, Redact, Say
from bot.rules.trouble import Trouble
from bot.services import trouble as service
from storage.trouble import OVER, TELL

#: What is wrong, and what to do about it.
_TOLD: Mapping[Trouble, Text] = MappingProxyType(
    {
        Trouble.DATABASE: T("trouble.database"),
        Trouble.LEASE: T("trouble.lease"),
        Trouble.SYNC: T("trouble.sync"),
        Trouble.INBOX: T("trouble.inbox"),
        Trouble.OUTBOX: T("trouble.outbox"),
        Trouble.DUE: T("trouble.due"),
        Trouble.OFFICE: T("trouble.office"),
        Trouble.ASIDE: T("trouble.aside"),
        Trouble.DISK: T("trouble.disk"),
        Trouble.RECOVERY: T("trouble.recovery"),
        Trouble.DEVICES: T("trouble.devices"),
    }
)

#: What is well again.
_OVER: Mapping[Trouble, Text] = MappingProxyType(
    {
        Trouble.DATABASE: T("trouble.database_over"),
        Trouble.LEASE: T("trouble.lease_over"),
        Trouble.SYNC: T("trouble.sync_over"),
        Trouble.INBOX: T("trouble.inbox_over"),
        Trouble.OUTBOX: T("trouble.outbox_over"),
        Trouble.DUE: T("trouble.due_over"),
        Trouble.OFFICE: T("trouble.office_over"),
        Trouble.ASIDE: T("trouble.aside_over"),
        Trouble.DISK: T("trouble.disk_over"),
        Trouble.RECOVERY: T("trouble.recovery_over"),
        Trouble.DEVICES: T("trouble.devices_over"),
    }
)

_STATUS = frozenset({"status", "läge", "läget", "hur är läget", "hur står det till", "how are you", "state"})
_HELP = frozenset({"hjälp", "help", "meny", "menu", "hej", "hallå", "hello", "hi", "?"})

#: Kinds of rows to which nobody expects words.
_WITHOUT_ANSWER = frozenset({Kind.REACTION, Kind.REDACTION})


@when_due(TELL)
def tell(ctx: UnitCtx, subject: str) -> Reply:
    """Tell what is wrong, once, if it still is."""
    kind = Trouble(subject)
    if not service.take(ctx.store, kind):
        return ()
    return (Say(room_id=ctx.store.office.id, body=_TOLD[kind], tag=f"trouble:{kind}"),)


@when_due(OVER)
def tell_over(ctx: UnitCtx, subject: str) -> Reply:
    """Tell that something is over that was told, and how long it lasted."""
    kind = Trouble(subject)
    ended = service.end(ctx.store, kind)
    if ended is None:
        return ()
    body = T("trouble.over", what=_OVER[kind], since=ended.since, until=ended.over_at)
    return (Say(room_id=ctx.store.office.id, body=body, quiet=True),)


def hear(ctx: UnitCtx, row: Incoming) -> Reply:
    """Answer whatever somebody does in the room; only what nobody expects words to gets none."""
    if row.kind in _WITHOUT_ANSWER:
        return ()
    if row.kind is Kind.MEMBER:
        return (ctx.say(T("trouble.greeting"), quiet=True),) if row.body == "join" else ()
    if row.kind in (Kind.NUMBER, Kind.NUMBER_AGAIN):
        taken = Redact(room_id=ctx.room.id, event_id=row.event_id)
        return (taken, ctx.say(T("number.taken_away")))
    said = bare(row.body)
    if said in _STATUS:
        return (ctx.say(_status(ctx), quiet=True),)
    return (ctx.say(T("trouble.help" if said in _HELP else "trouble.only"), quiet=True),)


def _status(ctx: UnitCtx) -> Text | Lines:
    """How the bot is, as it was within the last minute."""
    found = ctx.store.troubles.all()
    if not found:
        return T("trouble.none")
    told = [T("trouble.since", what=_TOLD[one.kind], since=one.since) for one in found]
    return lines(T("trouble.stands"), items(*told))
