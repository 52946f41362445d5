"""How the words of a command become typed values: each kind of argument takes its words from the front of the line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, Protocol

from bot.conversation import answers
from bot.errors import Refused
from bot.i18n import Language, T
from bot.rules import calendar
from bot.rules.people import Person
from bot.rules.profile import Profile, Term

YES, NO = answers.YES, answers.NO
_JOINING = frozenset({"och", "and", "+", ""})
CODE = re.compile(r"^[A-Z]-?[0-9A-Z]{3}[?!.,:]*$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Env:
    """What reading words depends on.

    ``person``: who is meant by a short name or a Matrix id, among those the speaker may name here, and ``nobody`` the
    text for all others, whether we know them or not. ``own_words``: what the speaker writes is theirs, and an argument
    only when it plainly is one. ``among_others``: they speak in a room of one case, where commands begin with ``!``.
    """

    profile: Profile
    today: date
    language: Language
    person: Callable[[str], Person | None]
    nobody: str = "kit.no_person"
    own_words: bool = False
    among_others: bool = False


class Quoted(str):
    """Words that somebody put into quotes: they are text, whatever they look like."""

    __slots__ = ()


class Reads(Protocol):
    """A kind of argument."""

    def take(self, words: Sequence[str], env: Env) -> int:
        """How many words at the front are this argument; 0 when it is not there."""

    def value(self, text: str, env: Env) -> Any:
        """The value of those words. Raises :class:`Refused` with what to write instead."""


@dataclass(frozen=True, kw_only=True)
class Arg:
    """Metadata of a field: how it is read, the question asked when it is missing, and keywords that may introduce it.

    ``only_after_word``: without its keyword it is not there.
    """

    reads: Reads
    ask: str | None = None
    words: tuple[str, ...] = ()
    only_after_word: bool = False
    options: Callable[[Env], Sequence[Term]] | None = None


@dataclass(frozen=True)
class Code:
    """A case code: ``K-7F2``, also typed ``k7f2``; or another written like it, with a text of its own for no code."""

    wrong: str = "kit.no_code"

    def take(self, words: Sequence[str], env: Env) -> int:
        return 1 if words and CODE.match(words[0]) and any(c.isdigit() for c in words[0]) else 0

    def value(self, text: str, env: Env) -> str:
        if not CODE.match(text.strip()):
            raise Refused(T(self.wrong, text=text))
        plain = text.strip().rstrip("?!.,:").upper().replace("-", "")
        return f"{plain[0]}-{plain[1:]}"


@dataclass(frozen=True)
class Somebody:
    """A person the speaker may name here, by handle (``petra``, ``@petra``) or Matrix id."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return 1 if words and (words[0].startswith("@") or env.person(words[0]) is not None) else 0

    def value(self, text: str, env: Env) -> Person:
        found = env.person(text.strip())
        if found is None:
            raise Refused(T(env.nobody, text=text))
        return found


@dataclass(frozen=True)
class ShortName:
    """A new short name for a person: small letters, digits, dots and dashes; ``petra``."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return 1 if words and not words[0].startswith("@") else 0

    def value(self, text: str, env: Env) -> str:
        name = text.strip().lower()
        if _only_yes_or_no(name):
            raise Refused(T("kit.words_wanted"))
        if not re.match(r"^[a-z0-9åäö][a-z0-9åäö._-]{0,31}$", name):
            raise Refused(T("kit.no_short_name", text=text))
        return name


@dataclass(frozen=True)
class MatrixId:
    """A Matrix id: ``@petra:polis.example``."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return 1 if words and re.match(r"^@[^\s:]+:\S+$", words[0]) else 0

    def value(self, text: str, env: Env) -> str:
        if not re.match(r"^@[a-z0-9._=/+-]{1,200}:[a-z0-9.:\[\]-]+$", text.strip()):
            raise Refused(T("kit.no_matrix_id", text=text))
        return text.strip()


