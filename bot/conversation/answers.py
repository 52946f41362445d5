"""The one vocabulary of short answers, in both languages.

Commands, taps, replies, reminders, answers about a meeting and the youth's page all ask :func:`read`, and
nobody else knows such words. What a yes *means* is the asker's: the same "ok tack" is a yes where something
is asked, and thanks where nothing is. How much a word can bear stands beside it (:class:`Weight`).

Of a youth, guardian or guest only plain forms count (``leniently=False``): no slip of a finger may turn one
of their words into another, and whatever has more in it than an answer may be a cry for help.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from bot.conversation import clean
from bot.conversation.clean import plain, without_courtesy, without_please

#: The longest message, in characters, that may be a short answer; matching longer ones would take minutes.
LONGEST = clean.SHORT


class Meaning(StrEnum):
    """What a short answer says."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"
    LATER = "later"
    DONE = "done"
    UNDER_WAY = "under_way"
    STUCK = "stuck"
    THANKS = "thanks"
    STOP = "stop"
    MENU = "menu"


class Weight(StrEnum):
    """How much a word can bear."""

    PLAIN = "plain"  # it counts wherever it is asked for
    VAGUE = "vague"  # people also say it without answering anything: "ok", a thumb
    GLAD = "glad"  # clear enough where no more follows than a talk, a time, or words being passed on
    APPROVING = "approving"  # said to what is shown: a professional's yes to a preview
    COMING = "coming"  # said of a time: whether one can come


@dataclass(frozen=True, kw_only=True)
class Short:
    """A short answer: its meaning, and how much it can bear.

    ``word``: the form it was said in, without what stands around it. ``is_question``: it ends with a question
    mark ("ja?"). ``with_thanks``: thanks stand beside it ("ok tack").
    """

    meaning: Meaning
    weight: Weight = Weight.PLAIN
    word: str
    is_question: bool = False
    with_thanks: bool = False


# ------------------------------------------------------------------------------------------------------------ the table

#: Every form of an answer, in small letters and without punctuation.
_TABLE: Mapping[tuple[Meaning, Weight], str] = {
    (Meaning.YES, Weight.PLAIN): "ja|jaa|aa|jadå|japp|jepp|jo|yes|yep|yeah",
    (Meaning.YES, Weight.VAGUE): "ok|okej|okay|j|y",
    (Meaning.YES, Weight.COMING): """
        jajamän|yup|jag kan|jag kommer|kan|kommer|ja jag kan|ja jag kommer|ja det funkar|ja det går bra|
        det funkar|funkar|det går bra|går bra|passar|det passar|i can|i will|yes i can|that works|works|👍|✅|
        ✔""",
    (Meaning.NO, Weight.PLAIN): "nej|nää|nejdå|nepp|nä|n|no|nope",
    (Meaning.NO, Weight.COMING): """
        nix|kan inte|jag kan inte|nej jag kan inte|nej kan inte|nä kan inte|funkar inte|det funkar inte|
        nej det funkar inte|går inte|det går inte|passar inte|det passar inte|i can't|i cannot|can't|cannot|
        no i can't|i can not|👎|❌""",
    (Meaning.MAYBE, Weight.PLAIN): """
        kanske|vet inte|jag vet inte|osäker|jag är osäker|kanske det|maybe|perhaps|not sure|i'm not sure|
        i don't know|don't know|❓|🤷""",
    (Meaning.STOP, Weight.PLAIN): "stopp|stoppa|stop",
}

