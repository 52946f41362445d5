"""People and cases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Serial, partial, written


class Person(Base):
    """Somebody the bot talks with, in one unit. Coordinators find them by a short handle."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("unit_id", "handle_index"), UniqueConstraint("unit_id", "matrix_id"))
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    handle_index: Mapped[str] = mapped_column(String(32))  # storage.sealed.index: no handle is given twice
    about_sealed: Mapped[bytes]  # handle, name, role, function, languages, how their identity was checked
    key_id: Mapped[str] = mapped_column(String(32))
    # plain: the homeserver knows it anyway
    matrix_id: Mapped[str | None] = mapped_column(String(255), index=True)
    reminders: Mapped[bool] = mapped_column(default=True)
    added_by: Mapped[str] = mapped_column(String(32))
    approved_by: Mapped[str | None] = mapped_column(String(32))
    added_at: Mapped[datetime]
    active: Mapped[bool] = mapped_column(default=True)
    greeted_at: Mapped[datetime | None]  # when the account they have now got the first words
    held_since: Mapped[datetime | None]  # since then nothing sensitive is answered on their page
    away_until: Mapped[date | None]  # the day on which they are back
    deputy_id: Mapped[str | None] = mapped_column(String(32))  # who stands in until then
    # on | off | picture: the week on Mondays; None: as their role has it
    monday: Mapped[str | None] = mapped_column(String(8))


class Case(Base):
    """One young person's SIG. Until consent: a code, an age band and who took the initiative; nothing
    else."""

    __tablename__ = "case"
    __table_args__ = (UniqueConstraint("unit_id", "code"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    code: Mapped[str] = mapped_column(String(8))
    key_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(12))  # bot.rules.case.State
    # age band, initiator, track, the youth's choice, scope, whose identity is protected, notes, when they were born
    # (after consent), the reason it ended; None once it is erased
    about_sealed: Mapped[bytes | None]
    coordinator_id: Mapped[str] = mapped_column(String(32))
    created_on: Mapped[date]
    purge_on: Mapped[date | None]
    information_meeting_on: Mapped[date | None]
    information_meeting_held: Mapped[bool] = mapped_column(default=False)
    opened_on: Mapped[date | None]
    closing_on: Mapped[date | None]
    leave_on: Mapped[date | None]
    dispose_on: Mapped[date | None]
    reviewed_on: Mapped[date | None]  # when the circle was last reviewed


class Reference(Base):
    """The public number of a decision a unit works on: the mandate, the letter of intent."""

    __tablename__ = "reference"
    unit_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    number: Mapped[str] = mapped_column(String(40))
    noted_on: Mapped[date]
    noted_by: Mapped[str] = mapped_column(String(32))


class Actor(Base):
    """Somebody who stands for a function in a case: Petra for the police. The youth is one too (function
    ``youth``)."""

    __tablename__ = "actor"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    # function; the second person, where identity is protected; a private person's promise to pass nothing on
    about_sealed: Mapped[bytes]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    named_on: Mapped[date]
    ended_on: Mapped[date | None]
    deputy: Mapped[bool] = mapped_column(default=False, server_default=false())  # a second holder, for a time
    no_task_on: Mapped[date | None]  # the day they said that they have no task in it


class Consent(Base):
    """A grant: one giver lets one function share some kinds of information for one period. Never edited."""

    __tablename__ = "consent"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    # giver, capacity, function, kinds, how it was given and asked for, witness, interpreter, form, paper
    about_sealed: Mapped[bytes]
    person_id: Mapped[str | None] = mapped_column(String(32))  # None: whoever is named for the function
    starts_on: Mapped[date]
    until: Mapped[date]  # last day, inclusive
    given_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(String(32))
    approved_by: Mapped[str] = mapped_column(String(32))
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None] = mapped_column(String(32))


class Receipt(Base):
    """That an authority acknowledged the consent it works on ([Sk] each its own; JO)."""

    __tablename__ = "receipt"
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), primary_key=True)
    function_index: Mapped[str] = mapped_column(String(32), primary_key=True)  # storage.sealed.index
    function_sealed: Mapped[bytes]
    unit_id: Mapped[str] = mapped_column(String(32))
    noted_at: Mapped[datetime]
    noted_by: Mapped[str] = mapped_column(String(32))


class Refusal(Base):
    """That a youth or guardian does not want a function involved, said while there was no consent to
    withdraw."""

    __tablename__ = "refusal"
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    function_index: Mapped[str] = mapped_column(String(32), primary_key=True)  # storage.sealed.index
    function_sealed: Mapped[bytes]  # None: everybody, or nobody in particular
    unit_id: Mapped[str] = mapped_column(String(32))
    said_at: Mapped[datetime]


class OwnWithdrawal(Base):
    """That a youth or guardian takes a consent back, while everything pauses and the coordinator talks with
    them."""

    __tablename__ = "own_withdrawal"
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), primary_key=True)
    function_index: Mapped[str] = mapped_column(String(32), primary_key=True)  # storage.sealed.index
    function_sealed: Mapped[bytes]  # None: everybody
    unit_id: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime]
    due_on: Mapped[date]  # carried out on the morning of that day, if not before


