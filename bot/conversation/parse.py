"""Parses a line of text into a command and its words. People and profile are handed in by :class:`Env`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from bot.conversation import clean
from bot.conversation.arguments import (
    Arg,
    Code,
    Day,
    Env,
    Hour,
    Length,
    Quoted,
    Repeats,
    Rest,
    Somebody,
    SomeOf,
    Title,
    Unsure,
    Word,
)
from bot.conversation.command import Args, Command
from bot.conversation.meeting_arguments import DayOrSeries, NewDay, Where, WhichMeeting, begins_like_time
from bot.errors import Refused, Unclear
from bot.i18n import Language, Lines, T, Text, lines, say
from bot.rules import when
from bot.rules.roles import Consequence
from bot.rules.room import RoomKind

#: How alike (0-100) a wrong word must be to a command's name to ask "Menade du ...?".
ALIKE = 70

#: How alike a wrong word must be to another word for a command, of which there are many.
ALIKE_CALLED = 80
#: The shortest such word, in characters, that a wrong word is compared to.
_SHORTEST_CALLED = 5
#: The most words of a whole name that is looked for at the end of a text.
_MOST_IN_NAME = 4
_FOLD = str.maketrans("åäöé", "aaoe")
#: Beginnings of names with which any sentence may begin.
_SAY_LITTLE = frozenset({"jag", "jag har", "i", "i have", "vem", "ta", "byt", "tappad", "who", "lost"})
#: So much less alike, something is nearly as likely.
_NEARLY = 8

NOTHING: Mapping[str, Sequence[str]] = MappingProxyType({})

#: Stands among the arguments of a command of which only is shown what would happen.
DRY_RUN = "dry_run"

_SHOW = ("--visa", "--show")
_SHOW_WORDS = ("visa", "show", "torrkör", "torrkörning", "torrkor", "provkör", "dry-run", "dryrun", "preview")
_ONLY_SHOW = (["visa", "bara"], ["bara", "visa"], ["show", "only"], ["only", "show"])
#: Words that stand before the code of a case and say no more than it does.
_OF_CASE = frozenset({"i", "till", "från", "ur", "för", "om", "in", "to", "from", "of", "for"})

_WORDS = re.compile(r"[\"“”]([^\"“”]*)[\"“”]|(\S+)")


@dataclass(frozen=True, kw_only=True)
class ParsedCommand:
    """A command, the case code given with it, and the words of each argument found so far; with :data:`DRY_RUN` among
    them, what would happen is only shown."""

    command: Command
    code: str | None
    words: Mapping[str, str]

    @property
    def is_dry_run(self) -> bool:
        """Whether what would happen is only shown."""
        return DRY_RUN in self.words


class LeftOverError(Refused):
    """Words of a command that nothing was made of. ``parsed``: the command without them."""

    def __init__(self, text: Lines, *, parsed: ParsedCommand, words: Sequence[str]) -> None:
        super().__init__(text)
        self.parsed = parsed
        self.words = tuple(words)


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """A command somebody may have meant, with the words after its name; how alike (0-100) what they wrote is to it,
    and how many letters differ."""

    command: Command
    words: list[str]
    alike: float
    typos: int
    name: str = ""


class UnclearWords(Unclear):
    """The words of one argument, ``field``, may mean several days, times or rhythms, or none (``is_none``)."""

    def __init__(self, field: str, refused: Refused, words: str) -> None:
        self.is_none = not isinstance(refused, Unclear)
        super().__init__(refused.text, left=refused.left if isinstance(refused, Unclear) else words)
        self.field = field


def split(text: str) -> list[str]:
    """The words of a text; what stands in quotes is one word."""
    return [Quoted(match[1]) if match[1] is not None else match[2] for match in _WORDS.finditer(text)]


def find(text: str, commands: Iterable[Command]) -> tuple[Command, list[str]] | None:
    """The command that a line begins with, in either language, and the words after it. The longest name
    wins."""
    return find_in(split(text), commands)


def find_in(words: Sequence[str], commands: Iterable[Command]) -> tuple[Command, list[str]] | None:
    """The command that words begin with, and the words after it."""
    if not words:
        return None
    known = list(commands)
    firsts = {words[0].lower(), clean.bare(words[0])}  # what most names do not begin with
    best: tuple[int, Command] | None = None
    for command in known:
        for name in command.names():
            parts = _parts(name)
            if parts[0] not in firsts or (best is not None and len(parts) <= best[0]):
                continue
            said = [word.lower() for word in words[: len(parts) - 1]]
            said += [clean.bare(word) for word in words[len(parts) - 1 : len(parts)]]  # "ärenden?"
            if said == parts:
                best = (len(parts), command)
    if best is None:
        return None
    rest = list(words[best[0] :])
    return _numbered(best[1], rest, known) or best[1], rest


@cache
def _parts(name: str) -> list[str]:
    """The words of a command's name."""
    return name.lower().split()


