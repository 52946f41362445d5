"""What is taken away before anything is read, and what never is."""

from __future__ import annotations

import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import clean, parse
from bot.conversation.clean import LONGEST, lightly, visible, without_reply_quote
from bot.conversation.command import Command
from bot.rules.case import DIGITS, LETTERS
from handlers import TABLE
from tests.at_once import read_at_once

NAMES = ("Hjälpreda", "@hjalpreda:s", "@hjalpreda")


def line(text: str) -> clean.Cleaned:
    return clean.line(clean.letter(text), NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "klar 1.",
        "Klar 1!",
        "klar 1 ...",
        "klar 1,",
        "klar 1 tack",
        "klar 1, tack!",
        "klar 1. Tack så mycket!! 🙏",
        "klar 1 tack snälla",
        "klar 1 please",
        "klar 1 👍🏽",
        "klar 1 ✅",
        "klar 1 ❤️",
        "klar 1 :)",
        "klar 1:)",
        "klar 1 <3",
        "klar 1 mvh Anna",
        "klar 1\nMed vänlig hälsning\nAnna Ek",
        "klar 1\ntack!",
        "!klar 1",
        "! klar 1",
        "!!klar 1",
        "/klar 1",
        "// klar 1",
        "hej klar 1",
        "Hej! klar 1",
        "hej\nklar 1",
        "God morgon, klar 1",
        "hallå klar 1",
        "hej igen, klar 1",
        "Hej Hjälpreda, klar 1",
        "Hjälpreda: klar 1",
        "hjälpreda !klar 1",
        "Assistent, klar 1",
        "Assistent klar 1",
        "@hjalpreda:s klar 1",
        "@hjalpreda:s: klar 1",
        "tack, klar 1",
        "Snälla klar 1",
        "kan du klar 1?",
        "kan du snälla klar 1",
        "could you please klar 1",
        '"klar 1"',
        "”klar 1”",
        "«klar 1»",
        "'klar 1'",
        "`klar 1`",
        "```\nklar 1\n```",
        "**klar 1**",
        "- klar 1",
        "• klar 1",
        "k\u200blar\u00a01",
        "\u2066klar\u202f1\u2069",
        "\ufeffklar\t1\r\n",
        "> <@anna:s> Hur går det?\n> Säg till!\n\nklar 1",
        "> Hur går det?\n\nklar 1",
    ],
)
def test_what_people_put_around_a_command_is_taken_away(text: str) -> None:
    assert line(text).text.lower() == "klar 1"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("öppna K–7F2", "öppna K-7F2"),
        ("öppna K‑7F2", "öppna K-7F2"),
        ("öppna k—7f2", "öppna k-7f2"),
        ("uppgift K-7F2 – Ring BUP", "uppgift K-7F2 Ring BUP"),
        ("öppna K\u00ad-7F2", "öppna K-7F2"),
        ("öppna K-7F2 —visa", "öppna K-7F2 --visa"),
        ("öppna K-7F2 –visa", "öppna K-7F2 --visa"),
        ("öppna K-7F2 – visa", "öppna K-7F2 --visa"),
        ("öppna K-7F2 -visa.", "öppna K-7F2 --visa"),
        ("möte K-7F2 2026–12–17 kl 15−16", "möte K-7F2 2026-12-17 kl 15-16"),
        ("ärende ny 15–17 skola", "ärende ny 15-17 skola"),
        ("samtycke e‑underskrift", "samtycke e-underskrift"),
        ("uppgift Ring – sen vila @sven", "uppgift Ring – sen vila @sven"),
        ("uppgift ”Ring – på 1–2 dagar” @sven", 'uppgift "Ring – på 1–2 dagar" @sven'),
        ('uppgift "Ring på fredag" @sven', 'uppgift "Ring på fredag" @sven'),
        ('uppgift "säg tack!" @sven tack', 'uppgift "säg tack!" @sven'),
        ("uppgift Säg tack", "uppgift Säg tack"),
        ("uppgift Skriv ett stort tack!", "uppgift Skriv ett stort tack"),
        ("uppgift Be dem vara snälla", "uppgift Be dem vara snälla"),
        ("uppgift Köp mjölk m.m.", "uppgift Köp mjölk m.m."),
        ("uppgift Ring skola, bup osv.", "uppgift Ring skola, bup osv."),
        ("ärenden?", "ärenden?"),
        ("ja?", "ja?"),
        ("klar 1 ❌", "klar 1 ❌"),
        ("klar 1 👎", "klar 1 👎"),
        ("klar 1 men inte 2", "klar 1 men inte 2"),
        ("hejdå", "hejdå"),
    ],
)
def test_signs_become_plain_where_they_are_read_and_words_stay(text: str, read: str) -> None:
    assert line(text).text == read


@pytest.mark.parametrize("text", ["tack", "snälla", "👍", "❤️", "!", "?", "...", ":)", "please", ""])
def test_a_message_that_is_nothing_else_stays(text: str) -> None:
    assert line(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "hej",
        "Hej!",
        "hallå?",
        "god morgon 😊",
        "Hjälpreda",
        "Hjälpreda?",
        "assistent!",
        "hej Assistent",
        "Hej, Hjälpreda!",
    ],
)
def test_a_greeting_or_the_name_alone_is_told_apart(text: str) -> None:
    assert line(text).is_greeting
    assert not line(f"{text} klar 1").is_greeting


