"""What a youth wants in the plan in their own words is plain only where the whole of it is listed."""

from __future__ import annotations

import pytest

from bot.conversation.youth import own_words

PLAIN = """mina egna ord: jag vill spela fotboll|Mina egna ord: Jag vill spela fotboll igen.|
mina ord: jag vill få ett jobb|mina ord jag vill komma till skolan varje dag|mina egna ord är att jag vill ta körkort|
jag vill att det ska stå att jag vill spela fotboll|det ska stå att jag vill ha bättre betyg i matte|
mina ord: jag vill spela basket och träna mer|mina egna ord: jag vill spela gitarr, hitta fler kompisar och få praktik|
kan du skriva i planen att jag vill börja med innebandy|skriv i planen att jag vill klara nian|
mina egna ord: ”jag vill börja dansa igen”|my own words: I want to play football|my words: I want to get a job"""

#: They begin in the same way, or share their words, and are met with the safe words.
NOT_PLAIN = """mina egna ord: jag vill inte leva|mina egna ord: jag vill dö|
mina ord: jag vill spela fotboll men jag orkar inte|mina ord: jag vill inte spela fotboll|
mina egna ord: hjälp mig|mina egna ord: han slår mig|mina ord: jag vill sluta|
mina ord: jag vill försvinna|mina egna ord: jag vill komma bort|mina egna ord: jag vill spela fotboll innan jag dör|
MINA EGNA ORD: JAG VILL SPELA FOTBOLL|mina ord: jag vill spela fotboll!|mina egna ord: jag vill gå|mina ord: fotboll|
jag vill spela fotboll|mina ord: jag vill byta skola|mina ord: jag vill spela fotboll för alltid hejdå|
mina ord: jag vill spela fotboll på taket|jag vill att det ska stå att de ska skjuta mig|mina ord är slut|
my own words: I want to die|my words: I want to play football and die|mina egna ord:|mina ord"""


@pytest.mark.parametrize("text", [" ".join(each.split()) for each in PLAIN.split("|")])
def test_what_is_listed_whole_is_plain(text: str) -> None:
    assert own_words.is_plain(text)


@pytest.mark.parametrize("text", [" ".join(each.split()) for each in NOT_PLAIN.split("|")])
def test_whatever_has_more_or_less_in_it_is_not(text: str) -> None:
    assert not own_words.is_plain(text)


@pytest.mark.parametrize("text", ["mina egna ord", "Mina ord", "visa mina egna ord", "my own words", "mina egna ord?"])
def test_the_bare_name_of_them_asks_to_see_them(text: str) -> None:
    assert own_words.asks_to_see(text)
    assert not own_words.is_plain(text)


@pytest.mark.parametrize("text", ["mina egna ord: jag vill dö", "mina ord är slut", "mina", "ord"])
def test_more_or_less_than_their_name_does_not(text: str) -> None:
    assert not own_words.asks_to_see(text)
