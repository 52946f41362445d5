"""Reads a whole message as ordinary sentences, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import ModuleType

from bot.conversation.youth import coming, english, everyday, loose, practical, swedish
from bot.conversation.youth.graph import (
    AGAIN,
    ASIDE,
    ASKING,
    GREETED,
    OPENED,
    START,
    Graph,
    Leads,
    Passed,
    Templates,
)
from bot.conversation.youth.slots import THING_WORDS, People, Spans, called, words_of_lists
from bot.conversation.youth.spelling import ILL, SIGN, SPELLINGS, THUMB, THUMB_DOWN, words_of
from bot.conversation.youth.wishes import LONGEST, Asked, Intent, Wish
from bot.rules.profile import Function

#: The most sentences of one, and the most words around them that say something by themselves ("ok", "tack").
MOST_SENTENCES = 3
_MOST_BESIDE = 4
_MOST_REMARKS = 3

# What each part of a message costs. The cheapest reading counts, which is the one of the fewest parts
_SENTENCE = 10
_WHOLE = 11
_BROADLY = 12
_CLAUSE = 40
_BESIDE = 3
_ANSWER = 9
_GLAD = 2
_AROUND = 2
_CONDITION = 4

_LANGUAGES = (swedish, english)

#: What people ask, or ask for: "jag undrar" may stand before it.
_QUESTIONS = frozenset(
    {
        *(
            Intent.WHEN,
            Intent.WHERE,
            Intent.HOW_LONG,
            Intent.WHO_COMES,
            Intent.WHO_READS,
            Intent.WHAT_IS_THIS,
        ),
        *(Intent.ARE_YOU_HUMAN, Intent.MUST_I, Intent.MAY_I_BRING, Intent.CAN_I_STOP, Intent.WHAT_IS_KEPT),
        *(
            Intent.MY_RIGHTS,
            Intent.COORDINATOR,
            Intent.MY_TASKS,
            Intent.CALENDAR,
            Intent.MENU,
            Intent.ASK_ABOUT,
            Intent.OTHER_TIME,
            Intent.COMPLAIN,
        ),
        *(Intent.OTHER_COORDINATOR, Intent.MEET_ELSEWHERE, Intent.NOT_AT_MEETING, Intent.INTERPRETER),
        *(Intent.LANGUAGE, Intent.IN),
    }
)
#: What is said beside other words, and by itself only where there are no others: the first that is said counts.
_SAID_BESIDE = (Intent.THANKS, Intent.FINE, Intent.LAUGHTER, Intent.GREETING, Intent.EMOJI)
#: Of these, a place or a companion is what they say.
_SAYS_WHAT = (Intent.MEET_ELSEWHERE, Intent.MAY_I_BRING, Intent.WHERE, Intent.IN)
#: The name of a clause about a topic, among the slots of a template.
_TOPIC = "topic"
_REFUSALS = (Intent.CANNOT, Intent.SICK, Intent.NO)
#: What is said in so many words that the guard of the lists holds for it, too.
_BROAD = frozenset({Intent.ASK_ABOUT, Intent.PRACTICAL})
_ANY_QUESTION = frozenset(Asked)
#: With what a condition begins.
_CONDITIONS = frozenset({"om", "ifall", "if", "unless", "only", "utom", "fast"})
#: Where a part of a message may begin.
_ANYWHERE = (START, OPENED, AGAIN, GREETED)
_STOP = "(stopp|stop|stoppa)"
_STOP_TWICE = "(stopp stopp|stop stop)"
_STOP_CRIED = re.compile(r"\bSTOPPA?\b|\bSTOP\b|!")


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A part of a message. ``kind``: what it says; None: nothing.

    ``asked``: the questions it answers; none: it counts always. ``is_beside``: it stands around sentences. ``is_ok``:
    a yes, where something is asked. ``is_alone``: no more than thanks and the like may stand beside it.
    ``is_cried``: the safe words go beside
    the answer. ``is_reason``: it says why, and is an answer only where nothing else is said. ``is_condition``: a yes
    beside it is no more than perhaps. ``is_broad``: it has so many words that none of them may follow each other as in
    a cry. ``is_told``: what follows is to be told to somebody, however small it is.
    """

    kind: Intent | None = None
    asked: frozenset[Asked | None] = frozenset()
    is_beside: bool = False
    is_ok: bool = False
    is_alone: bool = False
    is_cried: bool = False
    is_reason: bool = False
    is_condition: bool = False
    is_broad: bool = False
    is_told: bool = False


