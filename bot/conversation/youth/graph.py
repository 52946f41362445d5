"""Sentence templates as one graph of words, and the way of a message through it.

A template is written as ``(när|vilken tid) är <meeting> [{when}]``: a choice in ``( | )``, what may be left out in
``[ | ]``, a part named elsewhere in ``< >``, and a slot in ``{ }``. All templates of a language share one graph, so
that a message is read once, from its first word to its last, however many templates there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

#: Where a message may stand between its parts. Each is a place in the graph, too.
START = 0
OPENED = 1  # behind "alltså" or "och": something follows
ASKING = 2  # behind "jag undrar": a question follows
AGAIN = 3  # behind a whole part: the message may end, or go on
GREETED = 4  # behind a greeting, which no "då" may follow
ASIDE = 5  # behind what no sentence follows at once
HUBS = (START, OPENED, ASKING, AGAIN, GREETED, ASIDE)

#: What a word costs that is passed over.
_FILLER = 1


@dataclass(frozen=True)
class Word:
    """One word, or one of several."""

    forms: frozenset[str]


@dataclass(frozen=True)
class Slot:
    """A place for a term of a closed list."""

    name: str


@dataclass(frozen=True)
class Row:
    """Parts in their order."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Choice:
    """One of several parts, or none of them."""

    parts: tuple[Part, ...]
    may_miss: bool


Part = Word | Slot | Row | Choice

_PIECE = re.compile(r"\s*([()\[\]|]|<\w+>|\{\w+\}|[^\s()\[\]|<>{}]+)")


class Templates:
    """Reads templates. ``named``: the parts that others use. ``spellings``: how else a word is written."""

    def __init__(self, named: Mapping[str, str], spellings: Mapping[str, Iterable[str]]) -> None:
        self._named = named
        self._spellings = spellings
        self._read: dict[str, Part] = {}

    def read(self, template: str) -> Part:
        """The parts of a template."""
        pieces = [match[1] for match in _PIECE.finditer(template)]
        part, end = self._choice(pieces, 0, may_miss=False)
        assert end == len(pieces), template
        return part

    def _choice(self, pieces: Sequence[str], at: int, *, may_miss: bool) -> tuple[Part, int]:
        rows: list[Part] = []
        row: list[Part] = []
        while at < len(pieces) and pieces[at] not in ")]":
            piece = pieces[at]
            at += 1
            if piece == "|":
                rows.append(_row(row))
                row = []
            elif piece in "([":
                part, at = self._choice(pieces, at, may_miss=piece == "[")
                assert at < len(pieces)
                row.append(part)
                at += 1
            elif piece[0] == "<":
                row.append(self._named_part(piece[1:-1]))
            elif piece[0] == "{":
                row.append(Slot(piece[1:-1]))
            else:
                row.append(Word(frozenset(self._spellings.get(piece, (piece,)))))
        rows.append(_row(row))
        return _choice(rows, may_miss=may_miss), at

    def _named_part(self, name: str) -> Part:
        if name not in self._read:
            self._read[name] = self.read(self._named[name])
        return self._read[name]


def _row(parts: list[Part]) -> Part:
    return parts[0] if len(parts) == 1 else Row(tuple(parts))


def _choice(parts: list[Part], *, may_miss: bool) -> Part:
    """Several parts as one; single words of a choice become one word of several forms."""
    if len(parts) == 1 and not may_miss:
        return parts[0]
    words = [part for part in parts if isinstance(part, Word)]
    others: list[Part] = [part for part in parts if not isinstance(part, Word)]
    if words:
        others.append(Word(frozenset().union(*(word.forms for word in words))))
    if len(others) == 1 and not may_miss:
        return others[0]
    return Choice(tuple(others), may_miss)


class Thread(NamedTuple):
    """One way through the graph so far: what it costs, and what was passed, the last first."""

    cost: int
    passed: Passed | None


class Passed(NamedTuple):
    """A slot that was filled by the words from ``begin`` to ``end``, or a part of a message that ended there."""

    what: str | int
    begin: int
    end: int
    before: Passed | None


@dataclass(frozen=True, kw_only=True)
class Leads:
    """Where the end of a part of a message leads to (the part by its number), and at what cost."""

    part: int
    to: int
    cost: int


#: Where the terms of a slot end that begin at a word.
Ends = Callable[[str, int], Iterable[int]]


