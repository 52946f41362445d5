"""Names what a consent is about."""

from __future__ import annotations

from bot.i18n import T, Text
from bot.rules.profile import Profile


def what_of(profile: Profile, function: str | None) -> Text:
    """What a consent is about: a function, or everybody."""
    if function is None:
        return T("consent.everybody")
    return profile.function(function).text
