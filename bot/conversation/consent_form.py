"""The arguments of commands that record a consent: who may hear what, who said yes and how, and what proves
it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Env, FileNumber, OneOf, Rest, SomeOf
from bot.conversation.command import Args
from bot.errors import Refused
from bot.i18n import T
from bot.rules import interpreter
from bot.rules.agreement import ASKED, GIVERS, METHODS, parse_form
from bot.rules.consent import Kinds
from bot.rules.person import Person

_AND = ("och", "and")
_EVERYBODY = ("alla", "all", "everybody")

#: The name of a function (one or two words) before a colon.
_FUNCTION = re.compile(r"([^\s,;:]+(?:\s[^\s,;:\d]+)?)\s*:")


@dataclass(frozen=True)
class KindsFor:
    """Kinds of information, for everybody (``1 2``) or by function: ``alla: 1 6, polis: 1 2 6``."""

    def take(self, words: Sequence[str], env: Env) -> int:
        count = 0
        for word in words:
            is_kind = SomeOf(lambda env: env.profile.kinds).take([word], env) > 0
            is_number = word.strip(",").isdigit()
            is_function = word.endswith(":")
            if not (is_kind or is_number or is_function or word.lower() in _AND):
                break
            count += 1
        return count

    def value(self, text: str, env: Env) -> Mapping[str, Kinds]:
        """Kinds by function id; "" stands for every function that is not named."""
        by_function: dict[str, Kinds] = {}
        before, *named = _FUNCTION.split(f" {text}")
        if before.strip(" ,;"):
            by_function[""] = self._kinds(before, env)
        for name, kinds in zip(named[::2], named[1::2], strict=True):
            function = "" if name.lower() in _EVERYBODY else _function(name, env)
            by_function[function] = self._kinds(kinds, env)
        return by_function

    def _kinds(self, text: str, env: Env) -> Kinds:
        return frozenset(SomeOf(lambda env: env.profile.kinds).value(text.strip(" ,;"), env))


@dataclass(frozen=True)
class People:
    """One or more people of the unit: ``@petra``, ``@petra och @lisa``."""

    def take(self, words: Sequence[str], env: Env) -> int:
        count = 0
        for position, word in enumerate(words, 1):
            if word.startswith("@") or env.person(word.strip(",")) is not None:
                count = position
            elif word.lower() not in _AND:
                break
        return count

    def value(self, text: str, env: Env) -> tuple[Person, ...]:
        people = []
        for word in text.replace(",", " ").split():
            if word.lower() in _AND:
                continue
            person = env.person(word)
            if person is None:
                raise Refused(T("kit.no_person", text=word))
            people.append(person)
        return tuple(people)


@dataclass(frozen=True)
class InterpretedLanguage(OneOf):
    """A language by name. Anything else is refused, so that nobody writes the interpreter's name here."""

    def value(self, text: str, env: Env) -> str:
        found = next((term for term in self.terms(env) if term.known_as(text)), None)
        if found is None:
            raise Refused(T("consent.no_tongue", text=text))
        return found.id


@dataclass(frozen=True)
class Version:
    """The version of a form: one word."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return min(1, len(words))

    def value(self, text: str, env: Env) -> str:
        return parse_form(text)


Functions = Annotated[
    tuple[str, ...],
    Arg(
        reads=SomeOf(lambda env: env.profile.recipients),
        ask="consent.ask_functions",
        options=lambda env: env.profile.recipients,
    ),
]
About = Annotated[
    Mapping[str, Kinds],
    Arg(
        reads=KindsFor(),
        ask="consent.ask_kinds",
        words=("om", "about"),
        options=lambda env: env.profile.kinds,
    ),
]
ForPrivate = Annotated[
    Mapping[str, Kinds],
    Arg(
        reads=KindsFor(),
        ask="consent.ask_private",
        words=("privatpersoner", "private"),
        only_after_word=True,
        options=lambda env: env.profile.kinds,
    ),
]
Givers = Annotated[
    tuple[str, ...],
    Arg(
        reads=SomeOf(lambda _: GIVERS), ask="consent.ask_givers", words=("av", "by"), options=lambda _: GIVERS
    ),
]
Method = Annotated[
    str, Arg(reads=OneOf(lambda _: METHODS), ask="consent.ask_method", options=lambda _: METHODS)
]
Until = Annotated[date | None, Arg(reads=Day(), words=("till", "tom", "until"), only_after_word=True)]
GivenOn = Annotated[date | None, Arg(reads=Day(past=True), words=("givet", "given"), only_after_word=True)]
Witness = Annotated[
    str | None,
    Arg(reads=Rest(), ask="consent.ask_witness", words=("vittne", "witness"), only_after_word=True),
]
Asked = Annotated[
    str | None,
    Arg(
        reads=OneOf(lambda _: ASKED),
        ask="consent.ask_youth",
        words=("tillfrågad", "asked"),
        only_after_word=True,
        options=lambda _: ASKED,
    ),
]
Assessed = Annotated[
    date | None,
    Arg(reads=Day(past=True), ask="consent.ask_assessed", words=("bedömd", "assessed"), only_after_word=True),
]
Interpreter = Annotated[
    str | None,
    Arg(
        reads=InterpretedLanguage(lambda _: interpreter.languages()),
        words=("tolk", "interpreter"),
        only_after_word=True,
    ),
]
Form = Annotated[str | None, Arg(reads=Version(), words=("blankett", "form"), only_after_word=True)]
Only = Annotated[tuple[Person, ...], Arg(reads=People(), words=("bara", "only"), only_after_word=True)]
Paper = Annotated[str | None, Arg(reads=FileNumber(), words=("akt", "filed"), only_after_word=True)]


class _Covered(Args):
    """Who may hear what."""

    functions: Functions
    kinds: About


class Renewed(Args):
    """Who said yes (again) and how, until when, and what proves it."""

    givers: Givers
    method: Method
    until: Until = None
    given: GivenOn = None
    witness: Witness = None
    asked: Asked = None
    assessed: Assessed = None
    interpreter: Interpreter = None
    form: Form = None
    paper: Paper = None


class Recorded(Renewed, _Covered):
    """A whole consent: who may hear what, who said yes and how, until when, and what proves it."""

    only: Only = ()
    private: ForPrivate = {}


def _function(name: str, env: Env) -> str:
    """The id of a function. Refused with the profile's functions when it has none of that name."""
    for function in env.profile.recipients:
        if function.known_as(name):
            return function.id
    shown = [function.label(env.language) for function in env.profile.recipients]
    raise Refused(T("kit.no_choice", text=name, choices=shown))
