"""What a youth wants to have taken up at a meeting is plain only where every word of it is."""

from __future__ import annotations

import pytest

from bot.conversation.youth import own_point


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("punkt skolskjutsen", "skolskjutsen"),
        ("Punkt: skolskjutsen", "skolskjutsen"),
        ("jag vill ta upp träningen", "träningen"),
        ("Jag vill ta upp schemat och praktiken på nästa möte", "schemat och praktiken"),
        ("kan vi ta upp mötestiden på mötet?", "mötestiden"),
        ("I want to bring up my homework", "my homework"),
    ],
)
def test_what_is_listed_is_plain(text: str, topic: str) -> None:
    assert own_point.topic(text) == topic


@pytest.mark.parametrize(
    "text",
    [
        "punkt",
        "punkt pappa slår mig",
        "punkt skolskjutsen och att jag inte orkar",
        "jag vill ta upp en sak",
        "jag vill ta upp att jag inte orkar",
        "jag vill ta upp träningen men jag vågar inte",
        "PUNKT SKOLSKJUTSEN",
        "jag vill prata om träningen",
        "skolskjutsen",
    ],
)
def test_anything_more_is_met_as_words_always_are(text: str) -> None:
    assert own_point.topic(text) is None
