"""Reads a clause by its words alone, in whatever order, where no order of them makes a cry.

Some things are said in so many ways that no list of sentences holds them all. Each list has only words that say
nothing but that one thing, whatever their order: no "här", no "slut", no "hem". Every word of the clause must be on
the list, or in a slot of a closed list, and some of them are needed. The graph reads a clause as it reads a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.conversation.youth import english, plain, swedish, talk
from bot.conversation.youth.graph import Passed
from bot.conversation.youth.slots import Spans
from bot.conversation.youth.spelling import SIGN, SPELLINGS, THUMB
from bot.conversation.youth.topics import COMMON, LISTS, Loose
from bot.conversation.youth.wishes import Asked, Intent

_MEETING = """mötet möte möten mötena träffen uppföljningen uppföljning uppföljningsmötet sig-mötet sigmötet sigmöte
nätverksmötet avstämningen mötestid mötestiden"""
_MEET = f"{_MEETING} ses träffas"
_AROUND = """hej hejsan tja tjena hallå tack okej ok så men och asså alltså typ liksom bre bror bro len
wallah du ni hörru
förresten ursäkta sorry nu igen då egentligen exakt ens bara också undrar undrade jag vi kan kunde skulle vet
minns glömt
säga berätta kolla skicka påminna skriva bekräfta mig oss om på förhand mvh fråga en snabb va eller"""
_MEETING_EN = "meeting meetings appointment session"
_MEET_EN = f"{_MEETING_EN} meet meeting"
_AROUND_EN = """hi hello hey please thanks thank you ok okay so and but or just wondering wonder i we can could would
tell me us know remind send confirm again then exactly do does a an the"""


_LOOSE = (
    Loose(
        kind=Intent.WHEN,
        words=f"""{_AROUND} {_MEET} när vilken vilket tid tiden tider dag dagen datum datumet veckodag vecka
            veckan dags
        hur vad är var: blir blev bli börjar startar gäller det man ska ha har nästa första gång gången i till för som
        inbokat bokat planerat planerade inplanerade inplanerat bestämt tänkt klockan kl samma förra sist
        vanligt
         något  min mitt vår vårt hos er med stämmer fortfarande""",
        needs=("när tid tiden tider dag dagen datum datumet veckodag dags klockan kl", f"{_MEET}"),
    ),
    Loose(
        kind=Intent.WHERE,
        is_plain=True,
        words=f"""{_AROUND} {_MEET} var vilken vilket plats platsen ställe stället lokal lokalen rum rummet
            sal salen adress
        adressen hus huset våning våningen byggnad är ligger ska blir det man ha hittar nästa till dit i
        samma som sist
        förut förra vanligt gången nånstans någonstans hur länken länk sitter gäller för vägen hålls håller hållas""",
        needs=(
            """var plats platsen ställe lokal lokalen rum rummet sal salen adress adressen våning
                våningen länken
            länk hittar""",
            f"{_MEET} lokal lokalen sal salen adress adressen rummet våning våningen länken",
        ),
        slots=("when", "place"),
    ),
    Loose(
        kind=Intent.HOW_LONG,
        words=f"""{_AROUND} {_MEET} hur länge lång långt långa tid tar är blir bli brukar  det att ta
            vara ett ungefär
        timme timmar minuter slutar klart klara när pågår håller hålla varar ska ca cirka planerat""",
        needs=("länge lång långt långa slutar klart klara", f"{_MEETING} tid"),
        slots=("minutes",),
    ),
    Loose(
        kind=Intent.WHO_COMES,
        words=f"""{_AROUND} {_MEETING} vilka vem kommer  ska med vara va   till fler mer mera
            annars alla andra det
        som bjudna inbjudna bjuden inbjuden deltar delta närvarar sitter hur många personer vuxna bara bli
        blir i """,
        needs=("vilka vem många", _MEETING, "vilka vem hur"),
        slots=("when",),
    ),
    Loose(
        kind=Intent.LATE,
        words="""hej tack okej ok sorry ursäkta men och asså alltså typ bre jag vi blir är kommer bli sen
            sena sent försenad
        försenade lite ca cirka ungefär några minuter till på mötet bussen tåget missade missat har nog
        kanske tyvärr om så
        snart strax framme väg försov försovit mig där först runt bara ja nej då en kvart""",
        needs=(
            "sen sena sent försenad försenade försov försovit",
            "jag vi blir kommer {minutes} bussen tåget mötet",
        ),
        slots=("when", "minutes"),
    ),
    Loose(
        kind=Intent.CANNOT,
        words="""hej tack okej ok sorry ursäkta men och asså alltså typ bre jag vi kan inte ej hinner kommer
            komma delta
        närvara på till mötet möte tyvärr då har måste fått fick förhinder avboka för eftersom så nej med i att kunna
        återbud lämna""",
        needs=(
            "inte ej förhinder avboka återbud",
            "mötet möte tyvärr förhinder avboka återbud {when} {reason}",
        ),
        slots=("when", "reason"),
    ),
    Loose(
        kind=Intent.OTHER_TIME,
        words="""hej tack okej ok sorry men och asså alltså typ bre kan kunde skulle kunna vi ni man det gå
            går funkar passar
        ta ha köra byta ändra boka om mötet möte tid tiden dag till på istället i stället senare
        tidigare annan en
        någon bättre hellre helst också jag bra bara lite för oss mig med eller säga ses""",
        needs=(
            "byta ändra boka istället stället bättre hellre annan senare tidigare",
            "{when} tid tiden dag mötet möte",
        ),
    ),
    Loose(
        kind=Intent.COORDINATOR,
        words=f"""{_AROUND} vem vad heter är min mitt vår för samordnare samordnaren samordnarens
            kontaktperson nummer numret
        telefonnummer telefonnumret mejl nå når kontakta kontakt tag få får ha har ge hur till ska behöver
        vill skulle ett
        namn namnet ansvarig gruppen  det som den  """,
        needs=(
            "samordnare samordnaren samordnarens kontaktperson ansvarig",
            "vem heter nummer numret telefonnummer telefonnumret mejl nå når tag kontakta kontakt namn namnet",
        ),
        slots=(),
    ),
    Loose(
        kind=Intent.ARE_YOU_HUMAN,
        words="""hej tack okej ok så men och asså alltså typ bre förresten är du en ett bot robot människa
            riktig verklig person
        ai dator maskin eller det  detta jag skriver pratar chattar snackar med som svarar bara väl inte
        va  chatgpt
        automatisk automatiskt program vad undrar vem   äkta på riktigt""",
        needs=(
            "bot robot människa person ai dator maskin chatgpt automatisk automatiskt program verklig äkta riktig",
            "du skriver pratar chattar snackar svarar detta",
        ),
        slots=(),
    ),
    Loose(
        kind=Intent.INTERPRETER,
        words=f"""{_AROUND} tolk tolken en behöver behövs vill ha få får finns det  till på mötet möte
            är med min mamma
        pappa mina föräldrar som pratar talar boka ordna fixa skulle bli blir""",
        needs=("tolk tolken",),
        slots=("language", "when"),
    ),
    Loose(
        kind=Intent.OTHER_COORDINATOR,
        words=f"""{_AROUND} byta byt annan ny nya någon samordnare samordnaren en min till vill ha få får går
            det att skulle som
        hur gör man""",
        needs=("samordnare samordnaren", "byta byt annan ny"),
        slots=(),
    ),
    Loose(
        kind=Intent.WHAT_IS_KEPT,
        words="""hej tack okej så och asså alltså typ bre undrar jag om vad hur länge sparas sparar sparat
            lagras lagrar raderas
        det här detta allt skriver skrivit skrev mina meddelanden chatten ni du mig oss någonstans var är
        blir sen uppgifter
        uppgifterna då egentligen""",
        needs=(
            "sparas sparar sparat lagras lagrar raderas",
            "skriver skrivit skrev meddelanden chatten uppgifter uppgifterna detta här mig allt",
        ),
        slots=(),
    ),
    Loose(
        kind=Intent.WHEN,
        words=f"""{_AROUND_EN} {_MEET_EN} when what which time day date is was are will it on at for next our
            my this be
        start starts begin have planned still""",
        needs=("when time day date", _MEET_EN),
    ),
    Loose(
        kind=Intent.WHERE,
        words=f"""{_AROUND_EN} {_MEET_EN} where what which room address place location link building is was
            are will it in at
        for next our my this be held to of same as last""",
        needs=("where room address place location link", f"{_MEET_EN} address link"),
        slots=("when", "place"),
    ),
    Loose(
        kind=Intent.WHO_COMES,
        words=f"""{_AROUND_EN} {_MEETING_EN} who all else is are will coming come be there at to in going
            attending attend
        invited people how many join joining from""",
        needs=("who many", _MEETING_EN),
        slots=("when",),
    ),
    Loose(
        kind=Intent.LATE,
        words="""hi hello hey sorry ok okay so but and i we am are will be running going to a bit little
            about like minutes
        late for the meeting my bus train is was missed there in on way""",
        needs=("late", "i we bus train meeting {minutes} running"),
        slots=("when", "minutes"),
    ),
)


_PLAIN_SLOTS = (
    *("phrase", "of_the_bot", "thing", "when", "place", "name", "whose"),
    *("called", "town", "shop", "minutes", "language", "number"),
)
#: How much less plain words alone count than any list.
_PLAIN_COST = 20
#: Fewer plain words say too little to be plain.
_PLAIN_LEAST = 4

#: Written in slang they may be other words: "de" are they.
_AMBIGUOUS = ("det", "vad", "var", "de")


@dataclass(frozen=True)
class Topic:
    """A list as it is read. ``asked``: the questions it answers; none: it counts always. ``least``: the fewest
    words."""

    kind: Intent
    words: frozenset[str]
    needs: tuple[frozenset[str], ...]
    slots_needed: tuple[bool, ...]
    slots: tuple[str, ...]
    asked: tuple[Asked | None, ...]
    is_reason: bool
    cost: int
    least: int = 1


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """All lists, with every spelling of their words."""
    listed = tuple(
        Topic(
            kind=each.kind,
            words=_words_of(each) | {SIGN, THUMB} | swedish.FILLERS | english.FILLERS,
            needs=tuple(_spelled(some) for some in each.needs),
            slots_needed=tuple("{" in some for some in each.needs),
            slots=each.slots,
            asked=each.asked,
            is_reason=each.is_reason,
            cost=each.cost,
        )
        for each in (*_LOOSE, *LISTS)
    )
    return (*listed, _plain(), _short(), _brief(), _talk(), _coming(), _asking())


def _plain() -> Topic:
    """What is said in the plainest words alone about a practical thing."""
    return Topic(
        kind=Intent.ASK_ABOUT,
        words=_spelled(" ".join(plain.WORDS)) | {SIGN, THUMB} | swedish.FILLERS | english.FILLERS,
        needs=(_named(plain.ANCHORS) | {"{thing}", "{of_the_bot}"},),
        slots_needed=(True,),
        slots=_PLAIN_SLOTS,
        asked=(),
        is_reason=False,
        cost=_PLAIN_COST,
        least=_PLAIN_LEAST,
    )


def _short() -> Topic:
    """Few plain words of what people talk of."""
    return replace(
        _plain(),
        needs=(_named(talk.TALK - talk.SEASONS),),
        slots_needed=(False,),
        cost=_PLAIN_COST + 1,
        least=2,
    )


def _brief() -> Topic:
    """Three plain words or more about a practical thing that is far from any cry."""
    return replace(
        _plain(),
        needs=(_named(plain.ANCHORS - plain.NOT_FAR),),
        slots_needed=(False,),
        cost=_PLAIN_COST + 1,
        least=3,
    )


def _coming() -> Topic:
    """That they come, with what is harmless beside it; what doubts it, or makes it depend, is not here."""
    return Topic(
        kind=Intent.YES,
        words=_spelled(" ".join((talk.TALK | talk.SAID | talk.ON_THE_WAY) - talk.DOUBTS)) | {SIGN, THUMB},
        needs=(frozenset({"kommer"}), frozenset({"jag", "vi", "båda", "efter", "från"})),
        slots_needed=(False, False),
        slots=("said_phrase", "when", "minutes", "hour"),
        asked=(Asked.MEETING,),
        is_reason=False,
        cost=_PLAIN_COST + 1,
        least=2,
    )


def _talk() -> Topic:
    """What wants nothing of anybody. While something is asked it may be an answer, and is none of these."""
    return Topic(
        kind=Intent.PRACTICAL,
        words=_spelled(" ".join(talk.TALK | talk.SAID)) | {SIGN, THUMB},
        needs=(_named(talk.TALK),),
        slots_needed=(False,),
        slots=("said_phrase", "when", "minutes", "hour", "number"),
        asked=(None,),
        is_reason=False,
        cost=_PLAIN_COST - 1,
        least=2,
    )


def _asking() -> Topic:
    """A question in plain words about somebody of the case, by their name."""
    return replace(
        _plain(),
        words=_plain().words - talk.HURRIED,
        needs=(_spelled(talk.ASKING), frozenset({"{name}", "{whose}"})),
        slots_needed=(False, True),
        cost=_PLAIN_COST + 2,
        least=3,
    )


def _named(things: frozenset[str]) -> frozenset[str]:
    """The spellings that name a thing and nothing else: "min" is the minutes of a meeting, and "my"."""
    return _spelled(" ".join(things)) - ((plain.WORDS | talk.SAID) - things)


def _words_of(each: Loose) -> frozenset[str]:
    """The words of a list, with what it needs and what says nothing."""
    needed = " ".join(word for some in each.needs for word in some.split() if word[0] != "{")
    has_common = not each.is_reason and not each.is_plain and "inte" not in each.words.split()
    return _spelled(f"{each.words} {needed} {COMMON}" if has_common else f"{each.words} {needed}")


def _spelled(words: str) -> frozenset[str]:
    return frozenset(
        form
        for word in words.split()
        for form in ((word,) if word in _AMBIGUOUS else SPELLINGS.get(word, (word,)))
    )


@lru_cache(maxsize=1)
def vocabulary() -> frozenset[str]:
    """Every word of the lists."""
    return frozenset().union(*(each.words for each in topics()))


@lru_cache(maxsize=1)
def forgiven() -> frozenset[str]:
    """The words of the lists that a slip is forgiven in: those that are few, and were tried with every letter."""
    return frozenset().union(*(_spelled(each.words) for each in _LOOSE))


def possible(said: frozenset[str]) -> Sequence[int]:
    """The topics that a message of some words may be about, by their numbers."""
    return [
        number
        for number, topic in enumerate(topics())
        if all(topic.slots_needed[at] or need & said for at, need in enumerate(topic.needs))
    ]


def ends(topic: Topic, words: Sequence[str], spans: Spans, begin: int) -> Iterator[int]:
    """Where a clause about a topic ends that begins at a word."""
    said: set[str] = set()
    is_short = 1 < topic.least < _PLAIN_LEAST  # it ends the message: what follows would be read in pieces
    for _, at, end in _terms(topic, words, spans, begin, len(words)):
        said |= _counted(topic, words, spans, at, end)
        if is_short and end < len(words):
            continue
        if end - begin >= topic.least and all(said & need for need in topic.needs):
            yield end


def slots(topic: Topic, words: Sequence[str], spans: Spans, begin: int, end: int) -> list[Passed]:
    """What fills the slots of a clause."""
    return [
        Passed(slot, at, stop, None) for slot, at, stop in _terms(topic, words, spans, begin, end) if slot
    ]


def _terms(
    topic: Topic, words: Sequence[str], spans: Spans, begin: int, end: int
) -> Iterator[tuple[str, int, int]]:
    """The words of a topic and the terms of its slots, from a word on, as far as they follow each other."""
    at = begin
    while at < end:
        slot, stop = "", at
        for name in topic.slots:
            last = max((each for each in spans.ends(name, at) if each <= end), default=at)
            if last > stop:
                slot, stop = name, last
        if stop > at and (words[at] not in topic.words or stop > at + 1):
            yield slot, at, stop
            at = stop
        elif words[at] in topic.words:
            yield "", at, at + 1
            at += 1
        else:
            return


def _counted(topic: Topic, words: Sequence[str], spans: Spans, at: int, end: int) -> set[str]:
    """What a term counts as among the needs of a topic: its words, and the slots it fills."""
    filled = {f"{{{name}}}" for name in topic.slots if end in spans.ends(name, at)}
    return {*words[at:end], *filled}
