"""What a youth wrote, as it is shown to whoever may read it: message by message, with its times."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from bot.conversation.command import CaseCtx
from bot.i18n import ZONE, Lines, T, Text, Words, lines
from bot.messages import Wordless
from storage.youth_words import Line

#: Bytes of a youth's words passed on in one message, as they stand in it: an event has room for this many
#: twice (plain and HTML) and encrypted.
LARGEST_PASSED_ON = 12_000

#: How the coordinator is told of a message without words.
_SENT = {
    Wordless.VOICE: "youth.sent_voice",
    Wordless.IMAGE: "youth.sent_image",
    Wordless.VIDEO: "youth.sent_video",
    Wordless.FILE: "youth.sent_file",
    Wordless.LOCATION: "youth.sent_location",
    Wordless.STICKER: "youth.sent_sticker",
    Wordless.EMOTE: "youth.sent_emote",
    Wordless.NOTICE: "youth.sent_notice",
    Wordless.POLL: "youth.sent_poll",
    Wordless.OTHER: "youth.sent_other",
    Wordless.TAKEN_BACK: "youth.sent_taken_back",
    Wordless.MORE: "youth.sent_more",
}


def bodies(ctx: CaseCtx, kept: Sequence[Line], head: Text, who: Text) -> Iterator[Lines]:
    """What somebody (``who``) wrote, below a head, in several messages where one has no room for it."""
    shown: list[Text] = [head]
    room_left = LARGEST_PASSED_ON
    time_shown: Text | None = None
    for line, piece in _pieces(kept):
        if _size(piece) > room_left:
            yield lines(*shown)
            shown = [T("youth.wrote_more", code=ctx.case.code, who=who)]
            room_left = LARGEST_PASSED_ON
            time_shown = None
        written_at = _written_at(ctx, line)
        if written_at is not None and written_at != time_shown:
            shown.append(written_at)
            time_shown = written_at
        if line.kind == "text":
            shown.append(T("youth.quote", text=Words(piece)))
        else:
            shown.append(T(_SENT[Wordless(line.kind)]))
            if piece:  # the place that was shared
                shown.append(T("youth.quote", text=Words(piece)))
        room_left -= _size(piece)
    shown.append(T("youth.wrote_then"))
    yield lines(*shown)


def _size(text: str) -> int:
    """Bytes of a text as it stands in a message: each line marked, and HTML written out."""
    return len(html.escape(text).replace("\n", "<br>» ").encode()) + 64


def _pieces(kept: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Each message with its text, cut where one of ours would have no room for it; empty for what had no
    words."""
    for line in kept:
        text = line.text
        while _size(text) > LARGEST_PASSED_ON:
            fits = len(text) * LARGEST_PASSED_ON // _size(text) * 9 // 10
            while _size(text[:fits]) > LARGEST_PASSED_ON:
                fits = fits * 9 // 10
            yield line, text[:fits]
            text = text[fits:]
        yield line, text


def _written_at(ctx: CaseCtx, line: Line) -> Text | None:
    """When a message was written, to the minute; with the day when that is not today."""
    if line.said_at is None:
        return None
    local = line.said_at.astimezone(ZONE).replace(second=0, microsecond=0)
    return T("youth.written_at", at=local.time() if local.date() == ctx.today else local)
