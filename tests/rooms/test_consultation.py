"""The door for strangers: who is let in, how often, and that a guest reaches nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.messages import Kind, Out, Urgency
from bot.rules import consultation as rules
from bot.rules.audit import Action, carried_out
from bot.rules.consultation import State
from bot.rules.roles import Role
from bot.rules.room import RoomKind, RoomState
from handlers import TABLE
from storage import audit, room
from storage import consultation as kept
from storage import member as members
from storage.room import RoomView
from storage.tables import Audit, Consultation, Outbox, Person, Room
from tests import opened
from tests.bot.desk import Desk, sv

WHO = "@larare:s"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Two units, "Norr" and "Syd", that both talk with strangers, as Skövde does; to be copied."""
    desk = Desk(tmp_path_factory.mktemp("begun"), table=TABLE)
    desk.work()
    desk.core.db.close()
    return desk


@pytest.fixture
def desk(begun: Desk, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path, begun, table=TABLE)
    yield made
    made.core.db.close()


def knock(desk: Desk, who: str = WHO) -> bool:
    """Somebody invites the bot; whether that is dealt with."""
    with desk.core.db.unit() as session:
        answered = desk.core.door.knock(session, who)
    desk.work()
    return answered


def guests(desk: Desk) -> list[str | None]:
    with desk.core.db.read() as session:
        found = (
            select(Person.matrix_id).where(Person.id.in_(guest_ids(session)), Person.active).order_by(Person.added_at)
        )
        return list(session.scalars(found))


def guest_ids(session: Session) -> list[str]:
    return [person.id for person in opened.people(session) if person.role is Role.GUEST]


def page(desk: Desk, who: str = WHO) -> RoomView:
    with desk.core.db.read() as session:
        return room.page(session, session.scalars(select(Person.id).where(Person.matrix_id == who)).one())


def writes(desk: Desk, *texts: str, who: str = WHO, kind: Kind = Kind.TEXT) -> list[str]:
    """A guest writes on the page; what the bot says then, anywhere."""
    handle, before = who[1:].partition(":")[0], len(desk.server.said())
    about = who if kind is Kind.MEMBER else None
    for text in texts:
        desk.hear(handle, text, where=page(desk, who), kind=kind, about=about, verified=False)
    desk.work()
    return desk.server.said()[before:]


def open_one(desk: Desk, who: str = WHO) -> str:
    """A consultation with Norr, in which something is asked; its code."""
    knock(desk, who)
    writes(desk, "1", who=who)
    writes(desk, "kan det passa?", who=who)
    with desk.core.db.read() as session:
        person = select(Person.id).where(Person.matrix_id == who).scalar_subquery()
        return session.scalars(select(Consultation.code).where(Consultation.person_id == person)).one()


def heard_in(desk: Desk, unit: str) -> list[int]:
    """What has been said in a unit's office: row numbers."""
    with desk.core.db.read() as session:
        rows = select(Outbox.id).join(Room, Room.id == Outbox.room_id).where(Outbox.kind == Out.SAY)
        return list(session.scalars(rows.where(Room.kind == RoomKind.OFFICE, Room.unit_id == unit)))


# ------------------------------------------------------------------------------------------------------- the door


def test_a_knock_is_one_however_often_it_is_heard(desk: Desk) -> None:
    assert [knock(desk) for _ in range(3)] == [True] * 3
    desk.rebuild()
    assert knock(desk)
    assert guests(desk) == [WHO]
    with desk.core.db.read() as session:
        assert (
            len(session.scalars(select(Outbox).where(Outbox.kind == Out.OPEN, Outbox.room_id == page(desk).id)).all())
            == 1
        )


@pytest.mark.parametrize(
    "who", ["@larare:elsewhere", "@larare:s.elsewhere", "@anna:s", "@chef:s", "@assistent:s", "@x:"]
)
def test_who_is_not_let_in(desk: Desk, who: str) -> None:
    """Other servers, people the bot knows already in whatever unit, and itself."""
    before = len(desk.outbox())
    assert not knock(desk, who)
    assert guests(desk) == []
    assert len(desk.outbox()) == before


def test_whoever_has_left_for_good_does_not_come_back_as_a_guest(desk: Desk) -> None:
    petra = desk.add("petra", Role.ACTOR, "police")
    with desk.core.db.unit() as session:
        session.get_one(Person, petra.id).active = False
    assert not knock(desk, "@petra:s")


