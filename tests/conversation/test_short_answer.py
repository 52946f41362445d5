"""A yes or no, alone or with the name of what it is said to."""

from __future__ import annotations

import pytest

from bot.conversation import short_answer
from bot.conversation.short_answer import ShortAnswer


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("ja", "ja", None),
        ("JA!", "ja", None),
        ("ok, tack", "ok", None),
        ("👍", "ok", None),
        ("👎", "nej", None),
        ("ja K-7F2", "ja", "K-7F2"),
        ("nej till @petra", "nej", "@petra"),
        ("yes for K-7F2", "yes", "K-7F2"),
    ],
)
def test_a_yes_or_no_may_name_what_it_is_to(text: str, word: str, name: str | None) -> None:
    assert short_answer.find(text) == ShortAnswer(word=word, name=name)


@pytest.mark.parametrize("text", ["", "ja?", "ja men inte K-7F2", "ja om K-7F2", "K-7F2 ja", "öppna K-7F2"])
def test_anything_more_is_no_short_answer(text: str) -> None:
    assert short_answer.find(text) is None


def test_a_short_answer_is_a_yes_or_a_no() -> None:
    assert ShortAnswer(word="ok").is_yes
    assert not ShortAnswer(word="ok").is_no
    assert ShortAnswer(word="nej").is_no


@pytest.mark.parametrize(("one", "other"), [("K-7F2", "k7f2"), ("@petra", "Petra"), ("K-7F2.", "K-7F2")])
def test_names_are_compared_without_signs(one: str, other: str) -> None:
    assert short_answer.is_same_name(one, other)
    assert not short_answer.is_same_name(one, f"{other}x")
