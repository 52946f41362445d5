"""What to say about words that are no command but look like one: "Menade du ...?"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.conversation import arguments, guess, parse, questions, which_case
from bot.conversation.clean import MARK
from bot.conversation.command import Ask, Command, UnitCtx
from bot.conversation.guess import Guesses
from bot.conversation.message import Message
from bot.conversation.parse import LeftOverError, ParsedCommand, Suggested
from bot.conversation.rephrase import bare_word, rephrased
from bot.conversation.verdict import Answer, Refuse, Run, Said, Verdict
from bot.errors import Refused
from bot.i18n import T
from bot.messages import Urgency
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from storage import question

#: A look that is one letter away is shown at once, if its name has so many letters: nothing happens by it.
_LONG_NAME = 5

#: What may stand before a "not".
_VERY = frozenset(
    {"absolut", "verkligen", "definitivt", "snälla", "helst", "ännu", "please", "absolutely", "definitely"}
)
_NOT = frozenset({"inte", "ej", "icke", "aldrig", "not", "never", "don't"})

#: So many letters of a command's name may be wrong where all else fits.
_MOST_TYPOS = 2

#: So many points of a guess outweigh the command that a sentence begins like.
_PLAINLY = 5

#: So many words may be a sentence, which is offered to be passed on.
_SHORTEST_SENTENCE = 3
#: So many characters are passed on; an event has room for more than twice as many.
_LONGEST_PASSED_ON = 6000
#: Stands for the digest of the offer.
_KEPT = "kept"
#: So long words are kept, at most, until somebody says whether they are passed on.
_KEPT_FOR = timedelta(days=1)


def met(message: Message) -> Verdict:
    """Show or ask about the one command that was probably meant; else name what may have been meant, if anything."""
    if not message.env.own_words:
        is_sentence = len(message.words) >= _SHORTEST_SENTENCE and not _is_mistyped_whole(message)
        known: Verdict | None = _told(message) or (about_command(message) if is_sentence else None)
        if known is None:
            perhaps = _perhaps(message)
            known = None if perhaps is None else _look(message) or perhaps
        if known is not None:
            return known
    return _likely(message, message.words)


def _is_mistyped_whole(message: Message) -> bool:
    """Whether words are one command with all it needs, but for a slip in its name: its free text is kept then."""
    similar = parse.suggest(message.words, message.wordings.commands, message.wordings.called)
    if len(similar) != 1 or not 1 <= similar[0].typos <= _MOST_TYPOS:
        return False
    return bool(similar[0].words) and parse.is_whole(similar[0].command, similar[0].words, message.env)


def _look(message: Message) -> Refuse | None:
    """Ask about a command that only shows something, of which two words speak: ``samtyke K-7F2``."""
    if len(message.words) != _SHORTEST_SENTENCE - 1:
        return None
    guesses = guess.of(message)
    winner = guesses.winner
    is_look = winner is not None and winner.parsed.command.consequence is Consequence.LOOK
    return _guessed(message, guesses) if is_look else None


def _likely(message: Message, words: Sequence[str]) -> Verdict:
    """What words that are no command are like, or what else can be done with them."""
    similar = parse.suggest(words, message.wordings.commands, message.wordings.called)
    # "ta inte bort Petra": whatever that is like, it says that something is not to be done
    negated = [each for each in similar if _is_negated(words, each)]
    if negated and len(negated) == len(similar):
        return Refuse(text=T("kit.negated"))
    similar = [each for each in similar if each not in negated]
    if not similar:
        about = about_command(message)
        if about is not None:
            return about
        offer = _offer_to_pass_on(message)
        return (
            offer
            or _of_case(message, message.wordings.commands)
            or Refuse(text=T("kit.unknown"), is_unclear=True)
        )
    look = None if similar[0].command.consequence is Consequence.LOOK else _look(message)
    if look is not None:
        return look
    if len(similar) > 1:
        return _only_names(message.ctx, similar)
    return _meant(message, similar[0])


def _is_negated(words: Sequence[str], suggested: Suggested) -> bool:
    """Whether a "not" stands in what was taken for a command's name, and the command does more than show something."""
    name = words[: len(words) - len(suggested.words)]
    return suggested.command.consequence is not Consequence.LOOK and any(
        bare_word(word) in _NOT for word in name
    )


