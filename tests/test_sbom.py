"""``make sbom`` ends well only if the bill of materials is that of the lock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.sbom import locked_packages, wrong

LOCK = (Path(__file__).parents[1] / "requirements-postgres.lock").read_text(encoding="utf-8")


def bill() -> dict[str, Any]:
    """What is right, with no more than is looked at."""
    components = [
        {"name": name, "version": version, "hashes": [{"content": digest} for digest in sorted(digests)]}
        for (name, version), digests in locked_packages(LOCK).items()
    ]
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {}, "components": components}


def test_a_lock_is_read_to_its_end() -> None:
    packages = locked_packages(LOCK)
    assert len(packages) == len([line for line in LOCK.splitlines() if line[:1].isalpha()])
    assert {"sqlalchemy", "psycopg", "vodozemac", "pyrage"} <= {name for name, _ in packages}
    assert all(packages.values())
    assert wrong(bill(), LOCK) == []


def _without_one(made: dict[str, Any]) -> None:
    made["components"] = [one for one in made["components"] if one["name"] != "pyrage"]


def _with_one_more(made: dict[str, Any]) -> None:
    made["components"].append({"name": "leftpad", "version": "1"})


def _with_other_digests(made: dict[str, Any]) -> None:
    made["components"][0]["hashes"] = []


def _of_its_moment(made: dict[str, Any]) -> None:
    made["metadata"]["timestamp"] = "2026-12-01"


def _of_another_format(made: dict[str, Any]) -> None:
    made["specVersion"] = "1.2"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_without_one, "it lacks pyrage"),
        (_with_one_more, "it has leftpad 1, which is not locked"),
        (_with_other_digests, f"{bill()['components'][0]['name']} lacks digests"),
        (_of_its_moment, "it is another each time it is made"),
        (_of_another_format, "it is no CycloneDX 1.6"),
    ],
)
def test_what_is_not_that_of_the_lock_is_told(change: Callable[[dict[str, Any]], None], said: str) -> None:
    made = bill()
    change(made)
    (told,) = wrong(made, LOCK)
    assert told.startswith(said)
