"""Makes what a person wrote plain before anything reads it: here, once, and nowhere else.

A professional's words lose all that thumbs, keyboards and courtesy put around a command (:func:`line`); a
youth's, guardian's or guest's only what nobody sees (:func:`lightly`): with them a "snälla", a quote or a
word in capitals may be a cry for help. What is taken away is remembered: :attr:`Cleaned.said` is what was
written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

#: The longest short answer, in characters; matching longer ones would take minutes.
SHORT = 200

#: The longest line, in characters, that may be a command or an answer.
LONGEST = 3000

#: So often courtesy is cut off one end of a line.
_MOST_ROUNDS = 8

#: The longest courtesy behind a line, in characters.
_LONGEST_COURTESY = 80

#: What a command begins with where people talk with each other.
MARK = "!"

#: What the bot is called whatever its name is.
CALLED = ("assistent", "assistenten", "assistant", "bot", "boten")


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """Words as they are read (``text``), and as they were written (``said``).

    ``said`` lacks only what nobody sees and whom it is said to: free text is taken from it, and echoes quote
    it. ``is_marked``: it began with the mark of a command. ``is_greeting``: it is a greeting or the bot's
    name, and nothing else.
    """

    text: str
    said: str
    is_marked: bool = False
    is_greeting: bool = False


# ------------------------------------------------------------------------------------------------------ whole messages


def lightly(text: str) -> Cleaned:
    """What a youth, guardian or guest wrote, without what nobody sees and without the mark of a command."""
    words = visible(text).strip()
    bare = words.removeprefix(MARK).strip()
    return Cleaned(text=bare, said=bare, is_marked=words.startswith(MARK))


def letter(text: str) -> str:
    """What a professional wrote, before it is cut into lines: without quotes of others above it, and without
    a greeting or the signs of a code around the whole."""
    words = _without_quotes(_plain_quotes(visible(text).strip()))
    for fence in _FENCES:
        match = fence.fullmatch(words)
        if match is not None and match[1].strip():
            words = match[1].strip()
    return _behind(_GREETING_LINE, words)


def line(text: str, names: tuple[str, ...] = ()) -> Cleaned:
    """What a professional wrote in one line: a command, an answer, or words for others. ``names``: the bot's
    own."""
    said = _SPELLED.sub(lambda sign: _SIGNS_SPELLED[sign[1].lower()], _plain_quotes(text.strip()))
    if len(said) > LONGEST:
        bare = said.removeprefix(MARK).strip()
        return Cleaned(text=bare, said=bare, is_marked=said.startswith(MARK))
    called = _name(names)
    is_marked = False
    while True:  # "Assistent: !klar 1"
        match = _MARKS.match(said) or called.match(said)
        if match is None:
            break
        is_marked |= MARK in match[0]
        said = said[match.end() :]
    words = _without_courtesy_behind(_from_request_on(_unwrapped(said), called))
    text = _outside_quotes(_plain_dashes, words)
    # What only calls the bot comes as the bare mark
    is_greeting = said == MARK or _greeting_alone(names).fullmatch(said[:SHORT]) is not None
    is_marked |= said == MARK
    return Cleaned(text=text, said=said, is_marked=is_marked, is_greeting=is_greeting)


# ----------------------------------------------------------------------------------------------------------- characters

#: Characters that nobody sees, beside those of the Unicode categories Cc and Cf.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")

_NEW_LINES = re.compile(r"\r\n?")

#: Control characters that stand for a space, or for a line on paper.
_SPACES = frozenset("\t\x0b\x0c\x85")

#: What joins two letters of other alphabets, or two emoji to one.
_JOINERS = frozenset("\u200c\u200d")


def visible(text: str) -> str:
    """A text as it is seen: in the usual form (NFC), without characters that are not seen, every kind of
    space one space. Line breaks stay."""
    composed = _NEW_LINES.sub("\n", unicodedata.normalize("NFC", text))
    if composed.isascii() and composed.isprintable():
        return composed
    kept = []
    for at, character in enumerate(composed):
        category = unicodedata.category(character)
        if character == "\n":
            kept.append(character)
        elif category in ("Zs", "Zl", "Zp") or character in _SPACES:
            kept.append(" ")
        elif category in ("Cc", "Cf") or character in _BLANK:
            if character in _JOINERS and _joins(composed, at):
                kept.append(character)
        else:
            kept.append(character)
    return "".join(kept)


def _joins(text: str, at: int) -> bool:
    """Whether a joiner stands between characters that need it: of other alphabets, or emoji."""
    around = (text[at - 1 : at], text[at + 1 : at + 2])
    return all(each > "\u058f" and unicodedata.category(each)[0] not in "PZC" for each in around)


def plain(text: str) -> str:
    """A message in small letters, without punctuation and without the characters that keyboards add to
    emoji."""
    kept = "".join(c for c in text if c not in "\ufe0e\ufe0f\u200d" and not "\U0001f3fb" <= c <= "\U0001f3ff")
    words = re.sub(r"[\s.,;:!?()\"“”…]+", " ", kept.casefold().replace("’", "'").replace("´", "'"))
    return words.strip(" '")


def bare(text: str) -> str:
    """A word, or a few, in small letters and without the signs around them: ``"Öppna!"`` is ``"öppna"``."""
    return text.strip().strip(".!?,;:…\"'()").strip().lower()


def _plain_quotes(text: str) -> str:
    return text.translate(_QUOTES)


#: Signs that are spoken out to a telephone.
_SIGNS_SPELLED = {"kommatecken": ",", "utropstecken": "!", "frågetecken": "?", "punkt": "."}
_SPELLED = re.compile(r"\s+(kommatecken|utropstecken|frågetecken|punkt)(?=\s|$)", re.IGNORECASE)

_QUOTES = str.maketrans({**dict.fromkeys("“”„‟«»＂", '"'), **dict.fromkeys("‘’‚‛´", "'")})

#: Hyphens that look like the one on keyboards.
_HYPHENS = re.compile("[\u2010\u2011\ufe63\uff0d]")
_DASH = "[‒–—―−]"
#: A dash inside a code or between numbers.
_IN_CODE = re.compile(
    rf"(?<=\b[A-Za-z]){_DASH}(?=[0-9A-Za-z]{{3}}(?!\w))|(?<=\d){_DASH}(?= ?\d)|(?<=\d ){_DASH}(?= ?\d)"
)
#: A dash between the code of a case and what follows.
_BEHIND_CODE = re.compile(r"(?<=\b[A-Za-z]-[0-9A-Za-z]{3}) [–—-] (?=\S)")
#: An option, with the dash into which telephones turn its two.
_OPTION = re.compile(r"(?<!\S)(?:—(?=[^\W\d_])|–(?=(?:visa|show)\b)|-(?=(?:visa|show)\b))", re.IGNORECASE)
_OPTION_BEHIND = re.compile(r"(?<!\S)(?:--|[–—-]) ?(?=(?:visa|show)$)", re.IGNORECASE)


def _plain_dashes(text: str) -> str:
    """A text with plain dashes in codes, numbers and before options; those of a sentence stay."""
    dashed = _IN_CODE.sub("-", _HYPHENS.sub("-", text))
    return _BEHIND_CODE.sub(" ", _OPTION_BEHIND.sub("--", _OPTION.sub("--", dashed)))


def written(words: str, said: str) -> str:
    """Words as they stand in what was written, where only their dashes became plain."""
    typed = said.split()
    read = [_outside_quotes(_plain_dashes, word) for word in typed]
    wanted = words.split()
    for at in range(len(read) - len(wanted) + 1):
        if wanted and read[at : at + len(wanted)] == wanted:
            return " ".join(typed[at : at + len(wanted)])
    return words


def _outside_quotes(change: Callable[[str], str], text: str) -> str:
    """A text, changed where it does not stand in quotes."""
    parts = re.split(r'("[^"]*")', text)
    return "".join(part if at % 2 else change(part) for at, part in enumerate(parts))


# ------------------------------------------------------------------------------------------------- around the words

#: Quoted lines above an answer, as mail and older clients put them there.
_QUOTED_ABOVE = re.compile(r"(?:>[^\n]*\n)+\s*(?=\S)")
#: The quote that a client puts above a reply: it names who is quoted.
_REPLY_QUOTE = re.compile(r"> (?:\* )?<@[^\s:>]+:[^\s>]+>[^\n]*(?:\n>[^\n]*)*\n\s*(?=\S)")

_FENCES = (
    re.compile(r"```(?:\w+\n)?(.*)```", re.DOTALL),
    re.compile(r"`([^`]+)`"),
    re.compile(r"\*\*([^*]+)\*\*"),
)
#: A whole message in quotes.
_IN_QUOTES = (re.compile(r'"([^"]+)"'), re.compile(r"'([^']+)'"))


def without_reply_quote(text: str) -> str:
    """The text of a reply, or of a changed one, without the message that some clients quote above it."""
    match = _REPLY_QUOTE.match(text)
    return text if match is None else text[match.end() :]


def _without_quotes(text: str) -> str:
    return _QUOTED_ABOVE.sub("", text, count=1) if text.startswith(">") else text


def _unwrapped(text: str) -> str:
    for quotes in _IN_QUOTES:
        match = quotes.fullmatch(text)
        if match is not None and match[1].strip():
            return match[1].strip()
    return text


_GREETINGS = (
    r"(?:hej|hejsan|hejhej|hallå|tja|tjena|tjenare|god ?morgon|god ?kväll|god ?middag|god ?eftermiddag|god dag"
    r"|hi|hello|hey|good (?:morning|afternoon|evening|day))"
)
_GREETED = rf"{_GREETINGS}(?: hej)?(?: på (?:dig|er))?(?: igen| again| there| alla)?"
#: A greeting before other words. A comma may be missing, a word may not.
_GREETING = re.compile(rf"{_GREETED}[\s,.!]+(?=\S)", re.IGNORECASE)
_GREETING_LINE = re.compile(rf"{_GREETED}[ ,.!]*\n\s*(?=\S)", re.IGNORECASE)
_THANKS = (
    r"(?:tack(?: så (?:mycket|jättemycket)| snälla| på förhand)?|tackar"
    r"|thanks(?: a lot)?|thank you(?: so much)?|thx)"
)
_THANKS_FIRST = re.compile(rf"{_THANKS}\s*[,.!]+\s*(?=[^\s,.!])", re.IGNORECASE)
#: What makes a request of a command.
_KIND_REQUEST = re.compile(
    r"(?:(?:kan|kunde|vill) (?:du|ni)|skulle (?:du|ni) kunna|(?:can|could|would|will) you)"
    r"(?: (?:vara snäll och|snälla|please))?[\s,]+(?=\S)|(?:snälla|var snäll och|vänligen|please)[\s,]+(?=\S)",
    re.IGNORECASE,
)
#: Before a line of a list.
_BULLET = re.compile(r"[-–—*•·▪◦]\s+(?=\S)")
_MARKS = re.compile(r"(?:[!/]\s*)+(?=[^\s!/])")

_KIND_SIGNS = "🙏😊🙂😀😃😄☺👍🤗😘❤"
#: More signs that professionals put behind a command.
_SIGNS_BEHIND = (
    " \n" + _KIND_SIGNS + "😁😅😂🤣😉😍🥰😎🎉🙌👏💪👌✌💚💙💛🧡💜🌸🌞✨✅✔☑\ufe0e\ufe0f\u200d🏻🏼🏽🏾🏿"
)

_BEHIND = re.compile(rf" (?:{_THANKS}|[{_KIND_SIGNS}]+)$")
_PLEASE_BEHIND = re.compile(r" (?:snälla|please)$")
_BEFORE = re.compile(
    r"^(?:(?:hej|hejsan|hallå|tja|hi|hello|hey) |(?:tack|thanks) (?=(?:ja|jo|nej|yes|no|stopp?)\b))"
)

_COURTESY_BEHIND = re.compile(
    rf"[\s,;.!–-](?:{_THANKS}(?: så mkt| för hjälpen| for your help)?|snälla(?: du)?|please|är du snäll"
    r"|(?:med )?vänliga? hälsning(?:ar)?(?:[\s,]+\w+){0,2}|mvh(?:[\s,]+\w+){0,2}|kind regards(?:[\s,]+\w+){0,2})$",
    re.IGNORECASE,
)
#: Before these the thanks or the please belong to the sentence: "be henne vara snäll", "säg tack".
_GOVERNS = re.compile(
    r"(?:^|[\s\"])(?:ett|en|stort|många|mitt|sitt|ditt|vårt|säg|säga|sa|sagt|skriv|skriva|få|ge|vara|var|är|och|att|för"
    r"|a|big|say|said|and|be)$",
    re.IGNORECASE,
)
# One of letters and digits stands apart: a case may be called K-2XD or K-28P
_SMILEY_BEHIND = re.compile(
    r"(?:\s(?:8[-o']?[)(DPp]+|[xX]D+)|(?:\s|(?<=\w))(?:[:;=][-o']?[)(DPp]+|<3+|\^\^))$"
)
_POINTS = " \n.!…,;"
#: A word that ends in its own full stop.
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:(?:[^\W\d_]{1,2}\.){2,}|(?:osv|etc|dvs|ca|kl|nr|tel|mfl|mm|st|resp)\.)$", re.IGNORECASE
)


def _from_request_on(text: str, called: re.Pattern[str]) -> str:
    """A line without the greeting, the bot's name, thanks and "kan du" before it, unless it is nothing else."""
    words = text
    for _ in range(_MOST_ROUNDS):
        before = words
        for courtesy in (_BULLET, _MARKS, called, _GREETING, _THANKS_FIRST):
            words = _behind(courtesy, words)
        request = _behind(_KIND_REQUEST, words)
        if request != words:
            words = request.rstrip(" ?") or words  # "kan du visa ärenden?"
        if words == before:
            break
    return words


