"""The tables in which benchmarks show what they measured."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


class Table:
    """One benchmark: its name, what was compared, and rows of sizes and figures."""

    def __init__(self, name: str, about: str, columns: list[str]) -> None:
        self.name = name
        self.about = about
        self.columns = columns
        self.rows: list[list[str]] = []
        self.pictures: list[str] = []  # links

    def add(self, *figures: float | str) -> None:
        """Add a row, its figures rounded to the digits that mean something."""
        self.rows.append([shown(figure) for figure in figures])

    def __str__(self) -> str:
        lines = [f"## {self.name}", "", f"{self.about[:1].upper()}{self.about[1:]}.", ""]
        table = [self.columns, ["---"] * len(self.columns), *self.rows]
        lines += [f"| {' | '.join(row)} |" for row in table]
        for picture in self.pictures:
            lines += ["", picture]
        return "\n".join([*lines, ""])


def shown(figure: float | str) -> str:
    """A figure as it stands in a table."""
    if isinstance(figure, str):
        return figure
    if isinstance(figure, int):
        return f"{figure:,}".replace(",", " ")
    return f"{figure:.3g}" if abs(figure) < 100 else f"{figure:.0f}"


def at_most(figure: float, goal: float) -> str:
    """A figure, its goal, and whether it is met."""
    return f"{shown(figure)} (goal ≤ {shown(goal)}: {'met' if figure <= goal else 'not met'})"


def at_least(figure: float, goal: float) -> str:
    """A figure, its goal, and whether it is met."""
    return f"{shown(figure)} (goal ≥ {shown(goal)}: {'met' if figure >= goal else 'not met'})"


def p95(values: Sequence[float]) -> float:
    """What one value in twenty exceeds."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
