"""The days on which a case is erased, people leave its rooms, and the next follow-up is due."""

from __future__ import annotations

from datetime import date, timedelta

from bot.rules.profile import Profile


def purge_on(created_on: date, profile: Profile) -> date:
    """The day a case that never got a consent is erased."""
    return created_on + timedelta(days=profile.purge_days)


def leave_on(receipt_on: date, profile: Profile) -> date:
    """The first day on which nobody may be in a closed case's rooms any more."""
    return receipt_on + timedelta(days=profile.leave_days)


def dispose_on(closed_on: date, profile: Profile) -> date:
    """The day a closed case is erased: the same day of the year, whole years later (29 February: 1 March)."""
    year = closed_on.year + profile.retention_years
    try:
        return closed_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def followup_on(last: date, profile: Profile) -> date:
    """The day the coordinator is reminded of the next follow-up."""
    return last + timedelta(days=profile.followup_days)
