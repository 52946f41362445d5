"""The languages people speak, by name: which one an interpreter was there for. A closed list, so that no name of a
person slips in."""

from __future__ import annotations

from functools import cache

from babel import Locale

from bot.rules.words import Term, one

#: What the list of the world's languages lacks or calls otherwise, and interpreters are asked for.
_MORE = (
    Term(id="sgn", sv="teckenspråk", en="sign language"),
    Term(id="prs", sv="dari", en="Dari"),
    Term(id="ckb", sv="sorani", en="Sorani", words=("centralkurdiska", "central kurdish")),
    Term(id="kmr", sv="kurmanji", en="Kurmanji", words=("nordkurdiska", "kurmandji", "northern kurdish")),
    Term(id="aii", sv="assyriska", en="Assyrian", words=("syrianska", "suret")),
    Term(id="rom", sv="romani", en="Romani", words=("romanes", "romany")),
    Term(id="ti", sv="tigrinska", en="Tigrinya", words=("tigrinja",)),
    Term(id="bs", sv="bosniska", en="Bosnian", words=("bks", "serbokroatiska")),
)


@cache
def languages() -> tuple[Term, ...]:
    """Every language that can be named."""
    swedish, english = Locale("sv").languages, Locale("en").languages
    more = {term.id for term in _MORE}
    plain = sorted({str(code) for code in swedish} & {str(code) for code in english} - more)
    known = [code for code in plain if code.isalpha() and code.islower()]
    return (*_MORE, *(Term(id=code, sv=swedish[code], en=english[code]) for code in known))


def language(code: str) -> Term:
    """One language. Raises KeyError."""
    return one(languages(), code)
