"""Reads a message by its words alone, in whatever order, where no order of them makes a cry.

Some questions are asked in so many ways that no list of sentences holds them all. Each list here has only words that
say nothing but that question, whatever their order: no "inte" beside a question, no "han", no "här", no "slut". Every
word of the message must be on the list, or in a slot of a closed list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.conversation.youth.graph import Passed
from bot.conversation.youth.slots import Spans
from bot.conversation.youth.spelling import SIGN, SPELLINGS, THUMB
from bot.conversation.youth.wishes import Intent

#: The most words of such a message.
_MOST_WORDS = 16

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


@dataclass(frozen=True, kw_only=True)
class _Loose:
    """A list of words for one intent.

    ``slots`` may stand among them; of each group in ``needs``, one must be there.
    """

    kind: Intent
    words: str
    needs: tuple[str, ...]
    slots: tuple[str, ...] = ("when",)


_LOOSE = (
    _Loose(
        kind=Intent.WHEN,
        words=f"""{_AROUND} {_MEET} när vilken vilket tid tiden tider dag dagen datum datumet veckodag vecka
            veckan dags
        hur vad är var: blir blev bli börjar startar gäller det man ska ha har nästa första gång gången i till för som
        inbokat bokat planerat planerade inplanerade inplanerat bestämt tänkt klockan kl samma förra sist
        vanligt
         något  min mitt vår vårt hos er med stämmer fortfarande""",
        needs=("när tid tiden tider dag dagen datum datumet veckodag dags klockan kl", f"{_MEET}"),
    ),
    _Loose(
        kind=Intent.WHERE,
        words=f"""{_AROUND} {_MEET} var vilken vilket plats platsen ställe stället lokal lokalen rum rummet
            sal salen adress
        adressen hus huset våning våningen byggnad är ligger ska blir det man ha hittar nästa till dit i
        samma som sist
        förut förra vanligt gången nånstans någonstans hur länken länk sitter gäller för vägen hålls håller hållas""",
        needs=(
            """var plats platsen ställe stället lokal lokalen rum rummet sal salen adress adressen våning
                våningen länken
            länk hittar""",
            f"{_MEET} lokal lokalen sal salen adress adressen rummet våning våningen länken",
        ),
        slots=("when", "place"),
    ),
    _Loose(
        kind=Intent.HOW_LONG,
        words=f"""{_AROUND} {_MEET} hur länge lång långt långa tid tar är blir bli brukar  det att ta
            vara ett ungefär
        timme timmar minuter slutar klart klara när pågår håller hålla varar ska ca cirka planerat""",
        needs=("länge lång långt långa slutar klart klara", f"{_MEETING} tid"),
        slots=("minutes",),
    ),
    _Loose(
        kind=Intent.WHO_COMES,
        words=f"""{_AROUND} {_MEETING} vilka vem kommer  ska med vara va   till fler mer mera
            annars alla andra det
        som bjudna inbjudna bjuden inbjuden deltar delta närvarar sitter hur många personer vuxna bara bli
        blir i """,
        needs=("vilka vem många", _MEETING),
        slots=("when",),
    ),
    _Loose(
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
    _Loose(
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
    _Loose(
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
    _Loose(
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
    _Loose(
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
    _Loose(
        kind=Intent.INTERPRETER,
        words=f"""{_AROUND} tolk tolken en behöver behövs vill ha få får finns det  till på mötet möte
            är med min mamma
        pappa mina föräldrar som pratar talar boka ordna fixa skulle bli blir""",
        needs=("tolk tolken",),
        slots=("language", "when"),
    ),
    _Loose(
        kind=Intent.OTHER_COORDINATOR,
        words=f"""{_AROUND} byta byt annan ny nya någon samordnare samordnaren en min till vill ha få får går
            det att skulle som
        hur gör man""",
        needs=("samordnare samordnaren", "byta byt annan ny"),
        slots=(),
    ),
    _Loose(
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
    _Loose(
        kind=Intent.WHEN,
        words=f"""{_AROUND_EN} {_MEET_EN} when what which time day date is was are will it on at for next our
            my this be
        start starts begin have planned still""",
        needs=("when time day date", _MEET_EN),
    ),
    _Loose(
        kind=Intent.WHERE,
        words=f"""{_AROUND_EN} {_MEET_EN} where what which room address place location link building is was
            are will it in at
        for next our my this be held to of same as last""",
        needs=("where room address place location link", f"{_MEET_EN} address link"),
        slots=("when", "place"),
    ),
    _Loose(
        kind=Intent.WHO_COMES,
        words=f"""{_AROUND_EN} {_MEETING_EN} who all else is are will coming come be there at to in going
            attending attend
        invited people how many join joining from""",
        needs=("who many", _MEETING_EN),
        slots=("when",),
    ),
    _Loose(
        kind=Intent.LATE,
        words="""hi hello hey sorry ok okay so but and i we am are will be running going to a bit little
            about like minutes
        late for the meeting my bus train is was missed there in on way""",
        needs=("late", "i we bus train meeting {minutes} running"),
        slots=("when", "minutes"),
    ),
)


#: Written in slang they may be other words: "de" are they.
_AMBIGUOUS = ("det", "vad", "var")


@dataclass(frozen=True)
class _Read:
    kind: Intent
    words: frozenset[str]
    needs: tuple[frozenset[str], ...]
    slots: tuple[str, ...]


@lru_cache(maxsize=1)
def _lists() -> tuple[_Read, ...]:
    return tuple(
        _Read(
            kind=each.kind,
            words=_spelled(each.words) | {SIGN, THUMB},
            needs=tuple(_spelled(some) for some in each.needs),
            slots=each.slots,
        )
        for each in _LOOSE
    )


def _spelled(words: str) -> frozenset[str]:
    return frozenset(
        form
        for word in words.split()
        for form in ((word,) if word in _AMBIGUOUS else SPELLINGS.get(word, (word,)))
    )


@lru_cache(maxsize=1)
def vocabulary() -> frozenset[str]:
    """Every word of the lists."""
    return frozenset().union(*(each.words for each in _lists()))


def read(words: Sequence[str], spans: Spans) -> tuple[Intent, Sequence[Passed]] | None:
    """What a message says by its words, with the slots among them; None when no list has all of them, or two have."""
    if len(words) > _MOST_WORDS:
        return None
    found: dict[Intent, Sequence[Passed]] = {}
    for each in _lists():
        slots = _fitted(words, spans, each)
        if slots is not None:
            found.setdefault(each.kind, slots)
    return next(iter(found.items())) if len(found) == 1 else None


def _fitted(words: Sequence[str], spans: Spans, to: _Read) -> Sequence[Passed] | None:
    """The slots of a message that fits a list; None when it does not fit."""
    slots: list[Passed] = []
    said: set[str] = set()
    at = 0
    while at < len(words):
        ends: Mapping[int, str] = {end: slot for slot in reversed(to.slots) for end in spans.ends(slot, at)}
        if ends and (words[at] not in to.words or max(ends) > at + 1):
            end = max(ends)
            slots.append(Passed(ends[end], at, end, None))
            said.add(f"{{{ends[end]}}}")
            at = end
        elif words[at] in to.words:
            said.add(words[at])
            at += 1
        else:
            return None
    return slots if all(said & need for need in to.needs) else None