@dataclass(frozen=True)
class OneOf:
    """One word of a list the profile gives, by number, name or a word it is also known by."""

    terms: Callable[[Env], Sequence[Term]]

    def take(self, words: Sequence[str], env: Env) -> int:
        length, term = _span(words, self.terms(env), numbers=False)
        return length if term else 0

    def value(self, text: str, env: Env) -> str:
        found = _find(text, self.terms(env), numbers=True)
        if found is None:
            raise Refused(T("kit.no_choice", text=text, choices=[term.label(env.language) for term in self.terms(env)]))
        return found.id


@dataclass(frozen=True)
class SomeOf:
    """Several words of such a list: ``1 2 4``, ``polis, skola och fritid``, ``police and social services``."""

    terms: Callable[[Env], Sequence[Term]]

    def take(self, words: Sequence[str], env: Env) -> int:
        terms, at, count = self.terms(env), 0, 0
        while at < len(words):
            length, term = _span(words[at:], terms, numbers=False)
            if term is None and bare(words[at]) not in _JOINING:
                break
            at += length
            count = count if term is None else at
        return count

    def value(self, text: str, env: Env) -> tuple[str, ...]:
        terms, found = self.terms(env), []
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
    """A date as people write it: ``2026-12-17``, ``fredag``, ``17 dec``, ``om 14 dagar``; ``past``: it has been."""

    past: bool = False

    def take(self, words: Sequence[str], env: Env) -> int:
        return _longest(words, calendar.is_date)

    def value(self, text: str, env: Env) -> date:
        return calendar.parse_date(text, env.today, past=self.past)


@dataclass(frozen=True)
class Hour:
    """A time of day: ``kl 15``, ``klockan 15.30``, ``15:30``. "halv 4" is taken too, to be asked about."""

    def take(self, words: Sequence[str], env: Env) -> int:
        first = words[0].lower().rstrip(".") if words else ""
        if len(words) >= 2 and first in ("kl", "klockan", "at", "halv"):
            return 2
        if len(words) >= 3 and first == "kvart" and words[1].lower() in ("i", "över"):
            return 3
        return 1 if re.match(r"^(?:\d{1,2}[:.]\d{2}|kl\.?\d{1,2}(?:[:.]\d{2})?)$", first) else 0

    def value(self, text: str, env: Env) -> time:
        return calendar.parse_time(text)


@dataclass(frozen=True)
class Length:
    """A duration: ``1 h``, ``45 min``, ``1 h 30 min``."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return _longest(words, calendar.is_duration)

    def value(self, text: str, env: Env) -> timedelta:
        return calendar.parse_duration(text)


@dataclass(frozen=True)
class Number:
    """A short number, as tasks and meetings have: ``1``, ``#1``, ``1.``, ``nr 1``."""

    def take(self, words: Sequence[str], env: Env) -> int:
        for count in (2, 1):
            if len(words) >= count and _NUMBERED.fullmatch(" ".join(words[:count])):
                return count
        return 0

    def value(self, text: str, env: Env) -> int:
        match = _NUMBERED.fullmatch(text.strip())
        if match is None or len(match[1]) > 6:
            raise Refused(T("kit.no_number", text=text))
        return int(match[1])


@dataclass(frozen=True)
class Word:
    """One of some fixed words, such as ``hållet``: there or not there."""

    words: tuple[str, ...]

    def take(self, words: Sequence[str], env: Env) -> int:
        return 1 if words and words[0].lower() in self.words else 0

    def value(self, text: str, env: Env) -> bool:
        return text.strip().lower() in self.words


