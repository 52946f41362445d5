"""The door for strangers: somebody unknown, on a server we approve of, invites the bot, and gets a page to ask on.

The bot comes into nobody else's room. An invitation is a knock: it is declined, and the knocker is invited to a page of
the bot's own, as a guest who reaches no case. Whoever is not let in is not answered, and nothing is kept of them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import Refused
from bot.logs import get_logger
from bot.rules import case as cases
from bot.rules import consultation as rules
from bot.rules.calendar import morning
from bot.rules.consultation import State
from bot.rules.profile import Profile
from bot.settings import Settings
from storage import consultation as kept

log = get_logger(__name__)


class Door:
    """Hears who knocks. ``on_unit``: the reconciler, which opens the page in the same unit of work."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock,
        profile_of: Callable[[str], Profile],
        on_unit: Callable[[Session], None],
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._profile_of = profile_of
        self._on_unit = on_unit

    def units_for(self, server: str) -> Mapping[str, str]:
        """The units that talk with people of a server, and what people call them."""
        own, others = self._settings.server_name, self._settings.allowed_servers
        return {
            unit.id: unit.name
            for unit in self._settings.units
            if rules.accepts_server(self._profile_of(unit.id), server, own=own, others=others)
        }

    def knock(self, session: Session, user_id: str) -> bool:
        """Somebody invites the bot. Whether they get a page, or have one: then their invitation is to be declined.

        Said twice, also after a restart, it is one knock: whoever has a page as a guest only gets back to it.
        """
        units = self.units_for(rules.server_of(user_id))
        if not units or user_id in (self._settings.user_id, self._settings.break_glass_user):
            return False
        known = kept.known_account(session, user_id)
        if known is not None:
            person_id, guest = known
            if guest:
                kept.invite_back(session, person_id)
                self._on_unit(session)
            return guest
        now = self._clock.now()
        if not rules.accepts_guest(user_id, kept.guests_since(session, now - rules.WITHIN)):
            tomorrow = morning(self._clock.today() + timedelta(days=1))
            for unit_id in units:
                kept.note_turned_away(session, unit_id, tomorrow)
            return False
        unit_id = next(iter(units))
        try:
            begun = kept.begin(
                session,
                unit_id,
                user_id,
                state=State.ASKED if len(units) > 1 else State.NEW,
                language=next(unit.language for unit in self._settings.units if unit.id == unit_id),
                new_code=lambda taken: cases.new_code(taken, secrets.choice, rules.PREFIX),
                now=now,
                today=self._clock.today(),
            )
        except Refused:
            log.warning("consultation.no_codes")  # and the rest of what has come is still taken in
            return False
        log.info("consultation.knock", consultation=begun.id)
        self._on_unit(session)
        return True
