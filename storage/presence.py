"""Who came to the meetings of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.rules.presence import Came
from storage.tables import Presence


class Presences:
    """Who came to the meetings of one case."""

    def __init__(self, session: Session, case_id: str) -> None:
        self._session = session
        self._case_id = case_id

    def put(self, meeting_id: str, came: Mapping[str, Came], now: datetime) -> None:
        """Store who came to a meeting, by person id, instead of what was stored of it."""
        self.forget(meeting_id)
        for person_id, how in came.items():
            self._session.add(
                Presence(
                    meeting_id=meeting_id, person_id=person_id, case_id=self._case_id, came=how, noted_at=now
                )
            )
        self._session.flush()

    def forget(self, meeting_id: str) -> None:
        """Forget who came to a meeting."""
        self._session.execute(
            delete(Presence).where(Presence.meeting_id == meeting_id, Presence.case_id == self._case_id)
        )

    def of_meeting(self, meeting_id: str) -> Mapping[str, Came]:
        """Who came to a meeting, by person id; empty while nobody has said it."""
        query = select(Presence.person_id, Presence.came).where(
            Presence.meeting_id == meeting_id, Presence.case_id == self._case_id
        )
        return {person_id: Came(came) for person_id, came in self._session.execute(query)}
