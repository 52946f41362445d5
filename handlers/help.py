"""What everybody may say everywhere: help, the choice of language, and the end of a dialogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Annotated, cast

from bot.conversation.arguments import Arg, Env, OneOf, Rest, Somebody
from bot.conversation.command import Args, Command, NoArgs, Reply, UnitCtx, command, refuse
from bot.conversation.parse import find, usage
from bot.i18n import Language, T, Text, catalogue, items, lines, say
from bot.messages import Say
from bot.rules.case import State
from bot.rules.person import Person
from bot.rules.plan import OPEN
from bot.rules.roles import OWN_WORDS, Consequence, Duty, Role, may
from bot.rules.room import RoomKind
from bot.rules.words import Term
from bot.services import choices, dialogue
from bot.wording import further, ordinary

LANGUAGES = (
    Term(id="sv", sv="svenska", en="Swedish", words=("swedish", "svensk")),
    Term(id="en", sv="engelska", en="English", words=("english", "engelsk")),
)

#: What is said when a language is chosen: in that language, whoever reads it.
_CHOSEN: Mapping[Language, str] = MappingProxyType({"sv": "help.language_sv", "en": "help.language_en"})


#: The subjects that ``hjälp`` lists commands by: the folders and files of handlers, by name.
SUBJECTS = (
    Term(id="case", sv="ärenden", en="cases", words=("ärende", "case")),
    Term(id="consent", sv="samtycke", en="consent", words=("samtycken", "consents")),
    Term(id="rooms", sv="rum", en="rooms", words=("rummen", "room")),
    Term(id="plan", sv="uppgifter", en="tasks", words=("plan", "planen", "the plan")),
    Term(id="meetings", sv="möten", en="meetings", words=()),
    Term(id="people", sv="personer", en="people", words=("enheter", "devices")),
    Term(id="youth", sv="larm och egna sidor", en="alarms and own pages", words=("larm", "alarm", "alarms")),
    Term(id="consultation", sv="konsultationer", en="consultations", words=()),
    Term(id="other", sv="annat", en="other", words=("övrigt", "the rest")),
)

#: How many commands ``hjälp`` shows at first: at most these, and at least as many as there are up to the fewest.
_MOST, _FEWEST = 8, 6


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What is open for somebody: a question, tasks of theirs, cases in these states."""

    is_asked: bool
    has_tasks: bool
    states: frozenset[State]
    is_at_work: bool  # a room is open, as far as they know


#: The commands that fit a moment, those that matter most first; what cannot be said here falls away.
_FITTING: tuple[tuple[str, Callable[[Moment], bool]], ...] = (
    ("cancel", lambda now: now.is_asked),
    *((key, lambda now: now.has_tasks) for key in ("done", "ongoing", "obstacle")),
    *((key, lambda now: State.PROPOSED in now.states) for key in ("open", "consent_record", "appoint")),
    ("consent_renew", lambda now: State.FROZEN in now.states),
    ("acknowledge", lambda now: State.CLOSING in now.states),
    ("cases", lambda now: bool(now.states)),
    ("meeting", lambda now: State.ACTIVE in now.states),
    ("case_new", lambda _: True),
    *(
        (key, lambda now: now.is_at_work)
        for key in ("task", "meeting", "who_sees_what", "done", "obstacle", "meeting_answer")
    ),
    *((key, lambda _: True) for key in ("person_new", "consultations", "lost_device", "language")),
)


class About(Args):
    """Help about one command or one subject, or what fits now."""

    about: Annotated[str | None, Arg(reads=Rest(any_word=True))] = None