class Graph:
    """All templates in one: from each place, by a word or a slot, to further places."""

    def __init__(self) -> None:
        #: By place: words, and where each of them leads to.
        self._edges: list[list[tuple[frozenset[str], int]]] = [[] for _ in HUBS]
        #: The same of the hubs, from which thousands lead, by the word.
        self._from_hubs: list[dict[str, list[int]]] = [{} for _ in HUBS]
        self._slots: dict[int, list[tuple[str, int]]] = {}
        self._ends: dict[int, list[Leads]] = {}
        self._laid_parts: dict[tuple[frozenset[int], Part], int] = {}

    def add(self, part: Part, begins: Iterable[int], leads: Leads) -> None:
        """Add a template that may begin at some places."""
        for place in self._laid(part, frozenset(begins)):
            assert place not in HUBS, "a template of nothing but what may be left out"
            self._ends.setdefault(place, []).append(leads)

    def close(self) -> None:
        """Forget what only adding needs."""
        self._laid_parts.clear()

    def vocabulary(self) -> frozenset[str]:
        """Every word of every template."""
        return frozenset().union(*(forms for edges in self._edges for forms, _ in edges))

    def _laid(self, part: Part, begins: frozenset[int]) -> frozenset[int]:
        """Lay a part from some places on; where it ends."""
        if isinstance(part, Row):
            for each in part.parts:
                begins = self._laid(each, begins)
            return begins
        if isinstance(part, Choice):
            ends = begins if part.may_miss else frozenset()
            return ends.union(*(self._laid(each, begins) for each in part.parts))
        key = (begins, part)
        place = self._laid_parts.get(key)
        if place is None:
            place = self._laid_parts[key] = len(self._edges)
            self._edges.append([])
            for begin in begins:
                self._join(begin, part, place)
        return frozenset({place})

    def _join(self, begin: int, part: Word | Slot, place: int) -> None:
        """Let a word, or what fills a slot, lead from one place to another."""
        if isinstance(part, Slot):
            self._slots.setdefault(begin, []).append((part.name, place))
            return
        self._edges[begin].append((part.forms, place))
        if begin in HUBS:
            for form in part.forms:
                self._from_hubs[begin].setdefault(form, []).append(place)

    def read(
        self, words: Sequence[str], ends: Ends, allowed: Callable[[int], bool], fillers: frozenset[str]
    ) -> Passed | None:
        """What the cheapest way passes that leads behind the last word; None when none does.

        ``allowed``: whether a part of a message counts now. ``fillers``: words that may stand anywhere.
        """
        active: list[dict[int, Thread]] = [{} for _ in range(len(words) + 1)]
        active[0][START] = Thread(0, None)
        for at, word in enumerate(words):
            here = active[at]
            if not here and not any(active[at + 1 :]):
                return None
            self._end_parts(here, at, allowed)
            for place, thread in here.items():
                for target in self._targets(place, word):
                    _keep(active[at + 1], target, thread)
                for name, target in self._slots.get(place, ()):
                    for end in ends(name, at):
                        filled = Thread(thread.cost, Passed(name, at, end, thread.passed))
                        _keep(active[end], target, filled)
                if word in fillers:
                    _keep(active[at + 1], place, Thread(thread.cost + _FILLER, thread.passed))
        self._end_parts(active[-1], len(words), allowed)
        done = [active[-1][hub] for hub in (AGAIN, GREETED, ASIDE) if hub in active[-1]]
        return min(done, key=lambda thread: thread.cost).passed if done else None

    def _targets(self, place: int, word: str) -> Iterable[int]:
        """Where a word leads to from a place."""
        if place in HUBS:
            return self._from_hubs[place].get(word, ())
        return [target for forms, target in self._edges[place] if word in forms]

    def _end_parts(self, here: dict[int, Thread], at: int, allowed: Callable[[int], bool]) -> None:
        """Lead whatever ends at a word on to where the message may go on from."""
        for place, thread in list(here.items()):
            for leads in self._ends.get(place, ()):
                if allowed(leads.part):
                    ended = Thread(thread.cost + leads.cost, Passed(leads.part, at, at, thread.passed))
                    _keep(here, leads.to, ended)


def _keep(active: dict[int, Thread], place: int, thread: Thread) -> None:
    """Keep the cheaper way to a place."""
    known = active.get(place)
    if known is None or thread.cost < known.cost:
        active[place] = thread
