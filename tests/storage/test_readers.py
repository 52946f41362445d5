"""Whoever looks something up in a table that is pruned says why it is there still."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from bot.rules.budget import Span
from bot.rules.card import FAR_AFTER
from bot.settings import RetentionSettings
from storage.question import LATE
from tests.audience import ROOT

#: The tables that are pruned by age.
PRUNED = {"Inbox", "Outbox", "Due", "Question", "Unprompted"}


class Why(StrEnum):
    """Why a reader misses nothing that is pruned."""

    OPEN = "it needs what is still to be done, which is never pruned"
    DAYS = "it needs the last days; nothing is pruned within thirty"
    NEWEST = "it needs the newest of its kind, which stays"
    SMALL = "it also asks the small table"
    WHOLE = "it is given a row that is being worked on"
    PRUNES = "it takes rows away itself"


READERS: dict[Why, set[str]] = {
    Why.OPEN: {
        *(
            "agenda._agenda",
            "backlog.counts",
            "settled.unfinished",
            "settled.next_at",
            "room.uncompared",
            "overview.failing",
        ),
        *("overview.seconds", "restore.unsent", "restore.start_new_device", "flood._counts", "device_news.reported"),
        *("consultation.note_turned_away", "consultation.merge_reminders", "consultation.passed_counts"),
        "consultation.held",
        *("due.schedule", "due.cancel", "due.forget", "due.claim", "due.free", "due.uncount", "due.release_leases"),
        *("due.next_at", "due.pending_subjects", "due.is_pending_in", "due.scheduled_at", "due.take_all", "due.is_due"),
        *("inbox.waiting", "inbox._heads", "inbox.forget_room", "stuck._schedule"),
        *(
            "outbox._ready",
            "outbox.claim_all",
            "outbox.give_back",
            "outbox.wake_all",
            "outbox.retry_all",
            "outbox.retry_invitation",
        ),
        *("outbox.drop_room", "outbox.move_to_room", "outbox._pending", "outbox.pending_moves", "outbox.alarms"),
        *(
            "outage._waiting",
            "due.take_all_of_unit",
            "outbox.is_queued",
            "outbox.has_backlog",
            "outbox.append",
            "outbox.reword",
            "outbox._waiting",
            "outbox.next_at",
            "outbox.was_failing",
        ),
        *("question.newest_open", "question.answerable_as_second", "question.awaiting_second", "question.overtake"),
        *("question.delivered", "question.close_between", "question.cancel_caused_by", "question.close_all"),
        *("question.close_same_command", "question.close_person", "question.close_awaiting_second"),
        *("question.is_awaiting_second", "question.expire", "question.forget_room", "question.forget_message"),
        "question.close_offers",
        *("backlog._is_failing", "backlog._office_failing", "backlog._overdue_since", "backlog._queues"),
        *("due.retry_aside", "mending.retry", "mending.settled_rooms", "mending.unit_of_row"),
        *("outbox.is_apart", "outbox.next_try_before", "stuck._of_due", "stuck._of_inbox", "stuck._of_outbox"),
        *("stuck._row", "stuck.failing", "stuck.find", "stuck.is_told_of_words", "stuck.try_again", "stuck.undone"),
        *("stuck.unhandled", "stuck.unread", "stuck.untold"),
    },
    Why.DAYS: {
        # a minute, an hour, a day, a week
        *("flood._lately", "personal_number.kind", "consultation.heard_since", "inbox.said_in", "inbox.later_change"),
        *("outbox.sent_count", "outbox.unprompted", "outbox.gone_out", "outbox.disturbs"),
        # the message behind a question that is open, or in whose thread somebody writes now
        *("question.is_last_word", "question.is_beyond_doubt", "question.in_thread", "question.replied_to"),
        *("question.get", "question.of_message", "question.mark_replaced", "question.close_one", "question.numbered"),
        *("question.close_about", "question._still_sealed", "asked_in_room._is_over"),
        # whether a question was asked before it, of which none that is open is so old; where its answer is shown
        *("inbox.seen_at", "inbox.thread_of"),
        # what came in since the bot was back, two minutes ago
        "outage.take",
    },
    Why.NEWEST: {
        *("outbox.shown_event", "outbox.standing", "outbox.newest_tag", "outbox.newest_event", "outbox.was_said_since"),
        *("outbox.came_with_opening", "outbox.tapped_in_thread", "outbox.put_seeds", "outbox.event_of"),
        *(
            "outage._add",
            "inbox.last_from",
            "question.latest",
            "question.asked_about",
            "fading.take",
            "asked_in_room.of_person",
        ),
    },
    Why.SMALL: {
        *("inbox.add", "inbox.is_ours", "inbox.was_heard", "inbox.is_reaction", "outbox.row_behind"),
        *("fading.take_all", "question.is_question", "inbox._refused"),
    },
    Why.WHOLE: {
        *("inbox.next_new", "inbox.mark_done", "inbox.mark_part_done", "inbox.was_refused_so_far"),
        *(
            "inbox.note_failure",
            "outbox._wait",
            "outbox.set_person",
            "outbox.give_way",
            "outbox.note_told",
            "outbox.put_off",
            "outbox.drop",
        ),
        *("outbox.is_open", "outbox.is_tried", "outbox.is_sent", "outbox.is_waiting"),
        *("due.set_aside", "due.postpone", "due.__init__"),
    },
    Why.PRUNES: {
        *("erasure.forget_room", "erasure.forget_traces", "erasure.forget_person"),
        *("pruning._is_newest_of_tag", "pruning._is_offered", "pruning._unsent", "pruning._oldest"),
        *("pruning._inbox", "pruning._outbox", "pruning._questions", "pruning._due", "pruning._prune_outbox"),
    },
}


def test_every_reader_is_known() -> None:
    listed = [name for names in READERS.values() for name in names]
    assert len(listed) == len(set(listed))
    assert set(readers()) == set(listed)


def test_nothing_is_pruned_within_the_days_that_are_needed() -> None:
    shortest = min(
        constraint.ge
        for name, field in RetentionSettings.model_fields.items()
        if name != "audit_days"
        for constraint in field.metadata
        if hasattr(constraint, "ge")
    )
    assert shortest == 30
    assert shortest > max(LATE.days, FAR_AFTER.days)
    assert set(Span) == {Span.DAY, Span.WEEK}


def readers() -> Iterator[str]:
    """The functions that name a pruned table, without those that only write new rows: ``outbox.ready``."""
    for folder in ("storage", "bot", "handlers"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "tables" in file.parts or "migrations" in file.parts:
                continue
            yield from _of_file(file)


def _of_file(file: Path) -> Iterator[str]:
    source = file.read_text(encoding="utf-8")
    if "from storage.tables" not in source:
        return
    tree = ast.parse(source)
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("storage.tables")
        for alias in node.names
    }
    named = PRUNED & imported
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(_reads(one, named) for one in ast.walk(node)):
            yield f"{file.stem}.{node.name}"


def _reads(node: ast.AST, named: set[str]) -> bool:
    """Whether it is a column of such a table, or such a table asked for rows."""
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Name) and node.value.id in named
    if not isinstance(node, ast.Call):
        return False
    function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    asked = (argument.id for argument in node.args if isinstance(argument, ast.Name))
    return function in ("select", "get", "get_one", "exists", "aliased") and not named.isdisjoint(asked)
