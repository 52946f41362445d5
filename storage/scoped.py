"""The stores through which handlers read and services write: each of one unit or one case, without a way to
another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from bot.i18n import ZONE, Language
from bot.messages import Urgency
from bot.rules import age, budget
from bot.rules.audit import Action, CarriedOut
from bot.rules.budget import Span
from bot.rules.card import FAR_MESSAGES, Standing
from bot.rules.case import Case, State
from bot.rules.consent import Actor, Grant
from bot.rules.facts import CaseFacts, UnitFacts
from bot.rules.person import Person
from bot.rules.plan import Task, TaskState
from bot.rules.profile import Profile
from bot.rules.room import RoomKind, Seen
from bot.rules.status_round import Silent
from storage import (
    actor,
    audit,
    due,
    erasure,
    facts,
    fading,
    inbox,
    just_said,
    outbox,
    plan,
    question,
    sealed,
    status_round,
    youth_words,
)
from storage import case as cases
from storage import member as members
from storage import room as rooms
from storage.actor import Actors
from storage.alarm import Alarms
from storage.audit import Entry
from storage.case import Cases
from storage.consent import Consents
from storage.consultation import Consultations
from storage.device_news import Devices
from storage.goal import Goals
from storage.meeting import Meetings, Planned, planned_of
from storage.mending import Mending
from storage.minute import Minutes
from storage.outage import Outages
from storage.overview import Overview
from storage.own_withdrawal import OwnWithdrawals
from storage.person import People
from storage.plan import Plan
from storage.presence import Presences
from storage.receipt import Receipts
from storage.reference import References
from storage.refusal import Refusals
from storage.room import RoomView
from storage.status_round import Rounds
from storage.stuck import Stuck, StuckRow
from storage.tap import Taps
from storage.trouble import Troubles
from storage.youth_alarm import YouthAlarms


class UnitStore:
    """What is stored of one unit, for whoever acts in it (``actor``: a person id, or "bot").

    With the unit's ``profile``, everything is read as it counts now: birthdays end consents, and protected
    names are replaced. With None it is read as it is stored, for the export. ``profile`` has no default,
    because a caller who left it out would let ended consents count.
    """

    def __init__(
        self,
        session: Session,
        unit_id: str,
        actor: str,
        now: datetime,
        *,
        profile: Profile | None,
        language: Language = "sv",
    ) -> None:
        self._session = session
        self._actor = actor
        self.now = now
        self.unit_id = unit_id
        self._profile = profile
        self._language: Language = language
        self.people = People(session, unit_id, called=self._called)
        self._today = now.astimezone(ZONE).date()
        self.cases = Cases(session, unit_id, self._today)
        self.references = References(session, unit_id)
        self.consultations = Consultations(session, unit_id)
        self.devices = Devices(session, unit_id)
        self.alarms = Alarms(session, unit_id, now)
        self.stuck = Stuck(session, unit_id, now)
        self.mending = Mending(session, unit_id, now)
        self.troubles = Troubles(session, now)
        self.youth_alarms = YouthAlarms(session, unit_id)
        self.overview = Overview(session, unit_id)
        self.outages = Outages(session, unit_id)

    @property
    def facts(self) -> UnitFacts:
        """The people and the profile of the unit, as they are now."""
        return facts.of_unit(self._session, self.unit_id, self._current_profile, self._today, self._language)

    def facts_of(self, found: Sequence[Case]) -> Mapping[str, CaseFacts]:
        """The facts of many cases of this unit, by case id, in a constant number of statements."""
        self._check_unit(found)
        case_ids = [case.id for case in found]
        return facts.of_cases(self._session, case_ids, self._current_profile, self._today, self._language)

    def rooms_of(self, found: Sequence[Case]) -> Mapping[str, RoomView]:
        """The case rooms of many cases of this unit, by case id, in one statement."""
        self._check_unit(found)
        return rooms.of_cases(self._session, [case.id for case in found])

    def living_rooms_of(self, found: Sequence[Case]) -> Mapping[str, Sequence[RoomView]]:
        """The rooms of many cases of this unit as in :attr:`CaseStore.rooms`, by case id, in one
        statement."""
        self._check_unit(found)
        return rooms.living_of_cases(self._session, [case.id for case in found])

    def planned_meetings_of(self, found: Sequence[Case]) -> Sequence[Planned]:
        """The meetings of many cases of this unit that are still to be, the next one first, in one statement."""
        self._check_unit(found)
        return planned_of(self._session, [case.id for case in found], self.now)

    def actors_of(self, person_id: str) -> Sequence[Actor]:
        """Every function somebody stands for in any case of this unit, also those that begin on a later
        day."""
        return actor.lasting_of_person(self._session, self.unit_id, person_id, self._today)

    def task_numbers_of(self, person_id: str, states: Collection[TaskState]) -> Mapping[str, Sequence[int]]:
        """The numbers of somebody's tasks in these states in the cases of this unit, by case id."""
        return plan.numbers_of_owner(self._session, self.unit_id, person_id, states)

    def silent(
        self, *, asked_until: date, person_id: str | None = None, case_ids: Collection[str] | None = None
    ) -> Sequence[Silent]:
        """The open tasks of the unit about which somebody was asked on a day or before, and has said nothing since:
        see :func:`storage.status_round.silent`."""
        return status_round.silent(
            self._session,
            self.unit_id,
            asked_until=asked_until,
            today=self._today,
            person_id=person_id,
            case_ids=case_ids,
        )

    def is_rarely_asked(self, person_id: str) -> bool:
        """Whether somebody is asked about everything together, once a week."""
        return status_round.is_rare(self._session, person_id)

    def rarely_asked(self, person_ids: Collection[str]) -> frozenset[str]:
        """Who of some people is asked about everything together, once a week."""
        return status_round.rare_ones(self._session, person_ids)

    def choose_to_be_asked(self, person_id: str, *, rarely: bool) -> None:
        """Note whether somebody wants to be asked about everything together, once a week."""
        self.people.get(person_id)
        if rarely:
            status_round.choose_rarely(self._session, self.unit_id, person_id, self._today)
        else:
            status_round.choose_usually(self._session, person_id)

    def disturbed(self, people: Iterable[Person]) -> Mapping[str, int]:
        """How often the bot speaks to people at work by itself, today or this week as they are counted, by person
        id."""
        by_span: dict[Span, list[str]] = {}
        for one in people:
            bound = budget.bound(Urgency.QUESTION, one.role)
            if bound is not None:
                by_span.setdefault(bound.span, []).append(one.id)
        found: dict[str, int] = {}
        for span, ids in by_span.items():
            first, following = budget.counted_together(span, self._today)
            since, until = (datetime.combine(day, time(), tzinfo=ZONE) for day in (first, following))
            found |= outbox.unprompted(self._session, ids, since, until)
        return found

    def schedule_for(self, kind: str, person_id: str, at: datetime) -> None:
        """Schedule something about a person and all their cases; scheduling the same again moves it."""
        due.schedule(self._session, unit_id=self.unit_id, kind=kind, subject=person_id, at=at)

    def schedule_once_for(self, kind: str, person_id: str, at: datetime) -> None:
        """Schedule something about a person and all their cases, unless it is scheduled already."""
        due.schedule_once(self._session, unit_id=self.unit_id, kind=kind, subject=person_id, at=at)

    def erase_needless(self, person_id: str) -> bool:
        """Erase a youth or guardian whom no case needs and who has left their page; returns whether to look again:
        they are there still."""
        for person in erasure.needless(self._session, self.unit_id, [person_id], ()):
            if erasure.is_on_page(self._session, person):
                return True
            erasure.forget_person(self._session, person)
        return False

    def scheduled_at(self, kind: str, subject: str) -> datetime | None:
        """When something is scheduled; None when it is not."""
        return due.scheduled_at(self._session, kind, subject)

    def tasks_of(
        self, found: Sequence[Case], person_id: str, states: Collection[TaskState]
    ) -> Sequence[Task]:
        """Somebody's tasks in these states in some cases of this unit, by case and number."""
        self._check_unit(found)
        return plan.of_owner(self._session, found, person_id, states)

    @property
    def office(self) -> RoomView:
        """The unit's office."""
        return rooms.office(self._session, self.unit_id)

    def page(self, person_id: str) -> RoomView:
        """The own page of a person of this unit."""
        self.people.get(person_id)
        return rooms.page(self._session, person_id)

    def is_told(self, person_id: str, tag: str) -> bool:
        """Whether somebody's own page shows a message of that tag, or is about to."""
        page_id = self.page(person_id).id
        if outbox.shown_event(self._session, page_id, tag) is not None:
            return True
        return outbox.is_queued(self._session, page_id, tag)

    def circle(self, case_id: str) -> list[Person]:
        """The coordinator of a case of this unit, and everybody who stands for a function in it today."""
        case = self.one_case(case_id)
        actors = facts.actors_of(self._session, case, self._today)
        ids = [case.coordinator_id, *(actor.person_id for actor in actors)]
        people = [self.people.get(person_id) for person_id in dict.fromkeys(ids)]
        return [person for person in people if person.active]

    def one_case(self, case_id: str) -> Case:
        """A case of this unit, as it is stored. Raises ``LookupError`` for a case of another unit."""
        case = facts.one_case(self._session, case_id)
        if case.unit_id != self.unit_id:
            raise LookupError("a case of another unit")
        return case

    def case_of(self, room: RoomView) -> Case | None:
        """The case that a room is of; None of an office, of a page, and once the case is erased."""
        if room.case_id is None:
            return None
        case = self.one_case(room.case_id)
        return None if case.state is State.DISPOSED else case

    def acting_as(self, person_id: str) -> UnitStore:
        """The same store, for somebody else who acts in the unit."""
        return UnitStore(
            self._session,
            self.unit_id,
            person_id,
            self.now,
            profile=self._profile,
            language=self._language,
        )

    def of(self, case: Case) -> CaseStore:
        """The store of a case of this unit."""
        self._check_unit((case,))
        return CaseStore(
            self._session,
            self.unit_id,
            self._actor,
            self.now,
            case.id,
            profile=self._profile,
            language=self._language,
        )

    def keep_words(
        self, person_id: str, text: str, *, kind: str, event_id: str | None, expires_at: datetime
    ) -> bool:
        """Keep a message of a youth until they decide about it; returns False when there is no room for all
        of it."""
        self.people.get(person_id)
        return youth_words.add(
            self._session,
            unit_id=self.unit_id,
            person_id=person_id,
            text=text,
            kind=kind,
            event_id=event_id,
            now=self.now,
            expires_at=expires_at,
        )

    def has_kept_words(self, person_id: str) -> bool:
        """Whether words of a youth are kept that they have not decided about yet."""
        self.people.get(person_id)
        return youth_words.has_words(self._session, person_id)

    def has_declined_words(self, person_id: str) -> bool:
        """Whether words of a youth are kept that they did not want passed on."""
        self.people.get(person_id)
        return youth_words.has_declined(self._session, person_id)

    def decline_kept_words(self, person_id: str, until: datetime) -> None:
        """Mark what a youth wrote as not to be passed on; it is kept until then, should they change their mind."""
        self.people.get(person_id)
        youth_words.decline(self._session, person_id, until)

    def kept_words(self, person_id: str) -> Sequence[youth_words.Line]:
        """Everything kept of what a youth wrote, in order. It stays."""
        self.people.get(person_id)
        return youth_words.all_of(self._session, person_id)

    def note_cry(self, person_id: str, event_id: str) -> Sequence[just_said.Earlier]:
        """Note that somebody wrote what is no ordinary message; returns what they wrote just before it."""
        self.people.get(person_id)
        return just_said.note_cry(self._session, person_id=person_id, event_id=event_id, now=self.now)

    def has_just_cried(self, person_id: str) -> bool:
        """Whether somebody has just written what is no ordinary message, and not decided about it since."""
        return just_said.has_cried(self._session, person_id, self.now)

    def keyed_hash(self, room: RoomView, text: str) -> str:
        """What stands for a text in the tag of a message in a room: nobody without the key can try a guess at it."""
        return sealed.index(self._session, room.key_id, text, "tag")

    def was_said_since(self, room: RoomView, tag: str, since: datetime) -> bool:
        """Whether the bot has said something with that tag in a room since then."""
        return outbox.was_said_since(self._session, room.id, tag, since)

    def take_faded(self, page_id: str) -> Sequence[str]:
        """The events of sensitive answers that have stood long enough on a page of this unit, each once."""
        return fading.take(self._session, self._page_of_unit(page_id), self.now)

    def take_said(self, page_id: str) -> Sequence[str]:
        """The events of all that the bot has said on a page of this unit, each once."""
        return fading.take_all(self._session, self._page_of_unit(page_id))

    def _page_of_unit(self, page_id: str) -> RoomView:
        page = rooms.get(self._session, page_id)
        if page.unit_id != self.unit_id or page.kind is not RoomKind.PAGE:
            raise LookupError("no own page of this unit")
        return page

    def take_kept_words(self, person_id: str) -> Sequence[youth_words.Line]:
        """Remove and return what a youth wrote, in order: what they have not decided about, else what they did not
        want passed on before."""
        self.people.get(person_id)
        return youth_words.take(self._session, person_id)

    def cancel_questions(self, person_id: str, room_id: str) -> int:
        """Cancel the questions in a room to somebody, and those their commands ask of others; returns how
        many."""
        to_them = question.close_all(
            self._session, room_id, person_id, "cancelled", keeping=(question.OFFER,)
        )
        to_others = question.close_awaiting_second(self._session, room_id, person_id)
        return to_them + to_others

    def asked_about(
        self, person_id: str, room_id: str, command: str, word: tuple[str, str]
    ) -> question.AskedAbout:
        """What somebody was asked in a room about one thing: see :func:`storage.question.asked_about`."""
        return question.asked_about(self._session, room_id, person_id, command, word)

    def close_about(self, asked: question.AskedAbout) -> None:
        """Cancel the questions about something that has ended, and drop those that are unsent."""
        question.close_about(self._session, asked)

    def open_questions(self, person_id: str, room_id: str) -> Sequence[question.Asked]:
        """The open questions somebody was asked in a room, in the order they saw them."""
        return question.delivered(self._session, room_id, person_id, self.now)

    def awaiting_second(self) -> Sequence[question.Asked]:
        """The open questions of the unit that wait for a second person, also those whose time is over."""
        return question.awaiting_second(self._session, self.office.id)

    def numbered_question(self, question_id: int) -> question.Asked | None:
        """A question of this unit, in any state; None when there is none."""
        asked = question.numbered(self._session, question_id)
        if asked is None or rooms.get(self._session, asked.room_id).unit_id != self.unit_id:
            return None
        return asked

    def end_question(self, question_id: int, state: str) -> None:
        """End a question that waited for a second person: it is ``cancelled`` or ``expired``."""
        question.close_one(self._session, question_id, state)

    def plan_second_reminder(self) -> None:
        """Have the unit reminded again, the next working morning, of what waits for a second person."""
        question.plan_reminder(self._session, self.unit_id, self.now)

    def open_pages_of(self, people: Iterable[Person]) -> Mapping[str, RoomView]:
        """The own pages of those who are in theirs now, by person id."""
        found = {}
        for person in people:
            if person.matrix_id is None:
                continue
            page = self.page(person.id)
            if page.matrix_room and person.matrix_id in members.joined(self._session, page.matrix_room):
                found[person.id] = page
        return found

    def has_standing_question(self, person_id: str) -> bool:
        """Whether somebody has an open standing question on their page, whose answer must not get lost."""
        questions = question.delivered(self._session, self.page(person_id).id, person_id, self.now)
        return any(asked.command in question.STANDING for asked in questions)

    def last_question(self, person_id: str, room_id: str) -> question.Asked | None:
        """The last question somebody was asked in a room, in any state."""
        return question.latest(self._session, room_id, person_id)

    def close_offers(self, person_id: str, room_id: str) -> None:
        """Mark the offers to pass on somebody's words answered; what they write next stands by itself."""
        question.close_offers(self._session, room_id, person_id)
        just_said.forget(self._session, person_id)

    def has_just_decided(self, person_id: str, room_id: str) -> bool:
        """Whether the last question somebody was asked in a room is an offer to pass on their words."""
        newest = question.latest(self._session, room_id, person_id, but_decided=False)
        return newest is not None and newest.command == question.OFFER

    def last_sign_of(self, person: Person) -> datetime | None:
        """When anything last came from somebody's devices that was for the bot; None without an account, or when
        nothing ever did."""
        if person.matrix_id is None:
            return None
        return inbox.last_from(self._session, self.office.account_id, person.matrix_id)

    def shows(self, tag: str, room_id: str) -> bool:
        """Whether a room shows a message of that tag, or is about to."""
        if outbox.shown_event(self._session, room_id, tag) is not None:
            return True
        return outbox.is_queued(self._session, room_id, tag)

    def schedule(self, kind: str, subject: str, at: datetime) -> None:
        """Schedule something for a time; scheduling the same again moves it."""
        due.schedule(self._session, unit_id=self.unit_id, kind=kind, subject=subject, at=at)

    def is_scheduled(self, kind: str) -> bool:
        """Whether anything of a kind is scheduled in the unit."""
        return due.is_pending_in(self._session, kind, self.unit_id)

    def cancel_scheduled(self, cause: str, *, kind: str, subject: str) -> int:
        """Cancel what is scheduled of a kind about a subject, and keep the cause; returns how many rows."""
        return due.cancel(self._session, cause, kind=kind, subject=subject)

    def audit(self, action: Action | CarriedOut, **detail: audit.Detail) -> int:
        """Write a row of the audit log, with tags and opaque ids only; returns its number."""
        return audit.write(
            self._session,
            at=self.now,
            unit_id=self.unit_id,
            actor=self._actor,
            case_id=None,
            action=action,
            **detail,
        )

    def _check_unit(self, found: Iterable[Case]) -> None:
        if any(case.unit_id != self.unit_id for case in found):
            raise LookupError("a case of another unit")

    @property
    def _current_profile(self) -> Profile:
        """The unit's profile. Raises ``LookupError`` in a store without one, which reads for the export."""
        if self._profile is None:
            raise LookupError("this store reads what is written, not what counts today")
        return self._profile

    def _called(self) -> Mapping[str, str]:
        """What the people with protected names are called instead, by person id."""
        if self._profile is None:
            return {}
        functions = facts.hidden(self._session, self.unit_id)
        return {
            person_id: self._profile.function(function).label(self._language)
            for person_id, function in functions.items()
        }


