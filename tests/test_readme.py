"""The README's table of commands is the bot's own table. ``python -m tests.test_readme`` writes it anew."""

from __future__ import annotations

import re
from pathlib import Path

from bot.i18n import T, say
from bot.rules.roles import Role, may
from handlers import COMMANDS

README = Path(__file__).parents[1] / "README.md"
TABLE = re.compile(r"(<!-- commands:[^>]*-->\n\|[^\n]*\n\|[-|]*\n)(.*?)(<!-- /commands -->)", re.DOTALL)

#: Roles as the table names them, the narrowest that tells the truth.
GROUPS = (
    ("everybody", set(Role)),
    ("all in a case", {Role.COORDINATOR, Role.LEAD, Role.ACTOR, Role.YOUTH, Role.GUARDIAN}),
    ("coordinator, case lead, actors", {Role.COORDINATOR, Role.LEAD, Role.ACTOR}),
    ("coordinator, case lead", {Role.COORDINATOR, Role.LEAD}),
    ("coordinator, second person", {Role.COORDINATOR, Role.SECOND}),
    ("coordinator", {Role.COORDINATOR}),
    ("actors", {Role.ACTOR}),
    ("youth, guardian", {Role.YOUTH, Role.GUARDIAN}),
    ("youth", {Role.YOUTH}),
)


def table() -> str:
    """The rows, as they must stand."""
    rows = []
    for command in COMMANDS:
        if not command.hidden:
            roles = {role for role in Role if may(role, command.needs)}
            who = next(name for name, group in GROUPS if group == roles)
            rows.append(f"| `{command.sv}` | `{command.en}` | {who} | {say(T(f'command.{command.key}'), 'en')} |\n")
    return "".join(rows)


def test_the_readme_lists_every_command_as_it_is() -> None:
    found = TABLE.search(README.read_text(encoding="utf-8"))
    assert found is not None
    assert found[2] == table()


def test_the_files_the_readme_names_exist() -> None:
    named = re.findall(r"`((?:bot|storage|handlers|tests|docs)/[^`*<>]+)`", README.read_text(encoding="utf-8"))
    missing = [name for name in named if not (README.parent / name).exists()]
    assert named
    assert not missing


if __name__ == "__main__":
    README.write_text(TABLE.sub(lambda m: m[1] + table() + m[3], README.read_text(encoding="utf-8")), encoding="utf-8")
