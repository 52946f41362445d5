"""The table of ordinary sentences (``youth.yaml``) and of cries (``youth_cries.yaml``), and what holds for
all of them.

Whatever is done to an ordinary sentence, a word of fear in it leaves the message to the safe words.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.conversation.youth import Asked, Intent, Wish, understood_all
from bot.conversation.youth.loose import topics
from bot.conversation.youth.slots import is_near_a_cry
from bot.conversation.youth.spelling import SPELLINGS
from bot.i18n import LANGUAGES
from tests.rules.making import SKOVDE

PEOPLE = {"Sven": "social_services", "Petra Berg": "police", "Lisa": "school"}
HERE = Path(__file__).parent
TABLE: Mapping[str, Any] = yaml.safe_load((HERE / "youth.yaml").read_text(encoding="utf-8"))
CRIES: Mapping[str, Sequence[str]] = yaml.safe_load((HERE / "youth_cries.yaml").read_text(encoding="utf-8"))

#: Of what is tried with every sentence, one in so many is in each run, and all in the long.
ONE_OF = 40
EVERY = [ONE_OF, pytest.param(1, marks=pytest.mark.long)]


@dataclass(frozen=True)
class Row:
    """A sentence, the question that is open, and what it says."""

    says: str
    asked: Asked | None
    kind: Intent
    slots: Mapping[str, Any]


def _rows(kinds: Mapping[str, Sequence[Any]], asked: Asked | None) -> Iterator[Row]:
    for kind, sentences in kinds.items():
        for sentence in sentences:
            slots = dict(sentence) if isinstance(sentence, dict) else {"says": sentence}
            says = slots.pop("says")
            yield Row(says, asked, Intent(slots.pop("kind", kind)), slots)


ORDINARY = tuple(_rows(TABLE["ordinary"], None))
ANSWERS = tuple(row for asked, kinds in TABLE["answers"].items() for row in _rows(kinds, Asked(asked)))
ALL = ORDINARY + ANSWERS

#: What says nothing: "aha" and "haha" are a letter apart.
SMALL_TALK = {Intent.GREETING, Intent.THANKS, Intent.FINE, Intent.LAUGHTER, Intent.EMOJI}

#: What says nothing of what was meant: a remark, and plain words that are offered to be passed on as they stand.
PASSED_ON = {Intent.PRACTICAL, Intent.ASK_ABOUT}

#: Words and phrases of fear; some have no word in them that is not ordinary elsewhere.
FEARS = """de slår mig|jag är rädd|jag vill dö|orkar inte mer|jag orkar inte mer|hjälp|hjälp mig|snälla|
snälla hjälp mig|
han är här|de är här|dom kommer|de är där|han kommer ikväll|de kommer imorgon|kan ni komma|jag vill inte leva|
jag vill inte mer|kniv|han har kniv|
de har mig|jag blöder|jag är livrädd|de hotar mig|förlåt mig|hejdå|hej då|farväl|tack för allt|innan jag dör|hoppa|
hoppa framför tåget|jag är inlåst|är du där|kan du hålla en hemlighet|måste jag hem|det är för sent|hur länge till|
jag sitter fast|de vet var jag bor|jag har tagit tabletter|jag kan inte mer|jag kan inte andas|sluta slå|112|
ring polisen|pappa är full|jag är död|livet|döden|dö|rädd|😭|🔪|:(|aldrig mer|kan någon komma|vem kan jag ringa|
jag behöver prata med någon|ta bort mig härifrån|jag måste hem|det räcker|det är över|vi ses aldrig mer|
help|help me|i want to die|i am scared|they hurt me|i can't anymore|goodbye|please help|kill|gun|dead|never again|
jag vill bort|bort härifrån|de tvingar mig"""
FEAR = tuple(" ".join(FEARS.split()).split("|"))


def read(text: str, asked: Asked | None = None) -> tuple[Wish, ...]:
    return understood_all(text, SKOVDE.functions, "sv", people=PEOPLE, asked=asked)


def kinds(wishes: Sequence[Wish]) -> set[Intent]:
    return {wish.kind for wish in wishes}


def _offers_an_interpreter(wish: Wish) -> bool:
    """Whether the answer is that the bot cannot the language, and how one asks for an interpreter."""
    return wish.kind is Intent.LANGUAGE and wish.said not in LANGUAGES


# ------------------------------------------------------------------------------------------------------------ the table


def test_the_table_is_as_large_as_promised() -> None:
    cries = [cry for some in CRIES.values() for cry in some]
    assert len(ALL) >= 400
    assert len(cries) >= 300
    assert len(ALL) + len(cries) >= 700
    assert len({(row.says, row.asked) for row in ALL}) == len(ALL)


def test_every_intent_has_sentences_and_cries_that_share_its_words() -> None:
    assert {row.kind for row in ORDINARY} == set(Intent)
    assert set(CRIES) == {*Intent, "around"}


def test_every_ordinary_sentence_says_what_the_table_says() -> None:
    wrong = []
    for row in ALL:
        found = read(row.says, row.asked)
        if [wish.kind for wish in found] != [row.kind]:
            wrong.append((row.says, row.asked, found))
            continue
        if any(getattr(found[0], slot) != value for slot, value in row.slots.items()):
            wrong.append((row.says, row.asked, found))
    assert wrong == []


@pytest.mark.parametrize(
    "says",
    ["möten", "mina möten", "mina tider tack", "nästa möte", "mitt nästa möte", "my meetings", "next meeting please"],
)
def test_the_name_of_a_thing_alone_asks_for_it(says: str) -> None:
    assert kinds(read(says)) == {Intent.WHEN}


@pytest.mark.parametrize("kind", sorted(CRIES))
def test_no_cry_is_understood(kind: str) -> None:
    assert [(cry, found) for cry in CRIES[kind] if (found := read(cry))] == []


def test_no_cry_is_an_answer_to_a_question_about_the_time() -> None:
    """A question of ours makes an answer of a few words, which stand in the table; of no other cry."""
    answers = {row.says for row in ANSWERS} | {"imorgon är det slut"}
    cries = [cry for some in CRIES.values() for cry in some if cry not in answers]
    assert [(cry, found) for cry in cries if (found := read(cry, Asked.MEETING))] == []
    assert [(cry, found) for cry in cries if (found := read(cry, Asked.TIME))] == []


def test_no_cry_decides_about_the_offer_to_pass_words_on() -> None:
    """With other words beside it a yes or a no is neither, and nothing is passed on."""
    answers = {row.says for row in ANSWERS if row.asked is Asked.OFFER}
    cries = [cry for some in CRIES.values() for cry in some if cry not in answers]
    decided = ({Intent.YES}, {Intent.NO})
    assert [(cry, found) for cry in cries if kinds(found := read(cry, Asked.OFFER)) in decided] == []


def test_no_list_of_words_has_all_words_of_a_fear() -> None:
    """In a clause that is read by its words their order says nothing, so that no list may have all of them."""
    fears = [fear.split() for fear in FEAR if fear.replace(" ", "").isalpha() and fear != "hej då"]
    assert [
        (topic.kind, fear)
        for topic in topics()
        for fear in fears
        if topic.words.issuperset(fear) and not is_near_a_cry(fear)
    ] == []


# ------------------------------------------------------------------------------------------------- what is done to them


@pytest.mark.parametrize("one_of", EVERY)
def test_a_word_of_fear_anywhere_in_an_ordinary_sentence_leaves_it_to_the_safe_words(one_of: int) -> None:
    assert len(FEAR) >= 40
    understood = []
    for row in ALL[::one_of]:
        words = row.says.split()
        for fear in FEAR:
            for at in range(len(words) + 1):
                text = " ".join([*words[:at], fear, *words[at:]])
                if read(text, row.asked):
                    understood.append(text)
    assert understood == []


@pytest.mark.parametrize("one_of", EVERY)
def test_no_word_can_be_one_of_danger(one_of: int) -> None:
    understood = []
    for row in ALL[::one_of]:
        words = row.says.split()
        for at in range(len(words)):
            for fear in ("kniv", "dö", "slår mig", "rädd", "skjut", "blod", "tabletter", "hurt"):
                text = " ".join([*words[:at], fear, *words[at + 1 :]])
                if read(text, row.asked):
                    understood.append(text)
    assert understood == []


@pytest.mark.parametrize("one_of", [ONE_OF, pytest.param(5, marks=pytest.mark.long)])
def test_two_ordinary_messages_never_say_a_third_thing(one_of: int) -> None:
    some = ORDINARY[::one_of]
    turned = []
    for one in some:
        for other in some:
            found = kinds(read(f"{one.says}\n{other.says}"))
            said = {one.kind, other.kind}
            if said >= {Intent.YES, Intent.ASK_ABOUT}:
                said.add(Intent.MAYBE)  # a human is to read what the yes may depend on
            if not found <= said | PASSED_ON:
                turned.append((one.says, other.says, found))
    assert turned == []


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("är det imorgon vi ses", "var ska jag hämta ut busskortet", {Intent.WHEN, Intent.ASK_ABOUT}),
        ("när har vi nästa", "missade bussen tar nästa", {Intent.WHEN, Intent.LATE}),
        ("när har vi nästa", "vad va de jag skulle göra till nästa gång", {Intent.WHEN, Intent.MY_TASKS}),
        ("kan du påminna mig om vilken tid det var vi skulle ses på onsdag?", "va de kl 3 eller", {Intent.WHEN}),
    ],
)
def test_the_words_of_two_messages_say_nothing_together(one: str, other: str, says: set[Intent]) -> None:
    """Not a place, another time or a no that only the end of one with the beginning of the next would be."""
    assert kinds(read(f"{one}\n{other}")) == says


def test_a_wrong_letter_never_says_another_thing() -> None:
    """Of a sample. It may be forgiven, or not, or leave plain words; what is a listed spelling of another word is
    that word."""
    listed = frozenset(form for forms in SPELLINGS.values() for form in forms)
    dice = random.Random(20)
    turned = []
    rows = (row for row in ALL[::ONE_OF] if " " in row.says and row.kind not in SMALL_TALK)
    for row in rows:
        for at in range(len(row.says)):
            letter = dice.choice("abdefghiklmnoprstuvyåäö")
            for text in (
                row.says[:at] + row.says[at + 1 :],
                row.says[:at] + letter + row.says[at + 1 :],
                row.says[:at] + letter + row.says[at:],
            ):
                wishes = read(text, row.asked)
                found = kinds([wish for wish in wishes if not _offers_an_interpreter(wish)])
                if listed & ({*text.split()} - {*row.says.split()}):
                    continue
                if found - PASSED_ON and row.kind not in found:
                    turned.append((row.says, text, found))
    assert turned == []
