"""Names how a unit registers its cases."""

from __future__ import annotations

from bot.i18n import T, Text
from bot.rules.profile import Profile

_REGISTRATIONS = {
    "serviceinsats": T("case.registration_serviceinsats"),
    "investigation": T("case.registration_investigation"),
    "decision": T("case.registration_decision"),
    "documented": T("case.registration_documented"),
}


def registration(profile: Profile) -> Text:
    """How the unit registers its cases."""
    return _REGISTRATIONS[profile.registration]
