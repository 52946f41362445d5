"""Takes a youth's or guardian's message apart into words, and forgives how they are spelled.

What is forgiven may never destroy a cry. Slang is a list: each spelling counts only where a template has the word it
stands for. A slip counts in words of six letters or more alone, and never makes one word of another. Only listed
signs are cut. Whatever else is in a message, words in capitals and said twice too, is left over, so that the
message is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.conversation.clean import visible


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: A friendly sign, whichever: an emoji or a smiley.
SIGN = "☺"
THUMB = "👍"
THUMB_DOWN = "👎"
#: A sign of an illness, which stands beside one.
ILL = "🤒"

_FRIENDLY = frozenset(
    "🙏😊🙂😀😃😄☺🤗😘❤😁😅😂🤣😉😍🥰😎🎉🙌👏💪💚💙💛🧡💜🌸🌞✨🥳🤩😆😋👋🤝🫶💯😇☀⭐🌟🙄🤷🤦😬🤔🫡😮🥱🏀⚽🎈🤙✌🔥🏆🥇❄⛄🍕🍔🎂🎓🙃😏😴😪🤭👊🤞🥲👻🐣😻🤑🎃🎄🎅🎁🍀🌈🏒🏐🎮😺🙈😛😜😝🥹"
)
_SIGNS: Mapping[str, str] = {
    **dict.fromkeys(_FRIENDLY, SIGN),
    **dict.fromkeys("👍✅✔👌☑", THUMB),
    **dict.fromkeys("👎❌", THUMB_DOWN),
    **dict.fromkeys("🤒🤧🤮🤢", ILL),
}
_SMILEY = re.compile(r"(?:(?<=\s)|(?<=^)|(?<=[\w.,!?]))(?:[:;=][-o']?[)dDpP]|<3+|\^\^)(?=\s|$)")
#: Characters that keyboards add to an emoji, and nobody sees by themselves.
_AROUND_EMOJI = re.compile("[\ufe0e\ufe0f\u200d\u2640\u2642\U0001f3fb-\U0001f3ff]")

_WORD = re.compile(
    r"(?P<clock>\d{1,2}[.:]\d\d(?!\d))|(?P<date>\d{1,2}/\d{1,2}(?![\d/])|\d{1,2}:?[ea](?![^\W\d_]))"
    r"|(?P<number>\d{1,4}|\d{8,12})(?!\d)|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*(?:-[^\W\d_]+)*)|(?P<and>&)"
)
_BETWEEN = re.compile(r"[\s.,;:!?–-]*")
#: More of them than three are no mere mark of a sentence.
_CRIED = re.compile(r"[!?]{4}|!\s*!\s*!\s*!")

#: Words that people write in capitals, or that the bot itself asks for in capitals.
_CAPITALS = _words("""JA NEJ OK OKEJ OKAY YES NO SIG SIP BUP SOC HVB LSS VH FK AF SIS LVU SSPF SMS AI KL BRIS
KANSKE MENY MENU MIG RING
    STOPP STOP TOLK STÄDA ÅNGRA UNDO MAYBE CALL ME CLEAR INTERPRETER HAHA HAHAHA LOL LMAO XD PM AM GPT ID TV PT""")

#: Numbers that are no times.
_EMERGENCY = frozenset({"112", "911", "1177"})

#: Words that may be said twice in a row.
_TWICE = _words("va tack hej ha haha stopp stop ok ja bra okej bye hi yes hehe")

#: A letter held down in a word that is said so.
_HELD = (
    (re.compile(r"he+j+"), "hej"),
    (re.compile(r"tja+"), "tja"),
    (re.compile(r"ta+c+k+"), "tack"),
    (re.compile(r"(?:o+k+e+j+|o+ke+)"), "okej"),
    (re.compile(r"ja+a*"), "ja"),
    (re.compile(r"ne+j+"), "nej"),
    (
        re.compile(
            r"(?:[bm]?u?a?(?:ha){2,}h?|a?(?:ha){2,}h?|ha+h+a+|h[ah]{4,}|(?:he){2,}h?|(?:hi){2,}|(?:ah){3,})"
        ),
        "haha",
    ),
    (re.compile(r"lo+l+"), "lol"),
    (re.compile(r"lmf?ao+"), "lol"),
    (re.compile(r"x+d+"), "lol"),
    (re.compile(r"m{2,4}"), "mm"),
    (re.compile(r"bra{2,}"), "bra"),
    (re.compile(r"yes{2,}"), "yes"),
    (re.compile(r"he+y+"), "hey"),
    (re.compile(r"hi{2,4}"), "hi"),
    (re.compile(r"sa+nn?t"), "sant"),
)

#: Any other letter held down, except where that is a cry.
_THRICE = re.compile(r"(.)\1{2,}")
_NEVER_HELD = _words("stopp stop sluta nej no avsluta aldrig help stoppa")

#: Contractions, and what is written in one word or in two.
_AS_WRITTEN_OUT: Mapping[str, str] = {
    "don't": "do not",
    "dont": "do not",
    "can't": "can not",
    "cant": "can not",
    "cannot": "can not",
    "won't": "will not",
    "wont": "will not",
    "isn't": "is not",
    "isnt": "is not",
    "doesn't": "does not",
    "doesnt": "does not",
    "shouldn't": "should not",
    "shouldnt": "should not",
    "mustn't": "must not",
    "couldn't": "could not",
    "couldnt": "could not",
    "didn't": "did not",
    "didnt": "did not",
    "aren't": "are not",
    "what's": "what is",
    "whats": "what is",
    "when's": "when is",
    "whens": "when is",
    "where's": "where is",
    "wheres": "where is",
    "who's": "who is",
    "whos": "who is",
    "how's": "how is",
    "hows": "how is",
    "that's": "that is",
    "thats": "that is",
    "it's": "it is",
    "its": "it is",
    "i'm": "i am",
    "im": "i am",
    "i'll": "i will",
    "i've": "i have",
    "ive": "i have",
    "i'd": "i would",
    "you're": "you are",
    "youre": "you are",
    "we're": "we are",
    "kmr": "kommer",
    "idk": "i do not know",
    "weds": "wednesday",
    "thurs": "thursday",
    "ill": "i will",
    "haven't": "have not",
    "havent": "have not",
    "hasn't": "has not",
    "hasnt": "has not",
    "hadn't": "had not",
    "wasn't": "was not",
    "wasnt": "was not",
    "weren't": "were not",
    "wouldn't": "would not",
    "wouldnt": "would not",
    "we'll": "we will",
    "you'll": "you will",
    "it'll": "it will",
    "she'll": "she will",
    "he'll": "he will",
    "they'll": "they will",
    "who'll": "who will",
    "we've": "we have",
    "you've": "you have",
    "he's": "he is",
    "hes": "he is",
    "she's": "she is",
    "shes": "she is",
    "there's": "there is",
    "theres": "there is",
    "let's": "let us",
    "lets": "let us",
    "we'd": "we would",
    "you'd": "you would",
    "prolly": "probably",
    "def": "definitely",
    "defo": "definitely",
}

#: The same of what is never a word of its own.
_ALWAYS_WRITTEN_OUT: Mapping[str, str] = {
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "have to",
    "dunno": "do not know",
    "lemme": "let me",
    "gimme": "give me",
    "kinda": "kind of",
    "imma": "i am going to",
}

#: How else a word is written. Each counts only where a template has the word.
#: ``var:`` is the verb, which is not spelled as the place is.
SPELLINGS: Mapping[str, tuple[str, ...]] = {
    word: (word.rstrip(":"), *others.split())
    for word, others in {
        "är": "e ä är'",
        "det": "de d dé dä",
        "de": "dom di",
        "jag": "ja jg jak jag'",
        "inte": "int ej inge inté",
        "mig": "mej",
        "dig": "dej",
        "dem": "dom",
        "sig-mötet": "sigmötet",
        "nej": "nae ne nej nääe",
        "istället": "ist istälet iställe",
        "tidigt": "dödstidigt skittidigt astidigt tidit",
        "tråkigt": "astråkigt dötråkigt",
        "någon": "nån ngn nåon",
        "något": "nåt ngt nått någe",
        "några": "nåra ngra",
        "någonting": "nånting",
        "någonstans": "nånstans",
        "annanstans": "annanstan",
        "också": "oxå åxå ocks",
        "och": "o å oc &",
        "vad": "va",
        "vara": "va",
        "att": "o å",
        "var": "vart vars",
        "var:": "va",
        "vilken": "vilket viken vilka",
        "ska": "skall sk",
        "med": "me",
        "till": "t",
        "på": "på'",
        "måste": "måst",
        "mycket": "mkt mycke",
        "kommer": "kmr kommr komr",
        "kan": "kn",
        "varför": "varfö",
        "sen": "sen försenad",
        "sent": "sent försent",
        "ikväll": "ikväl",
        "honom": "han",
        "påväg": "påväg",
        "tack": "tck takk",
        "hej": "hejsan hejhej hejj",
        "eller": "elr el eler",
        "with": "w",
        "vecka": "v",
        "wallah": "walla wallah wlh",
        "okej": "ok okay okk oki okii k kk okie oke okejdå",
        "the": "da th",
        "you": "u ya",
        "your": "ur",
        "are": "r",
        "to": "2",
        "please": "pls plz",
        "sorry": "sry soz sorri",
        "thanks": "thx ty tysm thnx",
        "because": "cuz cause cos bc",
        "minutes": "mins min",
        "meeting": "mtg",
        "do not": "dont",
        "about": "abt",
        "what": "wat wut",
    }.items()
}

#: Real words, and words of danger, that one slip makes of a word of the grammar, or the other way round: they are
#: never taken for a slip.
OTHER_WORDS = _words("""skadar skulden tvingad värdelöst killer
    matter matters skrika skriker skriken skrikit bråkar bråkat bråkade brukat gömmer gömma
        gömde gömmas
    somnar     somnat somnade skäller skällde svimmar svimmade dränkt dränka dränkte kräver rymmer rymmde rymma
    smäller stjäla
    locked blocked fucked forced shoots shooting stabbing trapped hanging touched touching threat threats
    treats kicked choked drowning burning cutting drinking hitting fighting stolen worried weapon smoked
    skjuta skjuts skjutas skjut skjuten straffa straffas träffad träffat träffas drabba
