"""Each kind of argument: what it takes from the front of a line, and what its words mean."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.conversation import answers
from bot.conversation.arguments import (
    Code,
    Day,
    Hour,
    Length,
    MatrixId,
    Number,
    OneOf,
    Reads,
    Repeats,
    Rest,
    ShortName,
    Somebody,
    SomeOf,
    Title,
    Word,
)
from bot.errors import Refused
from tests.bot.written import PETRA, env

ENV = env()
FUNCTIONS = OneOf(lambda env: env.profile.functions)
KINDS = SomeOf(lambda env: env.profile.kinds)


@pytest.mark.parametrize(
    ("kind", "line", "count"),
    [
        (Code(), "K-7F2 mer", 1),
        (Code(), "k7f2", 1),
        (Code(), "klar", 0),  # four letters, but a code has a digit
        (Code(), "K-7F22", 0),
        (Somebody(), "petra kommer", 1),
        (Somebody(), "@okänd", 1),  # taken, so that it is refused by name
        (Somebody(), "okänd", 0),
        (ShortName(), "@sara:exempel.se", 0),
        (MatrixId(), "@sara:exempel.se x", 1),
        (MatrixId(), "@sara", 0),
        (FUNCTIONS, "operativ samordnare petra", 2),
        (FUNCTIONS, "polis", 1),
        (FUNCTIONS, "1", 0),  # a number means something only as an answer to a list
        (KINDS, "skola, familj och hälsa resten", 4),
        (KINDS, "och", 0),
        (KINDS, "skola och annat", 1),
        (Number(), "1. väntar", 1),
        (Number(), "nr 1 väntar", 2),
        (Number(), "nr ett", 2),
        (Number(), "två", 1),
        (Number(), "två till sven", 1),
        (Number(), "två lärare är sjuka", 0),
        (Number(), "nummer två väntar", 2),
        (Number(), "", 0),
        (Number(), "1 2", 1),
        (Day(), "2026-12-17 kl", 1),
        (Day(), "om 14 dagar", 3),
        (Day(), "om allt möjligt", 0),
        (Day(), "fredag kl 15", 1),
        (Day(), "torsdag v. 51 kl 15", 3),
        (Day(), "tor den 17 dec 2026 kl 15", 5),
        (Day(), "17 dec Stadshuset", 2),
        (Hour(), "kl 15", 2),
        (Hour(), "15.30", 1),
        (Hour(), "15", 0),
        (Hour(), "klockan 15 Stadshuset", 2),
        (Hour(), "kl.15 Stadshuset", 1),
        (Hour(), "halv fyra Stadshuset", 2),
        (Hour(), "kvart i fyra", 3),
        (Hour(), "kvart", 0),
        (Hour(), "", 0),
        (Day(), "nästa vecka på torsdag kl 15", 4),
        (Day(), "v51 torsdag kl 15", 2),
        (Day(), "torsdagen den 27 november kl 15", 4),
        (Length(), "45 min", 2),
        (Length(), "1h", 1),
        (Length(), "1 h 30 min Stadshuset", 4),
        (Length(), "1 timme och 15 minuter", 5),
        (Length(), "45", 0),
        (Repeats(), "varje skoldag från den 30:e", 5),
        (Repeats(), "varje tisdag senast jul @lisa", 4),
        (Repeats(), "varje tisdag kl 15", 2),
        (Repeats(), "tisdagar, torsdagar och fredagar i skolan", 4),
        (Repeats(), "varje gång de ses", 0),
        (Repeats(), "fredag", 0),
        (Repeats(), "", 0),
        (Number(), "#3", 1),
        (Number(), "²", 0),
        (Word(("hållet",)), "Hållet igår", 1),
        (Rest(), "a b c", 3),
        (Title((Day(),)), "prata om skolan om 3 dagar", 3),
        (Title((Day(),)), "möta @petra", 1),
        (Title((Day(),)), "ringa Tor om matchen fredag", 4),
        (Title((Day(),)), "fråga vad som hände idag i skolan @petra", 7),
        (Title((Day(),)), "träff fredag kl 15", 1),
        (Title((Day(),)), "ringa mamma idag @petra", 2),
        (Title((Day(),)), "möte 2026-12-17 i skolan", 1),
        (Title((Day(),)), "", 0),
        (Title((Day(), Repeats())), "möta Alex vid bussen varje skoldag från den 30:e", 4),
        (Title((Day(), Repeats())), "möta Alex varje skoldag @petra", 2),
        (Title((Day(), Repeats())), "äta frukost skoldagar till jul @petra", 2),
        (Title((Day(), Repeats())), "ringa hem tisdagar och torsdagar", 2),
        (Title((Day(), Repeats())), "ringa hem på tisdag @petra", 2),
        # What follows belongs to the text, and so does how often: it is asked about
        (Title((Day(), Repeats())), "laga mat varje dag med mamma @petra", 6),
        (Title((Day(), Repeats())), "prata om varje skoldag @petra", 4),
        (Title((Day(), Repeats())), "hjälpa till varje gång @petra", 4),
        (Title((Day(), Repeats())), "planera vårdagar @petra", 2),
        (Title((Day(), Repeats())), "ringa Tarje tisdag @petra", 2),
    ],
)
def test_taking_words_from_the_front(kind: Reads, line: str, count: int) -> None:
    assert kind.take(line.split(), ENV) == count


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Code(), " k7f2 ", "K-7F2"),
        (Somebody(), "@Petra", PETRA),
        (ShortName(), " Åsa.B ", "åsa.b"),
        (MatrixId(), "@sara:exempel.se", "@sara:exempel.se"),
        (FUNCTIONS, "Polisen.", "police"),
        (FUNCTIONS, "1", "police"),
        (KINDS, "1 2 1", ("school", "crime_and_company")),
        (KINDS, "skola + familj och 5", ("school", "family", "health")),
        (Day(), "om 14 dagar", date(2026, 12, 7)),
        (Day(), "fredag", date(2026, 11, 27)),
        (Day(past=True), "fredag", date(2026, 11, 20)),
        (Hour(), "kl 15.30", time(15, 30)),
        (Length(), "45 min", timedelta(minutes=45)),
        (Number(), "#007", 7),
        (Number(), "1.", 1),
        (Number(), "nr 12", 12),
        (Number(), "Nummer 3.", 3),
        (Number(), "number 4", 4),
        (Number(), "nummer två", 2),
        (Number(), "Ett", 1),
        (KINDS, "ett och tre", ("school", "drugs")),
        (Rest(), "  några ord ", "några ord"),
        (Rest(), '"Nej"', "Nej"),
        (Rest(), "nej, det gick inte", "nej, det gick inte"),
        (Rest(any_word=True), "ja", "ja"),
    ],
)
def test_what_words_mean(kind: Reads, text: str, value: Any) -> None:
    assert kind.value(text, ENV) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Code(), "K-7F"),
        (Code(), "K-7F2 x"),
        (Somebody(), "@okänd"),
        (ShortName(), "två ord"),
        (ShortName(), "a" * 33),
        (ShortName(), "-a"),
        (ShortName(), "a\x00b"),
        (ShortName(), "sara\n"[:-1] + "\u202e"),
        (MatrixId(), "@sara:Exempel.se"),
        (MatrixId(), "@sara:exempel.se x"),
        (MatrixId(), "@sara:exempel.se\u200b"),
        (FUNCTIONS, "0"),
        (FUNCTIONS, "11"),
        (FUNCTIONS, "²"),
        (FUNCTIONS, "9" * 5000),
        (FUNCTIONS, ""),
        (KINDS, ""),
        (KINDS, "skola annat"),
        (KINDS, "٣"),
        (Day(), "2026-02-30"),
        (Day(), "om 9999999 dagar"),
        (Hour(), "kl 25"),
        (Length(), "0 min"),
        (Length(), "99 h"),
        (Number(), "-1"),
        (Number(), "²"),
        (Number(), "1234567"),
        (Rest(), "   "),
        (Rest(), "nej"),
        (Title((Day(),)), "Ja tack!"),
        (Title((), name=True), "nej"),
        (ShortName(), "nej"),
    ],
)
def test_what_makes_no_sense_is_refused(kind: Reads, text: str) -> None:
    with pytest.raises(Refused):
        kind.value(text, ENV)


@pytest.mark.parametrize("text", ["ja", "JA!", " Ja. ", "”Ja”".strip("”"), "(ja)", "yes", "OK"])
def test_a_short_answer_is_bare(text: str) -> None:
    assert answers.is_bare(text)
