"""Guesses what a professional's free sentence asks for: ``Assistent blanketten är ifylld och inskickad nu``.

Each command gets points for the words that speak of it, and for what the sentence names that it needs: a person, a
task (by its number or by words of its title), a day, a case. Nothing is ever carried out on a guess: the likeliest
command is shown as it would be written, and asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from bot.conversation import answers, clean, parse, which_case
from bot.conversation.arguments import (
    Arg,
    Code,
    Day,
    Env,
    Hour,
    Length,
    Number,
    Numbers,
    OneOf,
    Quoted,
    Rest,
    Somebody,
    SomeOf,
    Title,
)
from bot.conversation.command import Command, UnitCtx
from bot.conversation.message import Message
from bot.conversation.parse import ParsedCommand
from bot.errors import Refused
from bot.i18n import ZONE
from bot.rules import meeting as meetings
from bot.rules import plan
from bot.rules.meeting import Meeting
from bot.rules.person import Person
from bot.rules.plan import Task
from bot.rules.roles import Consequence, Duty, may

#: So many words of a sentence are looked at.
_MOST_WORDS = 60
#: So many points make a guess worth asking about, and so many more than the next make it the only one.
_ENOUGH = 3
_CLEARLY = 2
#: So many points tell somebody that it is not theirs to do.
_PLAINLY = 5
#: So many commands are named, at most.
_MOST_NAMED = 3
#: Of words with so many letters one slip is looked past, of longer ones two.
_SHORTEST_SLIP = 4
_LONG_WORD = 9

_NOT = re.compile(r"\b(?:inte|ej|icke|aldrig|not|never|don't)\b")
#: What any words between two others must not be.
_NO_NOT = r"(?:(?!(?:inte|ej|icke|aldrig|not|never|don't)\b)"
_NUMBERED = frozenset(
    {"nr", "nummer", "uppgift", "uppgiften", "uppg", "punkt", "punkten", "task", "number", "no", "item"}
)
_CARDINALS = (
    *(("ett", "one"), ("två", "two"), ("tre", "three"), ("fyra", "four"), ("fem", "five"), ("sex", "six")),
    *(("sju", "seven"), ("åtta", "eight"), ("nio", "nine"), ("tio", "ten")),
)
_BY_FIGURE = ("ettan", "tvåan", "trean", "fyran", "femman", "sexan", "sjuan", "åttan", "nian", "tian")
_FIGURE = re.compile(r"#?(\d{1,3})(?::?(?:an|en|e|a))?")

#: Words that lead to what somebody is to do, and that follow it.
_LEADS_WORDS = """gärna helst och så sen sedan ny nytt nya grej grejen sak uppgift uppgiften till åt för på att
om ska skall får kan kunde behöver måste bör borde har vill jag vi du han hon hen påminn påminna be ge lägg
lägga sätt sätta in upp det den en ett tills senast innan vara snäll nog då nu kanske också även todo ja ok tack
hej this that new task for to please ask remind should could can must needs need have has want wants will would
i we senare framöver fall ärende ärendet tar mig åtar"""
_LEADS = frozenset(_LEADS_WORDS.split())
_TRAILS_WORDS = """helst senast tills till på innan före allra klart deadline komma tack snälla och i by due
until before den är med om gärna nu inget datum än"""
_TRAILS = frozenset(_TRAILS_WORDS.split())
_MEETING_LEADS_WORDS = """alla vi ses ska träffas samlas om lägg lägga in boka bokar kalla ett en nytt ny möte
mötet träff till på sätt sätta upp planera ordna ha let's meet meeting book schedule a an new about for up set
please kan du i för det där"""
_MEETING_LEADS = frozenset(_MEETING_LEADS_WORDS.split())
#: Commands that name their case, and those that name a task.
_NAMES_CASE = frozenset({"case", "close"})
_NAMES_TASK = frozenset({"hand_over", "strike", "move_task", "skip"})
#: Commands that mean the only task somebody has, where they name none: ``hann inte, tar det på fredag``.
_MEANS_ONLY_ONE = frozenset({"late", "remind_me", "help_with"})
#: Days that are said by the one of the meeting, and how many days after it they are.
_BESIDE = {
    r"samma dag|same day": 0,
    r"(?:dan|dagen) (?:innan|före)|(?:the )?day before|en dag tidigare": -1,
    r"(?:dan|dagen) efter|(?:the )?day after|en dag senare": 1,
}
_SAME_TIME = re.compile(r"\bsamma (?:tid|klockslag)\b|\bsame time\b")
_BEFORE_CODE = frozenset({"i", "för", "till", "om", "in", "for", "of"})
_ABOUT_LENGTH = frozenset(
    {"räkna", "med", "ca", "cirka", "ungefär", "i", "about", "for", "typ", "runt", "max"}
)
_FROM = frozenset({"för", "från", "efter", "of", "from", "for"})
_TAKES_ON = re.compile(r"\b(?:tar på mig|åtar mig|i'll take on|i will take on)\b")
_BECAUSE = re.compile(r"\b(?:eftersom|därför att|för att|skäl|because|since|då|för)\s+(.+)$", re.IGNORECASE)
_BEFORE_DAY = frozenset(
    {"på", "till", "senast", "tills", "den", "innan", "before", "by", "on", "until", "to", "allra"}
)


@dataclass(frozen=True, kw_only=True)
class Token:
    """A word of a sentence as it is compared, or the mark of what it names, with the words as they were written."""

    word: str
    raw: str


@dataclass(kw_only=True)
class Seen:
    """What a sentence names."""

    tokens: list[Token] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    day: str | None = None
    hour: str | None = None
    length: str | None = None
    code: str | None = None

    @property
    def text(self) -> str:
        """The sentence with marks for what it names."""
        return " ".join(token.word for token in self.tokens if token.word)

    @property
    def clauses(self) -> list[str]:
        """The sentence cut at its commas and points."""
        parts: list[list[str]] = [[]]
        for token in self.tokens:
            if token.word:
                parts[-1].append(token.word)
            if token.raw[-1:] in ",.;:!?":
                parts.append([])
        return [" ".join(words) for words in parts if words]


@dataclass(frozen=True, kw_only=True)
class Guess:
    """A command that a sentence may ask for, with its arguments as far as they are named, and its points."""

    parsed: ParsedCommand
    case_id: str | None
    points: int


@dataclass(frozen=True, kw_only=True)
class Guesses:
    """The likeliest commands, the likeliest first. ``is_negated``: one is spoken of that is not to be done.
    ``is_of_others``: it plainly asks for what the speaker may not do. ``elsewhere``: it plainly asks for what they do
    not write in this room."""

    likely: Sequence[Guess] = ()
    is_negated: bool = False
    is_of_others: bool = False
    elsewhere: Command | None = None

    @property
    def winner(self) -> Guess | None:
        """The only one that is likely."""
        if len(self.likely) == 1 or (
            self.likely and self.likely[0].points - self.likely[1].points >= _CLEARLY
        ):
            return self.likely[0]
        return None


def of(message: Message) -> Guesses:
    """What a professional's sentence may ask for."""
    env = message.env
    if env.own_words or not message.table.cues:
        return Guesses()
    ctx = message.ctx
    seen = see(message)
    text, clauses = seen.text, seen.clauses
    negated = False
    elsewhere: Command | None = None
    found: list[Guess] = []
    others = 0
    offered = message.wordings.commands
    tasks: _Tasks | None = None
    for command in message.table.spoken:
        cues = message.table.cues.get(command.sv)
        if cues is None:
            continue
        points, is_not = _cued(text, clauses, cues)
        if points <= 0:
            continue
        if not may(ctx.sender.role, command.needs):
            if not is_not:
                others = max(others, points)
            continue
        if command not in offered:
            if points >= _PLAINLY and not is_not and elsewhere is None:
                elsewhere = command
            continue
        if is_not and command.consequence is not Consequence.LOOK:
            negated = negated or points >= _ENOUGH
            continue
        if command.of_case and tasks is None:
            tasks = _Tasks(ctx, message, _case_of(ctx, command, seen.code))
        guess = _guess(message, command, seen, points, tasks)
        if guess is not None and guess.points >= _ENOUGH:
            found.append(guess)
    found.sort(key=lambda each: (-each.points, each.parsed.command.consequence))
    best = found[0].points if found else 0
    likely = [each for each in found if each.points >= best - _CLEARLY][:_MOST_NAMED]
    return Guesses(
        likely=likely,
        is_negated=negated and not found,
        is_of_others=not found and not negated and others >= _PLAINLY,
        elsewhere=elsewhere,
    )


