"""The one table of short answers: a few hundred forms with their meaning, and sentences that share their words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.conversation import answers, meeting_answers
from bot.conversation.answers import Meaning, Weight, read
from bot.rules.meeting import Answer

#: What a professional writes, and what it means.
MEANT = {
    Meaning.YES: """ja|JA|Ja!|ja.|jaa|jaaa|JAAAA!!|jaja|jadå|jadåå|jaadå|japp|jaapp|jappp|Japp!|jepp|jo|joo|
jajamän|jajamensan|yes|Yes!|yees|yess|yep|yepp|yeah|yup|ok|OK!|okej|Okej.|okeej|okay|okaay|oekj|okje|j|y|
ja tack|ja, tack!|Ja tack så mycket|ja tack på förhand|ja snälla|ja gärna|ja, gärna!|jättegärna|gärna|
ja absolut|absolut|abslout|visst|javisst|ja visst|självklart|självklrat|gör det|ja gör det|Ja, gör det!|
gör så|kör|Kör!|kör på|kör på!|ja kör|ja, kör på|kör det|kööör|godkänt|Godkänt!|godkänt tack|godkännt|
godkänns|godkänner|jag godkänner|godkänd|gokänt|ser bra ut|Ser bra ut!|det ser bra ut|Ja, det ser bra ut|
ja det ser bra ut tack|ja ser bra ut|stämmer|Stämmer.|det stämmer|det stämmer bra|ja det stämmer|
Ja, stämmer|stämer|stämmmer|ja precis|precis|korrekt|rätt|det är rätt|låter bra|det låter bra|det blir bra|
ja det blir bra|ok kör|okej, kör på|ok gör det|hej, ja|hej ja tack|tack, ja|tack ja|hejsan ja|ja 👍|ja👍|ja 🙏|
ok 🙏|okej 😊|ok tack|Okej tack!|Ok, tack så mycket|👍|👍🏻|👍🏼|👍🏽|👍🏾|👍🏿|👍👍|✅|✔|✔️|☑|☑️|👌|👌🏽|👍✅|yes please|
yes, thanks|yes do it|do it|go ahead|approved|approve|looks good|it looks good|sounds good|that's right|
that’s right|correct|sure|of course|jag kan|jag kommer|kan|kommer|det funkar|funkar|det går bra|passar|
ja jag kan|ja, jag kommer|jo tack|ja ja|ja ja ja|aa|
Absolut jag tar den!|Okej sätt upp mig på den|sure, count on me|visst, det fixar jag|ja det kan jag göra absolut|
självklart, det löser jag|räkna med mig|jag är med|I'll take it|I can do that|stämmer bra det""",
    Meaning.NO: """nej|Nej!|NEJ|neej|neeeej|nejj|nej nej|nää|nä|näää|nejdå|nejdåå|nepp|neppp|nix|no|No.|noo|
nope|noope|n|nej tack|Nej, tack!|nej tack så mycket|nej snälla|hej, nej|tack nej|absolut inte|
nej absolut inte|verkligen inte|helst inte|nej helst inte|det stämmer inte|stämmer inte|
Nej, det stämmer inte|stämmer ej|fel|det är fel|nej fel|inte rätt|det är inte rätt|ej godkänt|inte godkänt|
godkänns inte|gör inte det|gör det inte|nej gör inte det|kör inte|nej vänta|nej avvakta|kan inte|
jag kan inte|nej jag kan inte|går inte|det går inte|funkar inte|passar inte|👎|👎🏽|👎🏿|❌|❌❌|nej 👎|no thanks|
no, thanks!|absolutely not|rather not|i can't|I can’t|cannot|not approved|don't do it|wrong|
nä hinner tyvärr inte den veckan|har ingen möjlighet alls, är tjänstledig då|tyvärr kan jag inte då|
jag är bortrest den veckan|sorry, I can't make it|ta någon annan|det går tyvärr inte""",
    Meaning.MAYBE: """kanske|Kanske!|kankse|kanskee|kaaanske|kanske det|vet inte|jag vet inte|osäker|
jag är osäker|inte säker|möjligen|eventuellt|får se|vi får se|maybe|mabye|perhaps|not sure|i'm not sure|
i don't know|we'll see|❓|🤷|🤷🏽""",
    Meaning.LATER: """senare|Senare!|senaree|lite senare|inte nu|inte än|inte ännu|inte idag|snart|snarrt|strax|
om en stund|återkommer|jag återkommer|vänta|avvakta|later|laterr|not now|not yet|soon|in a while""",
    Meaning.DONE: """klar|Klar!|klart|Klart.|klaart|klrat|klara|klart nu|nu är det klart|det är klart|
jag är klar|färdig|färdigt|fixat|Fixat!|fixatt|fixta|det är fixat|gjort|det är gjort|redan klart|
redan gjort|klart tack|klart 👍|done|Done!|doone|it's done|finished|completed|all done""",
    Meaning.UNDER_WAY: """pågår|Pågår.|pågååår|det pågår|på gång|är på gång|det är på gång|påbörjat|påbörjad|
håller på|jag håller på|håller på med det|jobbar på det|jag jobbar på det|under way|ongoing|in progress|
working on it|on it|⏳|⌛""",
    Meaning.STUCK: """hinder|Hinder!|hindder|hinderr|det finns hinder|sitter fast|jag sitter fast|fast|kört fast|
har fastnat|kommer inte vidare|stuck|stukc|i'm stuck|blocked|⛔|🚫""",
    Meaning.THANKS: """tack|Tack!|taaack|tackk|tackar|tack så mycket|tack tack|tack för hjälpen|tusen tack|
stort tack|bra tack|toppen|Toppen!|toppen tack|perfekt|perfekt tack|bra|bra jobbat|snyggt|super|kanon|
tack 🙏|🙏|🙏🏽|❤️|😊|🎉|thanks|Thanks a lot|thank you|thank you very much|great thanks|cheers|perfect""",
    Meaning.STOP: "stopp|Stopp!|STOPP|stoopp|stop|Stop.|stopp tack|stopp, tack!|stoppa|tack stopp|stopp stopp",
    Meaning.MENU: "meny|Meny!|menny|menyn|menu|kommandon|commands|show menu",
}

