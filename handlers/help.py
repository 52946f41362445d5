"""What everybody may say everywhere: help, the choice of language, and the end of a dialogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Annotated

from bot.conversation.arguments import Arg, OneOf, Rest
from bot.conversation.command import Args, Command, NoArgs, Reply, UnitCtx, command, refuse
from bot.conversation.parse import find, usage
from bot.i18n import Language, T, Text, lines
from bot.messages import Say
from bot.rules.roles import OWN_WORDS, Consequence, Duty, Role, may
from bot.rules.room import RoomKind
from bot.rules.words import Term
from bot.services import choices, dialogue

LANGUAGES = (
    Term(id="sv", sv="svenska", en="Swedish", words=("swedish", "svensk")),
    Term(id="en", sv="engelska", en="English", words=("english", "engelsk")),
)

#: What is said when a language is chosen: in that language, whoever reads it.
_CHOSEN: Mapping[Language, str] = MappingProxyType({"sv": "help.language_sv", "en": "help.language_en"})


class About(Args):
    """Help about one command, or all of them."""

    about: Annotated[str | None, Arg(reads=Rest(any_word=True))] = None


def help_for(commands: list[Command], free_words: Callable[[UnitCtx, str], Reply]) -> Command:
    """The help command, shown from the same table that the bot obeys; ``free_words`` answers a cry for
    help."""

    @cache
    def table(role: Role, kind: RoomKind, language: Language) -> tuple[Text, ...]:
        """What a role can say in a kind of room, line by line."""
        offered = (each for each in commands if not each.hidden and may(role, each.needs))
        here = [each for each in offered if kind in each.where]
        return tuple(T("help.line", name=each.name(language), what=T(f"command.{each.key}")) for each in here)

    @command(sv="hjälp", en="help", needs=Duty.SELF, consequence=Consequence.LOOK, evidence=False, aside=True)
    def show(ctx: UnitCtx, args: About) -> Reply:
        """Show what can be said here, or how one command is written."""
        if args.about is None:
            return (_overview(ctx, table(ctx.sender.role, ctx.room.kind, ctx.language)),)
        offered = [each for each in commands if not each.hidden and may(ctx.sender.role, each.needs)]
        found = find(args.about, offered)
        if found is not None:
            return (_how(ctx, found[0]),)
        if ctx.sender.role in OWN_WORDS:
            # "Hjälp, de ..." is no question about commands
            name = "hjälp" if ctx.language == "sv" else "help"
            return free_words(ctx, f"{name} {args.about}")
        raise refuse("help.no_such", name=args.about, mark="!" if ctx.room.kind.of_case else "")

    return show


class Speak(Args):
    """Which language."""

    language: Annotated[Language, Arg(reads=OneOf(lambda _env: LANGUAGES), options=lambda _env: LANGUAGES)]


@command(sv="språk", en="language", needs=Duty.SELF, evidence=False)
def language(ctx: UnitCtx, args: Speak) -> Reply:
    """Choose the language the bot speaks to you."""
    choices.set_language(ctx.store, replace(ctx.sender, language=args.language))
    return (ctx.say(T(_CHOSEN[args.language])),)


@command(sv="avbryt", en="cancel", needs=Duty.SELF, evidence=False)
def cancel(ctx: UnitCtx, args: NoArgs) -> Reply:
    """End the dialogue you are in; nothing of it is kept."""
    closed = dialogue.cancel(ctx.store, ctx.sender, ctx.room)
    words = [T("help.cancelled" if closed else "help.nothing_to_cancel")]
    if ctx.on_own_page and ctx.store.has_kept_words(ctx.sender.id):
        words.append(T("youth.still_kept"))
    return (ctx.say(lines(*words), tag="beside"),)


def _overview(ctx: UnitCtx, table: Sequence[Text]) -> Say:
    """The commands that can be said in this room; for the youth and guardians a few words instead."""
    if ctx.sender.role in (Role.YOUTH, Role.GUARDIAN):
        return ctx.say(lines(T("help.youth"), _contact(ctx)), quiet=True)
    prefix = T("help.prefix") if ctx.room.kind.of_case else None
    return ctx.say(lines(T("help.title"), prefix, *table, T("help.more"), _contact(ctx)))


def _how(ctx: UnitCtx, found: Command) -> Say:
    """What one command does, and how it is written; with a ! in the rooms where people talk with each
    other."""
    in_room = ctx.room.kind.of_case and ctx.room.kind in found.where
    return ctx.say(lines(T(f"command.{found.key}"), usage(found, ctx.language, in_room=in_room)))


def _contact(ctx: UnitCtx) -> Text:
    contact = ctx.profile.contact
    return T("help.contact", who=contact.label(ctx.language), phone=contact.phone)
