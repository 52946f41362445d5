from __future__ import annotations

import time

import pytest

from bot.conversation.answers import sends, without_courtesy, yes_or_no


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


@pytest.mark.parametrize("text", ["tack", "tack för allt", "tack så mycket", "snälla", "stopp snälla", "hej"])
def test_courtesy_alone_and_fear_stay_what_they_are(text: str) -> None:
    assert without_courtesy(text) == text


def test_a_long_text_is_no_short_answer_and_is_read_at_once() -> None:
    assert yes_or_no("ja" + " tack" * 30) is True
    assert yes_or_no("ja" + " tack" * 60) is None
    assert sends("skicka" + " det" * 60) is None
    before = time.process_time()
    for piece in ("tack ", "hej ", "ja tack ", "🙏 ", "tack så mycket ", "skicka det ", "a", "!"):
        text = piece * (60_000 // len(piece))
        assert without_courtesy(text) == without_courtesy(without_courtesy(text))
        assert (yes_or_no(text), sends(text)) == (None, None)
    assert time.process_time() - before < 2
