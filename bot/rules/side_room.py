"""What a side room may be about: what those it is for may all share."""

from __future__ import annotations

from collections.abc import Collection

from bot.errors import Refused
from bot.i18n import T
from bot.rules.consent import Kinds
from bot.rules.facts import CaseFacts


def scope_for(functions: Collection[str], said: Kinds | None, facts: CaseFacts) -> Kinds:
    """What a side room for some functions is about: as ``said``, or all that they may share.

    Refused where the consent for one of them ends, where nobody stands for one, and where nothing is left.
    """
    heard = facts.heard
    profile = facts.profile
    code = facts.case.code
    scope = said
    if scope is None:
        scope = frozenset.intersection(*(heard.get(function, frozenset()) for function in functions))
    named = {actor.function for actor in facts.actors}
    for function in functions:
        what = profile.function(function).text
        if function not in heard:
            raise Refused(T("side.no_consent", function=what, code=code))
        if not heard[function] >= scope:
            lacking = profile.kind_words(scope - heard[function])
            may = profile.kind_words(heard[function])
            raise Refused(T("side.narrower", kinds=lacking, may=may, function=what, code=code))
        if function not in named:
            raise Refused(T("side.nobody", function=what, code=code))
    if not scope:
        raise Refused(T("side.nothing_shared", functions=[profile.function(one).text for one in functions]))
    return scope