#: Forms that count for professionals alone.
_LENIENT: Mapping[tuple[Meaning, Weight], str] = {
    (Meaning.YES, Weight.PLAIN): """
        jajamän|jajamensan|jupp|yup|yess|javisst|ja visst|ja absolut|ja gärna|ja självklart|ja gör det|
        ja tack gärna|ja kör|ja kör på|ja det stämmer|ja stämmer|ja det ser bra ut|ja ser bra ut|
        ja det är rätt|ja det blir bra|ja precis|ja det vill jag|ja ok|ja okej|jo det stämmer|jo tack|
        yes do it|yes go ahead|yes please|yes that's right|yes looks good|yes it looks good|
        yes that is right""",
    (Meaning.YES, Weight.COMING): """
        det tar jag|jag tar den|jag tar det|den tar jag|tar den|tar det|ja det tar jag|ja jag tar den|
        ja jag tar det|ja den tar jag|jag fixar det|det fixar jag|ja det fixar jag|i'll take it|i will take it|
        yes i'll take it""",
    (Meaning.YES, Weight.VAGUE): "jaja|ok då|okej då|det är ok|det är okej|that's ok|that's fine|it's fine",
    (Meaning.YES, Weight.APPROVING): """
        godkänt|godkänns|godkänner|jag godkänner|godkänd|godkänn|ser bra ut|det ser bra ut|det ser rätt ut|
        ser rätt ut|stämmer|det stämmer|stämmer bra|det stämmer bra|stämmer bra det|stämmer precis|kör|kör på|kör det|
        kör hårt|kör igång|kör på det|kör på så|
        ok kör på det|okej kör på det|gör det|gör så|det är rätt|rätt|korrekt|precis|absolut|självklart|det blir bra|
        blir bra|låter bra|det låter bra|ok kör|okej kör|ok kör på|okej kör på|ok det stämmer|
        okej det stämmer|ok gör det|ok det ser bra ut|okej det ser bra ut|bra kör|bra kör på|approved|
        approve|i approve|looks good|it looks good|looks right|that's right|that is right|correct|go ahead|
        do it|sounds good|agreed|confirmed|bekräftas|bekräftat|bekräftar""",
    (Meaning.NO, Weight.PLAIN): """
        nix|nej tack|nej tyvärr|nä tyvärr|tyvärr nej|nej tyvärr inte|tyvärr inte|
        nej det stämmer inte|nej stämmer inte|nej inte så|nej avvakta|nej vänta|nej 👎|nej ❌|
        nej gör inte det|absolut inte|inte|nej absolut inte|nej det är fel|nej fel|nej stopp|no don't|
        no thanks|no that's wrong""",
    (Meaning.NO, Weight.APPROVING): """
        stämmer inte|det stämmer inte|stämmer ej|fel|det är fel|det blir fel|inte rätt|det är inte rätt|
        ej godkänt|inte godkänt|godkänns inte|godkänns ej|underkänt|gör inte det|gör det inte|kör inte|
        not approved|that's wrong|wrong|don't do it|do not do it""",
    (
        Meaning.MAYBE,
        Weight.PLAIN,
    ): "möjligen|eventuellt|jag är inte säker|inte säker|får se|vi får se|we'll see",
    (Meaning.LATER, Weight.PLAIN): """
        senare|lite senare|inte nu|inte än|inte ännu|inte idag|snart|strax|om en stund|återkommer|
        jag återkommer|vänta|avvakta|later|not now|not yet|soon|in a while""",
    (Meaning.DONE, Weight.PLAIN): """
        klar|klart|klara|klart nu|nu är det klart|det är klart|är klar|jag är klar|färdig|färdigt|fixat|
        det är fixat|gjort|det är gjort|redan klart|redan gjort|done|it's done|it is done|finished|
        completed|all done|already done""",
    (Meaning.UNDER_WAY, Weight.PLAIN): """
        pågår|det pågår|på gång|är på gång|det är på gång|påbörjat|påbörjad|håller på|jag håller på|
        håller på med det|jobbar på det|jag jobbar på det|under way|underway|ongoing|in progress|
        working on it|i'm on it|on it|started|⏳|⌛""",
    (Meaning.STUCK, Weight.PLAIN): """
        hinder|det finns hinder|fast|jag sitter fast|sitter fast|har fastnat|jag har fastnat|
        kommer inte vidare|kör fast|kört fast|stuck|i'm stuck|i am stuck|blocked|⛔|🚫""",
    (Meaning.THANKS, Weight.PLAIN): """
        tack|tackar|thanks|thank you|toppen|perfekt|perfekt tack|toppen tack|bra|bra jobbat|bra jobb|
        jättebra|snyggt|super|kanon|kanon tack|fint|härligt|tusen tack|stort tack|tack tack|tack då|
        tack för hjälpen|tackar tackar|tack ska du ha|great|perfect|cheers|many thanks|thank you very much|
        nice|good job""",
    (Meaning.STOP, Weight.PLAIN): "stopp stopp|sluta",
    (Meaning.MENU, Weight.PLAIN): "meny|menyn|menu|kommandon|alla kommandon|commands|visa meny|show menu",
}