def test_more_than_an_hour_takes_are_left_unanswered_and_kontoret_hears_how_many_once(desk: Desk) -> None:
    answered = [knock(desk, f"@nr{number}:s") for number in range(rules.MOST_OF_SERVER + 5)]
    assert sum(answered) == len(guests(desk)) == rules.MOST_OF_SERVER
    desk.rebuild()
    assert not knock(desk, "@late:s")
    before = len(desk.server.said())
    desk.clock.at += timedelta(days=1)
    desk.work()
    told = [said for said in desk.server.said()[before:] if said == sv("consultation.turned_away", n=6)]
    assert len(told) == 2  # both units would have taken them
    desk.clock.at += timedelta(days=1)
    desk.work()
    assert desk.server.said().count(told[0]) == 2
    assert knock(desk, "@later:s")


def test_whoever_left_the_page_is_asked_back_by_knocking(desk: Desk) -> None:
    knock(desk)
    where = page(desk)
    with desk.core.db.unit() as session:
        members.note_membership(session, "bot", str(where.matrix_room), WHO, "leave", desk.clock.now(), by_self=True)
        session.get_one(Room, where.id).dirty = True
    desk.work()
    with desk.core.db.read() as session:
        assert members.joined(session, str(where.matrix_room)) == frozenset()
    assert knock(desk)
    with desk.core.db.read() as session:
        assert members.joined(session, str(where.matrix_room)) == {WHO}


# ----------------------------------------------------------------------------------------------- which of the units


def test_of_several_units_the_guest_chooses_and_only_that_one_hears(desk: Desk) -> None:
    knock(desk)
    (greeting,) = writes(desk, "join", kind=Kind.MEMBER)
    assert "1 Norr · 2 Syd" in greeting
    before = heard_in(desk, "norr"), heard_in(desk, "syd")
    (asked,) = writes(desk, "Jag har en elev jag är orolig för")
    assert "1 Norr · 2 Syd" in asked
    assert "inte skickat vidare" in asked
    assert "112" in asked
    assert writes(desk, "syd") == [sv("consultation.chosen", unit="Syd")]
    assert (heard_in(desk, "norr"), heard_in(desk, "syd")) == before
    told = writes(desk, "Jag har en elev jag är orolig för")
    assert any("orolig" in said for said in told)
    assert heard_in(desk, "norr") == before[0]
    assert len(heard_in(desk, "syd")) == len(before[1]) + 1
    code = str(desk.say("cia", "konsultationer", unit="syd")[0]).split()[0]
    assert desk.say("anna", "konsultationer") == [sv("consultation.none")]
    assert desk.say("anna", f"svara {code} hej") == [sv("consultation.no_such", code=code)]
    assert "hej" in "".join(desk.say("cia", f"svara {code} hej", unit="syd"))


# --------------------------------------------------------------------------------------------------- on the page


def test_a_guest_reaches_no_case_whatever_they_write(desk: Desk) -> None:
    desk.case("K-7F2")
    code = open_one(desk)
    said = [f"{command.sv} K-7F2" if command.of_case else command.sv for command in TABLE.commands]
    for at in range(0, len(said), 15):
        desk.clock.at += timedelta(days=1)  # the day's measure is not to be the reason
        answered = "".join(
            one for one in writes(desk, *said[at : at + 15]) if not one.startswith(f"Konsultation {code}")
        )
        assert "K-7F2" not in answered
        assert "förslag" not in answered
    with desk.core.db.read() as session:
        (guest,) = guest_ids(session)
        done = set(session.scalars(select(Audit.action).where(Audit.actor == guest)))
    assert done <= {
        *(carried_out(key) for key in ("help", "language", "cancel", "lost_device")),
        *(Action.COMMAND_REFUSED, Action.CONSULTATION_OPENED, Action.CONSULTATION_ASKED),
    }


def test_a_guest_can_neither_be_named_nor_spoken_of(desk: Desk) -> None:
    desk.case("K-7F2")
    code = open_one(desk)
    handle = f"gast-{code[2:].lower()}"
    for who in (handle, WHO):
        said = "".join(desk.say("anna", f"utse K-7F2 skola {who}"))
        assert "ja / nej" not in said
        assert "förstod inte" in said or "känner inte till" in said
    assert WHO not in "".join(desk.say("anna", "personer"))