def _behind(start: re.Pattern[str], text: str) -> str:
    """What follows the words that a text starts with."""
    match = start.match(text)
    return text if match is None else text[match.end() :]


def _without_courtesy_behind(text: str) -> str:
    """A line without thanks, a please, friendly signs and points behind it, unless it is nothing else."""
    words = text.strip()
    for _ in range(_MOST_ROUNDS):
        fewer = words if _ABBREVIATED.search(words[-_LONGEST_COURTESY:]) else words.rstrip(_POINTS)
        fewer = fewer.rstrip(_SIGNS_BEHIND)
        beginning, end = fewer[:-_LONGEST_COURTESY], fewer[-_LONGEST_COURTESY:]
        end = _SMILEY_BEHIND.sub("", end)
        courtesy = _COURTESY_BEHIND.search(end)
        if courtesy is not None and _GOVERNS.search(end[: courtesy.start()]) is None:
            end = end[: courtesy.start()]
        fewer = beginning + end
        if fewer == words or not fewer.strip():
            return words
        words = fewer
    return words


def without_courtesy(text: str) -> str:
    """The plain message without a greeting before and thanks behind; thanks alone and long texts keep
    theirs."""
    words = plain(text)
    if len(text) > SHORT:
        return words
    while True:
        # An emoji may stand right behind a word, without a space
        fewer = re.sub(rf"(?<=\w)([{_KIND_SIGNS}]+)$", r" \1", words)
        fewer = _BEHIND.sub("", _BEFORE.sub("", fewer, count=1))
        if fewer in (words, ""):
            return words
        words = fewer


def without_please(text: str) -> str:
    """The plain message without courtesy, and without a please behind it."""
    return _PLEASE_BEHIND.sub("", without_courtesy(text))


@lru_cache(maxsize=16)
def _name(names: tuple[str, ...]) -> re.Pattern[str]:
    """The bot's name or Matrix id, with what stands behind it, in front of other words."""
    return re.compile(rf"@?{_known(names)}(?:[,:;.!]+\s*|\s+(?:[–-]\s+)?)(?=[^\s?])", re.IGNORECASE)


@lru_cache(maxsize=16)
def _greeting_alone(names: tuple[str, ...]) -> re.Pattern[str]:
    """A greeting, the bot's name, or both."""
    name = rf"@?{_known(names)}"
    return re.compile(rf"(?:{_GREETED}(?:[\s,.!]+{name})?|{name})[\s?!.,{_SIGNS_BEHIND}]*", re.IGNORECASE)


def _known(names: tuple[str, ...]) -> str:
    known = sorted({*(name.removeprefix("@") for name in names), *CALLED}, key=len, reverse=True)
    return f"(?:{'|'.join(re.escape(name) for name in known)})"
