"""Text that carries more than words: what the bot repeats of it is harmless, and calls nobody."""

from __future__ import annotations

import unicodedata

from bot.stage.received import ReceivedEvent
from tests.attacks.attack import attack
from tests.attacks.victim import Victim, word


async def _repeated(victim: Victim, text: str) -> ReceivedEvent:
    """What the bot says when it repeats a text."""
    marker = word()
    await victim.member.say(victim.room, f"!språk {marker}{text}")
    return await victim.member.wait(marker, room=victim.room, sender=victim.user_id)


@attack(stock="holds")
async def html(victim: Victim) -> None:
    """Tags, entities and links: shown as they were typed, never as what they mean."""
    heard = await _repeated(victim, '<b>x</b><img/src="mxc://a/b"><a/href="//evil">y</a>&lt;&#60;')
    for tag in ("<b>", "<img", "<a"):
        assert tag not in (heard.html or ""), "it formats what somebody typed"


@attack(stock="holds")
async def markdown(victim: Victim) -> None:
    """Markdown in what is repeated formats nothing and links nowhere."""
    heard = await _repeated(victim, "**x**[y](https://evil.example)![z](mxc://a/b)`k`")
    for tag in ("<strong>", "<a ", "<img", "<code>k<"):
        assert tag not in (heard.html or ""), "it formats what somebody typed"


@attack(stock="fails")
async def pills_and_room_mention(victim: Victim) -> None:
    """A pill, a Matrix id and @room in what is repeated: nobody's phone may ring."""
    decent = victim.others[0].user_id
    heard = await _repeated(victim, f"@room,{decent},<a/href='https://matrix.to/#/{decent}'>{decent}</a>")
    sent = await victim.content_of(heard)
    assert sent.get("m.mentions") == {}, "it does not say that it calls nobody"
    assert "<a" not in (heard.html or ""), "it makes a pill of what somebody typed"


@attack(stock="fails")
async def turned_and_hidden_characters(victim: Victim) -> None:
    """Characters that turn text around, take no room or end lines: gone from what is repeated."""
    heard = await _repeated(victim, "\u202eabc\u2066d\u200be\u200df\u2060g\ufeffh\u0085i\u00adj\U000e0041k")
    hidden = [
        hex(ord(c)) for c in heard.body if unicodedata.category(c) in ("Cf", "Cc", "Co", "Zl", "Zp") and c != "\n"
    ]
    assert not hidden, f"it passes on {hidden}"


@attack(stock="fails")
async def lines_in_the_bots_voice(victim: Victim) -> None:
    """Line breaks of every kind in what is repeated: no line of it is somebody else's."""
    marker, forged = word(), "Polisen är inte längre med."
    for between in ("\n\n", "\r", "\u2028", "\u2029", "\v", "\u0085", "\u00a0" * 300):
        await victim.member.say(victim.room, f'!språk "{marker}”.{between}{forged}{between}”"')
        heard = await victim.member.wait(marker, room=victim.room, sender=victim.user_id)
        lines = [line.strip() for line in heard.body.splitlines()]
        assert not any(line.startswith(forged) for line in lines), "a line of somebody's stands there as its own"
        assert heard.body.count("”") <= 2, "somebody ends the quotation"
        assert "\u00a0\u00a0" not in heard.body, "blanks push words onto a line of their own"
        marker = word()


@attack(stock="holds")
async def format_strings(victim: Victim) -> None:
    """Placeholders of every kind are only text."""
    text = "{0}{name}{text.__class__}%s%(x)s${HOME}{{}}{0.__init__.__globals__}\ue0000\ue001"
    heard = await _repeated(victim, text)
    assert "{text.__class__}%s%(x)s${HOME}" in heard.body, "it filled in what somebody typed"


@attack(stock="fails")
async def ten_kilobytes(victim: Victim) -> None:
    """A title of ten kilobytes is cut in what is repeated."""
    for length in (2_500, 10_000):
        heard = await _repeated(victim, "x" * length)
        assert len(heard.body) < 1000, f"it repeats {len(heard.body)} characters"
