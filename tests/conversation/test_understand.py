"""Whose words answer which question: the person's own, in its room, in its time; and a second person's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.core import ACCOUNT
from bot.errors import TryLater
from bot.messages import Kind, Out
from bot.rules.profile import GUARDIAN, YOUTH
from bot.rules.roles import Role
from storage import outbox
from storage.body import SayBody
from storage.outbox import Item
from storage.room import RoomView
from storage.tables import AskedInRoom, Inbox, Person, Question
from tests.bodies import words_of
from tests.bot.desk import Desk, sv
from tests.bot.small import FACTS, word

#: Before a preview that is not what was agreed to.
CHANGED = sv("kit.changed", name="Anna")

# --------------------------------------------------------------------------------------------- guided questions


def test_what_is_missing_is_asked_for_one_by_one(desk: Desk) -> None:
    assert desk.say("anna", "måla") == [f"1/2 {sv('ask.function')}\n1 röd · 2 blå"]
    assert desk.say("anna", "2")[0].startswith("2/2 ")
    assert desk.say("anna", "3") == ["blue 3"]


def test_a_wrong_answer_is_told_and_the_question_stays_open(desk: Desk) -> None:
    desk.say("anna", "måla")
    assert sv("kit.no_choice", text="grön", choices=["röd", "blå"]) in desk.say("anna", "grön")[0]
    assert desk.say("anna", "röd")[0].startswith("2/2 ")


def test_a_question_belongs_to_the_one_who_was_asked(desk: Desk) -> None:
    desk.say("anna", "måla blå")
    assert sv("kit.unknown") in desk.say("berit", "7")[0]
    assert FACTS.ran == []
    assert desk.say("anna", "7") == ["blue 7"]


def test_a_question_belongs_to_its_room(desk: Desk) -> None:
    desk.say("anna", "måla blå")
    assert sv("kit.unknown") in desk.say("anna", "7", where="page")[0]
    assert desk.say("anna", "7") == ["blue 7"]


def test_somebody_elses_yes_does_not_count(desk: Desk) -> None:
    assert desk.say("anna", "radera") == ["så\n" + sv("kit.yes_no")]
    assert sv("kit.nothing_asked") in desk.say("berit", "ja")[0]
    assert FACTS.ran == []
    assert desk.say("anna", "Ja!") == ["erased"]


def test_a_direct_reply_of_somebody_else_answers_neither_that_question_nor_their_own(desk: Desk) -> None:
    desk.say("anna", "radera")
    annas = desk.event_of(sv("kit.yes_no"))
    desk.say("berit", "radera")
    assert sv("kit.nothing_asked") in desk.say("berit", "ja", about=annas)[0]
    assert FACTS.ran == []
    assert desk.say("berit", "ja", about=desk.event_of(sv("kit.yes_no"))) == ["erased"]


def test_a_reply_to_a_question_that_is_over_answers_no_other(desk: Desk) -> None:
    desk.say("anna", "måla blå")
    over = desk.event_of("2/2")
    desk.say("anna", "1")
    desk.say("anna", "radera")
    assert sv("kit.nothing_asked") in desk.say("anna", "ja", about=over)[0]
    assert FACTS.ran == ["blue 1"]


def test_no_means_nothing_is_kept(desk: Desk) -> None:
    desk.say("anna", "radera")
    assert desk.say("anna", "nej") == [sv("kit.cancelled")]
    assert sv("kit.nothing_asked") in desk.say("anna", "ja")[0]
    assert FACTS.ran == []


def test_a_question_expires(desk: Desk) -> None:
    desk.say("anna", "radera")
    asked = desk.event_of(sv("kit.yes_no"))
    desk.clock.at += timedelta(hours=24)
    assert sv("kit.nothing_asked") in desk.say("anna", "ja")[0]
    assert sv("kit.nothing_asked") in desk.say("anna", "ja", about=asked)[0]
    desk.core.minute()
    with desk.core.db.read() as session:
        assert [(row.state, row.state_sealed) for row in session.scalars(select(Question))] == [("expired", b"")]


def test_a_preview_of_what_is_far_reaching_lives_an_hour(desk: Desk) -> None:
    """Who comes back from lunch says yes to something else."""
    desk.say("anna", "binda ett")
    desk.clock.at += timedelta(minutes=59)
    desk.say("anna", "ja")
    assert desk.say("anna", "avbryt") == ["cancelled 1"]
    desk.say("anna", "binda två")
    preview = desk.event_of(sv("kit.yes_no"))
    desk.clock.at += timedelta(hours=1)
    assert sv("kit.nothing_asked") in desk.say("anna", "ja")[0]
    assert sv("kit.nothing_asked") in desk.say("anna", "ja", about=preview)[0]
    desk.say("anna", "binda tre")
    desk.say("anna", "ja")
    desk.clock.at += timedelta(hours=23)  # a second person may be away for a day
    assert desk.say("berit", "ja", about=desk.event_of("så tre")) == ["bound tre for anna by berit"]


def test_a_newer_question_replaces_the_older_but_a_direct_reply_to_it_counts(desk: Desk) -> None:
    desk.say("anna", "radera")
    older = desk.event_of(sv("kit.yes_no"))
    desk.say("anna", "måla blå")
    assert sv("kit.no_number", text="ja") in desk.say("anna", "ja")[0]
    assert desk.say("anna", "ja", about=older) == ["erased"]


def test_a_reply_to_the_older_question_does_not_count_once_things_have_changed(desk: Desk) -> None:
    desk.say("anna", "radera")
    older = desk.event_of(sv("kit.yes_no"))
    desk.say("anna", "måla blå")
    FACTS.preview = "annat"
    assert desk.say("anna", "ja", about=older) == [f"{CHANGED}\nannat\n{sv('kit.yes_no')}"]
    assert FACTS.ran == []


def test_a_changed_preview_is_asked_anew(desk: Desk) -> None:
    desk.say("anna", "radera")
    FACTS.preview = "helt annat"
    assert desk.say("anna", "ja") == [f"{CHANGED}\nhelt annat\n{sv('kit.yes_no')}"]
    assert FACTS.ran == []
    assert desk.say("anna", "ja") == ["erased"]


def test_another_command_closes_the_question(desk: Desk) -> None:
    desk.say("anna", "radera")
    desk.say("anna", "måla blå 2")
    assert sv("kit.nothing_asked") in desk.say("anna", "ja")[0]
    assert FACTS.ran == ["blue 2"]


def test_questions_survive_a_restart(desk: Desk) -> None:
    desk.say("anna", "måla")
    desk.rebuild()
    desk.say("anna", "röd")
    desk.rebuild()
    assert desk.say("anna", "4") == ["red 4"]
    desk.say("anna", "radera")
    desk.rebuild()
    assert desk.say("anna", "ja") == ["erased"]


# ------------------------------------------------------------------------------------ a preview that is over

#: Said once a preview is over.
OVER = sv("kit.preview_over", name="radera")


def test_a_refused_command_ends_a_preview(desk: Desk) -> None:
    """Refusing rolls back what the words did, but they were no answer all the same."""
    desk.say("anna", "radera")
    assert desk.say("anna", "nej till allt") == [sv("kit.empty"), OVER]
    assert sv("kit.nothing_asked") in desk.say("anna", "ja")[0]
    assert FACTS.ran == []


@pytest.mark.parametrize("text", ["vänta lite", "måla", "måla blå 7", "mala blå 7", "ja K-7F2", "trasig", "läge"])
def test_whatever_else_is_said_ends_a_preview(desk: Desk, text: str) -> None:
    desk.case("K-7F2")
    desk.case("K-8G3")
    desk.say("anna", "radera")
    assert desk.say("anna", text)[-1] == OVER
    desk.say("anna", "ja")
    assert "erased" not in FACTS.ran


def test_the_same_preview_asked_for_again_is_not_called_over(desk: Desk) -> None:
    desk.say("anna", "radera")
    older = desk.event_of(sv("kit.yes_no"))
    assert desk.say("anna", "radera") == ["så\n" + sv("kit.yes_no")]
    FACTS.preview = "annat"
    assert desk.say("anna", "radera") == [
        "annat\n" + sv("kit.yes_no"),
        sv("kit.preview_over_before", name="radera"),
    ]
    assert desk.say("anna", "ja", about=older) == [f"{CHANGED}\nannat\n{sv('kit.yes_no')}"]
    assert FACTS.ran == []
    assert desk.say("anna", "ja") == ["erased"]


def test_a_far_reaching_preview_says_that_it_lives_an_hour(desk: Desk) -> None:
    assert desk.say("anna", "binda ett") == [f"så ett\n{sv('kit.yes_no')}\n{sv('kit.for_an_hour')}"]


def test_a_reply_to_a_preview_that_is_over_counts_if_nothing_has_changed(desk: Desk) -> None:
    desk.say("anna", "radera")
    preview = desk.event_of(sv("kit.yes_no"))
    desk.say("anna", "nej till allt")
    assert desk.say("anna", "ja", about=preview) == ["erased"]


def test_what_cannot_be_read_ends_a_preview(desk: Desk) -> None:
    """It may have been a no."""
    for kind in (Kind.UNREADABLE, Kind.NUMBER, Kind.FLOOD):
        desk.say("anna", "radera", where="page")
        assert desk.say("anna", "", kind=kind, where="page")[-1] == OVER
        assert sv("kit.nothing_asked") in desk.say("anna", "ja", where="page")[0]
    assert "erased" not in FACTS.ran


def test_a_message_changed_or_taken_back_ends_a_preview(desk: Desk) -> None:
    """It may be the very one that led to it."""
    for kind in (Kind.EDIT, Kind.REDACTION):
        desk.say("anna", "radera")
        event = f"$in{desk.heard}"
        assert desk.say("anna", "måla blå 7", kind=kind, about=event)[-1] == OVER
        assert sv("kit.nothing_asked") in desk.say("anna", "ja")[0]
    assert "erased" not in FACTS.ran


def test_what_waits_for_a_second_yes_is_taken_back_with_the_message_behind_it(desk: Desk) -> None:
    desk.say("anna", "läge", where="page")
    desk.clock.at += timedelta(minutes=1)
    desk.say("anna", "binda tre")
    desk.say("anna", "ja")
    desk.say("anna", "", kind=Kind.REDACTION, about="$in1", where="page")  # of another
    assert any("bound" in one for one in desk.say("berit", "ja"))
    desk.say("anna", "binda fyra")
    event = f"$in{desk.heard}"
    desk.clock.at += timedelta(minutes=1)
    desk.say("anna", "ja")
    assert "gäller inte längre" in desk.say("anna", "", kind=Kind.REDACTION, about=event)[-1]
    assert not any("bound" in one for one in desk.say("berit", "ja"))


def test_what_waits_for_a_second_yes_is_taken_back_with_the_first_message_of_the_dialogue(desk: Desk) -> None:
    desk.case("K-7F2")
    first = "$in1"
    for text in ("flytta hem", "K-7F2", "ja"):
        desk.say("anna", text)
        desk.clock.at += timedelta(minutes=1)
    assert "gäller inte längre" in desk.say("anna", "", kind=Kind.REDACTION, about=first)[-1]
    assert not any("moved" in one for one in desk.say("berit", "ja"))


def test_a_second_yes_counts_only_for_what_has_been_shown(desk: Desk) -> None:
    desk.say("anna", "binda tre")

    def fail(item: Item, _where: RoomView) -> None:
        if sv("kit.second", name="Anna") in words_of(item.body):
            raise TryLater(60)

    desk.server.fail = fail
    desk.say("anna", "ja")
    assert not any("bound" in one for one in desk.say("berit", "ja"))
    desk.server.fail = lambda _item, _where: None
    desk.clock.at += timedelta(minutes=2)
    desk.work()
    assert "bound" in desk.say("berit", "ja")[-1]


def test_a_bare_second_yes_is_asked_about_where_another_preview_stands_below(desk: Desk) -> None:
    desk.say("anna", "binda tre")
    desk.say("anna", "ja")
    desk.say("anna", "radera")
    (asked,) = desk.say("berit", "ja")
    assert asked.startswith(sv("kit.second_meant", name="Anna", what="binda"))
    assert FACTS.ran == []


def test_a_tap_and_what_others_say_end_no_preview(desk: Desk) -> None:
    desk.say("anna", "måla")
    desk.say("anna", "radera")
    tapped = desk.event_of(sv("kit.yes_no"))
    assert desk.say("anna", "✅", kind=Kind.REACTION, about=tapped) == [sv("kit.in_words")]
    desk.say("berit", "vänta lite")
    desk.say("anna", "läge", where="page")
    assert desk.say("anna", "ja") == ["erased"]


def test_a_yes_that_was_refused_may_be_given_again(desk: Desk) -> None:
    desk.say("anna", "radera")
    assert desk.say("anna", "ja", verified=False) == [sv("kit.not_verified")]
    assert desk.say("anna", "ja") == ["erased"]


def test_a_preview_in_a_room_is_ended_only_by_what_is_said_to_the_bot(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    desk.say("anna", "!radera", where=where)
    assert desk.say("anna", "vi ses imorgon", where=where) == []
    assert desk.say("anna", "", kind=Kind.NUMBER, where=where) == ["a number"]
    assert desk.say("anna", "!läge", where=where)[-1] == OVER
    assert sv("kit.nothing_asked") in desk.say("anna", "!ja", where=where)[0]
    desk.say("anna", "!radera", where=where)
    assert desk.say("anna", "tack", where=where, about=desk.event_of("standing")) == [OVER]


def test_what_nobody_sees_before_the_mark_does_no_harm(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    assert desk.say("anna", "\u200b !läge", where=where) == ["standing K-7F2"]


def test_a_preview_in_a_room_ends_when_its_command_is_taken_back(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    desk.say("anna", "!radera", where=where)
    assert desk.say("anna", "", kind=Kind.REDACTION, about=f"$in{desk.heard}", where=where) == [OVER]
    assert sv("kit.nothing_asked") in desk.say("anna", "!ja", where=where)[0]


def test_what_is_asked_in_answer_to_somebody_is_asked_by_night_too(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.clock.at = desk.clock.at.replace(hour=23)
    assert desk.say("anna", "måla")[0].startswith("1/2 ")
    assert desk.say("anna", "läge") == [sv("kit.only_case", code="K-7F2")]
    assert desk.say("anna", "mala blå 7") == [sv("kit.did_you_mean", name="måla blå 7")]
    assert desk.say("anna", "radera")[0] == "så\n" + sv("kit.yes_no")
    desk.say("anna", "flytta hem K-7F2")
    assert sv("kit.second", name="Anna") in desk.say("anna", "ja")[0]


def test_a_preview_may_be_answered_by_the_name_of_its_case(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.say("anna", "läget")
    assert desk.say("anna", "ja") == [sv("kit.only_case", code="K-7F2")]
    desk.say("anna", "läget K-7F2")
    assert desk.say("anna", "ja k7f2") == ["standing K-7F2"]
    desk.say("anna", "läget K-7F2")
    assert desk.say("anna", "ja till K-7F2") == ["standing K-7F2"]


def test_a_yes_with_a_name_that_several_questions_have_agrees_to_none(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.say("anna", "flytta hem K-7F2")
    desk.say("anna", "ja")
    desk.say("berit", "läget K-7F2")
    assert desk.say("berit", "ja K-7F2") == [sv("kit.which_question", n=2)]
    assert FACTS.ran == []


def test_a_reply_to_an_older_question_ends_a_newer_preview(desk: Desk) -> None:
    desk.say("anna", "måla blå")
    older = desk.event_of("2/2")
    desk.say("anna", "radera")
    assert desk.say("anna", "7", about=older) == ["blue 7", OVER]
    assert sv("kit.nothing_asked") in desk.say("anna", "ja")[0]
    assert FACTS.ran == ["blue 7"]


def test_a_yes_in_reply_to_an_older_preview_is_none_to_a_newer_one(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.say("anna", "radera")
    older = desk.event_of(sv("kit.yes_no"))
    desk.say("anna", "flytta hem K-7F2")
    assert desk.say("anna", "ja", about=older) == ["erased", sv("kit.preview_over", name="flytta hem K-7F2")]
    assert sv("kit.nothing_asked") in desk.say("anna", "ja")[0]


@pytest.mark.parametrize("text", ["gärna", "visst", "kanske", "vänta", "ja?", "inte nu", "funkar"])
def test_words_too_weak_for_a_preview_neither_do_it_nor_end_it(desk: Desk, text: str) -> None:
    desk.say("anna", "radera")
    assert desk.say("anna", text) == [sv("kit.yes_or_no")]
    assert FACTS.ran == []
    assert desk.say("anna", "ja") == ["erased"]


@pytest.mark.parametrize(
    "text", ["godkänt", "Ja, det ser bra ut!", "stämmer", "kör på 👍", "jaaa", "jappp", "okej då", "”ja”"]
)
def test_a_professional_agrees_to_a_preview_in_many_words(desk: Desk, text: str) -> None:
    desk.say("anna", "radera")
    assert desk.say("anna", text) == ["erased"]


@pytest.mark.parametrize("text", ["godkänt", "Ja, det ser bra ut!", "ja tack", "jaaa"])
def test_a_second_person_agrees_in_many_words_too(desk: Desk, text: str) -> None:
    desk.say("anna", "binda tre")
    desk.say("anna", "ja")
    assert desk.say("berit", text) == ["bound tre for anna by berit"]


@pytest.mark.parametrize("text", ["godkänt", "stämmer", "kör på", "ser bra ut", "jappp"])
def test_of_a_youth_no_such_word_is_a_yes(desk: Desk, text: str) -> None:
    desk.add("alex", Role.YOUTH)
    desk.say("alex", text, where="page")
    assert FACTS.ran == [f"free {len(text)}"]


# ------------------------------------------------------------------------------------------------------ replies


def test_a_reply_to_what_asks_nothing_answers_nothing(desk: Desk) -> None:
    misplaced = sv("kit.reply_counts_there")
    desk.say("anna", "måla blå 2")
    for about in (desk.event_of("blue 2"), "$in1", "$unknown"):
        desk.say("anna", "radera")
        assert desk.say("anna", "ja", about=about) == [misplaced, OVER]
        desk.say("anna", "måla röd")
        assert desk.say("anna", "7", about=about) == [misplaced]
    assert FACTS.ran == ["blue 2"]
    assert desk.say("anna", "7") == ["red 7"]


def test_a_yes_in_reply_to_people_agrees_to_nothing(desk: Desk) -> None:
    desk.say("anna", "binda ett")
    desk.say("anna", "ja")
    desk.say("anna", "jag går på lunch nu")
    for text in ("ok", "ja"):
        assert desk.say("berit", text, about="$in3") == [sv("kit.reply_counts_there")]
    assert FACTS.ran == []
    assert desk.say("berit", "ok", about=desk.event_of("så ett")) == ["bound ett for anna by berit"]


def test_what_is_no_answer_is_not_misplaced_in_a_reply_to_people(desk: Desk) -> None:
    second(desk, "ett")
    assert desk.say("berit", "tack för kaffet", about="$in1") == [sv("kit.unknown")]


def test_a_command_in_reply_to_anything_is_a_command(desk: Desk) -> None:
    assert desk.say("anna", "måla blå 7", about="$unknown") == ["blue 7"]


def test_in_a_room_a_yes_in_reply_to_what_asks_nothing_is_told_so(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    desk.say("anna", "!läge", where=where)
    desk.say("anna", "!radera", where=where)
    assert desk.say("anna", "ja", where=where, about=desk.event_of("standing")) == [sv("kit.reply_counts_there"), OVER]
    assert FACTS.ran == ["standing K-7F2"]


# ---------------------------------------------------------------------------------------------- a second person


def test_a_second_person_is_another_person(desk: Desk) -> None:
    desk.say("anna", "binda ett")
    assert sv("kit.second", name="Anna") in desk.say("anna", "ja")[0]
    assert sv("person.second_is_first") in desk.say("anna", "ja")[0]
    assert sv("person.second_is_first") in desk.say("anna", "ja", about=desk.event_of(sv("kit.second", name="Anna")))[0]
    assert desk.say("berit", "ja") == ["bound ett for anna by berit"]


def test_the_second_persons_preview_must_be_the_same_too(desk: Desk) -> None:
    desk.say("anna", "binda ett")
    desk.say("anna", "ja")
    FACTS.preview = "nu"
    again = f"{CHANGED}\nnu ett\n{sv('kit.yes_no')}\n{sv('kit.for_an_hour')}"
    assert desk.say("berit", "ja") == [again]
    assert FACTS.ran == []
    assert sv("kit.nothing_asked") in desk.say("berit", "ja")[0]
    assert sv("kit.second", name="Anna") in desk.say("anna", "ja")[0]
    assert desk.say("berit", "ja") == ["bound ett for anna by berit"]


def test_two_commands_may_wait_for_a_second_person_at_once(desk: Desk) -> None:
    for what in ("ett", "två"):
        desk.say("anna", f"binda {what}")
        desk.say("anna", "ja")
    assert sv("kit.which_question", n=2) in desk.say("berit", "ja")[0]
    assert desk.say("berit", "ja", about=desk.event_of("så ett\n" + sv("kit.second_yes_of", names=["Berit"], n=1))) == [
        "bound ett for anna by berit"
    ]
    assert desk.say("berit", "ja") == ["bound två for anna by berit"]


def test_the_same_command_again_does_not_wait_twice(desk: Desk) -> None:
    for _ in range(2):
        desk.say("anna", "binda ett")
        desk.say("anna", "ja")
    assert desk.say("berit", "ja") == ["bound ett for anna by berit"]


def test_who_asked_may_take_it_back(desk: Desk) -> None:
    desk.say("anna", "binda ett")
    desk.say("anna", "ja")
    assert desk.say("anna", "avbryt") == ["cancelled 1"]
    assert sv("kit.nothing_asked") in desk.say("berit", "ja")[0]


def test_a_second_person_needs_the_duty_to_approve(desk: Desk) -> None:
    desk.add("petra", Role.ACTOR, "police")
    desk.say("anna", "binda ett")
    desk.say("anna", "ja")
    asked = desk.event_of(sv("kit.second", name="Anna"))
    assert FACTS.ran == []
    assert sv("kit.nothing_asked") in desk.say("petra", "ja")[0]
    assert sv("kit.nothing_asked") in desk.say("petra", "ja", about=asked)[0]
    assert FACTS.ran == []


def test_a_second_person_who_coordinates_nothing_may_approve(desk: Desk) -> None:
    assert (
        sv("kit.second", name="Cia")
        in [*desk.say("cia", "binda x", unit="syd"), *desk.say("cia", "ja", unit="syd")][-1]
    )
    assert desk.say("chef", "ja", unit="syd") == ["bound x for cia by chef"]
    assert sv("kit.may_not") in desk.say("chef", "radera", unit="syd")[0]


def test_the_asker_must_still_be_there(desk: Desk) -> None:
    desk.say("anna", "binda ett")
    desk.say("anna", "ja")
    anna = desk.person("anna").id
    with desk.core.db.unit() as session:
        session.get_one(Person, anna).active = False
    assert sv("kit.may_not") in desk.say("berit", "ja")[0]
    assert FACTS.ran == []


def is_it(what: str) -> str:
    """How a second person is asked what their yes is for."""
    return sv("kit.second_meant", name="Anna", what=what)


def second(desk: Desk, what: str, who: str = "anna") -> None:
    desk.say(who, f"binda {what}")
    desk.say(who, "ja")


def test_a_yes_typed_for_one_question_does_not_agree_to_the_next(desk: Desk) -> None:
    second(desk, "ett")
    desk.say("anna", "avbryt")
    second(desk, "två")
    for _ in range(2):  # also when it is sent twice
        assert is_it("binda") in desk.say("berit", "ja")[0]
    assert FACTS.ran == ["cancelled 1"]
    assert desk.say("berit", "ja", about=desk.event_of("så två")) == ["bound två for anna by berit"]


def test_a_yes_to_what_another_has_refused_does_not_agree_to_the_next(desk: Desk) -> None:
    desk.add("bo", Role.COORDINATOR)
    second(desk, "ett")
    desk.say("bo", "nej")
    second(desk, "två")
    assert is_it("binda") in desk.say("berit", "ja")[0]
    assert desk.say("bo", "ja") == ["bound två for anna by bo"]  # who has said no knows that it is over


def test_a_yes_to_what_has_expired_does_not_agree_to_the_next(desk: Desk) -> None:
    second(desk, "ett")
    desk.clock.at += timedelta(days=7)
    desk.work()
    second(desk, "två")
    assert is_it("binda") in desk.say("berit", "ja")[0]
    assert FACTS.ran == []


def test_a_yes_that_came_before_the_question_went_out_agrees_to_nothing(desk: Desk) -> None:
    desk.say("anna", "binda ett")
    desk.hear("anna", "ja")
    desk.hear("berit", "ja")
    desk.work()
    assert FACTS.ran == []
    assert desk.say("berit", "ja") == ["bound ett for anna by berit"]


@pytest.mark.parametrize("text", ["ok", "okej", "japp"])
def test_only_a_plain_yes_needs_no_reply(desk: Desk, text: str) -> None:
    second(desk, "ett")
    said = desk.say("berit", text)[0]
    assert is_it("binda") in said
    assert sv("kit.second_how") in said
    assert desk.say("berit", text, about=desk.event_of("så ett")) == ["bound ett for anna by berit"]


def test_a_yes_after_ones_own_question_is_asked_about(desk: Desk) -> None:
    """Whoever says yes to their own preview, twice, has not agreed to anybody else's."""
    second(desk, "ett")
    desk.say("berit", "radera")
    assert desk.say("berit", "ja") == ["erased"]
    assert is_it("binda") in desk.say("berit", "ja")[0]
    assert FACTS.ran == ["erased"]