@pytest.mark.parametrize("text", ["hejdå", "hej klar", "tack", "!!", "", "hjälp", "assistenten klar"])
def test_anything_more_is_no_greeting(text: str) -> None:
    assert not line(text).is_greeting


def test_what_was_written_is_remembered() -> None:
    """Free text is taken from it, and an echo quotes it: a title in quotes keeps them."""
    cleaned = line("Hjälpreda: ”Ring mormor på fredag!” tack")
    assert cleaned.said == '"Ring mormor på fredag!" tack'
    assert line('"nej"').said == '"nej"'
    assert line('"nej"').text == "nej"


@pytest.mark.parametrize(
    ("words", "said", "echo"),
    [
        ("--visa", "möte torsdag här —visa", "—visa"),
        ("15-17", "ärende ny 15–17 skola", "15–17"),
        ("15-17 skola", "ärende ny 15–17 skola tack", "15–17 skola"),
        ("röd", "måla röd 1", "röd"),
        ("klar", "måla röd 1", "klar"),
        ("", "måla röd 1", ""),
    ],
)
def test_an_echo_quotes_what_was_written(words: str, said: str, echo: str) -> None:
    assert clean.written(words, said) == echo


@pytest.mark.parametrize(
    "text",
    [
        "snälla",
        "STOPP!!!",
        "stopp snälla",
        '"du ska dö"',
        "> du ska dö\n\nhjälp",
        "hej hjälp mig",
        "jag — orkar inte",
        "Assistent, hjälp!",
        "tack för allt 🙏",
        "rad ett\nrad två",
    ],
)
def test_of_a_youth_everything_that_can_be_seen_is_left(text: str) -> None:
    assert lightly(text).text == text


def test_of_a_youth_only_what_nobody_sees_is_taken() -> None:
    assert lightly(" \u200bja\u2060\ufeff ").text == "ja"
    assert lightly("ne\u00adj").text == "nej"
    assert lightly(unicodedata.normalize("NFD", "Är du där?")).text == "Är du där?"
    assert lightly("!vem ser vad").text == "vem ser vad"
    assert lightly("en\u00a0rad\r\nen till").text == "en rad\nen till"


@pytest.mark.parametrize("text", ["👨\u200d👩\u200d👧", "می\u200cخواهم", "🏳️\u200d🌈", "क्\u200dष"])
def test_what_joins_other_letters_and_emoji_stays(text: str) -> None:
    assert visible(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("> <@assistent:s> Hej!\n> Funkar det?\n\nja", "ja"),
        ("> * <@assistent:s> vinkar\n\nja", "ja"),
        ("> <3 du ska dö\n\nhjälp", "> <3 du ska dö\n\nhjälp"),
        ("> du ska dö\n\nhjälp", "> du ska dö\n\nhjälp"),
        ("> <@assistent:s> Hej!", "> <@assistent:s> Hej!"),
        ("ja", "ja"),
    ],
)
def test_a_client_quotes_whom_it_answers_and_a_person_what_was_said(text: str, rest: str) -> None:
    """What somebody pastes into a reply is what another wrote to them, and is read."""
    assert without_reply_quote(text) == rest


@pytest.mark.parametrize(
    "piece",
    [
        "-",
        "–",
        "!",
        "/",
        "!/",
        "hej ",
        "tack ",
        "kan du ",
        "snälla ",
        '"',
        "”",
        "> a\n",
        "\u200b",
        "👍",
        ":)",
        "K-",
        "a. ",
        " ",
        "1–",
    ],
)
def test_the_same_over_and_over_is_cleaned_at_once(piece: str) -> None:
    with read_at_once():
        for length in (LONGEST, 60_000):
            text = piece * (length // len(piece))
            assert len(line(text).text) <= length
            assert len(lightly(text).text) <= length


@given(st.text(max_size=300))
def test_cleaning_what_is_clean_changes_nothing(text: str) -> None:
    """A message of several lines is cleaned again for each of them."""
    once = visible(text)
    assert visible(once) == once


@pytest.mark.parametrize("command", [each for each in TABLE.spoken if each.needs], ids=lambda each: each.key)
def test_no_name_of_a_command_is_courtesy(command: Command) -> None:
    for name in command.names():
        assert line(name).text == name
        found = parse.find(line(f"Hej Assistent! {name.capitalize()}, tack 🙏").text, TABLE.spoken)
        assert found is not None
        assert found[0] == command
        assert found[1] == []


def test_no_code_of_a_case_is_taken_for_a_smiley() -> None:
    """K-2XD and K-28P end like one."""
    codes = [
        f"{prefix}-{one}{two}{three}"
        for prefix, one in product("KA", DIGITS)
        for two, three in product(LETTERS + DIGITS, repeat=2)
    ]
    assert [code for code in codes if line(f"ärende {code}").text != f"ärende {code}"] == []
    assert {line(f"ärende K-2B3{smiley}").text for smiley in (" XD", " 8P", " :)", ":)", "<3")} == {"ärende K-2B3"}
