"""Understands what youths and guardians write when it plainly is ordinary: the second ring of their page.

The *whole* message must be covered by sentences that are known. A message with anything more in it (fear, an
insult, an unknown word) is not understood here, on purpose: it is answered with the text that says who can help,
never with a form. Nothing here judges danger.

``wishes`` names what can be said; ``swedish`` and ``english`` say how; ``slots`` holds the closed lists; ``spelling``
forgives; ``graph`` makes one graph of all sentences, and ``reading`` follows a message through it. The sentences are
loaded and put together when the first message comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.conversation.youth.wishes import LONGEST, Asked, Intent, Reason, Wish
from bot.i18n import Language
from bot.rules.profile import Function

__all__ = ("LONGEST", "Asked", "Intent", "Reason", "Wish", "understood", "understood_all")


def understood_all(
    text: str,
    functions: Iterable[Function],
    language: Language,
    *,
    people: Mapping[str, str] | None = None,
    asked: Asked | None = None,
) -> tuple[Wish, ...]:
    """Every wish of a message that is wholly ordinary ("hej när är mötet och var"), in its order; none when any word
    of it is more.

    Both languages are understood, whatever ``language`` is the person's own. ``people``: the names by which people
    of the case are known, and the function each stands for. ``asked``: what the question is about that is open to
    the writer.
    """
    from bot.conversation.youth import reading  # thousands of sentences, for who needs them

    return reading.read(text, functions, people or {}, asked)


def understood(
    text: str,
    functions: Iterable[Function],
    language: Language,
    *,
    people: Mapping[str, str] | None = None,
    asked: Asked | None = None,
) -> Wish | None:
    """The one wish a message says; None when it says none, or several (:func:`understood_all`)."""
    wishes = understood_all(text, functions, language, people=people, asked=asked)
    return wishes[0] if len(wishes) == 1 else None
