"""One person writing without end, while others ask."""

from __future__ import annotations

from tests.attacks.attack import attack
from tests.attacks.attacker import send, together
from tests.attacks.speech import NUMBER, all_taken_away
from tests.attacks.victim import Victim, word, words

#: Questions in one go. More than any person writes in a minute.
FLOOD = 75

#: What the bot may say while somebody floods it.
MOST_ANSWERS = 46


@attack(stock="fails")
async def flood_of_commands(victim: Victim) -> None:
    """A member asks 75 things at once: others are answered meanwhile, and the flooder is told to wait."""
    markers = [word() for _ in range(FLOOD)]
    decent = victim.asker()
    before = len(victim.said())
    await together(
        *(victim.member.say(victim.room, f"!språk {marker}") for marker in markers[:50]),
        victim.answers(decent, within=60),
        *(victim.member.say(victim.room, f"!språk {marker}") for marker in markers[50:]),
    )
    assert await victim.answers(decent, within=60), "others are not answered"
    said = len(victim.said()) - before
    assert said < MOST_ANSWERS, f"{said} answers to one flooder"


@attack(stock="fails")
async def flood_while_away(victim: Victim) -> None:
    """The same while the bot stands still: it finds a flood, and the question before it."""
    decent, marker = victim.asker(), word()
    before = len(victim.said())
    victim.pause()
    await decent.say(victim.room, f"!språk {marker}")
    await together(*(victim.member.say(victim.room, f"!språk {word()}") for _ in range(FLOOD)))
    victim.resume()
    assert await victim.answered(decent, marker, within=60), "the question was lost"
    said = len(victim.said()) - before
    assert said < MOST_ANSWERS, f"{said} answers to one flooder"


@attack(stock="fails")
async def flood_of_numbers(victim: Victim) -> None:
    """A member writes a personal number 75 times, in clear: others are answered meanwhile, each is taken away, and the
    member is told of it once."""
    numbers: list[str] = []
    before = _notices(victim)

    async def one() -> None:
        numbers.append(await send(victim.member.client, victim.room, "m.room.message", words(f"alex är {NUMBER}")))

    await together(*(one() for _ in range(FLOOD)))
    assert await victim.answers(), "others are not answered"
    assert await all_taken_away(victim, numbers), "a personal number stands in the room"
    assert _notices(victim) - before <= 2, "the member is told again and again"


def _notices(victim: Victim) -> int:
    return sum(one.sender == victim.user_id and "personnummer" in one.body for one in victim.member.received)
