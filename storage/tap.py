"""What people answered with an emoji, kept so that an emoji taken away takes its answer back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage.tables import Tap as Row


@dataclass(frozen=True, kw_only=True)
class Tap:
    """An answer by emoji: what was ``said`` ``at`` that time, and what the answer was ``before`` (None: there was
    none).

    ``is_newest``: the person has tapped nothing else on that message since.
    """

    event_id: str
    case_id: str
    person_id: str
    tag: str
    said: str
    before: str | None
    at: datetime
    is_newest: bool = True


class Taps:
    """The taps on messages about one case."""

    def __init__(self, session: Session, case_id: str) -> None:
        self._session = session
        self._case_id = case_id

    def note(
        self, event_id: str, person_id: str, tag: str, *, said: str, before: str | None, now: datetime
    ) -> None:
        """Note what a tap answered. An event counts once."""
        if of_event(self._session, event_id) is not None:
            return
        row = Row(
            event_id=event_id,
            case_id=self._case_id,
            person_id=person_id,
            tag=tag,
            said=said,
            before=before,
            at=now,
        )
        self._session.add(row)
        self._session.flush()

    def forget(self, tap: Tap, now: datetime) -> None:
        """Forget a tap that is taken back.

        What the next one would restore is what this one would have. If there is none, the answer becomes now what
        the one before it says.
        """
        ours = (Row.case_id == self._case_id, Row.person_id == tap.person_id, Row.tag == tap.tag)
        row = self._session.scalars(select(Row).where(*ours, Row.event_id == tap.event_id)).one()
        later = select(Row.id).where(*ours, Row.id > row.id).order_by(Row.id).limit(1)
        following = self._session.scalar(later)
        earlier = select(Row.id).where(*ours, Row.id < row.id).order_by(Row.id.desc()).limit(1)
        previous = self._session.scalar(earlier)
        if following is not None:
            self._session.execute(update(Row).where(Row.id == following).values(before=tap.before))
        elif previous is not None:
            self._session.execute(update(Row).where(Row.id == previous).values(at=now))
        self._session.delete(row)
        self._session.flush()


def of_event(session: Session, event_id: str) -> Tap | None:
    """The tap of an event; None when it answered nothing, or is taken back already."""
    row = session.scalars(select(Row).where(Row.event_id == event_id)).first()
    if row is None:
        return None
    same = (Row.case_id == row.case_id, Row.person_id == row.person_id, Row.tag == row.tag)
    newest = session.scalar(select(Row.id).where(*same).order_by(Row.id.desc()).limit(1))
    return Tap(
        event_id=row.event_id,
        case_id=row.case_id,
        person_id=row.person_id,
        tag=row.tag,
        said=row.said,
        before=row.before,
        at=row.at,
        is_newest=newest == row.id,
    )


def forget_case(session: Session, case_id: str) -> None:
    """Forget every tap about a case that is erased."""
    session.execute(delete(Row).where(Row.case_id == case_id))