def help_for(commands: list[Command], free_words: Callable[[UnitCtx, str], Reply]) -> Command:
    """The help command, shown from the same table that the bot obeys; ``free_words`` answers a cry for
    help."""

    @cache
    def offered_to(role: Role) -> tuple[Command, ...]:
        return tuple(each for each in commands if not each.hidden and may(role, each.needs))

    @command(sv="hjälp", en="help", needs=Duty.SELF, consequence=Consequence.LOOK, evidence=False, aside=True)
    def show(ctx: UnitCtx, args: About) -> Reply:
        """Show what can be said here now, the commands of one subject, or how one command is written."""
        offered = offered_to(ctx.sender.role)
        if args.about is None:
            return (_overview(ctx, offered),)
        if ctx.sender.role not in OWN_WORDS:
            said = args.about.strip(" .?!")
            subject = next((one for one in SUBJECTS if one.known_as(said)), None)
            listed = [] if subject is None else [each for each in offered if subject_of(each) == subject.id]
            if listed:
                return (_listed(ctx, listed),)
        found = find(args.about, offered)
        if found is not None:
            return (_how(ctx, found[0]),)
        if ctx.sender.role in OWN_WORDS:
            # "Hjälp, de ..." is no question about commands
            name = "hjälp" if ctx.language == "sv" else "help"
            return free_words(ctx, f"{name} {args.about}")
        raise refuse("help.no_such", name=args.about, mark="!" if ctx.room.kind.of_case else "")

    return show


def subject_of(each: Command) -> str:
    """The id of the subject that a command is listed under."""
    folder = each.run.__module__.split(".")[1]
    return folder if folder in {subject.id for subject in SUBJECTS} else "other"


def _languages(env: Env) -> tuple[Term, ...]:
    """The bot's own languages, and those in which the profile has something to say."""
    return (*LANGUAGES, *env.profile.spoken)


class Speak(Args):
    """Which language, and whose, if it is somebody else's."""

    language: Annotated[str, Arg(reads=OneOf(_languages), options=_languages)]
    person: Annotated[Person | None, Arg(reads=Somebody())] = None


@command(sv="språk", en="language", needs=Duty.SELF, evidence=False)
def language(ctx: UnitCtx, args: Speak) -> Reply:
    """Choose the language the bot speaks to you; as a coordinator, also to somebody who cannot say it."""
    if args.person is not None and args.person.id != ctx.sender.id:
        return _speak_to(ctx, args.person, args.language)
    changed = _speaking(ctx.sender, args.language)
    choices.set_language(ctx.store, changed)
    if changed.further_language is None:
        return (ctx.say(T(_CHOSEN[changed.language])),)
    if ctx.room.kind is not RoomKind.PAGE:
        return (ctx.say(T("help.language_further")),)
    return (ctx.say(lines(T("help.language_further"), *further.first(replace(ctx, sender=changed)))),)


def _speak_to(ctx: UnitCtx, person: Person, chosen: str) -> Reply:
    """Speak with somebody else in a language: they may not be able to ask for it."""
    if not may(ctx.sender.role, Duty.BIND_PERSON):
        raise refuse("kit.may_not")
    if not ctx.verified:
        raise refuse("kit.not_verified")
    changed = _speaking(person, chosen)
    choices.set_language(ctx.store, changed)
    words = next(each for each in (*LANGUAGES, *ctx.profile.spoken) if each.id == chosen)
    told = ctx.say(T("help.language_of", handle=person.handle, language=words.text))
    first = further.first(replace(ctx, sender=changed))
    if not first or person.id not in ctx.store.open_pages_of([person]):
        return (told,)
    return (told, Say(room_id=ctx.store.page(person.id).id, body=lines(*first)))


def _speaking(person: Person, chosen: str) -> Person:
    """Somebody once they have chosen a language: the bot's own, or one in which a few texts are said as well."""
    if chosen in _CHOSEN:
        return replace(person, language=cast(Language, chosen), further_language=None)
    return replace(person, further_language=chosen)


@command(sv="avbryt", en="cancel", needs=Duty.SELF, evidence=False)
def cancel(ctx: UnitCtx, args: NoArgs) -> Reply:
    """End the dialogue you are in; nothing of it is kept."""
    closed = dialogue.cancel(ctx.store, ctx.sender, ctx.room)
    words = [T("help.cancelled" if closed else "help.nothing_to_cancel")]
    if ctx.on_own_page and ctx.store.has_kept_words(ctx.sender.id):
        words.append(T("youth.still_kept"))
    return (ctx.say(lines(*words), tag="beside"),)