def test_a_yes_while_something_else_is_asked_for_is_read_as_that(desk: Desk) -> None:
    desk.say("berit", "måla blå")
    second(desk, "ett")
    assert sv("kit.no_number", text="ja") in desk.say("berit", "ja")[0]
    assert FACTS.ran == []


def test_a_question_seen_after_ones_own_makes_a_yes_unsure(desk: Desk) -> None:
    desk.say("berit", "radera")
    own = desk.event_of(sv("kit.yes_no"))
    second(desk, "ett")
    assert desk.say("berit", "ja") == [sv("kit.which_question", n=2)]
    assert FACTS.ran == []
    assert desk.say("berit", "ja", about=own) == ["erased"]


# ----------------------------------------------------------------------------------------- what was perhaps meant


def test_a_slip_of_the_finger_takes_a_yes_and_nothing_is_written_twice(desk: Desk) -> None:
    assert desk.say("anna", "mala blå 7") == [sv("kit.did_you_mean", name="måla blå 7")]
    assert FACTS.ran == []
    assert desk.say("anna", "ja") == ["blue 7"]


def test_in_a_room_it_is_said_how_to_answer_what_was_perhaps_meant(desk: Desk) -> None:
    """A bare yes is for the bot only as the very next words."""
    where = desk.open_case_room(desk.case("K-7F2"))
    assert desk.say("anna", "!mala blå 7", where=where) == [sv("kit.did_you_mean_room", name="måla")]
    assert desk.say("anna", "ja", where=where) == ["blue 7"]
    desk.say("anna", "!mala blå 8", where=where)
    assert desk.say("anna", "ja, men vi ses väl imorgon", where=where) == []
    assert desk.say("anna", "ja", where=where) == []
    assert desk.say("anna", "!ja", where=where) == ["blue 8"]