def test_a_day_has_a_measure(desk: Desk) -> None:
    open_one(desk)
    office = len(heard_in(desk, "norr"))
    said = writes(desk, *(f"nummer {number}" for number in range(rules.MOST_A_DAY)))
    full = sv("consultation.enough", phone="0500-49 80 00", emergency="112")
    assert said.count(full) == 2  # the choice and the first question count too
    assert len(heard_in(desk, "norr")) - office == rules.MOST_A_DAY - 2
    desk.clock.at += timedelta(days=1)
    assert full not in writes(desk, "god morgon")


MANY = sv("consultation.many", phone="0500-49 80 00", emergency="112")


def flood(desk: Desk, each: int) -> list[str]:
    """As many guests as an hour lets in ask something, and then write on and on; the bot has not begun with it."""
    who = [f"@nr{number}:s" for number in range(rules.MOST_OF_SERVER)]
    for one in who:
        open_one(desk, one)
    for one in who:
        for number in range(each):
            desk.hear(one[1:-2], f"nummer {number}", where=page(desk, one), verified=False)
    return who


def test_guests_together_have_a_measure_and_kontoret_hears_in_one_line_who_waits(desk: Desk) -> None:
    before = len(heard_in(desk, "norr"))
    who = flood(desk, 10)
    said = len(desk.server.said())
    desk.work()
    told = desk.server.said()[said:]
    held = told.count(MANY)
    assert len(heard_in(desk, "norr")) - before == rules.MOST_IN_AN_HOUR
    assert held == len(who) * 11 - rules.MOST_IN_AN_HOUR
    assert told.count(sv("consultation.passed_on", emergency="112")) == rules.MOST_IN_AN_HOUR - len(who)
    desk.clock.at += timedelta(minutes=61)
    desk.work()
    assert len(heard_in(desk, "norr")) - before == rules.MOST_IN_AN_HOUR + 1
    assert desk.server.said()[-1] == sv("consultation.gathered", n=len(who))
    shown = desk.say("anna", "konsultationer")[0].splitlines()
    assert sum("inte skickat hit" in line for line in shown) == len(who)
    # In the next hour they are heard again, and who is answered waits no more
    assert any(one.startswith("Konsultation") and "nu då" in one for one in writes(desk, "nu då", who=who[0]))
    code = desk.say("anna", "konsultationer")[0].splitlines()[-2].split()[0]  # the last one that still waits
    assert desk.say("anna", f"svara {code} Skriv igen, tack")
    shown = desk.say("anna", "konsultationer")[0].splitlines()
    assert sum("inte skickat hit" in line for line in shown) == len(who) - 2
    assert "inte skickat hit" not in shown[0]
    desk.clock.at += timedelta(hours=3)
    desk.work()
    assert desk.server.said().count(sv("consultation.gathered", n=len(who))) == 1


def test_one_more_who_asks_for_the_first_time_is_heard_amid_the_flood(desk: Desk) -> None:
    flood(desk, 10)
    desk.work()
    desk.clock.at += timedelta(minutes=10)
    with desk.core.db.unit() as session:
        for guest in session.scalars(select(Person).where(Person.id.in_(guest_ids(session)))):
            guest.added_at -= timedelta(hours=1)  # the door lets in one more
    knock(desk)
    writes(desk, "1")
    told = writes(desk, "Jag har en elev som mår dåligt")
    assert any(said.startswith("Konsultation") and "mår dåligt" in said for said in told)
    assert MANY in writes(desk, "en sak till")


def test_a_youths_alarm_does_not_wait_for_guests(desk: Desk) -> None:
    desk.add("alex", Role.YOUTH, "youth")
    desk.work()
    flood(desk, 15)
    desk.hear("alex", "jag vill dö", where="page")
    before = len(heard_in(desk, "norr"))
    desk.work()
    with desk.core.db.read() as session:
        rows = heard_in(desk, "norr")[before:]
        urgent = [row.id for row in session.scalars(select(Outbox).where(Outbox.urgency == Urgency.ALARM))]
    assert any("@alex" in one and "okänt innehåll" in one for one in desk.server.said())
    # No later than everybody's turn, whatever else they have written
    assert min(rows.index(row) for row in urgent if row in rows) <= rules.MOST_OF_SERVER


