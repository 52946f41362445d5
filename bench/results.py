"""The tables in which benchmarks show what they measured."""

from __future__ import annotations


class Table:
    """One benchmark: its name, what was compared, and rows of sizes and figures."""

    def __init__(self, name: str, about: str, columns: list[str]) -> None:
        self.name = name
        self.about = about
        self.columns = columns
        self.rows: list[list[str]] = []

    def add(self, *figures: float | str) -> None:
        """Add a row, its figures rounded to the digits that mean something."""
        self.rows.append([_shown(figure) for figure in figures])

    def __str__(self) -> str:
        lines = [f"## {self.name}", "", f"{self.about[:1].upper()}{self.about[1:]}.", ""]
        table = [self.columns, ["---"] * len(self.columns), *self.rows]
        return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in table), ""])


def _shown(figure: float | str) -> str:
    if isinstance(figure, str):
        return figure
    if isinstance(figure, int):
        return f"{figure:,}".replace(",", " ")
    return f"{figure:.3g}" if abs(figure) < 100 else f"{figure:.0f}"
