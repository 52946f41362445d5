"""What speaks of which command in a free sentence, with marks for what it names."""

from __future__ import annotations

import pytest

from bot.conversation import guess
from handlers.cues import CUES, KNOWN

#: Sentences as they are read, and the command they speak of most.
SPEAKS_OF = {
    "klar": "blanketten e ifylld o inskickad nu|TASK är fixad|TASK kan bockas av|i've sent TASK, it's done",
    "pågår": "TASK sitter jag med just nu|har börjat med TASK|i am working on TASK",
    "hinder": "jag kommer inte vidare med TASK|blanketten saknar underskrift så den står still|i'm stuck on TASK",
    "uppgift": "kan PERSON kolla upp schemat tills DAY|påminn PERSON om att ringa vården DAY"
    "|PERSON ska skriva brevet DAY|ny grej PERSON ska ringa kassan|vill jag att PERSON hör efter om kortet",
    "lämna över": "PERSON får ta över samtalet|TASK tar PERSON istället för PERSON|ge TASK till PERSON"
    "|kan PERSON ta över TASK",
    "flytta uppgift": "kan vi flytta TASK till DAY|skjut på TASK till DAY|byt datum på TASK|TASK får vänta till DAY"
    "|nytt datum för uppgiften blir DAY|please postpone TASK to DAY",
    "hoppa över": "vi hoppar över TASK DAY|skip TASK this time",
    "utan uppgift": "vilka är det som inte har någon uppgift eller saknar uppgift|vem har ingen uppgift just nu",
    "ingen uppgift": "jag har nog ingen uppgift just nu",
    "mål": "vi vill sätta ett nytt mål om skolan|nytt mål att komma till skolan",
    "kalender": "kan jag få det i min kalender|hur får jag in mötena i outlookkalendern|can i get it in my calendar",
    "visa mål": "vilka mål har vi egentligen",
    "mall": "kan vi använda mallen för skolstart",
    "katalog": "ge mig förslag på uppgifter",
    "stryk": "TASK behövs inte längre stryk den|uppgiften om kortet kan utgå|skippa TASK",
    "möte": "vi ses om närvaron DAY HOUR i skolan|boka en träff DAY HOUR|avstämning DAY HOUR stadshuset",
    "flytta möte": "mötet får bli dagen innan samma tid|skjut fram uppföljningen till DAY HOUR"
    "|byt klockslag samma dag HOUR",
    "ställ in möte": "det blir inget av mötet|avboka uppföljningen|mötet är inställt|please cancel the meeting",
    "vem ser vad": "vem har insyn i vad i CODE|vilka kan läsa det vi skriver här|who can see what in here",
    "historik": "vad har hänt i CODE|loggen för CODE",
    "samtycke visa": "har vi samtycke i CODE|could you show me the consent for CODE",
    "ärenden": "vilka fall har vi igång just nu|visa alla mina ärenden",
    "profil": "får jag se min profil",
    "bjud in": "lägg till PERSON i CODE|skicka inbjudan till PERSON hon ska med i CODE",
    "ta bort": "släng ut PERSON ur CODE|PERSON ska inte vara med längre i CODE|plocka bort PERSON från CODE",
    "ersättare": "PERSON går in för PERSON som polis i CODE|PERSON vikarierar i CODE",
    "ärende ny": "öppna ett nytt fall|nytt ärende DAY",
    "avsluta": "CODE kan avslutas nu för målen är uppnådda|dags att stänga CODE",
    "tappad enhet": "glömde mobilen på tåget och nån har tagit den|har blivit av med jobbtelefonen",
    "språk": "kan du skriva på engelska till mig",
    "hjälp": "vad kan man säga till dig egentligen|hur funkar det här",
    "avbryt": "strunta i det där backa",
}

#: What is to be left alone, although its words speak of a command.
NEGATED = {
    "ställ in möte": "ställ inte in mötet vi kör som planerat",
    "ta bort": "jag tycker inte att PERSON ska tas bort från CODE",
    "avsluta": "stäng absolut inte CODE än",
    "flytta möte": "flytta inte mötet",
}


@pytest.mark.parametrize(
    ("command", "sentence"),
    [(command, sentence) for command, listed in SPEAKS_OF.items() for sentence in listed.split("|")],
)
def test_a_sentence_speaks_most_of_the_command_that_is_meant(command: str, sentence: str) -> None:
    points = {name: guess.cued(sentence, cues)[0] for name, cues in CUES.items()}
    assert points[command] == max(points.values()), points


@pytest.mark.parametrize(("command", "sentence"), NEGATED.items())
def test_what_is_not_to_be_done_is_known_as_such(command: str, sentence: str) -> None:
    points, is_negated = guess.cued(sentence, CUES[command])
    assert points > 0
    assert is_negated


@pytest.mark.parametrize("sentence", ["PERSON kommer inte vidare med TASK", "TASK behövs inte längre"])
def test_a_not_that_belongs_to_what_is_meant_negates_nothing(sentence: str) -> None:
    command = "hinder" if "vidare" in sentence else "stryk"
    assert not guess.cued(sentence, CUES[command])[1]


@pytest.mark.parametrize(
    "sentence", ["tack för hjälpen idag", "vi hörs", "vilket väder", "ha en fin helg", "CODE", "DAY HOUR"]
)
def test_ordinary_words_speak_plainly_of_nothing(sentence: str) -> None:
    assert all(guess.cued(sentence, cues)[0] < 3 for name, cues in CUES.items() if name != "möte")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ärrenden", "ärenden"),
        ("prfil", "profil"),
        ("samtyke", "samtycke"),
        ("inbjudn", "inbjudan"),
        ("uppföljingen", "uppföljningen"),
    ],
)
def test_a_slip_is_looked_past(typed: str, meant: str) -> None:
    assert guess.without_slip(typed, KNOWN) == meant


@pytest.mark.parametrize("word", ["profet", "skolan", "mat", "möss", "2an", "hänger"])
def test_another_word_is_no_slip(word: str) -> None:
    assert guess.without_slip(word, KNOWN) == word
