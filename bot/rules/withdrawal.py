"""What follows when somebody takes a consent back, or says nothing when the youth comes of age: the profile's table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.rules.words import Part

if TYPE_CHECKING:
    from bot.rules.profile import Band

#: Out at once; or nothing new is shared with anybody, and the coordinator decides.
Follows = Literal["remove", "freeze"]

#: What stood goes on as the new age allows; or it ends with the old age, and the room freezes.
Silence = Literal["keep", "freeze"]


class Withdrawal(Part):
    """What follows when somebody takes a consent back: ``remove`` whom it is about, or ``freeze`` and let the
    coordinator decide. ``decided``: a lawyer of the municipality has settled it."""

    decided: bool = False
    youth_under_15: Follows = "remove"
    youth_from_15: Follows = "remove"
    guardian_under_15: Follows = "remove"
    guardian_from_15: Follows = "remove"
    required: Literal["freeze"] = "freeze"  # somebody who must be there is removed, and the case freezes as well
    silence_at_15: Silence = "keep"
    silence_at_18: Silence = "freeze"

    def follows(self, giver: str, band: Band) -> Follows:
        """What follows when the youth, or a guardian, takes a consent back."""
        if giver == "youth":
            return self.youth_under_15 if band.youngest < 15 else self.youth_from_15
        return self.guardian_under_15 if band.youngest < 15 else self.guardian_from_15

    def silence(self, age: int) -> Silence:
        """What follows when nobody has consented anew at a birthday."""
        return self.silence_at_15 if age < 18 else self.silence_at_18