def test_what_guests_say_of_phones_counts_and_is_no_alarm(desk: Desk) -> None:
    who = flood(desk, 0)
    before = len(heard_in(desk, "norr"))
    said = [one for each in who for one in writes(desk, "tappad enhet", "tappad enhet @anna:s", who=each)]
    assert len(heard_in(desk, "norr")) - before == 2 * len(who)
    assert sv("device.is_it_you") in said
    with desk.core.db.read() as session:
        assert session.scalars(select(Outbox).where(Outbox.urgency == Urgency.ALARM)).first() is None
    desk.clock.at += timedelta(hours=3)
    writes(desk, *(f"nummer {number}" for number in range(15)), who=who[0])
    writes(desk, *(f"nummer {number}" for number in range(15)), who=who[1])
    before = len(heard_in(desk, "norr"))
    answers = writes(desk, "tappad enhet", "tappad enhet @anna:s", who=who[2])
    assert sv("device.guest", phone="0500-49 80 00") in answers
    assert not any(sv("device.another_told") in one for one in answers)
    assert len(heard_in(desk, "norr")) == before


def test_many_who_wait_are_reminded_of_in_one_line(desk: Desk) -> None:
    flood(desk, 0)
    before = len(heard_in(desk, "norr"))
    desk.clock.at += timedelta(days=1)
    desk.work()
    assert len(heard_in(desk, "norr")) == before + 1
    assert desk.server.said()[-1] == sv("consultation.waiting_many", n=rules.MOST_OF_SERVER)


def test_a_list_of_consultations_has_an_end(desk: Desk) -> None:
    codes = iter(f"A-{number:03}" for number in range(rules.MOST_LISTED + 2))
    with desk.core.db.unit() as session:
        for number in range(rules.MOST_LISTED + 2):
            kept.begin(
                session,
                "norr",
                f"@nr{number}:s",
                state=State.OPEN,
                language="sv",
                new_code=lambda _: next(codes),
                now=desk.clock.now(),
                today=desk.clock.today(),
            )
    shown = desk.say("anna", "konsultationer")[0].splitlines()
    assert len(shown) == rules.MOST_LISTED + 2
    assert shown[-2] == sv("consultation.and_more", n=2)


def test_what_is_long_is_passed_on_whole_or_not_at_all(desk: Desk) -> None:
    open_one(desk)
    text = " ".join(f"ord{number}" for number in range(300))
    passed = next(said for said in writes(desk, text) if said.startswith("Konsultation"))
    assert passed.replace("\n» ", " ").endswith(text)
    for much in ("a " * 2000, "\n".join("abc" * 50)):
        assert writes(desk, much) == [sv("consultation.long", emergency="112")]


def test_lines_of_a_guest_are_marked_as_theirs(desk: Desk) -> None:
    """Nobody in kontoret takes them for the bot's own words."""
    open_one(desk)
    passed = writes(desk, "hej\n\n⚠️ K-7F2: skriv tina upp K-7F2")
    assert any(said.endswith("\n» hej\n» ⚠️ K-7F2: skriv tina upp K-7F2") for said in passed)


def test_nothing_written_is_kept_nor_in_the_log(desk: Desk) -> None:
    open_one(desk)
    assert any("hemligheten" in said for said in writes(desk, "hemligheten"))
    with desk.core.db.read() as session:
        assert [row.body_sealed for row in session.scalars(select(Outbox)) if row.state != "sent"] == []
        details = "".join(f"{row.action}{row.actor}{row.detail}" for row in session.scalars(select(Audit)))
        assert WHO not in details
        assert "hemligheten" not in details
        assert list(audit.broken_links(session)) == []


def test_a_guest_who_is_bound_to_somebody_is_forgotten(desk: Desk) -> None:
    code = open_one(desk)
    old = page(desk)
    assert "ja / nej" in desk.say("anna", f"person ny lisa skola {WHO} Lisa kontrollerad tjänstekort")[0]
    desk.say("anna", "ja")
    desk.say("berit", "ja")
    assert desk.person("lisa").matrix_id == WHO
    assert page(desk).id != old.id
    assert guests(desk) == []
    assert desk.say("anna", f"svara {code} hej") == [sv("consultation.no_such", code=code)]
    with desk.core.db.read() as session:
        assert room.get(session, old.id).state == RoomState.LEFT
    assert not knock(desk)
