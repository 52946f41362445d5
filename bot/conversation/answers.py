"""Short answers: yes and no in both languages, and the courtesy that people put around them."""

from __future__ import annotations

import re

#: The longest message, in characters, that may be a short answer; matching longer ones would take minutes.
LONGEST = 200

#: Plain answers to a yes-or-no question, in small letters.
YES = frozenset(
    {"ja", "jaa", "aa", "jadå", "japp", "jepp", "jo", "j", "yes", "y", "yep", "yeah", "ok", "okej", "okay"}
)
NO = frozenset({"nej", "nää", "nejdå", "nepp", "nä", "n", "no", "nope"})

#: Those of them that people also write without answering anything.
VAGUE = frozenset({"ok", "okej", "okay", "j", "y"})

#: Emoji that mean yes when written as a message. Reactions do not count here: a homeserver can forge one.
_YES_SIGNS = frozenset({"👍", "✅", "✔", "👌"})
_NO_SIGNS = frozenset({"👎", "❌"})

_GREETING = r"(?:hej|hejsan|hallå|tja|hi|hello|hey)"
_THANKS = (
    r"(?:tack(?: så (?:mycket|jättemycket)| snälla| på förhand)?|tackar"
    r"|thanks(?: a lot)?|thank you(?: so much)?|thx)"
)
_PLEASE = r"(?:snälla|please)"
_KIND_SIGNS = "🙏😊🙂😀😃😄☺👍🤗😘❤"

_BEFORE = re.compile(rf"^(?:{_GREETING} |(?:tack|thanks) (?=(?:ja|jo|nej|yes|no|stopp?)\b))")
_BEHIND = re.compile(rf" (?:{_THANKS}|[{_KIND_SIGNS}]+)$")
_PLEASE_BEHIND = re.compile(rf" {_PLEASE}$")

#: More ways to say yes or no, clear enough where a yes leads to no more than a talk or to words being passed
#: on.
_GLADLY = re.compile(
    r"(?:(?:ja|jo|ok|okej|yes|yeah) )?(?:(?:snälla|please) )?"
    r"(?:gärna|jättegärna|absolut|visst|självklart|gör det|då|sure|please do|do it|go ahead|of course)|ja(?: ja)+"
)
_RATHER_NOT = re.compile(
    r"(?:(?:nej|nä|no) )?(?:absolut inte|helst inte|inte nu|inte idag|verkligen inte|not now|absolutely not|rather not)"
    r"|ne+j(?: ne+j)+|no(?: no)+"
)


def plain(text: str) -> str:
    """A message in small letters, without punctuation and without the characters that keyboards add to
    emoji."""
    kept = "".join(c for c in text if c not in "\ufe0e\ufe0f\u200d" and not "\U0001f3fb" <= c <= "\U0001f3ff")
    words = re.sub(r"[\s.,;:!?()\"“”…]+", " ", kept.casefold().replace("’", "'").replace("´", "'"))
    return words.strip(" '")


def without_courtesy(text: str) -> str:
    """The plain message without a greeting before and thanks behind; thanks alone and long texts keep
    theirs."""
    words = plain(text)
    if len(text) > LONGEST:
        return words
    while True:
        # An emoji may stand right behind a word, without a space
        fewer = re.sub(rf"(?<=\w)([{_KIND_SIGNS}]+)$", r" \1", words)
        fewer = _BEHIND.sub("", _BEFORE.sub("", fewer, count=1))
        if fewer in (words, ""):
            return words
        words = fewer


def _without_please(text: str) -> str:
    """The plain message without courtesy, and without a please behind it."""
    return _PLEASE_BEHIND.sub("", without_courtesy(text))


def yes_or_no(text: str) -> bool | None:
    """Whether a message is just a yes or just a no; None for any other words, and for a question ("ja?")."""
    if len(text) > LONGEST or "?" in text:
        return None
    words = _without_please(text)
    if words in YES or re.fullmatch(r"ja+", words) or _GLADLY.fullmatch(words):
        return True
    if words in NO or re.fullmatch(r"ne+j+", words) or _RATHER_NOT.fullmatch(words):
        return False
    return thumb(text)


def thumb(text: str) -> bool | None:
    """Whether a message is just thumbs up (or the like), or just thumbs down; None for anything else."""
    signs = set(plain(text)) if len(text) <= LONGEST else set()
    if not signs:
        return None
    if signs <= _YES_SIGNS:
        return True
    if signs <= _NO_SIGNS:
        return False
    return None


# ------------------------------------------------------------------------------------- the offer to pass words on

_SEND = re.compile(
    r"(?:(?:ja|jo|ok|okej|japp) )?(?:(?:snälla|kan du) )?(?:skicka|sänd)(?: (?:det|allt|vidare|iväg|nu))*"
    r"|(?:(?:yes|ok|okay) )?(?:(?:please|can you) )?(?:send|pass)(?: (?:it|that|everything|on|now))*"
)
_KEEP = re.compile(
    r"(?:(?:nej|nä) )?(?:skicka|sänd) (?:inte|ej)(?: (?:det|allt|nej|nu))?|(?:nej )?(?:inte skicka|skicka inget)"
    r"|(?:no )?(?:do not|don't|dont) (?:send|pass)(?: (?:it|that)(?: on)?)?"
)


_FORGET = re.compile(
    r"(?:(?:nej|nä) )?(?:glöm|radera|släng|ta bort)"
    r"(?: (?:det|allt|texten|det där|det (?:som )?jag (?:skrev|har skrivit)))?"
    r"|(?:no )?(?:forget|delete|erase) (?:it|that|everything|what i wrote)"
)

#: The words with which a youth says which of several open questions a yes or no is for.
_NAMES = {
    "time": ("tiden", "tid", "mötet", "the time", "time", "the meeting", "meeting"),
    "group": ("gruppen", "grupp", "the group", "group"),
    "talk": ("samtalet", "samtal", "the talk", "talk"),
    "question": ("frågan", "fråga", "det andra", "the question", "question"),
}


def forgets(text: str) -> bool:
    """Whether a message asks to delete the words that are kept, in answer to the offer to pass them on."""
    return len(text) <= LONGEST and _FORGET.fullmatch(plain(text)) is not None


def named(text: str) -> tuple[str | None, str | None]:
    """The question a message names ("tiden") and the yes or no with it ("tiden nej"); None and None for other
    words."""
    if len(text) > LONGEST:
        return None, None
    words = plain(text)
    for name, forms in _NAMES.items():
        for form in forms:
            rest = words.removeprefix(form)
            if words == form:
                return name, None
            if rest != words and rest.startswith(" ") and yes_or_no(rest) is not None:
                return name, rest.strip()
    return None, None


def sends(text: str) -> bool | None:
    """Whether a message asks to pass words on, or not to; None when it says neither."""
    if len(text) > LONGEST:
        return None
    words = _without_please(text)
    if _SEND.fullmatch(words):
        return True
    if _KEEP.fullmatch(words):
        return False
    return None
