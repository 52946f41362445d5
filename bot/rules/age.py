"""How old the youth is, as far as that is known: the month of birth, kept only after consent.

The day itself is not kept, so an age counts from the first day of the month: nobody's consent counts longer than it
may. Where a minor's next band asks for *less* consent than the one before, it counts only when the month is over.

At 15 and 18 everybody is asked anew. What was given long before ends with the old age, as if it ran out that day: the
room freezes, and after the profile's days people leave. That goes for a youth's own older consent too (unless the
profile says otherwise): it was given by a child, beside guardians who could take it back. What the youth says within
:data:`ANEW` before the birthday is said in sight of it, and counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from bot.errors import Refused
from bot.i18n import T
from bot.rules.case import Case
from bot.rules.consent import Grant
from bot.rules.objections import CUTS
from bot.rules.profile import YOUTH, Band, Givers, Profile

#: A consent given this long before a birthday, or later, is given in sight of it.
ANEW = timedelta(days=90)

#: Nobody in a case is older.
OLDEST = 100

#: Whoever asks for the one asks for less than who asks for the other.
_LESS = frozenset(
    {(Givers.ANY, needed) for needed in (Givers.YOUTH, Givers.GUARDIAN, Givers.BOTH)}
    | {(Givers.YOUTH, Givers.BOTH), (Givers.GUARDIAN, Givers.BOTH)}
)


@dataclass(frozen=True, kw_only=True)
class Birthday:
    """A birthday at which consent changes. ``month``: its first day; ``day``: the first on which the new age counts."""

    age: int
    month: date
    day: date


def read_month(text: str, today: date) -> str:
    """A month of birth, ``2011-05``. Refused when it says more than that, or cannot be."""
    typed = text.strip()
    if re.fullmatch(r"\d{4}-?\d{2}-?\d{2}|\d{6}|\d{8}|(?:\d{2})?\d{6}\s*[-+–]?\s*\d{4}", typed):
        raise Refused(T("birthday.only_month"))
    match = re.fullmatch(r"(\d{4})-(\d{2})", typed)
    if match is None or not 1 <= int(match[2]) <= 12:
        raise Refused(T("birthday.unclear", text=typed))
    if not 0 <= age(typed, today) <= OLDEST or typed > f"{today:%Y-%m}":
        raise Refused(T("birthday.no_such_age"))
    return typed


def age(born: str, today: date) -> int:
    """In whole years, from the first day of the month of birth."""
    year, month = _parts(born)
    return today.year - year - (today.month < month)


def band_on(born: str, profile: Profile, day: date) -> Band:
    """The band somebody born in that month is in on a day."""
    found = profile.bands[0]
    for before, band in pairwise(profile.bands):
        if _counts_from(born, band, before) <= day:
            found = band
    return found


def in_todays_band(case: Case, profile: Profile, today: date) -> Case:
    """The case in the band that the youth's age has today; as it is while the month of birth is not known."""
    if case.born is None:
        return case
    return replace(case, age_band=band_on(case.born, profile, today).id)


def birthdays(born: str, profile: Profile) -> tuple[Birthday, ...]:
    """The two birthdays at which consent is asked anew."""
    return tuple(
        Birthday(age=band.youngest, month=_month_of(born, band.youngest), day=_counts_from(born, band, before))
        for before, band in pairwise(profile.bands)
        if band.youngest in CUTS
    )


def widens(case: Case, born: str, profile: Profile, today: date) -> bool:
    """Whether another month of birth may let anybody hear more, or for longer. That takes a second person."""
    before, band = profile.band(case.age_band), band_on(born, profile, today)
    younger = band.youngest < before.youngest or (case.born is not None and born > case.born)
    return younger or _asks_less(band, before)


def cut_at_birthdays(grants: Iterable[Grant], case: Case, profile: Profile) -> tuple[Grant, ...]:
    """The ledger as birthdays leave it: what one of them ends is over the day before."""
    found = tuple(grants)
    for birthday in () if case.born is None else birthdays(case.born, profile):
        eve = birthday.day - timedelta(days=1)
        found = tuple(
            replace(grant, until=min(grant.until, eve)) if _ends(grant, birthday, profile) else grant for grant in found
        )
    return found


def _ends(grant: Grant, birthday: Birthday, profile: Profile) -> bool:
    if birthday.age >= 18 and grant.giver != YOUTH:
        return True  # whatever the profile says: nobody consents for an adult
    return profile.withdrawal.silence(birthday.age) == "freeze" and grant.given_on < birthday.day - ANEW


def _counts_from(born: str, band: Band, before: Band) -> date:
    first = _month_of(born, band.youngest)
    if band.adult or not _asks_less(band, before):
        return first
    return (first + timedelta(days=31)).replace(day=1)


def _asks_less(band: Band, before: Band) -> bool:
    return (band.givers, before.givers) in _LESS


def _month_of(born: str, years: int) -> date:
    year, month = _parts(born)
    return date(year + years, month, 1)


def _parts(born: str) -> tuple[int, int]:
    year, _, month = born.partition("-")
    return int(year), int(month)