#: Words that share something with an answer, and are none.
NOT_MEANT = """ja men|ja men inte Petra|ja om Sven kan|ja och nej|nej fast jo|ja klar 1|ja K|
ja till allt utom skolan|ok men jag är livrädd|okej då väntar vi på Sven|ok vad betyder det|jag|jag vill|
jag godkänner inte det|inte godkänt än|godkänt av vem|ser bra ut men tiden är fel|stämmer det|
det stämmer inte alls med det vi sa|kör inte än|kör till Sven|kör hem|gör det imorgon|gör om det|
gör det i stället på fredag|absolut inte på fredag|visst är det så|gärna en annan dag|kvar|allt kvar|
jag har två kvar|klarar|klarar inte|klar med 1|klart att jag är orolig|inte klar|inte klart än|ej klar|
pågår det något|det pågår en utredning|hinder 1|hinder för vem|fast bara på fredag|senare i veckan|
senast fredag|inte nu när han är där|stopp där|stopp för fan|tack för allt|tack för ingenting|tack men nej|
tackar som frågar|bra fråga|bra att veta|menyn för lunchen|note|none|hope|task|tick|tak|back|tank|ogodkänt|
ogodkänd|jag kan inte mer|jag kan hjälpa dig|kan du|kan någon komma|kommer du|kommer inte Petra|
passar inte alls min chef|aa jag orkar inte|aa men snälla|ja de slår mig|nej snälla sluta|
nej jag orkar inte mer|jaha|jasså|jobb|nja|hm|ja nej|👍👎|✅❌|👍 men inte fredag|don't|do it later|yes but|
no idea|ok so what|maybe next week|done with this life|i can't do this anymore|stop it he is here|
later today at three|thanks for nothing|sure thing is|1|1 2|K-7F2|fredag|@petra|.|!|?|…"""

