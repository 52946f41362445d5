"""Reads whom a message names by a link (a "pill"), and whether it speaks to the bot.

Apps put a link where somebody is picked from a list, and show a display name in its place. It is replaced by the
Matrix id it leads to, as if that had been typed: it is then looked up, allowed and refused like any other. What
the link is called proves nothing, because whoever writes it chooses the name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from sqlalchemy.orm import Session

from bot.matrix import payload, visible
from bot.rules.person import is_account
from bot.rules.roles import OWN_WORDS
from bot.rules.room import RoomKind
from storage import person
from storage.room import RoomView
from storage.tables import Room

#: What a command begins with where people talk with each other.
_MARK = "!"

#: A link to somebody: on matrix.to, by the link of an app, or as ``matrix:u/lisa:school.example``.
_ADDRESS = re.compile(r"(?:https?://[^\s/]+/#/(?:user/)?(?=@|%40)|matrix:u(?:ser)?/)(\S+)", re.IGNORECASE)
#: ``[Lisa Berg](https://matrix.to/#/@lisa:school.example)``, whose text may hold no further brackets.
_MARKDOWN = re.compile(r"\[([^\[\]\n]*+)\]\(<?((?:https?://|matrix:)[^\s()<>]++)>?\)", re.IGNORECASE)
_BARE = re.compile(r"<?\b((?:https?://|matrix:u)[^\s<>\"“”()\[\]]++)>?", re.IGNORECASE)
_BEHIND = ".,;:!?…'’"


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Whom people speak to: the bot, by its Matrix id or its name. ``is_command``: whether words begin with a
    command."""

    user_id: str
    name: str = ""
    is_command: Callable[[str], bool] = lambda _words: False


#: How people go on who speak of an assistant rather than to one: "assistenten på skolan", "assistent sökes".
_SPOKEN_OF = re.compile(
    r"(?:på|i|hos|från|till|som|åt|vid|för|av|med|sökes|söks|behövs|saknas|krävs|önskas|finns|of|at|from|hon|han"
    r"|den|vilken|she|he"
    r"|sa|kom|var|fick|gick|hade|blev|tog|såg|skrev|bad|said|was|had|called|told|came|[^\W\d_]+de)\b",
    re.IGNORECASE,
)
#: How they go on who speak to the bot by "assistenten": a request, a greeting, a question, a number.
_SPOKEN = re.compile(
    r"(?:(?:jag|vi) (?:är|har|vill|håller|behöver|kan|undrar)|(?:kan|kunde|skulle|vill|har|är|ska|får) (?:du|jag"
    r"|vi|man|ni)"
    r"|vem|vilka|vilken|vad|var|när|hur|varför|nu|snälla|hej|tack|nej|ja|ok|lägg|sätt|boka|avboka|flytta|byt|ställ"
    r"|skapa|visa"
    r"|ge|påminn|säg|skriv|skicka|stryk|ta|lämna|bjud|släng|plocka|kolla|markera|bocka|notera|registrera|nytt?|nya"
    r"|hjälp"
    r"|stäng|avsluta|öppna|avbryt|ändra|glöm|i'm|can you|could you|will you|please|what|when|where|how|why|show"
    r"|add|move"
    r"|book|cancel|remind|remove|give|#?\d+(?:an?|:an?)?|ettan|tvåan|trean|fyran|femman|\w+t är klart"
    r"|uppgift\w*)(?!\w)",
    re.IGNORECASE,
)

#: The mark of a command, spoken out to a telephone.
_MARK_SPELLED = re.compile(r"\s*utropstecken\s+(?=\w)", re.IGNORECASE)

_GREETING = (
    r"(?:(?:hej(?:san|hej)?|hallå|tja(?:na|bba)?|tjena|god ?(?:morgon|kväll|dag|middag|eftermiddag)|hi|hello|hey"
    r"|good (?:morning|afternoon|evening))(?: på (?:dig|er)| igen| där| there| again| alla)?[\s,!.]++)?"
)


