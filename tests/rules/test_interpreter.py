from __future__ import annotations

import pytest

from bot.rules.interpreter import language, languages


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Somaliska", "so"),
        ("arabic", "ar"),
        ("dari", "prs"),
        ("teckenspråk", "sgn"),
        ("tigrinska", "ti"),
        ("Sorani", "ckb"),
    ],
)
def test_languages_go_by_their_names(word: str, code: str) -> None:
    assert [term.id for term in languages() if term.known_as(word)] == [code]
    assert language(code).known_as(word)


@pytest.mark.parametrize("name", ["Amina", "Alex", "Ahmed Ali", "", "somaliska Amina"])
def test_no_name_is_a_language(name: str) -> None:
    assert not any(term.known_as(name) for term in languages())


def test_each_fits_its_column_and_stands_once() -> None:
    codes = [term.id for term in languages()]
    assert len(set(codes)) == len(codes)
    assert max(map(len, codes)) <= 32