def about_command(message: Message) -> Refuse | None:
    """Ask about the command that a professional's sentence may be about; None where it is plainly about none.

    On an own page what is not to be done, and what is not theirs to do, may be words for the coordinator.
    """
    if message.env.own_words:
        return None
    guesses = guess.of(message)
    if guesses.likely:
        return _guessed(message, guesses)
    if guesses.elsewhere is not None and not guesses.is_negated:
        return Refuse(text=parse.not_here(guesses.elsewhere))
    if message.ctx.room.kind is RoomKind.PAGE:
        return None
    if guesses.is_negated:
        return Refuse(text=T("kit.negated"))
    if guesses.is_of_others:
        return Refuse(text=T("kit.may_not"))
    return None


def in_reply(message: Message) -> Refuse | None:
    """Ask about the command that a professional's sentence in reply to the bot is likely about; None where it may be
    about none."""
    guesses = guess.of(message)
    return _guessed(message, guesses) if guesses.likely else None


def rather(message: Message, command: Command, *, lacks: bool = False) -> Refuse | None:
    """Ask about another command than the one that a sentence begins like, where it plainly speaks of that one:
    ``uppgiften om mentorn kan utgå``. None where it does not. ``lacks``: something is still to be asked for, which the
    sentence may hold in another order."""
    if message.env.own_words or len(parse.split(message.text)) < _SHORTEST_SENTENCE:
        return None
    guesses = guess.of(message)
    winner = guesses.winner
    if winner is None or winner.points < _PLAINLY:
        return None
    if winner.parsed.command.key == command.key:
        is_by_name = parse.find(message.text, message.table.spoken) is not None
        is_all_there = lacks and not is_by_name and parse.missing(winner.parsed) is None
        return _guessed(message, guesses) if is_all_there else None
    return None if command.key in guess.keys(guesses.likely) else _guessed(message, guesses)


def _guessed(message: Message, guesses: Guesses) -> Refuse:
    """Ask whether a guess was meant. What reaches far is shown as it is written, and needs to be written."""
    ctx, env = message.ctx, message.env
    winner = guesses.winner
    mark = MARK if ctx.room.kind.of_case else ""
    if winner is None:
        names = [f"{mark}{guess.written(ctx, each, env)}" for each in guesses.likely]
        return Refuse(text=T("kit.did_you_mean_one", names=names))
    shown = guess.written(ctx, winner, env)
    if winner.parsed.command.consequence is Consequence.FAR:
        return Refuse(text=T("kit.did_you_mean_far", name=f"{mark}{shown}"))
    return _whether_meant(ctx, winner.parsed, winner.case_id, shown)


def check_not_negated(message: Message, command: Command, words: Sequence[str]) -> None:
    """Refuse what says that something is not so, or not to be done: ``stäng inte``, ``klar inte 1``.

    Where free text follows, it may begin so ("hinder: inte fått svar").
    """
    said = [bare_word(word) for word in words[:2]]
    if said and said[0] in _VERY:
        del said[0]
    if message.env.own_words or not said or said[0] not in _NOT:
        return
    reads = [arg.reads for arg in command.fields().values()]
    counts = any(isinstance(each, arguments.Numbers) for each in reads) or isinstance(
        next(iter(reads), None), arguments.Day
    )
    if counts or command.consequence is Consequence.FAR:
        raise Refused(T("kit.negated"))


def doubted(message: Message, parsed: ParsedCommand, case_id: str | None) -> Refuse | None:
    """Ask whether it was meant, where somebody rather asks how a task is: ``är 1 klar?``; None for anything else."""
    is_question = message.text.rstrip().endswith("?") and not message.env.own_words
    if not is_question or parsed.command.needs is not Duty.STATUS:
        return None
    return _asked(message.ctx, parsed, case_id, parsed.words.values())


