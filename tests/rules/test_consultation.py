"""Who is let in to ask, and which words are not passed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import load_profile, profiles
from bot.rules import consultation as rules
from bot.rules.consultation import Consultation, State, accepts_guest, accepts_server, names_somebody

SKOVDE = load_profile("skovde")
TODAY = date(2026, 11, 23)
NEW = Consultation(
    id="c", unit_id="u", code="A-4QX", person_id="p", state=State.NEW, began_on=date(2026, 11, 20), purge_on=TODAY
)


def test_only_skovde_talks_with_strangers() -> None:
    assert [name for name in profiles() if load_profile(name).consultation] == ["skovde"]


@pytest.mark.parametrize(
    ("server", "allowed", "others", "taken"),
    [
        ("s", (), (), True),
        ("skola.example", (), (), False),
        ("skola.example", ("skola.example",), (), False),  # the operator lets nobody of it in
        ("skola.example", (), ("skola.example",), False),  # the municipality does not
        ("skola.example", ("skola.example",), ("skola.example",), True),
        ("evil.example", ("skola.example",), ("skola.example",), False),
        ("", (), (), False),
    ],
)
def test_who_may_knock(server: str, allowed: tuple[str, ...], others: tuple[str, ...], taken: bool) -> None:
    profile = SKOVDE.model_copy(update={"allowed_servers": allowed})
    assert accepts_server(profile, server, own="s", others=others) is taken
    assert not accepts_server(profile.model_copy(update={"consultation": False}), server, own="s", others=others)


def test_a_server_and_all_of_them_have_a_limit() -> None:
    ours = [f"@{number}:s" for number in range(rules.MOST_OF_SERVER)]
    assert accepts_guest("@new:s", ours[1:])
    assert not accepts_guest("@new:s", ours)
    assert accepts_guest("@new:t", ours)
    full = [f"@{number}:s{number}" for number in range(rules.MOST_GUESTS)]
    assert not accepts_guest("@new:other", full)


@pytest.mark.parametrize(
    ("in_hour", "in_day", "first", "passes"),
    [
        (rules.MOST_IN_AN_HOUR - 1, rules.MOST_IN_A_DAY - 1, False, True),
        (rules.MOST_IN_AN_HOUR, rules.MOST_IN_AN_HOUR, False, False),
        (0, rules.MOST_IN_A_DAY, False, False),
        (rules.MOST_IN_AN_HOUR, rules.MOST_IN_A_DAY, True, True),  # those who write on do not keep others from asking
        (2 * rules.MOST_IN_AN_HOUR, 0, True, False),
        (0, 2 * rules.MOST_IN_A_DAY, True, False),
    ],
)
def test_all_guests_together_have_a_measure(in_hour: int, in_day: int, first: bool, passes: bool) -> None:
    assert rules.within_limits(in_hour, in_day, first=first) is passes


def test_what_is_written_moves_the_day() -> None:
    begun = rules.with_message(NEW, SKOVDE, TODAY)
    assert (begun.state, begun.began_on, begun.purge_on) == (State.OPEN, TODAY, date(2026, 12, 23))
    later = rules.with_message(begun, SKOVDE, date(2026, 12, 1))
    assert (later.began_on, later.purge_on) == (TODAY, date(2026, 12, 31))
    ended = rules.ended(later, date(2026, 12, 2))
    assert (ended.state, ended.purge_on) == (State.CLOSED, date(2026, 12, 3))
    assert [replace(NEW, state=state).known_to_unit for state in State] == [False, False, True, True]


@pytest.mark.parametrize(
    "text",
    [
        "Jag är orolig för Erik Svensson",
        "Erik Berg har börjat skolka",
        "Hej Anna Berg undrar jag om",
        "han heter erik",
        "Hon heter Alva, tror jag",
        "min elev Erik kommer aldrig",
        "Det gäller sonen Ali.",
        "en kille som kallas Abbe",
        "en andersson i nian",
        "Anna-Karin Lund går här",
        "Han bor hos mormor. Hans namn: ja, namnet Kevin",
        "skriv till erik.berg@skola.example",
        "@erik:skola.example",
        "my student Erik is gone",
        "Her brother is called Ali",
        "His name is Erik",
        "her name's alva",
        "Hans namn är Kevin",
        "Erik B slår andra",
        "FÖRLÅT, men Erik Berg",
        # Names of several parts
        "Jag är orolig för Erik von Platen",
        "Erik af Klint har börjat skolka",
        "familjen von Essen vet inget",
        "hos af Ugglas är det tyst",
        "Anna de Jong går i nian",
        "Jag undrar om Carlos de la Cruz",
        "Mohammed bin Salman slår andra",
        "Osama Bin Ladin",
        "han umgås med O’Brien",
        "O'Brien har slutat komma",
        "O’Brien och hans bror",
        "Sean O'Brien",
        "min elev Al-Hassan",
        "eleven al-Hassan",
        "Anna-Karin går här",
        "det gäller Lind-Berg",
        "Lind-Berg kommer aldrig",
        "Erik Lind Berg",
        "Jag är orolig för Erik",
        "vi har pratat med Erik om det",
        "pappan och Lisa bråkar",
        "Det gäller Kevin i 8B",
        "Kevins mamma heter Lena",
        "Leonardo da Vinci",
        "Vincent van Gogh bor här",
        "en kille, Ali, slår andra",
        "killen (Ali) slår andra",
        "my pupil McDonald",
        "Jean-Luc är ute sent",
        "van der Berg går i nian",
        "D’Angelo har slutat",
        "Fatima al Rashid",
        "Abu Bakr slåss",
        "jag tror att Erik säljer",
        "igår slog Erik en annan elev",
    ],
)
def test_what_seems_to_name_somebody(text: str) -> None:
    assert names_somebody(text, ["Skövde"])


@pytest.mark.parametrize(
    "text",
    [
        "Jag har en elev jag är orolig för. Kan SIG passa?",
        "En elev i åttan. Han har slutat komma. Vad gör jag?",
        "Hej Anna! Tack för svaret.",
        "I Skövde finns ju SIG och BUP.",
        "Är det något för Skövde Kommun?",
        "Vad heter det? Det är en insats.",
        "min son är ute på nätterna",
        "ERIK",
        "Kan jag ringa 0701-740605 på måndag kl 15?",
        "What should I do? On Monday I meet the parents.",
        "1. Elev i nian\n2. Vårdnadshavaren vet\n- Skolan vet",
        "",
        "👍",
        "det står K-7F2 på pappret",
        # Ordinary words with a capital letter
        "1. Elev i nian",
        "Ungdomen har slutat komma. Mamman vet. Pappan vet inte.",
        "Oroliga föräldrar ringer varje dag.",
        "Snälla hjälp oss",
        "Polisen har varit här. Socialtjänsten vet.",
        "Vi har pratat med Polisen och Socialtjänsten",
        "Han är på Snapchat hela natten",
        "De pratar bara om Snapchat",
        "Eleven bor i Hentorp och går på Västerhöjdsgymnasiet",
        "Han kommer från Syrien och pratar Arabiska",
        "Vi är på Vasaskolan",
        "Jag jobbar på Ungdomsmottagningen",
        "Sen sa de att Skolan ringt",
        "Det är af för oss",
        "Av de tre är en orolig",
        "Hon är van vid att bli slagen",
        "Kan ni komma till Stadshuset på Torsdag?",
        "Han har Adhd och Autism",
        "God Jul!",
        "Hej! Finns det plats? Mvh Läraren",
        "Tack på förhand",
        "Bin har stuckit honom",
        "Von och för",
        "Jag mår dåligt. Ingen lyssnar. Vad ska jag göra? Måste jag berätta?",
        "Skolan säger nej, Kommunen säger nej",
        "I'm worried. I've tried. Don't know what to do",
        "It's about a boy in year eight",
        "Vi vill veta om SIG passar. Ring mig på 0500-49 80 00.",
    ],
)
def test_what_names_nobody(text: str) -> None:
    assert not names_somebody(text, ["Skövde", "Kommun", "socialtjänst", "polis", "skola"])


@given(st.text(st.sampled_from("abcåäö eé-.,!?\n"), max_size=60))
def test_small_letters_without_a_name_word_are_passed_on(text: str) -> None:
    assert not names_somebody(text)


_NAME = st.from_regex(r"[A-ZÅÄÖ][a-zåäö]{1,9}", fullmatch=True).filter(
    lambda name: name.casefold() not in rules._NOBODY
)


@given(
    st.sampled_from(["jag är orolig för", "det gäller", "vi har"]), _NAME, _NAME, st.sampled_from(["", " i nian", "."])
)
def test_two_names_in_a_row_are_never_passed_on(before: str, first: str, last: str, after: str) -> None:
    assert names_somebody(f"{before} {first} {last}{after}")


@given(st.text(max_size=300))
def test_whatever_is_written_can_be_judged(text: str) -> None:
    assert names_somebody(text) in (True, False)
