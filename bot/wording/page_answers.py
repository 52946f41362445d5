"""What is answered on own pages, in words."""

from __future__ import annotations

from types import MappingProxyType

from bot.i18n import T
from bot.rules.page_answers import PageAnswers

TOLD = MappingProxyType(
    {
        PageAnswers.OPEN: T("page_answers.open"),
        PageAnswers.TIME: T("page_answers.time"),
        PageAnswers.NOTHING: T("page_answers.nothing"),
    }
)