def without(message: Message, left_over: LeftOverError) -> Verdict:
    """Ask about a command of which some words say nothing: whether one of them is mistyped, else whether it was meant
    without them."""
    ctx = message.ctx
    parsed = left_over.parsed
    about = about_command(message) if len(left_over.words) >= _SHORTEST_SENTENCE else None
    if about is not None and about.ask is not None and about.ask.command != parsed.command.key:
        return about  # so many words left say that it only begins like that command
    meant = _mistyped(message, left_over)
    lacking = parse.missing(meant or parsed)
    try:
        parse.check_words(meant or parsed, message.env)
        case_id = which_case.case_id(ctx, meant or parsed)
    except Refused:
        return Refuse(text=left_over.text)
    if message.env.own_words or (meant is None and lacking is not None):
        return Refuse(text=left_over.text)
    rest = " ".join(left_over.words)
    if meant is None and _is_only_called(message, parsed.command):
        return _likely(message, parse.split(message.text))
    if meant is not None:
        shown = next(word for name, word in meant.words.items() if name not in parsed.words)
        text = T(
            "kit.meant_word_room" if ctx.room.kind.of_case else "kit.meant_word", text=rest, instead=shown
        )
        return Refuse(text=text, ask=questions.whether_meant(ctx, meant, case_id, text))
    name = parsed.command.name(ctx.language)
    if _may_repeat(ctx, parsed):
        kept = [word for word in message.words if word not in left_over.words]
        name = " ".join(kept)
    text = T("kit.left_over_room" if ctx.room.kind.of_case else "kit.left_over", rest=rest, name=name)
    return Refuse(text=text, ask=questions.whether_meant(ctx, parsed, case_id, text))


def _is_only_called(message: Message, command: Command) -> bool:
    """Whether a sentence just begins with another word for a command that is about nobody else: "svenska skolan
    ringde"."""
    by_name = parse.find(message.text, message.table.spoken)
    is_own = command.consequence is Consequence.LOOK or command.needs is Duty.SELF
    has_code = any(arguments.Code().take([word], message.env) for word in message.words)
    return by_name is None and is_own and not has_code


def _mistyped(message: Message, left_over: LeftOverError) -> ParsedCommand | None:
    """The command with the one word left over as what it nearly is: a term, or somebody who may be named."""
    if len(left_over.words) != 1:
        return None
    [word] = left_over.words
    env = message.env
    parsed = left_over.parsed
    for name, arg in parsed.command.fields().items():
        if name in parsed.words:
            continue
        instead: str | None = None
        if isinstance(arg.reads, arguments.OneOf | arguments.SomeOf):
            term = arguments.nearest(word, arg.reads.terms(env))
            instead = None if term is None else term.label(env.language)
        elif isinstance(arg.reads, arguments.Somebody):
            person = env.near(word)
            instead = None if person is None else f"@{person.handle}"
        if instead is not None:
            return replace(parsed, words={**parsed.words, name: instead})
    return None


def _meant(message: Message, suggested: Suggested) -> Verdict:
    """Ask whether a command was meant; one that only shows something is shown, when one letter was wrong."""
    command = suggested.command
    try:
        parsed = parse.read(command, suggested.words, message.env)
        case_id = which_case.case_id(message.ctx, parsed)
    except Refused:
        return _only_names(message.ctx, [suggested])  # it would not run as it stands
    is_slip = suggested.typos == 1 and len(command.name(message.ctx.language)) >= _LONG_NAME
    is_known_case = case_id is not None or not command.of_case
    is_look = command.consequence is Consequence.LOOK and not message.env.own_words
    if is_look and is_slip and is_known_case:
        run = which_case.in_case(message.ctx, case_id)
        return Run(ctx=run, said=Said(parsed=parsed, case_id=case_id))
    return _asked(message.ctx, parsed, case_id, suggested.words)


def _asked(ctx: UnitCtx, parsed: ParsedCommand, case_id: str | None, words: Iterable[str]) -> Refuse:
    shown = parsed.command.name(ctx.language)
    if _may_repeat(ctx, parsed):
        shown = " ".join([shown, *words])
    return _whether_meant(ctx, parsed, case_id, shown)