#: Nothing but a number, with what people write around it, and the code of a case before or after.
_NUMBER_ALONE = re.compile(r"(?:k-\w{3} )?(?:nr|nummer|number)? ?#?\d{1,4}(?::an)?(?: (?:i |in )?k-\w{3})?")


def _numbered(command: Command, words: Sequence[str], known: Iterable[Command]) -> Command | None:
    """The command that is meant instead of one because nothing but a number follows it."""
    if command.numbered is None or any(isinstance(word, Quoted) for word in words):
        return None
    if _NUMBER_ALONE.fullmatch(" ".join(words).casefold().rstrip("?!.:").strip()) is None:
        return None
    return next((other for other in known if command.numbered in other.names()), None)


def read(command: Command, words: Sequence[str], env: Env) -> ParsedCommand:
    """The command with each argument's words. Refused with the usage when words are left over."""
    left = list(words)
    fields = command.fields()
    is_dry = not env.own_words and _take_dry_run(command, left)
    found = _switches(fields, left, env)
    code = None
    if command.of_case and Code().take(left, env):
        code = Code().value(left.pop(0), env)
    if command.of_case and code is None and not env.own_words:
        code = _take_code(fields, left, env)
    for position, (name, arg) in enumerate(fields.items()):
        if name in found:
            continue
        start = _keyword(left, arg.words)
        if arg.only_after_word and start is None:
            continue
        begin = 0 if start is None else start
        offset = begin + (0 if start is None else 1)
        # An argument that takes the rest of the line ends at the keyword of another argument
        end = _begins(left[offset:], list(fields.values())[position + 1 :], env)
        if isinstance(arg.reads, Repeats | WhichMeeting):
            end = None  # "varje tisdag senast fredag": the day belongs to it; "4 till fredag": it says that 4 is one
        open_words = left[offset:] if end is None else left[offset : offset + end]
        count = arg.reads.take(open_words, env)
        before = _before(open_words, arg, list(fields.items())[position + 1 :], env)
        if before is not None:
            other, others = before
            found[other] = " ".join(left[offset : offset + others])
            del left[offset : offset + others]
            count = arg.reads.take(left[offset:], env)
        inside = _inside(open_words, arg, list(fields.items())[position + 1 :], env)
        if inside is not None:
            other, at, others = inside
            found[other] = " ".join(left[offset + at : offset + at + others])
            del left[offset + at : offset + at + others]
            count = arg.reads.take(left[offset:], env)
        if start is not None and count == 0 and _is_place(open_words, arg, list(fields.values())):
            del left[begin]  # "till Biblioteket": at the same time
            continue
        if start is not None and count == 0 and _is_hour(open_words, arg, list(fields.values()), env):
            del left[begin]  # "till kl 16": on the same day
            continue
        if start is not None and count == 0:
            count = _numbers(open_words) if isinstance(arg.reads, SomeOf) else min(1, len(open_words))
        if (
            not count
            and isinstance(arg.reads, Somebody)
            and any(isinstance(each.reads, Repeats) for each in fields.values())
        ):
            marked = next((at for at, word in enumerate(left) if word.startswith("@")), None)
            if marked is not None:  # "varje tisdag @lisa senast jul": the rest belongs together
                found[name] = left.pop(marked)
                continue
        if count:
            found[name] = _joined(left[offset : offset + count], arg)
            del left[begin : offset + count]
    if left:  # the arguments came in another order ("utse sven polis K-7F2")
        code = _take_out_of_order(command, left, found, code, env)
    whom = missing(ParsedCommand(command=command, code=code, words=found))
    if len(left) == 1 and whom is not None and isinstance(fields[whom].reads, Somebody):
        found[whom] = left.pop()  # a name that nobody has; refused as such when its value is asked for
    if is_dry and command.consequence is not Consequence.LOOK:
        found[DRY_RUN] = DRY_RUN
    parsed = ParsedCommand(command=command, code=code, words=found)
    if left:
        how = usage(command, env.language, in_room=env.among_others)
        raise LeftOverError(
            lines(T("kit.not_understood", rest=" ".join(left)), how), parsed=parsed, words=left
        )
    return parsed


