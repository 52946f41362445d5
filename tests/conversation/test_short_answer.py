"""A yes or no, alone or with the name of what it is said to."""

from __future__ import annotations

import pytest

from bot.conversation import short_answer


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
    found = short_answer.find(text)
    assert found is not None
    assert (found.word, found.name) == (word, name)


@pytest.mark.parametrize("text", ["", "ja?", "ja men inte K-7F2", "ja om K-7F2", "K-7F2 ja", "öppna K-7F2"])
def test_anything_more_is_no_short_answer(text: str) -> None:
    assert short_answer.find(text) is None


def test_a_short_answer_is_a_yes_or_a_no() -> None:
    for text, is_yes in (("ok", True), ("nej", False)):
        found = short_answer.find(text)
        assert found is not None
        assert (found.is_yes, found.is_no) == (is_yes, not is_yes)


@pytest.mark.parametrize(
    ("text", "is_beyond_doubt"),
    [("ja", True), ("Godkänt!", True), ("Ja, det ser bra ut", True), ("ok", False), ("japp", False), ("nej", False)],
)
def test_a_second_yes_says_plainly_what_it_is(text: str, is_beyond_doubt: bool) -> None:
    found = short_answer.find(text, leniently=True)
    assert found is not None
    assert found.is_beyond_doubt is is_beyond_doubt


@pytest.mark.parametrize("text", ["godkänt", "ser bra ut", "det stämmer", "kör på", "gör det", "absolut"])
def test_only_a_professional_says_yes_by_approving(text: str) -> None:
    assert short_answer.find(text) is None
    found = short_answer.find(text, leniently=True)
    assert found is not None
    assert found.is_yes


@pytest.mark.parametrize(("one", "other"), [("K-7F2", "k7f2"), ("@petra", "Petra"), ("K-7F2.", "K-7F2")])
def test_names_are_compared_without_signs(one: str, other: str) -> None:
    assert short_answer.is_same_name(one, other)
    assert not short_answer.is_same_name(one, f"{other}x")