class _Grammar:
    """Every sentence that is plainly ordinary, in both languages, as one graph."""

    def __init__(self) -> None:
        self.graph = Graph()
        self.parts: list[_Part] = []
        named = {**swedish.NAMED, **english.NAMED, **everyday.NAMED, **coming.NAMED, **practical.NAMED}
        self._templates = Templates(named, SPELLINGS)
        for language in _LANGUAGES:
            self._add_language(language)
        self._add_sentences(everyday)
        for words in (coming, practical):
            self._add_clauses(words)
        told = _Part(kind=Intent.ASK_ABOUT, is_told=True)
        self._add(told, _ANYWHERE, practical.TOLD, OPENED, _AROUND)
        remark = _Part(kind=Intent.PRACTICAL, asked=frozenset({Asked.MEETING, Asked.TIME}))
        self._add(remark, _ANYWHERE, coming.REMARKS, AGAIN, _WHOLE)
        condition = _Part(kind=Intent.MAYBE, is_condition=True)
        self._add(condition, (*_ANYWHERE, ASIDE), coming.CONDITIONS, AGAIN, _CONDITION)
        self._add_beside(_Part(kind=Intent.EMOJI, is_beside=True, is_ok=True), THUMB)
        self._add_beside(_Part(kind=Intent.EMOJI, is_beside=True), SIGN)
        self._add_beside(_Part(kind=Intent.NO, asked=_ANY_QUESTION, is_beside=True), THUMB_DOWN)
        self._add(_Part(), (AGAIN, GREETED), f"({SIGN}|{THUMB})", AGAIN, _AROUND)
        self._add(_Part(), (ASIDE,), f"({SIGN}|{THUMB})", ASIDE, _AROUND)
        self._add(_Part(), (AGAIN,), ILL, AGAIN, _AROUND)
        for number, topic in enumerate(loose.topics()):
            self._add_topic(number, topic)
        self._add_sentence(_Part(kind=Intent.STOP_REMINDERS, is_alone=True), _STOP)
        self._add_sentence(_Part(kind=Intent.STOP_REMINDERS, is_alone=True, is_cried=True), _STOP_TWICE)
        self.graph.close()
        self.fillers = swedish.FILLERS | english.FILLERS
        self.forgiven = self.graph.vocabulary() | words_of_lists() | self.fillers | loose.forgiven()
        self.vocabulary = self.forgiven | loose.vocabulary() | THING_WORDS

    def _add_sentences(self, words: ModuleType) -> None:
        for kind, lines in words.SENTENCES.items():
            self._add_sentence(_Part(kind=kind, is_alone=kind is Intent.REMOVE_ME), lines)
        for (asked, kind), lines in words.ANSWERS.items():
            to = AGAIN if kind in (Intent.NO, Intent.CANNOT, Intent.OTHER_TIME) else ASIDE
            self._add(_Part(kind=kind, asked=frozenset({asked})), _ANYWHERE, lines, to, _ANSWER)

    def _add_clauses(self, words: ModuleType) -> None:
        """Whole clauses, which another may follow at once, in answer to a question too."""
        for kind, lines in words.SENTENCES.items():
            part = _Part(kind=kind, is_broad=kind in _BROAD)
            begins = (*_ANYWHERE, ASKING) if kind in _QUESTIONS else _ANYWHERE
            self._add(part, begins, lines, AGAIN, _BROADLY if part.is_broad else _WHOLE)
        for (asked, kind), lines in words.ANSWERS.items():
            self._add(_Part(kind=kind, asked=frozenset({asked})), _ANYWHERE, lines, AGAIN, _WHOLE)

    def _add_language(self, language: ModuleType) -> None:
        self._add_sentences(language)
        for kind, lines in language.FRAGMENTS.items():
            self._add(_Part(kind=kind), (*_ANYWHERE, ASKING), lines, ASIDE, _SENTENCE)
        alone = _Part(kind=Intent.NO, asked=frozenset({Asked.MEETING}), is_alone=True)
        self._add(alone, _ANYWHERE, language.ALONE, ASIDE, _ANSWER)
        for kind, lines in language.SMALL.items():
            if kind is Intent.GREETING:
                self._add(_Part(kind=kind, is_beside=True), (START,), lines, GREETED, _BESIDE)
            else:
                self._add_beside(_Part(kind=kind, is_beside=True), lines)
        self._add_beside(_Part(kind=Intent.FINE, is_beside=True, is_ok=True), language.OK)
        glad = _Part(kind=Intent.FINE, is_beside=True, is_ok=True)
        self._add(glad, (*_ANYWHERE, ASIDE), language.GLAD, AGAIN, _GLAD)
        self._add_beside(_Part(kind=Intent.YES, is_beside=True), language.YES)
        self._add_beside(_Part(kind=Intent.NO, is_beside=True), language.NO)
        self._add(_Part(), _ANYWHERE, language.OPENERS, OPENED, _AROUND)
        self._add(_Part(), (*_ANYWHERE, ASKING), language.ASKS, ASKING, _AROUND)
        self._add(_Part(), (AGAIN, ASIDE), language.LINKS, OPENED, _AROUND)
        self._add(_Part(), (AGAIN,), language.CLOSERS, AGAIN, _AROUND)
        self._add(_Part(), (ASIDE,), language.CLOSERS, ASIDE, _AROUND)

    def _add_topic(self, number: int, topic: loose.Topic) -> None:
        part = _Part(kind=topic.kind, asked=frozenset(topic.asked), is_reason=topic.is_reason)
        begins = (*_ANYWHERE, ASKING) if topic.kind in _QUESTIONS else _ANYWHERE
        self._add(part, begins, f"{{{_TOPIC}{number}}}", AGAIN, _CLAUSE + topic.cost)

    def _add_sentence(self, part: _Part, lines: str) -> None:
        begins = (*_ANYWHERE, ASKING) if part.kind in _QUESTIONS else _ANYWHERE
        self._add(part, begins, lines, AGAIN, _SENTENCE)

    def _add_beside(self, part: _Part, lines: str) -> None:
        self._add(part, _ANYWHERE, lines, AGAIN, _BESIDE)
        self._add(part, (ASIDE,), lines, ASIDE, _BESIDE)

    def _add(self, part: _Part, begins: Sequence[int], lines: str, to: int, cost: int) -> None:
        leads = Leads(part=len(self.parts), to=to, cost=cost)
        self.parts.append(part)
        for line in _templates_in(lines):
            self.graph.add(self._templates.read(line), begins, leads)


