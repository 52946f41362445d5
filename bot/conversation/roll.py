"""Reads who came to a meeting, as somebody tired says it after one: ``alla utom petra``, ``petra kom inte, sven sen``,
``bara petra saknades``.

Every word must be understood: a name that nobody has, or words beside the names, are asked about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.conversation.arguments import Env, Holder, Owner
from bot.errors import Refused
from bot.i18n import T


class Part(StrEnum):
    """What is said of some people."""

    ABSENT = "absent"
    LATE = "late"
    THERE = "there"
    ONLY = "only"  # they came, and nobody else


@dataclass(frozen=True, kw_only=True)
class Roll:
    """Who came. ``others``: everybody who is not named came, else nobody did. ``took_place``: False when there was no
    meeting."""

    absent: tuple[Holder, ...] = ()
    late: tuple[Holder, ...] = ()
    there: tuple[Holder, ...] = ()
    others: bool = True
    took_place: bool = True


_ALL = r"(?:alla|all|allihop|allihopa|samtliga|alle|everyone|everybody)"
_CAME = r"(?:kom|var med|var där|var här|deltog|närvarade|närvarande|är med|came|attended|(?:was|were) there|present)"
_BUT = r"(?:utom|uton|utm|förutom|föruton|minus|men inte|inte|ej|but|except(?: for)?|apart from)"
_AWAY = (
    r"(?:saknades|saknas|saknads|fattades|fattas|uteblev|frånvarande|var frånvarande|borta|var borta|sjuk|var sjuk|"
    r"kom inte|kom ej|kom aldrig|var inte med|var inte där|var ej med|dök inte upp|dök aldrig upp|inte|ej|"
    r"(?:was|were) missing|missing|absent|(?:was|were) absent|did not come|didn't come|didnt come|no show|"
    r"(?:was|were) not there|(?:was|were) sick)"
)
_LATE = r"(?:sen|sena|var sen|var sena|kom sent|sent|försenad|blev sen|kom för sent|late|was late|were late|came late)"
_ONLY = r"(?:bara|endast|only|just)"
#: What may stand around it and says nothing.
_AROUND = re.compile(
    r"^(?:ja|yes|japp|jo|jodå|då|ok|okej|det blev av|blev av|vi var|det var|idag|i dag|today|så)[\s,]+|"
    r"\s+(?:idag|i dag|today|på mötet|vid mötet|at the meeting)$"
)
_MISSED = re.compile(
    r"^(?:nej,? |no,? )?(?:det |mötet |it |the meeting )?(?:blev (?:det )?(?:inte|ej|aldrig) av|blev inget(?: möte)?|"
    r"blev inställt|var inställt|inställt|hölls (?:inte|ej)|ägde inte rum|ingen kom|inget möte|nej|no|not held|"
    r"nobody came|did not (?:happen|take place)|didn't (?:happen|take place)|was (?:cancelled|called off))$"
)
#: That there was a meeting, and not yet who came.
_TOOK_PLACE = re.compile(r"^(?:ja|yes|japp|jo|jodå|jajamän|det blev av|(?:det )?blev av|it did|held)$")
_HELD = re.compile(rf"^(?:{_ALL}(?: {_CAME})?)$")

#: Each with the part that its names have; the first that fits counts.
_CLAUSES: Sequence[tuple[re.Pattern[str], Part]] = (
    (re.compile(rf"^{_ALL}(?: {_CAME})? {_BUT} (?P<names>.+?)(?: {_CAME}| {_AWAY})?$"), Part.ABSENT),
    (re.compile(rf"^{_ONLY} (?P<names>.+?) {_AWAY}$"), Part.ABSENT),
    (re.compile(rf"^{_ONLY} (?P<names>.+?) {_LATE}$"), Part.LATE),
    (re.compile(rf"^{_ONLY} (?P<names>.+?)(?: {_CAME})?$"), Part.ONLY),
    (re.compile(rf"^(?P<names>.+?) {_AWAY}$"), Part.ABSENT),
    (re.compile(rf"^(?P<names>.+?) {_LATE}$"), Part.LATE),
    (re.compile(rf"^(?P<names>.+?) {_CAME}$"), Part.THERE),
    (re.compile(rf"^(?:{_BUT}|{_AWAY}):? (?P<names>.+)$"), Part.ABSENT),
    (re.compile(rf"^{_LATE}:? (?P<names>.+)$"), Part.LATE),
)
_SPLIT_CLAUSES = re.compile(r"[,;.\n]+|\s+men\s+(?!inte\b)")
_SPLIT_NAMES = re.compile(r"\s+(?:och|o|samt|and|resp|respektive)\s+|\s*[&+/]\s*")
_NAMELESS: Mapping[str, str] = MappingProxyType(
    {"mamma": "vårdnadshavare", "pappa": "vårdnadshavare", "mum": "guardian", "dad": "guardian"}
)


@dataclass(frozen=True)
class WhoCame:
    """Who came to a meeting, in free words; or that it did not take place."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> Roll:
        said = _plain(text)
        if _MISSED.match(said):
            return Roll(took_place=False)
        if _TOOK_PLACE.match(said):
            raise Refused(T("presence.who_then"))
        parts: dict[Part, list[Holder]] = {part: [] for part in Part}
        pending: list[Holder] = []
        last: Part | None = None
        says_all = False
        for clause in _clauses(said):
            if _HELD.match(clause):
                says_all = True
                continue
            part, names = _part(clause)
            holders = [_holder(name, env) for name in _SPLIT_NAMES.split(names)]
            if part is None and last is None:
                pending += holders
                continue
            last = part or last
            assert last is not None
            parts[last] += [*pending, *holders]
            pending = []
        if pending or (parts[Part.ONLY] and (says_all or parts[Part.ABSENT])):
            raise Refused(T("presence.unclear", text=text))
        if not says_all and not any(parts[part] for part in (Part.ABSENT, Part.LATE, Part.ONLY)):
            raise Refused(T("presence.unclear", text=text))
        return Roll(
            absent=tuple(parts[Part.ABSENT]),
            late=tuple(parts[Part.LATE]),
            there=tuple(parts[Part.THERE] + parts[Part.ONLY]),
            others=not parts[Part.ONLY],
        )


def _plain(text: str) -> str:
    said = " ".join(text.lower().replace("!", " ").replace("?", " ").split()).strip(" .,:;")
    while True:
        shorter = _AROUND.sub("", said).strip(" .,:;")
        if shorter == said:
            return said
        said = shorter


def _clauses(said: str) -> list[str]:
    return [clause for clause in (part.strip() for part in _SPLIT_CLAUSES.split(said)) if clause]


def _part(clause: str) -> tuple[Part | None, str]:
    """What a clause says, and the names it says it of; None where it is names alone."""
    for pattern, part in _CLAUSES:
        found = pattern.match(clause)
        if found is not None:
            return part, found["names"]
    return None, re.sub(r"^(?:och|and|samt)\s+", "", clause)


def _holder(name: str, env: Env) -> Holder:
    plain = re.sub(r"^(?:och|and|samt)\s+", "", name.strip())
    return Owner().value(_NAMELESS.get(plain, plain), env)
