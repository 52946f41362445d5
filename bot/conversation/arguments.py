"""The kinds of arguments a command can have: how many words each takes from a line, and their typed value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, Protocol

from bot.conversation import answers
from bot.conversation.clean import bare
from bot.errors import Refused
from bot.i18n import Language, T, Text
from bot.rules import note, when
from bot.rules.person import Person, is_account, is_handle
from bot.rules.plan import KINDS
from bot.rules.profile import Profile
from bot.rules.recurrence import Recurrence
from bot.rules.words import Term

#: Words that may stand between two terms of a list.
_JOINING = frozenset({"och", "and", "samt", "+", "&", ""})
CODE = re.compile(r"^[A-Z]-?[0-9A-Z]{3}[?!.,:]*$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Env:
    """What the meaning of words depends on: who wrote them, when and where.

    ``person`` finds a person by short name or Matrix id among those the writer may name here; ``nobody`` is
    the text for all others, whether the bot knows them or not. ``near`` finds the one among those whose name is nearly
    what was said, and ``first_named`` those with that first name. ``own_words``: the writer's words are free
    text unless they plainly are an argument. ``among_others``: they were written in a case's room, where
    commands begin with ``!``.
    """

    profile: Profile
    today: date
    language: Language
    person: Callable[[str], Person | None]
    near: Callable[[str], Person | None] = lambda _said: None
    first_named: Callable[[str], Sequence[Person]] = lambda _said: ()
    nobody: str = "kit.no_person"
    own_words: bool = False
    among_others: bool = False


class Unsure(Refused):
    """Words of an argument that may mean something else, about which the person is asked.

    ``part``: those words. ``instead``: what was probably meant by them; None when they may belong to another argument.
    ``field`` is the argument they were said for.
    """

    def __init__(self, text: Text, *, part: str, instead: str | None = None, field: str = "") -> None:
        super().__init__(text)
        self.part = part
        self.instead = instead
        self.field = field


class Quoted(str):
    """Words that somebody put into quotes, which are text whatever they look like."""

    __slots__ = ()


class Reads(Protocol):
    """A kind of argument."""

    def take(self, words: Sequence[str], env: Env) -> int:
        """How many words at the front belong to this argument; 0 when it is not there."""

    def value(self, text: str, env: Env) -> Any:
        """The value of those words. Refused with what to write instead."""


@dataclass(frozen=True, kw_only=True)
class Arg:
    """An argument of a command, as metadata of its field: its kind, the question for it, and its keywords.

    ``ask`` is asked when it is missing; ``words`` are keywords that may introduce it, and ``only_after_word``
    says that one must. ``options`` gives the terms to choose from in the question.
    """

    reads: Reads
    ask: str | None = None
    words: tuple[str, ...] = ()
    only_after_word: bool = False
    options: Callable[[Env], Sequence[Term]] | None = None


@dataclass(frozen=True)
class Code:
    """A case code: ``K-7F2``, also typed ``k7f2``, or another code of that form. ``wrong``: the text for no
    code."""

    wrong: str = "kit.no_code"

    def take(self, words: Sequence[str], env: Env) -> int:
        if words and CODE.match(words[0]) and any(character.isdigit() for character in words[0]):
            return 1
        return 0

    def value(self, text: str, env: Env) -> str:
        if not CODE.match(text.strip()):
            raise Refused(T(self.wrong, text=text))
        plain = text.strip().rstrip("?!.,:").upper().replace("-", "")
        return f"{plain[0]}-{plain[1:]}"


@dataclass(frozen=True)
class Somebody:
    """A person the speaker may name here, by handle (``petra``, ``@petra``), Matrix id or whole name."""

    def take(self, words: Sequence[str], env: Env) -> int:
        if words and words[0].startswith("@"):
            return 1
        for count in range(min(len(words), _MOST_IN_NAME), 0, -1):
            if env.person(" ".join(words[:count])) is not None:
                return count
        return 0

    def value(self, text: str, env: Env) -> Person:
        found = env.person(text.strip())
        if found is None:
            near = env.near(text.strip())
            if near is not None:
                raise Unsure(T(env.nobody, text=text), part=text, instead=f"@{near.handle}")
            raise Refused(T(env.nobody, text=text))
        return found


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who is to have something: a person, or a function, which whoever stands for it today has."""

    person: Person | None = None
    function: str | None = None


