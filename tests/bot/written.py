"""What a person writes for each kind of argument, having read the usage."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.conversation.arguments import (
    After,
    Arg,
    Code,
    Day,
    Env,
    FileNumber,
    Hour,
    Length,
    MatrixId,
    Number,
    Numbers,
    OneOf,
    Owner,
    Phrase,
    Repeats,
    Rest,
    ShortName,
    Somebody,
    SomeOf,
    StepNumber,
    Title,
    Word,
)
from bot.conversation.consent_form import People, Version
from bot.conversation.meeting_arguments import (
    DayOrSeries,
    MeetingHour,
    NewDay,
    NextWhen,
    Points,
    Where,
    WhichMeeting,
    Without,
)
from bot.conversation.roll import WhoCame
from bot.core import load_profile
from bot.i18n import Language
from handlers.consent.birthday import Month
from handlers.people.lost_device import Whose
from handlers.people.person import Name
from tests.rules.making import person

PETRA = person("petra", id="p1", unit_id="norr")


def env(language: Language = "sv", municipality: str = "skovde") -> Env:
    """A Monday in a unit that knows Petra, also by her Matrix id."""
    return Env(
        profile=load_profile(municipality),
        today=date(2026, 11, 23),
        language=language,
        person=lambda said: PETRA if said.lstrip("@").lower() in ("petra", "petra:exempel.se") else None,
    )


def written(arg: Arg, env: Env, somebody: str = "petra") -> str:
    """Words that an argument takes whole; ``somebody`` is whom the unit knows."""
    swedish = env.language == "sv"
    kinds: dict[type[Any], str] = {
        Code: "K-7F2",
        Somebody: f"@{somebody}",
        Owner: f"@{somebody}",
        StepNumber: "1",
        ShortName: "sara",
        MatrixId: "@sara:exempel.se",
        Day: "2026-12-17",
        Hour: "kl 15.30" if swedish else "at 15:30",
        Length: "45 min",
        WhoCame: "alla" if swedish else "all",
        Repeats: "varje tisdag" if swedish else "every Tuesday",
        Number: "2",
        Numbers: "2",
        Rest: "några ord",
        FileNumber: "SN 2026/17",
        Version: "2026-1",
        People: f"@{somebody}",
        Whose: f"@{somebody}",
        Month: "2011-05",
        Title: '"några ord"',
        Name: "Sara Berg",
        DayOrSeries: "2026-12-17",
        NewDay: "2026-12-17",
        NextWhen: "2026-12-17",
        MeetingHour: "kl 15.30" if swedish else "at 15:30",
        Where: "Stadshuset",
        WhichMeeting: "2",
        Points: "läget, skolan",
        Without: "utom 4 jan",
    }
    reads: Any = arg.reads
    if isinstance(reads, OneOf | SomeOf):
        terms = list(reads.terms(env))[: 2 if isinstance(reads, SomeOf) else 1]
        return ", ".join(one.id if " " in one.label(env.language) else one.label(env.language) for one in terms)
    if isinstance(reads, Word):
        return reads.words[0]
    if isinstance(reads, Phrase):
        return reads.phrases[0]
    if isinstance(reads, After):
        return f"{reads.leads[0]} {written(Arg(reads=reads.reads), env, somebody)}"
    if arg.options is not None and type(reads) not in kinds:
        return arg.options(env)[0].label(env.language)
    return kinds[type(reads)]
