"""How a case's state, and the way in which the unit registers its cases, are called."""

from __future__ import annotations

from bot.i18n import T, Text
from bot.rules.case import State
from bot.rules.profile import Profile

_STATES = {
    State.PROPOSED: T("case.state_proposed"),
    State.ACTIVE: T("case.state_active"),
    State.FROZEN: T("case.state_frozen"),
    State.CLOSING: T("case.state_closing"),
    State.CLOSED: T("case.state_closed"),
    State.DISPOSED: T("case.state_disposed"),
}

_REGISTRATIONS = {
    "serviceinsats": T("case.registration_serviceinsats"),
    "investigation": T("case.registration_investigation"),
    "decision": T("case.registration_decision"),
    "documented": T("case.registration_documented"),
}


def state(of: State) -> Text:
    """What a state of a case is called."""
    return _STATES[of]


def registration(profile: Profile) -> Text:
    """How the unit registers its cases."""
    return _REGISTRATIONS[profile.registration]