#: Emoji written as a message. As reactions they count only where :mod:`bot.rules.reactions` offers them.
_YES_SIGNS = frozenset({"👍", "✅", "✔", "👌", "☑"})
_NO_SIGNS = frozenset({"👎", "❌"})
_THANKS_SIGNS = frozenset(
    {"🙏", "❤", "😊", "🙂", "😀", "😃", "😄", "☺", "🤗", "🥰", "🎉", "🙌", "👏", "💪", "😎"}
)

#: More ways to say yes or no, clear enough where a yes leads to no more than a talk or to words being passed
#: on.
_GLADLY = re.compile(
    r"(?:(?:ja|jo|ok|okej|yes|yeah) )?(?:(?:snälla|please) )?"
    r"(?:gärna|jättegärna|absolut|visst|självklart|gör det|då|sure|please do|do it|go ahead|of course)|ja(?: ja)+"
)
_RATHER_NOT = re.compile(
    r"(?:(?:nej|nä|no) )?(?:absolut inte|helst inte|inte nu|inte idag|verkligen inte|not now|absolutely not"
    r"|rather not)"
    r"|ne+j(?: ne+j)+|no(?: no)+"
)

#: Yes and no in a professional's own words: what may stand before, what says it, and what may stand behind.
_YES_BEFORE = (
    r"(?:absolut|självklart|självfallet|visst|javisst|ok|okej|okay|ja|jaa|jadå|japp|jepp|jo|jodå|jajamän"
    r"|jajamensan|aa|mm"
    r"|såklart|givetvis|naturligtvis|toppen|perfekt|fint|bra|inga problem|inget problem|lugnt|sure|yes|yep|yeah|yup"
    r"|of course|absolutely|definitely|certainly|no problem|great|alright)"
)
_YES_SAID = (
    r"(?:jag|vi) (?:tar|fixar|gör|löser|ordnar|sköter|åtar mig|tar på mig|tar hand om|kan ta|kan göra|kan fixa"
    r"|hinner)"
    r" (?:den|det|det där|den där|denna|detta|den uppgiften)"
    r"|(?:det|den) (?:tar|fixar|gör|löser|ordnar|sköter|hinner|åtar) jag(?: mig)?|(?:tar|fixar|löser"
    r"|ordnar) (?:den|det)"
    r"|(?:det|den) (?:kan|ska|skall) jag (?:ta|göra|fixa|ordna|lösa)|jag (?:kan|kommer|är med|är på|ställer upp"
    r"|hinner|deltar)"
    r"|(?:jag är )?på (?:det|den|bollen)|(?:sätt|skriv) (?:upp )?mig(?: på (?:den|det))?|(?:du kan )?räkna med mig"
    r"|(?:det |den )?(?:funkar|passar|går|blir)(?: (?:bra|fint|utmärkt|perfekt|jättebra|alldeles utmärkt))"
    r"|(?:funkar|passar|går) (?:bra|fint|utmärkt|jättebra) det|(?:det |den )(?:funkar|passar)"
    r"|kommer gärna|jag tar på mig (?:den|det)|tar på mig (?:den|det)|är med"
    r"|(?:you can )?count on me|count me in|i'm in|(?:i'll|i will|i can|i'd be happy to|happy to|glad to)"
    r"(?: (?:take|do|handle|sort|fix|manage|make) (?:it|that|this|care of it)| be there| come)?|will do"
    r"|(?:that |it )?works(?: (?:fine|well|great))?|fine by me|leave it to me|put me down(?: for (?:it|that))?"
    r"|consider it done|i'm on it|mine|i've got (?:it|this)"
)
_YES_BEHIND = (
    r"(?:absolut|självklart|såklart|gärna|då|visst|alltid|också|med glädje|för mig|for me|gladly|nu|direkt"
    r"|inga problem|no problem)"
)
_NO_BEFORE = (
    r"(?:nej|nä|nää|näe|nejdå|nope|no|nix|oj|tyvärr|dessvärre|sorry|beklagar|ledsen|förlåt|usch|attans|jag är ledsen"
    r"|unfortunately|i'm sorry|i'm afraid|afraid not)"
)
_LEIDER = r"(?:(?:tyvärr|dessvärre|nog|väl|verkligen|absolut|faktiskt|unfortunately|really) )?"
_NO_SAID = (
    rf"(?:jag |vi )?{_LEIDER}(?:hinner|kan|orkar|mäktar) (?:jag )?{_LEIDER}(?:inte|ej)(?: med)?(?: (?:det|den|ta den"
    rf"|ta det|komma|vara med|delta))?|(?:den|det) (?:hinner|kan|tar|orkar) jag {_LEIDER}(?:inte|ej)(?: med)?"
    rf"|(?:jag |vi )?tar {_LEIDER}inte (?:den|det)"
    rf"|(?:jag |vi )?har {_LEIDER}(?:ingen|inte|inga|inget) (?:någon |nån )?(?:möjlighet|tid|möjligheter|utrymme"
    rf"|chans)(?: alls)?"
    r"|(?:jag )?har (?:fullt upp|fullt|för mycket|förhinder|semester|annat|ett annat möte)|ingen (?:chans"
    r"|möjlighet|tid)"
    rf"|(?:den|det) (?:går|funkar|passar|blir|fungerar) {_LEIDER}(?:inte|ej)|(?:går|funkar|passar"
    rf"|fungerar) {_LEIDER}(?:inte|ej)"
    r"|(?:jag |vi )?är (?:tyvärr |redan )?(?:sjuk|bortrest|ledig|tjänstledig|föräldraledig|sjukskriven|på semester"
    r"|på kurs|borta"
    r"|upptagen|uppbokad|förhindrad|på tjänsteresa|vabbar|bokad)|vabbar|jag (?:måste|får) (?:tyvärr )?(?:tacka nej"
    r"|avstå|passa)"
    r"|tackar nej|(?:jag )?avstår|jag vill inte(?: (?:ha|ta) (?:den|det))?|(?:ta|fråga) (?:någon|nån) annan"
    r"|(?:någon|nån) annan får (?:ta|göra) (?:den|det)"
    r"|(?:i )?(?:can't|cannot|can not|won't be able to|am not able to)(?: (?:make it|do it|do that|take it"
    r"|take that|manage|come))?"
    r"|(?:i'm|i am) (?:off|away|sick|busy|on leave|on holiday|not available|unavailable|fully booked)"
    r"|(?:i have )?no time"
    r"|not possible|i'll have to pass|i have to pass|count me out|(?:that |it )?(?:doesn't|does not|won't) work"
)
_NO_BEHIND = (
    r"(?:då|den (?:här )?(?:veckan|dagen|tiden|uppgiften)|(?:hela|denna|nästa) veckan?|i veckan|idag|imorgon"
    r"|just (?:då|nu)|nu|alls"
    r"|tyvärr|dessvärre|sorry|för mig|for me|då heller|den gången|that (?:week|day)|this week|then|unfortunately"
    r"|at all|riktigt"
    r"|i (?:dag|morgon)|med det)"
)
_YES_IN_WORDS = re.compile(rf"(?:{_YES_BEFORE} )*(?:{_YES_SAID})(?: {_YES_BEHIND})*")
_NO_IN_WORDS = re.compile(rf"(?:{_NO_BEFORE} )*(?:{_NO_SAID})(?: {_NO_BEHIND})*")
#: What takes back or doubts the yes or no that a message begins with.
_DOUBTS = re.compile(
    r"\b(?:men|fast|förutsatt|bara|om|kanske|fast|dock|utom|inte|ej|but|if|unless|maybe|except|not|though|först"
    r"|annars|eller)\b|\?"
)
#: What makes a yes or a no of "ja" and "nej" before other words.
_TAKES = re.compile(r"\b(?:jag|i|i'll|[^\W\d_]+[ae]r|gör|kan|ska)\b")
_LEAVES = re.compile(
    r"\b(?:hinner|kan|tar|orkar|går|funkar|passar|vill)\b.*\b(?:inte|ej)\b|\btyvärr\b|\b(?:någon|nån) annan\b"
    r"|\b(?:can't|cannot|unfortunately|won't)\b"
)
#: What may take a no back, or says a no to something else than what was asked.
_BACK = re.compile(r"\b(?:jo|ja|yes|men|but|ändå)\b")
_OTHER_NO = re.compile(
    r"\b(?:inte|ej|än|ännu|rör|ändra|klar\w*|färdig\w*|stryk|flytta|fel|jo|ja|men|not|yet|done|yes|but|wrong"
    r"|det blev)\b"
)
_FIRST_SENTENCE = re.compile(r"[.!\n,;–—]+\s*")