#: What only a professional's words may mean; a youth who writes so means, or may mean, more.
ONLY_LENIENTLY = """godkänt|godkänns|ser bra ut|det ser bra ut|ja det ser bra ut|stämmer|det stämmer|kör|kör på|
fel|klart|klar|fixat|pågår|på gång|hinder|sitter fast|jag sitter fast|fast|senare|snart|vänta|sluta|bra|
perfekt|inte|okje|kankse|gokänt|japp på|nejd|kaaanske|okeeej|❤️|🙏|😊|stopp stopp|meny|möjligen|får se|
det är fel|precis|rätt|approved|stuck|blocked|later|done|I'm stuck|i am stuck"""


def forms(text: str) -> Iterator[str]:
    return (" ".join(each.split()) for each in text.split("|"))


@pytest.mark.parametrize(
    ("text", "meaning"), [(form, meaning) for meaning, text in MEANT.items() for form in forms(text)]
)
def test_what_a_professional_means(text: str, meaning: Meaning) -> None:
    said = read(text, leniently=True)
    assert said is not None
    assert said.meaning is meaning


@pytest.mark.parametrize("text", list(forms(NOT_MEANT)))
@pytest.mark.parametrize("leniently", [False, True])
def test_whatever_has_more_in_it_is_no_answer(text: str, leniently: bool) -> None:
    assert read(text, leniently=leniently) is None


@pytest.mark.parametrize("text", list(forms(ONLY_LENIENTLY)))
def test_a_youth_says_nothing_by_it(text: str) -> None:
    """It goes to the safe words: "jag sitter fast" may be a cry, and a slip may be another word."""
    assert read(text) is None
    assert answers.yes_or_no(text) is None
    assert meeting_answers.can_come(text) is None


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("ja", Weight.PLAIN),
        ("japp tack", Weight.PLAIN),
        ("ja gärna", Weight.PLAIN),
        ("ok", Weight.VAGUE),
        ("okej tack", Weight.VAGUE),
        ("👍🏽", Weight.VAGUE),
        ("j", Weight.VAGUE),
        ("gärna", Weight.GLAD),
        ("visst", Weight.GLAD),
        ("ok snälla", Weight.GLAD),
        ("godkänt", Weight.APPROVING),
        ("ser bra ut", Weight.APPROVING),
        ("jag kan", Weight.COMING),
        ("det funkar", Weight.COMING),
    ],
)
def test_how_much_a_word_can_bear(text: str, weight: Weight) -> None:
    said = read(text, leniently=True)
    assert said is not None
    assert said.weight is weight


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        *((text, True) for text in ("ja", "JAAA!", "japp", "ja tack")),
        *((text, False) for text in ("ok", "👍", "gärna", "ja snälla", "jag kan", "godkänt", "ja?", "nej", "ja men")),
    ],
)
def test_what_cannot_be_undone_takes_a_plain_yes(text: str, is_plain: bool) -> None:
    assert answers.is_plain_yes(text) is is_plain


@pytest.mark.parametrize(("text", "thanked"), [("ok tack", True), ("ja 🙏", True), ("ok", False), ("tack", False)])
def test_thanks_beside_an_answer_are_remembered(text: str, thanked: bool) -> None:
    said = read(text, leniently=True)
    assert said is not None
    assert said.with_thanks is thanked


@pytest.mark.parametrize("text", ["ja?", "ok?", "godkänt?", "japp?!"])
def test_a_question_is_told_apart(text: str) -> None:
    said = read(text, leniently=True)
    assert said is not None
    assert said.is_question
    assert answers.yes_or_no(text) is None


def test_what_a_yes_means_is_for_who_asks() -> None:
    assert meeting_answers.can_come("jag kan") is Answer.YES
    assert answers.yes_or_no("jag kan") is None
    assert meeting_answers.can_come("tack") is None
    assert meeting_answers.can_come("klart") is None


def test_no_form_stands_for_two_things() -> None:
    """A form of both tables may only get more weight for a professional, never another side of a question."""
    for leniently in (False, True):
        for form in forms("|".join((MEANT[Meaning.YES], MEANT[Meaning.NO]))):
            said = read(form, leniently=leniently)
            assert said is None or said.meaning in (Meaning.YES, Meaning.NO)