def _templates_in(lines: str) -> Iterable[str]:
    """The templates of a text: one a line, with what is indented below it."""
    found: list[str] = []
    indent: int | None = None
    for line in lines.splitlines():
        if not line.strip():
            continue
        deep = len(line) - len(line.lstrip())
        if indent is None or not found:
            indent = deep
        if found and deep > indent:
            found[-1] += " " + line.strip()
        else:
            found.append(line.strip())
    return found


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    return _Grammar()


@lru_cache(maxsize=32)
def _people(
    functions: tuple[Function, ...], names: tuple[tuple[str, str], ...]
) -> tuple[People, frozenset[str], frozenset[str]]:
    """Who may be named, all words that may stand in a message then, and those that a slip is forgiven in."""
    people = People(functions, names)
    return people, _grammar().vocabulary | people.words, _grammar().forgiven | people.words


def _clause_ends(spans: Spans, slot: str, begin: int) -> Iterable[int]:
    """Where a clause ends that a topic has all words of."""
    return loose.ends(loose.topics()[int(slot.removeprefix(_TOPIC))], spans.words, spans, begin)


def _topics_of(spans: Spans) -> frozenset[str]:
    """The topics that a message may be about, as the names of slots."""
    if spans.is_near_a_cry:
        return frozenset()
    return frozenset(f"{_TOPIC}{number}" for number in loose.possible(spans.said))