def _cued(text: str, clauses: Sequence[str], cues: Sequence[tuple[int, str]]) -> tuple[int, bool]:
    """The points of a whole sentence; a "not" counts in the clause that speaks of the command."""
    points, is_negated = cued(text, cues)
    if not is_negated or len(clauses) < 2:
        return points, is_negated
    speaking = [is_not for found, is_not in (cued(clause, cues) for clause in clauses) if found > 0]
    return points, any(speaking) if speaking else is_negated


def cued(text: str, cues: Sequence[tuple[int, str]]) -> tuple[int, bool]:
    """The points that a sentence has for a command, and whether a "not" stands outside of the words that speak of it.

    What speaks little of it does not count alone.
    """
    points = 0
    plainest = 0
    is_split = False
    rest = text
    without_not = " ".join(_NOT.sub(" ", text).split())
    for weight, pattern in cues:
        match = _compiled(pattern).search(text)
        if match is None and without_not != text and weight > 1:
            match = _compiled(pattern).search(without_not)  # "ställ inte in"
            is_split |= match is not None
        if match is not None:
            points += weight
            plainest = max(plainest, weight)
            if weight > 1:
                rest = rest.replace(match[0], " ", 1)
    if plainest <= 1:
        return 0, False
    return points, is_split or _NOT.search(rest) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    for gap in (r"(?:\w+ )", r"(?:\S+ )"):
        pattern = pattern.replace(gap, gap.replace("(?:", _NO_NOT))  # "ställ inte in" is not "ställ in"
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