@dataclass(frozen=True)
class Owner(Somebody):
    """A person, or a function of the profile with or without an ``@``: ``@sven``, ``@polis``, ``polisen``."""

    def take(self, words: Sequence[str], env: Env) -> int:
        length, term = _span(words, env.profile.functions, numbers=False)
        if term is not None and words and not words[0].startswith("@"):
            return length
        if words and words[0].startswith("@"):
            length, term = _span([words[0][1:], *words[1:]], env.profile.functions, numbers=False)
            return length if term is not None else 1
        return super().take(words, env)

    def value(self, text: str, env: Env) -> Holder:  # type: ignore[override]  # a person, or who stands for something
        found = env.person(text.strip())
        if found is not None:
            return Holder(person=found)
        function = _find(text.strip().removeprefix("@"), env.profile.functions, numbers=False)
        if function is not None:
            return Holder(function=function.id)
        named = env.first_named(text.strip())
        if len(named) == 1:
            return Holder(person=named[0])
        if named:
            names = [f"@{person.handle} ({person.name})" for person in named]
            raise Refused(T("kit.which_of_them", text=text, names=names))
        return Holder(person=super().value(text, env))


@dataclass(frozen=True)
class After:
    """An argument that is only there behind one of some words, which may be two: ``under mål 1``, ``ersättare
    @lisa``."""

    leads: tuple[str, ...]
    reads: Reads

    def take(self, words: Sequence[str], env: Env) -> int:
        length = self._lead(words)
        count = self.reads.take(words[length:], env) if length else 0
        return length + count if count else 0

    def value(self, text: str, env: Env) -> Any:
        words = text.split()
        return self.reads.value(" ".join(words[self._lead(words) :]), env)

    def _lead(self, words: Sequence[str]) -> int:
        """How many words it begins with before its own; 0 when it does not begin here."""
        for lead in sorted(self.leads, key=len, reverse=True):
            parts = lead.split()
            if [bare(word) for word in words[: len(parts)]] == parts and not isinstance(words[0], Quoted):
                return len(parts)
        return 0


def kinds(_env: Env) -> Sequence[Term]:
    """What a task can be good for."""
    return KINDS


@dataclass(frozen=True)
class Phrase:
    """One of some fixed phrases of one or more words that either stands in the line or not: ``hela serien``."""

    phrases: tuple[str, ...]

    def take(self, words: Sequence[str], env: Env) -> int:
        for phrase in sorted(self.phrases, key=len, reverse=True):
            parts = phrase.split()
            if [bare(word) for word in words[: len(parts)]] == parts:
                return len(parts)
        return 0

    def value(self, text: str, env: Env) -> bool:
        return " ".join(bare(word) for word in text.split()) in self.phrases


@dataclass(frozen=True)
class ShortName:
    """A new short name for a person: small letters, digits, dots and dashes; ``petra``, ``andré``."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return 1 if words and not words[0].startswith("@") else 0

    def value(self, text: str, env: Env) -> str:
        name = unicodedata.normalize("NFC", text.strip().lower())
        if _only_yes_or_no(name):
            raise Refused(_words_wanted(env))
        if not is_handle(name):
            raise Refused(T("kit.no_short_name", text=text))
        return name


@dataclass(frozen=True)
class MatrixId:
    """A Matrix id: ``@petra:polis.example``. Old accounts may have capitals in front of the colon; a server has
    none."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return 1 if words and re.match(r"^@[^\s:]+:\S+$", words[0]) else 0

    def value(self, text: str, env: Env) -> str:
        typed = text.strip().rstrip(",;.")
        if not is_account(typed):
            raise Refused(T("kit.no_matrix_id", text=text))
        local, _, server = typed.partition(":")
        if server != server.lower():
            raise Refused(T("kit.capitals_in_server", text=text, small=f"{local}:{server.lower()}"))
        return typed