def as_said(
    session: Session,
    room: Room | RoomView,
    sender: str,
    content: Mapping[str, Any],
    bot: Addressee,
) -> str:
    """The text of a message from a room: people by their Matrix ids, and ``!`` in front of what is said to the
    bot by its name.

    The words of a youth, guardian or guest on their own page stay as they were written.
    """
    body = str(content["body"])
    text = spoken_to(_with_ids(content), bot)
    mentioned = _mentioned(content, text)
    if text == body and not mentioned:
        return body
    writer = person.by_matrix(session, sender, room.unit_id)
    if writer is None or (room.kind is RoomKind.PAGE and writer.role in OWN_WORDS):
        return body

    def known_name(mentioned_id: str) -> str | None:
        known = person.by_matrix(session, mentioned_id, room.unit_id)
        return None if known is None else known.name

    return _with_mentions(text, mentioned, known_name)


def linked(address: str) -> str | None:
    """The Matrix id of the account that a link leads to; None when it leads to anything else."""
    found = _ADDRESS.fullmatch(address.strip())
    if found is None:
        return None
    user_id = unquote(found[1].partition("?")[0])
    if not user_id.startswith("@"):
        user_id = f"@{user_id}"
    return user_id if is_account(user_id) else None


def spoken_to(text: str, bot: Addressee) -> str:
    """A message that begins with the bot's name or Matrix id, or ends with the id, with ``!`` instead; any other
    as it is.

    So is each of its further lines that begins so. Where only a later line does, what stands above it is said to
    others. The bare name may be an ordinary word: "assistenten sa" is said to others too.
    """
    lines = text.split("\n")
    spoken = [_spoken_line(line, bot) for line in lines]
    first = spoken[0]
    if first is None and text.lstrip().startswith(_MARK):
        first = lines[0]
    if first is None:
        behind = _addresses(bot.user_id, bot.name)[2].search(text)
        if behind is not None:
            return _marked(text[: behind.start()])
        at = next((at for at, line in enumerate(spoken) if line is not None), None)
        if at is None:
            return text
        return "\n".join([spoken[at] or "", *_rest(lines[at + 1 :], spoken[at + 1 :])])
    if (
        first == _MARK
        and len(lines) > 1
        and any(line.strip() for line in lines[1:])
        and spoken[0] is not None
    ):
        return _marked("\n".join(_rest(lines[1:], spoken[1:])))  # the name stands in a line of its own
    return "\n".join([first, *_rest(lines[1:], spoken[1:])])


def _rest(lines: list[str], spoken: list[str | None]) -> list[str]:
    return [line if said is None else said for line, said in zip(lines, spoken, strict=True)]


def _spoken_line(line: str, bot: Addressee) -> str | None:
    """A line that begins with the bot's name or id, with the mark instead; None for any other."""
    in_front, called, _ = _addresses(bot.user_id, bot.name)
    found = in_front.match(line) or _MARK_SPELLED.match(line)
    if found is None:
        found = called.match(line)
        if found is None or not _is_said_to(found, line[found.end() :], bot):
            return None
    return _marked(line[found.end() :])


def _is_said_to(called: re.Match[str], rest: str, bot: Addressee) -> bool:
    """Whether words after the bare name are said to the bot."""
    if bot.is_command(rest) or _SPOKEN.match(rest) is not None:
        return True
    return called["definite"] is None and _SPOKEN_OF.match(rest) is None


def _marked(rest: str) -> str:
    if not any(character.isalnum() for character in rest):
        return _MARK  # they only call it
    return _MARK + rest.strip().removeprefix(_MARK).lstrip()