def _take_dry_run(command: Command, left: list[str]) -> bool:
    """Take the option that only shows what would happen out of a line, wherever it stands; also mistyped, for nothing
    happens by it. Where a command has an argument for it, it stays."""
    is_there = False
    for index in range(len(left) - 1, -1, -1):
        if _is_dry_run(left[index]):
            is_there = True
            del left[index]
    if [word.lower().strip(".!") for word in left[-2:]] in _ONLY_SHOW:
        is_there = True
        del left[-2:]
    if is_there and "show" in command.fields():
        left.append(_SHOW[0])
        return False
    return is_there


def _is_dry_run(word: str) -> bool:
    match = (
        None if isinstance(word, Quoted) else re.fullmatch(r"(?:--?|—|–)([a-zåäö-]{3,})[.!]?", word.lower())
    )
    if match is None:
        return False
    if match[1] in _SHOW_WORDS:
        return True
    is_option = not re.match(r"-[^-]", word)  # "-vis" is more likely a word
    most = 1 if len(match[1]) < 4 else 2
    return is_option and any(_typos(match[1], name) <= most for name in _SHOW_WORDS)


def _take_code(fields: Mapping[str, Arg], left: list[str], env: Env) -> str | None:
    """Take the code of the case out of a line in which it stands later; not out of free text without an end."""
    reads = [arg.reads for arg in fields.values()]
    if any(isinstance(each, Rest) and not isinstance(each, Title) for each in reads):
        return None
    for index, word in enumerate(left):
        if not isinstance(word, Quoted) and Code().take([word], env):
            code = Code().value(left.pop(index), env)
            if index and left[index - 1].lower() in _OF_CASE:
                del left[index - 1]
            return code
    return None


def _before(
    words: Sequence[str], arg: Arg, later: Sequence[tuple[str, Arg]], env: Env
) -> tuple[str, int] | None:
    """The hour that stands before its day (``kl 15 på fredag``), or the length that stands before its place (``i två
    timmar Stadshuset``): the name of its argument, and how many words it is."""
    first: Hour | Length
    if isinstance(arg.reads, Day):
        first = Hour()
    elif isinstance(arg.reads, Title) and Length() in arg.reads.ends:
        first = Length()
    else:
        return None
    name = next((name for name, other in later if isinstance(other.reads, type(first))), None)
    count = first.take(words, env)
    if name is None or not count or (isinstance(first, Hour) and arg.reads.take(words, env)):
        return None
    is_followed = arg.reads.take(words[count:], env) > 0
    return (name, count) if is_followed else None


def _inside(
    words: Sequence[str], arg: Arg, later: Sequence[tuple[str, Arg]], env: Env
) -> tuple[str, int, int] | None:
    """The hour that stands in the middle of how often something is (``varje måndag kl 15 till 18 juni``): the name of
    its argument, where it begins, and how many words it is."""
    if not isinstance(arg.reads, DayOrSeries):
        return None
    name = next((name for name, other in later if isinstance(other.reads, Hour)), None)
    found = arg.reads.hour_inside(words, env)
    return None if name is None or found is None else (name, *found)


