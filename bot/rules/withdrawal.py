"""What follows when somebody withdraws consent, or nobody renews it at 15 or 18: a table in the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.rules.words import Part

if TYPE_CHECKING:
    from bot.rules.profile import Band

#: After a withdrawal: people are removed at once, or the room freezes and the coordinator decides.
Consequence = Literal["remove", "freeze"]

#: Without a new consent at a birthday: the old one lasts, as the new age allows, or it ends and the room
#: freezes.
Silence = Literal["keep", "freeze"]


class Withdrawal(Part):
    """What follows a withdrawal, by who withdraws and how old the youth is.

    ``remove`` removes whom it is about, ``freeze`` freezes the room until the coordinator has decided.
    ``decided``: a lawyer of the municipality has settled the table.
    """

    decided: bool = False
    youth_under_15: Consequence = "remove"
    youth_from_15: Consequence = "remove"
    guardian_under_15: Consequence = "remove"
    guardian_from_15: Consequence = "remove"
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