dräpte kommit hommer sommar
    hinder hindrar finner vinner rinner tvingar springer slinger svinger ringar ringen ringas slutat lutar snutar
    slagit slår slits samtala samtals samtalar pappans mamman mammans polismän polisiär polisbil polisens skolans
    skadan skalan skola skolor skolas skolad skadas skadad torsdags fredags lördags söndags måndags tisdags onsdags
    stannat stannar stanna skannar spannar kvävas kväver kvällar tabbar tappar trappar kappan knappar spelar spelas
    slipad slippa slipper slipar klippa klipper skippar stripper strypa stryper strypt stämmer stammer skämmer läsare
    lärare lärarens bärare lösare hörare laser jagade jagad jagar dagar lagar vakter väktare väktaren vägrar väggar
    begrava begraver begravd behövs behöver behövt behåva förlora förlorar förlorad försvar försvann försvinn försent
    förbud förband förråd hoppar hoppas hoppad hoppat stoppar stoppas toppar poppar kropp kroppen koppar kopplar
    lämnad lämnas lämnats hämnas hämnd hämnden hämtas hämtar hämtad hämtat jämnar nämnas nämner ensamt ensam ensamma
    sparkar sparka sparkad spärrar sparas starkar barkar flytta flyttar flydde flykta flyktar slutas slutar slukar
    bestäm bestämd behandla betala betalar berättad berättas beratta blöder blödde brinner dödade dödar dödlig döden
    doktor därför varför tyvärr överge överges överger övergav over möter mördar mördare mördas märker mötte
    kastar kasta kastas kasten rastar lastar hastar fastar fastna fastnat testar tastar
    gruvan grupper gruppens truppen trupper groper grappa gripen gripas griper grips gruvor
    trakten tränad tränas tränare tvärare tränger trängd trängs tröttnat brottas brottet
    reason season prison poison person persons treason listen listed kissed killed kidnap beaten beating bleeding
    meting melting meaning heating cheating seating meetings beatings hunted hinted hunting hurting
    remind remain remove removed removes raped scared shared stared spared stabbed strapped stripped
    killing calling falling filling willing pulling tomorrow brother bother mother smother another fathers
    cancel canceled cancer dancer police policy polite coming combing bombing homing leaving heaving leaving living
    longer linger lounger danger dangers manger ranger angers anyone alone number numbed lumber thumbs
    talking taking stalking walking balking raking choking joking smoking stoking shaking sharing scaring staring
    choice voice school schools scholar stuffed stuff staff group groups grouped gripped consent content consents
    consult insult insulin insulins""")

_AT_LEAST = 6


class Written(NamedTuple):
    """The words of a message, in small letters, and at which of them a further line begins."""

    words: list[str]
    lines: frozenset[int]


def words_of(text: str, vocabulary: Collection[str], forgiven: frozenset[str]) -> Written | None:
    """The words of a message that a vocabulary has; None when anything else is in it.

    ``forgiven``: the words of it that a slip of the finger may be in.
    """
    shown = _AROUND_EMOJI.sub("", visible(text)).replace("’", "'").replace("´", "'").strip()
    if _CRIED.search(shown):
        return None
    shown = _SMILEY.sub(f" {SIGN} ", shown)
    found: list[str] = []
    lines: set[int] = set()
    at = ended = _end_of_gap(shown, 0)
    while at < len(shown):
        if "\n" in shown[ended:at]:
            lines.add(len(found))
        sign = _SIGNS.get(shown[at])
        if sign is not None:
            if found[-1:] != [sign]:
                found.append(sign)
            ended = at + 1
            at = _end_of_gap(shown, ended)
            continue
        match = _WORD.match(shown, at)
        if match is None:
            return None
        read = _read_word(match, vocabulary, forgiven)
        if read is None:
            return None
        found += read
        ended = match.end()
        at = _end_of_gap(shown, ended)
    if _is_repeated(found) or _is_farewell(found) or _is_beaten(found):
        return None
    return Written(found, frozenset(lines))


def _end_of_gap(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return at if match is None else match.end()


def _read_word(
    match: re.Match[str], vocabulary: Collection[str], forgiven: frozenset[str]
) -> list[str] | None:
    """The words that one written word stands for; None when it is none of the vocabulary."""
    written = match[0]
    word = written.casefold()
    if match["word"] is None:
        return None if word in _EMERGENCY else [word]
    if len(written) > 1 and written.isupper() and written not in _CAPITALS:
        return None
    if word in _ALWAYS_WRITTEN_OUT:
        return _ALWAYS_WRITTEN_OUT[word].split()
    if word in vocabulary:
        return [word]
    if word in _AS_WRITTEN_OUT:
        return _AS_WRITTEN_OUT[word].split()
    for held, plain in _HELD:
        if held.fullmatch(word):
            return [plain]
    for plain in (_THRICE.sub(r"\1", word), _THRICE.sub(r"\1\1", word)):
        if plain in vocabulary and word != plain and plain not in _NEVER_HELD:
            return [plain]
    meant = _without_slip(word, forgiven)
    return None if meant is None else [meant]


def _is_repeated(words: Iterable[str]) -> bool:
    """Whether a word is said twice in a row, and is none of those that may be."""
    before = ""
    for word in words:
        if word == before and word not in _TWICE and word[0].isalpha():
            return True
        before = word
    return False


def _is_farewell(words: Sequence[str]) -> bool:
    """Whether "hej då" is among the words, whatever follows."""
    return ("hej", "då") in pairwise(words)


def _is_beaten(words: Sequence[str]) -> bool:
    """Whether "slå mig" is among the words, and is no call ("slå mig en signal")."""
    return any(
        words[at : at + 2] == ["slå", "mig"] and words[at + 2 : at + 3] != ["en"] for at in range(len(words))
    )


# ------------------------------------------------------------------------------------------------------------ slips


def _without_slip(word: str, vocabulary: frozenset[str]) -> str | None:
    """The one word of six letters or more that was meant, but for one slip; None when there is none, or two."""
    if len(word) < _AT_LEAST or word in OTHER_WORDS:
        return None
    meant = {known for known in _by_sound(vocabulary).get(word[0], ()) if _is_slip(word, known)}
    return meant.pop() if len(meant) == 1 else None


@lru_cache(maxsize=8)
def _by_sound(vocabulary: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """The long words of a vocabulary by their first letter, which is never a slip."""
    found: dict[str, list[str]] = {}
    for word in vocabulary:
        if len(word) >= _AT_LEAST and word.isalpha():
            found.setdefault(word[0], []).append(word)
    return {first: tuple(words) for first, words in found.items()}


def _is_slip(typed: str, word: str) -> bool:
    """Whether a word was typed with one letter too many, too few, wrong, or changed with the next."""
    if abs(len(typed) - len(word)) > 1:
        return False
    at = 0
    while at < min(len(typed), len(word)) and typed[at] == word[at]:
        at += 1
    rest, meant = typed[at:], word[at:]
    if len(rest) == len(meant):
        return rest[1:] == meant[1:] or (rest[:2] == meant[1::-1] and rest[2:] == meant[2:])
    return rest[1:] == meant if len(rest) > len(meant) else rest == meant[1:]