@dataclass(frozen=True)
class OneOf:
    """One term of a list, by its number, its name or another word for it."""

    terms: Callable[[Env], Sequence[Term]]

    def take(self, words: Sequence[str], env: Env) -> int:
        length, term = _span(words, self.terms(env), numbers=False)
        return length if term else 0

    def value(self, text: str, env: Env) -> str:
        found = _find(text, self.terms(env), numbers=True)
        if found is None:
            choices = [term.label(env.language) for term in self.terms(env)]
            wrong = T("kit.no_choice", text=text, choices=choices)
            near = None if env.own_words else nearest(text, self.terms(env))
            if near is not None:
                raise Unsure(wrong, part=text, instead=near.label(env.language))
            raise Refused(wrong)
        return found.id


@dataclass(frozen=True)
class SomeOf:
    """Several terms of a list: ``1 2 4``, ``polis, skola och fritid``, ``police and social services``."""

    terms: Callable[[Env], Sequence[Term]]

    def take(self, words: Sequence[str], env: Env) -> int:
        terms = self.terms(env)
        at = 0
        count = 0
        while at < len(words):
            length, term = _span(words[at:], terms, numbers=False)
            if term is None and bare(words[at]) not in _JOINING:
                break
            at += length
            if term is not None:
                count = at
        return count

    def value(self, text: str, env: Env) -> tuple[str, ...]:
        terms = self.terms(env)
        found: list[str] = []
        words = [word for word in re.split(r"[\s,;+]+", text.strip()) if word]
        while words:
            length, term = _span(words, terms, numbers=True)
            if term is None and bare(words[0]) not in _JOINING:
                shown = [each.label(env.language) for each in terms]
                raise Refused(T("kit.no_choice", text=words[0], choices=shown))
            if term is not None and term.id not in found:
                found.append(term.id)
            del words[:length]
        if not found:
            raise Refused(T("kit.none_chosen", choices=[term.label(env.language) for term in terms]))
        return tuple(found)


@dataclass(frozen=True)
class Day:
    """A day as people say it: ``2026-12-17``, ``fredag``, ``onsdag v. 50``, ``dagen före julafton``.

    ``past``: it has been. ``hour_first``: its hour may stand before it, ``kl 15 på fredag``.
    """

    past: bool = False
    hour_first: bool = False

    def take(self, words: Sequence[str], env: Env) -> int:
        hours = Hour().take(words, env) if self.hour_first else 0
        count = when.count_date(words[hours:])
        if not count and hours:
            return when.count_date(words)
        return hours + count if count else 0

    def value(self, text: str, env: Env) -> date:
        return when.parse_date(text, env.today, past=self.past, breaks=env.profile.school_breaks)

    def answer(self, before: str, text: str, env: Env) -> str:
        """The answer to the question which of the days is meant that ``before`` left."""
        return when.parse_answer(before, text, env.today, past=self.past, breaks=env.profile.school_breaks)

    def is_answer(self, before: str, text: str, env: Env) -> bool:
        """Whether words answer that question at all. A number does, if only to be told that it is not clear."""
        return when.is_date(self.answer(before, text, env)) or text.strip(" .").isdecimal()