_BETWEEN_PARTS = re.compile(r"\s*[,.!;–—\n]+\s*")
_MOST_PARTS = 4
#: A no, and a sign or a word that makes a refusal of what follows.
_NO_FIRST = re.compile(
    r"(?:nej|nä|nix|nope|no)(?:\s*[,.!;–—-]+\s*|\s+(?=(?:tyvärr|tack|men|det|vänta|jag|vi|inte|sorry|it|i|we)\b))\S",
    re.IGNORECASE,
)

#: What only thanks, by language.
THANKS = {
    "sv": re.compile(
        r"(?:(?:ok|okej|bra|fint|jättebra),? )?(?:tack|tackar)(?: (?:tack|så mycket|så jättemycket|för det))?"
    ),
    "en": re.compile(
        r"(?:(?:ok|okay|great|good),? )?(?:thanks|thank you)(?: (?:a lot|so much|very much|for that))?"
    ),
}

#: Words that differ from one of the table in a letter, and mean something else.
_SIMILAR = """kvar klok klor klarar klagar tank tanke tak täck tick talk task back japan jaga jaha note none node step
stolp stopa stöta stack surt sort visar visat vist fester fick fisk fasta dona hinner hindrar hindra hind laser menar
mena mens fixar fixa gjorde rast ratt rött fört fort kort färja passat okända godkända rätten senast senaste"""
_OTHER_WORDS = frozenset(_SIMILAR.split())


