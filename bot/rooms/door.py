"""Lets strangers in for a consultation: an unknown user of an approved server invites the bot and gets a
page.

The bot joins nobody else's room. An invitation is a knock: it is declined, and its sender is invited to a
page created by the bot, as a guest who has access to no case. Whoever is not let in gets no answer, and
nothing about them is stored.
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
from storage import consultation as consultations

log = get_logger(__name__)


class Door:
    """Handles knocks. ``on_unit``: the reconciler, which opens the page in the same unit of work."""

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
        """The units that take consultations from a server: their ids and names."""
        own = self._settings.server_name
        others = self._settings.allowed_servers
        return {
            unit.id: unit.name
            for unit in self._settings.units
            if rules.accepts_server(self._profile_of(unit.id), server, own=own, others=others)
        }

    def knock(self, session: Session, user_id: str) -> bool:
        """Give somebody who invites the bot a page; returns whether they have one, so that the invitation is
        declined.

        A second invitation, even after a restart, opens no second page: a guest is invited back to theirs.
        """
        units = self.units_for(rules.server_of(user_id))
        if not units or user_id in (self._settings.user_id, self._settings.break_glass_user):
            return False
        known = consultations.known_account(session, user_id)
        if known is not None:
            person_id, guest = known
            if guest:
                consultations.invite_back(session, person_id)
                self._on_unit(session)
            return guest
        now = self._clock.now()
        if not rules.accepts_guest(user_id, consultations.guests_since(session, now - rules.WITHIN)):
            tomorrow = morning(self._clock.today() + timedelta(days=1))
            for unit_id in units:
                consultations.note_turned_away(session, unit_id, tomorrow)
            return False
        unit_id = next(iter(units))
        try:
            begun = consultations.begin(
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
            log.warning("consultation.no_codes")  # not raised: the rest of the sync must still be stored
            return False
        log.info("consultation.knock", consultation=begun.id)
        self._on_unit(session)
        return True