# -------------------------------------------------------------------------------------------------------- one message


def read(
    text: str, functions: Iterable[Function], people: Mapping[str, str], asked: Asked | None
) -> tuple[Wish, ...]:
    """Every wish of a message; none where any word of it belongs to no ordinary sentence."""
    if len(text) > LONGEST:
        return ()
    grammar = _grammar()
    known, vocabulary, forgiven = _people(tuple(functions), tuple(sorted(people.items())))
    words = words_of(text, vocabulary, forgiven)
    if not words:
        return ()
    spans = Spans(words, known, _clause_ends, _topics_of)

    def counts(number: int) -> bool:
        part = grammar.parts[number]
        if part.is_broad and spans.is_near_a_cry:
            return False
        return not part.asked or asked in part.asked

    passed = grammar.graph.read(words, spans.ends, counts, grammar.fillers)
    if passed is None:
        return ()
    said = list(_said(passed, grammar.parts, spans, words, known))
    if any(each.part.is_alone for each in said) and not _stands_alone(said, words):
        return ()
    is_cried = _STOP_CRIED.search(text) is not None
    wishes = _together(said, asked, is_cried=is_cried)
    return _unsure(wishes) if _CONDITIONS & spans.said else wishes


@dataclass(frozen=True)
class _Said:
    """A part of a message, and the wish in it."""

    part: _Part
    wish: Wish


def _said(
    passed: Passed, parts: Sequence[_Part], spans: Spans, words: Sequence[str], people: People
) -> Iterable[_Said]:
    """What each part says, in the order of the message."""
    way: list[Passed] = []
    at: Passed | None = passed
    while at is not None:
        way.append(at)
        at = at.before
    slots: list[Passed] = []
    for step in reversed(way):
        if isinstance(step.what, str):
            slots += _slots_in(step, words, spans)
            continue
        part = parts[step.what]
        if part.kind is not None:
            yield _Said(part, _wish(part.kind, slots, spans, words, people))
        slots = []


def _slots_in(step: Passed, words: Sequence[str], spans: Spans) -> Sequence[Passed]:
    """The slot that was passed; of a clause, what its own slots hold."""
    name = str(step.what)
    if not name.startswith(_TOPIC):
        return (step,)
    topic = loose.topics()[int(name.removeprefix(_TOPIC))]
    return loose.slots(topic, words, spans, step.begin, step.end)


def _wish(kind: Intent, slots: Sequence[Passed], spans: Spans, words: Sequence[str], people: People) -> Wish:
    """A wish, with what its slots hold."""
    wish = Wish(kind=kind)
    for slot in slots:
        these = words[slot.begin : slot.end]
        match slot.what:
            case "who":
                wish = _about(wish, these, people)
            case "when" if kind is Intent.CANNOT:
                wish = replace(wish, not_when=" ".join(these))
            case "when":
                wish = replace(wish, when=" ".join(these))
            case "minutes":
                wish = replace(wish, minutes=int(spans.value("minutes", slot.begin, slot.end)))
            case "reason":
                wish = replace(wish, reason=spans.value("reason", slot.begin, slot.end))
            case "language":
                wish = replace(wish, said=wish.said or spans.value("language", slot.begin, slot.end))
            case "thing" if kind is Intent.ASK_ABOUT:
                wish = replace(wish, said=wish.said or spans.value("thing", slot.begin, slot.end))
            case "name" | "whose" if kind in (Intent.COORDINATOR, Intent.CALL_ME):
                wish = replace(wish, said=people.name(these))
            case "place" | "companion" if kind in _SAYS_WHAT:
                wish = replace(wish, said=" ".join(these))
            case _:
                pass
    return wish