# ---------------------------------------------------------------------------------------------------- what is named


def see(message: Message) -> Seen:
    """A sentence with marks in the place of what it names."""
    env = message.env
    words = _joined_codes(parse.split(message.text)[:_MOST_WORDS])
    seen = Seen()
    at = 0
    while at < len(words):
        word = words[at]
        if isinstance(word, Quoted):
            seen.tokens.append(Token(word='"', raw=word))
            at += 1
            continue
        mark, count = _named(message, words[at:], seen, env, is_first=at == 0)
        raw = " ".join(words[at : at + count])
        seen.tokens.append(Token(word=mark or without_slip(clean.bare(word), message.table.known), raw=raw))
        at += count
    return seen


def _named(
    message: Message, words: Sequence[str], seen: Seen, env: Env, *, is_first: bool
) -> tuple[str, int]:
    """The mark of what words begin with, and how many words it is; no mark and 1 when they name nothing."""
    code = _code(message, words[0])
    if code is not None:
        seen.code = seen.code or code
        return "CODE", 1
    for count in range(min(3, len(words)), 0, -1):
        name = " ".join(words[:count]).strip(".,:;!?()")
        person = env.person(name)
        if person is not None:
            seen.people.append(person)
            follows = clean.bare(words[count]) if len(words) > count else ""
            is_initial = len(follows) == 1 and person.name.split()[-1].lower().startswith(follows)
            return "PERSON", count + (1 if is_initial and len(person.name.split()) > 1 else 0)
    owner = clean.bare(words[0])
    if owner.endswith("s") and env.person(owner[:-1].rstrip("'")) is not None:
        return "OWNER", 1
    number, count = _number(words, is_first=is_first)
    if number is not None and not (_figure_is_when(words, count, env)):
        seen.numbers.append(number)
        return "TASK", count
    for kind, mark in ((Day(), "DAY"), (Length(), "LENGTH"), (Hour(), "HOUR")):
        count = kind.take(words, env)
        if count:
            said = " ".join(words[:count]).strip("?!,;:")
            if mark == "DAY":
                seen.day = said if seen.day is None else seen.day
            elif mark == "HOUR":
                seen.hour = said if seen.hour is None else seen.hour
            else:
                seen.length = said
            return mark, count
    return "", 1


def _figure_is_when(words: Sequence[str], count: int, env: Env) -> bool:
    """Whether a bare figure is part of a day or of an hour."""
    if count > 1 or clean.bare(words[0]) in _BY_FIGURE:
        return False
    return bool(Day().take(words, env) or Hour().take(words, env) or Length().take(words, env))


