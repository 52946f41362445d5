"""When two people may open what a youth wrote without the youth's yes: in danger to life, once nobody has reached them,
and only where the municipality has decided so."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.errors import Refused
from bot.i18n import T
from bot.rules.profile import Profile
from bot.rules.youth_alarm import Outcome, State, YouthAlarm


def openable(
    alarms: Iterable[YouthAlarm], writers: Collection[str], profile: Profile, code: str
) -> tuple[YouthAlarm, ...]:
    """The alarms of a case whose words may be opened; ``writers``: of whom anything is kept.

    Refused where the profile does not allow it, nobody has tried to reach the writer in vain, or nothing is kept.
    """
    if not profile.kept_may_be_opened:
        raise Refused(T("kept.never", profile=profile.name, emergency=profile.emergency))
    tried = [one for one in alarms if one.state is State.TAKEN and one.outcome is Outcome.NOT_REACHED]
    if not tried:
        raise Refused(T("kept.try_first", code=code))
    found = tuple(one for one in tried if one.person_id in writers)
    if not found:
        raise Refused(T("kept.nothing", code=code))
    return found
