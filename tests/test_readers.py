"""How easily each audience reads its texts, and the page that shows youths and guardians all of theirs.

``python -m tests.test_readers`` writes the page anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import pytest

from bot.i18n import LANGUAGES, Language, catalogue
from tests.audience import READERS, ROOT, declared

PAGE = ROOT / "docs" / "texter.md"

#: The highest LIX (a measure of how hard a text is to read; below 25 are children's books, above 40 news) of all
#: texts of an audience together.
LIX: Final[Mapping[str, int]] = {"youth": 25, "guardian": 30, "others": 40}
#: How much higher one text may be. Of a shorter one LIX says nothing.
ONE_TEXT: Final = 12
SHORT: Final = 12  # words

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d+(?:[.:]\d+)*")
_SENTENCE_ENDS = re.compile(r"[.!?:\n]+(?:\s|$)| · ")


def forms(language: Language) -> Iterator[tuple[str, str]]:
    """Each text with its key; plural forms one by one."""
    for key, message in catalogue(language).items():
        found = message.string if isinstance(message.string, tuple | list) else (str(message.string),)
        yield from ((key, form) for form in found)


def as_read(form: str) -> str:
    """A text without markup, with a short word for each value."""
    return re.sub(r"\{\w+\}", "det", form.replace("**", "").replace("`", ""))


def lix(*texts: str) -> float:
    """Words for each sentence, plus how many of a hundred words have more than six letters."""
    words = [word for text in texts for word in _WORD.findall(as_read(text))]
    sentences = [part for text in texts for part in _SENTENCE_ENDS.split(as_read(text)) if _WORD.search(part)]
    long = sum(len(word) > 6 for word in words)
    return len(words) / max(1, len(sentences)) + 100 * long / max(1, len(words))


def test_lix_is_counted_as_it_is_defined() -> None:
    assert lix("Du har en tid nu.") == 5
    assert lix("Samordnaren ringer. Vi ses.") == 2 + 25


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", LIX)
def test_each_audience_reads_its_texts_easily(audience: str, language: Language) -> None:
    others = frozenset({"others"})
    theirs = [(key, form) for key, form in forms(language) if audience in declared().get(key, others)]
    assert len(theirs) > 10
    assert lix(*(form for _, form in theirs)) <= LIX[audience]
    harder = {
        key: round(lix(form))
        for key, form in theirs
        if len(_WORD.findall(form)) >= SHORT and lix(form) > LIX[audience] + ONE_TEXT
    }
    assert harder == {}


def page() -> str:
    """All texts to youths and guardians, as the page shows them."""
    by_language = {language: dict[str, list[str]]() for language in LANGUAGES}
    for language in LANGUAGES:
        for key, form in forms(language):
            by_language[language].setdefault(key, []).append(form)
    heads = {"youth": "Till ungdomar", "guardian": "Till vårdnadshavare"}
    written = [
        "# Allt som sägs till ungdomar och vårdnadshavare",
        "",
        "Alla texter som boten skriver på ungdomars och vårdnadshavares egna sidor, på svenska och engelska, så att de",
        "kan läsas som den läser som får dem. `{...}` fylls i. Sidan skrivs av `python -m tests.test_readers`: ändra",
        "texterna i katalogen (`bot/locale`), aldrig här. Vem en text är till står vid den där, och ett test ser i",
        "samtalen att det stämmer.",
    ]
    for role in READERS:
        written += ["", f"## {heads[role]}", ""]
        for key in sorted(key for key, readers in declared().items() if role in readers):
            written.append(f"- `{key}`")
            for language in LANGUAGES:
                for form in by_language[language][key]:
                    shown = form.replace("\n", " / ")
                    written.append(f"    - {language}: {shown}")
    return "\n".join([*written, ""])


def test_the_page_of_texts_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python -m tests.test_readers"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
