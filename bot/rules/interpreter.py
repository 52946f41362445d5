"""The languages an interpreter can translate from, by name.

The list is closed, so that nobody can write a person's name where a language belongs.
"""

from __future__ import annotations

from functools import cache

from babel import Locale

from bot.rules.words import Term, one

#: Languages that interpreters are asked for and that Babel's list lacks, or names differently.
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
    swedish = Locale("sv").languages
    english = Locale("en").languages
    in_both = {str(code) for code in swedish} & {str(code) for code in english}
    codes = sorted(in_both - {term.id for term in _MORE})
    known = [code for code in codes if code.isalpha() and code.islower()]
    return _MORE + tuple(Term(id=code, sv=swedish[code], en=english[code]) for code in known)


def language(code: str) -> Term:
    """The language of a code. Raises KeyError."""
    return one(languages(), code)
