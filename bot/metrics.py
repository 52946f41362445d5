"""The numbers of ``/metrics``, as Prometheus reads them. Loaded only where the pages are served.

All is read when it is asked for, or was counted in memory: a reply costs nothing more for it. No label names a person,
a room, a case or a unit: each is a word from a closed list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import CollectorRegistry

from bot.messages import Out
from bot.reading import Reading
from bot.rules.trouble import Trouble
from bot.tally import BOUNDS, Tally
from storage.backlog import Backlog, Watched

CONTENT_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """The page, for a bot that ``read`` looks at and that counts in a tally."""

    def __init__(self, read: Callable[[], Reading], tally: Tally) -> None:
        self._read = read
        self._tally = tally
        self._registry = CollectorRegistry(auto_describe=False)
        ProcessCollector(registry=self._registry)
        self._registry.register(self)

    def page(self) -> bytes:
        """The page as it is now."""
        return generate_latest(self._registry)

    def describe(self) -> Iterable[Metric]:
        """Nothing: what there is shows when it is asked for."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Each number, by its name."""
        reading = self._read()
        yield _gauge("sigbot_build", "1, with the version", 1, version=_version())
        yield _gauge("sigbot_live", "Whether the event loop moves", reading.is_live)
        yield _gauge("sigbot_ready", "Whether the bot does its work", reading.is_ready)
        yield _each(
            "sigbot_trouble",
            "Whether there is this trouble",
            "trouble",
            {str(one): float(one in reading.found) for one in Trouble},
        )
        if reading.signs.disk_free is not None:
            yield _gauge("sigbot_disk_free_bytes", "Room on the disk of the data", reading.signs.disk_free)
        if reading.backlog is not None:
            yield from _rows(reading.backlog, reading.now)
        if reading.watched is not None:
            yield from _watched(reading.watched)
        yield from _counted(self._tally)


def _rows(found: Backlog, now: datetime) -> Iterator[Metric]:
    if found.synced_at is not None:
        yield _gauge(
            "sigbot_sync_age_seconds", "Since the homeserver was last heard", _age(found.synced_at, now)
        )
    yield _each(
        "sigbot_inbox_rows",
        "What was heard and is not handled: new, waiting for its key, or set aside",
        "state",
        {"new": found.inbox_waiting, "waiting": found.inbox_keyless, "aside": found.inbox_aside},
    )
    yield _gauge("sigbot_inbox_oldest_seconds", "How long the oldest waits", _age(found.inbox_since, now))
    kinds = {str(kind): found.by_kind.get(kind) for kind in Out}
    yield _each(
        "sigbot_outbox_rows",
        "What is to be sent, also later, by kind",
        "kind",
        {kind: 0 if queue is None else queue.rows for kind, queue in kinds.items()},
    )
    yield _each(
        "sigbot_outbox_oldest_seconds",
        "How long the oldest waits that should have gone, by kind",
        "kind",
        {kind: 0 if queue is None else _age(queue.since, now) for kind, queue in kinds.items()},
    )
    yield _gauge("sigbot_outbox_failing_rows", "What failed at its last try", found.outbox_failing)
    yield _gauge("sigbot_office_failing_rows", "What fails where it would be told", found.office_failing)
    yield _gauge("sigbot_due_late_rows", "What is due and not done", found.due_late)
    yield _gauge("sigbot_due_lag_seconds", "How late the latest is", _age(found.due_since, now))
    yield _gauge("sigbot_due_aside_rows", "What was due, and was set aside", found.due_aside)


def _watched(found: Watched) -> Iterator[Metric]:
    yield _gauge("sigbot_held_back_devices", "Devices that get no keys", found.held_back)
    yield _gauge("sigbot_unable_people", "People of whom no device can read the bot", found.unable)
    yield _gauge("sigbot_alarmed_rooms", "Rooms in which an alarm keeps the bot silent", found.alarms)


def _counted(tally: Tally) -> Iterator[Metric]:
    errors = CounterMetricFamily(
        "sigbot_homeserver_errors", "Calls that were refused or not answered", labels=("code",)
    )
    for code, number in sorted(tally.errors.items()):
        errors.add_metric((code,), number)
    yield errors
    undecryptable = CounterMetricFamily(
        "sigbot_undecryptable_events", "Messages that could not be read as they came", labels=("why",)
    )
    for why, number in sorted(tally.undecryptable.items()):
        undecryptable.add_metric((why,), number)
    yield undecryptable
    bounds = (*(str(bound) for bound in BOUNDS), "+Inf")
    totals = list(accumulate(tally.reply_counts))
    replies = HistogramMetricFamily("sigbot_reply_seconds", "From hearing somebody to the answer")
    replies.add_metric((), list(zip(bounds, totals, strict=True)), tally.reply_seconds)
    yield replies


def _gauge(name: str, what: str, value: float, **labels: str) -> GaugeMetricFamily:
    found = GaugeMetricFamily(name, what, labels=tuple(labels))
    found.add_metric(tuple(labels.values()), value)
    return found


def _each(name: str, what: str, label: str, values: dict[str, float]) -> GaugeMetricFamily:
    found = GaugeMetricFamily(name, what, labels=(label,))
    for word, value in values.items():
        found.add_metric((word,), value)
    return found


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max((now - since).total_seconds(), 0.0)


def _version() -> str:
    """The version that is installed; ``unknown`` where it is run without being."""
    try:
        return version("sigbot")
    except PackageNotFoundError:
        return "unknown"
