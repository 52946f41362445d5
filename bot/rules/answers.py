"""Short answers: yes and no in both languages, and the courtesy that people put around them."""

from __future__ import annotations

import re

#: Plain answers to a yes-or-no question, in small letters.
YES = frozenset({"ja", "jaa", "aa", "jadå", "japp", "jepp", "jo", "j", "yes", "y", "yep", "yeah", "ok", "okej", "okay"})
NO = frozenset({"nej", "nää", "nejdå", "nepp", "nä", "n", "no", "nope"})

#: What a thumb says when it is written as a message. A reaction is something else: a homeserver can make one.
_YES_SIGNS = frozenset({"👍", "✅", "✔", "👌"})
_NO_SIGNS = frozenset({"👎", "❌"})

_GREETING = r"(?:hej|hejsan|hallå|tja|hi|hello|hey)"
_THANKS = (
    r"(?:tack(?: så (?:mycket|jättemycket)| snälla| på förhand)?|tackar|thanks(?: a lot)?|thank you(?: so much)?|thx)"
)
_PLEASE = r"(?:snälla|please)"
_KIND_SIGNS = "🙏😊🙂😀😃😄☺👍🤗😘❤"

_BEFORE = re.compile(rf"^(?:{_GREETING} |(?:tack|thanks) (?=(?:ja|jo|nej|yes|no|stopp?)\b))")
_BEHIND = re.compile(rf" (?:{_THANKS}|[{_KIND_SIGNS}]+)$")
_PLEASE_BEHIND = re.compile(rf" {_PLEASE}$")


def plain(text: str) -> str:
    """A message in small letters, without punctuation around its words and without what keyboards add to emoji."""
    kept = "".join(c for c in text if c not in "\ufe0e\ufe0f\u200d" and not "\U0001f3fb" <= c <= "\U0001f3ff")
    words = re.sub(r"[\s.,;:!?()\"“”…]+", " ", kept.casefold().replace("’", "'").replace("´", "'"))
    return words.strip(" '")


def without_courtesy(text: str) -> str:
    """The same, without a greeting in front and thanks behind; thanks alone stay what they are."""
    words = plain(text)
    while True:
        # An emoji may stand right behind a word
        fewer = re.sub(rf"(?<=\w)([{_KIND_SIGNS}]+)$", r" \1", words)
        fewer = _BEHIND.sub("", _BEFORE.sub("", fewer, count=1))
        if fewer in (words, ""):
            return words
        words = fewer


def yes_or_no(text: str) -> bool | None:
    """Whether a message is a plain yes or a plain no, and nothing else; None for all other words."""
    for words in (plain(text), without_courtesy(text), _PLEASE_BEHIND.sub("", without_courtesy(text))):
        if words in YES | _YES_SIGNS or re.fullmatch(r"ja+", words):
            return True
        if words in NO | _NO_SIGNS or re.fullmatch(r"ne+j+", words):
            return False
    return None


# ------------------------------------------------------------------------------------- the offer to pass words on

_SEND = re.compile(
    r"(?:(?:ja|jo|ok|okej|japp) )?(?:skicka|sänd)(?: (?:det|allt|vidare|iväg|nu))*"
    r"|(?:(?:yes|ok|okay) )?(?:send|pass)(?: (?:it|that|everything|on|now))*"
)
_KEEP = re.compile(
    r"(?:(?:nej|nä) )?(?:skicka|sänd) inte(?: (?:det|allt))?|(?:nej )?(?:inte skicka|skicka inget)"
    r"|(?:no )?(?:do not|don't|dont) (?:send|pass)(?: (?:it|that)(?: on)?)?"
)


def sends(text: str) -> bool | None:
    """Whether a message says outright that words are to be passed on, or are not; None when it says neither."""
    for words in (plain(text), _PLEASE_BEHIND.sub("", without_courtesy(text))):
        if _SEND.fullmatch(words):
            return True
        if _KEEP.fullmatch(words):
            return False
    return None