class Consultation(Base):
    """A guest asks whether SIG could help, without saying whom it is about."""

    __tablename__ = "consultation"
    __table_args__ = (UniqueConstraint("unit_id", "code"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    code: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[str] = mapped_column(String(8))  # bot.rules.consultation.State
    began_on: Mapped[date]
    purge_on: Mapped[date]


class Meeting(Base):
    """A meeting of the circle."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("case_id", "number"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    number: Mapped[int]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    title_sealed: Mapped[bytes]
    place_sealed: Mapped[bytes]
    state: Mapped[str] = mapped_column(
        String(10), default="planned"
    )  # planned | moved | cancelled | held | missed
    about_sealed: Mapped[bytes | None]  # its kind, link and agenda; None: called by a release that knew none
    series_id: Mapped[str | None] = mapped_column(String(32))
    root_id: Mapped[str | None] = mapped_column(String(32))  # the meeting it once was, before it was moved
    sequence: Mapped[int] = mapped_column(default=0)  # how many times it was moved
    asked_at: Mapped[datetime | None]  # when people were asked whether they can come; None: not yet


class MeetingSeries(Base):
    """Meetings that were called together, because they repeat."""

    __tablename__ = "meeting_series"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    repeats: Mapped[str] = mapped_column(String(200))  # bot.rules.recurrence, as one line
    ended_at: Mapped[datetime | None]


class Attendance(Base):
    """What somebody answered about a meeting; the last answer counts."""

    __tablename__ = "attendance"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    answer: Mapped[str] = mapped_column(String(6))  # yes | no | maybe
    answered_at: Mapped[datetime]
    reason_sealed: Mapped[bytes | None]
    deputy_id: Mapped[str | None] = mapped_column(String(32))  # who they say comes instead


class MeetingSuggestion(Base):
    """When a meeting would suit somebody better: the times they named last."""

    __tablename__ = "meeting_suggestion"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    suggested_at: Mapped[datetime]
    times_sealed: Mapped[bytes]  # days, each with the hour from which, as JSON


class Presence(Base):
    """Whether somebody who was expected came to a meeting that was held."""

    __tablename__ = "presence"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    came: Mapped[str] = mapped_column(String(4))  # yes | late | no
    noted_at: Mapped[datetime]


class MeetingPoint(Base):
    """What somebody wants to have taken up at the next meeting of a case; the last they said counts."""

    __tablename__ = "meeting_point"
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    said_at: Mapped[datetime]
    text_sealed: Mapped[bytes]


class Minute(Base):
    """One point of the minutes of a meeting: a decision, or something noted."""

    __tablename__ = "minute"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    kind: Mapped[str] = mapped_column(String(8))  # decision | note
    text_sealed: Mapped[bytes]
    noted_at: Mapped[datetime]
    task_id: Mapped[str | None] = mapped_column(String(32))  # the task that a decision became
    shown_at: Mapped[datetime | None]  # when it was shown in the room


class Kept(Base):
    """One message a youth wrote that was no answer, kept until they have it passed on; else for some hours, and as
    long as an alarm of theirs is open."""

    __tablename__ = "kept"
    __table_args__ = (Index("ix_kept_person_id_number", "person_id", "number"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    key_id: Mapped[str] = mapped_column(String(32))
    number: Mapped[int] = mapped_column(default=0)  # counts the messages of a person
    # or what had no words: see bot.messages.Wordless
    kind: Mapped[str] = mapped_column(String(12), default="text")
    event_id: Mapped[str | None] = mapped_column(String(255))  # None: kept by a release that did not store it
    said_at: Mapped[datetime | None]
    text_sealed: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    declined: Mapped[bool] = mapped_column(default=False)  # they said that it is not to be passed on


class YouthAlarm(Base):
    """What has come on a youth's or guardian's page that a human being should know of, and who took it: kinds, counts
    and times, no words. See :mod:`bot.rules.youth_alarm`."""

    __tablename__ = "youth_alarm"
    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(8), default="open")  # bot.rules.youth_alarm.State
    came: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # bot.rules.youth_alarm.Came
    places: Mapped[list[str]] = mapped_column(default=list)  # the rooms in which it was told
    step: Mapped[int] = mapped_column(default=0)
    asked: Mapped[int] = mapped_column(default=0)
    taken_by: Mapped[str | None] = mapped_column(String(32))
    taken_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(12))  # bot.rules.youth_alarm.Outcome


def is_alarming() -> ColumnElement[bool]:
    """Youths' alarms that are not over."""
    return YouthAlarm.state != written("closed")


class JustSaid(Base):
    """A message on a youth's or guardian's own page, kept while another may belong to it: half a minute."""

    __tablename__ = "just_said"
    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    key_id: Mapped[str] = mapped_column(String(32))
    event_id: Mapped[str] = mapped_column(String(255), index=True)
    said_at: Mapped[datetime] = mapped_column(index=True)
    # None: it was no ordinary message; its words are with those that may be passed on
    text_sealed: Mapped[bytes | None]


def is_in_progress() -> ColumnElement[bool]:
    """Consultations in which a guest asked something and that nobody has ended."""
    return Consultation.state == written("open")


partial("ix_youth_alarm_person_id", YouthAlarm.person_id, where=is_alarming())
partial("ix_youth_alarm_case_id", YouthAlarm.case_id, where=is_alarming())
partial("ix_consultation_open", Consultation.unit_id, where=is_in_progress())
partial("ix_kept_event_id", Kept.event_id, where=Kept.event_id.is_not(None))
