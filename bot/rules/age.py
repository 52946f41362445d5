"""The youth's age, from the month of birth, and what becomes of consent at 15 and 18.

Only the month is kept, and only after consent. An age counts from the first day of the month, so that no
consent counts longer than it may. Where a minor's next age band asks for *less* consent than the one before,
the new band counts only from the month after.

At 15 and 18 everybody is asked for consent anew. Consent given long before the birthday ends with the old
age, as if it expired that day: the room freezes, and after the profile's days people leave. This includes the
youth's own older consent (unless the profile says otherwise), because it was given by a child, beside
guardians who could withdraw it. Consent given within :data:`ANEW` before the birthday lasts beyond it; at 18
only the youth's own does.
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
from bot.rules.profile import CUTS, YOUTH, Band, Givers, Profile

#: A consent given at most this long before a birthday lasts beyond it.
ANEW = timedelta(days=90)

#: From this birthday on a youth says yes or no themselves.
OWN_SAY = 15

#: The oldest age a case can have, in years.
OLDEST = 100

#: Pairs of consent requirements of which the first asks for less than the second.
_LESS = frozenset(
    {(Givers.ANY, needed) for needed in (Givers.YOUTH, Givers.GUARDIAN, Givers.BOTH)}
    | {(Givers.YOUTH, Givers.BOTH), (Givers.GUARDIAN, Givers.BOTH)}
)


@dataclass(frozen=True, kw_only=True)
class Birthday:
    """A birthday at which consent changes.

    ``month`` is the first day of its month, ``day`` the first day on which the new age counts.
    """

    age: int
    month: date
    day: date


def parse_month(text: str, today: date) -> str:
    """A month of birth, ``2011-05``. Refused when a day or more was typed, or when the month is
    impossible."""
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
    """The age in whole years, counted from the first day of the month of birth."""
    year, month = _parts(born)
    return today.year - year - (today.month < month)


def band_on(born: str, profile: Profile, day: date) -> Band:
    """The age band that somebody born in a month belongs to on a day."""
    found = profile.bands[0]
    for before, band in pairwise(profile.bands):
        if _counts_from(born, band, before) <= day:
            found = band
    return found


def changes_of_band(born: str, profile: Profile) -> tuple[date, ...]:
    """The first day of each age band but the youngest, for somebody born in a month."""
    return tuple(_counts_from(born, band, before) for before, band in pairwise(profile.bands))


def in_todays_band(case: Case, profile: Profile, today: date) -> Case:
    """The case in the age band the youth belongs to today; unchanged while the month of birth is unknown."""
    if case.born is None:
        return case
    return replace(case, age_band=band_on(case.born, profile, today).id)


def birthdays(born: str, profile: Profile) -> tuple[Birthday, ...]:
    """The two birthdays at which consent is asked for anew."""
    found = []
    for before, band in pairwise(profile.bands):
        if band.youngest in CUTS:
            month = _month_of(born, band.youngest)
            found.append(Birthday(age=band.youngest, month=month, day=_counts_from(born, band, before)))
    return tuple(found)


def has_own_say(case: Case, profile: Profile, today: date) -> bool:
    """Whether the youth has turned 15 since the case began: from then on nothing is widened without them.

    They were told so that day, whoever else's consent suffices at that age. Who was older when the case began is
    asked as the profile says.
    """
    if case.born is None:
        return False
    fifteenth = next(birthday.day for birthday in birthdays(case.born, profile) if birthday.age == OWN_SAY)
    return case.created_on < fifteenth <= today


def widens(case: Case, born: str, profile: Profile, today: date) -> bool:
    """Whether another month of birth could let anybody hear more, or for longer. Then a second person has to
    agree."""
    before = profile.band(case.age_band)
    band = band_on(born, profile, today)
    younger = band.youngest < before.youngest or (case.born is not None and born > case.born)
    return younger or _asks_less(band, before)


def cut_at_birthdays(grants: Iterable[Grant], case: Case, profile: Profile) -> tuple[Grant, ...]:
    """The ledger, in which each consent that a birthday ends runs out the day before it."""
    if case.born is None:
        return tuple(grants)
    coming = birthdays(case.born, profile)
    return tuple(_cut(grant, coming, profile) for grant in grants)


def _cut(grant: Grant, coming: Iterable[Birthday], profile: Profile) -> Grant:
    for birthday in coming:
        if _ends(grant, birthday, profile):
            eve = birthday.day - timedelta(days=1)
            grant = replace(grant, until=min(grant.until, eve))
    return grant


def _ends(grant: Grant, birthday: Birthday, profile: Profile) -> bool:
    """Whether a birthday ends a consent."""
    if birthday.age >= 18 and grant.giver != YOUTH:
        return True  # whatever the profile says: nobody consents for an adult
    return profile.withdrawal.silence(birthday.age) == "freeze" and grant.given_on < birthday.day - ANEW


def _counts_from(born: str, band: Band, before: Band) -> date:
    """The first day on which an age band counts, after the band ``before`` it."""
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