@cache
def _addresses(user_id: str, name: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What addresses the bot at the beginning of a line, what does so before words that are said to it, and at the end
    of a message."""
    account = re.escape(user_id)
    called = r"\s+".join(re.escape(part) for part in name.split())
    in_front = rf"\s*+{_GREETING}(?:{account}(?![\w.:-]*\w)[\s,:;.!–—-]*+|@{called}(?!\w|:\S)[\s,:;.!–—-]*+"
    in_front += rf"|{called}(?:\s*+[,:;!–—]++|\s++-|(?=\s*+[.?]?\s*\Z)|\s++(?={_MARK}))\s*+"
    in_front += rf"|{called}e?n\s*+[,:;!–—]++\s*+(?!{_SPOKEN_OF.pattern}))"
    behind = rf"(?<!\S){account}[\s.!?]*\Z"
    before_words = rf"\s*+{_GREETING}{called}(?P<definite>e?n)?[\s.]++(?=\S)"
    return re.compile(in_front, re.IGNORECASE), re.compile(before_words, re.IGNORECASE), re.compile(behind)


# ------------------------------------------------------------------------------------------------------- the links


def _with_ids(content: Mapping[str, Any]) -> str:
    """The body of a message with each link to an account replaced by its Matrix id.

    The body holds only what the links are called; the HTML says where they lead. Where it cannot be said for
    certain which words of the body are a link, the text of the HTML is taken instead: that is what people see.
    """
    body = str(content["body"])
    plain = _without_addresses(body)
    source = content.get("formatted_body")
    if not isinstance(source, str) or "<a" not in source.lower():
        return plain
    pieces = visible.pieces(source)
    links = [(piece.text.strip(), linked(piece.target)) for piece in pieces if piece.target is not None]
    shown = [(text, account) for text, account in links if account is not None and text]
    if not shown:
        return plain
    aligned = _aligned(plain, shown)
    if aligned is not None:
        return aligned
    return _joined(pieces)


def _without_addresses(body: str) -> str:
    """A body with Markdown links, bare links and ``matrix:`` addresses of accounts replaced by their ids."""

    def of_markdown(link: re.Match[str]) -> str:
        account = linked(link[2]) if link[1].strip() else None
        return link[0] if account is None else _apart(link, account)

    def of_bare(link: re.Match[str]) -> str:
        address = link[1].rstrip(_BEHIND)
        account = linked(address)
        return link[0] if account is None else _apart(link, account + link[1][len(address) :])

    if "://" not in body and "matrix:" not in body.lower():
        return body
    return _BARE.sub(of_bare, _MARKDOWN.sub(of_markdown, body))


def _apart(link: re.Match[str], account: str) -> str:
    """An id in the place of a link, as a word of its own."""
    before, after = link.string[: link.start()], link.string[link.end() :]
    space_before = " " if before[-1:].isalnum() else ""
    space_after = " " if after[:1].isalnum() else ""
    return f"{space_before}{account}{space_after}"


def _aligned(plain: str, links: list[tuple[str, str]]) -> str | None:
    """The body with the words of each link replaced by its id; None where they cannot be told from others."""
    accounts = Counter(account for _, account in links)
    if all(len(_found(plain, account)) == count for account, count in accounts.items()):
        return plain  # it names them by their ids
    if any(_found(plain, account) for account in accounts):
        return None
    by_words: dict[str, list[str]] = {}
    for words, account in links:
        by_words.setdefault(" ".join(words.split()), []).append(account)
    places: list[tuple[int, int, str]] = []
    for words, theirs in by_words.items():
        found = _found(plain, words)
        if len(found) != len(theirs):
            return None
        places += [(start, end, account) for (start, end), account in zip(found, theirs, strict=True)]
    places.sort()
    if any(end > start for (_, end, _), (start, _, _) in pairwise(places)):
        return None
    for start, end, account in reversed(places):
        plain = f"{plain[:start]}{account}{plain[end:]}"
    return plain


def _found(text: str, words: str) -> list[tuple[int, int]]:
    """Where words stand in a text, not as part of others."""
    pattern = rf"(?<![\w@]){re.escape(words)}(?!\w)"
    return [match.span() for match in re.finditer(pattern, text)]


def _joined(pieces: list[visible.Piece]) -> str:
    """The text of HTML, with the ids of accounts in the place of links to them."""
    text = ""
    is_behind_link = False
    for piece in pieces:
        account = None if piece.target is None or not piece.text.strip() else linked(piece.target)
        words = piece.text if account is None else account
        needs_space = account is not None or (is_behind_link and words[:1].isalnum())
        if needs_space and text[-1:].isalnum():
            text += " "
        text += words
        is_behind_link = account is not None
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


# ---------------------------------------------------------------------------------------------------- the mentions


def _mentioned(content: Mapping[str, Any], text: str) -> list[str]:
    """The accounts that an app says the message mentions, of which the text does not show the id."""
    users = payload.as_object(content.get("m.mentions")).get("user_ids")
    if not isinstance(users, list):
        return []
    return [user for user in users if isinstance(user, str) and is_account(user) and user not in text][:20]


def _with_mentions(text: str, mentioned: list[str], known_name: Callable[[str], str | None]) -> str:
    """A text with the names of mentioned people replaced by their ids, where a name stands there once."""
    for user_id in mentioned:
        name = known_name(user_id)
        if not name:
            continue
        found = _found(text, name) or _found(text, f"@{name}")
        if len(found) == 1:
            start, end = found[0]
            text = f"{text[:start]}{user_id}{text[end:]}"
    return text
