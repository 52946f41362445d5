from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.conversation import answers, youth
from bot.conversation.answers import LONGEST, Meaning, forgets, named, sends, yes_or_no
from bot.conversation.clean import without_courtesy
from bot.conversation.meeting_answers import can_come
from bot.rules.meeting import Answer
from tests.at_once import read_at_once


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ja", True),
        ("JAAA!!", True),
        ("Ja, tack", True),
        ("ok tack", True),
        ("okej 🙏", True),
        ("hej, ja", True),
        ("tack, ja", True),
        ("ja snälla", True),
        ("yes please", True),
        ("👍🏽", True),
        ("ja👍", True),
        ("✔\ufe0f", True),
        ("👌✅", True),
        ("👎❌", False),
        ("👍👎", None),
        ("nej", False),
        ("Nej tack.", False),
        ("no thanks", False),
        ("👎", False),
        ("tack", None),
        ("hej", None),
        ("hejdå", None),
        ("ja men", None),
        ("ok men jag är livrädd", None),
        ("jag", None),
        ("jag kommer", None),
        ("ja de slår mig", None),
        ("", None),
    ],
)
def test_a_plain_yes_or_no_with_or_without_courtesy(text: str, answer: bool | None) -> None:
    assert yes_or_no(text) is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("SKICKA", True),
        ("skicka det", True),
        ("Ja, skicka!", True),
        ("skicka tack", True),
        ("send it please", True),
        ("skicka inte", False),
        ("Nej skicka inte det", False),
        ("don't send it", False),
        ("ja", None),
        ("skicka polisen", None),
        ("skicka hjälp", None),
        ("send help", None),
    ],
)
def test_words_that_say_outright_whether_to_send(text: str, answer: bool | None) -> None:
    assert sends(text) is answer


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("tiden", "time", None),
        ("Mötet!", "time", None),
        ("tiden nej", "time", "nej"),
        ("tid, ja tack", "time", "ja tack"),
        ("the meeting yes", "time", "yes"),
        ("gruppen ja", "group", "ja"),
        ("samtalet 👍", "talk", "👍"),
        ("det andra nej", "question", "nej"),
        ("tidens", None, None),
        ("tidenja", None, None),
        ("tiden passar inte", None, None),
        ("ja tiden", None, None),
        ("", None, None),
    ],
)
def test_words_that_say_which_question_is_meant(text: str, question: str | None, answer: str | None) -> None:
    assert named(text) == (question, answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("glöm det", True),
        ("Nej, radera allt", True),
        ("ta bort det jag skrev", True),
        ("forget it", True),
        ("glöm inte det", False),
        ("forget", False),
        ("ta bort mig", False),
    ],
)
def test_words_that_ask_to_delete_what_is_kept(text: str, answer: bool) -> None:
    assert forgets(text) is answer


@pytest.mark.parametrize("text", ["tack", "tack för allt", "tack så mycket", "snälla", "stopp snälla", "hej"])
def test_courtesy_alone_and_fear_stay_what_they_are(text: str) -> None:
    assert without_courtesy(text) == text


def test_a_long_text_is_no_short_answer_and_is_read_at_once() -> None:
    assert yes_or_no("ja" + " tack" * 30) is True
    assert yes_or_no("ja" + " tack" * 60) is None
    assert sends("skicka" + " det" * 60) is None
    with read_at_once():
        for piece in ("tack ", "hej ", "ja tack ", "🙏 ", "tack så mycket ", "skicka det ", "a", "!"):
            text = piece * (60_000 // len(piece))
            assert without_courtesy(text) == without_courtesy(without_courtesy(text))
            assert (yes_or_no(text), sends(text)) == (None, None)


def wish(text: str) -> str | None:
    found = youth.understood(text, (), "sv")
    return None if found is None else found.kind


@pytest.mark.parametrize(
    ("read", "text", "meaning", "nothing", "longest"),
    [
        (yes_or_no, "ja", True, None, LONGEST),
        (sends, "skicka", True, None, LONGEST),
        (named, "tiden", ("time", None), (None, None), LONGEST),
        (forgets, "släng", True, False, LONGEST),
        (can_come, "kanske", Answer.MAYBE, None, LONGEST),
        (wish, "är du en bot", "are_you_human", None, youth.LONGEST),
    ],
)
def test_exactly_what_is_longer_than_the_limit_is_no_answer(
    read: Callable[[str], Any], text: str, meaning: Any, nothing: Any, longest: int
) -> None:
    """Full stops add nothing to what is said, so that the length alone decides."""
    assert read(text.ljust(longest, ".")) == meaning
    assert read(text.ljust(longest + 1, ".")) == nothing


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Ja jag tar den! Ringer mentorn på lunchen", Meaning.YES),
        ("Absolut, det fixar jag. Hör av mig på fredag", Meaning.YES),
        ("Nej tyvärr, hinner inte före lovet", Meaning.NO),
        ("hinner inte, har fullt schema", Meaning.NO),
    ],
)
def test_a_longer_message_may_begin_with_the_answer(text: str, meaning: Meaning) -> None:
    said = answers.begun(text)
    assert said is not None
    assert said.meaning is meaning


@pytest.mark.parametrize(
    "text",
    [
        "Ja, fast det var väl Sven som skulle köra?",
        "Jag tar den, men inte förrän på fredag",
        "ja det var trevligt att ses allihop i går",
        "Ja, jag vet",
        "nej, men jag tar den",
        "Nej jag har inte fått tag i mentorn än, rör inget",
        "ok 👍 ja det blir bra",
    ],
)
def test_what_may_take_it_back_or_be_said_to_others_is_no_answer(text: str) -> None:
    assert answers.begun(text) is None


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Ja, blanketten tar jag", Meaning.YES),
        ("Nej, jag har prov hela veckan", Meaning.NO),
        ("Nej, fel uppgift", None),
    ],
)
def test_what_is_said_to_the_bot_may_begin_with_a_bare_answer(text: str, meaning: Meaning | None) -> None:
    said = answers.begun(text, plainly=False)
    assert (None if said is None else said.meaning) is meaning
    assert answers.begun(text) is None
