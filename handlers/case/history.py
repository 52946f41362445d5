"""What happened in a case, in plain words with the number of each row of the audit log. Names are looked up on reading:
the log holds none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any

from bot.conversation.arguments import Arg, Number, Word
from bot.conversation.command import Args, CaseCtx, Reply, command, refuse
from bot.i18n import T, Text, catalogue, lines
from bot.rules.note import AT_CLOSING, KINDS
from bot.rules.profile import GUARDIAN, YOUTH
from bot.rules.roles import Duty, Role
from bot.rules.room import RoomKind
from handlers.people.person import how
from storage.audit import COMMAND, Entry

#: Rows on one page.
ROWS = 30


class Page(Args):
    """How far back, and whether also who asked for what."""

    page: Annotated[int, Arg(reads=Number(), words=("sida", "page"), only_after_word=True)] = 1
    everything: Annotated[bool, Arg(reads=Word(("allt", "everything")))] = False


@command(sv="historik", en="history", needs=Duty.SEE_CASES, evidence=False, where=(RoomKind.OFFICE, RoomKind.PAGE))
def show(ctx: CaseCtx, args: Page) -> Reply:
    """Show what happened in a case and who did it, newest last."""
    entries, pages = ctx.store.history(page=max(1, args.page), size=ROWS, commands=args.everything)
    if not 1 <= args.page <= pages:
        raise refuse("history.no_page", code=ctx.case.code, n=pages)
    shown = [
        T("history.line", seq=entry.seq, at=entry.at, who=_name(ctx, entry.actor), what=_what(ctx, entry))
        for entry in entries
    ]
    older = T("history.older", code=ctx.case.code, page=args.page + 1) if args.page < pages else None
    title = T("history.title", code=ctx.case.code, page=args.page, pages=pages)
    return (ctx.say(lines(title, older, *shown)),)


def key(action: str) -> str:
    """The text of an action: ``case:consent:withdrawn`` is told by ``history.case_consent_withdrawn``."""
    return f"history.{action.replace(':', '_')}"


def _what(ctx: CaseCtx, entry: Entry) -> Text:
    described = f"command.{entry.action.removeprefix(COMMAND)}"
    if entry.action.startswith(COMMAND) and described in catalogue("sv"):
        return T("history.command", what=T(described))
    if key(entry.action) not in catalogue("sv"):  # written by another version
        return T("history.other", action=entry.action)
    known = {name: reads(ctx, entry.detail[name]) for name, reads in READS.items() if entry.detail.get(name)}
    told = T(key(entry.action), **{**dict.fromkeys(READS, T("history.unknown")), **known})
    if entry.action == "case:actor:named" and entry.detail.get("function") in (YOUTH, GUARDIAN):
        told = T("history.family_named", function=known["function"])  # their names are told nowhere here
    if "approved_by" in known and "{approved_by}" not in str(catalogue("sv")[key(entry.action)].string):
        return T("history.with_second", what=told, approved_by=known["approved_by"])
    return told


def _name(ctx: CaseCtx, person_id: str) -> str | Text:
    """Somebody by name; the young person and the guardians by what they are."""
    if person_id in ("bot", "stranger"):
        return T(f"history.{person_id}")
    try:
        person = ctx.store.people.get(person_id)
    except LookupError:
        return T("history.former")
    if person.role in (Role.YOUTH, Role.GUARDIAN):
        return _family(ctx, person.role)
    return T("person.role_guest") if person.role is Role.GUEST else person.name


def _family(_ctx: CaseCtx, role: str) -> Text:
    return T(f"youth.is_{role}")


def _function(ctx: CaseCtx, function: str) -> str | Text:
    found = next((one for one in ctx.profile.functions if one.id == function), None)
    return function if found is None else found.text


def _band(ctx: CaseCtx, band: str) -> str | Text:
    found = next((one for one in ctx.profile.bands if one.id == band), None)
    return band if found is None else found.text


def _note(_ctx: CaseCtx, kind: str) -> str | Text:
    found = KINDS.get(kind.removeprefix(AT_CLOSING))
    return kind if found is None else found.term.text


def _room(ctx: CaseCtx, room_id: str) -> Text:
    found = next((where for where in ctx.store.rooms if where.id == room_id), None)
    if found is None:
        return T("history.room")
    return T("history.case_room") if found.number is None else T("history.side_room", number=found.number)


def _word(head: str) -> Callable[[CaseCtx, str], str | Text]:
    """One of some words, each with its text."""

    def read(_ctx: CaseCtx, word: str) -> str | Text:
        return T(f"history.{head}_{word}") if f"history.{head}_{word}" in catalogue("sv") else word

    return read


def _day(_ctx: CaseCtx, day: str) -> date:
    return date.fromisoformat(day)


#: What may stand in a row's detail, and how it is told. Texts may name these and nothing else.
READS: Mapping[str, Callable[[CaseCtx, Any], Any]] = MappingProxyType(
    {
        "approved_by": _name,
        "age": lambda _, age: age,
        "answer": _word("answer"),
        "band": _band,
        "before": _name,
        "day": _day,
        "function": _function,
        "functions": lambda ctx, functions: [_function(ctx, one) for one in functions],
        "how": lambda _, checked: how(checked),
        "kind": _note,
        "kept": lambda ctx, kinds: ctx.profile.kind_words(kinds),
        "number": lambda _, number: number,
        "old": lambda _, number: number,
        "person": _name,
        "place": _word("place"),
        "room": _room,
        "scope": lambda ctx, kinds: ctx.profile.kind_words(kinds),
        "state": _word("task"),
        "taker": _name,
        "until": _day,
        "who": _name,
        "whose": _family,
    }
)