def _about(wish: Wish, these: Sequence[str], people: People) -> Wish:
    """A wish about those whom words name. That an authority may not know is a wish to have it out."""
    functions = people.functions(these)
    function = next(iter(functions)) if len(functions) == 1 else None
    if wish.kind is Intent.SECRET and not people.are_near(functions):
        return Wish(kind=Intent.OUT, function=function)
    if wish.kind is Intent.OUT:
        return replace(wish, function=function)
    return replace(wish, function=function, said=called(these))


# --------------------------------------------------------------------------------------------------- several together


def _together(said: Sequence[_Said], asked: Asked | None, *, is_cried: bool) -> tuple[Wish, ...]:
    """What the parts of a message say together; nothing where they contradict each other."""
    beside = [each for each in said if each.part.is_beside]
    is_sure = not any(each.part.is_condition for each in said)
    told = [each.wish for each in said if each.part.is_told]
    said = [each for each in said if not each.part.is_condition and not each.part.is_told]
    sentences = [each for each in said if not each.part.is_beside and not _is_remark(each)]
    reasons = [each.wish for each in said if each.part.is_reason]
    remarks = [each.wish for each in said if each.wish.kind is Intent.PRACTICAL]
    if (
        len(sentences) > MOST_SENTENCES
        or len(beside) > _MOST_BESIDE
        or len(reasons + remarks) > _MOST_REMARKS
    ):
        return ()
    wishes = [_with_cry(each, is_cried=is_cried) for each in sentences]
    answers = {each.wish.kind for each in beside} & {Intent.YES, Intent.NO}
    if len(answers) == 2:
        return ()
    if not is_sure:
        wishes = [replace(wish, kind=Intent.MAYBE) if wish.kind is Intent.YES else wish for wish in wishes]
        if Intent.YES in answers or (asked is Asked.MEETING and not wishes and Intent.NO not in answers):
            wishes.append(Wish(kind=Intent.MAYBE))
            answers -= {Intent.YES}
    if reasons and not wishes and Intent.YES not in answers:
        refuses = Intent.NO in answers or asked in (Asked.MEETING, Asked.TIME)
        wishes = [reasons[0] if refuses else Wish(kind=Intent.PRACTICAL)]
    if told and not wishes:
        wishes = [told[0]]
    if remarks and not wishes and not answers:
        wishes = [remarks[0]]
    if not wishes:
        return _beside_alone(beside, asked)
    if answers and (asked is not None or _answers_too(answers, wishes)):
        wishes = [Wish(kind=answers.pop()), *wishes]
    if reasons:
        wishes = [_with_reason(wish, reasons) for wish in wishes]
    return _merged(tuple(dict.fromkeys(wishes)))