class CaseStore(UnitStore):
    """What is stored of one case, for whoever acts in its unit."""

    def __init__(
        self,
        session: Session,
        unit_id: str,
        actor: str,
        now: datetime,
        case_id: str,
        *,
        profile: Profile | None,
        language: Language = "sv",
    ) -> None:
        super().__init__(session, unit_id, actor, now, profile=profile, language=language)
        self.case_id = case_id
        self.actors = Actors(session, unit_id, case_id, self._today)
        self.consents = Consents(session, unit_id, case_id, counted=self._counted)
        self.receipts = Receipts(session, unit_id, case_id)
        self.refusals = Refusals(session, unit_id, case_id)
        self.own_withdrawals = OwnWithdrawals(session, unit_id, case_id)
        self.plan = Plan(session, unit_id, case_id)
        self.goals = Goals(session, unit_id, case_id)
        self.meetings = Meetings(session, unit_id, case_id)
        self.presences = Presences(session, case_id)
        self.minutes = Minutes(session, case_id)
        self.taps = Taps(session, case_id)
        self.status_rounds = Rounds(session, unit_id, case_id)

    @property
    def facts(self) -> CaseFacts:
        """The case, its consents, its actors and the unit's people, as all of it counts now."""
        return facts.of_case(self._session, self.case_id, self._current_profile, self._today, self._language)

    @property
    def case(self) -> Case:
        """The case as it is now, in the age band of today."""
        stored = facts.one_case(self._session, self.case_id)
        if self._profile is None:
            return stored
        return age.in_todays_band(stored, self._profile, self._today)

    def save(self, case: Case) -> None:
        """Write the case as the rules have changed it."""
        self._check(case)
        cases.save(self._session, case)

    def dispose(self, case: Case) -> list[str]:
        """Erase the case with its key, and so everything sealed with it, and those of its people whom nobody needs.
        The code stays taken. Returns the ids of those who stay on their page."""
        self._check(case)
        functions = () if self._profile is None else self._profile.functions
        private = [function.id for function in functions if function.private]
        return cases.dispose(self._session, case, private)

    @property
    def room(self) -> RoomView:
        """The case room."""
        room = rooms.of_case(self._session, self.case_id)
        assert room is not None  # added together with the case
        return room

    def overtake_questions(self) -> None:
        """End the questions about this case that wait for a second person: it is another case now. Who asked
        and who was asked are told."""
        question.overtake(self._session, self.unit_id, self.case_id, self.now)

    def open_room(self, scope: frozenset[str]) -> RoomView:
        """Set the scope chosen for the case room, so that the reconciler opens it."""
        rooms.set_scope(self._session, self.room.id, sorted(scope))
        return self.room

    @property
    def rooms(self) -> list[RoomView]:
        """The case room, then the side rooms by number, without those given up or left."""
        return rooms.living(self._session, self.case_id)

    def said_in_rooms(self, who: Person, since: datetime) -> list[tuple[str, str]]:
        """What somebody has said to the bot in rooms of the case since then, as room and event id."""
        account_id = self.room.account_id
        here = [room.id for room in self.rooms]
        return inbox.said_in(self._session, account_id, here, who.matrix_id or "", since)

    def came_with_opening(self, who: Person) -> bool:
        """Whether somebody was invited to the case room as it opened, and not again since."""
        return outbox.came_with_opening(self._session, self.room.id, who.id)

    def add_side_room(self, scope: frozenset[str]) -> RoomView:
        """Add a side room with the next number; the reconciler opens it."""
        return rooms.add_side_room(self._session, beside=self.room.id, scope=sorted(scope))

    def close_side_room(self, room_id: str) -> None:
        """Give up a side room: the reconciler removes everybody from it, the bot last."""
        if room_id not in {room.id for room in self.rooms if room.kind is RoomKind.SIDE}:
            raise LookupError("no side room of this case")
        rooms.give_up(self._session, room_id)
        outbox.drop_room(self._session, room_id, "the room is closed")

    def left_rooms(self, person: Person) -> list[RoomView]:
        """Those of the case's rooms and the own page that somebody left or declined without being removed."""
        places = [*self.rooms, self.page(person.id)]
        return [room for room in places if members.is_away(self._session, room.matrix_room, person.matrix_id)]

    def invite_again(self, person: Person) -> None:
        """Have the reconciler invite somebody again who left or declined, where they are wanted."""
        for room in self.left_rooms(person):
            members.forget_leaving(self._session, room.matrix_room, person.matrix_id)

    def retry_invitations(self, person: Person) -> list[StuckRow]:
        """Try somebody's failed invitations again at once; returns the rows that are tried."""
        if person.matrix_id is None:
            return []
        places = [*self.rooms, self.page(person.id)]
        tried: list[StuckRow] = []
        for room in places:
            row_ids = outbox.retry_invitation(self._session, room.id, self.now, inviting=person.matrix_id)
            tried += [self.stuck.get(row_id) for row_id in row_ids]
        return tried

    @property
    def joined_since(self) -> Mapping[str, datetime]:
        """Since when people are in a room of the case, by Matrix id: in the one they joined last, of those
        they are in now."""
        opened = [room.matrix_room for room in self.rooms if room.matrix_room is not None]
        return members.joined_since(self._session, opened)

    def joined(self, room: RoomView | None = None) -> frozenset[str]:
        """Matrix ids of those who are in a room now (the case room unless another is given)."""
        matrix_room = (room or self.room).matrix_room
        if matrix_room is None:
            return frozenset()
        return members.joined(self._session, matrix_room)

    def seen(self, room: RoomView) -> list[Seen]:
        """The members of a room of the case, as the homeserver shows them."""
        return [] if room.matrix_room is None else members.seen(self._session, room.matrix_room)

    def end_offer(self, tag: str) -> None:
        """Take away the emoji that are offered on a message in the case room."""
        outbox.put_seeds(self._session, self.room, tag, (), now=self.now)

    def schedule(self, kind: str, subject: str, at: datetime) -> None:
        """Schedule something for a time; scheduling the same again moves it."""
        due.schedule(
            self._session, unit_id=self.unit_id, case_id=self.case_id, kind=kind, subject=subject, at=at
        )

    def schedule_for(self, kind: str, person_id: str, at: datetime) -> None:
        """Schedule something about a person that does not go with the case."""
        due.schedule(self._session, unit_id=self.unit_id, kind=kind, subject=person_id, at=at)

    def cancel_scheduled(self, cause: str, *, kind: str | None = None, subject: str | None = None) -> int:
        """Cancel what is scheduled for this case, and keep the cause; returns how many rows."""
        return due.cancel(self._session, cause, kind=kind, subject=subject, case_id=self.case_id)

    def pending_subjects(self, kind: str) -> list[str]:
        """The subjects of everything of a kind that is still scheduled in this case."""
        return due.pending_subjects(self._session, kind, self.case_id)

    def take_due_now(self, kinds: Collection[str], cause: str) -> list[tuple[str, str]]:
        """The kinds and subjects of everything of some kinds that is due in this case by now; it is cancelled, for that
        cause."""
        return due.take_all(self._session, kinds, self.case_id, self.now, cause)

    def schedule_once(self, kind: str, subject: str, at: datetime) -> None:
        """Schedule something for a time, unless it is scheduled already."""
        due.schedule_once(
            self._session, unit_id=self.unit_id, case_id=self.case_id, kind=kind, subject=subject, at=at
        )

    def is_due_now(self, kind: str) -> bool:
        """Whether something of a kind is due in this case by now."""
        return due.is_due(self._session, kind, self.case_id, self.now)

    def newest_tag(self, begins: str, room: RoomView) -> outbox.Tagged | None:
        """The newest message in a room whose tag begins so, whatever became of it."""
        return outbox.newest_tag(self._session, room.id, begins)

    def is_shown(self, tag: str, room: RoomView | None = None) -> bool:
        """Whether a room (the case room unless another is given) shows a message of that tag, or is about
        to."""
        return self.shows(tag, (room or self.room).id)

    def standing(self, tag: str, room: RoomView) -> Standing | None:
        """Where the newest message of a tag stands in a room of the case; None when the room has none."""
        return outbox.standing(self._session, room.id, tag, most=FAR_MESSAGES)

    def all_were_there(self, room: RoomView, at: datetime) -> bool:
        """Whether all who are in a room of the case were in it at a time.

        Whoever came later cannot read what was sent then, nor an edit of it.
        """
        if room.matrix_room is None:
            return True
        since = members.joined_since(self._session, [room.matrix_room])
        return all(joined_at <= at for joined_at in since.values())

    def audit(self, action: Action | CarriedOut, **detail: audit.Detail) -> int:
        """Write a row of the audit log about this case."""
        return audit.write(
            self._session,
            at=self.now,
            unit_id=self.unit_id,
            actor=self._actor,
            case_id=self.case_id,
            action=action,
            **detail,
        )

    def history(self, *, page: int, size: int, commands: bool) -> tuple[list[Entry], int]:
        """One page of what happened in this case, and how many pages there are: see
        :func:`storage.audit.of_case`."""
        return audit.of_case(self._session, self.case_id, page=page, size=size, commands=commands)

    def _counted(self, grants: Sequence[Grant]) -> Sequence[Grant]:
        """The grants as the youth's birthdays leave them."""
        if self._profile is None:
            return grants
        return age.cut_at_birthdays(grants, self.case, self._profile)

    def _check(self, case: Case) -> None:
        if case.id != self.case_id:
            raise LookupError("another case")
