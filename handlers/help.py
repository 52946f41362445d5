"""Help, language, and the way out of a dialogue: what everybody may say everywhere."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, OneOf, Rest
from bot.conversation.command import Args, Command, NoArgs, Reply, UnitCtx, command, refuse
from bot.conversation.parse import find, usage
from bot.i18n import Language, T, Text, lines
from bot.rules.roles import OWN_WORDS, Duty, Role, may
from bot.rules.words import Term
from handlers.youth.words import free_words

LANGUAGES = (
    Term(id="sv", sv="svenska", en="Swedish", words=("swedish", "svensk")),
    Term(id="en", sv="engelska", en="English", words=("english", "engelsk")),
)


class About(Args):
    """Help about one command, or all of them."""

    about: Annotated[str | None, Arg(reads=Rest(any_word=True))] = None


def help_for(commands: list[Command]) -> Command:
    """The help command, shown from the same table that the bot obeys."""

    @command(sv="hjälp", en="help", needs=Duty.SELF, evidence=False, aside=True)
    def show(ctx: UnitCtx, args: About) -> Reply:
        """Show what can be said here, or how one command is written."""
        offered = [one for one in commands if not one.hidden and may(ctx.sender.role, one.needs)]
        among_others = ctx.room.kind.of_case  # where commands begin with !
        if args.about is not None:
            found = find(args.about, offered)
            if found is None and ctx.sender.role in OWN_WORDS:
                # "Hjälp, de ..." is no question about commands
                return free_words(ctx, f"{'hjälp' if ctx.language == 'sv' else 'help'} {args.about}")
            if found is None:
                raise refuse("help.no_such", name=args.about, mark="!" if among_others else "")
            how = usage(found[0], ctx.language, in_room=among_others and ctx.room.kind in found[0].where)
            return (ctx.say(lines(T(f"command.{found[0].key}"), how)),)
        if ctx.sender.role in (Role.YOUTH, Role.GUARDIAN):
            return (ctx.say(lines(T("help.youth"), _contact(ctx)), quiet=True),)
        here = [one for one in offered if ctx.room.kind in one.where]
        shown = [T("help.line", name=one.name(ctx.language), what=T(f"command.{one.key}")) for one in here]
        prefix = T("help.prefix") if among_others else None
        return (ctx.say(lines(T("help.title"), prefix, *shown, T("help.more"), _contact(ctx))),)

    return show


class Speak(Args):
    """Which language."""

    language: Annotated[Language, Arg(reads=OneOf(lambda _env: LANGUAGES), options=lambda _env: LANGUAGES)]


@command(sv="språk", en="language", needs=Duty.SELF, evidence=False)
def language(ctx: UnitCtx, args: Speak) -> Reply:
    """Choose the language the bot speaks to you."""
    ctx.store.people.set_language(ctx.sender.id, args.language)
    return (ctx.say(T(f"help.language_{args.language}")),)  # in that language, whoever reads it


@command(sv="avbryt", en="cancel", needs=Duty.SELF, evidence=False)
def cancel(ctx: UnitCtx, args: NoArgs) -> Reply:
    """End the dialogue you are in; nothing of it is kept."""
    closed = ctx.store.cancel_questions(ctx.sender.id, ctx.room.id)
    told = T("help.cancelled" if closed else "help.nothing_to_cancel")
    kept = ctx.on_own_page and ctx.store.has_kept_words(ctx.sender.id)
    return (ctx.say(lines(told, T("youth.still_kept") if kept else None), tag="beside"),)


def _contact(ctx: UnitCtx) -> Text:
    contact = ctx.profile.contact
    return T("help.contact", who=contact.label(ctx.language), phone=contact.phone)