@dataclass(frozen=True)
class Repeats:
    """How often something repeats: ``varje skoldag från den 30:e``, ``varannan torsdag till jul``, ``weekdays``."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return when.count_recurrence(words)

    def value(self, text: str, env: Env) -> Recurrence:
        return when.parse_recurrence(text, env.today, breaks=env.profile.school_breaks)

    def answer(self, before: str, text: str, env: Env) -> str:
        """The answer to a question about ``before``: which of several days, or what it did not say."""
        return when.parse_recurrence_answer(before, text, env.today, breaks=env.profile.school_breaks)

    def is_answer(self, before: str, text: str, env: Env) -> bool:
        """Whether words answer that question at all. A number does, if only to be told that it is not clear."""
        return when.is_recurrence(self.answer(before, text, env)) or text.strip(" .").isdecimal()


@dataclass(frozen=True)
class FileNumber:
    """The number of a decision or a file: ``SN 2026/17``, ``ASN/2024:180``; the words up to a date."""

    def take(self, words: Sequence[str], env: Env) -> int:
        for at in range(len(words)):
            if "/" in words[at]:
                continue  # 17/12 is more likely part of a number than a day
            if Day().take(words[at:], env):
                return at
        return len(words)

    def value(self, text: str, env: Env) -> str:
        return note.parse_number(text)


@dataclass(frozen=True)
class Hour:
    """A time of day: ``kl 15``, ``halv fyra``, ``15:30``, ``kl 15-16``, ``3pm``.

    ``bare``: a number alone may be one, because it follows a day: ``fredag 15``.
    """

    bare: bool = False

    def take(self, words: Sequence[str], env: Env) -> int:
        count = when.count_time(words)
        if not count and self.bare and words and re.fullmatch(r"\d{1,2}", words[0]):
            return 0 if Length().take(words, env) else 1
        return count

    def value(self, text: str, env: Env) -> time:
        return when.parse_time(text)

    def answer(self, before: str, text: str, env: Env) -> str:
        """The answer to the question which of the times is meant that ``before`` left."""
        return when.parse_time_answer(before, text)

    def is_answer(self, before: str, text: str, env: Env) -> bool:
        """Whether words answer that question at all."""
        return when.reads_as_time(self.answer(before, text, env))


@dataclass(frozen=True)
class Length:
    """A duration: ``1 h``, ``45 min``, ``i två timmar``."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return when.count_duration(words)

    def value(self, text: str, env: Env) -> timedelta:
        return when.parse_duration(text)


@dataclass(frozen=True)
class Number:
    """A short number, as tasks and meetings have: ``1``, ``#1``, ``1.``, ``nr 1``; of professionals also ``ett``,
    ``1:an`` and ``nummer två``.

    A number in letters without ``nr`` counts where nothing follows but another argument: in "hinder två
    lärare är sjuka" it counts teachers.
    """

    def take(self, words: Sequence[str], env: Env) -> int:
        for count in (2, 1):
            if len(words) >= count and _number(" ".join(words[:count]), env) is not None:
                return 0 if count == 1 and self._counts_what_follows(words) else count
        return 0

    def _counts_what_follows(self, words: Sequence[str]) -> bool:
        if bare(words[0]) not in _CARDINALS or len(words) == 1:
            return False
        if words[0][-1] in ",.:;" or bare(words[1]).endswith(_OF_ONE):
            return False  # "hinder två, mottagningen svarar inte": nobody has two of what is in that form
        return bare(words[1]) not in _BEFORE_PEOPLE and not words[1].startswith("@")

    def value(self, text: str, env: Env) -> int:
        found = _number(text.strip(), env)
        if found is None or found > _LARGEST:
            raise Refused(T("kit.no_number", text=text))
        return found


@dataclass(frozen=True, kw_only=True)
class Step:
    """A goal, or a step on the way to one, by their numbers."""

    goal: int
    step: int | None = None