def _is_hour(words: Sequence[str], arg: Arg, others: Sequence[Arg], env: Env) -> bool:
    """Whether an hour stands where a day could, of a command that has both."""
    has_hour = isinstance(arg.reads, Day) and any(isinstance(other.reads, Hour) for other in others)
    return has_hour and Hour().take(words, env) > 0


def _is_place(words: Sequence[str], arg: Arg, others: Sequence[Arg]) -> bool:
    """Whether a place stands where a day could, of a command that has both."""
    has_place = isinstance(arg.reads, NewDay) and any(isinstance(other.reads, Where) for other in others)
    return has_place and bool(words) and not begins_like_time(words)


def _joined(words: Sequence[str], arg: Arg) -> str:
    """The words of an argument as one text. Free text keeps its quotes: nothing inside them is another
    argument."""
    free = isinstance(arg.reads, Rest)
    return " ".join(f'"{word}"' if free and isinstance(word, Quoted) else word for word in words)


def _take_out_of_order(
    command: Command, left: list[str], found: dict[str, str], code: str | None, env: Env
) -> str | None:
    """Move arguments that stand after their place from ``left`` to ``found``. Returns the case code."""
    fields = {name: arg for name, arg in command.fields().items() if not arg.only_after_word}
    if any(isinstance(arg.reads, Rest | Title) for arg in fields.values()):
        # Free text may hold anything. What stands behind it counts in any order, if it is all understood
        _take_behind_text(fields, left, found, env)
        return code
    at = 0  # a word that is nothing may stand between them
    while at < len(left):
        if command.of_case and code is None and Code().take(left[at:], env):
            code = Code().value(left.pop(at), env)
            continue
        name, count = _taken_by(fields, left[at:], found, env)
        if name is None:
            at += 1
            continue
        found[name] = " ".join(left[at : at + count])
        del left[at : at + count]
    return code


def _take_behind_text(fields: Mapping[str, Arg], left: list[str], found: dict[str, str], env: Env) -> None:
    """Move the arguments behind a free text that ends from ``left`` to ``found``; none of them, unless they are all
    understood. Behind a person's name nothing is looked for."""
    texts = {name for name, arg in fields.items() if isinstance(arg.reads, Rest | Title)}
    reads = [fields[name].reads for name in texts]
    is_ended = len(reads) == 1 and isinstance(reads[0], Title) and not reads[0].name
    if not is_ended or not texts <= found.keys():
        return
    words = list(left)
    taken: dict[str, str] = {}
    while words:
        name, count = _taken_by(fields, words, {**found, **taken}, env)
        if name is None:
            return
        taken[name] = " ".join(words[:count])
        del words[:count]
    found.update(taken)
    left.clear()


def _taken_by(
    fields: Mapping[str, Arg], words: Sequence[str], found: Mapping[str, str], env: Env
) -> tuple[str | None, int]:
    """The argument that is still to be said and takes words at the front, and how many."""
    for name, arg in fields.items():
        count = 0 if name in found else arg.reads.take(words, env)
        if count:
            return name, count
    return None, 0


def _switches(fields: Mapping[str, Arg], left: list[str], env: Env) -> dict[str, str]:
    """Take fixed words (``--visa``) out of a line, wherever they stand, unless the command has free text."""
    if any(isinstance(arg.reads, Rest | Title) for arg in fields.values()):
        return {}
    found = {}
    for name, arg in fields.items():
        if not isinstance(arg.reads, Word):
            continue
        for index in range(len(left)):
            if arg.reads.take(left[index:], env):
                found[name] = left.pop(index)
                break
    return found


def _numbers(words: Sequence[str]) -> int:
    """How many words at the front are numbers of a list (``1, 2``); at least one, so that a wrong word is
    refused."""
    count = 0
    while count < len(words) and re.fullmatch(r"\d{1,3},?", words[count]):
        count += 1
    return max(count, min(1, len(words)))


def missing(parsed: ParsedCommand) -> str | None:
    """The first required argument that has no words yet."""
    for name in parsed.command.fields():
        if parsed.command.required(name) and name not in parsed.words:
            return name
    return None


