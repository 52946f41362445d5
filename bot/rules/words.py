"""Words in both languages, and the lists of terms that a profile gives people to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from bot.i18n import Language, T, Text

Id = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,32}$")]
Phrase = Annotated[str, Field(min_length=1, max_length=80)]


class Part(BaseModel):
    """A part of a profile, frozen. Unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Part):
    """A word or phrase in both languages."""

    sv: Phrase
    en: Phrase

    def label(self, language: Language) -> str:
        """The words in a language."""
        return self.sv if language == "sv" else self.en

    @property
    def text(self) -> Text:
        """The words as a text, for use inside other texts."""
        return T("profile.word", sv=self.sv, en=self.en)


class Term(Words):
    """One term of a list, with other forms in which people type it."""

    id: Id
    words: tuple[str, ...] = ()

    def known_as(self, word: str) -> bool:
        """Whether somebody who types this means the term. Case and the kind of dash do not matter."""
        return plain(word) in self.names

    @property
    def names(self) -> frozenset[str]:
        """Everything it is known as, in small letters."""
        names = (self.id, self.id.replace("_", " "), self.sv, self.en, *self.words)
        return frozenset(plain(name) for name in names)


_T = TypeVar("_T", bound=Term)


def one(terms: Iterable[_T], term_id: str) -> _T:
    """The term with an id. Raises KeyError."""
    for term in terms:
        if term.id == term_id:
            return term
    raise KeyError(term_id)


def plain(word: str) -> str:
    """A typed word in small letters, without punctuation around it and with plain dashes."""
    joined = " ".join(word.replace("–", "-").replace("—", "-").replace("‑", "-").split())
    return joined.strip(" .,;:!?\"'()").casefold()