@dataclass(frozen=True)
class StepNumber:
    """The number of a goal, or of a step on the way to it: ``1``, ``mål 1``, ``1.2``."""

    def take(self, words: Sequence[str], env: Env) -> int:
        named = 1 if words and bare(words[0]) in _OF_GOAL else 0
        if len(words) > named and _STEP.fullmatch(words[named]):
            return named + 1
        count = Number().take(words[named:], env)
        return named + count if count else 0

    def value(self, text: str, env: Env) -> Step:
        words = text.split()
        if len(words) > 1 and bare(words[0]) in _OF_GOAL:
            del words[0]
        match = _STEP.fullmatch(words[0] if len(words) == 1 else "")
        if match is not None:
            return Step(goal=int(match[1]), step=int(match[2]))
        return Step(goal=Number().value(" ".join(words), env))


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which of several numbered things somebody means: by numbers, all of them, or by words of their title."""

    numbers: tuple[int, ...] = ()
    every: bool = False
    words: str | None = None


@dataclass(frozen=True)
class Numbers:
    """Which of several numbered things: ``1``, ``1 och 3``, ``1, 3``, ``1-3``, ``alla``, ``med mentorn``.

    Of a youth, a guardian or a guest it is one number and nothing else.
    """

    def take(self, words: Sequence[str], env: Env) -> int:
        if env.own_words:
            return Number().take(words, env)
        if not words:
            return 0
        if bare(words[0]) in _EVERY:
            return 2 if len(words) > 1 and bare(words[1]) in _THINGS else 1
        count = 0
        for index in range(1, len(words) + 1):
            said = words[index - 1]
            if numbers_in(said, env):
                count = index
            elif bare(said) not in _JOINING and bare(said) not in _NUMBER_BEFORE:
                break
        if count or Code().take(words, env):
            return count
        return len(words)

    def value(self, text: str, env: Env) -> Which:
        if env.own_words:
            return Which(numbers=(Number().value(text, env),))
        words = text.split()
        if bare(words[0] if words else "") in _EVERY:
            return Which(every=True)
        numbers: list[int] = []
        is_all_numbers = True
        for word in words:
            found = numbers_in(word, env)
            if not found and bare(word) not in _JOINING and bare(word) not in _NUMBER_BEFORE:
                is_all_numbers = False
            numbers += [number for number in found if number not in numbers]
        if is_all_numbers and numbers:
            return Which(numbers=tuple(numbers))
        if _only_yes_or_no(text):
            raise Refused(T("kit.number_wanted_room" if env.among_others else "kit.number_wanted"))
        return Which(words=text)


def numbers_in(word: str, env: Env) -> tuple[int, ...]:
    """The numbers that a word without spaces is: ``1``, ``1,3``, ``1-3``, ``ettan``; none when it is anything
    else."""
    found: list[int] = []
    for part in re.split(r"[,&+/]", word.strip(",;")):
        ends = [_number(end, env) for end in re.split(r"[-–]", part)]
        first, last = ends[0], ends[-1]
        if first is None or last is None or len(ends) > 2 or not first <= last <= min(first + 20, _LARGEST):
            return ()
        found += range(first, last + 1)
    return tuple(found)


@dataclass(frozen=True)
class Word:
    """One of some fixed words, such as ``hållet``, that either stands in the line or not."""

    words: tuple[str, ...]

    def take(self, words: Sequence[str], env: Env) -> int:
        return 1 if words and words[0].lower() in self.words else 0

    def value(self, text: str, env: Env) -> bool:
        return text.strip().lower() in self.words


@dataclass(frozen=True)
class Rest:
    """The rest of the line as free text, without the quotes around it.

    An option (``--visa``) in it is refused as unclear, unless it stands in quotes. So is a bare yes or no,
    which mostly answers another question; ``any_word`` lets it pass, for an argument whose command checks it.
    """

    any_word: bool = field(default=False, kw_only=True)

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> str:
        found = _QUOTED.sub(r"\1", _DASHES_AROUND.sub("", text)).strip()
        if not found:
            raise Refused(T("kit.empty"))
        if not self.any_word and _only_yes_or_no(text):
            raise Refused(_words_wanted(env))
        option = _OPTION.search(_QUOTED.sub(" ", text))
        if option is not None:
            raise Unsure(T("kit.option_in_text", option=option[1]), part=option[1])
        return found


@dataclass(frozen=True)
class AsWritten:
    """What somebody wrote, whatever it is."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> str:
        return text