def is_whole(command: Command, words: Sequence[str], env: Env) -> bool:
    """Whether words are a command with all it needs, and nothing else."""
    try:
        parsed = read(command, words, env)
        check_words(parsed, env)
    except Refused:
        return False
    return missing(parsed) is None


def check_words(parsed: ParsedCommand, env: Env) -> None:
    """Refuse words of a command that make no sense, whether or not others are missing."""
    _values(parsed, env)


def values(parsed: ParsedCommand, env: Env) -> Args:
    """The command's typed arguments. Refused when words make no sense."""
    return parsed.command.args(**_values(parsed, env))


def _values(parsed: ParsedCommand, env: Env) -> dict[str, Any]:
    """The value of each argument. :class:`UnclearWords` says for which of them something must be asked."""
    fields = parsed.command.fields()
    found = {}
    for name, text in shared_words(parsed).items():
        if name == DRY_RUN:
            continue
        try:
            found[name] = fields[name].reads.value(text, env)
        except Unsure as unsure:
            unsure.field = name
            raise
        except Refused as refused:
            if isinstance(fields[name].reads, Day | Hour | Repeats):
                raise UnclearWords(name, refused, text) from refused
            raise
    return found


def check_no_person_in_text(parsed: ParsedCommand, lacking: str, env: Env) -> None:
    """Where a person is needed and not named, ask about one whose name ends a free text."""
    fields = parsed.command.fields()
    if not isinstance(fields[lacking].reads, Somebody) or env.own_words:
        return
    for name, text in parsed.words.items():
        name_at_end = _name_at_end(split(text), env)
        if name_at_end and name != DRY_RUN and isinstance(fields[name].reads, Title):
            raise Unsure(T("kit.words_wanted"), part=name_at_end, field=name)


def _name_at_end(words: Sequence[str], env: Env) -> str:
    """The short or whole name with which words end, of somebody who may be named; empty when there is none."""
    for begin in range(max(0, len(words) - _MOST_IN_NAME), len(words)):
        last = words[begin:]
        is_quoted = any(isinstance(word, Quoted) for word in last)
        if not is_quoted and Somebody().take(last, env) == len(last):
            return " ".join(last)
    return ""


def shared_words(parsed: ParsedCommand) -> dict[str, str]:
    """The words of all arguments, where those of a day also say the evening, and those of an hour how long."""
    fields, words = parsed.command.fields(), parsed.words
    day, hour, length = (_first(fields, kind) for kind in (Day, Hour, Length))
    shared = dict(words)
    if day in words and hour in words:
        part = when.part_of_day(words[day])
        if part is not None:
            shared[hour] = f"{words[hour]} | {part}"
    if hour in words and length and length not in words:
        lasting = when.length_beside(shared[hour])
        if lasting is not None:
            shared[length] = f"{int(lasting.total_seconds() // 60)} min"
    return shared


def _first(fields: Mapping[str, Arg], kind: type[Day | Hour | Length]) -> str:
    """The name of the first argument of a kind; empty when there is none."""
    return next((name for name, arg in fields.items() if isinstance(arg.reads, kind)), "")


def usage(command: Command, language: Language, *, in_room: bool = False) -> Text | Lines:
    """How a command is written: ``Skriv: klar <nummer>``; in a room of a case ``!klar <nummer>``, about that
    case."""
    shown = ["!" + command.name(language) if in_room else command.name(language)]
    if command.of_case and not in_room:
        shown.append(f"<{say(T('arg.case'), language)}>")
    for name, arg in command.fields().items():
        label = say(T(f"arg.{name}"), language)
        keyword = ""
        if arg.words:
            keyword = (arg.words[0] if language == "sv" else arg.words[-1]) + " "
        if label == keyword.strip():
            label = "…"  # "[track track]" would read like a slip
        shown.append(f"{keyword}<{label}>" if command.required(name) else f"[{keyword}{label}]")
    return T("kit.usage", usage=" ".join(shown))


def not_here(command: Command) -> Text:
    """The text that says where to write a command that was written in the wrong room."""
    if command.where == {RoomKind.PAGE}:
        return T("kit.not_here_page")
    if command.where == {RoomKind.OFFICE}:
        return T("kit.not_here_office")
    return T("kit.not_here")