def test_in_a_room_no_more_of_what_was_typed_is_said_again_than_code_and_number(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    assert desk.say("anna", "!stäg Polisen är inte med", where=where) == [sv("kit.did_you_mean_room", name="stäng")]
    assert desk.say("anna", "!läget K-7F2", where=where) == [sv("kit.did_you_mean_room", name="läge K-7F2")]


def test_what_was_perhaps_meant_and_was_not(desk: Desk) -> None:
    desk.say("anna", "mala blå 7")
    assert desk.say("anna", "nej") == [sv("kit.cancelled")]
    assert FACTS.ran == []


def test_somebody_elses_slip_takes_their_own_yes(desk: Desk) -> None:
    desk.say("anna", "mala blå 7")
    assert sv("kit.nothing_asked") in desk.say("berit", "ja")[0]
    assert FACTS.ran == []


def test_what_was_meant_but_would_not_run_as_it_stands_is_only_named(desk: Desk) -> None:
    assert desk.say("anna", "mala 7 8 9 10") == [sv("kit.did_you_mean_one", names=["måla"])]
    assert sv("kit.nothing_asked") in desk.say("anna", "ja")[0]


# ------------------------------------------------------------------------------------------------- which case


def test_a_command_without_its_case_asks_which_and_goes_on(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.case("K-8G3")
    assert desk.say("anna", "stäng det är klart") == [sv("kit.which_case", codes=["K-7F2", "K-8G3"])]
    assert desk.say("anna", "k8g3") == ["closed K-8G3"]


def test_a_wrong_code_is_told_and_the_question_stays_open(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.say("anna", "läge")
    assert desk.say("anna", "K-9ZZ") == [sv("kit.no_such_case", code="K-9ZZ")]
    assert desk.say("anna", "K-7F2") == ["standing K-7F2"]


def test_a_case_of_another_unit_is_neither_named_nor_taken(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.case("K-8G3", unit="syd")
    assert desk.say("anna", "läge") == [sv("kit.only_case", code="K-7F2")]
    assert desk.say("anna", "K-8G3") == [sv("kit.no_such_case", code="K-8G3")]
    assert FACTS.ran == []


@pytest.mark.parametrize("text", ["ja", "ja K-7F2", "nej k7f2", "ja @berit", "ok till berit"])
def test_a_yes_to_what_there_is_but_nobody_asked_about_is_told_so(desk: Desk, text: str) -> None:
    desk.case("K-7F2")
    assert desk.say("anna", text) == [sv("kit.nothing_asked")]
    assert desk.say("anna", "ja kaffe") == [sv("kit.unknown")]


def test_whoever_takes_part_is_shown_their_own_cases_alone(desk: Desk) -> None:
    desk.add("petra", Role.ACTOR, "police")
    desk.case("K-7F2", actors=[("police", "petra")])
    desk.case("K-8G3")
    desk.case("K-9HJ", actors=[("police", "petra")])
    assert desk.say("petra", "läge", where="page") == [sv("kit.which_case", codes=["K-7F2", "K-9HJ"])]
    assert desk.say("petra", "läge K-9HJ", where="page") == ["standing K-9HJ"]
    assert desk.say("petra", "läge K-8G3", where="page") == [sv("kit.no_such_case", code="K-8G3")]


def test_whoever_takes_part_in_no_case_is_told_so(desk: Desk) -> None:
    desk.add("petra", Role.ACTOR, "police")
    desk.case("K-8G3")
    assert desk.say("petra", "läge", where="page") == [sv("kit.no_case")]


def test_without_any_case_there_is_nothing_to_ask(desk: Desk) -> None:
    assert desk.say("anna", "läge") == [sv("kit.no_cases")]


def test_a_slip_without_its_case_asks_both(desk: Desk) -> None:
    desk.case("K-7F2")
    assert desk.say("anna", "läget") == [sv("kit.did_you_mean", name="läge")]
    assert desk.say("anna", "ja") == [sv("kit.only_case", code="K-7F2")]
    assert desk.say("anna", "K-7F2") == ["standing K-7F2"]


def test_what_cannot_be_done_anyway_asks_nothing_first(desk: Desk) -> None:
    desk.case("K-7F2")
    assert desk.say("anna", "lås K-7F2") == [sv("closing.ask_reason")]
    assert desk.say("anna", "mål nått") == ["closed K-7F2"]
    assert desk.say("anna", "stäng K-7F2") == [sv("kit.empty")]


def test_a_bare_command_is_one_even_where_free_words_are_asked_for(desk: Desk) -> None:
    """Somebody who wants out of a question must not have their commands swallowed as its answer."""
    desk.case("K-7F2")
    desk.say("anna", "stäng K-7F2")
    assert desk.say("anna", "måla")[0].startswith("1/2 ")


@pytest.mark.parametrize(("role", "function"), [(Role.YOUTH, YOUTH), (Role.GUARDIAN, GUARDIAN)])
def test_the_family_is_asked_for_the_case_without_a_notification(desk: Desk, role: Role, function: str) -> None:
    """A code is nothing for a lock screen."""
    desk.add("alex", role)
    desk.case("K-7F2", actors=[(function, "alex")])
    desk.case("K-8G3", actors=[(function, "alex")])
    desk.say("alex", "avbryt", where="page")  # the page is there
    desk.hear("alex", "läge", where="page")
    assert desk.core.work_one()
    with desk.core.db.unit() as session:
        ready = [outbox.claim(session, one.id) for one in outbox.ready(session, ACCOUNT, desk.clock.now())]
    (asked,) = [row for row in ready if row.kind is Out.SAY]
    assert words_of(asked.body) == sv("kit.which_case", codes=["K-7F2", "K-8G3"])
    assert isinstance(asked.body, SayBody)
    assert asked.body.quiet


def test_on_a_page_only_the_family_is_never_asked_for_the_rest_of_a_command(desk: Desk) -> None:
    assert desk.say("anna", "måla blå", where="page")[0].startswith("2/2 ")
    assert desk.say("anna", "7", where="page") == ["blue 7"]


def test_what_a_youth_writes_to_the_bot_in_the_cases_room_is_their_own_words_unless_it_is_a_command(desk: Desk) -> None:
    """It may be a cry; only whole commands and plain answers are taken for what they are."""
    desk.add("alex", Role.YOUTH)
    where = desk.open_case_room(desk.case("K-7F2", actors=[(YOUTH, "alex")]))
    cries = ("jag orkar inte", "läge nu genast", "nej sluta snälla", "binda mig inte", "jag orkar inte " * 400)
    for cry in cries:
        FACTS.ran.clear()
        desk.say("alex", f"!{cry}", where=where)
        assert FACTS.ran == [f"free {len(cry.strip())}"], cry
    FACTS.ran.clear()
    assert desk.say("alex", "!nej", where=where) == [sv("kit.nothing_asked")]
    assert desk.say("alex", "!binda", where=where) == [sv("kit.may_not")]
    assert FACTS.ran == []


def test_an_answer_changed_in_a_dialogue_takes_the_second_question_back(desk: Desk) -> None:
    """What waits for a second yes is what the first person wrote, as it stands now."""
    desk.say("anna", "binda")
    desk.clock.at += timedelta(minutes=1)
    desk.say("anna", "ja")
    changed = f"$in{desk.heard}"
    desk.clock.at += timedelta(minutes=1)
    assert "gäller inte längre" in desk.say("anna", "nej", kind=Kind.EDIT, about=changed)[-1]
    assert not any("bound" in one for one in desk.say("berit", "ja"))


def test_words_changed_into_other_words_that_make_no_sense_may_be_changed_again(desk: Desk) -> None:
    desk.say("anna", "xyzzy")
    typed = f"$in{desk.heard}"
    assert desk.say("anna", "qwfp", kind=Kind.EDIT, about=typed) == [sv("kit.unknown")]
    assert desk.say("anna", "måla blå 7", kind=Kind.EDIT, about=typed) == ["blue 7"]
    assert desk.say("anna", "måla blå 8", kind=Kind.EDIT, about=typed) == [sv("kit.edited")]


def test_a_command_that_was_meant_is_not_run_again_when_its_typo_is_mended(desk: Desk) -> None:
    desk.say("anna", "mala blå 7")
    typed = f"$in{desk.heard}"
    desk.say("anna", "ja")
    assert desk.say("anna", "måla blå 7", kind=Kind.EDIT, about=typed) == [sv("kit.edited")]
    assert FACTS.ran == ["blue 7"]


def test_nor_when_it_was_asked_which_case_it_is_about(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.say("anna", "läget")
    typed = f"$in{desk.heard}"
    desk.say("anna", "ja")
    assert desk.say("anna", "läge K-7F2", kind=Kind.EDIT, about=typed)[0] == sv("kit.edited")
    assert FACTS.ran == []


def test_a_typed_thumb_agrees_to_ones_own_preview_and_to_nobody_elses(desk: Desk) -> None:
    desk.say("anna", "radera")
    assert desk.say("anna", "👍🏽") == ["erased"]
    desk.say("anna", "radera")
    assert desk.say("anna", "👎") == [sv("kit.cancelled")]
    desk.say("anna", "binda tre")
    desk.say("anna", "ja")
    assert not any("bound" in one for one in desk.say("berit", "👍"))


def test_a_second_person_is_told_that_they_may_name_the_case(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.say("anna", "flytta hem K-7F2")
    assert sv("kit.second_yes_of_named", names=["Berit"], n=1, name="K-7F2") in desk.say("anna", "ja")[0]
    asked = desk.say("berit", "ok")[0]
    assert asked.startswith(is_it("flytta hem K-7F2"))
    assert sv("kit.second_how_named", name="K-7F2") in asked
    assert desk.say("berit", "ok K-7F2") == ["moved K-7F2"]


def test_the_second_yes_names_and_mentions_who_is_asked(desk: Desk) -> None:
    """So that a phone rings for those who can answer, and for nobody else."""
    desk.case("K-7F2")
    desk.say("anna", "flytta hem K-7F2")
    desk.say("anna", "ja")
    asked = desk.server.bodies[-1]
    assert isinstance(asked, SayBody)
    assert sv("kit.second", name="Anna") in asked.plain
    assert asked.mentions == ("@berit:s",)


def test_whoever_asks_on_their_own_page_is_told_that_the_office_was_asked(desk: Desk) -> None:
    desk.say("anna", "binda ett", where="page")
    asked, told = desk.say("anna", "ja", where="page")
    assert asked.startswith(sv("kit.second", name="Anna"))
    assert told == sv("kit.second_asked")


def test_a_second_yes_may_say_what_it_is_to(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.say("anna", "binda tre")
    desk.say("anna", "ja")
    assert not any("bound" in one for one in desk.say("berit", "ja till K-7F2"))  # another
    assert any("bound" in one for one in desk.say("berit", "ja"))


# ------------------------------------------------------------------------------------ a second yes over the days


def on_friday(desk: Desk, what: str = "ett") -> str:
    """Anna asks for a second yes on a Friday; returns the event that asks."""
    desk.clock.at = datetime(2026, 11, 27, 13, tzinfo=UTC)
    second(desk, what)
    return desk.event_of(sv("kit.second", name="Anna"))


def test_a_second_yes_waits_for_seven_days(desk: Desk) -> None:
    asked = on_friday(desk)
    desk.clock.at += timedelta(days=7) - timedelta(minutes=1)
    assert desk.say("berit", "ja", about=asked) == ["bound ett for anna by berit"]


def test_a_second_yes_lapses_and_whoever_asked_is_told_once(desk: Desk) -> None:
    asked = on_friday(desk)
    desk.clock.at += timedelta(days=7)
    before = len(desk.server.said())
    desk.work()
    assert sv("second.lapsed", name="Anna", what=word("binda")) in desk.server.said()[before:]
    assert sv("kit.nothing_asked") in desk.say("berit", "ja", about=asked)[0]
    before = len(desk.server.said())
    desk.clock.at += timedelta(days=2)
    desk.work()
    assert desk.server.said()[before:] == []
    assert FACTS.ran == []


def test_a_second_yes_is_reminded_of_after_a_restart(desk: Desk) -> None:
    on_friday(desk)
    desk.rebuild()
    desk.clock.at = datetime(2026, 11, 30, 7, 59, tzinfo=UTC)
    before = len(desk.server.said())
    desk.work()
    assert desk.server.said()[before:] == []
    desk.clock.at = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    desk.work()
    reminders = desk.server.said()[before:]
    assert len(reminders) == 2  # the office, and Berit's page: Anna asked herself
    assert all(one.startswith(sv("second.waiting", n=1)) for one in reminders)
    desk.rebuild()
    desk.work()
    assert desk.server.said()[before:] == reminders


def test_a_reminder_is_not_given_in_the_night_after_an_outage(desk: Desk) -> None:
    on_friday(desk)
    desk.clock.at = datetime(2026, 11, 30, 21, 0, tzinfo=UTC)
    before = len(desk.server.said())
    desk.work()
    assert desk.server.said()[before:] == []
    desk.clock.at = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    desk.work()
    assert len(desk.server.said()[before:]) == 2


def test_the_reply_to_a_reminder_of_one_question_is_its_answer(desk: Desk) -> None:
    on_friday(desk)
    desk.clock.at = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    desk.work()
    on_page = desk.event_of(sv("second.waiting", n=1))
    assert desk.say("anna", "ja", about=on_page, where="page") == [sv("kit.nothing_asked")]
    said = desk.say("berit", "ja", about=on_page, where="page")
    assert said == ["bound ett for anna by berit", sv("kit.second_done_there")]
    assert sv("kit.nothing_asked") in desk.say("berit", "ja", about=on_page, where="page")[0]
    assert FACTS.ran == ["bound ett for anna by berit"]


def test_a_bare_yes_on_a_page_agrees_to_nothing(desk: Desk) -> None:
    on_friday(desk)
    assert is_it("binda") in desk.say("berit", "ja", where="page")[0]
    second(desk, "två")
    assert desk.say("berit", "ja", where="page") == [sv("kit.which_question", n=2)]
    desk.clock.at = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    desk.work()
    several = desk.event_of(sv("second.waiting", n=2))
    assert desk.say("berit", "ja", about=several, where="page") == [sv("kit.which_question", n=2)]
    assert FACTS.ran == []


def test_a_second_yes_on_a_page_takes_the_name_a_verified_device_and_the_duty(desk: Desk) -> None:
    desk.add("petra", Role.ACTOR, "police")
    desk.case("K-7F2")
    desk.say("anna", "flytta hem K-7F2")
    desk.say("anna", "ja")
    desk.say("petra", "ja K-7F2", where="page")
    desk.say("anna", "ja K-7F2", where="page")
    assert sv("kit.not_verified") in desk.say("berit", "ja K-7F2", where="page", verified=False)[0]
    assert FACTS.ran == []
    assert "moved K-7F2" in desk.say("berit", "ja K-7F2", where="page")


def test_what_has_changed_by_the_morning_is_over_for_both(desk: Desk) -> None:
    asked = on_friday(desk)
    FACTS.preview = "annat"
    desk.clock.at = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    before = len(desk.server.said())
    desk.work()
    changed = sv("second.changed", name="Anna", what=word("binda"))
    assert desk.server.said()[before:] == [changed, changed]  # in the office, and on Berit's page
    assert sv("kit.nothing_asked") in desk.say("berit", "ja", about=asked)[0]
    assert FACTS.ran == []


def test_looking_again_does_nothing_whatever_was_agreed_to(desk: Desk) -> None:
    """Where a second yes is no longer needed, the first one alone would do it."""
    on_friday(desk)
    FACTS.needs_second = False
    desk.clock.at = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    desk.work()
    assert FACTS.ran == []


def test_both_write_at_once(desk: Desk) -> None:
    """Whose message came first counts: what was taken back is not agreed to, what was agreed to is done."""
    second(desk, "ett")
    desk.hear("anna", "avbryt")
    desk.hear("berit", "ja")
    desk.work()
    assert FACTS.ran == ["cancelled 1"]
    second(desk, "två")
    asked = desk.event_of("så två")
    desk.hear("berit", "ja", about=asked)
    desk.hear("anna", "avbryt")
    desk.work()
    assert FACTS.ran == ["cancelled 1", "bound två for anna by berit", "cancelled 0"]


def test_two_people_say_yes_and_no_at_once(desk: Desk) -> None:
    desk.add("bo", Role.COORDINATOR)
    second(desk, "ett")
    asked = desk.event_of("så ett")
    desk.hear("bo", "nej", about=asked)
    desk.hear("berit", "ja", about=asked)
    desk.work()
    assert FACTS.ran == []


@pytest.mark.parametrize("kind", [Kind.REDACTION, Kind.EDIT])
def test_a_yes_that_is_taken_back_before_it_is_handled_agrees_to_nothing(desk: Desk, kind: Kind) -> None:
    desk.say("anna", "radera")
    desk.hear("anna", "ja")
    desk.hear("anna", "nej" if kind is Kind.EDIT else "", kind=kind, about=f"$in{desk.heard}")
    desk.work()
    assert FACTS.ran == []
    assert sv("kit.nothing_asked") in desk.say("anna", "ja")[0]


def test_a_yes_edited_into_no_afterwards_is_told_that_it_was_taken(desk: Desk) -> None:
    desk.say("anna", "radera")
    desk.say("anna", "ja")
    assert desk.say("anna", "nej", kind=Kind.EDIT, about=f"$in{desk.heard}") == [sv("kit.edited")]
    assert FACTS.ran == ["erased"]


def test_an_answer_given_twice_is_done_once(desk: Desk) -> None:
    desk.say("anna", "radera")
    preview = desk.event_of(sv("kit.yes_no"))
    desk.hear("anna", "ja", about=preview)
    desk.hear("anna", "ja", about=preview)
    desk.hear("anna", "ja")
    desk.work()
    assert FACTS.ran == ["erased"]


# ------------------------------------------------------------------------------------------- asked in a room


def rows(desk: Desk) -> tuple[int, int]:
    """How many rows there are of what came in, and of what is listened for."""
    with desk.core.db.read() as session:
        tables = (Inbox, AskedInRoom)
        came_in, listened = (session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
        return came_in, listened


def test_the_next_words_of_whoever_was_asked_in_a_room_answer_it(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    desk.say("anna", "!radera", where=where)
    assert desk.say("anna", "ja", where=where) == ["erased"]
    assert desk.say("anna", "ja", where=where) == []
    desk.say("anna", "!måla blå", where=where)
    assert desk.say("anna", "7", where=where) == ["blue 7"]
    assert FACTS.ran == ["erased", "blue 7"]


@pytest.mark.parametrize("text", ["ja, men inte idag", "jag tycker ja", "ja?", "7", "vi ses", "tack", "ja K-7F2"])
def test_all_other_chat_leaves_no_trace_and_closes_the_ear(desk: Desk, text: str) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    desk.say("anna", "!radera", where=where)
    came_in, _ = rows(desk)
    assert desk.hear("anna", text, where=where) is False
    assert desk.hear("anna", "ja", where=where) is False
    assert rows(desk) == (came_in, 0)
    assert FACTS.ran == []
    assert desk.say("anna", "!ja", where=where) == ["erased"]


def test_only_whoever_was_asked_is_listened_to_and_only_there(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    other = desk.open_case_room(desk.case("K-8G3"))
    desk.say("anna", "!radera", where=where)
    assert desk.hear("berit", "ja", where=where) is False
    assert desk.hear("anna", "ja", where=other) is False
    assert desk.hear("mallory", "ja", where=where) is False
    assert sv("kit.nothing_asked") in desk.say("anna", "ja")[0]  # in the office
    assert FACTS.ran == []
    assert desk.say("anna", "ja", where=where) == ["erased"]


def test_a_reply_to_somebody_else_is_for_them(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    desk.say("anna", "!radera", where=where)
    assert desk.hear("anna", "ja", where=where, about="$theirs") is False
    assert desk.hear("anna", "ja", where=where) is False


def test_what_is_said_to_the_bot_closes_the_ear(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    desk.say("anna", "!radera", where=where)
    desk.say("anna", "!läge", where=where)
    assert desk.hear("anna", "ja", where=where) is False


def test_what_cannot_be_read_closes_the_ear(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    desk.say("anna", "!radera", where=where)
    assert desk.hear("anna", "image", kind=Kind.UNREADABLE, where=where) is False
    assert desk.hear("anna", "ja", where=where) is False


def test_words_from_before_the_question_was_shown_are_no_answer(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    desk.hear("anna", "!radera", where=where)
    while desk.core.work_one():
        pass
    assert desk.hear("anna", "ja", where=where) is False  # nothing is sent yet
    desk.work()
    assert desk.say("anna", "ja", where=where) == ["erased"]


def test_what_is_far_reaching_takes_a_reply_or_the_mark(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    desk.say("anna", "!binda ett", where=where)
    assert desk.hear("anna", "ja", where=where) is False
    assert sv("kit.second_asked") in desk.say("anna", "!ja", where=where)


def test_an_unverified_next_word_agrees_to_nothing(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    desk.say("anna", "!radera", where=where)
    assert desk.say("anna", "ja", where=where, verified=False) == [sv("kit.not_verified")]
    assert FACTS.ran == []


# ---------------------------------------------------------------------------------------- corrected answers


def test_one_answer_back(desk: Desk) -> None:
    desk.say("anna", "måla")
    desk.say("anna", "röd")
    assert desk.say("anna", "tillbaka")[0].startswith("1/2 ")
    assert desk.say("anna", "Tillbaka!")[0].startswith("1/2 ")  # nothing is before the first
    desk.say("anna", "blå")
    assert desk.say("anna", "7") == ["blue 7"]


@pytest.mark.parametrize("text", ["funktion blå", "nej funktion blå", "funktionen ska vara blå", "function: blue"])
def test_the_name_of_an_answer_corrects_it(desk: Desk, text: str) -> None:
    desk.say("anna", "måla röd")
    assert desk.say("anna", text)[0].startswith("2/2 ")
    assert desk.say("anna", "7") == ["blue 7"]


def test_a_corrected_answer_that_makes_no_sense_is_told_and_the_dialogue_goes_on(desk: Desk) -> None:
    desk.say("anna", "måla röd")
    assert sv("kit.no_choice", text="grön", choices=["röd", "blå"]) in desk.say("anna", "funktion grön")[0]
    assert desk.say("anna", "7") == ["red 7"]


def test_what_a_second_person_says_corrects_nothing(desk: Desk) -> None:
    second(desk, "ett")
    desk.say("berit", "text två")
    desk.say("berit", "tillbaka")
    assert FACTS.ran == []
    assert "bound ett for anna by berit" in desk.say("berit", "ja", about=desk.event_of("så ett"))


def test_a_corrected_preview_needs_its_own_yes(desk: Desk) -> None:
    desk.say("anna", "binda ett")
    older = desk.event_of("så ett")
    assert desk.say("anna", "uppgift två")[0].startswith("så två")
    assert sv("kit.nothing_asked") in desk.say("anna", "ja", about=older)[0]
    assert FACTS.ran == []


@pytest.mark.parametrize("text", ["till mig räcker det", "vad händer nu", "datum"])
def test_what_only_begins_like_a_name_ends_a_preview(desk: Desk, text: str) -> None:
    desk.say("anna", "radera")
    assert desk.say("anna", text)[-1] == OVER
    assert sv("kit.nothing_asked") in desk.say("anna", "ja")[0]
    assert FACTS.ran == []