def _number(words: Sequence[str], *, is_first: bool) -> tuple[int | None, int]:
    """The number of a task that words begin with: ``nr 2``, ``punkt tre``, ``tvåan``, ``2an``, ``2``."""
    first = clean.bare(words[0])
    if first in _BY_FIGURE:
        return _BY_FIGURE.index(first) + 1, 1
    figure = _FIGURE.fullmatch(first)
    if figure is not None:
        return int(figure[1]), 1
    if first not in _NUMBERED or len(words) == 1:
        return None, 1
    second = clean.bare(words[1])
    figure = _FIGURE.fullmatch(second)
    if figure is not None:
        return int(figure[1]), 2
    for number, names in enumerate(_CARDINALS, 1):
        if second in names:
            return number, 2
    return None, 1


def _joined_codes(words: Sequence[str]) -> list[str]:
    """The words with a code as one: ``K 7 F 2``, ``K 7F2``."""
    text = " ".join("\0" if isinstance(word, Quoted) else word for word in words)
    quoted = iter([word for word in words if isinstance(word, Quoted)])
    joined = re.sub(
        r"(?<!\w)([Kk])[ -]((?=\w ?\w? ?\w?\d|\d)[0-9A-Za-z]) ?([0-9A-Za-z]) ?([0-9A-Za-z])(?=(?::?s)?(?!\w))",
        r"\1-\2\3\4",
        text,
    )
    return [next(quoted) if word == "\0" else word for word in joined.split()]


def _code(message: Message, word: str) -> str | None:
    """The code that a word is, also without its first letter or with an s behind it, of a case that the speaker may
    see; None for any other word."""
    plain = clean.bare(word)
    tries = [plain, re.sub(r":?s$", "", plain)]
    if re.fullmatch(r"(?=\w*\d)(?=\w*[a-z])[0-9a-z]{3}", plain) and not _FIGURE.fullmatch(plain):
        tries.append(f"k-{plain}")
    show = message.table.by_key.get("who_sees_what") or message.table.by_key.get("case")
    for each in tries:
        if show is None or not Code().take([each], message.env):
            continue
        code = Code().value(each, message.env)
        if each == plain:
            return code
        try:
            which_case.case_id(message.ctx, ParsedCommand(command=show, code=code, words={}))
        except Refused:
            continue
        return code
    return None


def without_slip(word: str, known: frozenset[str]) -> str:
    """A mistyped word as what it is meant to be; any other as it is."""
    if len(word) < _SHORTEST_SLIP or len(word) > 20 or word in known or not word.isalpha():
        return word
    from rapidfuzz.distance import DamerauLevenshtein  # loaded by the first who mistypes: 3 MB

    near = [
        (DamerauLevenshtein.distance(word, each), each)
        for each in known
        if each[0] == word[0] and abs(len(each) - len(word)) <= 2 and len(each) > _SHORTEST_SLIP
    ]
    most = 2 if len(word) >= _LONG_WORD else 1
    distance, meant = min(near, default=(most + 1, word))
    return meant if distance <= most else word


# ------------------------------------------------------------------------------------------------------- the tasks


class _Tasks:
    """The open tasks and coming meetings of the case that a sentence is about, and which it names."""

    def __init__(self, ctx: UnitCtx, message: Message, case_id: str | None) -> None:
        self.case_id = case_id
        self.open: list[Task] = []
        self.meetings: list[Meeting] = []
        self._said = message.text
        self._me = ctx.sender.id
        if case_id is not None:
            here = ctx.of(ctx.store.one_case(case_id))
            self.open = [task for task in here.store.plan.all() if task.state in plan.OPEN]
            self.meetings = meetings.planned(here.store.meetings.all(), ctx.now)

    def number(self, seen: Seen, *, own: bool, only: bool = False) -> int | None:
        """The number of the one task that is named; None when it is none, or several. ``only``: the only one there
        is need not be named."""
        if seen.numbers:
            return seen.numbers[0]
        among = [task for task in self.open if not own or task.owner_id == self._me]
        if only and len(among) == 1:
            return among[0].number
        named = plan.named(among, self._said)
        return named.tasks[0].number if len(named.tasks) == 1 else None

    def owner_of(self, number: int | None) -> str | None:
        """Who has a task."""
        return next((task.owner_id for task in self.open if task.number == number), None)


def _case_of(ctx: UnitCtx, command: Command, code: str | None) -> str | None:
    try:
        return which_case.case_id(ctx, ParsedCommand(command=command, code=code, words={}))
    except Refused:
        return None


# ------------------------------------------------------------------------------------------------------ the guesses