def _unsure(wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """A yes beside words that a human is to read, and that may make it depend on something, is no more than
    perhaps."""
    if Intent.ASK_ABOUT not in {wish.kind for wish in wishes}:
        return wishes
    return tuple(replace(wish, kind=Intent.MAYBE) if wish.kind is Intent.YES else wish for wish in wishes)


def _is_remark(said: _Said) -> bool:
    """Whether it counts only where nothing else is said."""
    return said.part.is_reason or said.wish.kind is Intent.PRACTICAL


def _with_reason(wish: Wish, reasons: Sequence[Wish]) -> Wish:
    """A refusal with the reason that stands beside it."""
    if wish.kind is not Intent.CANNOT or wish.reason:
        return wish
    return replace(wish, reason=next((each.reason for each in reasons if each.reason), ""))


def _stands_alone(said: Sequence[_Said], words: Sequence[str]) -> bool:
    """Whether what must stand alone has no more than thanks, a greeting or an ok beside it."""
    alone = {each.wish.kind for each in said if each.part.is_alone}
    others = {each.wish.kind for each in said if not each.part.is_alone}
    return (
        len(alone) == 1
        and others <= {Intent.THANKS, Intent.GREETING, Intent.FINE, *alone}
        and "please" not in words
    )


def _with_cry(said: _Said, *, is_cried: bool) -> Wish:
    if said.wish.kind is Intent.STOP_REMINDERS and said.part.is_cried:
        return replace(said.wish, alarmed=True)
    if said.wish.kind is Intent.STOP_REMINDERS and is_cried:
        return replace(said.wish, alarmed=True)
    return said.wish


def _answers_too(answers: Iterable[Intent], wishes: Sequence[Wish]) -> bool:
    """Whether a yes or no belongs to what is said about a meeting, also where nothing is asked."""
    about = {Intent.YES, Intent.NO, Intent.CANNOT, Intent.SICK, Intent.LATE, Intent.MAYBE}
    return any(wish.kind in about for wish in wishes)


def _beside_alone(beside: Sequence[_Said], asked: Asked | None) -> tuple[Wish, ...]:
    """What is said where no sentence is: "ok tack" is a yes to a question, and thanks without one."""
    kinds = [each.wish.kind for each in beside]
    for answer in (Intent.YES, Intent.NO):
        if answer in kinds:
            return (Wish(kind=answer),)
    if asked not in (None, Asked.OFFER) and any(each.part.is_ok for each in beside):
        return (Wish(kind=Intent.YES),)
    return next(((Wish(kind=kind),) for kind in _SAID_BESIDE if kind in kinds), ())


def _merged(wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """Wishes that are one answer, as one: "nej kan inte men på torsdag går bra"; none that contradict each other."""
    kinds = {wish.kind for wish in wishes}
    if kinds & {*_REFUSALS}:  # "kan inte, men på torsdag går bra": not yes, but when
        wishes = tuple(
            replace(wish, kind=Intent.OTHER_TIME) if wish.kind is Intent.YES and wish.when else wish
            for wish in wishes
        )
        kinds = {wish.kind for wish in wishes}
        if Intent.YES in kinds and Intent.OTHER_TIME not in kinds:
            return ()
    dropped: set[Intent] = set()
    if kinds & {Intent.LATE, Intent.MAYBE, Intent.OTHER_TIME}:
        dropped.add(Intent.YES)
    if kinds & {Intent.CANNOT, Intent.SICK, Intent.MAYBE}:
        dropped.add(Intent.NO)
    tongue = next((wish.said for wish in wishes if wish.kind is Intent.LANGUAGE), "")
    if Intent.INTERPRETER in kinds and tongue:  # "mamma behöver tolk, arabiska"
        dropped.add(Intent.LANGUAGE)
        wishes = tuple(
            replace(wish, said=wish.said or tongue) if wish.kind is Intent.INTERPRETER else wish
            for wish in wishes
        )
    if Intent.LATE in kinds:  # "försov mig, blir sen": they come
        dropped.add(Intent.MAYBE)
        if not any(wish.not_when for wish in wishes):
            dropped.add(Intent.CANNOT)
    if Intent.SICK in kinds and Intent.CANNOT in kinds:
        dropped.add(Intent.CANNOT)
    refusal = next((kind for kind in _REFUSALS if kind in kinds - dropped), None)
    other = next((wish for wish in wishes if wish.kind is Intent.OTHER_TIME and wish.when), None)
    if refusal is not None and other is not None:
        dropped.add(Intent.OTHER_TIME)
        wishes = tuple(replace(wish, when=other.when) if wish.kind is refusal else wish for wish in wishes)
    return _one_of_each(wish for wish in wishes if wish.kind not in dropped)


def _one_of_each(wishes: Iterable[Wish]) -> tuple[Wish, ...]:
    """Wishes, of which those of one kind about nobody are one."""
    found: dict[tuple[Intent, str | None], Wish] = {}
    for wish in wishes:
        known = found.get((wish.kind, wish.function))
        found[wish.kind, wish.function] = wish if known is None else _fuller(known, wish)
    return tuple(found.values())


def _fuller(one: Wish, other: Wish) -> Wish:
    """Two wishes of one kind as one: what one of them leaves open, the other says."""
    return replace(
        one,
        said=one.said or other.said,
        minutes=one.minutes if one.minutes is not None else other.minutes,
        when=one.when or other.when,
        not_when=one.not_when or other.not_when,
        reason=one.reason or other.reason,
        alarmed=one.alarmed or other.alarmed,
    )