@cache
def _forms(*, leniently: bool) -> Mapping[str, Short]:
    """Every form of the table, with what it says."""
    tables = (_TABLE, _LENIENT) if leniently else (_TABLE,)
    return {
        word: Short(meaning=meaning, weight=weight, word=word)
        for table in tables
        for (meaning, weight), words in table.items()
        for word in (" ".join(each.split()) for each in words.split("|"))
    }


@cache
def _squeezed_forms() -> Mapping[str, Short]:
    """Forms of one word by what is left of them when no letter stands twice in a row."""
    return {
        _squeezed(word): said for word, said in _forms(leniently=True).items() if len(_squeezed(word)) > 1
    }


# -------------------------------------------------------------------------------------------------------- what is said


def read(text: str, *, leniently: bool = False) -> Short | None:
    """The short answer that a message is; None when it is anything more.

    ``leniently``: also with slips and in a professional's words.
    """
    if len(text) > LONGEST:
        return None
    said = _read(text, leniently=leniently)
    if said is None:
        return None
    words = plain(text)
    thanked = said.meaning is not Meaning.THANKS and words != said.word and _says_thanks(words)
    return replace(said, is_question="?" in text, with_thanks=thanked)


def _read(text: str, *, leniently: bool) -> Short | None:
    forms = _forms(leniently=leniently)
    signs = _of_signs(plain(text), leniently=leniently)
    if signs is not None:
        return signs
    for words in (plain(text), without_courtesy(text)):
        if words in forms:
            return forms[words]
    words = without_courtesy(text)
    pleaded = without_please(text)
    if re.fullmatch(r"ja+", words):
        return Short(meaning=Meaning.YES, word="ja")
    if re.fullmatch(r"ne+j+", words):
        return Short(meaning=Meaning.NO, word="nej")
    found = _with_please(pleaded) or _of_thanks(words)
    if found is None and leniently:
        return _almost(pleaded) or _in_parts(text) or _in_words(words)
    return found