def suggest(
    words: Sequence[str], commands: Sequence[Command], called: Mapping[str, Sequence[str]] = NOTHING
) -> list[Suggested]:
    """The commands somebody most likely meant (mostly one).

    ``called``: further words for them. None has greater consequences than another that is nearly as likely: whoever
    asks for a meeting is not offered to call one off.
    """
    found: dict[str, Suggested] = {}
    for command in commands:
        for name in command.names():
            _add_likely(found, words, name, Suggested(command=command, words=[], alike=ALIKE, typos=0))
    for command_words, names in called.items():
        match = find(command_words, commands)
        if match is not None:
            for name in names:
                if len(name) >= _SHORTEST_CALLED:
                    begins = Suggested(command=match[0], words=match[1], alike=ALIKE_CALLED, typos=0)
                    _add_likely(found, words, name, begins)
    best = max((each.alike for each in found.values()), default=0.0)
    likely = [each for each in found.values() if each.alike >= best - _NEARLY]
    longest = [each.name for each in likely if each.alike == best]
    # "ärnede ny" is no "ärende" with a word behind it
    likely = [each for each in likely if not any(name.startswith(f"{each.name} ") for name in longest)]
    least = min((each.command.consequence for each in likely), default=Consequence.LOOK)
    mildest = [each for each in likely if each.command.consequence == least]
    best = max((each.alike for each in mildest), default=0.0)
    return [each for each in mildest if each.alike == best]


def _add_likely(found: dict[str, Suggested], words: Sequence[str], name: str, least: Suggested) -> None:
    """Note how alike the beginning of what was said is to a name, if that is likelier than what is noted yet."""
    parts = name.split()
    for count in range(1, min(len(words), len(parts) + 1) + 1):
        said = " ".join(words[:count]).lower().rstrip("?!.,:")
        if len(said) > 2 * len(name):
            break  # far too long to be the name; comparing half a page takes half a minute
        # Half a name ("vem ser"), a name with its words in another order ("nytt ärende"), or a typo
        begun = (
            count < len(parts)
            and said.split() == parts[:count]
            and least.alike == ALIKE
            and said not in _SAY_LITTLE
        )
        alike = 100.0 if begun else max(_alike(said, name), _alike(_sorted(said), _sorted(name)))
        before = found.get(least.command.key)
        if alike >= least.alike and (before is None or alike >= before.alike):
            typos = len(name) if begun else _typos(said, name)
            rest = [*least.words, *words[count:]]
            found[least.command.key] = Suggested(
                command=least.command, words=rest, alike=alike, typos=typos, name=name
            )


def _typos(said: str, name: str) -> int:
    """How many letters are wrong, left out, too many or have changed places."""
    from rapidfuzz.distance import DamerauLevenshtein  # loaded by the first who mistypes: 3 MB

    return DamerauLevenshtein.distance(said, name)


def _folded(text: str) -> str:
    """A text as it looks on a keyboard without Swedish letters."""
    return text.translate(_FOLD)


def _alike(said: str, name: str) -> float:
    """How alike two texts are, 0-100. Two letters that changed places count as one typo."""
    from rapidfuzz.distance import DamerauLevenshtein  # loaded by the first who mistypes: 3 MB

    return 100 * DamerauLevenshtein.normalized_similarity(_folded(said), _folded(name))


def _sorted(words: str) -> str:
    return " ".join(sorted(words.split()))


def _begins(words: Sequence[str], later: Sequence[Arg], env: Env) -> int | None:
    """Where the keyword of a later argument stands. If the argument needs no keyword, its words must follow
    there."""
    for index, word in enumerate(words):
        for arg in later:
            if word.lower() in arg.words and (arg.only_after_word or arg.reads.take(words[index + 1 :], env)):
                return index
    return None


def _keyword(words: Sequence[str], keywords: Sequence[str]) -> int | None:
    return next((index for index, word in enumerate(words) if word.lower() in keywords), None)
