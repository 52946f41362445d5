"""Texts read line by line: they are what Markdown makes of the whole, for every text of the catalogue and any other."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from string import Formatter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot import markup
from bot.i18n import LANGUAGES, Language, catalogue

#: What people may have written, as it reaches a hole: on one line, everything else as it was.
TRICKY = (
    "**fet** _kursiv_ `kod` [Anna](https://x) ![b](mxc://s/x)",
    "<b>&amp;</b> <script>",
    "# rubrik",
    "- punkt",
    "1. punkt",
    "> | a | b |",
    "",
    " ",
    "\\",
    "{n} %s {x.__class__}",
    "'\"",
    "===",
)


def read_whole(source: str, values: Sequence[str]) -> str:
    """What Markdown makes of a whole text, values put in afterwards."""
    body: str = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").render(source).strip()
    if body.startswith("<p>") and body.count("<p>") == 1 and body.endswith("</p>"):
        body = body[3:-4]
    return re.sub("\ue000(\\d+)\ue001", lambda mark: html.escape(values[int(mark[1])], quote=True), body)


def forms(language: Language) -> Iterator[tuple[str, str]]:
    """Every text in each of its forms, by key."""
    for key, message in catalogue(language).items():
        plural = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        for form in plural:
            yield key, str(form)


class Filled:
    """Fills forms as values do: with holes, lists of them, marked lines of somebody's words, and other texts."""

    def __init__(self) -> None:
        self.values: list[str] = []

    def hole(self) -> str:
        self.values.append(TRICKY[len(self.values) % len(TRICKY)])
        return markup.hole(len(self.values) - 1)

    def fill(self, form: str, kind: str, inner: str = "") -> str:
        names = {name for _, name, _, _ in Formatter().parse(form) if name is not None}
        return form.format(**{name: self._value(kind, inner) for name in sorted(names)})

    def _value(self, kind: str, inner: str) -> str:
        match kind:
            case "list":
                return ", ".join(self.hole() for _ in range(3))
            case "words":
                return f"» {self.hole()}\n» {self.hole()}"
            case "text":
                return self.fill(inner, "value")
        return self.hole()


@pytest.mark.parametrize("kind", ["value", "list", "words"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_what_markdown_makes_of_it_whatever_its_values_are(language: Language, kind: str) -> None:
    seen = 0
    for key, form in forms(language):
        filled = Filled()
        source = filled.fill(form, kind)
        assert markup.as_html(source, filled.values) == read_whole(source, filled.values), key
        seen += 1
    assert seen > 600


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_may_stand_in_any_other_and_below_it(language: Language) -> None:
    every = list(forms(language))
    shifted = every[7:] + every[:7]
    for number, ((key, form), (other_key, other)) in enumerate(zip(every, shifted, strict=True)):
        filled = Filled()
        source = filled.fill(form, "text", other) + ("\n" if number % 2 else "\n\n") + filled.fill(other, "value")
        assert markup.as_html(source, filled.values) == read_whole(source, filled.values), f"{key}, {other_key}"


#: Pieces of lines by which a line may mean something else beside others than alone.
PIECES = st.sampled_from(
    [
        *("a", "å 1", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "**", "*", "_", "__", "`", "``", "~~~", "```", "- "),
        *("+ ", "1. ", "2. ", "1) ", "> ", "# ", "=", "===", "---", "|", "| a |", "|---|", "[", "]", "(x)", "[a]: /b"),
        *("\\", "!", "<", ">", "<b>", "<https://x>", "&amp;", "&", "&#60;", "    ", "»", "”", "{", ".", ","),
        *(markup.hole(0), markup.hole(1)),
    ]
)


@settings(max_examples=2000, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
@example("**a\nb**")
@example("a\n===")
@example("a\n2. b")
@example("a\n    b")
@example("[a\nb](c)")
@example("a  \nb")
@example("| a |\n|---|")
def test_any_text_is_what_markdown_makes_of_the_whole(source: str) -> None:
    values = ["**x** <b>", "# å"]
    assert markup.as_html(source, values) == read_whole(source, values)


def test_a_line_is_read_once_whatever_is_put_into_it(monkeypatch: pytest.MonkeyPatch) -> None:
    read = list[str]()
    render = MarkdownIt.render

    def counted(self: MarkdownIt, source: str) -> object:
        read.append(source)
        return render(self, source)

    monkeypatch.setattr(MarkdownIt, "render", counted)
    line = f"**{markup.hole(0)}** is read only here: {markup.hole(1)}"
    for number in range(5):
        shown = markup.as_html("\n".join([line] * (number + 1)), [f"<{number}>", "x"])
        assert shown.split("<br />\n") == [f"<strong>&lt;{number}&gt;</strong> is read only here: x"] * (number + 1)
    assert len(read) == 1
