"""The numbers of a bot that runs: what alarms and panels ask for is there, and nothing tells of anybody."""

from __future__ import annotations

import asyncio
import json
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import select

from bench.counts import Bench, bench
from bench.filling import UNIT
from bot.messages import Out
from bot.rules.trouble import Trouble
from bot.settings import HealthSettings
from bot.tally import CODES, OTHER
from storage.db import Database
from storage.person import People
from storage.tables import Account, Case, Outbox, Room
from tests.bot.test_health import free_port

ROOT = Path(__file__).parents[2]
RULES = ROOT / "deploy" / "prometheus" / "sigbot.rules.yml"
DASHBOARD = ROOT / "deploy" / "grafana" / "sigbot.json"
GUIDE = ROOT / "docs" / "drift.md"

#: What a label may say, beside lengths of time and a version.
WORDS = {*map(str, Out), *map(str, Trouble), *CODES, OTHER, "new", "waiting", "aside", "no_key", "rejected"}

#: A name that stands in an expression; what comes from a scrape itself is not exported.
NAME = re.compile(r"\b(?:sigbot|process)_[a-z_]+")


@dataclass(frozen=True, kw_only=True)
class Page:
    """The page of a bot that has worked on a case, and all that must not stand on it."""

    text: str
    secrets: frozenset[str]

    @property
    def metrics(self) -> list[Metric]:
        return list(text_string_to_metric_families(self.text))

    @property
    def names(self) -> set[str]:
        return {sample.name for metric in self.metrics for sample in metric.samples}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    folder = tmp_path_factory.mktemp("metrics")
    return asyncio.run(_played(f"sqlite:///{folder / 'watched.db'}"))


async def _played(database: str) -> Page:
    """A bot that has its page on, and has answered, failed and met a refusal."""
    port = free_port()
    async with bench(1, database=database) as one:
        one.site = replace(
            one.site, settings=one.site.settings.model_copy(update={"health": HealthSettings(port=port)})
        )
        async with one.running():
            await one.reply(one.site.cases[0].matrix_room, "!hjälp")
            await one.reply(one.site.office, "ärenden")
            _break_something(one)
            url = f"http://127.0.0.1:{port}/metrics"
            text = await asyncio.to_thread(lambda: urllib.request.urlopen(url, timeout=10).read().decode())
            return Page(text=text, secrets=frozenset(_secrets(one.app.db)))


def _break_something(one: Bench) -> None:
    tally = one.app.tally
    for code in ("M_FORBIDDEN", "M_MADE_UP_BY_@anna:x"):
        tally.note_error(code)
    tally.undecryptable["no_key"] += 1
    with one.app.db.unit() as session:
        row = session.scalars(select(Outbox).order_by(Outbox.id.desc()).limit(1)).one()
        row.state, row.cause, row.waits_since = "sending", "502 M_UNKNOWN", row.created_at


def _secrets(db: Database) -> Iterator[str]:
    """Whatever would say who, where or about whom."""
    yield from (UNIT, "anna", "alex", "petra")
    with db.read() as session:
        for person in People(session, UNIT).all():
            yield from (person.id, person.handle, person.matrix_id or "@")
        for room in session.scalars(select(Room)):
            yield from (room.id, room.alias, room.matrix_room or "!", room.unit_id)
        for case in session.scalars(select(Case)):
            yield from (case.id, case.code)
        for account in session.scalars(select(Account)):
            yield from (account.user_id, account.device_id)


def test_every_label_is_a_word_from_a_closed_list(page: Page) -> None:
    labels = {
        (name, value) for metric in page.metrics for sample in metric.samples for name, value in sample.labels.items()
    }
    assert len(labels) > 30
    told = {(name, value) for name, value in labels if name not in ("le", "version")}
    assert {value for _, value in told} - WORDS == set()
    assert {name for name, _ in told} == {"code", "kind", "state", "trouble", "why"}
    assert all(re.fullmatch(r"[0-9.]+|\+Inf", value) for name, value in labels if name == "le")
    assert all(re.fullmatch(r"[0-9a-z.+]+|unknown", value) for name, value in labels if name == "version")


def test_the_page_holds_nothing_of_anybody(page: Page) -> None:
    assert len(page.secrets) > 20
    assert {secret for secret in page.secrets if secret in page.text} == set()


def test_what_happened_is_counted(page: Page) -> None:
    found = {
        (sample.name, *sample.labels.values()): sample.value for metric in page.metrics for sample in metric.samples
    }
    assert found["sigbot_live",] == 1
    assert found["sigbot_reply_seconds_count",] == 2
    assert found["sigbot_reply_seconds_bucket", "+Inf"] == 2
    assert found["sigbot_homeserver_errors_total", "M_FORBIDDEN"] == 1
    assert found["sigbot_homeserver_errors_total", OTHER] == 1
    assert found["sigbot_undecryptable_events_total", "no_key"] == 1
    assert found["sigbot_outbox_failing_rows",] == 1
    assert found["sigbot_outbox_rows", "say"] == 1
    assert found["process_resident_memory_bytes",] > 0


# --------------------------------------------------------------------------------------------- alarms and panels


def rules() -> list[dict[str, Any]]:
    read = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return [rule for group in read["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    return list(json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"])


def test_what_alarms_and_panels_ask_for_is_exported(page: Page) -> None:
    asked = [rule["expr"] for rule in rules()]
    asked += [target["expr"] for panel in panels() for target in panel["targets"]]
    assert len(asked) > 30
    assert {name for expression in asked for name in NAME.findall(expression)} - page.names == set()


def test_each_trouble_has_an_alarm() -> None:
    named = {word for rule in rules() for word in re.findall(r'trouble="([a-z]+)"', rule["expr"])}
    assert named == set(map(str, Trouble))


def anchors(text: str) -> set[str]:
    """Where the headings of a page can be linked to."""
    headings = re.findall(r"(?m)^#+ (.+)$", text)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: str(rule["alert"]))
def test_each_alarm_says_in_swedish_what_to_do(rule: dict[str, Any]) -> None:
    told = rule["annotations"]
    assert told["summary"].endswith(".")
    assert told["description"].startswith("Gör så här: ")
    file, _, place = told["runbook"].partition("#")
    assert ROOT / file == GUIDE
    assert place in anchors(GUIDE.read_text(encoding="utf-8"))
    assert rule["labels"]["severity"] in ("critical", "warning")


def test_no_two_panels_share_a_number_and_each_has_a_title() -> None:
    numbers = [panel["id"] for panel in panels()]
    assert len(set(numbers)) == len(numbers) > 10
    assert all(panel["title"] for panel in panels())


def test_commands_that_alarms_name_exist() -> None:
    from bot.cli.main import app  # the table of commands takes its time to load

    known = {group.name for group in app.registered_groups}
    known |= {one.name or one.callback.__name__ for one in app.registered_commands if one.callback is not None}
    told = " ".join(rule["annotations"]["description"] for rule in rules())
    # "sigbot" is also the name of the service
    named = set(re.findall(r"(?<!status )sigbot ([a-z]+)", told))
    assert named
    assert named - known == set()
