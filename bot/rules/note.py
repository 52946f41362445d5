"""Notes about a case or a unit: that something is done, on which day, under which number; never what was
found.

A note carries no reasons, no names and no result: "SAVRY, 1 December". Some carry the number under which
another register keeps the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from bot.errors import Refused
from bot.i18n import T
from bot.rules.words import Term


@dataclass(frozen=True, kw_only=True)
class Note:
    """A note that something of a kind is done. ``by``: the id of the person who noted it."""

    kind: str
    day: date
    by: str
    reference: str | None = None


@dataclass(frozen=True, kw_only=True)
class NoteKind:
    """A kind of note, and whether it names a number in another register."""

    term: Term
    reference: Literal["never", "may", "must"] = "never"


def _kind(
    kind_id: str, sv: str, en: str, *words: str, reference: Literal["never", "may", "must"] = "never"
) -> NoteKind:
    return NoteKind(term=Term(id=kind_id, sv=sv, en=en, words=words), reference=reference)


#: What can be noted about a case. All but those of ``EVENTS`` can be gates.
KINDS: Mapping[str, NoteKind] = MappingProxyType(
    {
        kind.term.id: kind
        for kind in (
            _kind("mapping", "kartläggning", "mapping", "kartlagt", "kartläggningen"),
            _kind("steering_group", "styrgrupp", "steering group", "styrgruppen", "styrgruppens beslut"),
            _kind("investigation", "utredning", "investigation", "utredningen", reference="must"),
            _kind("savry", "SAVRY", "SAVRY assessment", "savryn"),
            _kind("decision", "beslut", "decision", "beslutet", "beviljad", "beviljat", reference="may"),
            _kind("sig_document", "SIG-dokument", "SIG document", "sig-dokumentet", "sigdokument", "charter"),
            _kind(
                "best_interests",
                "barnets bästa",
                "best interests",
                "barnets basta",
                "best interests of the child",
            ),
            _kind("placement", "placering", "placed elsewhere", "placerad", "placed"),
            # That the youth is one of those whom SIG is for, and nothing of why: no offence, no suspicion
            _kind("target_group", "målgrupp", "target group", "målgruppen", "hör till målgruppen"),
        )
    }
)
#: Kinds that somebody other than the coordinator decides. Before consent such a decision knows only the
#: case's code.
DECISIONS = frozenset({"steering_group", "decision"})
#: Kinds that are no gate: nothing waits for them, they only happen.
EVENTS = frozenset({"placement", "target_group"})
#: References the unit itself must have before its first case: numbers of public decisions.
UNIT = ("mandate", "agreement")
#: The decision without which a ``serviceinsats`` is documented like everything else (R12).
SERVICE_DECISION = "service_decision"

#: The gate at which the steering group decides, knowing only the code.
STEERING = "steering_group"
#: The prefix of what is noted anew before a case is closed.
AT_CLOSING = "closing:"

_PERSONAL = re.compile(r"\d{6,8}\s*[-+]?\s*\d{4}(?!\d)")
_NUMBER = re.compile(
    r"(?:(?:[Dd]nr|[Dd]iarienr|[Dd]iarienummer)[.:]?\s*)?"  # the word for a reference number may stand first
    r"(?:(?=[^\s\d]*[A-ZÅÄÖ][^\s\d]*[A-ZÅÄÖ])[A-Za-zÅÄÖåäö]{2,6}[\s/-]*)?"  # a board: ASN, SoN; a name has one capital
    r"(?:§\s*)?\d[\d./:\s-]*(?:\s*§\s*\d+)?"
)


def looks_personal(text: str) -> bool:
    """Whether something in a text is written like a personal number, valid or not."""
    return _PERSONAL.search(text) is not None


def parse_number(text: str) -> str:
    """A reference number as it is stored. Refused when it holds anything else: names, words, a personal
    number."""
    number = " ".join(text.split())
    if _PERSONAL.search(number) or len(number) > 40 or not _NUMBER.fullmatch(number):
        raise Refused(T("gate.no_number"))
    return number


def check(note: Note, today: date) -> None:
    """Refuse a note in the future, or with a number where its kind has none, or without one where it needs
    it."""
    needs = KINDS[note.kind.removeprefix(AT_CLOSING)].reference
    if note.day > today:
        raise Refused(T("case.held_in_future", day=note.day))
    if note.reference is not None and needs == "never":
        raise Refused(T("gate.date_only"))
    if note.reference is None and needs == "must":
        raise Refused(T("gate.no_number"))