@dataclass(frozen=True)
class Title(Rest):
    """A title: the words up to a person, a date, a time or how often, or one quoted string.

    A day among its words is refused as unclear, unless it stands in quotes, because it may be meant as the
    date of the meeting or task. ``lengths``: so is how long something takes. ``name``: the title is a
    person's name, in which days are not looked for.
    """

    ends: tuple[Reads, ...]
    lengths: bool = False
    name: bool = False

    def take(self, words: Sequence[str], env: Env) -> int:
        for index, word in enumerate(words):
            if isinstance(word, Quoted):
                continue
            if word.startswith("@"):
                return index
            if when.belongs_to(words[:index]):
                continue
            counts = [kind.take(words[index:], env) for kind in self.ends]
            if any(count and self._ends_before(words[index:], count, env) for count in counts):
                return index
        return len(words)

    def _ends_before(self, words: Sequence[str], count: int, env: Env) -> bool:
        """Whether the title ends before these words, whose first ``count`` are a day or time: seen how they
        begin and what follows them."""
        rest = words[count:]
        if words[0][:1].isdigit() or not rest or rest[0][:1] in "@0123456789":
            return True
        if self.lengths and when.part_of_day(" ".join(words[:count])):
            return True  # where hours are said, "imorgon förmiddag" is one
        has_hour_before = 0 < Hour().take(words, env) < count
        return has_hour_before or Hour().take(rest, env) > 0

    def value(self, text: str, env: Env) -> str:
        found = super().value(text, env)
        if self.name:
            return found
        repeats = any(isinstance(kind, Repeats) for kind in self.ends)
        said = when.says_when(_QUOTED.sub(" | ", text), lengths=self.lengths, repeats=repeats)
        if said is not None:
            raise Unsure(T("kit.when_in_text", when=said), part=said)
        return found


#: The goal that a task belongs to, and who steps in for its owner, wherever they stand behind its words.
GOAL = After(("mål", "under mål", "till mål", "för mål", "goal", "under goal", "for goal"), Number())
DEPUTY = After(("ersättare", "med ersättare", "reserv", "deputy", "with deputy"), Owner())

#: The most words of a whole name that is looked for.
_MOST_IN_NAME = 4

#: What may follow a number in letters.
_BEFORE_PEOPLE = ("till", "to")
_STEP = re.compile(r"(\d{1,3})[.:](\d{1,3})[.:]?")
_OF_GOAL = frozenset({"mål", "målet", "goal"})
_NUMBERED = re.compile(r"(?:(?:nr|nummer|number)\.? ?|# ?)?([0-9]+)\.?", re.IGNORECASE)
_BY_NAME = re.compile(
    r"(?:(?:nr|nummer|number|no|uppgift|task)\.? ?|# ?)?(?:([0-9]+):?(?:an|en|e|a)?|([a-zåäö]+))",
    re.IGNORECASE,
)
_IN_SWEDISH = ("ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")
_IN_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_BY_FIGURE = ("ettan", "tvåan", "trean", "fyran", "femman", "sexan", "sjuan", "åttan", "nian", "tian")
_NUMBER_NAMES = {
    name: number for names in (_IN_SWEDISH, _BY_FIGURE, _IN_ENGLISH) for number, name in enumerate(names, 1)
}
#: Numbers that may count what follows: "två lärare". "Tvåan" never does.
_CARDINALS = frozenset({*_IN_SWEDISH, *_IN_ENGLISH})
#: Ends of nouns in a form that is not counted: "mottagningen", "kuratorn", "läraren".
_OF_ONE = ("ingen", "aren", "orn")
_LARGEST = 999_999
#: The shortest and longest word, in characters, in which a slip is looked for.
_SHORTEST_SLIP = 3
_LONGEST_SLIP = 40
#: Words that stand before a number and say nothing more.
_NUMBER_BEFORE = frozenset(
    {"nr", "nummer", "number", "no", "uppgift", "uppgiften", "uppgifterna", "task", "tasks"}
)
_EVERY = frozenset({"alla", "allt", "allting", "samtliga", "båda", "bägge", "all", "everything", "both"})
_THINGS = frozenset({"uppgifter", "uppgifterna", "mina", "två", "tre", "tasks", "of", "three", "two"})
_QUOTED = re.compile(r"[\"“”]([^\"“”]*)[\"“”]")
#: What people put between a command and its free text, and behind that: ``hinder 1 – hon svarar inte``.
_DASHES_AROUND = re.compile(r"^\s*[:,;–—-]+\s+|\s+[:,;–—-]+\s*$")
#: ``--visa``, also with the long dash into which telephones turn it.
_OPTION = re.compile(r"(?:^|\s)((?:--|—)\w[\w-]*|–(?:visa|show)\b)")


