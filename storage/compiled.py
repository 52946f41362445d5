"""Compiled statements, shared by all databases of a kind in the process.

SQLAlchemy compiles each statement once for each engine. A bot has two engines, one that writes and one that
reads; a play or a test has two more for each database. Yet a statement reads the same to every server of one
version.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Compiled
from sqlalchemy.util import LRUCache

#: How many statements are kept; those not asked for longest are compiled again. There are some hundreds.
_MOST = 1000


class _Shared(LRUCache[Any, Compiled]):
    """Keeps what the keys stand for by the kind of database, not by its engine."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_of_kind(key), default)

    def __setitem__(self, key: Any, value: Compiled) -> None:
        super().__setitem__(_of_kind(key), value)


def _of_kind(key: Any) -> Any:
    """The same key for every engine of the kind: SQLAlchemy's begins with what is its engine's own."""
    dialect, *statement = key
    return (type(dialect), dialect.server_version_info, *statement)


#: An engine's execution option ``compiled_cache``.
STATEMENTS = _Shared(_MOST)