def _only_names(ctx: UnitCtx, similar: Sequence[Suggested]) -> Refuse:
    names = [each.command.name(ctx.language) for each in similar]
    return Refuse(text=T("kit.did_you_mean_one", names=names))


def _perhaps(message: Message) -> Verdict | None:
    """Ask about words that can mean a command, but also something else."""
    wordings = message.table.uncertain(message.ctx.sender.role, message.ctx.room.kind)
    words = rephrased(message.words, wordings, message.env)
    found = parse.find_in(words, wordings.commands)
    if found is None:
        return None
    return _meant(message, Suggested(command=found[0], words=found[1], alike=100, typos=len(words)))


def _told(message: Message) -> Answer | None:
    """Say where something is found for which there is no command."""
    env = message.env
    said = [bare_word(word) for word in message.words if not arguments.Code().take([word], env)]
    for key, names in message.table.told.items():
        if " ".join(said) in names:
            return Answer(reply=(message.ctx.say(T(key)),))
    return None


def _offer_to_pass_on(message: Message) -> Refuse | None:
    """Offer to pass a professional's sentence on to the coordinator of the case; None where it is none, or where there
    is nobody to pass it on to.

    The words stand in the question alone, sealed, together with those of the same offer that is still open.
    """
    ctx = message.ctx
    passes_on = message.table.by_key.get(question.TO_COORDINATOR)
    is_sentence = len(message.text.split()) >= _SHORTEST_SENTENCE
    if passes_on is None or not is_sentence or message.env.own_words or ctx.room.kind.of_case:
        return None
    codes = [word for word in message.words if arguments.Code().take([word], message.env)]
    code = codes[0] if codes else None
    try:
        case_id = which_case.case_id(
            ctx, ParsedCommand(command=passes_on, code=code and _code(message, code), words={})
        )
    except Refused:
        return None
    if case_id is None:
        may_be_in_several = ctx.room.kind is RoomKind.PAGE and ctx.store.cases.of_person(ctx.sender.id)
        return Refuse(text=T("passed.which_case")) if may_be_in_several else None
    case = ctx.store.one_case(case_id)
    if case.coordinator_id == ctx.sender.id:
        return None
    text = message.text
    before = question.newest_open(message.session, ctx.room.id, ctx.sender.id, ctx.now)
    if before is not None and before.command == passes_on.key and before.case_id == case_id:
        text = f"{before.words['text']}\n{text}"
    body = T("passed.offer", code=case.code, emergency=ctx.profile.emergency)
    ask = Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=body,
        command=passes_on.key,
        field=None,
        given={"text": text[-_LONGEST_PASSED_ON:]},
        case_id=case_id,
        digest=_KEPT,
        urgency=Urgency.ANSWER,
        lasts=_KEPT_FOR,
    )
    return Refuse(text=body, ask=ask)


def _code(message: Message, word: str) -> str:
    return arguments.Code().value(word, message.env)


def _of_case(message: Message, offered: Sequence[Command]) -> Refuse | None:
    """For words with the code of a case that they may see: whether they meant to see how the case stands."""
    env = message.env
    show = next((command for command in offered if command.key == "case"), None)
    if show is None:
        return None
    for word in message.words:
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
    said = {name: text for name, text in parsed.words.items() if name in fields}
    return all(_tells_nothing(fields[name], text) for name, text in said.items())


def _tells_nothing(arg: arguments.Arg, text: str) -> bool:
    if isinstance(arg.reads, arguments.Numbers):
        return not any(character.isalpha() for character in text)
    return isinstance(arg.reads, arguments.Number)


def _whether_meant(ctx: UnitCtx, parsed: ParsedCommand, case_id: str | None, shown: str) -> Refuse:
    """Not understood, but perhaps this command was meant: a yes runs it."""
    key = "kit.did_you_mean_room" if ctx.room.kind.of_case else "kit.did_you_mean"
    text = T(key, name=shown)
    return Refuse(text=text, ask=questions.whether_meant(ctx, parsed, case_id, text))
