"""What to say about words that are no command but look like one: "Menade du ...?"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation import arguments, parse, questions, which_case
from bot.conversation.command import Command, UnitCtx
from bot.conversation.message import Message
from bot.conversation.parse import ParsedCommand
from bot.conversation.verdict import Refuse
from bot.errors import Refused
from bot.i18n import T


def refusal(message: Message) -> Refuse:
    """Ask whether the one command that was probably meant was meant; else name what may have been meant, if
    anything."""
    ctx = message.ctx
    offered = message.table.offered(ctx.sender.role, ctx.room.kind)
    similar = parse.suggest(message.text, offered)
    if not similar:
        return _of_case(message, offered) or Refuse(text=T("kit.unknown"), is_unclear=True)
    names = [command.name(ctx.language) for command, _ in similar]
    only_names = Refuse(text=T("kit.did_you_mean_one", names=names))
    if len(similar) > 1:
        return only_names
    command, words = similar[0]
    try:
        parsed = parse.read(command, words, message.env)
        case_id = which_case.case_id(ctx, parsed)
    except Refused:
        return only_names  # it would not run as it stands
    shown = command.name(ctx.language)
    if _may_repeat(ctx, parsed):
        shown = " ".join([shown, *words])
    return _whether_meant(ctx, parsed, case_id, shown)


def _of_case(message: Message, offered: Sequence[Command]) -> Refuse | None:
    """For words with the code of a case that they may see: whether they meant to see how the case stands."""
    env = message.env
    show = next((command for command in offered if command.key == "case"), None)
    if show is None:
        return None
    for word in parse.split(message.text):
        if not arguments.Code().take([word], env):
            continue
        try:
            parsed = parse.read(show, [word], env)
            case_id = which_case.case_id(message.ctx, parsed)
        except Refused:
            continue
        shown = f"{show.name(message.ctx.language)} {parsed.code}"
        return _whether_meant(message.ctx, parsed, case_id, shown)
    return None


def _may_repeat(ctx: UnitCtx, parsed: ParsedCommand) -> bool:
    """Whether the bot may say the words of a command again: in a room of a case others read them, and they
    may be for some of those people only. Numbers tell nothing."""
    if not ctx.room.kind.of_case:
        return True
    fields = parsed.command.fields()
    return all(isinstance(fields[name].reads, arguments.Number) for name in parsed.words)


def _whether_meant(ctx: UnitCtx, parsed: ParsedCommand, case_id: str | None, shown: str) -> Refuse:
    """Not understood, but perhaps this command was meant: a yes runs it."""
    key = "kit.did_you_mean_room" if ctx.room.kind.of_case else "kit.did_you_mean"
    text = T(key, name=shown)
    return Refuse(text=text, ask=questions.whether_meant(ctx, parsed, case_id, text))