def _in_words(words: str) -> Short | None:
    """A professional's yes or no in words of their own, when all of them say it: ``absolut jag tar den``."""
    is_yes = _YES_IN_WORDS.fullmatch(words) is not None
    if is_yes == (_NO_IN_WORDS.fullmatch(words) is not None):
        return None
    return Short(meaning=Meaning.YES if is_yes else Meaning.NO, weight=Weight.COMING, word=words)


def begun(text: str, *, plainly: bool = True) -> Short | None:
    """The yes or no with which a professional's longer message begins: ``Ja jag tar den! Ringer på lunchen``.

    None where what follows may take it back. ``plainly``: it says in words of its own what the yes or no is to; a bare
    "ja" before other words may be said to anybody.
    """
    if len(text) > LONGEST or "?" in text:
        return None
    ends = [(found.start(), found.end()) for found in _FIRST_SENTENCE.finditer(text)]
    no_first = _NO_FIRST.match(text)
    if no_first is not None:
        ends.append((text.find(" "), text.find(" ") + 1))
    for end, begin in ends:
        said = read(text[:end].rstrip(",.!;"), leniently=True)
        rest = text[begin:].casefold()
        if said is None or said.meaning not in (Meaning.YES, Meaning.NO) or not rest.strip():
            continue
        is_yes = said.meaning is Meaning.YES
        if is_yes and _DOUBTS.search(rest) is not None:
            return None
        is_in_words = said.weight is Weight.COMING or "tyvärr" in said.word
        is_plain = is_in_words and (is_yes or _BACK.search(rest) is None)
        if is_plain or (not plainly and _goes_with(rest, is_yes=is_yes)):
            return said
    return None


def _goes_with(rest: str, *, is_yes: bool) -> bool:
    """Whether what follows a bare yes or no says more of the same."""
    if is_yes:
        return _TAKES.search(rest) is not None
    return _LEAVES.search(rest) is not None or _OTHER_NO.search(rest) is None


def _in_parts(text: str) -> Short | None:
    """What several short answers beside each other say together, if they say the same: ``ja tack, det stämmer``.

    The weakest of them counts.
    """
    parts = [part for part in _BETWEEN_PARTS.split(text) if plain(part)]
    if not 2 <= len(parts) <= _MOST_PARTS:
        return None
    said = [_read(part, leniently=True) for part in parts]
    answers = [one for one in said if one is not None and one.meaning is not Meaning.THANKS]
    if None in said or len({one.meaning for one in answers}) != 1:
        return None
    return max(answers, key=lambda one: list(Weight).index(one.weight))


def begins_with_no(text: str) -> bool:
    """Whether a message begins with a no that other words follow: ``nej, det blev fel person``."""
    return len(text) <= LONGEST and "?" not in text and _NO_FIRST.match(text.strip()) is not None


def _with_please(words: str) -> Short | None:
    """A yes or no beside a please, or in words that bear no more than a talk."""
    known = _forms(leniently=False).get(words)
    if known is not None and known.meaning in (Meaning.YES, Meaning.NO) and known.weight is not Weight.COMING:
        return replace(known, weight=Weight.GLAD)
    if re.fullmatch(r"ja+", words) or _GLADLY.fullmatch(words):
        return Short(meaning=Meaning.YES, weight=Weight.GLAD, word=words)
    if re.fullmatch(r"ne+j+", words) or _RATHER_NOT.fullmatch(words):
        return Short(meaning=Meaning.NO, weight=Weight.GLAD, word=words)
    return None