def _guess(message: Message, command: Command, seen: Seen, points: int, tasks: _Tasks | None) -> Guess | None:
    """A command with its arguments and all its points; None when it cannot be it."""
    ctx = message.ctx
    fields = command.fields()
    if seen.code is not None and not command.of_case:
        points -= 3
    if command.key in _NAMES_CASE and seen.code is None and ctx.room.case_id is None:
        points -= 2
    words: dict[str, str] = {}
    is_own = command.needs is Duty.STATUS
    if is_own or command.key in _NAMES_TASK:
        only = command.key in _MEANS_ONLY_ONE
        number = None if tasks is None else tasks.number(seen, own=is_own, only=only)
        if number is None and is_own:
            return None
        if number is None:
            points -= 4
        else:
            points += 2 if seen.numbers or is_own else 1
            words["number"] = str(number)
    whose = next((name for name, arg in fields.items() if isinstance(arg.reads, Somebody)), None)
    if whose is not None:
        person = _whom(seen, tasks, words.get("number"))
        if person is None and command.key == "task" and _TAKES_ON.search(seen.text) is not None:
            person = ctx.sender
        if person is not None:
            words[whose] = f"@{person.handle}"
            points += 2
        elif command.required(whose):
            points -= 2
    when = _when(command, seen, tasks)
    words.update(when)
    if command.key in ("meeting", "move_meeting") and not when:
        points -= 2
    for name, arg in fields.items():
        term = None if arg.only_after_word or not isinstance(arg.reads, OneOf) else _term(arg.reads, message)
        if term is not None:
            words[name] = term
            points += 2 if command.required(name) else 1
    words.update(_free_text(message, command, seen))
    parsed = ParsedCommand(command=command, code=seen.code if command.of_case else None, words=words)
    try:
        case_id = which_case.case_id(ctx, parsed)
    except Refused:
        return None
    return Guess(parsed=parsed, case_id=case_id, points=points)


def _whom(seen: Seen, tasks: _Tasks | None, number: str | None) -> Person | None:
    """The person whom a command is about: not whoever has the task now, nor whoever is replaced."""
    owner = tasks.owner_of(int(number)) if tasks is not None and number else None
    marked = iter(seen.people)
    others: list[Person] = []
    replaced: list[Person] = []
    before = ""
    for token in seen.tokens:
        if token.word == "PERSON":
            person = next(marked)
            if person.id == owner or before in _FROM:
                replaced.append(person)
            else:
                others.append(person)
        before = token.word
    return next(iter(others or replaced), None)


def _when(command: Command, seen: Seen, tasks: _Tasks | None) -> dict[str, str]:
    """The day, the hour and the length that are named; those of the meeting that is moved, where they are said by
    it."""
    words: dict[str, str] = {}
    for name, arg in command.fields().items():
        if isinstance(arg.reads, Day) and seen.day is not None and name in ("day", "until"):
            words[name] = _plain_day(seen.day)
        elif isinstance(arg.reads, Hour) and seen.hour is not None:
            words[name] = seen.hour
        elif isinstance(arg.reads, Length) and seen.length is not None:
            words[name] = seen.length
    if command.key == "move_meeting" and tasks is not None and len(tasks.meetings) == 1:
        at = tasks.meetings[0].starts_at.astimezone(ZONE)
        day = _day_beside(seen.text, at.date())
        if day is not None:
            words["day"] = day
        if _SAME_TIME.search(seen.text) is not None:
            words["at"] = at.strftime("%H:%M")
    return words


def _day_beside(text: str, day: date) -> str | None:
    """The day that is said by the one of the meeting: ``samma dag``, ``dagen innan``."""
    for pattern, days in _BESIDE.items():
        if _compiled(pattern).search(text) is not None:
            return (day + timedelta(days=days)).isoformat()
    return None


def _plain_day(said: str) -> str:
    words = said.split()
    while len(words) > 1 and clean.bare(words[0]) in _BEFORE_DAY:
        del words[0]
    return " ".join(words)