def _overview(ctx: UnitCtx, offered: Sequence[Command]) -> Say:
    """What fits now, and the subjects of the rest; for the youth and guardians a few words instead."""
    if ctx.sender.role in (Role.YOUTH, Role.GUARDIAN):
        return ordinary.menu(ctx)
    here = {each.key: each for each in offered if ctx.room.kind in each.where}
    now = _moment(ctx)
    chosen = [here[key] for key, fits in _FITTING if key in here and fits(now)]
    chosen = list(dict.fromkeys(chosen))[:_MOST]
    chosen += [each for each in here.values() if each not in chosen and each.key != "help"][
        : max(0, _FEWEST - len(chosen))
    ]
    known = {subject_of(each) for each in offered}
    subjects = [
        T("help.subject", mark=_mark(ctx), subject=subject.text)
        for subject in SUBJECTS
        if subject.id in known
    ]
    told = next((each for each in chosen if each.fields()), None)  # one of which there is something to tell
    example = T("help.more", mark=_mark(ctx), name=told.name(ctx.language)) if told else None
    shown = items(*(_line(ctx, each) for each in chosen))
    return ctx.say(
        lines(T("help.title"), shown, T("help.subjects", subjects=subjects), example, _contact(ctx)),
        quiet=True,
    )


def _moment(ctx: UnitCtx) -> Moment:
    """What is open for somebody now."""
    role = ctx.sender.role
    sees_cases = may(role, Duty.SEE_CASES)
    owns_tasks = may(role, Duty.STATUS) and not sees_cases
    states = ctx.store.cases.states() if sees_cases else frozenset[State]()
    return Moment(
        is_asked=bool(ctx.store.open_questions(ctx.sender.id, ctx.room.id)),
        has_tasks=owns_tasks and bool(ctx.store.task_numbers_of(ctx.sender.id, OPEN)),
        states=states,
        is_at_work=State.ACTIVE in states or not sees_cases,
    )


def _listed(ctx: UnitCtx, listed: Sequence[Command]) -> Say:
    """The commands of one subject: those that can be said here, else where they are said."""
    here = [each for each in listed if ctx.room.kind in each.where]
    shown = items(*(_line(ctx, each) for each in here or listed))
    return ctx.say(lines(T("help.title" if here else "help.elsewhere"), shown), quiet=True)


def _line(ctx: UnitCtx, each: Command) -> Text:
    mark = _mark(ctx) if ctx.room.kind in each.where else ""
    return T("help.line", name=f"{mark}{each.name(ctx.language)}", what=T(f"command.{each.key}"))


def _mark(ctx: UnitCtx) -> str:
    """What a command begins with in this room."""
    return "!" if ctx.room.kind.of_case else ""


def _how(ctx: UnitCtx, found: Command) -> Say:
    """What one command does, how it is written, and an example; with a ! in the rooms where people talk with
    each other."""
    in_room = ctx.room.kind.of_case and ctx.room.kind in found.where
    example = T("help.example", example=example_of(found, ctx.language, in_room=in_room))
    how = usage(found, ctx.language, in_room=in_room)
    return ctx.say(lines(_line(ctx, found), how, example), quiet=True)


def example_of(found: Command, language: Language, *, in_room: bool = False) -> str:
    """A command as somebody would write it, with what it needs."""
    words = [f"!{found.name(language)}" if in_room else found.name(language)]
    if found.of_case and not in_room:
        words.append("K-7F2")
    for name, arg in found.fields().items():
        key = f"example.{name}"
        if not found.required(name) or key not in catalogue(language):
            continue
        if arg.words:
            words.append(arg.words[0] if language == "sv" else arg.words[-1])
        words.append(say(T(key), language))
    return " ".join(words)


def _contact(ctx: UnitCtx) -> Text:
    contact = ctx.profile.contact
    return T("help.contact", who=contact.label(ctx.language), phone=contact.phone)