def _of_signs(words: str, *, leniently: bool) -> Short | None:
    """What a message of emoji alone says. A thumb is no plainer than "ok": it may be to anything."""
    signs = set(words)
    if not signs:
        return None
    if signs <= _YES_SIGNS:
        return Short(meaning=Meaning.YES, weight=Weight.VAGUE, word="ok")
    if signs <= _NO_SIGNS:
        return Short(meaning=Meaning.NO, word="nej")
    if leniently and signs <= _THANKS_SIGNS | {" "}:
        return Short(meaning=Meaning.THANKS, word=words)
    return None


def _of_thanks(words: str) -> Short | None:
    if any(thanks.fullmatch(words) for thanks in THANKS.values()):
        return Short(meaning=Meaning.THANKS, word=words)
    return None


def _says_thanks(words: str) -> bool:
    return re.search(r"\b(?:tack|tackar|thanks|thank you|thx)\b|🙏", words) is not None


def _almost(words: str) -> Short | None:
    """The form that words differ from by repeated letters, or by one slip in a word of four letters or more;
    None where they could be two."""
    squeezed = _squeezed_forms().get(_squeezed(words))
    if squeezed is not None and _squeezed(words) != words:
        return squeezed
    if len(words) < 4 or words in _OTHER_WORDS:
        return None
    near = [said for word, said in _long_forms().get(words[0], ()) if _is_slip(words, word)]
    if len({said.meaning for said in near}) != 1:
        return None
    return near[0]


@cache
def _long_forms() -> Mapping[str, Sequence[tuple[str, Short]]]:
    """The forms of four letters or more, by their first letter."""
    found: dict[str, list[tuple[str, Short]]] = defaultdict(list)
    for word, said in _forms(leniently=True).items():
        if len(word) >= 4:
            found[word[0]].append((word, said))
    return found


def _squeezed(words: str) -> str:
    return re.sub(r"(\w)\1+", r"\1", words)


def _is_slip(typed: str, word: str) -> bool:
    """Whether a word was typed with one letter too many, too few, wrong, or changed with the next; the first
    letter is right."""
    if typed[:1] != word[:1] or " " in word or abs(len(typed) - len(word)) > 1:
        return False
    at = next((at for at, pair in enumerate(zip(typed, word, strict=False)) if pair[0] != pair[1]), None)
    if at is None:
        return True
    rests = ((1, 1), (1, 0), (0, 1))
    if any(typed[at + more :] == word[at + fewer :] for more, fewer in rests):
        return True
    return typed[at : at + 2] == word[at : at + 2][::-1] and typed[at + 2 :] == word[at + 2 :]


def yes_or_no(text: str) -> bool | None:
    """Whether a message is just a yes or just a no; None for any other words, and for a question ("ja?")."""
    said = read(text)
    if said is None or said.is_question or said.weight is Weight.COMING:
        return None
    return {Meaning.YES: True, Meaning.NO: False}.get(said.meaning)


def is_plain_yes(text: str) -> bool:
    """Whether a message says yes so plainly that it counts for what cannot be undone."""
    said = read(text)
    return (
        said is not None
        and said.meaning is Meaning.YES
        and said.weight is Weight.PLAIN
        and not said.is_question
    )


def is_bare(text: str) -> bool:
    """Whether a message is a bare yes or no, in a plain or vague word."""
    said = read(text)
    if said is None or said.is_question or said.meaning not in (Meaning.YES, Meaning.NO):
        return False
    return said.weight in (Weight.PLAIN, Weight.VAGUE)


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
    words = without_please(text)
    if _SEND.fullmatch(words):
        return True
    if _KEEP.fullmatch(words):
        return False
    return None