def _term(reads: OneOf, message: Message) -> str | None:
    """The term of a list that stands anywhere in the sentence, or the range of ages that an age falls in."""
    words = parse.split(message.text)[:_MOST_WORDS]
    for begin in range(len(words)):
        count = reads.take(words[begin:], message.env)
        if count and not answers.is_bare(words[begin]):
            return " ".join(words[begin : begin + count]).strip(".,;:!?")
    for age in re.findall(r"\b(\d\d)[ -]?(?:år|åring|years?)", message.text):
        for term in reads.terms(message.env):
            span = re.match(r"(\d+)\D+(\d+)", term.sv)
            if span is not None and int(span[1]) <= int(age) <= int(span[2]):
                return term.label(message.env.language)
    return None


# ------------------------------------------------------------------------------------------------------ free words


def _free_text(message: Message, command: Command, seen: Seen) -> dict[str, str]:
    """What somebody is to do, what a meeting is about and where, why a case is closed."""
    if command.key == "task":
        title = _to_do(seen)
        return {"text": title} if title else {}
    if command.key == "meeting":
        return _meeting_words(message, command, seen)
    if command.key == "close":
        because = _BECAUSE.search(message.text)
        return {} if because is None else {"reason": because[1]}
    return {}


def _to_do(seen: Seen) -> str:
    """What somebody is to do: the words before or after their name, without those that lead to it."""
    parts: list[list[Token]] = [[]]
    for token in seen.tokens:
        if token.word == "PERSON" and len(parts) == 1:
            parts.append([])
        elif token.word not in ("DAY", "CODE") or (token.word == "DAY" and token.raw != seen.day):
            parts[-1].append(token)
    stripped = [_stripped(part) for part in parts]
    text = stripped[-1] if stripped[-1] else stripped[0]
    return text.strip(" .,;:–-()")


def _stripped(tokens: Sequence[Token]) -> str:
    left = list(tokens)
    while left and (left[0].word in _LEADS or not left[0].word):
        del left[0]
    while left and (left[-1].word in _TRAILS or not left[-1].word):
        left.pop()
    return " ".join(token.raw for token in left).strip(" .,;:–-")


def _meeting_words(message: Message, command: Command, seen: Seen) -> dict[str, str]:
    """The arguments of a meeting, read as if its command stood in front of them."""
    left: list[Token] = []
    for token in seen.tokens:
        while token.word == "LENGTH" and left and left[-1].word in _ABOUT_LENGTH:
            left.pop()
        if token.word == "CODE" and left and left[-1].word in _BEFORE_CODE:
            left.pop()
        if token.word != "CODE":
            left.append(token)
    while len(left) > 1 and left[0].word in _MEETING_LEADS and left[1].word not in ("DAY", "HOUR"):
        del left[0]
    words = parse.split(" ".join(token.raw.rstrip(",") for token in left))
    try:
        return dict(parse.read(command, words, message.env).words)
    except parse.LeftOverError as left_over:
        return dict(left_over.parsed.words)
    except Refused:
        return {}


# ------------------------------------------------------------------------------------------------------ as written


def written(ctx: UnitCtx, guess: Guess, env: Env) -> str:
    """A guessed command as it would be written. In a room of a case it repeats no reasons: they may be for some of
    its people only."""
    parsed = guess.parsed
    shown = [parsed.command.name(ctx.language)]
    in_room = ctx.room.kind.of_case
    if parsed.code is not None and not in_room:
        shown.append(parsed.code)
    elif parsed.command.of_case and not in_room and guess.case_id is not None and not ctx.on_own_page:
        shown.append(ctx.store.one_case(guess.case_id).code)
    for name, arg in parsed.command.fields().items():
        if name not in parsed.words or (in_room and not _is_repeatable(arg)):
            continue
        shown += [*_keyword(arg, env), parsed.words[name]]
    return " ".join(shown)


def _is_repeatable(arg: Arg) -> bool:
    """Whether what an argument says stands in the room anyway once the command is carried out."""
    kinds = Number | Numbers | Somebody | Day | Hour | Length | Title
    return isinstance(arg.reads, kinds) or not isinstance(arg.reads, Rest | OneOf | SomeOf)


def _keyword(arg: Arg, env: Env) -> list[str]:
    is_said = isinstance(arg.reads, Rest) or (
        isinstance(arg.reads, Day | Somebody) and arg.words[:1] == ("till",)
    )
    if not arg.words or not (arg.only_after_word or is_said):
        return []
    return [arg.words[0] if env.language == "sv" else arg.words[-1]]


def keys(guesses: Iterable[Guess]) -> set[str]:
    """The commands that are guessed."""
    return {guess.parsed.command.key for guess in guesses}
