"""From a line of text to a command and its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import clean, parse
from bot.conversation.arguments import Reads
from bot.errors import Refused
from bot.i18n import LANGUAGES, Language, say
from bot.rules.roles import Role
from handlers import TABLE
from tests.bot.written import PETRA, env


def read(text: str, language: Language = "sv") -> parse.ParsedCommand:
    found = parse.find(text, TABLE.commands)
    assert found is not None, text
    return parse.read(*found, env(language))


# ------------------------------------------------------------------------------------------------------ the name


@pytest.mark.parametrize(
    ("text", "key", "rest"),
    [
        ("ärende K-7F2", "case", ["K-7F2"]),
        ("ärende ny 15-17", "case_new", ["15-17"]),
        ("ÄRENDE   Ny", "case_new", []),
        ("case new", "case_new", []),
        ("case", "case", []),
        ("cases", "cases", []),
        ("vem ser vad", "who_sees_what", []),
        ("ärenden?", "cases", []),
        ("who sees what K-7F2", "who_sees_what", ["K-7F2"]),
        ('möte "Prata om 3 saker"', "meeting", ["Prata om 3 saker"]),
    ],
)
def test_the_longest_name_wins_in_either_language(text: str, key: str, rest: list[str]) -> None:
    found = parse.find(text, TABLE.commands)
    assert found is not None
    assert (found[0].key, found[1]) == (key, rest)


@pytest.mark.parametrize("text", ["", "   ", "ärend", "ärendeny", '"ärende ny"', "hej", "\x00", '"', '""'])
def test_what_begins_with_no_name_is_no_command(text: str) -> None:
    assert parse.find(text, TABLE.commands) is None


def test_no_two_commands_share_a_name() -> None:
    for language in LANGUAGES:
        names = [command.name(language) for command in TABLE.commands]
        assert len(names) == len(set(names))
    swedish = {command.sv: command.key for command in TABLE.commands}
    english = {command.en: command.key for command in TABLE.commands}
    assert {name for name in swedish if name in english and swedish[name] != english[name]} == set()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('a "b c" d', ["a", "b c", "d"]),
        ("a “b c” d", ["a", "b c", "d"]),
        ('a "b c', ["a", '"b', "c"]),
        ('a ""', ["a", ""]),
        ("a\tb\nc\u00a0d", ["a", "b", "c", "d"]),
    ],
)
def test_quotes_keep_words_together(text: str, words: list[str]) -> None:
    assert parse.split(text) == words


# ------------------------------------------------------------------------------------------------- the arguments


def test_arguments_are_found_in_their_order() -> None:
    heard = read('uppgift K-7F2 "Möta Alex vid bussen" @petra senast 2026-11-30')
    assert heard.code == "K-7F2"
    assert dict(heard.words) == {"text": '"Möta Alex vid bussen"', "owner": "@petra", "day": "2026-11-30"}
    assert parse.values(heard, env()).text == "Möta Alex vid bussen"  # type: ignore[attr-defined]
    values: Any = parse.values(heard, env())
    assert (values.owner.person, values.day) == (PETRA, date(2026, 11, 30))


@pytest.mark.parametrize(
    "behind",
    [
        "@petra varje tisdag mål 2 ersättare @petra förebygga",
        "@petra mål 2 förebygga varje tisdag med ersättare @petra",
        "under mål 2 @petra förebyggande varje tisdag reserv @petra",
        "varje tisdag @petra ersättare @petra under mål 2 prevention",
    ],
)
def test_what_stands_behind_a_text_counts_in_any_order(behind: str) -> None:
    heard = read(f"uppgift K-7F2 Möta Alex {behind}")
    values: Any = parse.values(heard, env())
    assert (values.text, values.owner.person, values.deputy.person) == ("Möta Alex", PETRA, PETRA)
    assert (values.goal, values.kind, values.repeats.weekdays) == (2, "prevent", (1,))


def test_what_is_not_understood_behind_a_text_is_refused() -> None:
    with pytest.raises(Refused):
        read("uppgift K-7F2 Möta Alex @petra varje tisdag om det går")


@pytest.mark.parametrize(
    ("said", "text", "day"),
    [
        ("Ring skolan senast fredag @petra", "Ring skolan", "fredag"),
        ("Ring skolan senast gången @petra", "Ring skolan senast gången", None),
        ("Fråga vad som hände idag i skolan @petra 17 dec", "Fråga vad som hände idag i skolan", "17 dec"),
    ],
)
def test_a_keyword_begins_another_argument_where_that_follows(said: str, text: str, day: str | None) -> None:
    heard = read(f"uppgift K-7F2 {said}")
    assert (heard.words["text"], heard.words["owner"], heard.words.get("day")) == (text, "@petra", day)


def test_a_title_ends_where_something_else_begins() -> None:
    heard = read("möte K-7F2 uppföljning om allt om 14 dagar kl 15.30 Stadshuset sal 2 45 min")
    values: Any = parse.values(heard, env())
    assert values.title == "uppföljning om allt"
    assert (values.day, values.at) == (date(2026, 12, 7), time(15, 30))
    assert (values.place.name, values.length) == ("Stadshuset sal 2", timedelta(minutes=45))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("möte K-7F2 uppföljning nästa vecka på torsdag kl 15 Stadshuset", date(2026, 12, 3)),
        ("möte K-7F2 uppföljning v51 torsdag kl 15 Stadshuset", date(2026, 12, 17)),
        ("möte K-7F2 uppföljning om två veckor tisdag kl 15 Stadshuset", date(2026, 12, 8)),
        ("möte K-7F2 uppföljning fredag om två veckor kl 15 Stadshuset", date(2026, 12, 11)),
        ("möte K-7F2 uppföljning på torsdagen den 3 december klockan 15 Stadshuset", date(2026, 12, 3)),
        ("uppgift K-7F2 Ringa skolan nästa vecka fredag @petra", date(2026, 12, 4)),
    ],
)
def test_two_words_for_one_day_are_that_day(said: str, day: date) -> None:
    values: Any = parse.values(read(said), env())
    assert values.day == day
    assert (values.title if hasattr(values, "title") else values.text) in ("uppföljning", "Ringa skolan")


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("möte K-7F2 uppföljning nästa vecka kl 15 Stadshuset", "nästa vecka"),
        ("möte K-7F2 nästa vecka uppföljning på torsdag kl 15 Stadshuset", "nästa vecka"),
        ("möte K-7F2 uppföljning v51 med skolan torsdag kl 15 Stadshuset", "v51"),
        ("möte K-7F2 fredag uppföljning 2026-12-17 kl 15 Stadshuset", "fredag"),
        ("möte K-7F2 uppföljning 1 h 2026-12-17 kl 15 Stadshuset", "1 h"),
        ("möte K-7F2 uppföljning 2026-12-17 kl 15 Stadshuset på fredag", "på fredag"),
        ("möte K-7F2 uppföljning 2026-12-17 kl 15 kl 16 Stadshuset", "kl 16"),
        ("möte K-7F2 uppföljning 2026-12-17 kl 15 nästa vecka", "nästa vecka"),
        ("möte K-7F2 uppföljning kl 15 Stadshuset", "kl 15"),
        ("möte K-7F2 uppföljning 2026-12-17 kl 15 här --snart", "--snart"),
        ("möte K-7F2 uppföljning —snart 2026-12-17 kl 15 här", "—snart"),
        ("uppgift K-7F2 Ringa nästa vecka skolan @petra", "nästa vecka"),
        ("uppgift K-7F2 Ringa skolan halv fyra @petra", "halv fyra"),
        ("uppgift K-7F2 Ringa skolan --snart @petra", "--snart"),
        ("hinder K-7F2 3 --snart", "--snart"),
        ("flytta möte K-7F2 2026-12-17 kl 15 Stadshuset v 52 vid entrén", "v 52"),
    ],
)
def test_words_that_may_be_meant_for_elsewhere_are_asked_about(said: str, asked: str) -> None:
    with pytest.raises(Refused) as caught:
        parse.values(read(said), env())
    assert asked in say(caught.value.text, "sv").split(" så jag gör inget")[0]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ('uppgift K-7F2 "Vara i skolan kl 8 varje dag" @petra', "Vara i skolan kl 8 varje dag"),
        ('uppgift K-7F2 Prata om "nästa vecka" i skolan @petra', "Prata om nästa vecka i skolan"),
        ("uppgift K-7F2 “Planera torsdag” @petra", "Planera torsdag"),
        ("uppgift K-7F2 Läsa 20 min varje dag @petra", "Läsa 20 min"),  # how often is no part of it
        ('hinder K-7F2 3 "--visa"', "--visa"),
        ("hinder K-7F2 3 väntar på besked nästa vecka", "väntar på besked nästa vecka"),
    ],
)
def test_text_in_quotes_is_text(said: str, text: str) -> None:
    values: Any = parse.values(read(said), env())
    assert (values.obstacle if hasattr(values, "obstacle") else values.text) == text


def test_keywords_introduce_an_argument_anywhere() -> None:
    heard = read("samtycke registrera K-7F2 polis skola papper av ungdom om 1 2 till 2027-01-31")
    assert dict(heard.words) == {
        "functions": "polis skola",
        "kinds": "1 2",
        "givers": "ungdom",
        "method": "papper",
        "until": "2027-01-31",
    }


def test_what_needs_its_keyword_is_not_there_without_it() -> None:
    assert "reason" not in read("ärende ny 15-17 skola").words
    assert read("ärende ny äldre skola skäl flyttar hit").words["reason"] == "flyttar hit"
    with pytest.raises(Refused):
        read("ärende ny äldre skola flyttar hit")


@pytest.mark.parametrize(
    "said", ["--visa K-7F2 rummet om 1 2", "K-7F2 --show rummet om 1 2", "K-7F2 rummet om 1 2 visa"]
)
def test_a_dry_run_is_said_anywhere(said: str) -> None:
    heard = read(f"öppna {said}")
    assert heard.code == "K-7F2"
    assert {"place": "rummet", "scope": "1 2"}.items() <= heard.words.items()
    assert "show" in heard.words


@pytest.mark.parametrize(
    "said",
    [
        *("uppgift --visa K-7F2 Ringa skolan @petra", "uppgift K-7F2 Ringa --visa skolan @petra"),
        *("uppgift K-7F2 Ringa skolan @petra —visa", "uppgift K-7F2 Ringa skolan @petra –visa"),
        *("uppgift K-7F2 Ringa skolan @petra visa bara", "uppgift K-7F2 Ringa skolan @petra --show"),
        *("uppgift K-7F2 Ringa skolan @petra --vsia", "uppgift K-7F2 Ringa skolan @petra --torrkör"),
    ],
)
def test_whatever_a_command_is_its_dry_run_is_said_anywhere(said: str) -> None:
    heard = read(said)
    assert heard.is_dry_run
    assert (heard.words["text"], heard.words["owner"]) == ("Ringa skolan", "@petra")


def test_of_what_only_shows_there_is_no_dry_run() -> None:
    assert not read("ärende K-7F2 --visa").is_dry_run
    assert read('uppgift K-7F2 Visa "--visa" för Alex @petra').words["text"] == 'Visa "--visa" för Alex'


def test_leftovers_are_refused_with_the_usage() -> None:
    with pytest.raises(Refused) as refused:
        read("klar K-7F2 2 och lite till")
    told = say(refused.value.text, "sv")
    assert "och lite till" in told
    assert say(parse.usage(TABLE.by_key["done"], "sv"), "sv") in told


def test_of_a_youth_courtesy_is_kept_with_the_words() -> None:
    """It may be a cry for help: "stopp snälla"."""
    with pytest.raises(Refused):
        parse.read(TABLE.by_key["stop"], ["snälla"], replace(env(), own_words=True))


def test_in_a_room_of_a_case_the_usage_is_what_is_written_there() -> None:
    with pytest.raises(Refused) as refused:
        parse.read(TABLE.by_key["done"], ["2", "och", "mer"], replace(env(), among_others=True))
    assert "Skriv: !klar <nummer>" in say(refused.value.text, "sv")


@pytest.mark.parametrize(
    ("key", "language", "in_room", "usage"),
    [
        ("done", "sv", False, "Skriv: klar <ärende> <nummer>"),
        ("done", "en", True, "Write: !done <number>"),
        ("help", "sv", False, "Skriv: hjälp [kommando]"),
        ("help", "en", True, "Write: !help [command]"),
        ("deputy", "sv", False, "Skriv: ersättare <ärende> <funktion> [slut] [person] [från datum] [till datum]"),
        ("deputy", "en", False, "Write: deputy <case> <function> [end] [person] [from date] [until date]"),
    ],
)
def test_the_usage_names_what_must_and_what_may_be_said(
    key: str, language: Language, in_room: bool, usage: str
) -> None:
    assert say(parse.usage(TABLE.by_key[key], language, in_room=in_room), language) == usage


@pytest.mark.parametrize(
    ("key", "told"), [("stop", "kit.not_here_page"), ("case_new", "kit.not_here_office"), ("task", "kit.not_here")]
)
def test_it_is_said_where_a_command_belongs(key: str, told: str) -> None:
    assert parse.not_here(TABLE.by_key[key]).key == told


@pytest.mark.parametrize("said", ["utse K-7F2 polis petra", "utse petra polis K-7F2", "utse petra K-7F2 polis"])
def test_arguments_are_found_in_another_order_too(said: str) -> None:
    heard = read(said)
    assert heard.code == "K-7F2"
    assert heard.words == {"function": "polis", "person": "petra"}
    assert read("ärende ny skola 15-17").words == read("ärende ny 15-17 skola").words
    values: Any = parse.values(read("informationsmöte K-7F2 kl 15 om 14 dagar"), env())
    assert (values.day, values.at) == (date(2026, 12, 7), time(15))


def test_a_name_nobody_has_is_said_to_be_that() -> None:
    heard = read("utse K-7F2 skola lise")
    with pytest.raises(Refused) as refused:
        parse.values(heard, env())
    assert "känner inte till ”lise”" in say(refused.value.text, "sv")
    with pytest.raises(Refused) as refused:
        parse.values(read("bjud in K-7F2 lise --visa"), env())
    assert "känner inte till ”lise”" in say(refused.value.text, "sv")
    with pytest.raises(Refused) as refused:
        read("stryk K-7F2 hund")  # no name is missing there
    assert "stryk <ärende> <nummer>" in say(refused.value.text, "sv")


def test_a_matrix_id_in_the_wrong_place_is_never_part_of_a_name() -> None:
    with pytest.raises(Refused):
        read("person ny nina skola Nina @larare:skola.example")
    assert read("person ny nina skola @larare:skola.example Nina Berg").words["name"] == "Nina Berg"


def test_what_is_missing_is_named_in_order() -> None:
    assert parse.missing(read("ärende ny")) == "band"
    assert parse.missing(read("ärende ny 16")) == "initiator"
    assert parse.missing(read("ärende ny 16 skola")) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ärnede ny", [("case_new", [])]),
        ("nytt ärende", [("case_new", [])]),
        ("nytt ärende 15-17", [("case_new", ["15-17"])]),
        ("samtyke registrera K-7F2", [("consent_record", ["K-7F2"])]),
        ("öpna K-7F2", [("open", ["K-7F2"])]),
        ("concent record", [("consent_record", [])]),
        ("hjäpl", [("help", [])]),
        ("vem ser K-7F2", [("who_sees_what", ["K-7F2"])]),
        ("opne", [("open", [])]),
    ],
)
def test_a_slip_of_the_finger_is_asked_about(text: str, meant: list[tuple[str, list[str]]]) -> None:
    found = parse.suggest(parse.split(text), TABLE.offered(Role.COORDINATOR), TABLE.called)
    assert [(each.command.key, each.words) for each in found] == meant


@pytest.mark.parametrize("text", ["", "xyzzy qwfp", "9" * 500, "\x00\x01"])
def test_nothing_like_a_command_suggests_nothing(text: str) -> None:
    assert parse.suggest(parse.split(text), TABLE.offered(Role.COORDINATOR), TABLE.called) == []


# --------------------------------------------------------------------------------------------------- anything at all

NAMES = [command.name(language) for command in TABLE.commands for language in LANGUAGES]
BITS = [
    *("K-7F2", "k7f2", "@petra", "petra", "@", "@a:b", "2026-12-17", "2026-02-30", "0000-00-00", "om", "14", "dagar"),
    *("kl", "15.30", "25:99", "²", "٣", "#", "#²", "9" * 5000, "1 h", "45 min", "0 min", "1,5", "tim", "till", "av"),
    *("skäl", "vittne", "alla:", "polis:", ":", ",", ";", "och", '"', "“", "”", "''", "\x00", "\u202e", "\u200b"),
    *("\ue0000\ue001", "{0}", "{x.__class__}", "%s", "<b>", "**", "|", "ja", "nej", "15-17", "K", "ſ-7F2", "ß", "İ"),
]
LINES = st.one_of(
    st.builds(
        lambda name, words: f"{name} {' '.join(words)}",
        st.sampled_from(NAMES),
        st.lists(st.one_of(st.sampled_from(BITS), st.text(max_size=12)), max_size=8),
    ),
    st.text(max_size=200),
)


@settings(max_examples=300, deadline=None)
@given(LINES, st.sampled_from(LANGUAGES))
def test_whatever_is_written_is_understood_or_refused(text: str, language: Language) -> None:
    match = parse.find(text, TABLE.commands)
    if match is None:
        parse.suggest(parse.split(text), TABLE.commands)
        return
    try:
        heard = parse.read(*match, env(language))
        if parse.missing(heard) is None:
            parse.values(heard, env(language))
    except Refused as refused:
        say(refused.text, language)


KINDS: list[Reads] = [arg.reads for command in TABLE.commands for arg in command.fields().values()]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(KINDS), st.one_of(st.text(max_size=60), st.lists(st.sampled_from(BITS), max_size=5).map(" ".join))
)
def test_every_kind_of_argument_reads_or_refuses_any_answer(kind: Reads, text: str) -> None:
    assert 0 <= kind.take(text.split(), env()) <= len(text.split())
    try:
        kind.value(text, env())
    except Refused as refused:
        say(refused.text, "sv")


@pytest.mark.parametrize(
    "text",
    [
        *(f"{name} " + "å" * (clean.LONGEST - 40) for name in ("samtycke registrera polis", "uppgift", "hinder 2")),
        "samtycke registrera polis om " + "skola " * 400,
        "möte " + "ord " * 700,
        '"' * clean.LONGEST,
        "ärende ny " + "9" * (clean.LONGEST - 20),
    ],
)
def test_long_lines_are_read_in_good_time(text: str) -> None:
    """As long as dispatch lets through. Nothing is measured: what takes minutes makes the whole suite time out."""
    assert len(text) <= clean.LONGEST
    try:
        match = parse.find(text, TABLE.commands)
        if match is not None:
            parse.read(*match, env())
    except Refused:
        pass