def is_every(word: str) -> bool:
    """Whether a word says that all of them are meant."""
    return bare(word) in _EVERY


def _number(text: str, env: Env) -> int | None:
    """The number that a text is, also by its name when a professional wrote it; None when it is none."""
    plain = text.strip().strip("!?;:()")
    match = _NUMBERED.fullmatch(plain)
    if match is not None:
        return int(match[1]) if len(match[1]) <= 6 else _LARGEST + 1
    named = None if env.own_words else _BY_NAME.fullmatch(plain.rstrip(".,"))
    if named is None:
        return None
    if named[1]:
        return int(named[1]) if len(named[1]) <= 6 else _LARGEST + 1
    return _NUMBER_NAMES.get(named[2].lower())


def _only_yes_or_no(text: str) -> bool:
    """Whether words are a bare yes or no, without quotes."""
    return _QUOTED.search(text) is None and answers.is_bare(text)


def _words_wanted(env: Env) -> Text:
    """That a bare yes or no does not say it, and how to stop, which in a case's room begins with ``!``."""
    return T("kit.words_wanted_room" if env.among_others else "kit.words_wanted")


def nearest(text: str, terms: Sequence[Term]) -> Term | None:
    """The one term of a list that a mistyped word can mean; None when there is none, or several."""
    from rapidfuzz.distance import DamerauLevenshtein  # loaded by the first who mistypes: 3 MB

    word = bare(text)
    if len(word) < _SHORTEST_SLIP or len(word) > _LONGEST_SLIP:
        return None
    slips = [(min(DamerauLevenshtein.distance(word, name) for name in term.names), term) for term in terms]
    fewest = min((slip for slip, _ in slips), default=len(word))
    likely = [term for slip, term in slips if slip == fewest]
    return likely[0] if fewest <= min(2, len(word) // 3) and len(likely) == 1 else None


def _digits(text: str) -> bool:
    """Whether a text is plain digits. Other characters (``²``) count as digits in Python but are no
    number."""
    return text.isascii() and text.isdigit()


def _span(words: Sequence[str], terms: Sequence[Term], *, numbers: bool) -> tuple[int, Term | None]:
    """How many words (one to three) the term is that a line begins with, and the term. The longest wins."""
    for length in (3, 2, 1):
        term = _find(" ".join(words[:length]), terms, numbers=numbers) if len(words) >= length else None
        if term is not None:
            return length, term
    return 1, None


def _find(word: str, terms: Sequence[Term], *, numbers: bool) -> Term | None:
    """The term that a word means; with ``numbers`` also by its place in the list."""
    plain = bare(word)
    place = number_of(plain) if numbers else None
    if place is not None and 1 <= place <= len(terms):
        return terms[place - 1]
    found = next((term for term in terms if term.known_as(plain)), None)
    if found is not None:
        return found
    said = answers.yes_or_no(word)  # "japp" is a yes in a list too
    if said is None:
        return None
    return next((term for term in terms if term.known_as("ja" if said else "nej")), None)


#: Number words, as phones write what is said to them.
_NUMBER_WORDS = {
    word: number
    for words in (
        "ett två tre fyra fem sex sju åtta nio tio elva tolv",
        "one two three four five six seven eight nine ten eleven twelve",
    )
    for number, word in enumerate(words.split(), 1)
}


def number_of(word: str) -> int | None:
    """The small number that a word is, in digits or in letters; None for any other word."""
    if _digits(word) and len(word) <= 3:
        return int(word)
    return _NUMBER_WORDS.get(word)
