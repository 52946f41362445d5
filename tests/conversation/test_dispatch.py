"""One inbox row, one unit; what is refused, what fails, who may what, and what is never even stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot import logs
from bot.conversation.clean import LONGEST
from bot.messages import Kind
from bot.rules.audit import Action
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from handlers import TABLE as REAL
from storage import inbox, sealed
from storage import member as members
from storage.tables import Audit, Inbox, Room
from tests.bodies import say_body
from tests.bot.desk import Desk, sv
from tests.bot.small import FACTS
from tests.storage.making import said as said_to_bot
from tests.storage.rows import inbox_count

# -------------------------------------------------------------------------------------------------- evidence


def test_evidence_needs_a_verified_message_also_for_the_yes(desk: Desk) -> None:
    assert sv("kit.not_verified") in desk.say("anna", "radera", verified=False)[0]
    desk.say("anna", "radera")
    assert sv("kit.not_verified") in desk.say("anna", "ja", verified=False)[0]
    assert desk.say("anna", "ja") == ["erased"]


def test_the_second_yes_needs_a_verified_message(desk: Desk) -> None:
    desk.say("anna", "binda ett")
    desk.say("anna", "ja")
    assert sv("kit.not_verified") in desk.say("berit", "ja", verified=False)[0]
    assert FACTS.ran == []
    assert desk.say("berit", "ja") == ["bound ett for anna by berit"]


# ------------------------------------------------------------------------------------------- units and failures


def test_a_refusal_changes_nothing_but_is_told_and_audited(desk: Desk) -> None:
    assert desk.say("anna", "nej till allt") == [sv("kit.empty")]
    assert desk.person("anna").language == "sv"
    with desk.core.db.read() as session:
        last = session.scalars(select(Audit).order_by(Audit.seq.desc())).first()
        assert last is not None
        assert (last.action, last.detail) == (Action.COMMAND_REFUSED, {"reason": "kit.empty"})
        assert session.scalars(select(Inbox)).one().state == "done"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("trasig", "ZeroDivisionError"),
        ("fel text", "MissingText"),
        ("för tidigt", "WroteTooEarly"),  # it shows what would follow, and has done it already
    ],
)
def test_an_unknown_failure_is_told_by_reference_and_blocks_nobody(
    desk: Desk, text: str, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.setup("error", "json")
    desk.hear("anna", text)
    desk.hear("berit", "måla blå 1")
    desk.work()
    said = desk.server.said("office")
    assert said[1] == "blue 1"
    assert desk.person("anna").language == "sv"
    with desk.core.db.read() as session:
        row = session.scalars(select(Inbox).order_by(Inbox.id)).first()
        assert row is not None
        assert (row.state, row.tries, row.body_sealed) == ("aside", 3, None)
        assert row.reference
        assert said[0] == sv("kit.failed", reference=row.reference)
    captured = capsys.readouterr()
    log = captured.out + captured.err
    assert row.reference in log
    assert where in log
    assert "purpose" not in log  # an exception's own words may quote what somebody wrote


def test_a_row_that_cannot_be_opened_blocks_nobody(desk: Desk) -> None:
    desk.hear("anna", "måla röd 1")
    desk.hear("cia", "måla blå 1", unit="syd")
    with desk.core.db.unit() as session:
        key_id = session.scalars(select(Room.key_id).where(Room.unit_id == "norr", Room.kind == RoomKind.OFFICE)).one()
        sealed.destroy_key(session, key_id)
    while desk.core.work_one():
        pass
    assert FACTS.ran == ["blue 1"]
    with desk.core.db.read() as session:
        assert inbox_count(session, "bot") == 0


# ------------------------------------------------------------------------------------------------- who may what


def test_strangers_are_ignored(desk: Desk) -> None:
    assert desk.say("mallory", "måla röd 1", where="office") == []
    assert desk.say("cia", "måla röd 1", where="office", unit="norr") == []  # of another unit
    assert FACTS.ran == []


def test_ordinary_chat_is_never_stored(desk: Desk) -> None:
    desk.add("petra", Role.ACTOR, "police")
    case = desk.case("K-7F2", actors=[("police", "petra")])
    where = desk.open_case_room(case)
    assert not desk.hear("petra", "Alex mår inte bra idag", where=where)
    assert not desk.hear("petra", "ja", where=where)
    assert not desk.hear("petra", "👍", where=where, kind=Kind.REACTION, about="$somebodyelses")
    assert not desk.hear("petra", "håller med", where=where, about="$somebodyelses")
    assert not desk.hear("petra", "ändrat", where=where, kind=Kind.EDIT, about="$in1")
    assert not desk.hear("petra", "", where=where, kind=Kind.REDACTION, about="$in1")
    assert desk.hear("petra", " !läge", where=where)
    desk.work()
    assert desk.hear("petra", "tack", where=where, about=desk.event_of("standing K-7F2"))
    assert desk.hear("petra", "!läge", where=where, kind=Kind.EDIT, about="$in1")
    with desk.core.db.read() as session:
        assert session.scalar(select(func.count()).select_from(Inbox)) == 3


def test_an_answer_that_is_no_question_in_a_case_room_is_left_alone(desk: Desk) -> None:
    desk.add("petra", Role.ACTOR, "police")
    where = desk.open_case_room(desk.case("K-7F2", actors=[("police", "petra")]))
    desk.say("petra", "!läge", where=where)
    assert desk.say("petra", "tack!", where=where, about=desk.event_of("standing K-7F2")) == []


def test_a_case_of_another_unit_cannot_be_reached(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.case("S-3XY", unit="syd")
    assert desk.say("anna", "läge K-7F2") == ["standing K-7F2"]
    assert sv("kit.no_such_case", code="S-3XY") in desk.say("anna", "läge S-3XY")[0]
    assert desk.say("cia", "läge s3xy", unit="syd") == ["standing S-3XY"]


def test_who_is_in_no_case_runs_no_case_command(desk: Desk) -> None:
    desk.add("petra", Role.ACTOR, "police")
    desk.add("sven", Role.ACTOR, "social_services")
    desk.case("K-7F2", actors=[("police", "petra")])
    assert desk.say("petra", "läge", where="page") == ["standing K-7F2"]
    for code in ("K-7F2", "K-9ZZ"):  # nor learns which cases there are
        assert sv("kit.no_such_case", code=code) in desk.say("sven", f"läge {code}", where="page")[0]
    assert "standing" not in desk.say("sven", "läge", where="page")[0]


def test_in_a_cases_room_no_other_case_is_spoken_of(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    desk.case("K-4MD")
    assert desk.say("anna", "!läge", where=where) == ["standing K-7F2"]
    assert desk.say("anna", "!läge K-7F2", where=where) == ["standing K-7F2"]
    assert sv("kit.no_such_case", code="K-4MD") in desk.say("anna", "!läge K-4MD", where=where)[0]


def test_a_tap_needs_a_message_of_ours_that_shows_something(desk: Desk) -> None:
    case = desk.case("K-7F2")
    where = desk.open_case_room(case)
    desk.say("anna", "visa kort K-7F2")
    card, plain = desk.event_of("kort"), desk.put(where.id, say_body("hej"))
    desk.work()
    assert plain
    with desk.core.db.unit() as session:
        members.note_membership(session, "bot", str(where.matrix_room), "@anna:s", "join", desk.clock.now())
    desk.say("anna", "✅", where=where, kind=Kind.REACTION, about=card)
    desk.say("anna", "✅", where=where, kind=Kind.REACTION, about=desk.event_of("hej"))
    desk.say("anna", "✅", kind=Kind.REACTION, about=card)  # in the office, about a message of the case room
    assert FACTS.ran == ["anna ✅ 1"]


# ---------------------------------------------------------------------------------------------------- anything


def test_a_very_long_message_is_refused_and_a_youths_is_free_words(desk: Desk) -> None:
    desk.add("alex", Role.YOUTH, "youth")
    desk.say("anna", "måla")
    said = desk.say("anna", "röd " * 15_000)
    assert len(said) == 1
    assert len(said[0]) < 1000
    assert desk.say("anna", "röd")[0].startswith("2/2 ")  # the question is still open
    desk.say("alex", "å" * 60_000, where="page")
    assert FACTS.ran == ["free 60000"]


def test_what_is_longer_than_the_limit_is_not_read_even_if_it_says_a_command(desk: Desk) -> None:
    desk.add("alex", Role.YOUTH, "youth")

    def stretched(command: str, end: str, length: int) -> str:
        return command + " " * (length - len(command) - len(end)) + end

    assert desk.say("anna", stretched("måla röd", "7", LONGEST), where="page") == ["red 7"]
    (said,) = desk.say("anna", stretched("måla röd", "8", LONGEST + 1), where="page")
    assert said.startswith(sv("kit.not_understood", rest="måla röd …"))
    desk.say("alex", stretched("trasig", "x", LONGEST + 1), where="page")
    assert FACTS.ran == ["red 7", f"free {LONGEST + 1}"]


def test_a_flooder_is_told_and_others_come_first(desk: Desk) -> None:
    assert desk.say("anna", "", kind=Kind.FLOOD, where="page") == [sv("kit.flood")]
    for number in range(3):
        desk.hear("anna", f"måla röd {number}", where="page")
    desk.hear("berit", "måla", where="page")
    assert desk.core.work_one()  # Anna's first
    assert desk.core.work_one()  # then Berit's only one
    with desk.core.db.read() as session:
        left = session.scalars(select(Inbox.sender).where(Inbox.state == "new")).all()
    assert left == ["@anna:s", "@anna:s"]


def test_a_youth_who_floods_is_still_told_where_help_is(tmp_path: Path) -> None:
    """What is dropped may be a cry for help: the safe words come, and the coordinator hears of it."""
    desk = Desk(tmp_path, table=REAL)
    desk.add("alex", Role.YOUTH, "youth")
    desk.add("petra", Role.ACTOR, "police")
    case = desk.case("K-7F2", actors=[("youth", "alex"), ("police", "petra")])
    desk.work()
    said = desk.say("alex", "svara snälla", kind=Kind.FLOOD, where="page")
    assert sv("kit.flood") in said
    assert any("112" in one and "116 111" in one for one in said)
    assert any("Försök nå ungdomen" in one for one in said)
    # Of what was too much in the room, too, where all others read, they hear on their page
    where = desk.open_case_room(case)
    before = len(desk.outbox())
    with desk.core.db.unit() as session:
        row = said_to_bot("$flood", "", sender="@alex:s", kind=Kind.FLOOD)
        inbox.add(session, session.get_one(Room, where.id), row)
    desk.work()
    answers = desk.outbox()[before:]
    assert sv("kit.flood") in desk.server.said()
    assert answers
    assert where.id not in {row.room_id for row in answers}
    # Others are only told that it was too much
    assert desk.say("petra", "svara", kind=Kind.FLOOD, where="page") == [sv("kit.flood")]


BITS = [
    *("måla", "paint", "röd", "radera", "planera", "läge", "om", "14", "dagar", "2026-13-40", "kl", "K-7F2", "@anna"),
    *("²", "9" * 40, "\x00", "\u202e", "\u200b", "\ue0000\ue001", '"', "@", "ja", "nej", "!", "{x}", "<b>"),
]
ANYTHING = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=60),
    st.lists(st.sampled_from(BITS), max_size=6).map(" ".join),
)


def test_nothing_anybody_writes_fails(desk: Desk) -> None:
    desk.add("alex", Role.YOUTH, "youth")
    desk.case("K-7F2", actors=[("youth", "alex")])

    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(["anna", "alex"]), ANYTHING)
    def write(who: str, text: str) -> None:
        desk.hear(who, text, where="office" if who == "anna" else "page")
        while desk.core.work_one():
            pass

    write()
    with desk.core.db.read() as session:
        assert inbox_count(session, "bot", "aside") == 0
        assert inbox_count(session, "bot") == 0
