"""Days, times of day, lengths, and how often something repeats, as people say them, in Swedish and English.

A phrase is read as facts about a day (``grammar``), and the day is found for which all of them hold (``day``). So the
same words in another order mean the same: ``onsdag v. 50``, ``vecka 50 på onsdag``.
"""

from bot.rules.when.day import count_date, is_date, parse_answer, parse_date, parse_span, part_of_day
from bot.rules.when.free_text import belongs_to, beside_plain_days, plain_days_in, says_when
from bot.rules.when.hour import (
    count_time,
    is_time,
    length_beside,
    parse_time,
    parse_time_answer,
    reads_as_time,
)
from bot.rules.when.length import count_duration, is_duration, parse_duration
from bot.rules.when.recurrence import (
    count_recurrence,
    is_recurrence,
    parse_recurrence,
    parse_recurrence_answer,
)

__all__ = (
    "belongs_to",
    "beside_plain_days",
    "count_date",
    "count_duration",
    "count_recurrence",
    "count_time",
    "is_date",
    "is_duration",
    "is_recurrence",
    "is_time",
    "length_beside",
    "parse_answer",
    "parse_date",
    "parse_duration",
    "parse_recurrence",
    "parse_recurrence_answer",
    "parse_span",
    "parse_time",
    "parse_time_answer",
    "part_of_day",
    "plain_days_in",
    "reads_as_time",
    "says_when",
)