@dataclass(frozen=True)
class YesNo:
    """Yes or no, in either language."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return 1 if words and bare(words[0]) in YES | NO else 0

    def value(self, text: str, env: Env) -> bool:
        if bare(text) not in YES | NO:
            raise Refused(T("kit.yes_or_no"))
        return bare(text) in YES


@dataclass(frozen=True)
class Rest:
    """The rest of the line; quotes around it fall away. An option in it is asked about, unless it stands in quotes.

    A bare yes or no is no text, but mostly meant for another question. ``any_word``: what is wrong with one is said
    elsewhere.
    """

    any_word: bool = field(default=False, kw_only=True)

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> str:
        found = _QUOTED.sub(r"\1", text).strip()
        if not found:
            raise Refused(T("kit.empty"))
        if not self.any_word and _only_yes_or_no(text):
            raise Refused(T("kit.words_wanted"))
        option = _OPTION.search(_QUOTED.sub(" ", text))
        if option is not None:
            raise Refused(T("kit.option_in_text", option=option[1]))
        return found


@dataclass(frozen=True)
class Title(Rest):
    """A title: the words up to a person, a date or a time; or one quoted string.

    A day amid its words is asked about, unless it stands in quotes: it may be the day of the thing itself, and was only
    not understood as such. ``lengths``: so is how long something takes. ``name``: it is somebody's name, and asks
    nothing of that.
    """

    ends: tuple[Reads, ...]
    lengths: bool = False
    name: bool = False

    def take(self, words: Sequence[str], env: Env) -> int:
        for index, word in enumerate(words):
            if isinstance(word, Quoted):
                continue
            counts = [kind.take(words[index:], env) for kind in self.ends]
            if word.startswith("@") or any(n and _is_end(word[:1], words[index + n :]) for n in counts):
                return index
        return len(words)

    def value(self, text: str, env: Env) -> str:
        found = super().value(text, env)
        when = None if self.name else calendar.says_when(_QUOTED.sub(" | ", text), lengths=self.lengths)
        if when is not None:
            raise Refused(T("kit.when_in_text", when=when))
        return found


_NUMBERED = re.compile(r"(?:(?:nr|nummer|number)\.? ?|# ?)?([0-9]+)\.?", re.IGNORECASE)
_CLOCK = ("kl", "klockan", "at", "halv", "kvart")
_QUOTED = re.compile(r"[\"“”]([^\"“”]*)[\"“”]")
#: ``--visa``, also as a telephone writes it.
_OPTION = re.compile(r"(?:^|\s)((?:--|—)\w[\w-]*|–(?:visa|show)\b)")


def _only_yes_or_no(text: str) -> bool:
    """Whether words are a bare yes or no; not what somebody put into quotes."""
    return _QUOTED.search(text) is None and bare(text) in YES | NO


def _is_end(first: str, rest: Sequence[str]) -> bool:
    return first.isdigit() or not rest or rest[0][:1] in "@0123456789" or bare(rest[0]) in _CLOCK


def bare(text: str) -> str:
    """A short answer without case, punctuation and spaces around it: ``"JA!"`` is ``"ja"``.

    A yes or no loses the courtesy around it too: ``"ok, tack"`` is ``"ok"``.
    """
    words = text.strip().strip(".!?,;:…\"'()").strip().lower()
    answer = re.sub(r"^ja+$", "ja", answers.without_courtesy(words))
    if answer not in YES | NO:
        return words
    return f"{answer}?" if "?" in text else answer  # "ja?" asks, and answers nothing


def _longest(words: Sequence[str], fits: Callable[[str], bool]) -> int:
    """How many words at the front fit together; as many as possible."""
    most = min(len(words), calendar.MOST_WORDS)
    return next((count for count in range(most, 0, -1) if fits(" ".join(words[:count]))), 0)


def _digits(text: str) -> bool:
    """Plain digits only: there are others (``²``) that count as digits and are no number."""
    return text.isascii() and text.isdigit()


def _span(words: Sequence[str], terms: Sequence[Term], *, numbers: bool) -> tuple[int, Term | None]:
    """The term of one to three words that a line begins with, and how many words it is; the longest wins."""
    for length in (3, 2, 1):
        term = _find(" ".join(words[:length]), terms, numbers=numbers) if len(words) >= length else None
        if term is not None:
            return length, term
    return 1, None


def _find(word: str, terms: Sequence[Term], *, numbers: bool) -> Term | None:
    plain = bare(word)
    if numbers and _digits(plain) and len(plain) <= 3 and 1 <= int(plain) <= len(terms):
        return terms[int(plain) - 1]
    return next((term for term in terms if term.known_as(plain)), None)
