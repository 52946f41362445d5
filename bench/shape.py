"""Shape: what can be counted of how the code reads, from the syntax tree alone.

``python -m bench.shape`` prints densities per 1 000 lines for each part of the code, what handlers import of each
other, and how often a string stands where a type could. It judges nothing; run it before and after a change.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.results import Table

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "storage")
STAGE = "bot.stage"

LONG = 110
MOST_PARAMETERS = 6

ROOM_KINDS = frozenset({"office", "case", "side", "page", "old"})
ROOM_STATES = frozenset({"planned", "open", "frozen", "left"})

#: The parts figures are given for: what is in them, what is not.
PARTS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "all": (PACKAGES, ()),
    "all but the stage": (PACKAGES, (STAGE,)),
    "bot": (("bot",), ()),
    "bot but the stage": (("bot",), (STAGE,)),
    "handlers": (("handlers",), ()),
    "storage": (("storage",), ()),
}


@dataclass(frozen=True)
class Source:
    """One module: its dotted name, its lines and its tree."""

    module: str
    lines: tuple[str, ...]
    tree: ast.Module

    def within(self, packages: Sequence[str]) -> bool:
        """Whether it is one of these packages or inside one."""
        return any(f"{self.module}.".startswith(f"{package}.") for package in packages)


def sources() -> list[Source]:
    """All modules of the application, by name."""
    found = []
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            text = file.read_text(encoding="utf-8")
            found.append(Source(name, tuple(text.splitlines()), ast.parse(text)))
    return found


# ------------------------------------------------------------------------------------------ what is counted in one node


def is_conditional(node: ast.AST) -> bool:
    """``a if b else c``."""
    return isinstance(node, ast.IfExp)


def is_tuple_assignment(node: ast.AST) -> bool:
    """``a, b = c, d``, which does two things; unpacking what a call returned does one."""
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Tuple)
        and any(isinstance(target, ast.Tuple) for target in node.targets)
    )


def compares_room_kind(node: ast.AST) -> bool:
    """Something called a kind is compared with the name of a kind of room."""
    return _compares(node, "kind", ROOM_KINDS.__contains__)


def compares_room_state(node: ast.AST) -> bool:
    """Something called a state is compared with the name of a state of a room."""
    return _compares(node, "state", ROOM_STATES.__contains__) and not _is_of_question(node)


def compares_state(node: ast.AST) -> bool:
    """Something called a state is compared with any string: of a room, a question, an outbox or a due row."""
    return _compares(node, "state", lambda _literal: True)


def is_built_key(node: ast.AST) -> bool:
    """A translation key that is put together, ``T(f"...")``: it cannot be searched for."""
    return (
        isinstance(node, ast.Call)
        and _last_name(node.func) in ("T", "refuse")
        and any(isinstance(part, ast.JoinedStr) for part in _alternatives(node.args[:1]))
    )


def audit_literals(node: ast.AST) -> list[str]:
    """The actions a call writes to the audit log as literals; ``{}`` where a part is put in."""
    if not isinstance(node, ast.Call):
        return []
    name = _last_name(node.func)
    given = node.args[:1] if name == "audit" else []
    given += [keyword.value for keyword in node.keywords if keyword.arg == "action"]
    return [shown for part in _alternatives(given) if (shown := _literal(part)) is not None]


def _compares(node: ast.AST, name: str, literal: Callable[[str], bool]) -> bool:
    """Whether a comparison, a ``match`` or ``.in_(...)`` sets something of that name against such a literal."""
    match node:
        case ast.Compare():
            sides = [node.left, *node.comparators]
        case ast.Call(func=ast.Attribute(attr="in_" | "not_in", value=left)):
            sides = [left, *node.args]
        case ast.Match():
            cases = [part for case in node.cases for part in ast.walk(case.pattern)]
            sides = [node.subject, *(part.value for part in cases if isinstance(part, ast.MatchValue))]
        case _:
            return False
    literals = list(_strings(sides))
    named = any(_last_name(side).split("_")[-1] == name for side in sides)
    return named and literals != [] and all(literal(text) for text in literals)


def _is_of_question(node: ast.AST) -> bool:
    """Whether a comparison is a condition on another table, whose rows are open too."""
    return isinstance(node, ast.Compare) and ast.unparse(node.left) == "Question.state"


def _strings(nodes: Sequence[ast.AST]) -> Iterator[str]:
    for node in nodes:
        inside = ast.walk(node) if isinstance(node, ast.Tuple | ast.Set | ast.List | ast.IfExp) else [node]
        for part in inside:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


def _alternatives(nodes: Sequence[ast.expr]) -> Iterator[ast.expr]:
    """The expressions themselves, or both sides of a conditional one."""
    for node in nodes:
        if isinstance(node, ast.IfExp):
            yield from _alternatives([node.body, node.orelse])
        else:
            yield node


def _literal(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr():
            return "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
    return None


def _last_name(node: ast.AST) -> str:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


# --------------------------------------------------------------------------------------------------- imports, functions


def handler_imports(found: Sequence[Source]) -> dict[str, set[str]]:
    """Which handlers each handler imports. The table of contents (``handlers/__init__.py``) imports them all and is
    left out."""
    handlers = [source for source in found if source.within(("handlers",)) and source.module != "handlers"]
    names = {source.module for source in handlers}
    edges = {}
    for source in handlers:
        imported = set()
        for node in ast.walk(source.tree):
            imported |= set(_imported(node)) & names
        edges[source.module] = imported - {source.module}
    return edges


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module is not None:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def longest_chain(edges: Mapping[str, set[str]]) -> list[str]:
    """The longest way from one handler to another by imports, each seen once. Raises ``ValueError`` for a circle."""
    under: set[str] = set()

    @cache
    def below(module: str) -> tuple[str, ...]:
        if module in under:
            raise ValueError(f"{module} imports itself by way of others")
        under.add(module)
        longest = _longest([below(other) for other in sorted(edges[module])])
        under.discard(module)
        return (module, *longest)

    return list(_longest([below(module) for module in sorted(edges)]))


def _longest(chains: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return max(chains, key=len, default=())


def many_parameters(found: Sequence[Source]) -> list[str]:
    """The public functions of the rules that take more parameters than most can keep apart."""
    names = []
    for source in found:
        if not source.within(("bot.rules",)):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                count = sum(one.arg not in ("self", "cls") for one in taken)
                if count > MOST_PARAMETERS:
                    names.append(f"{source.module}.{node.name} ({count})")
    return names


# --------------------------------------------------------------------------------------------------------------- tables


def densities(found: Sequence[Source]) -> Table:
    """What is squeezed, per 1 000 lines."""
    table = Table(
        "density",
        "per 1 000 lines (numbers in brackets: how many)",
        ["part", "lines", "conditional expressions", "tuple assignments", f"lines over {LONG}"],
    )
    for part, (packages, without) in PARTS.items():
        chosen = [source for source in found if source.within(packages) and not source.within(without)]
        lines = sum(len(source.lines) for source in chosen)
        nodes = [node for source in chosen for node in ast.walk(source.tree)]
        long = sum(len(line) > LONG for source in chosen for line in source.lines)
        counts = [sum(map(is_conditional, nodes)), sum(map(is_tuple_assignment, nodes)), long]
        table.add(part, lines, *(f"{1000 * count / lines:.1f} ({count})" for count in counts))
    return table


def strings(found: Sequence[Source]) -> Table:
    """Strings where a type could stand."""
    table = Table(
        "strings",
        "where a type or a table could stand",
        ["what", "all", "all but the stage", "bot", "handlers", "storage"],
    )
    counted: dict[str, Callable[[ast.AST], int]] = {
        "comparisons with a room's kind": compares_room_kind,
        "comparisons with a room's state": compares_room_state,
        "comparisons of any state with a string": compares_state,
        'translation keys built, T(f"...")': is_built_key,
        "audit actions as literals": lambda node: len(audit_literals(node)),
    }
    for what, count in counted.items():
        figures = []
        for part in table.columns[1:]:
            packages, without = PARTS[part]
            chosen = [source for source in found if source.within(packages) and not source.within(without)]
            figures.append(sum(count(node) for source in chosen for node in ast.walk(source.tree)))
        table.add(what, *figures)
    return table


def main() -> None:
    """Print all measures."""
    found = sources()
    print(densities(found))
    print(strings(found))
    edges = handler_imports(found)
    print("## handlers\n")
    print(f"{len(edges)} handlers, {sum(map(len, edges.values()))} imports of one handler by another.")
    often = Counter(name for imported in edges.values() for name in imported)
    print(f"Most imported: {', '.join(f'{name} {times}' for name, times in often.most_common(6))}.")
    chain = longest_chain(edges)
    print(f"Longest chain, {len(chain)} handlers: {' > '.join(chain) or 'none'}.\n")
    print("## audit actions\n")
    actions = Counter(
        action for source in found for node in ast.walk(source.tree) for action in audit_literals(node)
    )
    print(f"{len(actions)} different: {', '.join(sorted(actions))}\n")
    print(f"## public functions of the rules with more than {MOST_PARAMETERS} parameters\n")
    many = many_parameters(found)
    print(f"{len(many)}: {', '.join(many)}")


if __name__ == "__main__":
    main()
