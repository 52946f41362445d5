"""What follows when somebody withdraws consent, or nobody renews it at 15 or 18: a table in the profile."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from bot.errors import Refused
from bot.i18n import T
from bot.rules import working_day
from bot.rules.words import Id, Part

if TYPE_CHECKING:
    from bot.rules.facts import CaseFacts
    from bot.rules.profile import Band

#: After a withdrawal: people are removed at once, or the room freezes and the coordinator decides.
Consequence = Literal["remove", "freeze"]

#: Without a new consent at a birthday: the old one lasts, as the new age allows, or it ends and the room
#: freezes.
Silence = Literal["keep", "freeze"]

#: The track of those who leave a gang.
DEFECTOR = "defector"

#: How long after a withdrawal ÅNGRA is still about it.
REGRETTED_WITHIN = timedelta(days=1)


class Withdrawal(Part):
    """What follows a withdrawal, by who withdraws, how old the youth is and whom it is about.

    ``remove`` removes whom it is about. ``freeze`` freezes the rooms: after a youth's word the withdrawal is
    carried out within two working days, of a guardian's the coordinator decides. ``family`` is about guardians and
    relatives, ``protected`` about cases with a protected identity, ``freeze_tracks`` about cases of these
    tracks: there whoever withdraws may do so under threat. ``decided``: a lawyer of the municipality has settled
    the table.
    """

    decided: bool = False
    youth_under_15: Consequence = "remove"
    youth_from_15: Consequence = "remove"
    guardian_under_15: Consequence = "remove"
    guardian_from_15: Consequence = "remove"
    family: Consequence = "freeze"
    protected: Consequence = "freeze"
    freeze_tracks: tuple[Id, ...] = (DEFECTOR,)
    required: Literal["freeze"] = "freeze"  # when a required function is removed, the case freezes as well
    silence_at_15: Silence = "keep"
    silence_at_18: Silence = "freeze"

    def consequence(self, giver: str, band: Band) -> Consequence:
        """What follows when the youth, or a guardian, withdraws."""
        if giver == "youth":
            return self.youth_under_15 if band.youngest < 15 else self.youth_from_15
        return self.guardian_under_15 if band.youngest < 15 else self.guardian_from_15

    def silence(self, age: int) -> Silence:
        """What becomes of the old consent when nobody has consented anew at a birthday."""
        return self.silence_at_15 if age < 18 else self.silence_at_18


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A withdrawal that is said and not carried out yet: everything pauses until the coordinator has spoken with
    whoever said it, ``due_on`` at the latest. ``function`` None: everybody."""

    function: str | None
    person_id: str
    said_at: datetime
    due_on: date


def pauses(facts: CaseFacts, functions: Collection[str]) -> bool:
    """Whether everything pauses when these functions are to be out, whoever wants it: it may be said under
    threat, or nobody's app can keep one of them out of what the others write."""
    table = facts.profile.withdrawal
    if facts.case.track in table.freeze_tracks:
        return True
    if facts.case.protected and table.protected == "freeze":
        return True
    return table.family == "freeze" and any(facts.profile.function(each).is_family for each in functions)


def due_on(said_on: date) -> date:
    """The day on whose morning a withdrawal said on a day is carried out: there are two working days to talk."""
    return working_day.following(working_day.following(said_on))


def check_settled(waiting: Iterable[Waiting], code: str) -> None:
    """Refuse to go on while a withdrawal waits: opening the room would undo it without a talk."""
    if any(True for _ in waiting):
        raise Refused(T("withdrawal.talk_first", code=code))
